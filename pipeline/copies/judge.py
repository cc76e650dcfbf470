"""Judge: whether one article covers another. No state, and the same whichever came first."""

from __future__ import annotations

import numpy as np

from pipeline.copies.arrays import I8, U1, U8, Array, Bool
from pipeline.copies.blocks import DECLARED, DIGEST, UNDATED, Block
from pipeline.copies.chrome import Chrome, masked_paragraphs
from pipeline.copies.figures import PLACE_BITS, Figures, compare, without_repeats
from pipeline.copies.pairs import A_COVERS, B_COVERS, VERSION, Pairs, of_codes
from pipeline.copies.rule import Rule
from pipeline.copies.shelf import NOTHING, Shelf
from pipeline.copies.shingles import LEAD, MAX_PARAGRAPH, NAMED, SAMPLE

PAIRS_AT_ONCE = 512
"""Pairs judged in one step: their rectangles stay in the processor's cache."""


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
        undated |= np.abs(np.where(undated, 0, first - second)) <= self.rule.horizon_us
        return undated

    def judge(self, codes: U8) -> Pairs:
        """The judged pairs of some pair codes; those with nothing to say are left out."""
        parts = []
        for begin in range(0, len(codes), PAIRS_AT_ONCE):
            a, b = of_codes(codes[begin : begin + PAIRS_AT_ONCE])
            parts.append(self._ruled(a, b, self.figures(a, b)))
        self.judged += len(codes)
        return Pairs.concat(parts)

    def figures(self, a: I8, b: I8) -> Figures:
        """What pairs of rows share, before any rule."""
        rows, at = np.unique(np.concatenate([a, b]), return_inverse=True)
        samples = self.shelf.rectangle(rows, SAMPLE, self._sample)
        leads = without_repeats(self.shelf.rectangle(rows, LEAD, self._lead))
        at_a, at_b = at[: len(a)], at[len(a) :]
        whole = self.shelf.counts("shingles", rows).astype(np.float64)
        held = self.shelf.counts("sample_count", rows)
        return compare(samples, leads, whole, held, at_a, at_b)

    def _sample(self, block: Block, rows: I8) -> tuple[Array, I8]:
        values, count = block.ragged("sample", rows)
        place, _ = block.ragged("place", rows)
        out = values.astype(np.uint64) << PLACE_BITS | place.astype(np.uint64)
        mask = self._mask_of[id(block)]
        if mask.rows is not None and mask.rows.take(rows).any():
            out[mask.places(np.repeat(rows, count), place)] = NOTHING
        return out, count

    def _lead(self, block: Block, rows: I8) -> tuple[Array, I8]:
        values, count = block.ragged("lead", rows)
        index = np.arange(len(values)) - np.repeat(np.cumsum(count) - count, count)
        out = values.astype(np.uint64) << PLACE_BITS | index.astype(np.uint64)
        mask = self._mask_of[id(block)]
        if mask.rows is not None and mask.rows.take(rows).any():
            out[mask.lead_places(rows, count, index)] = NOTHING
        return out, count

    def _ruled(self, a: I8, b: I8, of: Figures) -> Pairs:
        """The figures held against the rule."""
        rule = self.rule
        flags_a, flags_b = self.flags.take(a), self.flags.take(b)
        tiny = (self.whole_key.take(a) != 0) & (self.whole_key.take(a) == self.whole_key.take(b))
        enough = of.shared >= rule.min_shared
        alike = of.similarity >= rule.similarity
        starts = (of.first_a <= rule.near_start) & (of.first_b <= rule.near_start)
        common = enough & (alike | starts)
        like = of.like_length(rule)
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
