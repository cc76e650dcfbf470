"""What two texts share, for `copydesk explain`."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.copies.blocks import Block
from pipeline.copies.rule import RULE, Rule


class Passage(NamedTuple):
    """A run that stands in both texts, as character offsets (begin, end) in each."""

    a: tuple[int, int]
    b: tuple[int, int]


class Check(NamedTuple):
    """One figure against its threshold."""

    name: str
    value: float
    threshold: float
    passed: bool


def shared(a: str, b: str) -> list[Passage]:
    """The passages of 4 words (8 characters) or more that stand in both texts, in the order of `a`."""
    raise NotImplementedError


def checks(block_a: Block, row_a: int, block_b: Block, row_b: int, rule: Rule = RULE) -> list[Check]:
    """Whether a covers b: every figure against its threshold."""
    raise NotImplementedError
