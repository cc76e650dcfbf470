"""Avro object container files over records that are encoded already, and a reader that trusts nothing.

The same records, schema and codec give the same bytes: the sync marker comes from the content, and the header holds
neither clock nor host.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

CODECS = ("deflate", "null", "snappy", "zstandard")  # the first is the default; not every reader knows zstandard


class Damaged(ValueError):
    """The file is not what it promises to be: what is wrong, and at which byte."""


class Written(NamedTuple):
    """What was written: records, bytes, and the hex sha256 of the bytes."""

    rows: int
    bytes: int
    sha256: str


def write(
    handle: BinaryIO,
    schema: Mapping[str, Any],
    records: Iterable[bytes],
    codec: str = "deflate",
) -> Written:
    """Write a whole container file of encoded records. Memory: one block (BLOCK_BYTES) and the largest record.

    `handle` is only written to, never read, sought or closed."""
    raise NotImplementedError


def blocks(handle: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The blocks of a file, decompressed: (number of records, their bytes). Raises Damaged."""
    raise NotImplementedError


def read(handle: BinaryIO) -> Iterator[dict[str, Any]]:
    """The records of a file, by the schema it carries. Raises Damaged at the first fault."""
    raise NotImplementedError


def records(handle: BinaryIO) -> Iterator[bytes]:
    """The records of a file, still encoded (for rows.split). Raises Damaged at the first fault."""
    raise NotImplementedError
