"""The plan of a batch: which bytes are read together. It depends on the inputs only, never on the workers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from pipeline.formats import compression, table
from pipeline.formats.base import MIB

SPLIT_BYTES = 8 * MIB  # about 1,400 articles of 6 kB: 1-2 s of work, so that the last split holds nobody up
SPLIT_FILES = 2000  # opening a small file costs about as much as reading 10 kB
INFLATION = 4  # news text compresses to about a quarter


class File(NamedTuple):
    """An input as it was listed: what is opened, its bytes, and its name in records ('-' for standard input).
    `once`: it cannot be had again after the run (a pipe), so its rejects are replayable only if they are whole."""

    uri: str
    size: int
    name: str
    once: bool = False


class Part(NamedTuple):
    """A file, or a byte range of a file of lines: the lines that begin in [start, end)."""

    uri: str
    name: str
    start: int = 0
    end: int | None = None  # None: to the end of the file
    limit: int | None = None  # only so many records of it are read
    once: bool = False  # as of its File: Origin.rereadable is the opposite


class Split(NamedTuple):
    """What one worker reads in one go, in this order."""

    parts: tuple[Part, ...]
    size: int  # bytes, as stored


def plan(
    files: Iterable[File], format: str = "auto", *, split_bytes: int = SPLIT_BYTES, split_files: int = SPLIT_FILES
) -> list[Split]:
    """The splits of all files, in the order in which their records count: by name, then by offset.

    Small files are read together, up to `split_bytes` (of text: a compressed byte counts four times) and `split_files`;
    a large file of lines is cut into byte ranges of about `split_bytes`; any other large file is one split."""
    splits: list[Split] = []
    parts: list[Part] = []
    size = weight = 0
    for file in sorted(files, key=lambda file: (file.name, file.uri)):
        ranges = list(_ranges(file, format, split_bytes))
        heavy = file.size * (INFLATION if compression.codec_of(file.name) else 1)
        if parts and (len(ranges) > 1 or weight + heavy > split_bytes or len(parts) >= split_files):
            splits.append(Split(tuple(parts), size))
            parts, size, weight = [], 0, 0
        if len(ranges) > 1:
            splits.extend(ranges)
        else:
            parts.append(Part(file.uri, file.name, once=file.once))
            size, weight = size + file.size, weight + heavy
    if parts:
        splits.append(Split(tuple(parts), size))
    return splits


def _ranges(file: File, format: str, split_bytes: int) -> Iterator[Split]:
    """The equal byte ranges that a file of lines is cut into; one, if it is small or cannot be cut."""
    kind = table.called(format) if format != "auto" else table.by_name(file.name)
    cut = kind is not None and kind.by_line and compression.codec_of(file.name) is None
    count = max(1, -(-file.size // split_bytes)) if cut else 1
    bounds = [file.size * index // count for index in range(count)]
    for start, end in zip(bounds, [*bounds[1:], None], strict=True):
        part = Part(file.uri, file.name, start, end, once=file.once)
        yield Split((part,), (file.size if end is None else end) - start)


def first(splits: Iterable[Split], limit: int, read: Callable[[Part], Iterable[object]]) -> list[Split]:
    """The beginning of a plan that holds its first `limit` records (articles and rejects of the read stage).

    `read` gives the records of a part. It is called on the parts in order until there are enough; reading costs a few
    hundredths of what cleaning does, so this stays cheap, and every worker then knows what is its own."""
    kept: list[Split] = []
    left = limit
    for split in splits:
        parts: list[Part] = []
        for part in split.parts:
            if left > 0:
                count = sum(1 for _ in islice(iter(read(part)), left))
                parts.append(part._replace(limit=count))
                left -= count
        if parts:
            kept.append(Split(tuple(parts), split.size))
        if left <= 0:
            break
    return kept
