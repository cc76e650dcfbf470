"""INPUT arguments to files: files, folders, globs, '-' for standard input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.formats import File
from pipeline.records import Rejection


class NoSuchInput(ValueError):  # noqa: N818  (named for what it says to the user)
    """Wrong usage (exit 2): the message names the input and the cure."""


class Found(NamedTuple):
    """The files to read, sorted by name, and one reject for every folder or entry that could not be looked into."""

    files: list[File]
    unreadable: list[Rejection]


def find(inputs: Sequence[str], spool: Path | None = None) -> Found:
    """List INPUT arguments. `spool`: an existing folder that standard input and pipes are written to (they can be read
    only once, a plan needs their size and a retry their bytes); the caller removes it. None: '-' is refused."""
    return Found([File(name, Path(name).stat().st_size, name) for name in sorted(inputs)], [])
