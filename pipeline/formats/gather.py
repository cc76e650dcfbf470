"""One record as its bytes come in: whole while it is small enough, its beginning, hash and size when it is not."""

from __future__ import annotations

from hashlib import sha256


class Gather:
    """Collects pieces of one record in memory bounded by `most` + `keep` bytes, whatever the record's size."""

    __slots__ = ("_hash", "_head", "_head_size", "_keep", "_most", "_pieces", "size")

    def __init__(self, most: int, keep: int) -> None:
        self._most, self._keep = most, keep
        self._pieces: list[bytes] = []
        self._head: list[bytes] = []
        self._head_size = 0
        self._hash = None if most >= 0 else sha256()
        self.size = 0

    def add(self, piece: bytes) -> None:
        """Take the next piece in; beyond `most` bytes in all, what was held is hashed and let go."""
        self.size += len(piece)
        if self._hash is None and self.size <= self._most:
            self._pieces.append(piece)
            return
        if self._hash is None:
            self._hash = sha256()
        for each in (*self._pieces, piece):
            self._hash.update(each)
            if self._head_size < self._keep:
                self._head.append(each[: self._keep - self._head_size])
                self._head_size += len(self._head[-1])
        self._pieces = []

    def content(self) -> bytes | None:
        """The whole record, or None if it is over `most` bytes."""
        return b"".join(self._pieces) if self._hash is None else None

    def head(self) -> bytes:
        """The first `keep` bytes (more, if the whole is held)."""
        return b"".join(self._pieces if self._hash is None else self._head)

    def sha256_hex(self) -> str:
        """Of all bytes taken in."""
        return (self._hash or sha256(self.head())).hexdigest()
