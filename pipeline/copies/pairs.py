"""Judged pairs: what was found about two articles, as numpy columns."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from pipeline.copies.arrays import F4, I8, U1, U8, Array, join, pack_columns, unpack_columns

MAGIC = b"CDPAIRS2"

A_COVERS, B_COVERS, VERSION = 1, 2, 4
"""Flags of a judged pair: a covers b, b covers a, they are versions of one article."""

_LOW = np.uint64(0xFFFFFFFF)


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
    return (codes >> np.uint64(32)).astype(np.int64), (codes & _LOW).astype(np.int64)
