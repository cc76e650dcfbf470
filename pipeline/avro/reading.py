"""Reading Avro object container files without trusting them: what is wrong is a Damaged that says what and where.

fastavro decodes the records; the container is read here, because fastavro takes a file with a wrong magic for an empty
one, inflates whatever a block promises, and counts to 2**40 where records or items take no bytes.
"""

from __future__ import annotations

import bz2
import json
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple

import cramjam
import fastavro
import zstandard

from pipeline.avro.files import MAGIC, SYNC_BYTES

MAX_HEADER_BYTES = 16 * 1024 * 1024  # of one entry of the header: a schema takes some kB
MAX_BLOCK_BYTES = 512 * 1024 * 1024  # of one block, before and after decompression: ours are 256 kB or one record
MALFORMED = (AttributeError, LookupError, RecursionError, TypeError, ValueError, fastavro.schema.SchemaParseException)
UNDECODABLE = (
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    fastavro.read.SchemaResolutionError,
)
FAULT_SHOWN = 200  # characters of a message of fastavro's: some hold whole schemas


class Damaged(ValueError):  # noqa: N818  (it is a verdict on the file)
    """The file is not what it promises to be: what is wrong, and at which byte."""


class Header(NamedTuple):
    """The head of a file: the schema its records are written by, parsed, and as it stands there; the codec of its
    blocks, its sync marker."""

    schema: Any
    written: Any
    codec: str
    sync: bytes


class Source:
    """A handle read forwards, which knows where it is and gives what is asked for or fails."""

    def __init__(self, handle: BinaryIO) -> None:
        self.handle = handle
        self.at = 0

    def take(self, size: int, what: str) -> bytes:
        """The next `size` bytes."""
        content = self.handle.read(size)
        if len(content) != size:
            raise Damaged(f"{what} at byte {self.at:,} is cut: {len(content):,} of {size:,} bytes")
        self.at += size
        return content

    def long(self, what: str, first: bytes = b"") -> int:
        """The next long; its first byte may have been read already."""
        number = 0
        for shift in range(0, 70, 7):
            byte = (first if first and not shift else self.take(1, what))[0]
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return (number >> 1) ^ -(number & 1)
        raise Damaged(f"{what} at byte {self.at:,} is no number")

    def sized(self, what: str, limit: int) -> bytes:
        """The next length and as many bytes."""
        size = self.long(f"the length of {what}")
        if not 0 <= size <= limit:
            raise Damaged(f"{what} at byte {self.at:,} says it has {size:,} bytes: from 0 to {limit:,} are read")
        return self.take(size, what)


def header(source: Source) -> Header:
    """The head of a file, read from its beginning."""
    magic = source.handle.read(len(MAGIC))
    source.at += len(magic)
    if magic != MAGIC:
        raise Damaged("the file is empty" if not magic else f"it does not begin like an Avro file: {magic!r}")
    entries = dict(_entries(source))
    sync = source.take(SYNC_BYTES, "the sync marker of the header")
    if b"avro.schema" not in entries:
        raise Damaged("the header holds no schema")
    codec = entries.get(b"avro.codec", b"null").decode("utf-8", "replace")
    if codec not in CODECS:
        raise Damaged(f"codec {codec!r} is unknown: there are {', '.join(CODECS)}")
    written, schema = _schema(entries[b"avro.schema"])
    return Header(schema, written, codec, sync)


def _entries(source: Source) -> Iterator[tuple[bytes, bytes]]:
    """The metadata of the header: a map of bytes, in counted blocks (a negative count has a length after it)."""
    while count := source.long("the header"):
        if count < 0:
            source.long("the header")
        for _ in range(abs(count)):
            yield source.sized("a key of the header", MAX_HEADER_BYTES), source.sized("the header", MAX_HEADER_BYTES)


def _schema(text: bytes) -> tuple[Any, Any]:
    """The schema of a header, as JSON and parsed."""
    try:
        schema = json.loads(text)
        if least_bytes(schema, {}) == 0:
            raise Damaged("its records take no bytes")
        return schema, fastavro.parse_schema(json.loads(text))
    except Damaged:
        raise
    except MALFORMED as error:
        raise Damaged(f"the schema in the header is none: {repr(error)[:FAULT_SHOWN]}") from error


def least_bytes(schema: Any, known: dict[str, int]) -> int:
    """The fewest bytes a value takes. Raises Damaged for an array whose items may take none: a few bytes could promise
    2**40 of them. `known`: that of the named types met before, by their names without namespace.

    >>> least_bytes({"type": "record", "name": "A", "fields": [{"name": "a", "type": "null"}]}, {})
    0
    """
    if isinstance(schema, str):
        return known.get(schema.rpartition(".")[2], {"null": 0, "float": 4, "double": 8}.get(schema, 1))
    if isinstance(schema, list):
        return 1 + min((least_bytes(branch, known) for branch in schema), default=0)
    kind = schema["type"]
    if kind == "array" and least_bytes(schema["items"], known) == 0:
        raise Damaged("its schema has an array of items that take no bytes")
    if kind == "fixed":
        known[schema["name"].rpartition(".")[2]] = int(schema["size"])
        return int(schema["size"])
    if kind == "record":
        name = schema["name"].rpartition(".")[2]
        known[name] = 0  # within itself: it stands behind a union or array there, and these take a byte
        known[name] = sum(least_bytes(field["type"], known) for field in schema["fields"])
        return known[name]
    return 1 if kind in ("array", "enum", "map") else least_bytes(kind, known)


def blocks(source: Source, head: Header, limit: int = MAX_BLOCK_BYTES) -> Iterator[tuple[int, bytes]]:
    """The blocks after the header, decompressed: (number of records, their bytes). Raises Damaged."""
    number = 0
    while first := source.handle.read(1):
        number += 1
        name, begin = f"block {number}", source.at
        source.at += 1
        count = source.long(name, first)
        packed = source.sized(name, limit)
        if source.take(SYNC_BYTES, f"the sync marker of {name}") != head.sync:
            raise Damaged(f"{name} at byte {begin:,} does not end with the sync marker")
        try:
            block = CODECS[head.codec](packed, limit)
        except Damaged as error:
            raise Damaged(f"{name} at byte {begin:,}: {error}") from None
        if not 0 <= count <= len(block):
            raise Damaged(f"{name} at byte {begin:,} says it has {count:,} records in {len(block):,} bytes")
        yield count, block


def read(
    handle: BinaryIO, schema: Mapping[str, Any] | None = None, limit: int = MAX_BLOCK_BYTES
) -> Iterator[dict[str, Any]]:
    """The records of a file, by the schema it carries, or as `schema` has them (fields it did not have yet get their
    default). Raises Damaged at the first fault; what came before it is good."""
    source = Source(handle)
    head = header(source)
    wanted = None if schema is None else fastavro.parse_schema(dict(schema))
    row = 0
    for count, block in blocks(source, head, limit):
        content = BytesIO(block)
        for _ in range(count):
            row += 1
            try:
                record: dict[str, Any] = fastavro.schemaless_reader(content, head.schema, wanted)
            except UNDECODABLE as error:
                fault = repr(error)[:FAULT_SHOWN]
                raise Damaged(f"record {row:,} before byte {source.at:,} cannot be decoded: {fault}") from error
            yield record
        if content.tell() != len(block):
            raise Damaged(f"the block before byte {source.at:,} holds more bytes than its {count:,} records")


def _null(packed: bytes, limit: int) -> bytes:
    return packed


def _deflate(packed: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        block = inflater.decompress(packed, limit)
    except zlib.error as error:
        raise Damaged(f"its deflate is damaged: {error}") from None
    # fastavro takes zlib's output and cuts too little from its end: three bytes of the checksum stay.
    return _whole(block, inflater.eof, inflater.unused_data[4:], limit)


def _bzip2(packed: bytes, limit: int) -> bytes:
    inflater = bz2.BZ2Decompressor()
    try:
        block = inflater.decompress(packed, limit)
    except (OSError, EOFError) as error:
        raise Damaged(f"its bzip2 is damaged: {error}") from None
    return _whole(block, inflater.eof, inflater.unused_data, limit)


def _xz(packed: bytes, limit: int) -> bytes:
    inflater = lzma.LZMADecompressor(memlimit=limit)
    try:
        block = inflater.decompress(packed, limit)
    except (lzma.LZMAError, EOFError) as error:
        raise Damaged(f"its xz is damaged: {error}") from None
    return _whole(block, inflater.eof, inflater.unused_data, limit)


def _whole(block: bytes, ended: bool, unused: bytes, limit: int) -> bytes:
    """The block, if it is all there and nothing else is."""
    if unused:
        raise Damaged(f"{len(unused):,} bytes follow its compressed data")
    if not ended:
        raise Damaged(f"it is over {limit:,} bytes large" if len(block) >= limit else "its compressed data are cut")
    return block


def _snappy(packed: bytes, limit: int) -> bytes:
    try:
        if cramjam.snappy.decompress_raw_len(packed[:-4]) > limit:
            raise Damaged(f"it is over {limit:,} bytes large")
        block = bytes(cramjam.snappy.decompress_raw(packed[:-4]))
    except cramjam.DecompressionError as error:
        raise Damaged(f"its snappy is damaged: {error}") from None
    if zlib.crc32(block).to_bytes(4, "big") != packed[-4:]:
        raise Damaged("its checksum does not fit")
    return block


def _zstandard(packed: bytes, limit: int) -> bytes:
    try:
        with zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as reader:
            block = reader.read(limit + 1)
    except zstandard.ZstdError as error:
        raise Damaged(f"its zstandard is damaged: {error}") from None
    if len(block) > limit:
        raise Damaged(f"it is over {limit:,} bytes large")
    return block


CODECS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "bzip2": _bzip2,
    "deflate": _deflate,
    "null": _null,
    "snappy": _snappy,
    "xz": _xz,
    "zstandard": _zstandard,
}
