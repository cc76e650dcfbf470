"""Keys: what lets two articles meet. Nothing is compared that shares no key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from pipeline.copies.arrays import I8, U8, join, mix, spans
from pipeline.copies.blocks import Block
from pipeline.copies.masks import Mask
from pipeline.copies.repeated import Held
from pipeline.copies.shelf import unique_sorted


def block_keys(block: Block, mask: Mask) -> Held:
    """All keys of a block with its row numbers, unsorted."""
    return _joined(text_keys(block, mask), fact_keys(block))


def text_keys(block: Block, mask: Mask) -> Held:
    """The keys of the text of each row, without those in page chrome."""
    return _joined(_sample_keys(block, mask), _lead_keys(block, mask))


def fact_keys(block: Block, _: Mask | None = None) -> Held:
    """The keys that say by themselves that two articles may be one: address, external id, a whole text."""
    row = np.arange(len(block))
    columns = (block.url_key, block.external_key, block.whole_key)
    return _joined(*(Held(mix(column[column != 0]), row[column != 0]) for column in columns))


def _joined(*parts: Held) -> Held:
    return Held(join((keys for keys, _ in parts), np.uint64), join((rows for _, rows in parts), np.int64))


def _sample_keys(block: Block, mask: Mask) -> Held:
    """The smallest sampled hashes, without those in page chrome."""
    count = block.key_count.astype(np.int64)
    at = spans(block.starts("sample")[:-1], count)
    row = np.repeat(np.arange(len(block)), count)
    keys = (block.key_top.astype(np.uint64) << np.uint64(32)) | block.sample.take(at)
    if mask.rows is None:
        return Held(keys, row)
    kept = ~mask.places(row, block.place.take(at))
    return Held(keys[kept], row[kept])


def _lead_keys(block: Block, mask: Mask) -> Held:
    """The smallest hashes of the lead, without those in page chrome."""
    count = block.lead_key_count.astype(np.int64)
    row = np.repeat(np.arange(len(block)), count)
    index = block.lead_key.astype(np.int64)
    low = block.lead.take(block.starts("lead").take(row) + index)
    keys = (block.lead_key_top.astype(np.uint64) << np.uint64(32)) | low
    if mask.rows is None:
        return Held(keys, row)
    kept = ~mask.lead_places(row, index)
    return Held(keys[kept], row[kept])


def sorted_keys(held: Held) -> Held:
    """Sorted by key and row, each row once a key."""
    order = np.lexsort((held.rows, held.keys))
    keys, rows = held.keys[order], held.rows[order]
    new = np.ones(len(keys), dtype=bool)
    new[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    return Held(keys[new], rows[new])


def sorted_codes(parts: Iterable[U8]) -> U8:
    """Pair codes sorted, each once."""
    return unique_sorted(np.sort(join(parts, np.uint64)))


def groups(held: Held) -> Iterator[I8]:
    """The rows of each key."""
    for low, high in pairwise(bounds_of(held.keys)):
        yield held.rows[low:high]


def bounds_of(keys: U8) -> I8:
    """Where each run of equal keys begins, and the end of the last."""
    if not len(keys):
        return np.zeros(1, dtype=np.int64)
    new = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    return np.concatenate([[0], new, [len(keys)]]).astype(np.int64)
