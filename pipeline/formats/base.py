"""What every raw format has in common: its description, where its bytes come from, its limits, its rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from pipeline.records import RawArticle, Reason, Refused, Rejection

MIB = 1 << 20
GIB = 1 << 30
CHUNK_BYTES = 256 << 10  # read at a time: more is no faster, and it bounds what a hostile input can make us hold


class Handle(Protocol):
    """Bytes to be read: an open binary file, a BytesIO, a Beam file. Seekable (standard input is spooled first)."""

    def read(self, size: int = -1, /) -> bytes: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...


class Source(Protocol):
    """The bytes of an input after decompression: only ever read forwards."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may cost us. Each limit has a reject reason of its own; none of them ends a run."""

    max_record_bytes: int = 16 * MIB  # of one article as delivered, decompressed: over it RECORD_TOO_LARGE
    max_decompressed_bytes: int = 8 * GIB  # of one compressed input: over it DECOMPRESSED_TOO_LARGE
    max_reject_bytes: int = MIB  # a reject keeps that much of the raw bytes; hash and size are of all of them


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the bytes of a handle come from, and what is known of them from outside.

    `start` and `end` are a byte range of an uncompressed input of lines: it owns the lines that begin in it."""

    uri: str
    source: str | None = None  # the outlet, for records that do not name theirs (--source)
    charset: str | None = None  # as declared outside of the bytes
    url: str | None = None  # of the one article in it (a message header), for records that do not name theirs
    received_at: datetime | None = None  # when a queue took it in
    start: int = 0
    end: int | None = None  # None: to the end of the input
    rereadable: bool = True  # False for what comes only once: standard input
    strict: bool = False  # a bug of ours is raised, not made into a reject INTERNAL (tests, fuzzing)
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Format:
    """One raw format. A new one is a module with one of these, and one line in table.py."""

    name: str
    summary: str  # one line for `copydesk formats`
    extensions: tuple[str, ...]  # with their dot, lower case, most usual first
    by_line: bool  # every record is one line: the input may be cut into byte ranges
    utf8: bool  # UTF-8 by definition: where it comes in UTF-16 or UTF-32, it is read as UTF-8
    sniff: Callable[[bytes], bool]  # whether the first bytes of an input look like it
    read: Callable[[Source, Origin], Iterator[RawArticle | Rejection]]  # may raise Refused: it ends the input


def reject(
    origin: Origin,
    reason: Reason,
    detail: str,
    raw: bytes,
    *,
    input: str | None = None,
    external_id: str | None = None,
    size: int | None = None,
    sha256_hex: str | None = None,
) -> Rejection:
    """A dead letter of the read stage. `size` and `sha256_hex` where `raw` is only the beginning of the record."""
    size = len(raw) if size is None else size
    kept = raw[: origin.limits.max_reject_bytes]
    return Rejection(
        stage="read",
        reason=reason,
        detail=detail,
        input=origin.uri if input is None else input,
        external_id=external_id,
        raw=kept,
        replayable=origin.rereadable or len(kept) == size,
        raw_sha256=sha256(raw).hexdigest() if sha256_hex is None else sha256_hex,
        raw_size=size,
        received_at=origin.received_at,
    )


def unreadable(origin: Origin, error: BaseException) -> Rejection:
    """The one reject for an input that could not be opened, or not be read to its end: it has no bytes."""
    return reject(origin, Reason.UNREADABLE, f"{origin.uri}: {error}", b"")


def attempt(
    origin: Origin, input: str, raw: bytes, make: Callable[[bytes, Origin, str], RawArticle]
) -> RawArticle | Rejection:
    """The article that `make` finds in one record, or the reject that says why it finds none: one bad record, and
    even a bug of ours that it brings to light, never costs the records after it."""
    try:
        return make(raw, origin, input)
    except Exception as error:
        refused = Refused.of(error, origin.strict)
        return reject(origin, refused.reason, refused.detail, raw, input=input, external_id=refused.external_id)
