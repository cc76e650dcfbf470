"""The packed block: the fingerprints of many articles as numpy columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Block:
    """Fingerprints of many articles. Rows keep the order of the articles that were packed."""

    def __len__(self) -> int:
        raise NotImplementedError

    def id(self, row: int) -> str:
        """The article id (32 hex digits) of a row."""
        raise NotImplementedError

    def url(self, row: int) -> str | None:
        raise NotImplementedError

    def source(self, row: int) -> str | None:
        raise NotImplementedError

    def external_id(self, row: int) -> str | None:
        raise NotImplementedError

    def headline(self, row: int) -> str | None:
        raise NotImplementedError

    def take(self, rows: Sequence[int]) -> Block:
        """A block of some rows, in the order given."""
        raise NotImplementedError

    def to_bytes(self) -> bytes:
        """The same bytes for the same articles, in every process and version."""
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Block:
        """The block again; its columns are views of `data`, nothing is copied. Raises ValueError for other bytes."""
        raise NotImplementedError

    @classmethod
    def concat(cls, blocks: Iterable[Block]) -> Block:
        raise NotImplementedError
