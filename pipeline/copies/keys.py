"""Keys: what lets two articles meet, and the pairs that meet. Nothing is compared that shares no key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U8, Bool, join, mix, spans
from pipeline.copies.blocks import Block
from pipeline.copies.masks import Mask
from pipeline.copies.pairs import pair_codes
from pipeline.copies.shelf import Shelf, unique_sorted

PART_KEYS = 1_500_000
"""Keys sorted at a time (120 MB)."""


class Held(NamedTuple):
    """Keys and the rows that hold them, sorted by key, each row once a key."""

    keys: U8
    rows: I8


class Meetings(NamedTuple):
    """Pairs of rows that share a key, as sorted codes; and the keys that too many rows hold."""

    codes: U8
    busy: Held


def block_keys(block: Block, mask: Mask) -> Held:
    """All keys of a block with its row numbers, unsorted."""
    parts = [_text_keys(block, mask), _lead_keys(block, mask), *_fact_keys(block)]
    return Held(join((keys for keys, _ in parts), np.uint64), join((rows for _, rows in parts), np.int64))


def fact_keys(block: Block) -> U8:
    """The keys of a block that say by themselves that two articles may be one: address, external id, a whole text."""
    return join((keys for keys, _ in _fact_keys(block)), np.uint64)


def _fact_keys(block: Block) -> Iterator[Held]:
    row = np.arange(len(block))
    for column in (block.url_key, block.external_key, block.whole_key):
        yield Held(mix(column[column != 0]), row[column != 0])


def _text_keys(block: Block, mask: Mask) -> tuple[U8, I8]:
    """The smallest sampled hashes, without those in page chrome."""
    count = block.key_count.astype(np.int64)
    at = spans(block.starts("sample")[:-1], count)
    row = np.repeat(np.arange(len(block)), count)
    keys = (block.key_top.astype(np.uint64) << np.uint64(32)) | block.sample.take(at)
    if mask.rows is None:
        return keys, row
    kept = ~mask.places(row, block.place.take(at))
    return keys[kept], row[kept]


def _lead_keys(block: Block, mask: Mask) -> tuple[U8, I8]:
    """The smallest hashes of the lead, without those in page chrome."""
    count = block.lead_key_count.astype(np.int64)
    row = np.repeat(np.arange(len(block)), count)
    index = block.lead_key.astype(np.int64)
    low = block.lead.take(block.starts("lead").take(row) + index)
    keys = (block.lead_key_top.astype(np.uint64) << np.uint64(32)) | low
    if mask.rows is None:
        return keys, row
    kept = ~mask.lead_places(row, index)
    return keys[kept], row[kept]


def meetings(shelf: Shelf, masks: Sequence[Mask], alive: Bool, busy: int, wanted: Callable[[U8], Bool]) -> Meetings:
    """The pairs of living rows on a shelf that share a key which at most `busy` rows hold and that are `wanted` (a
    million articles meet in fifty million pairs by a turn of phrase); the other keys apart."""
    total = sum(int(block.key_count.sum()) + int(block.lead_key_count.sum()) for block in shelf.blocks)
    parts = 1 << max(0, (total // PART_KEYS).bit_length())
    codes, crowded = [], []
    for part in range(parts):
        found = meet(_shared(sorted_keys(_part(shelf, masks, alive, part, parts))), busy)
        codes.append(found.codes[wanted(found.codes)])
        crowded.append(found.busy)
    keys = join((held.keys for held in crowded), np.uint64)
    rows = join((held.rows for held in crowded), np.int64)
    return Meetings(sorted_codes(codes), Held(keys, rows))


def _part(shelf: Shelf, masks: Sequence[Mask], alive: Bool, part: int, parts: int) -> Held:
    """The keys of living rows of which the upper bits are `part`, unsorted."""
    keys, rows = [], []
    shift = np.uint64(64 - max(1, (parts - 1).bit_length()))
    for begin, block, mask in zip(shelf.start[:-1], shelf.blocks, masks, strict=True):
        held = block_keys(block, mask)
        kept = alive.take(held.rows + begin)
        if parts > 1:
            kept &= held.keys >> shift == np.uint64(part)
        keys.append(held.keys[kept])
        rows.append(held.rows[kept] + begin)
    return Held(join(keys, np.uint64), join(rows, np.int64))


def sorted_keys(held: Held) -> Held:
    """Sorted by key and row, each row once a key."""
    order = np.lexsort((held.rows, held.keys))
    keys, rows = held.keys[order], held.rows[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    return Held(keys[new], rows[new])


def _shared(held: Held) -> Held:
    """Without the keys of a single row."""
    keys, rows = held
    twice = np.zeros(len(keys), dtype=bool)
    twice[1:] = keys[1:] == keys[:-1]
    twice[:-1] |= twice[1:]
    return Held(keys[twice], rows[twice])


def meet(held: Held, busy: int) -> Meetings:
    """The pairs of rows under the same key, of keys sorted with their rows."""
    bounds = _bounds(held.keys)
    begin, size = bounds[:-1], np.diff(bounds)
    codes = [_all_pairs(held.rows, begin[size == rows], int(rows)) for rows in np.unique(size[size <= busy])]
    crowded = spans(begin[size > busy], size[size > busy])
    return Meetings(sorted_codes(codes), Held(held.keys.take(crowded), held.rows.take(crowded)))


def sorted_codes(parts: Iterable[U8]) -> U8:
    """Pair codes sorted, each once."""
    return unique_sorted(np.sort(join(parts, np.uint64)))


def _all_pairs(rows: I8, begin: I8, size: int) -> U8:
    """The codes of all pairs in groups of one size."""
    first, second = np.triu_indices(size, 1)
    return pair_codes(rows[begin[:, None] + first].ravel(), rows[begin[:, None] + second].ravel())


def groups(held: Held) -> Iterator[I8]:
    """The rows of each key."""
    for low, high in pairwise(_bounds(held.keys)):
        yield held.rows[low:high]


def _bounds(keys: U8) -> I8:
    """Where each run of equal keys begins, and the end of the last."""
    if not len(keys):
        return np.zeros(1, dtype=np.int64)
    new = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate([[0], new, [len(keys)]]).astype(np.int64)
