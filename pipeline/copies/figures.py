"""Figures: what two articles share, counted by their samples and leads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.copies.arrays import I8, U8, Array, Bool
from pipeline.copies.rule import Rule
from pipeline.copies.shelf import NOTHING
from pipeline.copies.shingles import LEAD, NAMED

PLACE_BITS = np.uint64(9)
"""In a rectangle a hash stands above these bits: 8 for its place, 1 for the side (a or b) when two are merged."""

_ALL = np.uint64(0xFFFFFFFF)
_SIDE = np.uint64(8)


@dataclass(frozen=True)
class Figures:
    """What pairs of articles share, as measured: shares are of shingles, `first` = place of the first shared one in
    the lead (LEAD if there is none), `size` = shingles outside page chrome."""

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

    def like_length(self, rule: Rule) -> Bool:
        """Which pairs may be one form filled twice."""
        larger, smaller = np.maximum(self.size_a, self.size_b), np.minimum(self.size_a, self.size_b)
        like: Bool = (smaller >= rule.like_length * larger) & (larger < rule.template_shingles)
        return like


def compare(samples: U8, leads: U8, whole: Array, held: I8, at_a: I8, at_b: I8) -> Figures:
    """Compare rows `at_a` with rows `at_b` of the rectangles."""
    present = samples != NOTHING
    size = np.where(whole > held, whole * present.sum(axis=1) / np.maximum(held, 1), present.sum(axis=1))
    hashes = samples >> PLACE_BITS
    limit = np.where(whole > held, _last(hashes, held), _ALL)
    limit_ab = np.minimum(limit.take(at_a), limit.take(at_b))
    number = present & (hashes & np.uint64(1) != 0)
    marked = number | (present & (samples & np.uint64(NAMED) != 0))
    both, marks = _meet(samples, at_a, at_b)
    lead_hash, first_a, first_b = _meet_leads(leads, at_a, at_b)
    lead_shared = (lead_hash != NOTHING).sum(axis=1)
    lead_sampled = (lead_hash <= limit_ab[:, None]).sum(axis=1)
    below_a = hashes[at_a] <= limit_ab[:, None]
    below_b = hashes[at_b] <= limit_ab[:, None]
    size_a, size_b = size.take(at_a), size.take(at_b)
    rest = np.maximum(both - lead_sampled, 0)
    cover_a = _coverage(below_a.sum(axis=1), size_a, rest, lead_shared, lead_sampled)
    cover_b = _coverage(below_b.sum(axis=1), size_b, rest, lead_shared, lead_sampled)
    of_a, of_b = cover_a * size_a, cover_b * size_b
    shared = np.where(size_a < size_b, of_a, np.where(size_b < size_a, of_b, np.maximum(of_a, of_b)))
    similarity = shared / np.maximum(size_a + size_b - shared, 1)
    marked_a = _share(marks[0], (below_a & marked[at_a]).sum(axis=1))
    marked_b = _share(marks[1], (below_b & marked[at_b]).sum(axis=1))
    numbers_a = _share(marks[2], (below_a & number[at_a]).sum(axis=1))
    numbers_b = _share(marks[2], (below_b & number[at_b]).sum(axis=1))
    return Figures(
        shared=shared,
        similarity=similarity,
        cover_a=cover_a,
        cover_b=cover_b,
        marked_a=marked_a,
        marked_b=marked_b,
        numbers_a=numbers_a,
        numbers_b=numbers_b,
        first_a=first_a,
        first_b=first_b,
        size_a=size_a,
        size_b=size_b,
    )


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


def _coverage(sampled: Array, size: Array, rest: Array, lead_shared: Array, lead_sampled: Array) -> Array:
    """Share of an article that stands in the other: exact in the leads, a ratio of samples in what is left."""
    ratio = rest / np.maximum(sampled - lead_sampled, 1)
    share: Array = (lead_shared + ratio * np.maximum(size - lead_shared, 0)) / np.maximum(size, 1)
    return np.minimum(share, 1.0)


def _share(part: Array, whole: Array) -> Array:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def _meet(samples: U8, at_a: I8, at_b: I8) -> tuple[Array, tuple[Array, Array, Array]]:
    """How many sampled hashes each pair shares, and how many of them are marked in a, marked in b, with a number."""
    width = samples.shape[1]
    both = np.empty((len(at_a), 2 * width), dtype=np.uint64)
    both[:, :width] = samples[at_a]
    np.bitwise_or(samples[at_b], np.uint64(1) << _SIDE, out=both[:, width:])
    both.sort(axis=1, kind="stable")  # two sorted runs are merged: 2.5 us where an unstable sort takes 6
    hashes = both >> PLACE_BITS
    same = (hashes[:, 1:] == hashes[:, :-1]) & (hashes[:, 1:] <= _ALL)
    number = hashes[:, 1:] & np.uint64(1) != 0
    marked_a = same & (number | (both[:, :-1] & np.uint64(NAMED) != 0))
    marked_b = same & (number | (both[:, 1:] & np.uint64(NAMED) != 0))
    return same.sum(axis=1), (marked_a.sum(axis=1), marked_b.sum(axis=1), (same & number).sum(axis=1))


def _meet_leads(leads: U8, at_a: I8, at_b: I8) -> tuple[U8, Array, Array]:
    """The hashes that both leads hold (NOTHING elsewhere), and where the first of them stands in each."""
    width = leads.shape[1]
    both = np.empty((len(at_a), 2 * width), dtype=np.uint64)
    both[:, :width] = leads[at_a]
    np.bitwise_or(leads[at_b], np.uint64(1) << _SIDE, out=both[:, width:])
    both.sort(axis=1, kind="stable")
    hashes = both >> PLACE_BITS
    same = (hashes[:, 1:] == hashes[:, :-1]) & (hashes[:, 1:] <= _ALL)
    place = both & np.uint64(0x7F)
    first_a = np.where(same, place[:, :-1], LEAD).min(axis=1)
    first_b = np.where(same, place[:, 1:], LEAD).min(axis=1)
    return np.where(same, hashes[:, 1:], NOTHING), first_a, first_b
