"""What is passed to the work and comes back from it: small values, no texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.formats import Limits, Split
from pipeline.records import Rejection


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker must know of a run."""

    staging: str  # folder for files on their way
    target: str  # folder where output files are written
    format: str = "auto"
    source: str | None = None
    charset: str | None = None
    codec: str = "deflate"
    mark_only: bool = False  # copies stand among the articles, marked
    limits: Limits = field(default_factory=Limits)
    strict: bool = False


class Task(NamedTuple):
    """One split to be cleaned; `refused` are inputs that could not even be listed."""

    number: int
    split: Split
    refused: tuple[Rejection, ...] = ()


class Elsewhere(NamedTuple):
    """What articles that were decided before say of articles that may stand in other outputs: pairs of the superseding
    and the superseded id; of an original's id and the output that holds it."""

    supersedes: tuple[tuple[str, str], ...] = ()
    originals: tuple[tuple[str, str], ...] = ()


class Staged(NamedTuple):
    """A split, cleaned: its files (rows, fingerprints, rejects), how much is in them, and what was counted."""

    number: int
    rows: str
    blocks: str
    rejects: str
    articles: int
    rejected: int
    size: int  # bytes of the rows
    rejects_size: int  # bytes of the rejects
    counts: dict[str, int]
    elsewhere: Elsewhere = Elsewhere()


class Decided(NamedTuple):
    """A staged split and the packed verdicts (copies.verdicts) on each of its blocks, in order."""

    staged: Staged
    verdicts: tuple[bytes, ...]
    copies: int


class Shard(NamedTuple):
    """One output file, to be written from consecutive staged splits."""

    dataset: str  # articles, copies, rejects, memory
    name: str  # relative to the output
    parts: tuple[Decided, ...]
