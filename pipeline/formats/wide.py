"""UTF-16 and UTF-32 where a format means UTF-8 (JSON Lines written by PowerShell or a spreadsheet)."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace

from pipeline.formats.base import Format, Origin, Source
from pipeline.records import Encoding, RawArticle, Rejection

MARKS = (  # the longer first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
)


def charset_of(head: bytes) -> str | None:
    """The charset of two or four bytes a sign that an input begins in, or None.

    >>> charset_of('{"text"'.encode("utf-16")), charset_of('{"text"'.encode("utf-16-be")), charset_of(b'{"text"')
    ('utf-16le', 'utf-16be', None)
    """
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    if head[:1] in b"{[" and head[1:2] == b"\0" and head[2:3] != b"\0":
        return "utf-16le"
    if head[:1] == b"\0" and head[1:2] in (b"{", b"["):
        return "utf-16be"
    return None


def narrow(head: bytes) -> bytes:
    """The first bytes of an input as UTF-8, so that its format can be told by them.

    >>> narrow('{"text"'.encode("utf-16")), narrow(b"Headline")
    (b'{"text"', b'Headline')
    """
    charset = charset_of(head)
    return head.decode(charset, "ignore").removeprefix("\ufeff").encode("utf-8") if charset else head


class Narrowed:
    """A source as UTF-8. What is no sign in the charset becomes U+FFFD."""

    def __init__(self, source: Source, charset: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(charset)("replace")

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, about `size`; b'' at the end."""
        while chunk := self._source.read(size):
            if text := self._decoder.decode(chunk):
                return text.encode("utf-8")
        return self._decoder.decode(b"", True).encode("utf-8")


def records(kind: Format, source: Source, origin: Origin, charset: str) -> Iterator[RawArticle | Rejection]:
    """The records of the input read as UTF-8: their bytes and offsets are those of the UTF-8 form."""
    for record in kind.read(Narrowed(source, charset), origin):
        if isinstance(record, RawArticle):
            declared = record.encoding.declared if record.encoding else origin.charset
            record = replace(record, encoding=Encoding(declared, charset, charset))
        yield record
