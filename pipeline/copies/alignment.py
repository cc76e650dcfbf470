"""Two texts laid beside each other: what stands in both, in order, and what only one of them has between that."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.copies.passages import Passage, shared


class Stretch(NamedTuple):
    """A piece of each text. `same`: the words are those of both; else they stand between two shared pieces, and one of
    them may be empty."""

    same: bool
    a: str
    b: str


def aligned(a: str, b: str) -> Iterator[Stretch]:
    """All of both texts in stretches, in order. A passage that was moved is the other's own on both sides.

    >>> for each in aligned("Ann Example reports. The talks would go on, he said.", "The talks would go on, he said!"):
    ...     print(each)
    Stretch(same=False, a='Ann Example reports. ', b='')
    Stretch(same=True, a='The talks would go on, he said', b='The talks would go on, he said')
    Stretch(same=False, a='.', b='!')
    """
    at_a = at_b = 0
    for passage in in_order(a, b):
        if passage.a[0] > at_a or passage.b[0] > at_b:
            yield Stretch(False, a[at_a : passage.a[0]], b[at_b : passage.b[0]])
        (_, at_a), (_, at_b) = passage
        yield Stretch(True, a[slice(*passage.a)], b[slice(*passage.b)])
    if at_a < len(a) or at_b < len(b):
        yield Stretch(False, a[at_a:], b[at_b:])


def in_order(a: str, b: str) -> list[Passage]:
    """The shared passages that stand in the same order in both texts: the longest first, then what fits of each."""
    found: list[Passage] = []
    for passage in sorted(shared(a, b), key=lambda each: (each.a[0] - each.a[1], each)):
        at = bisect(found, passage)
        begin = found[at - 1].b[1] if at else 0
        end = found[at].b[0] if at < len(found) else len(b)
        if passage.b[0] < begin or passage.b[1] > end:
            clipped = _clipped(passage, a, b, begin, end)
            found[at:at] = [clipped] if clipped else []
        else:
            found.insert(at, passage)
    return found


def _clipped(passage: Passage, a: str, b: str, begin: int, end: int) -> Passage | None:
    """The longest part of a passage that stands between two places in b."""
    begin, end = max(begin, passage.b[0]), min(end, passage.b[1])
    inside = shared(a[slice(*passage.a)], b[begin:end]) if begin < end else []
    if not inside:
        return None
    part = max(inside, key=lambda each: each.a[1] - each.a[0])
    at = passage.a[0]
    return Passage((at + part.a[0], at + part.a[1]), (begin + part.b[0], begin + part.b[1]))
