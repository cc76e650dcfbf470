"""Looking at the beginning of a source without taking it away."""

from __future__ import annotations

from pipeline.formats.base import Source
from pipeline.records import Refused

HEAD_BYTES = 64 << 10  # enough to tell a format by its content; every byte range of a file reads them again


def beginning(source: Source, size: int) -> bytes:
    """The first `size` bytes, or all there are, however few the source gives at a time. Raises as the source does if
    it gives nothing at all; what fails later will fail again when it is read."""
    head = bytearray(source.read(size))
    try:
        while head and len(head) < size and (more := source.read(size - len(head))):
            head += more
    except (OSError, Refused):
        pass
    return bytes(head)


class Peeked:
    """A source of which `head`, its first bytes, can be seen before they are read. Raises as the source does."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.head = self._ready = beginning(source, HEAD_BYTES)

    def read(self, size: int = -1, /) -> bytes:
        """As the source reads."""
        if not self._ready:
            return self._source.read(size)
        out, self._ready = (self._ready, b"") if size < 0 else (self._ready[:size], self._ready[size:])
        return out
