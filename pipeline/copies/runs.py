"""Runs: what the index of a stream holds, as a few packed blocks with sorted keys. Small runs are merged into larger
ones, so that a lookup asks few and no article is copied more than some twenty times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U1, U2, U4, U8, Bool, spans
from pipeline.copies.blocks import Block
from pipeline.copies.chrome import Chrome
from pipeline.copies.keys import block_keys, sorted_keys
from pipeline.copies.masks import Mask

LARGEST = 16_384
"""Rows beyond which runs are not merged: a merge copies 2.5 kB a row and must not hold up the stream (0.1 s)."""

NEVER = np.iinfo(np.int64).max
"""Stamp of what was added since the clock was last told."""


class Keys(NamedTuple):
    """Keys, sorted, and the row that holds each."""

    keys: U8
    rows: U4


class Ids(NamedTuple):
    """Article ids as two halves, sorted by the first; each with the stamp of its arrival."""

    high: U8
    low: U8
    stamp: I8


@dataclass
class Run:
    """Kept articles, and the ids of all that came with them."""

    block: Block
    alive: Bool  # not superseded since
    stamp: I8  # when each was added
    output: U2  # which earlier output it is from; 0 = the stream's own
    held: Keys  # with the block's rows
    ids: Ids

    def __len__(self) -> int:
        return len(self.ids.high)

    def rows_of(self, keys: U8, room: I8) -> tuple[I8, I8]:
        """Living rows that hold some keys, at most `room` for each key, the latest first: indexes into `keys`, rows."""
        first = np.searchsorted(self.held.keys, keys)
        last = np.searchsorted(self.held.keys, keys, side="right")
        count = np.minimum(last - first, room)
        index = np.repeat(np.arange(len(keys)), count)
        rows = self.held.rows.take(spans(last - count, count)).astype(np.int64)
        living = self.alive.take(rows)
        return index[living], rows[living]

    def knows(self, ids: U1) -> Bool:
        """Which of some ids this run has seen."""
        high, low = halves(ids)
        first = np.searchsorted(self.ids.high, high)
        last = np.searchsorted(self.ids.high, high, side="right")
        out: Bool = np.zeros(len(high), dtype=bool)
        for at in np.flatnonzero(last > first):
            out[at] = bool((self.ids.low[first[at] : last[at]] == low[at]).any())
        return out

    def forget(self, ids: U1) -> None:
        """Articles of some ids were superseded."""
        known = ids[self.knows(ids)]
        if len(known):
            gone = {bytes(id_) for id_ in known}
            self.alive &= np.array([bytes(id_) not in gone for id_ in self.block.ids], dtype=bool)

    def stamped(self, stamp: int) -> None:
        """What has no stamp yet was added at this time."""
        self.stamp[self.stamp == NEVER] = stamp
        self.ids.stamp[self.ids.stamp == NEVER] = stamp

    def without(self, before: int) -> Run:
        """The run without what was added before a time or superseded since."""
        kept = self.alive & (self.stamp >= before)
        rows = np.flatnonzero(kept)
        number = np.cumsum(kept) - 1
        held = kept.take(self.held.rows)
        known = self.ids.stamp >= before
        return Run(
            block=self.block.take(rows),
            alive=np.ones(len(rows), dtype=bool),
            stamp=self.stamp[rows],
            output=self.output[rows],
            held=Keys(self.held.keys[held], number.take(self.held.rows[held]).astype(np.uint32)),
            ids=Ids(self.ids.high[known], self.ids.low[known], self.ids.stamp[known]),
        )


def new_run(block: Block, kept: Bool, output: int, chrome: Chrome) -> Run:
    """A run of one block: the kept rows with their keys, and all ids."""
    rows = np.flatnonzero(kept)
    part = block.take(rows)
    held = sorted_keys(block_keys(part, Mask(part, chrome)))
    high, low = halves(block.ids)
    by_id = np.argsort(high, kind="stable")
    return Run(
        block=part.slim(paragraphs=len(chrome) > 0),
        alive=np.ones(len(rows), dtype=bool),
        stamp=np.full(len(rows), NEVER, dtype=np.int64),
        output=np.full(len(rows), output, dtype=np.uint16),
        held=Keys(held.keys, held.rows.astype(np.uint32)),
        ids=Ids(high[by_id], low[by_id], np.full(len(block), NEVER, dtype=np.int64)),
    )


def merged(first: Run, second: Run) -> Run:
    """Two runs as one, without what was superseded."""
    first, second = first.without(-NEVER), second.without(-NEVER)
    keys = np.concatenate([first.held.keys, second.held.keys])
    rows = np.concatenate([first.held.rows, second.held.rows + np.uint32(len(first.block))])
    order = np.argsort(keys, kind="stable")  # two sorted runs: merged in one pass
    high = np.concatenate([first.ids.high, second.ids.high])
    by_id = np.argsort(high, kind="stable")
    return Run(
        block=Block.concat([first.block, second.block]),
        alive=np.ones(len(first.block) + len(second.block), dtype=bool),
        stamp=np.concatenate([first.stamp, second.stamp]),
        output=np.concatenate([first.output, second.output]),
        held=Keys(keys[order], rows[order]),
        ids=Ids(
            high[by_id],
            np.concatenate([first.ids.low, second.ids.low])[by_id],
            np.concatenate([first.ids.stamp, second.ids.stamp])[by_id],
        ),
    )


def halves(ids: U1) -> tuple[U8, U8]:
    """Ids of 16 bytes as two numbers each."""
    numbers = np.ascontiguousarray(ids).view(">u8").astype(np.uint64)
    return numbers[:, 0], numbers[:, 1]
