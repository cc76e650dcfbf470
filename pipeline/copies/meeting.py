"""Meeting: the pairs of rows that share keys, without looking at all pairs.

Most keys are held by one row, and most rows that share a key share no other: a turn of phrase (a million articles meet
in fifty million pairs by one). Both are told apart before anything is sorted or compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U4, U8, Bool, join, mix, spans, starts_of
from pipeline.copies.blocks import Block
from pipeline.copies.keys import bounds_of, fact_keys, sorted_codes, sorted_keys, text_keys
from pipeline.copies.masks import Mask
from pipeline.copies.pairs import pair_codes
from pipeline.copies.repeated import Held, perhaps_again, repeated
from pipeline.copies.shelf import Shelf, unique_sorted

STEP_PAIRS = 1_000_000
"""Pairs looked at at a time (50 MB)."""

Keys = Callable[[Block, Mask], Held]


class Meetings(NamedTuple):
    """Pairs of rows that meet, as sorted codes; and the keys that too many rows hold."""

    codes: U8
    busy: Held


class Groups(NamedTuple):
    """The rows of each key, ascending, one key after the other, and how many each key has: 2 or more."""

    rows: U4
    size: I8


def meetings(shelf: Shelf, masks: Sequence[Mask], alive: Bool, busy: int) -> Meetings:
    """The pairs of living rows on a shelf that share the key of a fact, or two keys of their text of which at most
    `busy` rows hold at least one (and some pairs more); and the keys that more rows hold."""
    facts, crowd = _shared(shelf, masks, alive, fact_keys, 3 * len(shelf), busy)
    total = sum(int(block.key_count.sum()) + int(block.lead_key_count.sum()) for block in shelf.blocks)
    texts, crowds = _shared(shelf, masks, alive, text_keys, total, busy)
    crowded = sorted_keys(_joined([crowd, crowds]))
    return Meetings(sorted_codes([meet(facts), *_meet_twice(texts, _marks(crowded, len(shelf)))]), crowded)


def _shared(
    shelf: Shelf, masks: Sequence[Mask], alive: Bool, keys_of: Keys, total: int, busy: int
) -> tuple[Groups, Held]:
    """The living rows of the keys that 2 to `busy` of them hold; and the keys that more hold."""

    def keys() -> Iterator[Held]:
        for begin, block, mask in zip(shelf.start[:-1], shelf.blocks, masks, strict=True):
            held = keys_of(block, mask)
            rows = held.rows + begin
            living = alive.take(rows)
            yield Held(held.keys[living], rows[living].astype(np.uint32))

    parts = [_by_holders(sorted_keys(part), busy) for part in repeated(keys, total)]
    rows, size = (join(columns, np.int64) for columns in zip(*(few for few, _ in parts), strict=True))
    return Groups(rows, size), _joined([many for _, many in parts])


def _joined(parts: list[Held]) -> Held:
    return Held(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _by_holders(held: Held, busy: int) -> tuple[Groups, Held]:
    """Of sorted keys the rows of those that 2 to `busy` rows hold, and those that more hold."""
    size = np.diff(bounds_of(held.keys))
    number = np.repeat(size, size)
    few, many = (number > 1) & (number <= busy), number > busy
    groups = Groups(held.rows[few].astype(np.uint32), size[(size > 1) & (size <= busy)])
    return groups, Held(held.keys[many], held.rows[many])


def all_groups(held: Held) -> Groups:
    """The rows of every sorted key that two rows hold at least."""
    return _by_holders(held, len(held.rows))[0]


def _marks(held: Held, rows: int) -> U8:
    """For every row its keys as bits of a number: rows that share a key share a bit."""
    marks = np.zeros(rows, dtype=np.uint64)
    np.bitwise_or.at(marks, held.rows, np.uint64(1) << (mix(held.keys) >> np.uint64(58)))
    return marks


def meet(groups: Groups) -> U8:
    """The codes of all pairs of rows under one key."""
    begin = starts_of(groups.size)[:-1]
    rows = groups.rows.astype(np.int64)
    sizes = np.unique(groups.size).tolist()
    return sorted_codes([_all_pairs(rows, begin[groups.size == size], size) for size in sizes])


def _all_pairs(rows: I8, begin: I8, size: int) -> U8:
    """The codes of all pairs in groups of one size."""
    first, second = np.triu_indices(size, 1)
    return pair_codes(rows[begin[:, None] + first].ravel(), rows[begin[:, None] + second].ravel())


def _meet_twice(groups: Groups, marks: U8) -> Iterator[U8]:
    """The codes of the pairs of rows under two keys (or under one, if their `marks` meet); some rows at a time, each
    with all that stand behind it under its keys."""
    behind = np.repeat(np.cumsum(groups.size), groups.size) - np.arange(1, len(groups.rows) + 1)
    behind = behind.astype(np.int32)
    place = np.argsort(groups.rows, kind="stable").astype(np.int32)
    first = starts_of(np.bincount(groups.rows, minlength=len(marks)))
    met = starts_of(np.bincount(groups.rows, behind, len(marks)).astype(np.int64))
    begin = 0
    while begin < len(marks):
        end = max(begin + 1, int(np.searchsorted(met, met[begin] + STEP_PAIRS, side="right")) - 1)
        at = place[first[begin] : first[end]].astype(np.int64)
        count = behind.take(at)
        others = groups.rows.take(spans(at + 1, count)).astype(np.int64)
        yield _twice(np.repeat(np.arange(begin, end), np.diff(met[begin : end + 1])), others, marks)
        begin = end


def _twice(a: I8, b: I8, marks: U8) -> U8:
    """The codes of pairs that stand there twice, and of those whose marks meet."""
    codes = pair_codes(a, b)
    some = np.sort(codes[perhaps_again(codes)])
    again = unique_sorted(some[1:][some[1:] == some[:-1]])
    return np.concatenate([again, codes[marks.take(a) & marks.take(b) != 0]])
