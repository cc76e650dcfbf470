"""Judge: whether one article covers another. No state, and the same whichever came first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from pipeline.copies.arrays import I8, U1, U4, U8, Array, Bool, spans
from pipeline.copies.blocks import DECLARED, DIGEST, UNDATED, Block
from pipeline.copies.figures import NO_KEY, PLACE_BITS, Figures, Texts, common_keys, without_repeats
from pipeline.copies.masks import Mask
from pipeline.copies.pairs import A_COVERS, B_COVERS, VERSION, Pairs, of_codes
from pipeline.copies.rule import Rule
from pipeline.copies.shelf import NOTHING, Shelf
from pipeline.copies.shingles import KEYS, LEAD, LEAD_KEYS, SAMPLE

GATHERED_PAIRS = 16_384
"""Pairs whose fingerprints are gathered together (100 MB at most): a gather costs some microseconds a block."""

COMPARED_PAIRS = 256
"""Pairs compared in one step: their rectangles stay in the processor's cache."""

COMMON_KEYS = 2
"""Of their 32 keys two articles must share two to be judged: one is a turn of phrase. (On the development data the same
copies are found as if one were enough, and a third as many pairs are judged; at three the first is lost.)"""


KEY_BITS = 16
"""Bits of a key in the table by which many rows are looked at together: of 32 keys one in 60 rows has two by chance."""

_KEY_ENDS = np.uint32((1 << KEY_BITS) - 1)


class Judge:
    """Judges pairs of rows of one shelf."""

    def __init__(self, shelf: Shelf, rule: Rule, masks: Sequence[Mask]) -> None:
        self.shelf, self.rule = shelf, rule
        self.published: I8 = shelf.column("published")
        self.flags: U1 = shelf.column("flags")
        self.url_key: U8 = shelf.column("url_key")
        self.external_key: U8 = shelf.column("external_key")
        self.headline_key: U8 = shelf.column("headline_key")
        self.whole_key: U8 = shelf.column("whole_key")
        self._mask_of = {id(block): mask for block, mask in zip(shelf.blocks, masks, strict=True)}

    def near(self, a: I8, b: I8) -> Bool:
        """Which pairs were published within the horizon, or are undated."""
        first, second = self.published.take(a), self.published.take(b)
        undated: Bool = (first == UNDATED) | (second == UNDATED)
        undated |= np.abs(np.where(undated, 0, first - second)) <= self.rule.horizon_us
        return undated

    def worth_it(self, codes: U8) -> Bool:
        """Which pairs are near and promising: a look that costs a tenth of a judgement."""
        out = self.near(*of_codes(codes))
        out[out] = self._promising(codes[out])
        return out

    def _promising(self, codes: U8) -> Bool:
        """Which pairs share COMMON_KEYS keys at least, or may be versions, or are tiny and equal."""
        out = np.zeros(len(codes), dtype=bool)
        for begin in range(0, len(codes), COMPARED_PAIRS):
            a, b = of_codes(codes[begin : begin + COMPARED_PAIRS])
            found = common_keys(self._keys, a, b) >= COMMON_KEYS
            found |= self._same_whole(a, b) | self._same_story(a, b)
            out[begin : begin + len(a)] = found
        return out

    def may_be_worth_it(self, row: int, others: I8) -> Bool:
        """Which of many rows may be worth judging with one: a look at all that costs a tenth of `worth_it`."""
        marked = np.zeros(1 << KEY_BITS, dtype=bool)
        mine = self._keys[row]
        marked[mine[mine != NO_KEY] & _KEY_ENDS] = True
        alone = np.full(len(others), row)
        out: Bool = marked.take(self._keys[others] & _KEY_ENDS).sum(axis=1) >= COMMON_KEYS
        return out | self._same_whole(alone, others) | self._same_story(alone, others)

    @cached_property
    def _keys(self) -> U4:
        """The keys of every row, sorted, each once, without their upper halves (128 bytes an article)."""
        out = np.empty((len(self.shelf), KEYS + LEAD_KEYS), dtype=np.uint32)
        for begin, block in zip(self.shelf.start[:-1], self.shelf.blocks, strict=True):
            out[begin : begin + len(block)] = _keys(block)
        return out

    def judge(self, codes: U8) -> Pairs:
        """The judged pairs of some sorted codes; those with nothing to say are left out."""
        parts = []
        for begin in range(0, len(codes), GATHERED_PAIRS):
            a, b = of_codes(codes[begin : begin + GATHERED_PAIRS])
            parts += [self._ruled(a[some], b[some], figures) for some, figures in self.figures(a, b)]
        return Pairs.concat(parts)

    def figures(self, a: I8, b: I8) -> Iterator[tuple[slice, Figures]]:
        """What pairs of rows share, before any rule, some pairs at a time."""
        rows, at = np.unique(np.concatenate([a, b]), return_inverse=True)
        samples = self.shelf.rectangle(rows, SAMPLE, self._sample)
        leads = self.shelf.rectangle(rows, LEAD, self._lead)
        whole, held = self.shelf.counts("shingles", rows), self.shelf.counts("sample_count", rows)
        for begin in range(0, len(a), COMPARED_PAIRS):
            some = slice(begin, min(begin + COMPARED_PAIRS, len(a)))
            ours, here = np.unique(np.concatenate([at[: len(a)][some], at[len(a) :][some]]), return_inverse=True)
            texts = Texts(samples[ours], without_repeats(leads[ours]), whole[ours], held[ours])
            yield some, texts.compare(here[: some.stop - begin], here[some.stop - begin :])

    def _sample(self, block: Block, rows: I8) -> tuple[Array, I8]:
        values, count = block.ragged("sample", rows)
        place, _ = block.ragged("place", rows)
        out = values.astype(np.uint64) << PLACE_BITS | place.astype(np.uint64)
        mask = self._mask_of[id(block)]
        if mask.touches(rows):
            out[mask.places(np.repeat(rows, count), place)] = NOTHING
        return out, count

    def _lead(self, block: Block, rows: I8) -> tuple[Array, I8]:
        values, count = block.ragged("lead", rows)
        index = np.arange(len(values)) - np.repeat(np.cumsum(count) - count, count)
        out = values.astype(np.uint64) << PLACE_BITS | index.astype(np.uint64)
        mask = self._mask_of[id(block)]
        if mask.touches(rows):
            out[mask.lead_places(np.repeat(rows, count), index)] = NOTHING
        return out, count

    def _ruled(self, a: I8, b: I8, of: Figures) -> Pairs:
        """The figures held against the rule."""
        rule = self.rule
        flags_a, flags_b = self.flags.take(a), self.flags.take(b)
        tiny = self._same_whole(a, b)
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

    def _same_whole(self, a: I8, b: I8) -> Bool:
        whole = self.whole_key.take(a)
        same: Bool = (whole != 0) & (whole == self.whole_key.take(b))
        return same

    def _same_story(self, a: I8, b: I8) -> Bool:
        url, external = self.url_key.take(a), self.external_key.take(a)
        same: Bool = (url != 0) & (url == self.url_key.take(b))
        same |= (external != 0) & (external == self.external_key.take(b))
        return same

    def _same_headline(self, a: I8, b: I8) -> Bool:
        headline = self.headline_key.take(a)
        same: Bool = (headline != 0) & (headline == self.headline_key.take(b))
        return same


def _keys(block: Block) -> U4:
    """The keys of a block's rows, sorted, each once, filled up with NO_KEY."""
    out = np.full((len(block), KEYS + LEAD_KEYS), NO_KEY)
    place = np.arange(KEYS + LEAD_KEYS)
    count, more = block.key_count.astype(np.int64), block.lead_key_count.astype(np.int64)
    out[place < count[:, None]] = block.sample.take(spans(block.starts("sample")[:-1], count))
    low = block.lead.take(np.repeat(block.starts("lead")[:-1], more) + block.lead_key)
    out[(place >= KEYS) & (place < KEYS + more[:, None])] = low
    out.sort(axis=1)
    out[:, 1:][out[:, 1:] == out[:, :-1]] = NO_KEY
    out.sort(axis=1)
    return out
