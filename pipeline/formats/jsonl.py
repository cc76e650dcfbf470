"""JSON Lines: one JSON object a line, one article an object."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import orjson

from pipeline.formats import rows
from pipeline.formats.base import Format, Origin, Source, attempt
from pipeline.formats.lines import lines
from pipeline.news import charsets
from pipeline.records import Encoding, RawArticle, Reason, Refused, Rejection, Repair

BOM = b"\xef\xbb\xbf"
CHARSET = re.compile(rb'"(?:encoding|charset)"\s*:\s*"([A-Za-z0-9._:-]{1,40})"')  # to be read before the line can be
OBJECT = re.compile(rb'\{\s*["}]')
CURE = "if it is one JSON document over several lines, name it .json or give --format json"


def read(source: Source, origin: Origin) -> Iterator[RawArticle | Rejection]:
    """An article or a reject for every line that is not blank; its `input` is uri#offset of the line in bytes."""
    for found in lines(source, origin):
        if isinstance(found, Rejection):
            yield found
            continue
        at, line = found
        line = line.removeprefix(BOM)
        if line and not line.isspace():
            yield attempt(origin, f"{origin.uri}#{at}", line, article)


def article(line: bytes, origin: Origin, input: str) -> RawArticle:
    """The article of one JSON object. Raises Refused: BAD_FORMAT, TOO_DEEP, UNDECODABLE, EMPTY, NO_TEXT."""
    row: object
    encoding: Encoding | None = None
    repairs: tuple[Repair, ...] = ()
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        row, encoding, repairs = _leniently(line, origin, str(error))
    if not isinstance(row, dict):
        raise Refused(Reason.BAD_FORMAT, f"a JSON {type(row).__name__}, not an object; {CURE}")
    return rows.article(row, line, origin, input, encoding, repairs)


def _leniently(line: bytes, origin: Origin, error: str) -> tuple[object, Encoding | None, tuple[Repair, ...]]:
    """What orjson refuses and others write: other charsets, lone surrogates, NaN, control characters in strings."""
    if "limit" in error:
        raise Refused(Reason.TOO_DEEP, error)
    text, encoding, repairs = _decoded(line, origin)
    try:
        return json.loads(text, strict=False), encoding, repairs
    except RecursionError as deep:
        raise Refused(Reason.TOO_DEEP, "nested too deep") from deep
    except ValueError as bad:
        raise Refused(Reason.BAD_FORMAT, f"not a JSON object: {bad}; {CURE}") from bad


def _decoded(line: bytes, origin: Origin) -> tuple[str, Encoding | None, tuple[Repair, ...]]:
    """The line as text: UTF-8, or else in the charset that the input or the row itself declares, or that it looks
    like. ISO-2022 (with its escapes) is valid UTF-8 and means something else."""
    if b"\x1b" not in line:
        try:
            return line.decode("utf-8"), None, ()
        except UnicodeDecodeError:
            pass
    named = CHARSET.search(line)
    return charsets.decode(line, named[1].decode("ascii") if named else origin.charset)


def sniff(head: bytes) -> bool:
    """Whether the first line is a whole JSON object, or the beginning of one that is longer than `head`."""
    head = head.removeprefix(BOM).lstrip()
    line, end, _ = head.partition(b"\n")
    if not OBJECT.match(line):
        return False
    try:
        return isinstance(json.loads(line.decode("utf-8", "replace"), strict=False), dict)
    except RecursionError:
        return True
    except ValueError:
        return not end and len(head) > 1000


FORMAT = Format(
    name="jsonl",
    summary="JSON Lines, one object with text or html a line",
    extensions=(".jsonl", ".ndjson", ".jsonlines", ".jl"),
    by_line=True,
    utf8=True,
    sniff=sniff,
    read=read,
)
