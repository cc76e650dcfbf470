"""Verdicts: what was decided about the articles of one block, complete in itself for whoever writes them."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from pipeline.copies.arrays import F4, I8, U1, U2, U4, pack_columns, starts_of, unpack_columns
from pipeline.records import Article, CopyOf, Duplicate, State

MAGIC = b"CDVERDC1"
KEPT, COPY, REDELIVERY = 0, 1, 2
"""States of a row."""

KINDS = ("", "copy", "cut", "version")
"""Names of the kinds of a copy (`duplicate.kind`), by their number."""


@dataclass(frozen=True)
class Verdicts:
    """One verdict a row of a block, in its order."""

    state: U1
    kind: U1  # of a copy, see KINDS
    original: U1  # 16 bytes a row: id of the kept article that it repeats
    output: U2  # 0 = that one is in this output, else 1 + its number in `outputs`
    coverage: F4  # share of the copy that stands in the original
    similarity: F4
    shared_numbers: F4  # NaN where the copy has neither numbers nor names
    copy_count: U4  # dropped in favour of this row
    supersedes_count: U4
    copy_ids: U1
    copy_source_size: U2
    copy_url_size: U2
    copy_source: U1
    copy_url: U1
    supersedes: U1  # ids, 16 bytes each
    outputs: U1  # names of earlier outputs in UTF-8, a line each

    def __len__(self) -> int:
        return len(self.state)

    def duplicate(self, row: int) -> Duplicate | None:
        """Which article a row repeats; None for one that is kept."""
        if self.state[row] != COPY:
            return None
        numbers = float(self.shared_numbers[row])
        return Duplicate(
            original_id=self.original[row].tobytes().hex(),
            original_output=self._outputs[self.output[row] - 1] if self.output[row] else None,
            kind=KINDS[self.kind[row]],
            coverage=round(float(self.coverage[row]), 4),
            similarity=round(float(self.similarity[row]), 4),
            shared_numbers=None if math.isnan(numbers) else round(numbers, 4),
        )

    def copies(self, row: int) -> tuple[CopyOf, ...]:
        """The copies that were dropped in favour of a row."""
        first, last = self._starts["copy_count"][row : row + 2]
        return tuple(
            CopyOf(
                self.copy_ids[at].tobytes().hex(), self._text("copy_source", int(at)), self._text("copy_url", int(at))
            )
            for at in range(first, last)
        )

    def superseded(self, row: int) -> tuple[str, ...]:
        """Ids written earlier that a row replaces."""
        first, last = self._starts["supersedes_count"][row : row + 2]
        return tuple(id_.tobytes().hex() for id_ in self.supersedes[first:last])

    def apply(self, row: int, article: Article) -> Article | None:
        """The article with its `duplicate`, `copies`, `supersedes` and `state` filled in; None for a redelivery."""
        if self.state[row] == REDELIVERY:
            return None
        if self.state[row] == COPY:
            return replace(article, duplicate=self.duplicate(row), state=State.COPY)
        return replace(article, copies=self.copies(row), supersedes=self.superseded(row), state=State.ARTICLE)

    def to_bytes(self) -> bytes:
        """The same bytes for the same verdicts."""
        return pack_columns(MAGIC, {field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Verdicts:
        """The verdicts again. Raises ValueError for other bytes."""
        try:
            return cls(**unpack_columns(MAGIC, data))
        except TypeError as error:
            raise ValueError(f"these are not the columns of verdicts: {error}") from None

    @cached_property
    def _starts(self) -> dict[str, I8]:
        names = ("copy_count", "supersedes_count", "copy_source_size", "copy_url_size")
        return {name: starts_of(getattr(self, name)) for name in names}

    @cached_property
    def _outputs(self) -> list[str]:
        return self.outputs.tobytes().decode("utf-8", "surrogateescape").split("\n")

    def _text(self, name: str, at: int) -> str | None:
        start = self._starts[f"{name}_size"]
        data: U1 = getattr(self, name)[start[at] : start[at + 1]]
        return data.tobytes().decode("utf-8", "replace") or None


def outputs_column(names: list[str]) -> U1:
    """Names of earlier outputs as the column `outputs`."""
    return np.frombuffer("\n".join(names).encode("utf-8", "surrogateescape"), dtype=np.uint8)
