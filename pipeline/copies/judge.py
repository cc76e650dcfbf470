"""Judge: what two articles share, and whether one covers the other. No state, and the same whichever came first."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from pipeline.copies.arrays import F4, I8, U1, U8, Array, Bool, join, pack_columns, unpack_columns
from pipeline.copies.blocks import DECLARED, DIGEST, UNDATED, Block
from pipeline.copies.chrome import Chrome, masked_paragraphs
from pipeline.copies.rule import Rule
from pipeline.copies.shelf import NOTHING, Shelf
from pipeline.copies.shingles import LEAD, MAX_PARAGRAPH, NAMED, SAMPLE

MAGIC = b"CDPAIRS1"
PAIRS_AT_ONCE = 512
"""Pairs judged in one step: their rectangles stay in the processor's cache."""

A_COVERS, B_COVERS, VERSION = 1, 2, 4
"""Flags of a judged pair: a covers b, b covers a, they are versions of one article."""

_ALL = np.uint64(0xFFFFFFFF)
_SIDE, _PLACE, _HASH = np.uint64(8), np.uint64(0xFF), np.uint64(9)


@dataclass(frozen=True)
class Pairs:
    """Judged pairs of rows, a < b."""

    a: I8
    b: I8
    flags: U1
    cover_a: F4  # share of a that stands in b
    cover_b: F4  # share of b that stands in a
    similarity: F4  # Jaccard
    marked_a: F4  # share of a's shingles with a number or name that stand in b; NaN if it has none
    marked_b: F4
    numbers_a: F4  # the same of those with a number
    numbers_b: F4
    shared: F4  # shingles, estimated

    def __len__(self) -> int:
        return len(self.a)

    @property
    def code(self) -> U8:
        """Each pair as one number."""
        return pair_codes(self.a, self.b)

    def take(self, which: Array) -> Pairs:
        return Pairs(**{field.name: getattr(self, field.name)[which] for field in fields(self)})

    @classmethod
    def concat(cls, parts: list[Pairs]) -> Pairs:
        return cls(
            **{
                field.name: join((getattr(part, field.name) for part in parts), _PAIR_TYPES[field.name])
                for field in fields(cls)
            }
        )

    def to_bytes(self) -> bytes:
        return pack_columns(MAGIC, {field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Pairs:
        return cls(**unpack_columns(MAGIC, data))


_PAIR_TYPES = {"a": np.int64, "b": np.int64, "flags": np.uint8} | dict.fromkeys(
    ("cover_a", "cover_b", "similarity", "marked_a", "marked_b", "numbers_a", "numbers_b", "shared"), np.float32
)


def pair_codes(a: I8, b: I8) -> U8:
    """Pairs of rows as sortable numbers, the smaller row first."""
    low, high = np.minimum(a, b).astype(np.uint64), np.maximum(a, b).astype(np.uint64)
    codes: U8 = (low << np.uint64(32)) | high
    return codes


def of_codes(codes: U8) -> tuple[I8, I8]:
    """The rows of pair codes."""
    return (codes >> np.uint64(32)).astype(np.int64), (codes & _ALL).astype(np.int64)


class Judge:
    """Judges pairs of rows of one shelf."""

    def __init__(self, shelf: Shelf, rule: Rule, chrome: Chrome) -> None:
        self.shelf, self.rule, self.chrome = shelf, rule, chrome
        self.published: I8 = shelf.column("published")
        self.flags: U1 = shelf.column("flags")
        self.url_key: U8 = shelf.column("url_key")
        self.external_key: U8 = shelf.column("external_key")
        self.headline_key: U8 = shelf.column("headline_key")
        self.whole_key: U8 = shelf.column("whole_key")
        self.masked = [_Masks(block, chrome) for block in shelf.blocks]
        self._mask_of = {id(block): mask for block, mask in zip(shelf.blocks, self.masked, strict=True)}
        self.judged = 0

    def near(self, a: I8, b: I8) -> Bool:
        """Which pairs were published within the horizon, or are undated."""
        first, second = self.published.take(a), self.published.take(b)
        undated: Bool = (first == UNDATED) | (second == UNDATED)
        undated |= (np.abs(np.where(undated, 0, first - second)) <= self.rule.horizon_us)
        return undated

    def judge(self, codes: U8) -> Pairs:
        """The judged pairs of some pair codes; those with nothing to say are left out."""
        parts = []
        for begin in range(0, len(codes), PAIRS_AT_ONCE):
            a, b = of_codes(codes[begin : begin + PAIRS_AT_ONCE])
            parts.append(self._judge(a, b))
        self.judged += len(codes)
        return Pairs.concat(parts)

    def _judge(self, a: I8, b: I8) -> Pairs:
        rows, at = np.unique(np.concatenate([a, b]), return_inverse=True)
        samples = self.shelf.rectangle(rows, SAMPLE, self._sample)
        leads = _without_repeats(self.shelf.rectangle(rows, LEAD, self._lead))
        at_a, at_b = at[: len(a)], at[len(a) :]
        whole = self.shelf.counts("shingles", rows).astype(np.float64)
        held = self.shelf.counts("sample_count", rows)
        found = _compare(samples, leads, whole, held, at_a, at_b)
        return self._ruled(a, b, found)

    def _sample(self, block: Block, rows: I8) -> tuple[Array, I8]:
        values, count = block.ragged("sample", rows)
        place, _ = block.ragged("place", rows)
        out = values.astype(np.uint64) << _HASH | place.astype(np.uint64)
        mask = self._mask_of[id(block)]
        if mask.rows is not None and mask.rows.take(rows).any():
            out[mask.places(np.repeat(rows, count), place)] = NOTHING
        return out, count

    def _lead(self, block: Block, rows: I8) -> tuple[Array, I8]:
        values, count = block.ragged("lead", rows)
        index = np.arange(len(values)) - np.repeat(np.cumsum(count) - count, count)
        out = values.astype(np.uint64) << _HASH | index.astype(np.uint64)
        mask = self._mask_of[id(block)]
        if mask.rows is not None and mask.rows.take(rows).any():
            out[mask.lead_places(rows, count, index)] = NOTHING
        return out, count

    def _ruled(self, a: I8, b: I8, of: _Found) -> Pairs:
        """The figures held against the rule."""
        rule = self.rule
        flags_a, flags_b = self.flags.take(a), self.flags.take(b)
        tiny = (self.whole_key.take(a) != 0) & (self.whole_key.take(a) == self.whole_key.take(b))
        enough = of.shared >= rule.min_shared
        alike = of.similarity >= rule.similarity
        starts = (of.first_a <= rule.near_start) & (of.first_b <= rule.near_start)
        common = enough & (alike | starts)
        like = (np.minimum(of.size_a, of.size_b) >= rule.like_length * np.maximum(of.size_a, of.size_b)) & (
            np.maximum(of.size_a, of.size_b) < rule.template_shingles
        )
        a_covers = common & (of.cover_b >= rule.coverage) & ~(like & (of.marked_b < rule.marked * of.cover_b))
        b_covers = common & (of.cover_a >= rule.coverage) & ~(like & (of.marked_a < rule.marked * of.cover_a))
        digest_a, digest_b = flags_a & DIGEST != 0, flags_b & DIGEST != 0
        a_covers, b_covers = a_covers & (~digest_a | b_covers), b_covers & (~digest_b | a_covers)
        declared_a, declared_b = flags_a & DECLARED != 0, flags_b & DECLARED != 0
        turn_a, turn_b = a_covers & declared_a & ~declared_b, b_covers & declared_b & ~declared_a
        a_covers, b_covers = (a_covers & ~turn_a) | turn_b, (b_covers & ~turn_b) | turn_a
        a_covers, b_covers = a_covers | tiny, b_covers | tiny
        version = self._same_story(a, b) & (enough | self._same_headline(a, b))
        near = self.near(a, b)
        flags = near * (A_COVERS * a_covers + B_COVERS * b_covers + VERSION * version)
        kept = near & (enough | tiny | version)
        one = np.where(tiny, 1.0, 0.0)
        figures = {
            "cover_a": np.maximum(of.cover_a, one),
            "cover_b": np.maximum(of.cover_b, one),
            "similarity": np.maximum(of.similarity, one),
            "marked_a": of.marked_a,
            "marked_b": of.marked_b,
            "numbers_a": of.numbers_a,
            "numbers_b": of.numbers_b,
            "shared": of.shared,
        }
        columns = {name: column[kept].astype(np.float32) for name, column in figures.items()}
        return Pairs(a[kept], b[kept], flags[kept].astype(np.uint8), **columns)

    def _same_story(self, a: I8, b: I8) -> Bool:
        url, external = self.url_key.take(a), self.external_key.take(a)
        same: Bool = (url != 0) & (url == self.url_key.take(b))
        same |= (external != 0) & (external == self.external_key.take(b))
        return same

    def _same_headline(self, a: I8, b: I8) -> Bool:
        headline = self.headline_key.take(a)
        same: Bool = (headline != 0) & (headline == self.headline_key.take(b))
        return same


class _Masks:
    """The page chrome of one block: which shingles it takes out."""

    def __init__(self, block: Block, chrome: Chrome) -> None:
        masked = masked_paragraphs(block, chrome)
        self.rows: Array | None = None
        if not masked.any():
            return
        row = np.repeat(np.arange(len(block)), block.paragraph_count)
        start = block.starts("paragraph_hash")
        number = np.arange(len(row)) - start.take(row)
        self.rows = np.zeros(len(block), dtype=bool)
        self.rows[row[masked]] = True
        masked &= number < MAX_PARAGRAPH
        self.keys = np.sort(row[masked] * 128 + number[masked])
        self.block = block

    def places(self, rows: I8, place: U1) -> Bool:
        """Which sampled shingles of some rows stand in page chrome."""
        wanted = rows * 128 + (place & ~np.uint8(NAMED))
        at = np.searchsorted(self.keys, wanted)
        hit: Bool = self.keys.take(at, mode="clip") == wanted
        return hit

    def lead_places(self, rows: I8, count: I8, index: I8) -> Bool:
        """Which shingles of some rows' leads stand in page chrome; `index` = their places in the lead."""
        first, paragraphs = self.block.ragged("paragraph_first", rows)
        begin = np.cumsum(paragraphs) - paragraphs
        line = np.repeat(np.arange(len(rows)), paragraphs) * 65_536 + first
        wanted = np.repeat(np.arange(len(rows)), count) * 65_536 + index
        at = np.searchsorted(line, wanted, side="right") - 1
        number = at - np.repeat(begin, count)
        return self.places(np.repeat(rows, count), np.minimum(number, MAX_PARAGRAPH).astype(np.uint8))


@dataclass(frozen=True)
class _Found:
    """What pairs of articles share, as measured."""

    shared: Array
    similarity: Array
    cover_a: Array
    cover_b: Array
    marked_a: Array
    marked_b: Array
    numbers_a: Array
    numbers_b: Array
    first_a: Array
    first_b: Array
    size_a: Array
    size_b: Array


def _compare(samples: U8, leads: U8, whole: Array, held: I8, at_a: I8, at_b: I8) -> _Found:
    """Compare rows `at_a` with rows `at_b` of the rectangles."""
    present = samples != NOTHING
    size = np.where(whole > held, whole * present.sum(axis=1) / np.maximum(held, 1), present.sum(axis=1))
    hashes = samples >> _HASH
    limit = np.where(whole > held, _last(hashes, held), _ALL)
    limit_ab = np.minimum(limit.take(at_a), limit.take(at_b))
    number = present & (hashes & np.uint64(1) != 0)
    marked = number | (present & (samples & np.uint64(NAMED) != 0))
    both, marks = _meet(samples, at_a, at_b)
    lead_hash, first_a, first_b = _meet_leads(leads, at_a, at_b)
    lead_shared = (lead_hash != NOTHING).sum(axis=1)
    lead_sampled = (lead_hash <= limit_ab[:, None]).sum(axis=1)
    below_a = hashes[at_a] <= limit_ab[:, None]
    below_b = hashes[at_b] <= limit_ab[:, None]
    size_a, size_b = size.take(at_a), size.take(at_b)
    rest = np.maximum(both - lead_sampled, 0)
    cover_a = _coverage(below_a.sum(axis=1), size_a, rest, lead_shared, lead_sampled)
    cover_b = _coverage(below_b.sum(axis=1), size_b, rest, lead_shared, lead_sampled)
    of_a, of_b = cover_a * size_a, cover_b * size_b
    shared = np.where(size_a < size_b, of_a, np.where(size_b < size_a, of_b, np.maximum(of_a, of_b)))
    similarity = shared / np.maximum(size_a + size_b - shared, 1)
    marked_a = _share(marks[0], (below_a & marked[at_a]).sum(axis=1))
    marked_b = _share(marks[1], (below_b & marked[at_b]).sum(axis=1))
    numbers_a = _share(marks[2], (below_a & number[at_a]).sum(axis=1))
    numbers_b = _share(marks[2], (below_b & number[at_b]).sum(axis=1))
    return _Found(
        shared=shared,
        similarity=similarity,
        cover_a=cover_a,
        cover_b=cover_b,
        marked_a=marked_a,
        marked_b=marked_b,
        numbers_a=numbers_a,
        numbers_b=numbers_b,
        first_a=first_a,
        first_b=first_b,
        size_a=size_a,
        size_b=size_b,
    )


def _without_repeats(leads: U8) -> U8:
    """Each row sorted, of a repeated hash only its first place."""
    leads.sort(axis=1)
    hashes = leads >> _HASH
    leads[:, 1:][hashes[:, 1:] == hashes[:, :-1]] = NOTHING
    return leads


def _last(hashes: U8, held: I8) -> U8:
    """The largest hash that each row's sample reaches to."""
    at = np.maximum(held - 1, 0)
    last = hashes[np.arange(len(held)), at]
    missing = last > _ALL
    if missing.any():  # page chrome took it out: the one before it, a little too small at most
        rest = np.where(hashes[missing] > _ALL, np.uint64(0), hashes[missing])
        last[missing] = rest.max(axis=1)
    return last


def _coverage(sampled: Array, size: Array, rest: Array, lead_shared: Array, lead_sampled: Array) -> Array:
    """Share of an article that stands in the other: exact in the leads, a ratio of samples in what is left."""
    ratio = rest / np.maximum(sampled - lead_sampled, 1)
    share: Array = (lead_shared + ratio * np.maximum(size - lead_shared, 0)) / np.maximum(size, 1)
    return np.minimum(share, 1.0)


def _share(part: Array, whole: Array) -> Array:
    return np.where(whole > 0, part / np.maximum(whole, 1), np.nan)


def _meet(samples: U8, at_a: I8, at_b: I8) -> tuple[Array, tuple[Array, Array, Array]]:
    """How many sampled hashes each pair shares, and how many of them are marked in a, marked in b, with a number."""
    width = samples.shape[1]
    both = np.empty((len(at_a), 2 * width), dtype=np.uint64)
    both[:, :width] = samples[at_a]
    np.bitwise_or(samples[at_b], np.uint64(1) << _SIDE, out=both[:, width:])
    both.sort(axis=1, kind="stable")  # two sorted runs are merged: 2.5 us where an unstable sort takes 6
    hashes = both >> _HASH
    same = (hashes[:, 1:] == hashes[:, :-1]) & (hashes[:, 1:] <= _ALL)
    number = hashes[:, 1:] & np.uint64(1) != 0
    marked_a = same & (number | (both[:, :-1] & np.uint64(NAMED) != 0))
    marked_b = same & (number | (both[:, 1:] & np.uint64(NAMED) != 0))
    return same.sum(axis=1), (marked_a.sum(axis=1), marked_b.sum(axis=1), (same & number).sum(axis=1))


def _meet_leads(leads: U8, at_a: I8, at_b: I8) -> tuple[U8, Array, Array]:
    """The hashes that both leads hold (NOTHING elsewhere), and where the first of them stands in each."""
    width = leads.shape[1]
    both = np.empty((len(at_a), 2 * width), dtype=np.uint64)
    both[:, :width] = leads[at_a]
    np.bitwise_or(leads[at_b], np.uint64(1) << _SIDE, out=both[:, width:])
    both.sort(axis=1, kind="stable")
    hashes = both >> _HASH
    same = (hashes[:, 1:] == hashes[:, :-1]) & (hashes[:, 1:] <= _ALL)
    place = both & np.uint64(0x7F)
    first_a = np.where(same, place[:, :-1], LEAD).min(axis=1)
    first_b = np.where(same, place[:, 1:], LEAD).min(axis=1)
    return np.where(same, hashes[:, 1:], NOTHING), first_a, first_b
