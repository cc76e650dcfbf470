"""Avro object container files over records that are encoded already.

The same records, schema and codec give the same bytes: the sync marker comes from the content, and the header holds
neither clock nor host. Reading is in pipeline.avro.reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import chain
from typing import Any, BinaryIO, NamedTuple
from zlib import crc32

import cramjam
import deflate
import zstandard

from pipeline.avro.encoding import varint

MAGIC = b"Obj\x01"
SYNC_BYTES = 16

Compress = Callable[[bytes], bytes]

# Of 6 kB of news, in us of CPU and as a share of its size: libdeflate in blocks of 256 kB does level 1 in 35 (.399),
# 2 in 47 (.385), 4 in 59 (.379); zlib's level 1 takes 68 (.438), its 6, the usual default, 345 (.375).
DEFLATE_LEVEL = 2
ZSTANDARD_LEVEL = 3  # 32 us, .377
BLOCK_BYTES = 256 * 1024  # before compression: larger ones gain under 1 %, and a reader holds one in memory


class Written(NamedTuple):
    """What was written: records, bytes, and the hex sha256 of the bytes."""

    rows: int
    bytes: int
    sha256: str


def _null(block: bytes) -> bytes:
    return block


def _deflate(block: bytes) -> bytes:
    return bytes(deflate.deflate_compress(block, DEFLATE_LEVEL))


def _snappy(block: bytes) -> bytes:
    return bytes(cramjam.snappy.compress_raw(block)) + crc32(block).to_bytes(4, "big")


def _zstandard(block: bytes) -> bytes:
    return zstandard.ZstdCompressor(ZSTANDARD_LEVEL).compress(block)


# The first is the default. Every reader we know has the first three; not all have zstandard.
CODECS: Mapping[str, Compress] = {
    "deflate": _deflate,
    "null": _null,
    "snappy": _snappy,
    "zstandard": _zstandard,
}


def write(
    handle: BinaryIO,
    schema: Mapping[str, Any],
    records: Iterable[bytes],
    codec: str = "deflate",
) -> Written:
    """Write a whole container file of encoded records. Memory: one block (BLOCK_BYTES) and the largest record.

    `handle` is only written to: never read, sought or closed. Raises ValueError for an unknown codec."""
    if codec not in CODECS:
        raise ValueError(f"no codec {codec!r}: there are {', '.join(CODECS)}")
    digest, rows, size = sha256(), 0, 0
    for count, piece in pieces(header(schema, codec), records, CODECS[codec]):
        handle.write(piece)
        digest.update(piece)
        rows += count
        size += len(piece)
    return Written(rows, size, digest.hexdigest())


def pieces(start: bytes, records: Iterable[bytes], compress: Compress) -> Iterator[tuple[int, bytes]]:
    """The bytes of a file in order, each piece with the number of records it holds: the header, and the blocks."""
    blocks = ((count, compress(block)) for count, block in gathered(records))
    first = next(blocks, None)
    # Any 16 bytes mark the blocks that the content does not hold by chance. The usual random ones would make two runs'
    # files different; these come from the header and the first block.
    sync = sha256(start + (first[1] if first else b"")).digest()[:SYNC_BYTES]
    yield 0, start + sync
    for count, block in chain([first] if first else [], blocks):
        yield count, b"".join((varint(count), varint(len(block)), block, sync))


def gathered(records: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Records joined to blocks of at least BLOCK_BYTES, the last one shorter: (number of records, their bytes)."""
    block: list[bytes] = []
    size = 0
    for record in records:
        block.append(record)
        size += len(record)
        if size >= BLOCK_BYTES:
            yield len(block), b"".join(block)
            block, size = [], 0
    if block:
        yield len(block), b"".join(block)


def header(schema: Mapping[str, Any], codec: str) -> bytes:
    """The head of a file up to its sync marker: magic, codec and schema."""
    text = json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()
    pairs = ((b"avro.codec", codec.encode()), (b"avro.schema", text))
    entries = (varint(len(key)) + key + varint(len(value)) + value for key, value in pairs)
    return MAGIC + varint(len(pairs)) + b"".join(entries) + b"\0"
