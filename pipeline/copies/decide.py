"""Decide: judged pairs in, what is kept and what repeats it out. The result depends on the set of articles alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U1, Array, Bool
from pipeline.copies.order import Order
from pipeline.copies.pairs import A_COVERS, B_COVERS, VERSION, Pairs
from pipeline.copies.rule import Rule

COPY, CUT, VERSION_OF = 1, 2, 3
"""Kinds of a dropped article; 0 = kept."""


class Decision(NamedTuple):
    """For every row: its kind (0 = kept) and the kept row that it repeats (-1 = kept)."""

    kind: U1
    original: I8


def decide(pairs: Pairs, order: Order, rule: Rule) -> Decision:
    """Versions are taken out first; then each article in its order is dropped if a kept one before it covers it."""
    rows = len(order.length)
    decision = Decision(np.zeros(rows, dtype=np.uint8), np.full(rows, -1, dtype=np.int64))
    _drop_versions(pairs, order, decision)
    left = (decision.kind.take(pairs.a) == 0) & (decision.kind.take(pairs.b) == 0)
    _drop_copies(pairs.take(left), order, rule, decision)
    _follow_versions(decision)
    return decision


def _drop_versions(pairs: Pairs, order: Order, decision: Decision) -> None:
    """Of the versions of one article only the latest stays."""
    which = pairs.flags & VERSION != 0
    if not which.any():
        return
    a, b = pairs.a[which], pairs.b[which]
    rank = _ranks(order.latest(np.unique(np.concatenate([a, b]))), len(order.length))
    first = np.where(rank.take(a) < rank.take(b), a, b)
    _greedy(first, a + b - first, rank, decision, np.full(len(a), VERSION_OF))


def _drop_copies(pairs: Pairs, order: Order, rule: Rule, decision: Decision) -> None:
    """Of an article and what it covers only the first in the order stays."""
    which = pairs.flags & (A_COVERS | B_COVERS) != 0
    pairs = pairs.take(which)
    if not len(pairs):
        return
    cut = mere_cuts(pairs, order, rule)
    own = _own_outlets(pairs, order)
    rows = np.unique(np.concatenate([pairs.a, pairs.b]))
    rank = _ranks(order.full(rows, cut.take(rows), own.take(rows)), len(order.length))
    a_first = rank.take(pairs.a) < rank.take(pairs.b)
    covers = np.where(a_first, pairs.flags & A_COVERS, pairs.flags & B_COVERS) != 0
    first, second = np.where(a_first, pairs.a, pairs.b)[covers], np.where(a_first, pairs.b, pairs.a)[covers]
    _greedy(first, second, rank, decision, np.where(_cuts_of(pairs, a_first, order, rule)[covers], CUT, COPY))


def _cuts_of(pairs: Pairs, a_first: Bool, order: Order, rule: Rule) -> Bool:
    """In which pairs the second is a cut of the first: shorter, and hardly anything of its own in it."""
    first, second = np.where(a_first, pairs.a, pairs.b), np.where(a_first, pairs.b, pairs.a)
    share = np.where(a_first, pairs.cover_b, pairs.cover_a)
    mutual = pairs.flags & (A_COVERS | B_COVERS) == A_COVERS | B_COVERS
    cut: Bool = (share >= rule.cut) & ~mutual & (order.length.take(second) < order.length.take(first))
    return cut


def _own_outlets(pairs: Pairs, order: Order) -> Bool:
    """Which rows stand in the outlet that they come from: their dateline's agency, or one that credits them."""
    own: Bool = order.own_agency.copy()
    for row, other in ((pairs.a, pairs.b), (pairs.b, pairs.a)):
        outlet = order.outlet.take(row)
        own[row[(outlet != 0) & (outlet == order.credited.take(other))]] = True
    return own


def mere_cuts(pairs: Pairs, order: Order, rule: Rule) -> Bool:
    """Which rows are mere cuts of another article. A declared copy makes no article a cut."""
    a_covers, b_covers = pairs.flags & A_COVERS != 0, pairs.flags & B_COVERS != 0
    cut = np.zeros(len(order.length), dtype=bool)
    cut[pairs.b[a_covers & ~b_covers & (pairs.cover_b >= rule.cut) & ~order.declared.take(pairs.a)]] = True
    cut[pairs.a[b_covers & ~a_covers & (pairs.cover_a >= rule.cut) & ~order.declared.take(pairs.b)]] = True
    return cut


def _greedy(first: I8, second: I8, rank: I8, decision: Decision, kind: Array) -> None:
    """Go through `second` by rank: dropped for the first kept one before it."""
    order = np.lexsort((rank.take(first), rank.take(second)))
    dropped: dict[int, tuple[int, int]] = {}
    edges = zip(first[order].tolist(), second[order].tolist(), kind[order].tolist(), strict=True)
    for before, row, of_kind in edges:
        if row not in dropped and before not in dropped:
            dropped[row] = (before, of_kind)
    rows = np.fromiter(dropped, dtype=np.int64, count=len(dropped))
    values = np.array(list(dropped.values()), dtype=np.int64).reshape(-1, 2)
    decision.original[rows], decision.kind[rows] = values[:, 0], values[:, 1]


def _follow_versions(decision: Decision) -> None:
    """A version of an article that was itself dropped names what that one was dropped for."""
    versions = np.flatnonzero(decision.kind == VERSION_OF)
    latest = decision.original.take(versions)
    above = decision.original.take(latest)
    decision.original[versions] = np.where(above >= 0, above, latest)


def _ranks(rows: I8, size: int) -> I8:
    """The place of each row in an order of some."""
    out = np.zeros(size, dtype=np.int64)
    out[rows] = np.arange(len(rows))
    return out


def untried(pairs: Pairs, decision: Decision) -> tuple[I8, I8]:
    """Kept articles that a dropped one covers, each with that one's original: they may never have met."""
    a_covers, b_covers = pairs.flags & A_COVERS != 0, pairs.flags & B_COVERS != 0
    by = np.concatenate([pairs.a[a_covers], pairs.b[b_covers]])
    of = np.concatenate([pairs.b[a_covers], pairs.a[b_covers]])
    which: Array = (decision.kind.take(by) != 0) & (decision.kind.take(of) == 0)
    original, kept = decision.original.take(by[which]), of[which]
    other = original != kept
    return original[other], kept[other]
