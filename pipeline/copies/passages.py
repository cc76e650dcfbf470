"""What two texts share, and whether one covers the other, for `copydesk explain`."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U8, Array
from pipeline.copies.blocks import DECLARED, DIGEST, UNDATED, Block
from pipeline.copies.chrome import Chrome
from pipeline.copies.folding import tables
from pipeline.copies.judge import Judge
from pipeline.copies.masks import Mask
from pipeline.copies.rule import RULE, Rule
from pipeline.copies.shelf import Shelf
from pipeline.copies.words import CHARACTER, words

RUN_WORDS, RUN_CHARACTERS = 4, 8
"""The shortest passage that counts: one shingle."""

DAY_US = 86_400_000_000


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
    """The passages of 4 words (8 characters) or more that stand in both texts, in the order of `a`. Linear in them.

    >>> left, right = "He said the talks would go on, all the same.", "Sources: the talks WOULD go on - all of them."
    >>> [(left[slice(*p.a)], right[slice(*p.b)]) for p in shared(left, right)]
    [('the talks would go on, all', 'the talks WOULD go on - all')]
    """
    value_a, begin_a, end_a, step_a = _words(a)
    value_b, begin_b, end_b, _ = _words(b)
    found = []
    for at, other, length in _runs(value_a.tolist(), value_b.tolist(), step_a):
        last_a, last_b = at + length - 1, other + length - 1
        found.append(
            Passage((int(begin_a[at]), int(end_a[last_a])), (int(begin_b[other]), int(end_b[last_b]))),
        )
    return found


def _runs(a: list[int], b: list[int], least: int) -> list[tuple[int, int, int]]:
    """Longest common runs from left to right in `a`: where they begin in a and in b, and their length in words."""
    places: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
    for at in range(len(b) - least + 1):
        if len(held := places[tuple(b[at : at + least])]) < LOOKED_AT:
            held.append(at)
    runs, at = [], 0
    while at + least <= len(a):
        length, other = max(
            ((_common(a, at, b, place), -place) for place in places.get(tuple(a[at : at + least]), ())), default=(0, 0)
        )
        if length:
            runs.append((at, -other, length))
        at += max(length, 1)
    return runs


LOOKED_AT = 16
"""Places of a repeated run that are tried: a text may say one thing a thousand times."""


def _common(a: list[int], at: int, b: list[int], other: int) -> int:
    """How many words from there on are the same."""
    length = 0
    while at + length < len(a) and other + length < len(b) and a[at + length] == b[other + length]:
        length += 1
    return length


def _words(text: str) -> tuple[U8, I8, I8, int]:
    """The folded words of a text with their offsets in it, and how many make a passage."""
    expanded, origin = _expanded(text)
    found = words([expanded])
    begin, end = origin.take(found.begin - 1), origin.take(found.end - 2) + 1
    unspaced = len(found.flags) and (found.flags & CHARACTER != 0).mean() > 0.5
    return found.value, begin, end, RUN_CHARACTERS if unspaced else RUN_WORDS


def _expanded(text: str) -> tuple[str, I8]:
    """The text with the characters written out that fold to several, and where each of its characters comes from."""
    expansions = tables().expansions | {ord("ß"): "ss"}
    if not any(ord(char) in expansions for char in set(text)):
        return text, np.arange(len(text) + 1)
    parts = [expansions.get(ord(char), char) for char in text]
    origin = np.repeat(np.arange(len(text)), [len(part) for part in parts])
    return "".join(parts), np.append(origin, len(text))


def checks(
    block_a: Block, row_a: int, block_b: Block, row_b: int, rule: Rule = RULE, chrome: Chrome | None = None
) -> list[Check]:
    """Whether the article of row a covers that of row b: every figure against its threshold."""
    shelf = Shelf([block_a.take([row_a]), block_b.take([row_b])])
    masks = [Mask(block, chrome or Chrome()) for block in shelf.blocks]
    _, found = next(Judge(shelf, rule, masks).figures(np.array([0]), np.array([1])))
    published: Array = shelf.column("published")
    flags: Array = shelf.column("flags")
    undated = bool((published == UNDATED).any())
    days = 0.0 if undated else abs(float(published[0] - published[1])) / DAY_US
    out = [
        Check("days between them", days, rule.horizon_s / 86_400, days * 86_400 <= rule.horizon_s),
        _least("share of the copy in the other", found.cover_b[0], rule.coverage),
        _least("shingles in both", found.shared[0], rule.min_shared),
    ]
    similar = _least("similarity of the two", found.similarity[0], rule.similarity)
    out.append(similar)
    if not similar.passed:
        for name, first in (("in the copy", found.first_b[0]), ("in the other", found.first_a[0])):
            name = f"shared part begins {name} at shingle"
            out.append(Check(name, float(first), rule.near_start, bool(first <= rule.near_start)))
    if found.like_length(rule)[0]:
        out.append(_least("numbers and names in both", found.marked_b[0], rule.marked * float(found.cover_b[0])))
    if flags[0] & DIGEST:
        out.append(_least("share of the digest in the copy", found.cover_a[0], rule.coverage))
    if flags[0] & DECLARED and not flags[1] & DECLARED:
        out.append(Check("the other declares itself a copy", 1.0, 0.0, False))
    return out


def _least(name: str, value: float, threshold: float) -> Check:
    return Check(name, float(value), threshold, bool(np.isnan(value) or value >= threshold))
