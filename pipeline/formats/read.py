"""Bytes in, raw articles and rejects out: decompress, choose the format, read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.formats import compression, table, wide
from pipeline.formats.base import CHUNK_BYTES, Format, Handle, Origin, reject, unreadable
from pipeline.formats.gather import Gather
from pipeline.formats.peek import Peeked, beginning
from pipeline.records import RawArticle, Reason, Refused, Rejection


def records(handle: Handle, origin: Origin, format: str = "auto") -> Iterator[RawArticle | Rejection]:
    """Every record of an input, or of the byte range of it that `origin` names, in order.

    `format`: a name in the table, or 'auto' (by extension, then by content). Of an input that cannot be cut (it is
    compressed, no lines, UTF-16) the range from byte 0 on gives everything, the others nothing. What ends an input
    early (an OSError, damage, a limit, a bug of ours) is one reject that names it, after the records before. Raises
    ValueError for a format that is not in the table."""
    given = None if format == "auto" else table.called(format)
    try:
        yield from _records(handle, origin, given)
    except OSError as error:
        yield unreadable(origin, error)
    except Exception as error:
        yield _ended(handle, origin, Refused.of(error, origin.strict))


def _records(handle: Handle, origin: Origin, given: Format | None) -> Iterator[RawArticle | Rejection]:
    handle.seek(0)
    magic = beginning(handle, compression.MAGIC_BYTES)
    codec = compression.codec_of(origin.uri, magic) if magic else None
    if codec and origin.start:
        return
    handle.seek(0)
    source = Peeked(compression.Decompressed(handle, codec, origin) if codec else handle)
    kind = given or table.by_name(origin.uri) or table.by_content(wide.narrow(source.head))
    charset = wide.charset_of(source.head) if kind.utf8 else None
    if codec or charset or not kind.by_line:  # cannot be cut
        if origin.start:
            return
        origin = replace(origin, end=None)
    if not source.head:
        if not origin.start:
            yield reject(origin, Reason.EMPTY, "there is nothing in it", b"")
    elif charset:
        yield from wide.records(kind, source, origin, charset)
    elif origin.start:
        handle.seek(origin.start - 1)
        yield from kind.read(handle, origin)
    else:
        yield from kind.read(source, origin)


def _ended(handle: Handle, origin: Origin, refused: Refused) -> Rejection:
    """The reject of a whole input: its bytes are those delivered, before decompression."""
    whole = Gather(-1, origin.limits.max_reject_bytes)
    try:
        handle.seek(0)
        while chunk := handle.read(CHUNK_BYTES):
            whole.add(chunk)
    except OSError as error:
        return unreadable(origin, error)
    return reject(origin, refused.reason, refused.detail, whole.head(), size=whole.size, sha256_hex=whole.sha256_hex())
