"""Compressed inputs: .gz .bz2 .xz .zst, known by their first bytes or by their name.

All four are read by one loop over engines that share an interface (that of `bz2.BZ2Decompressor`), in bounded memory
whatever the input holds. Members one after another are one stream. Of a damaged input everything before the damage is
delivered, then Refused is raised."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable
from typing import NamedTuple, Protocol

from pipeline.formats.base import CHUNK_BYTES, MIB, Handle, Origin
from pipeline.records import Reason, Refused

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

XZ_MEMORY_BYTES = 256 * MIB  # `xz -9` asks for 65 MiB; more than this is refused, not taken
FAILURES = (zlib.error, lzma.LZMAError, zstd.ZstdError, OSError, EOFError, ValueError)  # bz2 raises OSError


class Engine(Protocol):
    """Decompresses one member, at most `max_length` bytes a call; `unused_data` is what follows the member."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class Gunzip:
    """zlib for one gzip member (checksum and length included), with the interface of the other engines."""

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=31)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        out = self._engine.decompress(self._engine.unconsumed_tail + data, max_length)
        self.needs_input = len(out) < max_length and not self._engine.unconsumed_tail
        return out


class Codec(NamedTuple):
    """One kind of compression. `magics`: how a member begins."""

    name: str
    extensions: tuple[str, ...]
    magics: tuple[bytes, ...]
    engine: Callable[[], Engine]


CODECS = (
    Codec("gzip", (".gz", ".gzip"), (b"\x1f\x8b\x08",), Gunzip),
    Codec("bzip2", (".bz2",), (b"BZh",), bz2.BZ2Decompressor),
    Codec("xz", (".xz",), (b"\xfd7zXZ\0",), lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, XZ_MEMORY_BYTES)),
    Codec(
        "zstandard",
        (".zst", ".zstd"),
        (b"\x28\xb5\x2f\xfd", *(bytes([low, 0x2A, 0x4D, 0x18]) for low in range(0x50, 0x60))),  # or a skippable frame
        zstd.ZstdDecompressor,
    ),
)
BZIP2_BLOCKS = (b"1AY&SY", b"\x17rE8P\x90")  # text may well begin with "BZh"; a bzip2 stream goes on like this
MAGIC_BYTES = 10  # at the beginning of an input, enough to tell


def codec_of(uri: str, head: bytes = b"") -> Codec | None:
    """The codec by the first bytes of the input, else by its name; None if it is not compressed.

    >>> codec_of("feed", b"\\x1f\\x8b\\x08\\0").name, codec_of("day.jsonl.ZST").name, codec_of("day.txt", b"BZh")
    ('gzip', 'zstandard', None)
    """
    for codec in CODECS:
        if head.startswith(codec.magics) and (codec.name != "bzip2" or head[4:10] in BZIP2_BLOCKS):
            return codec
    name = uri.lower()
    return next((codec for codec in CODECS if name.endswith(codec.extensions)), None)


def stem(uri: str) -> str:
    """The name without the extension of its compression, lower case: the extension of its format is left."""
    codec, name = codec_of(uri), uri.lower()
    return next((name[: -len(end)] for end in codec.extensions if name.endswith(end)), name) if codec else name


class Decompressed:
    """The bytes of a compressed handle, read forwards. `read` raises Refused(BAD_COMPRESSION, DECOMPRESSED_TOO_LARGE)
    once everything before the damage or the limit has been delivered, and OSError as the handle does."""

    def __init__(self, handle: Handle, codec: Codec, origin: Origin) -> None:
        self._handle, self._codec, self._limit = handle, codec, origin.limits.max_decompressed_bytes
        self._engine: Engine | None = None
        self._input = b""  # read from the handle and not given to the engine yet
        self._position = 0  # of the handle
        self._member_at = 0  # where the present member begins in the handle
        self._member_out = 0  # bytes that it has given so far
        self._size = 0  # bytes given in all
        self._ready = b""  # decompressed, to be delivered
        self._failure: Refused | None = None  # to be raised when `_ready` is empty

    def read(self, size: int = -1, /) -> bytes:
        """At least one byte, at most `size`, or b'' at the end. A negative size: what is at hand."""
        while not self._ready:
            if self._failure is not None:
                raise self._failure
            if self._engine is None and not self._next_member():
                return b""
            self._ready = self._within_limit(self._step())
        if size < 0 or len(self._ready) <= size:
            out, self._ready = self._ready, b""
        else:
            out, self._ready = self._ready[:size], self._ready[size:]
        return out

    def _next_member(self) -> bool:
        """Start on the member that follows, if any; zero bytes between members are padding (tapes, xz)."""
        begun = self._position > 0
        self._input = self._input.lstrip(b"\0") if begun else self._input
        while len(self._input) < MAGIC_BYTES and (more := self._fill()):
            self._input += more
            self._input = self._input.lstrip(b"\0") if begun else self._input
        if begun and not self._input:
            return False
        if begun and not self._input.startswith(self._codec.magics):
            self._failure = self._damaged("what follows the compressed data is something else")
            return True
        self._engine, self._member_out = self._codec.engine(), 0
        self._member_at = self._position - len(self._input)
        return True

    def _fill(self) -> bytes:
        chunk = self._handle.read(CHUNK_BYTES)
        self._position += len(chunk)
        return chunk

    def _step(self) -> bytes:
        """What one call of the engine gives. Sets `_failure` when it fails."""
        engine = self._engine
        if engine is None:
            return b""
        if engine.needs_input and not self._input:
            self._input = self._fill()
            if not self._input:
                self._failure = self._damaged("it ends before the compressed data does")
                return b""
        data, self._input = self._input, b""
        try:
            out = engine.decompress(data, CHUNK_BYTES)
        except FAILURES as error:
            out = self._rescued()
            self._failure = self._damaged(str(error))
        if engine.eof:
            self._engine, self._input = None, engine.unused_data
        self._member_out += len(out)
        return out

    def _rescued(self) -> bytes:
        """What the call that failed had decompressed before it did: the engines throw it away, so the member is
        decompressed again up to there, and on from there byte by byte."""
        engine, seen, out = self._codec.engine(), 0, bytearray()
        self._handle.seek(self._member_at)
        try:
            while len(out) < CHUNK_BYTES and not engine.eof:
                data = self._handle.read(CHUNK_BYTES) if engine.needs_input else b""
                step = min(CHUNK_BYTES, self._member_out - seen) or 1
                piece = engine.decompress(data, step)
                out += piece if seen >= self._member_out else b""
                seen += len(piece)
                if engine.needs_input and not data:
                    break
        except FAILURES:
            pass
        return bytes(out)

    def _damaged(self, what: str) -> Refused:
        where = f"{self._codec.name} data damaged or cut, after {self._size} bytes decompressed"
        return Refused(Reason.BAD_COMPRESSION, f"{where}: {what}")

    def _within_limit(self, out: bytes) -> bytes:
        self._size += len(out)
        if self._size <= self._limit:
            return out
        out = out[: len(out) - (self._size - self._limit)]
        detail = f"decompresses to more than --max-decompressed-bytes {self._limit}"
        self._failure = Refused(Reason.DECOMPRESSED_TOO_LARGE, detail)
        return out
