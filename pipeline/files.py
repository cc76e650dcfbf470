"""Opening and creating files, for the stages: a plain path with Python's own open, anything with a scheme (gs://,
s3://, hdfs://) with Beam's FileSystems, imported only then (it takes 1.5 s). Nouns never come here: they take handles.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

TEMPORARY = ".part"  # ending of a file that is being written


def is_remote(path: str) -> bool:
    """Whether a path has a scheme of its own.

    >>> is_remote("gs://bucket/news"), is_remote("/news/2026")
    (True, False)
    """
    return "://" in path


def read(path: str) -> BinaryIO:
    """Open for reading; nothing is decompressed (formats do that, with their limits)."""
    if not is_remote(path):
        return Path(path).open("rb")
    from apache_beam.io.filesystem import CompressionTypes
    from apache_beam.io.filesystems import FileSystems

    return cast(BinaryIO, FileSystems.open(path, compression_type=CompressionTypes.UNCOMPRESSED))


@contextmanager
def create(path: str) -> Iterator[BinaryIO]:
    """Create a file that appears under its name, whole, when the block ends, or not at all."""
    if is_remote(path):
        from apache_beam.io.filesystem import CompressionTypes
        from apache_beam.io.filesystems import FileSystems

        with FileSystems.create(path, compression_type=CompressionTypes.UNCOMPRESSED) as handle:
            yield cast(BinaryIO, handle)
        return
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}{TEMPORARY}")
    with part.open("wb") as handle:
        yield handle
    part.replace(target)
