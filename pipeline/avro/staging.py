"""Staged files: rows and rejects on their way from the stage that made them to the output file that holds them.

Private to one run, so as plain as can be: a head that says how many pieces a frame has (three of a Row, one of a
reject), frames of the pieces' lengths and the pieces, and a trailer with the number of frames, without which the file
counts as cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct
from typing import BinaryIO

from pipeline.avro.rows import Row

MAGIC = b"CDS1"
ROW_PIECES = len(Row._fields)
COUNT = Struct("<Q")
END = 0xFFFF_FFFF  # in place of a frame's first length: the trailer follows


class Truncated(ValueError):  # noqa: N818  (it is a verdict on the file)
    """A staged file that ends before its trailer, or is none."""


class Stage:
    """Writes one staged file. The same pieces give the same bytes. Call `close` when all is in: it writes the trailer
    and leaves the handle open."""

    def __init__(self, handle: BinaryIO, pieces: int = ROW_PIECES) -> None:
        self.frames = 0
        self._write = handle.write
        self._lengths = Struct(f"<{pieces}I")
        handle.write(MAGIC + bytes((pieces,)))

    def append(self, *pieces: bytes) -> None:
        """Add a frame: `stage.append(*row)` or, of rejects, `stage.append(record)`."""
        self._write(b"".join((self._lengths.pack(*map(len, pieces)), *pieces)))
        self.frames += 1

    def close(self) -> int:
        """Write the trailer; the number of frames."""
        self._write(self._lengths.pack(*[END] * (self._lengths.size // 4)) + COUNT.pack(self.frames))
        return self.frames


def rows(handle: BinaryIO) -> Iterator[Row]:
    """The rows of a staged file, in order. Raises Truncated."""
    return (Row(*pieces) for pieces in frames(handle, ROW_PIECES))


def records(handle: BinaryIO) -> Iterator[bytes]:
    """The records of a staged file of rejects, in order. Raises Truncated."""
    return (record for (record,) in frames(handle, 1))


def frames(handle: BinaryIO, pieces: int) -> Iterator[list[bytes]]:
    """The frames of a staged file whose frames have that many pieces. Raises Truncated."""
    if handle.read(len(MAGIC) + 1) != MAGIC + bytes((pieces,)):
        raise Truncated("no staged file, or one of another kind")
    lengths = Struct(f"<{pieces}I")
    count = 0
    while True:
        sizes = lengths.unpack(_take(handle, lengths.size, count))
        if sizes[0] == END:
            break
        content = _take(handle, sum(sizes), count)
        count += 1
        yield _cut(content, sizes)
    (promised,) = COUNT.unpack(_take(handle, COUNT.size, count))
    if promised != count or handle.read(1):
        raise Truncated(f"{count:,} frames where {promised:,} were written, or more after them")


def _cut(content: bytes, sizes: tuple[int, ...]) -> list[bytes]:
    """The pieces of a frame."""
    pieces, begin = [], 0
    for size in sizes:
        pieces.append(content[begin : begin + size])
        begin += size
    return pieces


def _take(handle: BinaryIO, size: int, count: int) -> bytes:
    """The next bytes, all of them."""
    content = handle.read(size)
    if len(content) != size:
        raise Truncated(f"cut after {count:,} frames")
    return content
