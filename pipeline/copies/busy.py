"""Busy keys: a key that very many articles hold is a formula of the trade or a story printed everywhere.

It is never ignored and never compares all with all. Representatives, the first two in the order and the two longest of
what is left, are compared with the rest; what none of them covers goes round again. A formula covers nobody: a key of
which rounds cover too few is left, its articles have other keys.
"""

from __future__ import annotations

import numpy as np

from pipeline.copies.arrays import I8, U8, Bool
from pipeline.copies.judge import Judge
from pipeline.copies.keys import groups, sorted_codes
from pipeline.copies.order import Order
from pipeline.copies.pairs import A_COVERS, B_COVERS, Pairs, of_codes, pair_codes
from pipeline.copies.repeated import Held
from pipeline.copies.rule import Rule

FIRST, LONGEST = 2, 2
"""Representatives of a round. (16 + 16 and fewer rounds left four times as many and took three times as long.)"""

FRUITLESS_ROUNDS = 2
"""Rounds in a row that cover nearly nobody before a key is left."""

FRUITFUL = 0.01
"""A round bears fruit if it covers this share of what is left."""


class Seen:
    """Pair codes that were judged: sorted arrays, each at least twice as long as the next."""

    def __init__(self) -> None:
        self.parts: list[U8] = []

    def new(self, codes: U8) -> U8:
        """Those of some sorted codes that are not held."""
        for part in self.parts:
            codes = codes[part.take(np.searchsorted(part, codes), mode="clip") != codes]
        return codes

    def add(self, codes: U8) -> None:
        self.parts.append(codes)
        while len(self.parts) > 1 and len(self.parts[-2]) < 2 * len(self.parts[-1]):
            self.parts[-2:] = [np.sort(np.concatenate(self.parts[-2:]), kind="stable")]


class Busy:
    """Judges pairs, each once, and compares the holders of busy keys. An article covered once is compared no further
    here: decide and its second look do the rest."""

    def __init__(self, judge: Judge, order: Order, rule: Rule) -> None:
        self.judge, self.order, self.rule = judge, order, rule
        self.seen = Seen()
        self.covered: Bool = np.zeros(len(judge.shelf), dtype=bool)
        self.rank: I8 = np.empty(len(judge.shelf), dtype=np.int64)
        self.rank[order.static(np.arange(len(self.rank)))] = np.arange(len(self.rank))
        self.found: list[Pairs] = []

    def compare(self, busy: Held) -> None:
        """All busy keys, one after the other, in the order of the keys."""
        for rows in groups(busy):
            self._rounds(rows[~self.covered.take(rows)])

    def judge_new(self, codes: U8) -> None:
        """Judge the pairs of some sorted codes that were not judged yet and are near."""
        codes = self.seen.new(codes)
        self._judge(codes[self.judge.near(*of_codes(codes))])

    def _rounds(self, rows: I8) -> None:
        """The holders of one key, in rounds."""
        left = rows[np.argsort(self.rank.take(rows), kind="stable")]
        fruitless = 0
        while len(left) > self.rule.busy and fruitless < FRUITLESS_ROUNDS:
            representatives = self._representatives(left)
            rest = left[~np.isin(left, representatives)]
            self._judge_promising(self._across(representatives, rest))
            after = rest[~self.covered.take(rest)]
            fruitless = fruitless + 1 if len(rest) - len(after) < FRUITFUL * len(rest) else 0
            left = after
        if len(left) <= self.rule.busy:
            first, second = np.triu_indices(len(left), 1)
            self._judge_promising(np.sort(pair_codes(left.take(first), left.take(second))))

    def _representatives(self, left: I8) -> I8:
        rest = left[FIRST:]
        longest = np.lexsort((np.arange(len(rest)), -self.order.shingles.take(rest)))[:LONGEST]
        return np.concatenate([left[:FIRST], rest.take(longest)])

    def _across(self, representatives: I8, rest: I8) -> U8:
        """The pairs of the representatives with those of the rest that may be worth it, and with each other."""
        found = [rest[self.judge.may_be_worth_it(int(row), rest)] for row in representatives]
        codes = [pair_codes(np.full(len(rows), row), rows) for row, rows in zip(representatives, found, strict=True)]
        first, second = np.triu_indices(len(representatives), 1)
        return sorted_codes([*codes, pair_codes(representatives.take(first), representatives.take(second))])

    def _judge_promising(self, codes: U8) -> None:
        codes = self.seen.new(codes)
        self._judge(codes[self.judge.worth_it(codes)])

    def _judge(self, codes: U8) -> None:
        if not len(codes):
            return
        pairs = self.judge.judge(codes)
        self.seen.add(codes)
        self.found.append(pairs)
        a_first = self.rank.take(pairs.a) < self.rank.take(pairs.b)
        a_covers, b_covers = pairs.flags & A_COVERS != 0, pairs.flags & B_COVERS != 0
        self.covered[pairs.b[a_covers & (a_first | ~b_covers)]] = True
        self.covered[pairs.a[b_covers & (~a_first | ~a_covers)]] = True
