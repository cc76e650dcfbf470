"""A row with named values (a JSON object, a record of a table) to a raw article: which name means what."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from pipeline.formats import times
from pipeline.formats.base import Origin
from pipeline.records import Encoding, RawArticle, Reason, Refused, Repair

# What a field of an article is called in rows; the first name that is there with a value wins. A name of your own
# provider goes to the end of its line.
NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "articleBody"),
    "html": ("html", "content_html"),
    "headline": ("headline", "title"),
    "byline": ("byline", "author", "authors", "creator"),
    "external_id": ("id", "guid", "uri"),
    "url": ("url", "link", "canonical_url"),
    "source": ("source", "publisher", "outlet", "site_name", "sitename"),
    "published": ("published", "published_at", "date", "datePublished", "date_published", "pubDate"),
    "modified": ("modified", "modified_at", "updated", "updated_at", "dateModified", "date_modified"),
    "language": ("language", "lang"),
    "charset": ("encoding", "charset"),
    "version": ("version",),
}
FIELD_OF = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}
TIMES = ("published", "modified")
BODIES = frozenset((*NAMES["text"], *NAMES["html"]))  # never attributes: another rendering of the same text
# Where a value is an object: the name of a person or outlet (schema.org), an address, what WordPress and XML to JSON
# converters wrap around strings.
INNER_NAMES = ("name", "rendered", "#text", "_", "$t", "@value", "value", "url", "href", "@id")
UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def article(
    row: Mapping[str, object],
    raw: bytes,
    origin: Origin,
    input: str,
    encoding: Encoding | None = None,
    repairs: tuple[Repair, ...] = (),
) -> RawArticle:
    """The raw article of one row. `encoding` and `repairs`: how its bytes were decoded, unless they were plain UTF-8.
    Raises Refused: EMPTY for a row whose text is empty, NO_TEXT for one without text or html."""
    values, used, notes = _fields(row)
    text, html = _body(row, values, used)
    published, modified = values.get("published"), values.get("modified")
    charset = _string(values.get("charset"))
    if charset and encoding is None:
        encoding = Encoding(charset, None, "utf-8")
    return RawArticle(
        input=input,
        raw=raw,
        text=text,
        html=html,
        declared_charset=charset or origin.charset,
        encoding=encoding,
        headline=_string(values.get("headline")),
        byline=_string(values.get("byline")),
        url=_string(values.get("url")) or origin.url,
        source=_string(values.get("source")) or origin.source,
        external_id=_string(values.get("external_id")),
        version=_string(values.get("version")),
        language=_string(values.get("language")),
        published_at=published.at if isinstance(published, times.Time) else None,
        published_precision=published.precision if isinstance(published, times.Time) else None,
        modified_at=modified.at if isinstance(modified, times.Time) else None,
        received_at=origin.received_at,
        attributes=tuple(_attributes(row, used)),
        repairs=repairs,
        notes=notes,
    )


def _fields(row: Mapping[str, object]) -> tuple[dict[str, object], set[str], tuple[str, ...]]:
    """The value of every field but the body, the names that gave them, and what there is to note of the times."""
    named = sorted((FIELD_OF[name][1], FIELD_OF[name][0], name) for name in row if name in FIELD_OF)
    values: dict[str, object] = {}
    used: set[str] = set()
    notes: set[str] = set()
    for _, field, name in named:
        if field in values or field in ("text", "html"):
            continue
        value = _time(row[name], notes) if field in TIMES else plain(row[name])
        if value:
            values[field] = value
            used.add(name)
    return values, used, tuple(sorted(notes))


def _time(value: object, notes: set[str]) -> times.Time | None:
    time = times.read(value)
    if time is None:
        if value not in (None, ""):
            notes.add("time_unreadable")
    elif not time.zoned:
        notes.add("time_without_zone")
    return time


def _body(row: Mapping[str, object], values: dict[str, object], used: set[str]) -> tuple[str, bool]:
    """The text of the article, and whether it is markup."""
    there = False
    for field in ("text", "html"):
        for name in NAMES[field]:
            value = row.get(name)
            if value is None:
                continue
            there = True
            text = _paragraphs(value)
            if text and not text.isspace():
                wrapped = isinstance(value, Mapping) and "rendered" in value  # WordPress: markup
                return text, field == "html" or wrapped
    external_id = _string(values.get("external_id"))
    if there:
        raise Refused(Reason.EMPTY, "its text is empty", external_id)
    names = ", ".join(sorted(map(str, row))[:20])
    raise Refused(Reason.NO_TEXT, f"neither text nor html among its names: {names[:500] or 'it has none'}", external_id)


def _paragraphs(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n\n".join(item for item in value if isinstance(item, str))
    if isinstance(value, Mapping):
        inner = value.get("rendered", value.get("text"))
        return inner if isinstance(inner, str) else ""
    return ""


def plain(value: object) -> str | None:
    """A value as one string: of an object its name, of a list the values joined; None for what is empty.

    >>> plain([{"@type": "Person", "name": "Ann Lee"}, "Bo Ek"]), plain(17), plain(" "), plain({"x": 1})
    ('Ann Lee, Bo Ek', '17', None, None)
    """
    if isinstance(value, str):
        return _writable(value).strip() or None
    if isinstance(value, list):
        parts = [part for item in value[:100] if (part := _one(item))]
        return ", ".join(parts) or None
    return _one(value)


def _one(value: object) -> str | None:
    if isinstance(value, str):
        return _writable(value).strip() or None
    if isinstance(value, Mapping):
        for name in INNER_NAMES:
            if name in value and not isinstance(value[name], (Mapping, list)):
                return scalar(value[name])
        return None
    return scalar(value)


def scalar(value: object) -> str | None:
    """A string, number or truth value as a string that Avro can hold; None for anything else."""
    if isinstance(value, str):
        return _writable(value).strip() or None
    if isinstance(value, (bool, float)):
        return json.dumps(value)
    return str(value) if isinstance(value, int) else None


def _attributes(row: Mapping[str, object], used: set[str]) -> Iterator[tuple[str, str]]:
    for name, value in row.items():
        if name not in used and name not in BODIES:
            text = scalar(value)
            if text is not None:
                yield _writable(name), text


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _writable(value: str) -> str:
    """Without U+0000, and with U+FFFD for lone surrogates: no Avro reader takes the one, no encoder the other."""
    if value.isascii() and "\0" not in value:
        return value
    return UNWRITABLE.sub(lambda found: "" if found[0] == "\0" else "\ufffd", value)
