"""The manifest of a finished output: what was counted, which files there are, and by which options and versions.

It is written last and holds no clock, host or worker count, so the same run gives the same bytes. It carries a sha256
of its own content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

NAME = "manifest.json"
LAW = ("articles", "copies", "rejects", "redeliveries")  # their sum is `read`


@dataclass(frozen=True, slots=True, order=True)
class File:
    """One file of an output. `name` is relative to the output, with '/'; `rows` is 0 for memory files."""

    name: str
    dataset: str  # articles, copies, rejects, memory
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """See the module. `counts` holds at least read and the counts of LAW; `options` only such as change the result."""

    counts: Mapping[str, int]
    files: tuple[File, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


def dump(manifest: Manifest) -> bytes:
    """The bytes of manifest.json: keys and files sorted, UTF-8, indented for people, with its own sha256."""
    raise NotImplementedError


def parse(content: bytes) -> Manifest:
    """The manifest of those bytes. Raises ValueError with what is wrong: no JSON, missing parts, edited by hand."""
    raise NotImplementedError


def unbalanced(counts: Mapping[str, int]) -> str | None:
    """What breaks the conservation law read = articles + copies + rejects + redeliveries, or None."""
    raise NotImplementedError


def problems(listing: Mapping[str, int], open: Callable[[str], BinaryIO]) -> Iterator[str]:
    """Everything that is wrong with an output, a line each: `listing` is the size of every file under it by relative
    name, `open` reads one of them. Nothing is yielded for a whole output."""
    raise NotImplementedError
