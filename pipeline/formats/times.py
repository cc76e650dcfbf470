"""Times as news data writes them: RFC 3339 and its compact form, RFC 2822, a date alone, Unix time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import NamedTuple


class Time(NamedTuple):
    """A time in UTC. precision: day, minute, second. `zoned`: whether it named its zone (else UTC was assumed)."""

    at: datetime
    precision: str
    zoned: bool


# 2020-05-01T12:30:00.5+02:00 and what is left of it when parts, dashes or colons are missing: NewsML's
# 20200501T123000Z, the 20200501123000 of web archives, SQL's 2020-05-01 12:30.
ISO = re.compile(
    r"(\d{4})(-?)(\d\d)\2(\d\d)"
    r"(?:[Tt ]?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9})\d*)?)?"
    r" ?(Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?"
)
RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3,9},? +)?\d{1,2} +[A-Za-z]{3,9} +\d{2,4} +\d{1,2}:\d\d(:\d\d)?(?: +([A-Za-z]{1,5}|[+-]\d{4}))?"
    r"(?: *\([^()]*\))?"
)
RFC_2822_ZONES = {"UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"}  # knows no others
NUMBER = re.compile(r"-?\d{9,14}(?:\.\d{1,9})?")
LONGEST = 64  # characters: no time is written with more
# Avro's microseconds are read alike by all readers up to 2^53: the years 1685 to 2254. What lies outside (0001-01-01,
# 9999-12-31) stands for "unknown" anyway.
FIRST_YEAR, LAST_YEAR = 1685, 2254
# Unix time: seconds below this, milliseconds from it on; either way 1973-03-03 to 5138. Smaller numbers are no times
# of articles: 0 stands for "unknown", 2020 for a year.
LEAST_S, LEAST_MS, MOST_MS = 10**8, 10**11, 10**14


def read(value: object) -> Time | None:
    """The time that a value of a row says, or None.

    >>> read("2020-05-01T12:30:00+02:00")
    Time(at=datetime.datetime(2020, 5, 1, 10, 30, tzinfo=datetime.timezone.utc), precision='second', zoned=True)
    >>> read("Fri, 01 May 2020 12:30 GMT").precision, read("2020-05-01").precision, read(1588329000).at.isoformat()
    ('minute', 'day', '2020-05-01T10:30:00+00:00')
    >>> read("yesterday"), read(0), read("2020-13-01"), read(True)
    (None, None, None, None)
    """
    try:
        if isinstance(value, str):
            return _string(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _number(value)
        return _aware(value) if isinstance(value, datetime) else None
    except (ValueError, OverflowError):  # a thirteenth month, a 25th hour
        return None


def _string(value: str) -> Time | None:
    value = value.strip()
    if len(value) > LONGEST or not value.isascii():
        return None
    if found := ISO.fullmatch(value):
        digits = len(value) if value.isdigit() else 0
        if digits in (0, 8, 14):
            return _iso(found)
    if found := RFC_2822.fullmatch(value):
        return _rfc_2822(value, "second" if found[1] else "minute", found[2] or "")
    if NUMBER.fullmatch(value):
        return _number(float(value) if "." in value else int(value))
    return None


def _iso(found: re.Match[str]) -> Time | None:
    year, _, month, day, hour, minute, second, fraction, zone = found.groups()
    whole = int(second or 0)
    at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(whole, 59))
    if whole == 60:  # a leap second
        at += timedelta(seconds=1)
    elif whole > 60:
        return None
    if fraction:
        at += timedelta(microseconds=int(fraction[:6].ljust(6, "0")))
    if zone and zone[0] in "+-":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:].lstrip(":") or 0))
        at = at + offset if zone[0] == "-" else at - offset
    precision = "day" if hour is None else "minute" if second is None else "second"
    return _within(at, precision, zone is not None or hour is None)


def _rfc_2822(value: str, precision: str, zone: str) -> Time | None:
    parts = parsedate_tz(value)
    if parts is None:
        return None
    at = datetime(*parts[:5], min(parts[5], 59)) - timedelta(seconds=parts[9] or 0)
    return _within(at, precision, zone[:1] in ("+", "-") or zone.upper() in RFC_2822_ZONES)


def _number(value: float) -> Time | None:
    if isinstance(value, int) and 10**7 <= value < LEAST_S:  # 20200501 is a date, not a day in August 1970
        return _string(str(value))
    size = abs(value)
    if not LEAST_S <= size < MOST_MS:
        return None
    seconds = value if size < LEAST_MS else value / 1000
    return _within(datetime(1970, 1, 1) + timedelta(seconds=seconds), "second", True)


def _aware(value: datetime) -> Time | None:
    at = value.astimezone(timezone.utc).replace(tzinfo=None) if value.tzinfo else value
    return _within(at, "second", value.tzinfo is not None)


def _within(at: datetime, precision: str, zoned: bool) -> Time | None:
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return Time(at.replace(tzinfo=timezone.utc), precision, zoned)
