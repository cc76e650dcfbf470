"""Looking at the beginning of a source without taking it away."""

from __future__ import annotations

from pipeline.formats.base import Source

HEAD_BYTES = 64 << 10  # enough to tell a format by its content; every byte range of a file reads them again


class Peeked:
    """A source of which `head`, its first bytes, can be seen before they are read. Raises as the source does."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.head = self._ready = source.read(HEAD_BYTES)

    def read(self, size: int = -1, /) -> bytes:
        """As the source reads."""
        if not self._ready:
            return self._source.read(size)
        out, self._ready = (self._ready, b"") if size < 0 else (self._ready[:size], self._ready[size:])
        return out
