"""Repeated keys: those of many blocks that more than one row holds, found in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U8, Bool, join

GATHERED_KEYS = 6_000_000
"""Keys gathered at a time (100 MB); all blocks are read anew for each time."""

PART_BITS = 3
"""Of them an eighth is looked at at a time: it stays in the processor's cache."""

SLOTS = 2
"""Slots a key in the table that tells repeated keys from others: one in four of the others passes."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Held(NamedTuple):
    """Keys and the row that holds each."""

    keys: U8
    rows: I8


def repeated(keys: Callable[[], Iterable[Held]], total: int) -> Iterator[Held]:
    """Of about `total` keys all that stand there twice, and some others, in parts by their upper bits; in a part they
    are in the order of `keys`, which is called anew for each time that keys are gathered."""
    bits = (total // GATHERED_KEYS).bit_length()
    for number in range(1 << bits):
        held = [_beginning(each, bits, number) for each in keys()]
        for part in range(1 << PART_BITS):
            some = [_beginning(each, bits + PART_BITS, number << PART_BITS | part) for each in held]
            yield _again(Held(join((e.keys for e in some), np.uint64), join((e.rows for e in some), np.int64)))


def _beginning(held: Held, bits: int, number: int) -> Held:
    """The keys that begin with these bits."""
    if not bits:
        return held
    here = np.flatnonzero(held.keys >> np.uint64(64 - bits) == np.uint64(number))
    return Held(held.keys.take(here), held.rows.take(here))


def _again(held: Held) -> Held:
    again = perhaps_again(held.keys)
    return Held(held.keys[again], held.rows[again].astype(np.int64))


def perhaps_again(keys: U8) -> Bool:
    """Which keys may stand there more than once: all that do, and some that do not. A table of the last key in each
    slot says it in a quarter of the time of a sort.

    >>> perhaps_again(np.array([7, 9, 7], dtype=np.uint64)).tolist()
    [True, False, True]
    """
    bits = max(8, (SLOTS * len(keys)).bit_length())
    slot = ((keys * _SPREAD) >> np.uint64(64 - bits)).astype(np.int64)
    number = np.arange(len(keys), dtype=np.int32)
    last = np.empty(1 << bits, dtype=np.int32)
    last[slot] = number
    taken = np.zeros(1 << bits, dtype=bool)
    taken[slot[last.take(slot) != number]] = True
    again: Bool = taken.take(slot)
    return again
