"""Meeting: the pairs of rows that share keys, without looking at all pairs.

Most keys are held by one row, and most rows that share a key share no other: a turn of phrase (a million articles meet
in fifty million pairs by one). Both are told apart before anything is sorted or compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U8, Bool, join, perhaps_again, spans
from pipeline.copies.blocks import Block
from pipeline.copies.keys import Held, bounds_of, fact_keys, sorted_codes, sorted_keys, text_keys
from pipeline.copies.masks import Mask
from pipeline.copies.pairs import pair_codes
from pipeline.copies.shelf import Shelf, unique_sorted

GATHERED_KEYS = 8_000_000
"""Keys gathered at a time (130 MB); all blocks are read anew for each time."""

SORTED_BITS = 3
"""Of them an eighth is sorted at a time: it stays in the processor's cache."""

STEP_PAIRS = 1_000_000
"""Pairs looked at at a time (50 MB)."""

Keys = Callable[[Block, Mask], Held]


class Meetings(NamedTuple):
    """Pairs of rows that meet, as sorted codes; and the keys that too many rows hold."""

    codes: U8
    busy: Held


def meetings(shelf: Shelf, masks: Sequence[Mask], alive: Bool, busy: int) -> Meetings:
    """The pairs of living rows on a shelf that share the key of a fact or two keys of their text, of those keys that at
    most `busy` rows hold; the other keys apart, of which two rows share one if they share nothing else."""
    facts, crowd = _by_holders(_repeated(shelf, masks, alive, fact_keys), busy)
    texts, crowds = _by_holders(_repeated(shelf, masks, alive, text_keys), busy)
    crowded = sorted_keys(Held(*(np.concatenate(parts) for parts in zip(crowd, crowds, strict=True))))
    in_crowd = np.zeros(len(shelf), dtype=bool)
    in_crowd[crowded.rows] = True
    return Meetings(sorted_codes([meet(facts), *_meet_twice(texts, in_crowd)]), crowded)


def _repeated(shelf: Shelf, masks: Sequence[Mask], alive: Bool, keys_of: Keys) -> Held:
    """The keys of living rows that two of them hold at least, and some others; sorted."""
    total = sum(int(block.key_count.sum()) + int(block.lead_key_count.sum()) for block in shelf.blocks)
    bits = (total // GATHERED_KEYS).bit_length()
    parts = [
        sorted_keys(some)
        for number in range(1 << bits)
        for some in _parts(_gathered(shelf, masks, alive, keys_of, number, bits), bits)
    ]
    return Held(join((part.keys for part in parts), np.uint64), join((part.rows for part in parts), np.int64))


def _gathered(shelf: Shelf, masks: Sequence[Mask], alive: Bool, keys_of: Keys, number: int, bits: int) -> Held:
    """The keys of living rows of which the upper bits are `number`, unsorted."""
    keys, rows = [], []
    for begin, block, mask in zip(shelf.start[:-1], shelf.blocks, masks, strict=True):
        held = keys_of(block, mask)
        kept = alive.take(held.rows + begin) & _upper(held.keys, bits, number)
        keys.append(held.keys[kept])
        rows.append((held.rows[kept] + begin).astype(np.uint32))
    return Held(join(keys, np.uint64), join(rows, np.uint32))


def _parts(held: Held, bits: int) -> Iterator[Held]:
    """Keys by their next bits, without most of those that stand there once."""
    part_of = (held.keys << np.uint64(bits)) >> np.uint64(64 - SORTED_BITS)
    for part in range(1 << SORTED_BITS):
        here = np.flatnonzero(part_of == np.uint64(part))
        here = here[perhaps_again(held.keys.take(here))]
        yield Held(held.keys.take(here), held.rows.take(here).astype(np.int64))


def _upper(keys: U8, bits: int, number: int) -> Bool:
    """Which keys begin with these bits."""
    if not bits:
        return np.ones(len(keys), dtype=bool)
    begin: Bool = keys >> np.uint64(64 - bits) == np.uint64(number)
    return begin


def _by_holders(held: Held, busy: int) -> tuple[Held, Held]:
    """Of sorted keys those that 2 to `busy` rows hold, and those that more hold."""
    size = np.diff(bounds_of(held.keys))
    number = np.repeat(size, size)
    few, many = (number > 1) & (number <= busy), number > busy
    return Held(held.keys[few], held.rows[few]), Held(held.keys[many], held.rows[many])


def meet(held: Held) -> U8:
    """The codes of all pairs of rows under one key, of keys sorted with their rows."""
    bounds = bounds_of(held.keys)
    begin, size = bounds[:-1], np.diff(bounds)
    return sorted_codes([_all_pairs(held.rows, begin[size == rows], int(rows)) for rows in np.unique(size[size > 1])])


def _all_pairs(rows: I8, begin: I8, size: int) -> U8:
    """The codes of all pairs in groups of one size."""
    first, second = np.triu_indices(size, 1)
    return pair_codes(rows[begin[:, None] + first].ravel(), rows[begin[:, None] + second].ravel())


def _meet_twice(held: Held, in_crowd: Bool) -> Iterator[U8]:
    """The codes of the pairs of rows under two keys (or under one, if both are `in_crowd`), of keys sorted with their
    rows; some rows at a time with all that meet them."""
    size = np.diff(bounds_of(held.keys))
    behind = np.repeat(np.cumsum(size), size) - np.arange(1, len(held.rows) + 1)  # rows of the same key behind each
    by_row = np.argsort(held.rows, kind="stable")
    behind, row = behind.take(by_row), held.rows.take(by_row)
    met = np.cumsum(behind)
    begin = 0
    while begin < len(row):
        before = int(met[begin - 1]) if begin else 0
        last = max(begin, int(np.searchsorted(met, before + STEP_PAIRS, side="right")) - 1)
        end = int(np.searchsorted(row, row[last], side="right"))
        count = behind[begin:end]
        with_ = held.rows.take(spans(by_row[begin:end] + 1, count))
        yield _twice(np.repeat(row[begin:end], count), with_, in_crowd)
        begin = end


def _twice(a: I8, b: I8, in_crowd: Bool) -> U8:
    """The codes of pairs that stand there twice, and of those in the crowd."""
    codes = pair_codes(a, b)
    some = np.sort(codes[perhaps_again(codes)])
    again = unique_sorted(some[1:][some[1:] == some[:-1]])
    return np.concatenate([again, codes[in_crowd.take(a) & in_crowd.take(b)]])
