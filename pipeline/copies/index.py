"""The index of a stream: blocks come one after the other, each gets its provisional verdicts at once."""

from __future__ import annotations

from pipeline.copies.blocks import Block
from pipeline.copies.chrome import Chrome
from pipeline.copies.rule import RULE, Rule
from pipeline.copies.verdicts import Verdicts


class Index:
    """`chrome` = that of a Resolution (--against, or the last compact); nothing is learnt here."""

    def __init__(self, rule: Rule = RULE, chrome: Chrome | None = None) -> None:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError

    def take(self, block: Block) -> Verdicts:
        """Add a block; its verdicts: dropped if a kept article before it in the order covers it, else written, and
        `supersedes` names the written ones after it that it covers. An id already held is a redelivery."""
        raise NotImplementedError

    def restore(self, block: Block, verdicts: Verdicts, output: str | None = None) -> None:
        """Add a block that was decided before (restart, --against: `output` names it), without judging."""
        raise NotImplementedError

    def expire(self, before_us: int) -> None:
        """Forget articles published before this instant (microseconds UTC), undated ones by when they were added."""
        raise NotImplementedError
