"""Figures: what two articles share, counted by their samples and leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import F8, I8, U4, U8, Array, Bool
from pipeline.copies.rule import Rule
from pipeline.copies.shelf import NOTHING
from pipeline.copies.shingles import LEAD, NAMED

PLACE_BITS = np.uint64(9)
"""In a rectangle a hash stands above these bits: 8 for its place, 1 for the side (a or b) when two are merged."""

NO_KEY = np.uint32(0xFFFFFFFF)

_ALL = np.uint64(0xFFFFFFFF)
_SIDE = np.uint64(8)


@dataclass(frozen=True)
class Figures:
    """What pairs of articles share, as measured: shares are of shingles, `first` = place of the first shared one in
    the lead (LEAD if there is none), `size` = shingles outside page chrome, `whole` = with it."""

    shared: Array
    similarity: Array
    cover_a: Array
    cover_b: Array
    marked_a: Array
    marked_b: Array
    numbers_a: Array
    numbers_b: Array
    first_a: Array
    first_b: Array
    size_a: Array
    size_b: Array
    whole_a: Array
    whole_b: Array

    def like_length(self, rule: Rule) -> Bool:
        """Which pairs may be one form filled twice: outside page chrome, or with it (the fixed part of a form may be
        known as chrome of one outlet and not yet of the other)."""
        return _alike(self.size_a, self.size_b, rule) | _alike(self.whole_a, self.whole_b, rule)


def _alike(a: Array, b: Array, rule: Rule) -> Bool:
    """Which of these sizes are nearly the same, and not too large."""
    larger, smaller = np.maximum(a, b), np.minimum(a, b)
    like: Bool = (smaller >= rule.like_length * larger) & (larger < rule.template_shingles)
    return like


class Texts:
    """The samples and leads of some articles, one row each, with the number of their different shingles and of those
    that were sampled."""

    def __init__(self, samples: U8, leads: U8, whole: I8, held: I8) -> None:
        self.samples, self.leads, self.whole = samples, leads, whole
        present = samples != NOTHING
        left = present.sum(axis=1)
        self.size: F8 = np.where(whole > held, whole * left / np.maximum(held, 1), left)
        self.hashes = samples >> PLACE_BITS
        self.limit: U8 = np.where(whole > held, _last(self.hashes, held), _ALL)
        self.number = present & (self.hashes & np.uint64(1) != 0)
        self.marked = self.number | (present & (samples & np.uint64(NAMED) != 0))

    def compare(self, at_a: I8, at_b: I8) -> Figures:
        """Compare rows `at_a` with rows `at_b`."""
        limit = np.minimum(self.limit.take(at_a), self.limit.take(at_b))[:, None]
        both, marks = _meet(self.samples, at_a, at_b)
        lead_hash, first_a, first_b = _meet_leads(self.leads, at_a, at_b)
        leads = (lead_hash != NOTHING).sum(axis=1), (lead_hash <= limit).sum(axis=1)
        a, b = self._side(at_a, limit), self._side(at_b, limit)
        cover_a, cover_b = (_coverage(side, both, *leads) for side in (a, b))
        shared = _larger_of_shorter(cover_a * a.size, cover_b * b.size, a.size, b.size)
        return Figures(
            shared=shared,
            similarity=shared / np.maximum(a.size + b.size - shared, 1),
            cover_a=cover_a,
            cover_b=cover_b,
            marked_a=_share(marks.a, a.marked),
            marked_b=_share(marks.b, b.marked),
            numbers_a=_share(marks.number, a.number),
            numbers_b=_share(marks.number, b.number),
            first_a=first_a,
            first_b=first_b,
            size_a=a.size,
            size_b=b.size,
            whole_a=self.whole.take(at_a),
            whole_b=self.whole.take(at_b),
        )

    def _side(self, at: I8, limit: U8) -> _Side:
        """What stands in some rows up to the limits."""
        below = self.hashes[at] <= limit
        marked, number = below & self.marked[at], below & self.number[at]
        return _Side(self.size.take(at), below.sum(axis=1), marked.sum(axis=1), number.sum(axis=1))


class _Side(NamedTuple):
    """One side of some pairs: its shingles; and of its sample up to a common limit how many hashes there are, how many
    of them are marked (a number or a name), how many hold a number."""

    size: F8
    sampled: I8
    marked: I8
    number: I8


class _Marks(NamedTuple):
    """How many shared hashes are marked in a, are marked in b, hold a number."""

    a: I8
    b: I8
    number: I8


def common_keys(keys: U4, a: I8, b: I8) -> I8:
    """How many keys rows `a` share with rows `b`. Each row is sorted and holds a key once; NO_KEY fills it up."""
    both = np.concatenate([keys[a], keys[b]], axis=1)
    both.sort(axis=1, kind="stable")
    count: I8 = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] != NO_KEY)).sum(axis=1)
    return count


def without_repeats(leads: U8) -> U8:
    """Each row sorted, of a repeated hash only its first place."""
    leads.sort(axis=1)
    hashes = leads >> PLACE_BITS
    leads[:, 1:][hashes[:, 1:] == hashes[:, :-1]] = NOTHING
    return leads


def _last(hashes: U8, held: I8) -> U8:
    """The largest hash that each row's sample reaches to."""
    at = np.maximum(held - 1, 0)
    last = hashes[np.arange(len(held)), at]
    missing = last > _ALL
    if missing.any():  # page chrome took it out: the one before it, a little too small at most
        rest = np.where(hashes[missing] > _ALL, np.uint64(0), hashes[missing])
        last[missing] = rest.max(axis=1)
    return last


def _coverage(side: _Side, both: I8, lead_shared: I8, lead_sampled: I8) -> F8:
    """Share of an article that stands in the other: exact in the leads, a ratio of samples in what is left. `both` =
    sampled hashes in both, `lead_sampled` = those of them that both leads hold."""
    ratio = np.maximum(both - lead_sampled, 0) / np.maximum(side.sampled - lead_sampled, 1)
    shared = lead_shared + ratio * np.maximum(side.size - lead_shared, 0)
    share: F8 = np.minimum(shared / np.maximum(side.size, 1), 1.0)
    return share


def _larger_of_shorter(of_a: F8, of_b: F8, size_a: F8, size_b: F8) -> F8:
    """The estimate from the shorter article, which is sampled more closely; of two of one length the larger."""
    return np.where(size_a < size_b, of_a, np.where(size_b < size_a, of_b, np.maximum(of_a, of_b)))


def _share(part: Array, whole: Array) -> Array:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def _meet(samples: U8, at_a: I8, at_b: I8) -> tuple[I8, _Marks]:
    """How many sampled hashes each pair shares, and their marks."""
    both = _merged(samples, at_a, at_b)
    hashes = both >> PLACE_BITS
    same = (hashes[:, 1:] == hashes[:, :-1]) & (hashes[:, 1:] <= _ALL)
    number = same & (hashes[:, 1:] & np.uint64(1) != 0)
    named = same[:, None, :] & (np.stack((both[:, :-1], both[:, 1:]), axis=1) & np.uint64(NAMED) != 0)
    marked = (named | number[:, None, :]).sum(axis=2)
    return same.sum(axis=1), _Marks(marked[:, 0], marked[:, 1], number.sum(axis=1))


def _meet_leads(leads: U8, at_a: I8, at_b: I8) -> tuple[U8, I8, I8]:
    """The hashes that both leads hold (NOTHING elsewhere), and where the first of them stands in each."""
    both = _merged(leads, at_a, at_b)
    hashes = both >> PLACE_BITS
    same = (hashes[:, 1:] == hashes[:, :-1]) & (hashes[:, 1:] <= _ALL)
    place = (both & np.uint64(0x7F)).astype(np.int64)
    first_a = np.where(same, place[:, :-1], LEAD).min(axis=1)
    first_b = np.where(same, place[:, 1:], LEAD).min(axis=1)
    return np.where(same, hashes[:, 1:], NOTHING), first_a, first_b


def _merged(rows: U8, at_a: I8, at_b: I8) -> U8:
    """The hashes of both sides of each pair, sorted; where both hold one, a's stands before b's."""
    width = rows.shape[1]
    both = np.empty((len(at_a), 2 * width), dtype=np.uint64)
    both[:, :width] = rows[at_a]
    np.bitwise_or(rows[at_b], np.uint64(1) << _SIDE, out=both[:, width:])
    both.sort(axis=1, kind="stable")  # two sorted runs are merged: 2.5 us where an unstable sort takes 6
    return both
