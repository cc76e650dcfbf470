"""Order: which of two printings comes first, and so is kept."""

from __future__ import annotations

import numpy as np

from pipeline.copies.arrays import I8, U8, Array, Bool
from pipeline.copies.blocks import DAY, DECLARED, UNDATED
from pipeline.copies.outlets import outlet_key
from pipeline.copies.rule import Rule
from pipeline.copies.shelf import Shelf

DAY_US = 86_400_000_000
LAST = np.iinfo(np.int64).max


class Order:
    """The order fields of every row of a shelf."""

    def __init__(self, shelf: Shelf, rule: Rule) -> None:
        ids = shelf.column("ids")
        halves = np.ascontiguousarray(ids).view(">u8").astype(np.uint64)
        self.id_high: U8 = halves[:, 0]
        self.id_low: U8 = halves[:, 1]
        flags = shelf.column("flags")
        self.length: I8 = shelf.column("length").astype(np.int64)
        self.shingles: I8 = shelf.column("shingles").astype(np.int64)
        self.published: I8 = shelf.column("published")
        day = flags & DAY != 0
        dated = self.published != UNDATED
        end = np.where(day & dated, self.published - self.published % DAY_US + DAY_US - 1, self.published)
        self.since: I8 = np.where(dated, end, LAST)
        self.declared: Bool = flags & DECLARED != 0
        self.outlet: U8 = shelf.column("outlet")
        self.credited: U8 = shelf.column("credited")
        self.own_agency: Bool = (self.outlet != 0) & (self.outlet == shelf.column("agency"))
        preferred = np.array([outlet_key(name) for name in rule.prefer], dtype=np.uint64)
        self.preferred: Bool = (self.outlet != 0) & np.isin(self.outlet, preferred)
        self.version: Array = shelf.column("version")
        self.modified: I8 = shelf.column("modified")

    def static(self, rows: I8) -> I8:
        """Some rows in the part of the order that no pair changes."""
        order = np.lexsort(
            (
                self.id_low.take(rows),
                self.id_high.take(rows),
                self.since.take(rows),
                self.declared.take(rows),
                ~self.preferred.take(rows),
            )
        )
        return rows.take(order)

    def full(self, rows: I8, cut: Bool, own: Bool) -> I8:
        """Some rows in the order of decision: mere cuts last, longer ones first; then declared copies, then what is
        not in its own outlet, then by time of publication, then by id."""
        order = np.lexsort(
            (
                self.id_low.take(rows),
                self.id_high.take(rows),
                self.since.take(rows),
                ~own,
                self.declared.take(rows),
                ~self.preferred.take(rows),
                np.where(cut, -self.length.take(rows), 0),
                cut,
            )
        )
        return rows.take(order)

    def latest(self, rows: I8) -> I8:
        """Some rows, the latest version first."""
        version = np.nan_to_num(self.version.take(rows), nan=-1.0)
        order = np.lexsort(
            (
                self.id_low.take(rows),
                self.id_high.take(rows),
                self.length.take(rows),
                self.published.take(rows),
                self.modified.take(rows),
                version,
            )
        )
        return rows.take(order[::-1])
