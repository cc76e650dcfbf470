"""Page chrome: paragraphs that an outlet prints around its stories (newsletters, promotions, notes on a gallery).

A paragraph of 8 words or more is chrome of a *named* source that prints it in at least 3 articles with different
headlines which share under half of their other paragraphs. (Else an aggregator's own copies of one story would all be
chrome.) A paragraph that 6 such articles print, whoever prints them, is chrome everywhere: outlets of one house share
their promotions. Learnt from whole blocks in a pass before judging, never by order of arrival.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from pipeline.copies.arrays import I8, U8, Array, Bool, join, mix, pack_columns, unpack_columns
from pipeline.copies.blocks import Block
from pipeline.copies.shelf import Shelf, unique_sorted

MAGIC = b"CDCHROM1"
ARTICLES = 3
"""Articles of one source that must hold a paragraph before it is chrome there: two may be a story and its copy."""

ARTICLES_ANYWHERE = 6
"""Articles of any source. (Between 4 and 8 nothing changes on the development data but the number of paragraphs; at 3
a statement quoted by everybody is lost, and one more newswire copy with it.)"""

_ANYWHERE = np.uint64(0x9E6C63D0876A9A35)

LOOKED_AT = 24
"""Holders of a paragraph that are compared with each other at most: those of the smallest ids."""

PART_ENTRIES = 4_000_000
"""Paragraphs sorted at a time (100 MB)."""


class Chrome:
    """A set of paragraphs, each with its source or anywhere, as 64 bits, sorted."""

    def __init__(self, keys: U8 | None = None) -> None:
        self.keys: U8 = np.zeros(0, dtype=np.uint64) if keys is None else keys

    def __len__(self) -> int:
        return len(self.keys)

    def __or__(self, other: Chrome) -> Chrome:
        return Chrome(unique_sorted(np.sort(np.concatenate([self.keys, other.keys]))))

    def holds(self, keys: U8) -> Bool:
        """Which of these keys are chrome."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=bool)
        held: Bool = self.keys.take(np.searchsorted(self.keys, keys), mode="clip") == keys
        return held

    def to_bytes(self) -> bytes:
        return pack_columns(MAGIC, {"keys": self.keys})

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Chrome:
        return cls(unpack_columns(MAGIC, data)["keys"])


def keys_at_source(block: Block) -> U8:
    """A key for every paragraph of a block and its source; 0 for a short paragraph or an article without source."""
    outlet = np.repeat(block.outlet, block.paragraph_count)
    keys = mix(outlet ^ mix(block.paragraph_hash.astype(np.uint64)))
    keys[(outlet == 0) | (block.paragraph_hash == 0)] = 0
    return keys


def keys_anywhere(block: Block) -> U8:
    """A key for every paragraph of a block, whatever its source; 0 for a short paragraph."""
    keys = mix(_ANYWHERE ^ block.paragraph_hash.astype(np.uint64))
    keys[block.paragraph_hash == 0] = 0
    return keys


def learn(shelf: Shelf, rows: Array) -> Chrome:
    """The chrome of all the articles on a shelf of which `rows` (a mask) is true."""
    total = sum(len(block.paragraph_hash) for block in shelf.blocks)
    parts = 1 << max(0, (total // PART_ENTRIES).bit_length())
    found = []
    for keys_of, articles in ((keys_at_source, ARTICLES), (keys_anywhere, ARTICLES_ANYWHERE)):
        for part in range(parts):
            found.append(_chrome(shelf, *_entries(shelf, rows, keys_of, articles, part, parts), articles))
    return Chrome(np.sort(join(found, np.uint64)))


def _entries(
    shelf: Shelf, rows: Array, keys_of: Callable[[Block], U8], articles: int, part: int, parts: int
) -> tuple[U8, I8]:
    """The keys of one part of all keys that `articles` paragraphs have, with their rows, sorted by key and row."""
    keys, holders = [], []
    shift = np.uint64(64 - max(1, (parts - 1).bit_length()))
    for begin, block in zip(shelf.start, shelf.blocks, strict=False):
        key = keys_of(block)
        held = (key != 0) & np.repeat(rows[begin : begin + len(block)], block.paragraph_count)
        if parts > 1:
            held &= key >> shift == np.uint64(part)
        keys.append(key[held])
        holders.append(np.repeat(np.arange(begin, begin + len(block)), block.paragraph_count)[held])
    key, row = join(keys, np.uint64), join(holders, np.int64)
    often = _often(key, articles)
    key, row = key[often], row[often]
    order = np.lexsort((row, key))
    return key[order], row[order]


def _often(keys: U8, times: int) -> Array:
    """Which keys stand at least so many times among them."""
    order = np.argsort(keys, kind="stable")
    value = keys[order]
    first = np.searchsorted(value, value, side="left")
    last = np.searchsorted(value, value, side="right")
    out = np.zeros(len(keys), dtype=bool)
    out[order[last - first >= times]] = True
    return out


def _chrome(shelf: Shelf, keys: U8, rows: I8, articles: int) -> U8:
    """The keys that are chrome, of sorted keys and their rows."""
    if not len(keys):
        return keys
    bounds = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    ends = np.append(bounds[1:], len(keys)).astype(np.int64)
    ids = shelf.column("ids")
    headlines = shelf.column("headline_key")
    return np.array(
        [
            keys[begin]
            for begin, end in zip(bounds, ends, strict=True)
            if _in_different_articles(shelf, rows[begin:end], ids, headlines, articles)
        ],
        dtype=np.uint64,
    )


def _in_different_articles(shelf: Shelf, rows: I8, ids: Array, headlines: U8, articles: int) -> bool:
    """Whether so many of these rows have different headlines and share under half of their other paragraphs. Long
    ones are tried first: two short ones may share more chrome than they have text."""
    chosen: list[set[int]] = []
    held = [_paragraphs(shelf, row) for row in _by_headline(rows, ids, headlines)]
    for mine in sorted(held, key=len, reverse=True):
        if all(_differ(mine, other) for other in chosen):
            chosen.append(mine)
            if len(chosen) == articles:
                return True
    return False


def _by_headline(rows: I8, ids: Array, headlines: U8) -> Iterator[int]:
    """One row for each headline (all those without one), those of the smallest ids first."""
    if len(rows) > 64 * LOOKED_AT:  # thousands of holders: any sample will do, but a sample that no order decides
        rows = rows[np.argsort(ids[rows, :8].copy().view(">u8").ravel(), kind="stable")[: 64 * LOOKED_AT]]
    seen: set[int] = set()
    for row in sorted(set(rows.tolist()), key=lambda row: bytes(ids[row])):
        headline = int(headlines[row])
        if headline in seen:
            continue
        if headline:
            seen.add(headline)
        yield row
        if len(seen) >= LOOKED_AT:
            return


def _differ(a: set[int], b: set[int]) -> bool:
    """Whether two articles that share a paragraph share under half of their other ones."""
    fewer = min(len(a), len(b)) - 1
    return (len(a & b) - 1) * 2 < max(1, fewer)


def _paragraphs(shelf: Shelf, row: int) -> set[int]:
    number = int(np.searchsorted(shelf.start, row, side="right")) - 1
    block = shelf.blocks[number]
    start = block.starts("paragraph_hash")
    local = row - int(shelf.start[number])
    return set(block.paragraph_hash[start[local] : start[local + 1]].tolist()) - {0}


def masked_paragraphs(block: Block, chrome: Chrome) -> Bool:
    """Which paragraphs of a block (in the order of its ragged columns) are chrome."""
    if not len(chrome):
        return np.zeros(len(block.paragraph_hash), dtype=bool)
    return chrome.holds(keys_at_source(block)) | chrome.holds(keys_anywhere(block))
