"""Verdicts: what was decided about the articles of one block, complete in itself for whoever writes them."""

from __future__ import annotations

from pipeline.records import Article

KEPT, COPY, REDELIVERY = 0, 1, 2


class Verdicts:
    """One verdict a row of a block, in its order. `state` is a numpy u1 array of KEPT, COPY, REDELIVERY."""

    def __len__(self) -> int:
        raise NotImplementedError

    def apply(self, row: int, article: Article) -> Article | None:
        """The article with its `duplicate`, `copies`, `supersedes` and `state` filled in; None for a redelivery."""
        raise NotImplementedError

    def to_bytes(self) -> bytes:
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Verdicts:
        raise NotImplementedError
