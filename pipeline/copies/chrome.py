"""Page chrome: paragraphs that an outlet prints around its stories (newsletters, promotions, notes on a gallery).

A paragraph of 8 words or more is chrome of a *named* source that prints it in at least 3 different articles. A
paragraph that 6 different ones print, whoever prints them, is chrome everywhere: outlets of one house share their
promotions. Learnt from whole blocks in a pass before judging, never by order of arrival.

Different articles have different headlines, share under half of their paragraphs (else an aggregator's own copies of
one story would all be chrome), and what stands in their other paragraphs is different too (else the many edited
printings of one story would make each other's paragraphs chrome: of 5,000 such printings 3,343 were left).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U8, Array, Bool, join, mix, pack_columns, unpack_columns
from pipeline.copies.blocks import Block
from pipeline.copies.repeated import Held, repeated
from pipeline.copies.shelf import Shelf, unique_sorted
from pipeline.copies.shingles import NAMED, SAMPLE

MAGIC = b"CDCHROM2"
ARTICLES = 3
"""Articles of one source that must hold a paragraph before it is chrome there: two may be a story and its copy."""

ARTICLES_ANYWHERE = 6
"""Articles of any source. (Between 4 and 8 nothing changes on the development data but the number of paragraphs; at 3
a statement quoted by everybody is lost, and one more newswire copy with it.)"""

_ANYWHERE = np.uint64(0x9E6C63D0876A9A35)

LOOKED_AT = 24
"""Holders of a paragraph that are compared with each other at most: those of the smallest ids."""

SKETCH = 64
"""Hashes of an article by which it is compared here: enough to tell a half from a tenth."""

SKETCHES_HELD = 8_192
"""Articles whose sketches are kept at hand (100 MB); the paragraphs of one article come close together."""


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
    found = []
    for keys_of, articles in ((keys_at_source, ARTICLES), (keys_anywhere, ARTICLES_ANYWHERE)):
        for part in repeated(partial(_entries, shelf, rows, keys_of), total):
            found.append(_chrome(shelf, *_often(part, articles), articles))
    return Chrome(np.sort(join(found, np.uint64)))


def _entries(shelf: Shelf, rows: Array, keys_of: Callable[[Block], U8]) -> Iterator[Held]:
    """The keys of the paragraphs of each block, with their rows."""
    for begin, block in zip(shelf.start, shelf.blocks, strict=False):
        key = keys_of(block)
        held = (key != 0) & np.repeat(rows[begin : begin + len(block)], block.paragraph_count)
        row = np.repeat(np.arange(begin, begin + len(block), dtype=np.uint32), block.paragraph_count)
        yield Held(key[held], row[held])


def _often(held: Held, times: int) -> Held:
    """The keys that stand at least so many times among them, sorted by key and row."""
    value = np.sort(held.keys)
    frequent = value[: max(0, len(value) - times + 1)]
    often = Chrome(unique_sorted(frequent[frequent == value[times - 1 :]])).holds(held.keys)
    key, row = held.keys[often], held.rows[often]
    order = np.lexsort((row, key))
    return Held(key[order], row[order])


def _chrome(shelf: Shelf, keys: U8, rows: I8, articles: int) -> U8:
    """The keys that are chrome, of sorted keys and their rows."""
    if not len(keys):
        return keys
    bounds = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    ends = np.append(bounds[1:], len(keys)).astype(np.int64)
    look = _Look(shelf)
    return np.array(
        [
            key
            for key, low, high in zip(keys[bounds], bounds, ends, strict=True)
            if look.differ(rows[low:high], articles)
        ],
        dtype=np.uint64,
    )


class _Look:
    """Looks at the articles that hold one paragraph."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.ids, self.headlines = shelf.column("ids"), shelf.column("headline_key")
        self.shingles = shelf.column("shingles")
        self.sketch = lru_cache(SKETCHES_HELD)(self._sketch)

    def differ(self, rows: I8, articles: int) -> bool:
        """Whether so many of these rows have different headlines and are different articles. Long ones are tried
        first: two short ones may share more chrome than they have text."""
        chosen: list[int] = []
        held = list(self._by_headline(rows))
        for row in sorted(held, key=lambda row: -int(self.shingles[row])):
            if all(self._differ(row, other) for other in chosen):
                chosen.append(row)
                if len(chosen) == articles:
                    return True
        return False

    def _by_headline(self, rows: I8) -> list[int]:
        """One row for each headline (all those without one), those of the smallest ids first."""
        if len(rows) > 64 * LOOKED_AT:  # thousands: any sample will do, but one that the order of input does not decide
            high = self.ids[rows, :8].copy().view(">u8").ravel()
            rows = rows[np.argsort(high, kind="stable")[: 64 * LOOKED_AT]]
        found: list[int] = []
        seen: set[int] = {0}
        for row in sorted(set(rows.tolist()), key=lambda row: bytes(self.ids[row])):
            headline = int(self.headlines[row])
            if headline and headline in seen:
                continue
            seen.add(headline)
            found.append(row)
            if len(found) == LOOKED_AT:
                break
        return found

    def _differ(self, row: int, other: int) -> bool:
        """Whether two articles share under half of their paragraphs, and of the rest of their text under half too."""
        mine, theirs = self.sketch(row), self.sketch(other)
        shared = mine.paragraphs & theirs.paragraphs
        fewer = min(len(mine.paragraphs), len(theirs.paragraphs)) - 1
        if (len(shared) - 1) * 2 >= max(1, fewer):
            return False
        limit = min(mine.limit, theirs.limit)
        rest = [hash_ for hash_, of in mine.hashes.items() if hash_ <= limit and of not in shared]
        theirs_too = sum(theirs.hashes.get(hash_, 0) not in shared for hash_ in rest if hash_ in theirs.hashes)
        their_rest = sum(hash_ <= limit and of not in shared for hash_, of in theirs.hashes.items())
        return theirs_too * 2 < max(1, min(len(rest), their_rest))

    def _sketch(self, row: int) -> _Sketch:
        number = int(np.searchsorted(self.shelf.start, row, side="right")) - 1
        block, local = self.shelf.blocks[number], row - int(self.shelf.start[number])
        begin, end = block.starts("sample")[local : local + 2].tolist()
        first, last = block.starts("paragraph_hash")[local : local + 2].tolist()
        paragraphs = block.paragraph_hash[first:last].tolist()
        hashes = block.sample[begin : min(end, begin + SKETCH)].tolist()
        places = (block.place[begin : begin + len(hashes)] & ~np.uint8(NAMED)).tolist()
        whole = end - begin <= SKETCH and len(hashes) < SAMPLE
        limit = 0xFFFFFFFF if whole or not hashes else hashes[-1]
        by_hash = {hash_: paragraphs[place] for hash_, place in zip(hashes, places, strict=True)}
        return _Sketch(frozenset(paragraphs) - {0}, by_hash, limit)


class _Sketch(NamedTuple):
    """What is looked at of an article: its longer paragraphs, its smallest hashes each with its paragraph, and the
    hash up to which they are all."""

    paragraphs: frozenset[int]
    hashes: dict[int, int]
    limit: int
