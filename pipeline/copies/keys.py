"""Keys: what lets two articles meet, and the pairs that meet. Nothing is compared that shares no key."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U8, Bool, join, mix, spans
from pipeline.copies.blocks import Block
from pipeline.copies.chrome import Chrome, masked_paragraphs
from pipeline.copies.pairs import pair_codes
from pipeline.copies.shelf import Shelf, unique_sorted
from pipeline.copies.shingles import MAX_PARAGRAPH, NAMED

PART_KEYS = 4_000_000
"""Keys sorted at a time (150 MB)."""


class Held(NamedTuple):
    """Keys and the rows that hold them, sorted by key, each row once a key."""

    keys: U8
    rows: I8


class Meetings(NamedTuple):
    """Pairs of rows that share a key, sorted codes; and the keys that too many rows hold."""

    codes: U8
    busy: Held


def block_keys(block: Block, chrome: Chrome) -> Held:
    """All keys of a block with its row numbers, unsorted."""
    row = np.arange(len(block))
    parts = [*_text_keys(block, chrome), *_lead_keys(block, chrome)]
    for column in (block.url_key, block.external_key, block.whole_key):
        parts.append((mix(column[column != 0]), row[column != 0]))
    return Held(join((keys for keys, _ in parts), np.uint64), join((rows for _, rows in parts), np.int64))


def _text_keys(block: Block, chrome: Chrome) -> Iterator[tuple[U8, I8]]:
    """The smallest sampled hashes, without those in page chrome."""
    count = block.key_count.astype(np.int64)
    at = spans(block.starts("sample")[:-1], count)
    row = np.repeat(np.arange(len(block)), count)
    keys = (block.key_top.astype(np.uint64) << np.uint64(32)) | block.sample.take(at)
    number = block.place.take(at) & ~np.uint8(NAMED)
    kept = ~_in_chrome(block, chrome, row, number.astype(np.int64))
    yield keys[kept], row[kept]


def _lead_keys(block: Block, chrome: Chrome) -> Iterator[tuple[U8, I8]]:
    """The smallest hashes of the lead, without those in page chrome."""
    count = block.lead_key_count.astype(np.int64)
    row = np.repeat(np.arange(len(block)), count)
    index = block.lead_key.astype(np.int64)
    keys = (block.lead_key_top.astype(np.uint64) << np.uint64(32)) | block.lead.take(
        block.starts("lead").take(row) + index
    )
    if not len(chrome):
        yield keys, row
        return
    line = np.repeat(np.arange(len(block)), block.paragraph_count) * 65_536 + block.paragraph_first
    number = np.searchsorted(line, row * 65_536 + index, side="right") - 1 - block.starts("paragraph_hash").take(row)
    kept = ~_in_chrome(block, chrome, row, number)
    yield keys[kept], row[kept]


def _in_chrome(block: Block, chrome: Chrome, row: I8, number: I8) -> Bool:
    """Whether paragraphs `number` of rows are page chrome."""
    masked = masked_paragraphs(block, chrome)
    if not masked.any():
        return np.zeros(len(row), dtype=bool)
    count = block.paragraph_count.take(row)
    inside = (number < MAX_PARAGRAPH) & (number < count)
    hit: Bool = masked.take(block.starts("paragraph_hash").take(row) + np.where(inside, number, 0), mode="clip")
    return hit & inside


def meetings(shelf: Shelf, chrome: Chrome, alive: Bool, busy: int) -> Meetings:
    """All pairs of living rows on a shelf that share a key which at most `busy` rows hold; the other keys apart."""
    total = sum(int(block.key_count.sum()) + int(block.lead_key_count.sum()) for block in shelf.blocks)
    parts = 1 << max(0, (total // PART_KEYS).bit_length())
    codes, crowded = [], []
    for part in range(parts):
        held = _shared(sorted_keys(_part(shelf, chrome, alive, part, parts)))
        found = meet(held, busy)
        codes.append(found.codes)
        crowded.append(found.busy)
    keys = join((held.keys for held in crowded), np.uint64)
    rows = join((held.rows for held in crowded), np.int64)
    return Meetings(unique_sorted(np.sort(join(codes, np.uint64))), Held(keys, rows))


def _part(shelf: Shelf, chrome: Chrome, alive: Bool, part: int, parts: int) -> Held:
    keys, rows = [], []
    shift = np.uint64(64 - max(1, (parts - 1).bit_length()))
    for begin, block in zip(shelf.start, shelf.blocks, strict=False):
        held = block_keys(block, chrome)
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
    codes = [_all_pairs(held.rows, begin[size == number], int(number)) for number in np.unique(size[size <= busy])]
    crowded = spans(begin[size > busy], size[size > busy])
    return Meetings(
        unique_sorted(np.sort(join(codes, np.uint64))), Held(held.keys.take(crowded), held.rows.take(crowded))
    )


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
