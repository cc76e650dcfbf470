"""The plan of a batch: which bytes are read together. It depends on the inputs only, never on the workers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.formats.base import MIB

SPLIT_BYTES = 8 * MIB  # about 1,400 articles of 6 kB: 1-2 s of work, so that the last split holds nobody up


class File(NamedTuple):
    """An input as it was listed: what is opened, its bytes, and its name in records ('-' for standard input)."""

    uri: str
    size: int
    name: str


class Part(NamedTuple):
    """A file, or a byte range of a file of lines: the lines that begin in [start, end)."""

    uri: str
    name: str
    start: int = 0
    end: int | None = None  # None: to the end of the file
    limit: int | None = None  # only that many records of it are read


class Split(NamedTuple):
    """What one worker reads in one go, in this order."""

    parts: tuple[Part, ...]
    size: int  # bytes, as stored


def plan(
    files: Iterable[File], format: str = "auto", *, split_bytes: int = SPLIT_BYTES, max_files: int = 2000
) -> list[Split]:
    """The splits of all files, in the order in which their records count (`--limit`, shards)."""
    return [Split((Part(file.uri, file.name),), file.size) for file in sorted(files, key=lambda file: file.name)]
