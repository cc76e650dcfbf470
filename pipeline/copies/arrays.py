"""Numpy columns: their types, ragged rows, one packed form for files, and hashes that never change.

Nothing here depends on Python's `hash`, on the order of a dict or on the version of numpy.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

U1 = NDArray[np.uint8]
U2 = NDArray[np.uint16]
U4 = NDArray[np.uint32]
U8 = NDArray[np.uint64]
I8 = NDArray[np.int64]
F4 = NDArray[np.float32]
F8 = NDArray[np.float64]
Bool = NDArray[np.bool_]
Array = NDArray[Any]

_MIX_1, _MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_ALIGN = 8


def mix(values: U8) -> U8:
    """Spread 64-bit values evenly (the finaliser of splitmix64); a new array."""
    out: U8 = values ^ (values >> np.uint64(30))
    out *= _MIX_1
    out ^= out >> np.uint64(27)
    out *= _MIX_2
    out ^= out >> np.uint64(31)
    return out


def hash_text(*parts: str) -> int:
    """64 bits of blake2b over the parts; never 0, which stands for "none" in a column of such hashes."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") or 1


def starts_of(counts: Array) -> I8:
    """Where each ragged row begins, and behind the last one the total.

    >>> starts_of(np.array([2, 0, 3])).tolist()
    [0, 2, 2, 5]
    """
    out = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def spans(begin: I8, counts: Array) -> I8:
    """Indexes of several spans, one after the other.

    >>> spans(np.array([10, 30]), np.array([2, 3])).tolist()
    [10, 11, 30, 31, 32]
    """
    where = starts_of(counts)
    return np.repeat(begin - where[:-1], counts) + np.arange(where[-1], dtype=np.int64)


def pack_columns(magic: bytes, columns: Mapping[str, Array]) -> bytes:
    """Columns as bytes: the magic (8 bytes), then for each its name, dtype, shape and values, aligned to 8 bytes."""
    out = bytearray(magic)
    for name, column in columns.items():
        head = f"{name} {column.dtype.str} {','.join(map(str, column.shape))}".encode()
        out += struct.pack("<QQ", len(head), column.nbytes) + head
        out += bytes(-len(out) % _ALIGN)
        out += np.ascontiguousarray(column).data.cast("B") if column.nbytes else b""
        out += bytes(-len(out) % _ALIGN)
    return bytes(out)


def unpack_columns(magic: bytes, data: bytes | memoryview) -> dict[str, Array]:
    """The columns again, as read-only views of `data`. Raises ValueError where these are not such bytes."""
    view = memoryview(data)
    if bytes(view[: len(magic)]) != magic:
        raise ValueError(f"these bytes begin with {bytes(view[:8])!r}, not with {magic!r}")
    at, columns = len(magic), {}
    while at < len(view):
        try:
            head_size, size = struct.unpack_from("<QQ", view, at)
            name, dtype, shape = bytes(view[at + 16 : at + 16 + head_size]).decode().split(" ")
            at += 16 + head_size
            at += -at % _ALIGN
            dimensions = tuple(int(part) for part in shape.split(","))
            columns[name] = np.frombuffer(view[at : at + size], dtype=dtype).reshape(dimensions)
        except (ValueError, TypeError, OverflowError, struct.error) as error:
            raise ValueError(f"these columns are cut short or damaged after {list(columns)}: {error}") from None
        at += size + -size % _ALIGN
    return columns


def join(parts: Iterable[Array], dtype: Any) -> Array:
    """One array of several, also of none at all."""
    held = list(parts)
    return np.concatenate(held) if held else np.zeros(0, dtype=dtype)
