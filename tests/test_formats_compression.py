"""Compressed inputs: whole, damaged, cut, of several members, bombs."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tracemalloc
from hashlib import sha256
from io import BytesIO

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import Origin, compression
from pipeline.records import RawArticle, Reason, Rejection
from tests.formats_helpers import Failing, brief, limits, read

COMPRESS = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda data: zstd.compress(data, options={zstd.CompressionParameter.checksum_flag: 1}),
}
LINES = [b'{"text":"article %d %s"}\n' % (number, b"abc " * (number % 7)) for number in range(60)]
DATA = b"".join(LINES)
RAW = [line[:-1] for line in LINES]
every = pytest.mark.parametrize("kind", COMPRESS)


def articles(found: list[RawArticle | Rejection]) -> list[bytes]:
    """The raw bytes of the articles."""
    return [each.raw for each in found if isinstance(each, RawArticle)]


@every
def test_by_name_and_by_content(kind: str) -> None:
    """A compression is known by the name of the input, and by its content whatever the name says."""
    packed = COMPRESS[kind](DATA)
    for uri in (f"a.jsonl.{kind}", "a.jsonl", f"A.JSONL.{kind.upper()}", "a.jsonl.gz"):
        assert articles(read(packed, uri)) == RAW
    assert articles(read(packed, "message", format="jsonl")) == RAW
    assert articles(read(packed, "message")) == RAW


@every
def test_members(kind: str) -> None:
    """Members one after another are one stream, wherever the lines are cut; empty ones and padding do not matter."""
    pack = COMPRESS[kind]
    packed = pack(DATA[:100]) + pack(b"") + pack(DATA[100:101]) + bytes(1024) + pack(DATA[101:]) + bytes(512)
    assert articles(read(packed)) == RAW


@every
def test_text(kind: str) -> None:
    """One article a file, compressed; of a damaged one nothing is taken for the article."""
    packed = COMPRESS[kind](b"Headline\n\nText of it.")
    (article,) = read(packed, f"a.txt.{kind}")
    assert (article.input, article.text) == (f"a.txt.{kind}", b"Headline\n\nText of it.")
    (reject,) = read(packed[:-4], f"a.txt.{kind}")
    assert reject.reason == Reason.BAD_COMPRESSION


@every
def test_cut_anywhere(kind: str) -> None:
    """Of an input that ends early all lines before are articles; one reject names it and holds what was delivered."""
    packed = COMPRESS[kind](DATA)
    for size in range(1, len(packed)):
        found = read(packed[:size], f"a.jsonl.{kind}")
        got = articles(found)
        assert got == RAW[: len(got)]
        assert len(found) == len(got) + 1
        reject = found[-1]
        assert (reject.reason, reject.input) == (Reason.BAD_COMPRESSION, f"a.jsonl.{kind}")
        assert reject.raw == packed[:size]
    assert len(got) == len(RAW)


@every
def test_damaged_anywhere(kind: str) -> None:
    """One wrong byte anywhere never goes unnoticed: a reject at the end says so, or nothing has changed (it hit the
    time in gzip's header, or bits that mean nothing)."""
    packed = COMPRESS[kind](DATA)
    unnoticed = 0
    for at in range(len(packed)):
        found = read(packed[:at] + bytes([packed[at] ^ 0x10]) + packed[at + 1 :], f"a.jsonl.{kind}")
        if isinstance(found[-1], RawArticle):
            assert articles(found) == RAW
            unnoticed += 1
        else:
            assert found[-1].reason == Reason.BAD_COMPRESSION
    assert unnoticed < 10


@every
def test_damage_spares_what_is_before(kind: str) -> None:
    """What one call of the library had decompressed before it met the damage is not lost with it."""
    packed = COMPRESS[kind](DATA) + COMPRESS[kind](DATA)[:-20] + b"\xff" * 20
    got = articles(read(packed, f"a.jsonl.{kind}"))
    assert got[: len(RAW)] == RAW


@every
def test_the_cut_line_is_named(kind: str) -> None:
    """The line that the end cut is no article, and the reject says where it began."""
    packed = COMPRESS[kind](b'{"text":"a"}\n') + COMPRESS[kind](b'{"text":')[:-3]
    found = read(COMPRESS[kind](b'{"text":"a"}\n{"te') + packed[:5], f"a.jsonl.{kind}")
    assert brief(found) == ["a", "BAD_COMPRESSION"]
    assert "byte 13" in found[-1].detail


@every
def test_something_else_behind(kind: str) -> None:
    """What follows the compressed data and is not of it is not lost silently."""
    found = read(COMPRESS[kind](DATA) + b"something else", f"a.jsonl.{kind}")
    assert articles(found) == RAW
    assert found[-1].reason == Reason.BAD_COMPRESSION


def test_only_named_so() -> None:
    """A file that is called .gz and is none is a reject, not an article of what it is."""
    (reject,) = read(b"Headline\n\nText", "a.txt.gz")
    assert reject.reason == Reason.BAD_COMPRESSION


def test_text_that_begins_like_bzip2() -> None:
    """An article may begin with BZh."""
    assert brief(read(b"BZh5 is a line of the metro.", "a.txt")) == ["BZh5 is a line of the metro."]


@every
def test_bomb(kind: str) -> None:
    """An input that grows beyond the limit ends there, in memory that does not grow with it."""
    packed = COMPRESS[kind](DATA + bytes(40 << 20))
    tracemalloc.start()
    found = read(packed, f"a.jsonl.{kind}", limits=limits(max_decompressed_bytes=32 << 20, max_record_bytes=1 << 20))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert articles(found) == RAW
    reject = found[-1]
    assert (reject.reason, len(found)) == (Reason.DECOMPRESSED_TOO_LARGE, len(RAW) + 1)
    assert (reject.raw_size, reject.raw_sha256) == (len(packed), sha256(packed).hexdigest())
    assert peak < 16 << 20  # xz has a dictionary of 8 MiB


@every
def test_limit_is_exact(kind: str) -> None:
    """An input of just the limit is whole; with one byte more it is not."""
    packed = COMPRESS[kind](DATA)
    assert articles(read(packed, limits=limits(max_decompressed_bytes=len(DATA)))) == RAW
    found = read(packed, limits=limits(max_decompressed_bytes=len(DATA) - 1))
    assert (articles(found), found[-1].reason) == (RAW[:-1], Reason.DECOMPRESSED_TOO_LARGE)


@every
def test_ranges(kind: str) -> None:
    """A compressed input cannot be cut: its first byte range gives everything, the others nothing."""
    packed = COMPRESS[kind](DATA)
    assert articles(read(packed, start=0, end=7)) == RAW
    assert read(packed, start=7, end=50) == []
    assert read(packed, start=50) == []


def test_disk_fails() -> None:
    """A disk that fails is no damage: UNREADABLE, after the articles before."""
    packed = COMPRESS["gz"](DATA) + COMPRESS["gz"](DATA)
    handle = Failing(packed, len(packed) - 10)
    codec = compression.codec_of("", packed)
    with pytest.raises(OSError, match="Input/output"):
        source = compression.Decompressed(handle, codec, Origin("a.gz"))
        while source.read():
            pass


@given(st.sampled_from(sorted(COMPRESS)), st.lists(st.binary(max_size=200), max_size=4), st.integers(1, 300))
def test_any_content(kind: str, members: list[bytes], size: int) -> None:
    """What was compressed comes back, whatever it is and however it is asked for."""
    packed = b"".join(map(COMPRESS[kind], [b"", *members]))
    source = compression.Decompressed(BytesIO(packed), compression.codec_of(f"a.{kind}"), Origin("a"))
    pieces = []
    while piece := source.read(size):
        assert len(piece) <= size
        pieces.append(piece)
    assert b"".join(pieces) == b"".join(members)
