"""Staged files: rows and rejects on their way from the stage that made them to the output file that holds them.

Private to one run, so as plain as can be: frames of length-prefixed pieces (three of a Row, one of a reject), and a
trailer with their number, without which the file counts as cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pipeline.avro.rows import Row


class Truncated(ValueError):
    """A staged file that ends before its trailer."""


class Stage:
    """Writes one staged file. The same pieces give the same bytes. Call `close` when all is in: it writes the trailer
    and leaves the handle open."""

    def __init__(self, handle: BinaryIO, pieces: int) -> None:
        raise NotImplementedError

    def append(self, *pieces: bytes) -> None:
        """Add a frame: `stage.append(*row)` or `stage.append(record)`."""
        raise NotImplementedError

    def close(self) -> int:
        """Write the trailer; the number of frames."""
        raise NotImplementedError


def rows(handle: BinaryIO) -> Iterator[Row]:
    """The rows of a staged file, in order. Raises Truncated."""
    raise NotImplementedError


def records(handle: BinaryIO) -> Iterator[bytes]:
    """The records of a staged file of rejects, in order. Raises Truncated."""
    raise NotImplementedError
