"""Busy keys: a key that very many articles hold is a formula of the trade or a story printed everywhere.

It is never ignored and never compares all with all. Representatives, the first two in the order and the two longest of
what is left, are compared with the rest; what none of them covers goes round again. A formula covers nobody: a key of
which a round covers too few is left, its articles have other keys.
"""

from __future__ import annotations

import numpy as np

from pipeline.copies.arrays import I8, U8, Bool
from pipeline.copies.judge import Judge
from pipeline.copies.keys import Held, groups
from pipeline.copies.order import Order
from pipeline.copies.pairs import A_COVERS, B_COVERS, Pairs, of_codes, pair_codes
from pipeline.copies.rule import Rule
from pipeline.copies.shelf import unique_sorted

FIRST, LONGEST = 2, 2
"""Representatives of a round. (16 + 16 and fewer rounds left four times as many and took three times as long.)"""

FRUITLESS_ROUNDS = 4
"""Rounds in a row that cover nearly nobody before a key is left."""

FRUITFUL = 0.01
"""A round bears fruit if it covers this share of what is left."""


class Busy:
    """Compares the holders of busy keys. An article covered once is compared no further here: decide and its second
    look (`untried`) do the rest."""

    def __init__(self, judge: Judge, order: Order, rule: Rule, known: U8) -> None:
        self.judge, self.order, self.rule = judge, order, rule
        self.seen = known  # sorted codes of the pairs already judged
        self.covered: Bool = np.zeros(len(judge.shelf), dtype=bool)
        self.rank: I8 = np.zeros(len(judge.shelf), dtype=np.int64)
        self.found: list[Pairs] = []

    def compare(self, busy: Held) -> None:
        """All busy keys, one after the other, in the order of the keys."""
        rows = self.order.static(np.unique(busy.rows))
        self.rank[rows] = np.arange(len(rows))
        for rows in groups(busy):
            self.rounds(rows[~self.covered.take(rows)])

    def rounds(self, rows: I8) -> None:
        """The holders of one key, in rounds."""
        left = rows[np.argsort(self.rank.take(rows), kind="stable")]
        fruitless = 0
        while len(left) > self.rule.busy and fruitless < FRUITLESS_ROUNDS:
            representatives = self._representatives(left)
            rest = left[~np.isin(left, representatives)]
            self.judge_new(_across(representatives, rest, self.judge))
            after = rest[~self.covered.take(rest)]
            fruitless = fruitless + 1 if len(rest) - len(after) < FRUITFUL * len(rest) else 0
            left = after
        if len(left) <= self.rule.busy:
            self.all(left)

    def all(self, rows: I8) -> None:
        """Every pair of some rows."""
        first, second = np.triu_indices(len(rows), 1)
        self.judge_new(np.sort(pair_codes(rows.take(first), rows.take(second))))

    def _representatives(self, left: I8) -> I8:
        rest = left[FIRST:]
        longest = np.lexsort((np.arange(len(rest)), -self.order.shingles.take(rest)))[:LONGEST]
        return np.concatenate([left[:FIRST], rest.take(longest)])

    def judge_new(self, codes: U8) -> None:
        """Judge the pairs of some sorted codes that were not judged yet."""
        codes = codes[~_contained(codes, self.seen)]
        if not len(codes):
            return
        a, b = of_codes(codes)
        pairs = self.judge.judge(codes[self.judge.near(a, b)])
        self.seen = np.sort(np.concatenate([self.seen, codes]), kind="stable")
        self.found.append(pairs)
        a_first = self.rank.take(pairs.a) < self.rank.take(pairs.b)
        a_covers, b_covers = pairs.flags & A_COVERS != 0, pairs.flags & B_COVERS != 0
        self.covered[pairs.b[a_covers & (a_first | ~b_covers)]] = True
        self.covered[pairs.a[b_covers & (~a_first | ~a_covers)]] = True


def _across(representatives: I8, rest: I8, judge: Judge) -> U8:
    codes = [pair_codes(np.full(len(rest), row), rest) for row in representatives]
    first, second = np.triu_indices(len(representatives), 1)
    codes.append(pair_codes(representatives.take(first), representatives.take(second)))
    return unique_sorted(np.sort(np.concatenate(codes)))


def _contained(codes: U8, seen: U8) -> Bool:
    if not len(seen):
        return np.zeros(len(codes), dtype=bool)
    held: Bool = seen.take(np.searchsorted(seen, codes), mode="clip") == codes
    return held
