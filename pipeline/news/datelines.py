"""Datelines: where a story was filed, and by which agency."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import re2

from pipeline.news import agencies, dates, tables
from pipeline.records import Paragraph, Removed

FIRST = 5  # paragraphs among which a dateline is looked for: standfirst, summary and the like may come before it
LONGEST = 120  # characters; no dateline is longer
_MOST_WORDS = 5  # of a place without its region
_UNSIGNED_WORDS = 3  # the same, in a dateline without date and agency


class Dateline(NamedTuple):
    """The dateline as printed, the place and the agency that it names."""

    raw: str
    located: str | None
    provider: str | None


def take(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], Dateline | None, list[Removed]]:
    """Take the dateline off the first paragraph of the body that has one."""
    for place, paragraph in enumerate(paragraphs[:FIRST]):
        found = read(paragraph.text)
        if found:
            rest = paragraph.text[len(found.raw) :].lstrip()
            kept = [paragraph._replace(text=rest)] if rest else []
            raw = found.raw.strip()
            removed = [Removed("dateline", raw, paragraph.number)]
            return [*paragraphs[:place], *kept, *paragraphs[place + 1 :]], found._replace(raw=raw), removed
    return paragraphs, None, []


def read(text: str) -> Dateline | None:
    """The dateline with which a paragraph begins, `raw` up to the first word of the story; None if it has none.

    >>> read("EL PASO, Texas (AP) — The river rose.")
    Dateline(raw='EL PASO, Texas (AP) — ', located='EL PASO, Texas', provider='AP')
    >>> read("A LITTLE HELP ON THE HILL: Another day.") is None
    True
    """
    head = text[: LONGEST + 40]
    return _western(head) or (None if head.isascii() else _eastern(head))


_SIGN = re.compile(r"[-–—―_:)/]")
_BEHIND = re.compile(r"[.:]?\s*")
_EQUALS = re.compile(r"\s*=\s*")


def _closing(head: str) -> tuple[int, int] | None:
    """Where what ends a dateline begins and ends: a dash that joins no two words, a colon, a bracket with the story
    right behind it. Written out, since a pattern with optional signs in front takes ten times as long."""
    for sign in _SIGN.finditer(head, 0, LONGEST):
        found = _after_agency(head, sign) if sign.group() in ")/" else _at_dash(head, sign)
        if found:
            return found
    return None


def _at_dash(head: str, sign: re.Match[str]) -> tuple[int, int] | None:
    """The span of a dash or colon with the spaces and the stop around it; None for a hyphen or a time of day."""
    start, end = sign.span()
    before, after = head[start - 1 : start], head[end : end + 1]
    if (sign.group() in "-_" and before.isalnum() and after.isalnum()) or (sign.group() == ":" and not after.isspace()):
        return None
    end += len(head[end:]) - len(head[end:].lstrip(" -–—\t\n"))
    begin = len(head[:start].rstrip())
    return (begin - 1 if head[begin - 1 : begin] in ".,:" and begin else begin), end


def _after_agency(head: str, sign: re.Match[str]) -> tuple[int, int] | None:
    """The span between an agency's closing bracket (or slash: "/TASS/.") and the story; None if it does not begin."""
    if sign.group() == "/" and (
        "/" not in head[max(0, sign.start() - 30) : sign.start()] or head[sign.end() :][:1] != "."
    ):
        return None
    behind = _EQUALS.match(head, sign.end()) or _BEHIND.match(head, sign.end())
    return behind.span() if behind and head[behind.end() : behind.end() + 1].isupper() else None


# A place may have its country in brackets, if those of the agency follow: "Manchester (United Kingdom) (AFP)".
_INSIDE = re.compile(
    r"([^()/]*(?:/[^()/]+|\([^()]{2,30}\)\s*(?=\())?)(?:\(([^()]{2,40})\)|/\s*([^\W\d_][^()/]{2,30}?)\s*/)?([^()/]{0,30})"
)
_WEEKDAY = re.compile(r"[\s,.]+(?:\w{3,10}(?:day|tag)|\w{2,3}\.?)?[\s,]*(?:le|den|am|il)?[\s,]*$", re.IGNORECASE)


def _western(head: str) -> Dateline | None:
    """Read a dateline of the form PLACE, Region, date (AGENCY) — in any of its parts and orders."""
    closing = _closing(head)
    if closing is None or not _is_short(head[: closing[0]]):
        return None
    sign, rest = head[closing[0] : closing[1]], head[closing[1] :]
    inside = _INSIDE.fullmatch(head[: closing[0]].strip())
    if inside is None or not _opens_story(rest):
        return None
    place, date = _without_date(inside.group(1).strip())
    behind, date_behind = _without_date(" " + inside.group(4).strip(" .,"))
    agency = (inside.group(2) or inside.group(3) or "").strip()
    if agency and not dates.without(f" {agency} ").strip():  # "GENEVA (3 May 2021) –"
        agency, date_behind = "", agency
    if not date and not agency:
        place, agency, date = _signed_last(place)
    if behind.strip():
        return None
    if agency and not place and not _is_agency(agency):
        place, agency = (agency, "") if agency.isupper() and _is_place(agency) else ("", "")
    if not _holds(place, agency, bool(date or date_behind), sign):
        return None
    if place and sign.startswith(".") and _REGION.search(place):
        place += "."
    return _continued(Dateline(head[: closing[1]], place or None, agency or None), rest)


def _is_short(prefix: str) -> bool:
    """Whether the text before a dash could be a dateline: few words, almost none in small letters."""
    words = prefix.split()
    return len(words) <= 14 and sum(word[0].islower() for word in words) <= 4


def _signed_last(text: str) -> tuple[str, str, str | None]:
    """Place, agency and date of the form "Москва. 3 мая. INTERFAX.RU", in which the agency comes last."""
    before, stop, last = text.rpartition(". ")
    place, date = _without_date(before)
    signed = bool(stop) and (_is_agency(last) or re.fullmatch(r"[A-Z]{3,12}\.[A-Z]{2,3}", last) is not None)
    return (place.rstrip("."), last, date) if signed and date else (text, "", None)


_REGION = re.compile(r", (?:[A-Z][a-z]{1,4}|(?:[A-Z]\.)+[A-Z])$")  # "Fla", "D.C": the full stop is theirs


def _continued(first: Dateline, rest: str) -> Dateline:
    """The dateline with what a second dash closes: "(ANSA) - ROMA, 3 MAG - ", "МОСКВА, 3 мая — РИА Новости. "."""
    signed = re.match(r"\(?([^.()]{2,30})(?:\.|\))\s*(?:[-–—]\s*)?", rest)
    if first.provider is None and signed and _is_agency(signed.group(1)):
        return first._replace(raw=first.raw + signed.group(), provider=signed.group(1))
    more = _western(rest)
    if more is None or (more.provider and first.provider) or (first.located and more.located != first.located):
        return first
    return Dateline(first.raw + more.raw, more.located, first.provider or more.provider)


def _holds(place: str, agency: str, dated: bool, closing: str) -> bool:
    """Whether the parts found make a dateline."""
    signed = bool(agency) and _is_agency(agency)
    if not place:
        return signed
    if not _is_place(place):
        return False
    if not re.search("[-–—―_=]", closing):  # a colon, or nothing: less is proved
        known = place.split(",")[0].split("/")[0].strip(" .").lower() in _cities()
        return (signed and (dated or ":" not in closing)) or (known and (signed or ":" in closing))
    return _proves(place, closing, signed or bool(agency and place.isupper()) or dated)


def _without_date(text: str) -> tuple[str, str | None]:
    """A place without the date behind it, and the date: "MOSCOW. Jan 3" -> "MOSCOW", "Jan 3"."""
    date = _date_at_end().search(text) if dates.FIGURE.search(text) else None
    if not date:
        return text.rstrip(" ,"), None
    return _WEEKDAY.sub("", text[: date.start(1)] + " ").rstrip(" ,"), date.group(1)


@cache
def _date_at_end() -> re2._Regexp:
    return re2.compile(rf"(?i)(?:^|[\s,.])({dates.pattern()}(?:,? \d{{4}})?)[.,\s]*$")


def _proves(place: str, dash: str, strong: bool) -> bool:
    """Whether a place, by the look of it and of what ends it, makes a dateline."""
    city = place.split(",")[0].split("/")[0].strip(" .")
    if strong:
        return True
    if city.isupper():
        return len(city.split()) <= _UNSIGNED_WORDS
    return city.lower() in _cities() and ("." in dash or ("," not in place and dash.strip() in "–—―"))


_BRACKETS = re.compile(r"[()\[\]]")  # around the country: "New Delhi [India]"


def _is_place(text: str) -> bool:
    """Whether words can be the name of a place: few, capitalised, none that stands over a notice or in a headline."""
    text = _BRACKETS.sub("", text)
    tokens = re.split(r"[\s/]+", text.strip())
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", text.split(",")[0])]
    if (
        not 0 < len(words) <= _MOST_WORDS
        or sum(map(len, words)) < 3
        or len(tokens) > 2 * _MOST_WORDS
        or text.count(",") > 2
    ):
        return False
    if not all(
        token[:1].isupper() or token.lower() in agencies.PARTICLES or agencies.caseless(token) for token in tokens
    ):
        return False
    words = words[1:] if words[0] == "the" and len(words) == 2 else words
    return (text[0].isupper() or agencies.caseless(text[0])) and not any(word in _never() for word in words)


def _opens_story(rest: str) -> bool:
    """Whether what follows a dateline is the beginning of a story: a capital, a quotation, a number, or nothing."""
    rest = rest.lstrip("\"'“‘„«»‹(¿¡[ ")
    return not rest or not rest[0].islower()


def _is_agency(name: str) -> bool:
    """Whether a name in brackets is an agency's: "AP", "dpa/lby", "AFP/Reuters"."""
    parts = [part for part in re.split(r"\s*[/,+&–-]\s*|\s+(?:and|und|et|y|e|via)\s+", name.strip()) if part]
    return any(part.lower() in _agencies() for part in (name.strip(), *parts))


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(row[2].lower() for row in tables.rows("dateline_words") if row[1] == role)


@cache
def _agencies() -> frozenset[str]:
    known = (name for name, part in agencies.agencies().items() if part in (agencies.Part.NEWS, agencies.Part.OUTLET))
    return _words("agency") | frozenset(known)


def _cities() -> frozenset[str]:
    return _words("city")


def _never() -> frozenset[str]:
    return _words("never")


@cache
def _east() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:【(?P<a>[^】]{1,30})】|［(?P<b>[^］]{1,30})］|\[(?P<c>[^\]=]{1,15}=[^\]]{1,20})\]|[（(](?P<d>[^（）()]{1,15}[=＝][^（）()]{1,20})[）)]"
        r"|[（(［\[](?P<h>[^\s（）()［］\[\]]{1,12}\s+\d{1,2}日\s+[^\s（）()［］\[\]]{2,12})[）)］\]]"
        r"|(?P<e>(?:新华社|新華社|中新社|中新网|中央社|人民网)[^\s，。]{1,16}日(?:电|電))|[（(](?P<f>中央社[^（）()]{2,30}(?:电|電))[）)])"
        r"(?:\s*[（(](?:记者|記者)[^（）()]{1,30}[）)])?(?:\s*[가-힣]{2,4}(?:[·\s][가-힣]{2,4})*\s*(?:기자|특파원)\s*=?)?\s*(?:[-–—=＝]\s*)?"
    )


_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日?[讯訊电電]?$")  # "东京共同社3月5日电"
_TITLES = ("기자", "특파원")
_REPORTER = re.compile(r"\A(?:記者|记者)[\u4e00-\u9fff]{2,3}(?=[\u4e00-\u9fff]{2})")  # before the place


def _eastern(head: str) -> Dateline | None:
    """Read a dateline of the Chinese, Japanese and Korean press: 【北京共同】, （東京＝共同）, (서울=연합뉴스)."""
    fit = _east().match(head)
    if not fit:
        return None
    inside = next(group for group in fit.groups() if group)
    parts = [part.strip() for part in re.split(r"[=＝]|(?=共同|時事)|\s+(?:\d{1,2}日\s+)?", inside) if part.strip()]
    names = [_DAY.sub("", part) for part in parts]
    agency = next((name for name in names if name.lower() in _agencies()), None)
    wire = agency or next(
        (name for name in ("新华社", "新華社", "中新社", "中新网", "中央社", "人民网") if inside.startswith(name)), None
    )
    filed = wire or len(parts) > 1 or inside.endswith(("讯", "訊", "电", "電"))
    if not filed:
        return None
    if parts[-1] in _TITLES:  # "[하버뉴스 = 홍길동 기자]": an outlet and its reporter
        return Dateline(fit.group(0), None, parts[0])
    place = re.sub(r"\d.*$|讯$|訊$|电$|電$", "", parts[0].removeprefix(wire or " ")) if names[0] != agency else ""
    place = _REPORTER.sub("", place)
    return Dateline(fit.group(0), place or None, wire)
