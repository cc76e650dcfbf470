"""Resolution: the decision over a whole batch, by block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import F4, I8, U1, U2, Array, join, starts_of
from pipeline.copies.chrome import Chrome
from pipeline.copies.decide import VERSION_OF, Decision
from pipeline.copies.pairs import Pairs, pair_codes
from pipeline.copies.shelf import Shelf
from pipeline.copies.verdicts import COPY, KEPT, REDELIVERY, Verdicts, outputs_column


class Earlier(NamedTuple):
    """Rows that were decided before and stand behind those of the batch: which output each belongs to (0 = this one,
    else 1 + its number in `names`)."""

    names: list[str]
    output_of: U2


NOTHING_EARLIER = Earlier([], np.zeros(0, dtype=np.uint16))


class Resolution:
    """The decision about every row of every block given to `resolve`; `pairs` and `chrome` go to OUT/memory.

    Rows are numbered through the blocks; those of earlier outputs stand behind them."""

    def __init__(
        self,
        shelf: Shelf,
        sizes: Sequence[int],
        state: U1,
        decision: Decision,
        pairs: Pairs,
        chrome: Chrome,
        earlier: Earlier = NOTHING_EARLIER,
    ) -> None:
        self.shelf, self.state, self.pairs, self.chrome = shelf, state, pairs, chrome
        self.kind, self.original = decision.kind, decision.original
        self.start = starts_of(np.array(sizes, dtype=np.int64))
        self._earlier = earlier
        self._figures = _figures(pairs, self.original)
        self._copies = _grouped(self.original[: len(state)], np.flatnonzero(state == COPY))
        beyond = np.flatnonzero(self.original[len(state) :] >= 0) + len(state)
        replaced = beyond[self.original.take(beyond) < len(state)]
        self._superseded = _grouped(self.original, replaced)

    @property
    def counts(self) -> dict[str, int]:
        """How many articles, copies (versions among them) and redeliveries there are."""
        return {
            "articles": int((self.state == KEPT).sum()),
            "copies": int((self.state == COPY).sum()),
            "versions": int((self.kind[: len(self.state)] == VERSION_OF).sum()),
            "redeliveries": int((self.state == REDELIVERY).sum()),
        }

    def verdicts(self, block: int, copies: bool = True) -> Verdicts:
        """The verdicts of one block, by its number in the order given to resolve; with empty lists of `copies` if
        those are not wanted."""
        rows = np.arange(self.start[block], self.start[block + 1])
        original = self.original.take(rows)
        coverage, similarity, numbers = (column.take(rows) for column in self._figures)
        listed, copy_count = self._held(self._copies, rows if copies else rows[:0])
        copy_count = copy_count if copies else np.zeros(len(rows), dtype=np.int64)
        superseded, superseded_count = self._held(self._superseded, rows)
        source, url = self._texts("source_text", listed), self._texts("url_text", listed)
        return Verdicts(
            state=self.state[rows],
            kind=self.kind[rows],
            original=np.where(original[:, None] >= 0, self._ids(np.maximum(original, 0)), 0).astype(np.uint8),
            output=self._output_of(original),
            coverage=coverage,
            similarity=similarity,
            shared_numbers=numbers,
            copy_count=copy_count.astype(np.uint32),
            supersedes_count=superseded_count.astype(np.uint32),
            copy_ids=self._ids(listed),
            copy_source_size=source[1],
            copy_url_size=url[1],
            copy_source=source[0],
            copy_url=url[0],
            supersedes=self._ids(superseded),
            outputs=outputs_column(self._earlier.names),
        )

    def _output_of(self, original: I8) -> U2:
        """0 for an original of this output, else 1 + the number of its own."""
        beyond = original >= len(self.state)
        out = np.zeros(len(original), dtype=np.uint16)
        out[beyond] = self._earlier.output_of.take(original[beyond] - len(self.state))
        return out

    def _held(self, grouped: tuple[I8, I8], rows: I8) -> tuple[I8, I8]:
        """The rows grouped under some rows, by id, and their count."""
        under, members = grouped
        first, last = np.searchsorted(under, rows), np.searchsorted(under, rows, side="right")
        parts = [members[low:high] for low, high in zip(first, last, strict=True) if high > low]
        sorted_parts = [part[np.lexsort(self._ids(part).T[::-1])] for part in parts]
        return join(sorted_parts, np.int64), last - first

    def _ids(self, rows: I8) -> U1:
        out = np.zeros((len(rows), 16), dtype=np.uint8)
        for block, at, local in self.shelf.by_block(rows):
            out[at] = block.ids.take(local, axis=0)
        return out

    def _texts(self, column: str, rows: I8) -> tuple[U1, Array]:
        """A text column of some rows and the sizes of the texts."""
        texts = [b""] * len(rows)
        for block, at, local in self.shelf.by_block(rows):
            start = block.starts(column)
            data: U1 = getattr(block, column)
            for place, row in zip(at.tolist(), local.tolist(), strict=True):
                texts[place] = data[start[row] : start[row + 1]].tobytes()
        sizes = np.array([len(text) for text in texts], dtype=np.uint16)
        return np.frombuffer(b"".join(texts), dtype=np.uint8), sizes


def _grouped(original: I8, rows: I8) -> tuple[I8, I8]:
    """Rows sorted by the row that they repeat."""
    under = original.take(rows)
    order = np.argsort(under, kind="stable")
    return under[order], rows[order]


def _figures(pairs: Pairs, original: I8) -> tuple[F4, F4, F4]:
    """Coverage, similarity and shared numbers of every dropped row with its original; 0 where they never met."""
    coverage, similarity = (np.zeros(len(original), dtype=np.float32) for _ in range(2))
    numbers = np.full(len(original), np.nan, dtype=np.float32)
    dropped = np.flatnonzero(original >= 0)
    codes = pairs.code
    order = np.argsort(codes, kind="stable")
    wanted = pair_codes(dropped, original.take(dropped))
    at = np.searchsorted(codes[order], wanted)
    hit = codes[order].take(at, mode="clip") == wanted if len(codes) else np.zeros(len(wanted), dtype=bool)
    row, pair = dropped[hit], order[at[hit]]
    is_a = pairs.a.take(pair) == row
    coverage[row] = np.where(is_a, pairs.cover_a.take(pair), pairs.cover_b.take(pair))
    similarity[row] = pairs.similarity.take(pair)
    numbers[row] = np.where(is_a, pairs.marked_a.take(pair), pairs.marked_b.take(pair))
    return coverage, similarity, numbers
