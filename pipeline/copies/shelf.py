"""The shelf: several packed blocks read as if they were one, without copying their large columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from pipeline.copies.arrays import I8, U8, Array, Bool, join, starts_of
from pipeline.copies.blocks import Block

SMALL = 2_000
"""Blocks under this many rows are put together first: a gather costs some microseconds a block."""

NOTHING = np.uint64(0xFFFFFFFFFFFFFFFF)
"""Fills up the rows of a rectangle."""


class Shelf:
    """Rows are numbered through all blocks, in their order."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks = list(_merged(blocks)) or [Block.empty()]
        self.start = starts_of(np.array([len(block) for block in self.blocks], dtype=np.int64))

    def __len__(self) -> int:
        return int(self.start[-1])

    def column(self, name: str) -> Array:
        """A column of fixed width, whole."""
        parts = [getattr(block, name) for block in self.blocks]
        return parts[0] if len(parts) == 1 else join(parts, np.uint8)

    def counts(self, name: str, rows: I8) -> I8:
        """A count column of some rows."""
        out = np.zeros(len(rows), dtype=np.int64)
        for block, at, local in self.by_block(rows):
            out[at] = getattr(block, name).take(local)
        return out

    def rectangle(self, rows: I8, width: int, values: Callable[[Block, I8], tuple[Array, I8]]) -> U8:
        """One row of `width` values for each of some rows: `values` gives them ragged for rows of one block. What is
        missing is NOTHING."""
        out = np.full((len(rows), width), NOTHING)
        for block, at, local in self.by_block(rows):
            flat, count = values(block, local)
            mask = np.arange(width) < count[:, None]
            if len(at) == len(rows):
                out[mask] = flat
                break
            part = np.full((len(local), width), NOTHING)
            part[mask] = flat
            out[at] = part
        return out

    def by_block(self, rows: I8) -> Iterator[tuple[Block, Array, I8]]:
        """The blocks that hold some rows: each with where they stand in `rows` and their numbers in the block."""
        if len(self.blocks) == 1:
            yield self.blocks[0], np.arange(len(rows)), rows
            return
        block_of = np.searchsorted(self.start, rows, side="right") - 1
        order = np.argsort(block_of, kind="stable")
        bounds = np.searchsorted(block_of.take(order), np.arange(len(self.blocks) + 1))
        for number in np.flatnonzero(np.diff(bounds)):
            at = order[bounds[number] : bounds[number + 1]]
            yield self.blocks[number], at, rows.take(at) - self.start[number]


def _merged(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, small neighbours put together."""
    held: list[Block] = []
    for block in blocks:
        if len(block) >= SMALL:
            if held:
                yield Block.concat(held)
                held = []
            yield block
            continue
        held.append(block)
        if sum(map(len, held)) >= SMALL:
            yield Block.concat(held)
            held = []
    if held:
        yield Block.concat(held)


def unique_sorted(values: U8) -> U8:
    """The different values of a sorted array."""
    if len(values) < 2:
        return values
    new: Bool = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return values[new]
