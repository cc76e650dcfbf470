"""The index of a stream: blocks come one after the other, each gets its provisional verdicts at once.

It judges as it goes: an arriving article is dropped if a kept one before it in the order covers it; otherwise it is
kept, and supersedes the kept ones after it that it covers. Only kept articles are held with their fingerprints, about
2.5 kB each; of the dropped ones the id is remembered (24 bytes), so that they are known when they are delivered again.
"""

from __future__ import annotations

import numpy as np

from pipeline.copies.arrays import I8, U1, U8, Array, Bool, join
from pipeline.copies.blocks import Block
from pipeline.copies.chrome import Chrome
from pipeline.copies.decide import decide
from pipeline.copies.judge import COMMON_KEYS, Judge
from pipeline.copies.keys import block_keys, fact_keys, sorted_codes, sorted_keys
from pipeline.copies.masks import Mask
from pipeline.copies.meeting import all_groups, meet
from pipeline.copies.order import Order
from pipeline.copies.pairs import pair_codes
from pipeline.copies.repeated import Held
from pipeline.copies.resolution import Earlier, Resolution
from pipeline.copies.rule import RULE, Rule
from pipeline.copies.runs import LARGEST, Run, halves, merged, new_run
from pipeline.copies.shelf import Shelf
from pipeline.copies.verdicts import COPY, KEPT, REDELIVERY, Verdicts

ROW_BITS, ROW_MASK = 32, (1 << 32) - 1

EXPIRED_SHARE = 0.25
"""A run is rewritten when this share of it has expired."""


class Index:
    """`chrome` = that of a Resolution (--against, or the last compact); nothing is learnt here."""

    def __init__(self, rule: Rule = RULE, chrome: Chrome | None = None) -> None:
        self.rule, self.chrome = rule, chrome or Chrome()
        self.runs: list[Run] = []
        self.outputs: list[str] = []

    def __len__(self) -> int:
        """Articles remembered, kept or not."""
        return sum(len(run) for run in self.runs)

    def take(self, block: Block) -> Verdicts:
        """Add a block; its verdicts: dropped if a kept article before it in the order covers it, else kept, and
        `supersedes` names the kept ones after it that it covers. An id already held is a redelivery. `copies` stay
        empty: later ones could not be added."""
        fresh = ~self._seen(block.ids)
        codes, met = self._candidates(block, fresh)
        shelf = Shelf([block.slim(len(self.chrome) > 0), *(self.runs[run].block.take(rows) for run, rows in met)])
        judge = Judge(shelf, self.rule, [Mask(held, self.chrome) for held in shelf.blocks])
        pairs = judge.judge(codes[judge.worth_it(codes)])
        decision = decide(pairs, Order(shelf, self.rule), self.rule)
        state = np.where(fresh, np.where(decision.kind[: len(block)] == 0, KEPT, COPY), REDELIVERY).astype(np.uint8)
        outputs = join((self.runs[run].output.take(rows) for run, rows in met), np.uint16)
        earlier = Earlier(self.outputs, outputs)
        resolution = Resolution(shelf, [len(block)], state, decision, pairs, self.chrome, earlier)
        verdicts = resolution.verdicts(0, copies=False)
        self._supersede(met, decision.kind[len(block) :] != 0)
        self._add(block, state == KEPT, fresh, 0)
        return verdicts

    def restore(self, block: Block, verdicts: Verdicts, output: str | None = None) -> None:
        """Add a block that was decided before, without judging: after a restart, or from an earlier output, which
        `output` names. Blocks come in the order in which they were decided."""
        for run in self.runs if len(verdicts.supersedes) else ():
            run.forget(verdicts.supersedes)
        number = 0
        if output is not None:
            if output not in self.outputs:
                self.outputs.append(output)
            number = self.outputs.index(output) + 1
        fresh = ~self._seen(block.ids)
        self._add(block, verdicts.state == KEPT, fresh, number)

    def expire(self, before_us: int) -> None:
        """Forget what was added before this time (microseconds). The index has no clock: what came since the last
        call counts as added one horizon after `before_us`, which is now for whoever calls with now - horizon."""
        kept = []
        for run in self.runs:
            run.stamped(before_us + self.rule.horizon_us)
            expired = int((run.ids.stamp < before_us).sum())
            if expired < EXPIRED_SHARE * len(run):
                kept.append(run)
            elif expired < len(run):
                kept.append(run.without(before_us))
        self.runs = kept

    def _seen(self, ids: U1) -> Bool:
        """Which ids are held already, or stand before in the same block."""
        high, low = halves(ids)
        order = np.lexsort((np.arange(len(ids)), low, high))
        seen = np.zeros(len(ids), dtype=bool)
        again = (high[order][1:] == high[order][:-1]) & (low[order][1:] == low[order][:-1])
        seen[order[1:][again]] = True
        for run in self.runs:
            seen |= run.knows(ids)
        return seen

    def _candidates(self, block: Block, fresh: Bool) -> tuple[U8, list[tuple[int, I8]]]:
        """Pairs to judge: codes over the rows of the block and, behind them, of the held rows that they meet (by run).
        Held rows must share enough keys to be worth the fetching; a key that very many hold brings its latest only."""
        keys = block_keys(block, Mask(block, self.chrome))
        keys = sorted_keys(Held(keys.keys[fresh.take(keys.rows)], keys.rows[fresh.take(keys.rows)]))
        codes = [meet(all_groups(keys))]
        room = np.full(len(keys.keys), self.rule.busy, dtype=np.int64)
        weight = np.where(np.isin(keys.keys, fact_keys(block).keys), COMMON_KEYS, 1)
        met: list[tuple[int, I8]] = []
        begin = len(block)
        for number in range(len(self.runs) - 1, -1, -1):
            index, rows = self.runs[number].rows_of(keys.keys, room)
            room -= np.bincount(index, minlength=len(room))
            pairs = (keys.rows.take(index) << ROW_BITS) | rows
            pairs, at = np.unique(pairs, return_inverse=True)
            pairs = pairs[np.bincount(at, weight.take(index), minlength=len(pairs)) >= COMMON_KEYS]
            if len(pairs):
                held, place = np.unique(pairs & ROW_MASK, return_inverse=True)
                codes.append(pair_codes(pairs >> ROW_BITS, place + begin))
                met.append((number, held))
                begin += len(held)
        return sorted_codes(codes), met

    def _supersede(self, met: list[tuple[int, I8]], dropped: Array) -> None:
        """Held rows that a new article replaces are compared with nothing any more."""
        begin = 0
        for run, rows in met:
            self.runs[run].alive[rows[dropped[begin : begin + len(rows)]]] = False
            begin += len(rows)

    def _add(self, block: Block, kept: Bool, fresh: Bool, output: int) -> None:
        """Add what is fresh of a block as a run, and merge while the one before it is not much larger."""
        if not fresh.all():
            block, kept = block.take(np.flatnonzero(fresh)), kept[fresh]
        if not len(block):
            return
        self.runs.append(new_run(block, kept, output, self.chrome))
        while len(self.runs) > 1:
            first, second = self.runs[-2:]
            if len(first) > 2 * len(second) or len(first) + len(second) > LARGEST:
                break
            self.runs[-2:] = [merged(first, second)]
