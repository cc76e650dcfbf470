"""Resolve: all blocks of a batch in, one decision an article out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import U1, U8, Array, Bool
from pipeline.copies.blocks import Block
from pipeline.copies.busy import Busy
from pipeline.copies.chrome import Chrome, learn
from pipeline.copies.decide import Decision, decide, untried
from pipeline.copies.judge import Judge
from pipeline.copies.keys import sorted_codes
from pipeline.copies.masks import Mask
from pipeline.copies.meeting import meetings
from pipeline.copies.order import Order
from pipeline.copies.pairs import Pairs, pair_codes
from pipeline.copies.repeated import Held
from pipeline.copies.resolution import Earlier, Resolution
from pipeline.copies.rule import RULE, Rule
from pipeline.copies.shelf import Shelf
from pipeline.copies.verdicts import KEPT, REDELIVERY, Verdicts

MAX_LOOKS = 20
"""Second looks at most. 340 articles of newswires and 3,000 of the press are settled by the first; a story printed
20,000 times comes to 20, the last ten of which judge a few pairs each."""


class Known(NamedTuple):
    """The memory of an earlier output (--against). `verdicts` stand beside `blocks`."""

    output: str
    blocks: Sequence[Block]
    verdicts: Sequence[Verdicts]


def resolve(
    blocks: Iterable[Block], rule: Rule = RULE, against: Sequence[Known] = (), chrome: Chrome | None = None
) -> Resolution:
    """Decide over all articles: redeliveries, page chrome, candidates, judged pairs, versions, copies.

    Of a redelivery the first in block order stays. Blocks are taken once, one after the other, and small ones are put
    together: a generator of them takes half the memory of a list. `chrome` is added to what is learnt from them.
    """
    sizes: list[int] = []
    shelf = Shelf(chain(_measured(blocks, sizes), (block for known in against for block in known.blocks)))
    own = sum(sizes)
    redelivered = _redelivered(shelf, own)
    learnt = learn(shelf, ~redelivered) | (chrome or Chrome())
    alive = ~redelivered
    alive[own:] &= _written(shelf, own, against)
    order = Order(shelf, rule)
    masks = [Mask(block, learnt) for block in shelf.blocks]
    pairs, decision = _settle(shelf, masks, order, rule, alive)
    state = np.where(redelivered[:own], REDELIVERY, decision.kind[:own] != 0).astype(np.uint8)
    return Resolution(shelf, sizes, state, decision, pairs, learnt, _earlier(against))


def _measured(blocks: Iterable[Block], sizes: list[int]) -> Iterator[Block]:
    """The blocks; the rows of each are noted in `sizes` as it passes."""
    for block in blocks:
        sizes.append(len(block))
        yield block


def _settle(shelf: Shelf, masks: Sequence[Mask], order: Order, rule: Rule, alive: Bool) -> tuple[Pairs, Decision]:
    """Judge what meets, decide, look again at what a dropped article covers, until nothing changes."""
    judge = Judge(shelf, rule, masks)
    met = meetings(shelf, masks, alive, rule.busy)
    busy = Busy(judge, order, rule)
    busy.judge_new(met.codes[judge.worth_it(met.codes)])
    busy.compare(met.busy)
    for _ in range(MAX_LOOKS):
        pairs = Pairs.concat(busy.found)
        decision = decide(pairs, order, rule)
        _second_look(pairs, decision, busy, met.busy)
        if sum(map(len, busy.found)) == len(pairs):
            break
    return pairs, decision


def _second_look(pairs: Pairs, decision: Decision, busy: Busy, keys: Held) -> None:
    """New pairs: kept articles with the originals of what covers them, and the survivors of busy keys."""
    original, kept = untried(pairs, decision)
    busy.judge_new(sorted_codes([pair_codes(original, kept)]))
    busy.covered = decision.kind != 0
    busy.compare(keys)


def _redelivered(shelf: Shelf, own: int) -> Bool:
    """Rows whose id stands on the shelf before them; what an earlier output holds comes first."""
    halves: U8 = np.ascontiguousarray(shelf.column("ids")).view("<u8")
    row = np.arange(len(shelf))
    order = np.lexsort((row, row < own, halves[:, 1], halves[:, 0]))
    same = (halves[order[1:]] == halves[order[:-1]]).all(axis=1)
    out = np.zeros(len(shelf), dtype=bool)
    out[order[1:][same]] = True
    return out


def _written(shelf: Shelf, own: int, against: Sequence[Known]) -> Bool:
    """Which rows of earlier outputs stand among their articles and were not superseded later."""
    states: list[Array] = [verdicts.state for known in against for verdicts in known.verdicts]
    kept: Bool = np.concatenate(states) == KEPT if states else np.zeros(0, dtype=bool)
    gone: list[U1] = [verdicts.supersedes for known in against for verdicts in known.verdicts]
    superseded = {bytes(id_) for ids in gone for id_ in ids}
    if superseded:
        ids = shelf.column("ids")[own:]
        kept &= np.array([bytes(id_) not in superseded for id_ in ids], dtype=bool)
    return kept


def _earlier(against: Sequence[Known]) -> Earlier:
    """Which output each row of the earlier ones belongs to."""
    rows = [sum(len(block) for block in known.blocks) for known in against]
    return Earlier([known.output for known in against], np.repeat(np.arange(1, len(rows) + 1), rows).astype(np.uint16))
