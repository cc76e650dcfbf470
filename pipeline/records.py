"""The element types of the pipeline: what flows between the stages, and what the output records hold.

Plain immutable values. The field names of Article and Rejection are those of `schemas/*.avsc`, where each is described.
Times are aware datetimes in UTC.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple

PIPELINE_VERSION = "0.1.0"
RULES_VERSION = "1"  # raise it with any change of a rule or table that can change a record
MAX_TRACEBACK_CHARS = 4_000  # of a bug, in the detail of a reject


class Reason(str, Enum):
    """Why an input was refused: the `reason` of a reject. Each has one line here and one symbol in rejection.avsc."""

    UNREADABLE = "UNREADABLE"  # the input could not be opened or read (permission, vanished, I/O error)
    EMPTY = "EMPTY"  # a file or record without any text
    RECORD_TOO_LARGE = "RECORD_TOO_LARGE"  # over --max-record-bytes
    DECOMPRESSED_TOO_LARGE = "DECOMPRESSED_TOO_LARGE"  # over --max-decompressed-bytes
    BAD_COMPRESSION = "BAD_COMPRESSION"  # damaged or cut .gz .bz2 .xz .zst
    BAD_FORMAT = "BAD_FORMAT"  # not what its format promises: a line that is no JSON object
    NO_TEXT = "NO_TEXT"  # a row with neither text nor html
    UNDECODABLE = "UNDECODABLE"  # bytes that are text in no charset (binary content)
    UNSUPPORTED = "UNSUPPORTED"  # a format that is known but whose extra is not installed, or not supported
    TOO_DEEP = "TOO_DEEP"  # nesting over the limit
    INTERNAL = "INTERNAL"  # a bug of ours: the detail holds the traceback


class Refused(Exception):  # noqa: N818  (it is a verdict on the input, not an error of the program)
    """Raised by a noun for input that it cannot take."""

    def __init__(self, reason: Reason, detail: str, external_id: str | None = None) -> None:
        super().__init__(reason, detail, external_id)
        self.reason = reason
        self.detail = detail
        self.external_id = external_id  # what the provider calls the record, where it could be read

    @classmethod
    def of(cls, error: Exception, strict: bool = False) -> Refused:
        """The verdict that an exception means, where it is caught: its own, or that of a bug of ours (INTERNAL, with
        the end of its traceback), which costs the one article that it was met on; with `strict` it is raised."""
        if isinstance(error, cls):
            return error
        if strict:
            raise error
        told = "".join(traceback.format_exception(error))
        return cls(Reason.INTERNAL, told[-MAX_TRACEBACK_CHARS:])


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of an article became text. `replaced` = number of U+FFFD written."""

    declared: str | None
    detected: str | None
    used: str
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as a format found it. `text` is bytes while its charset is still to be found out, str where the
    format has decoded it already (JSON), then with `encoding` if that was anything but plain UTF-8."""

    input: str  # uri, then '#' and the record's byte offset or member name if the input holds several
    raw: bytes  # the record as delivered, whole: the id and a reject are made from it
    text: bytes | str
    html: bool = False  # `text` is markup
    declared_charset: str | None = None
    encoding: Encoding | None = None
    headline: str | None = None
    byline: str | None = None
    url: str | None = None
    source: str | None = None
    external_id: str | None = None
    version: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    modified_at: datetime | None = None
    received_at: datetime | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    repairs: tuple[Repair, ...] = ()  # made while decoding, where the format had to decode (a line in another charset)
    notes: tuple[str, ...] = ()  # what reading it met, to be counted: time_unreadable, time_without_zone


class Paragraph(NamedTuple):
    """One paragraph of the repaired text, and its number there (the headline, where the text holds it, counts)."""

    number: int
    text: str
    under: bool = False  # in a text with blank lines it stands right under the paragraph before it, without one


class Removed(NamedTuple):
    """A piece taken out of the text, whole. kind: syndication, rights, contribution, byline, dateline, headline,
    interface, ..."""

    kind: str
    text: str
    paragraph: int


class Caption(NamedTuple):
    """A picture caption. `raw` is the whole text taken out; `text` and `credit` are clean."""

    text: str
    credit: str | None
    raw: str
    paragraph: int


@dataclass(frozen=True, slots=True, order=True)
class Repair:
    """How often one kind of repair was made. kind: mojibake, stray_bytes, entities, zero_width, soft_hyphen, bidi,
    control, space (a no-break space made a space), nfc, line_ending, surrogate, cut_tail."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Syndication:
    """What the first syndication notice of an article says. `source`: the outlet it came from; `partner`: who shared in
    making it; `via`: the service that carried it; `published`: the date as printed; `by`: the author as printed."""

    kind: str  # originally_appeared republished reprinted provided_by partnership translation canonical
    notice: str | None
    source: str | None = None
    partner: str | None = None
    via: str | None = None
    published: str | None = None
    by: str | None = None


class Duplicate(NamedTuple):
    """Which article a copy repeats, and the figures that decided."""

    original_id: str
    original_output: str | None
    kind: str  # copy, cut, version
    coverage: float
    similarity: float
    shared_numbers: float | None


class CopyOf(NamedTuple):
    """A copy that was dropped in favour of the article that lists it."""

    id: str
    source: str | None
    url: str | None


class Attribute(NamedTuple):
    """A scalar of the input that has no field of its own."""

    key: str
    value: str


class State(str, Enum):
    """Which dataset a record belongs to."""

    UNKNOWN = "UNKNOWN"
    ARTICLE = "ARTICLE"
    COPY = "COPY"


@dataclass(frozen=True, slots=True)
class Article:
    """One clean article: the fields of schemas/article.avsc, in its order."""

    id: str
    version: str | None
    external_id: str | None
    url: str | None
    source: str | None
    input: str
    headline: str | None
    body: str
    byline: str | None
    dateline: str | None
    located: str | None
    provider: str | None
    language: str | None
    published_at: datetime | None
    modified_at: datetime | None
    received_at: datetime | None
    published_precision: str | None
    captions: tuple[Caption, ...]
    syndication: Syndication | None
    contributors: tuple[str, ...]
    copyright_holder: str | None
    copyright_notice: str | None
    usage_terms: str | None
    encoding: Encoding
    repairs: tuple[Repair, ...]
    removed: tuple[Removed, ...]
    duplicate: Duplicate | None = None
    copies: tuple[CopyOf, ...] = ()
    supersedes: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    word_count: int = 0
    char_count: int = 0
    state: State = State.ARTICLE
    pipeline_version: str = PIPELINE_VERSION
    rules_version: str = RULES_VERSION


@dataclass(frozen=True, slots=True)
class Rejection:
    """One dead letter: the fields of schemas/rejection.avsc. `raw` is cut at --max-reject-bytes; hash and size are of
    the whole record."""

    stage: str  # read, clean, drop_copies, write
    reason: Reason
    detail: str
    input: str
    external_id: str | None
    raw: bytes = field(repr=False)
    replayable: bool
    raw_sha256: str
    raw_size: int
    received_at: datetime | None = None
