"""Masks: which shingles of a block stand in page chrome. They are left out of keys and comparisons; nothing is
fingerprinted twice."""

from __future__ import annotations

import numpy as np

from pipeline.copies.arrays import I8, U1, Bool
from pipeline.copies.blocks import Block
from pipeline.copies.chrome import Chrome, keys_anywhere, keys_at_source
from pipeline.copies.shingles import MAX_PARAGRAPH, NAMED

_PARAGRAPHS = MAX_PARAGRAPH + 1
_LEAD_PLACES = 65_536


class Mask:
    """The page chrome of one block."""

    def __init__(self, block: Block, chrome: Chrome) -> None:
        self.block = block
        self.rows: Bool | None = None  # which rows have any; None if none has
        if not len(chrome):
            return
        masked = chrome.holds(keys_at_source(block)) | chrome.holds(keys_anywhere(block))
        if not masked.any():
            return
        row = np.repeat(np.arange(len(block)), block.paragraph_count)
        number = np.arange(len(row)) - block.starts("paragraph_hash").take(row)
        masked &= number < MAX_PARAGRAPH
        self.rows = np.zeros(len(block), dtype=bool)
        self.rows[row[masked]] = True
        self._held = row[masked] * _PARAGRAPHS + number[masked]  # sorted

    def touches(self, rows: I8) -> bool:
        """Whether any of these rows has page chrome."""
        return self.rows is not None and bool(self.rows.take(rows).any())

    def places(self, rows: I8, place: U1) -> Bool:
        """Which sampled shingles stand in page chrome; `rows` = the row of each, `place` = its place byte."""
        return self._hit(rows, (place & ~np.uint8(NAMED)).astype(np.int64))

    def lead_places(self, rows: I8, index: I8) -> Bool:
        """Which shingles of the lead stand in page chrome; `rows` = the row of each, ascending, `index` = its place in
        that row's lead."""
        here, at = np.unique(rows, return_inverse=True)
        first, count = self.block.ragged("paragraph_first", here)
        line = np.repeat(np.arange(len(here)), count) * _LEAD_PLACES + first
        number = (
            np.searchsorted(line, at * _LEAD_PLACES + index, side="right") - 1 - (np.cumsum(count) - count).take(at)
        )
        return self._hit(rows, np.minimum(number, MAX_PARAGRAPH))

    def _hit(self, rows: I8, number: I8) -> Bool:
        wanted = rows * _PARAGRAPHS + number
        hit: Bool = self._held.take(np.searchsorted(self._held, wanted), mode="clip") == wanted
        return hit
