"""Resolve: all blocks of a batch in, one decision an article out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.copies.blocks import Block
from pipeline.copies.rule import Rule
from pipeline.copies.verdicts import Verdicts


class Known(NamedTuple):
    """The memory of an earlier output (--against). `verdicts` stand beside `blocks`."""

    output: str
    blocks: Sequence[Block]
    verdicts: Sequence[Verdicts]


class Resolution:
    """The decision about every row of every block. `counts` has articles, copies, redeliveries, versions.
    `memory()` = bytes of the judged pairs and of the page chrome, for OUT/memory."""

    counts: dict[str, int]

    def verdicts(self, block: int) -> Verdicts:
        """The verdicts of one block, by its number in the order given to resolve."""
        raise NotImplementedError

    def memory(self) -> bytes:
        raise NotImplementedError


def resolve(blocks: Sequence[Block], rule: Rule = Rule(), against: Sequence[Known] = ()) -> Resolution:
    """Decide over all articles: redeliveries, page chrome, candidates, judged pairs, versions, copies.
    Redelivery: the first in block order stays. Blocks may be views of mapped files."""
    raise NotImplementedError
