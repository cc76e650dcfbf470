"""JSON documents: an array of objects, one object over several lines, objects one after another, or JSON Lines in a
file called .json. Read in a stream: an array may be larger than memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.formats import jsonl
from pipeline.formats.base import CHUNK_BYTES, Format, Origin, Source, attempt, reject
from pipeline.formats.gather import Gather
from pipeline.formats.peek import Peeked
from pipeline.records import RawArticle, Reason, Rejection

OUTSIDE = re.compile(rb'["{}\[\]]')
INSIDE = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)  # the rest of a string, as far as the chunk goes
BETWEEN = b" \t\r\n,\x1e" + jsonl.BOM  # what may stand between the objects
BEGINNING = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*["}]')


def read(source: Source, origin: Origin) -> Iterator[RawArticle | Rejection]:
    """An article or a reject for every object at the top or in the array at the top; its `input` is uri#offset."""
    peeked = Peeked(source)
    if jsonl.sniff(peeked.head):  # line by line, a bad line costs that line only
        yield from jsonl.read(peeked, origin)
        return
    for at, record, closed in _objects(peeked, origin):
        input, content = f"{origin.uri}#{at}", record.content()
        if content is None:
            yield _too_large(origin, input, record)
        elif closed:
            yield attempt(origin, input, content, jsonl.article)
        else:
            yield reject(origin, Reason.BAD_FORMAT, "no whole JSON object", content, input=input)


def _objects(source: Source, origin: Origin) -> Iterator[tuple[int, Gather, bool]]:
    """Every object with its offset, and what stands between objects and should not (not `closed`)."""
    limits = origin.limits
    scan = _Scan()
    held, at, position = Gather(limits.max_record_bytes, limits.max_reject_bytes), 0, 0
    inside = False  # `held` is an object that has begun; else what stands before the next one
    while chunk := source.read(CHUNK_BYTES):
        done = 0
        for index, begins in scan.bounds(chunk):
            held.add(chunk[done:index])
            if inside or _worth(held):
                yield at, held, inside
            held, at, done = Gather(limits.max_record_bytes, limits.max_reject_bytes), position + index, index
            inside = begins
        held.add(chunk[done:])
        position += len(chunk)
    if inside or _worth(held):
        yield at, held, False


def _worth(gap: Gather) -> bool:
    """Whether there is more in a gap than white space, commas and the brackets of the array."""
    return bool(gap.head().strip(BETWEEN + b"[]"))


class _Scan:
    """Finds where objects begin and end, chunk by chunk."""

    def __init__(self) -> None:
        self._depth = 0  # of brackets of both kinds
        self._base = 0  # the depth at which objects are articles: 1 in an array
        self._started = False
        self._string = False
        self._skip = 0  # bytes of the next chunk that a backslash has taken

    def bounds(self, chunk: bytes) -> Iterator[tuple[int, bool]]:
        """(index, True) where an object begins, (index after it, False) where it ends."""
        at, self._skip = self._skip, 0
        while at < len(chunk):
            if self._string:
                at = self._string_end(chunk, at)
                continue
            found = OUTSIDE.search(chunk, at)
            if not found:
                return
            at, sign = found.end(), found[0]
            if sign == b'"':
                # Outside of everything a quotation mark is junk: it must not hide the objects that follow it.
                self._string = self._depth > 0
            elif sign in b"{[":
                if sign == b"{" and self._depth == self._base:
                    yield found.start(), True
                if sign == b"[" and not self._started:
                    self._base = 1
                self._started = True
                self._depth += 1
            elif self._depth > self._base:
                self._depth -= 1
                if self._depth == self._base and sign == b"}":
                    yield at, False
            else:  # the end of the array: what follows may be another document
                self._depth = self._base = 0
                self._started = False

    def _string_end(self, chunk: bytes, at: int) -> int:
        """The index after the string that goes on at `at`, or after the chunk."""
        found = INSIDE.match(chunk, at)
        at = found.end() if found else at
        if at < len(chunk) and chunk[at] == ord('"'):
            self._string = False
        elif at < len(chunk):  # a backslash is the chunk's last byte: it takes the next chunk's first
            self._skip = 1
        return at + 1


def _too_large(origin: Origin, input: str, record: Gather) -> Rejection:
    return reject(
        origin,
        Reason.RECORD_TOO_LARGE,
        f"an object of {record.size} bytes, over --max-record-bytes {origin.limits.max_record_bytes}",
        record.head(),
        input=input,
        size=record.size,
        sha256_hex=record.sha256_hex(),
    )


def sniff(head: bytes) -> bool:
    """Whether it begins with an object, or with an array of objects."""
    return BEGINNING.match(head) is not None


FORMAT = Format(
    name="json",
    summary="one JSON document: an array of objects, or an object over several lines",
    extensions=(".json",),
    by_line=False,
    utf8=True,
    sniff=sniff,
    read=read,
)
