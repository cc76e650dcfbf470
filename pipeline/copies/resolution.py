"""Resolution: the decision over a whole batch, by block."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import F4, I8, U1, U2, Array, Bool, starts_of
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
        copies = np.flatnonzero(state == COPY)
        self._copies = _sorted(self.original.take(copies), self._ids(copies), copies)
        beyond = np.flatnonzero(self.original[len(state) :] >= 0) + len(state)
        replaced = beyond[self.original.take(beyond) < len(state)]
        ids = self._ids(replaced)
        self._superseded = _sorted(self.original.take(replaced), ids, ids)

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
        listed, copy_count = _lists_of(rows, self._copies if copies else _NO_LISTS)
        superseded, superseded_count = _lists_of(rows, self._superseded)
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
            supersedes=superseded,
            outputs=outputs_column(self._earlier.names),
        )

    def holds(self, ids: Sequence[str]) -> Bool:
        """Which ids were decided about, here or in an earlier output."""
        if not ids:
            return np.zeros(0, dtype=bool)
        held: Bool = np.isin(_packed(ids).view(_ID).ravel(), self._names())
        return held

    def keep_superseding(self, pairs: Sequence[tuple[str, str]]) -> None:
        """What articles superseded when they were first decided (pairs of ids, the second superseded) stays so where
        that one is not at hand: by the article, or by the one that it is dropped for now."""
        held = self.holds([gone for _, gone in pairs])
        left = [pair for pair, at_hand in zip(pairs, held, strict=True) if not at_hand]
        rows = self._rows_of({by for by, _ in left})
        every = sorted({(self._kept_for(rows[by]), gone) for by, gone in left if by in rows})
        under, ids = self._superseded
        ids = np.concatenate([ids, _packed([gone for _, gone in every])])
        self._superseded = _sorted(np.append(under, [row for row, _ in every]).astype(np.int64), ids, ids)

    def _rows_of(self, ids: Set[str]) -> dict[str, int]:
        """The rows of some ids, of those that are written here."""
        names = self._names()[: len(self.state)]
        wanted = _packed(sorted(ids)).view(_ID).ravel()
        rows = np.flatnonzero(np.isin(names, wanted) & (self.state != REDELIVERY)) if ids else ()
        return {bytes(self._ids(np.array([row]))).hex(): int(row) for row in rows}

    def _kept_for(self, row: int) -> int:
        """The row that a row was dropped for, if that is one of this output; else itself."""
        original = int(self.original[row])
        return original if 0 <= original < len(self.state) else row

    def _names(self) -> Array:
        """The id of every row as one value."""
        return np.ascontiguousarray(self.shelf.column("ids")).view(_ID).ravel()

    def _output_of(self, original: I8) -> U2:
        """0 for an original of this output, else 1 + the number of its own."""
        beyond = original >= len(self.state)
        out = np.zeros(len(original), dtype=np.uint16)
        out[beyond] = self._earlier.output_of.take(original[beyond] - len(self.state))
        return out

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


_ID = np.dtype("S16")


def _packed(ids: Sequence[str]) -> U1:
    """Ids as 16 bytes each."""
    return np.frombuffer(bytes.fromhex("".join(ids)), dtype=np.uint8).reshape(-1, 16)


Lists = tuple[I8, Array]
"""Entries and the row that each stands under, sorted by that row and their id."""

_NO_LISTS: Lists = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


def _sorted(under: I8, ids: U1, entries: Array) -> Lists:
    """Entries as lists: under which row each stands, and its id."""
    halves = np.ascontiguousarray(ids).view(">u8")
    order = np.lexsort((halves[:, 1], halves[:, 0], under))
    return under[order], entries[order]


def _lists_of(rows: I8, lists: Lists) -> tuple[Array, I8]:
    """The lists of consecutive rows, one after the other, and how long each is."""
    under, entries = lists
    first, last = np.searchsorted(under, rows), np.searchsorted(under, rows, side="right")
    return entries[slice(first[0], last[-1]) if len(rows) else slice(0)], last - first


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
