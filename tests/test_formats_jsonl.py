"""JSON Lines, and the lines of an input."""

from __future__ import annotations

import itertools
import json
import tracemalloc
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import Origin, jsonl, records
from pipeline.records import Encoding, RawArticle, Reason, Rejection
from tests.formats_helpers import brief, limits, read

GOOD = b'{"text": "good"}'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'{"text": "caf\xc3\xa9"}', "café"),
        (b'\xef\xbb\xbf{"text": "marked"}', "marked"),
        (b'  {"text": "indented"} ', "indented"),
        (b'{"text": "pair \\ud83d\\ude00"}', "pair \U0001f600"),
        (b'{"text": "lone \\ud83d"}', "lone \ud83d"),
        (b'{"text": "zero \\u0000"}', "zero \0"),
        (b'{"text": "a\tb"}', "a\tb"),
        (b'{"text": "T", "score": NaN}', "T"),
        (b'{"text": "T", "id": ' + b"9" * 40 + b"}", "T"),
        (b'{"text": "first", "text": "last"}', "last"),
        (b'{"text": "cut', "BAD_FORMAT"),
        (b'{"text": "T"} more', "BAD_FORMAT"),
        (b'["text"]', "BAD_FORMAT"),
        (b"null", "BAD_FORMAT"),
        (b'{"id": ' + b"9" * 5000 + b"}", "BAD_FORMAT"),
        (b"{}", "NO_TEXT"),
        (b'{"text": null}', "NO_TEXT"),
        (b'{"text": ""}', "EMPTY"),
        (b'{"text": "T", "deep": ' + b"[" * 2000 + b"]" * 2000 + b"}", "TOO_DEEP"),
        (b"[" * 200_000, "TOO_DEEP"),
    ],
)
def test_line(line: bytes, expected: str) -> None:
    """A line is the article or the reject that it should be, and the lines around it are there."""
    assert brief(read(GOOD + b"\n" + line + b"\n" + GOOD)) == ["good", expected, "good"]


def test_offsets_and_raw() -> None:
    """The input names the offset of the line in bytes; raw is the line without its end; blank lines are nothing."""
    data = b'\xef\xbb\xbf{"text":"a"}\r\n\r\n  \n{"text":"b"}\n[\n{"text":"c"}'
    got = [(each.input, each.raw) for each in read(data)]
    assert got == [
        ("in.jsonl#0", b'{"text":"a"}'),
        ("in.jsonl#22", b'{"text":"b"}'),
        ("in.jsonl#35", b"["),
        ("in.jsonl#37", b'{"text":"c"}'),
    ]


def test_bad_line_names_the_cure() -> None:
    """Somebody who gives a JSON document as JSON Lines is told what to do."""
    rejects = read(b'[\n{"text":\n"x"}\n]')
    assert [each.reason for each in rejects] == [Reason.BAD_FORMAT] * 4
    assert "--format json" in rejects[0].detail


def test_other_charset() -> None:
    """A line that is not UTF-8 is decoded as it or its input declares, and says so."""
    line = '{"text": "Müller über Köln und die Größe", "encoding": "windows-1252"}'.encode("windows-1252")
    (article,) = read(line)
    assert article.text == "Müller über Köln und die Größe"
    assert article.encoding.used == "windows-1252"
    (article,) = read('{"text": "это текст о городе и людях"}'.encode("koi8-r"), charset="koi8-r")
    assert article.text == "это текст о городе и людях"


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16(codec: str) -> None:
    """JSON Lines in UTF-16 are read; of several byte ranges the first gives them all."""
    data = '{"text": "ਊ one"}\r\n{"text": "two\u0a0a"}\r\n'.encode(codec)
    if codec == "utf-32" or data[:1] not in b"{\0":
        assert brief(read(data)) == ["ਊ one", "two\u0a0a"]
    assert read(data, start=10) == []
    (first, *_) = read(data, end=10)
    assert first.encoding == Encoding(None, first.encoding.used, first.encoding.used)
    assert first.encoding.used.startswith("utf-")


def test_too_long() -> None:
    """A line over the limit is a reject with the hash and size of all of it, its beginning, and the offset."""
    long = b'{"text": "' + b"x" * 700_000 + b'"}'
    data = GOOD + b"\n" + long + b"\r\n" + GOOD
    good, reject, more = read(data, limits=limits(max_record_bytes=1000, max_reject_bytes=100))
    assert (good.text, more.text) == ("good", "good")
    assert isinstance(reject, Rejection)
    assert reject.reason == Reason.RECORD_TOO_LARGE
    assert (reject.raw, reject.input) == (long[:100], f"in.jsonl#{len(GOOD) + 1}")
    assert (reject.raw_size, reject.raw_sha256) == (len(long) + 1, sha256(long + b"\r").hexdigest())
    assert brief(read(data)) == ["good", "x" * 700_000, "good"]


class Endless(BytesIO):
    """Lines with one of 64 MiB between them, of which no more is in memory than was asked for."""

    def __init__(self) -> None:
        super().__init__(GOOD + b"\n")
        self._left = 64 << 20

    def read(self, size: int | None = -1, /) -> bytes:
        if piece := super().read(size):
            return piece
        if self._left:
            self._left -= (given := min(self._left, size or 0))
            return b"x" * given
        self._left, rest = 0, b"\n" + GOOD
        self.write(rest)
        self.seek(-len(rest), 1)
        return super().read(size)


def test_too_long_for_memory() -> None:
    """A line that is longer than the limit is never held: memory does not depend on its length."""
    tracemalloc.start()
    found = list(itertools.islice(records(Endless(), Origin("in.jsonl", limits=limits(max_record_bytes=1 << 20))), 3))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert brief(found) == ["good", "RECORD_TOO_LARGE", "good"]
    assert found[1].raw_size == 64 << 20
    assert peak < 8 << 20


@pytest.mark.parametrize("size", [99, 100, 101, 102])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_limit_is_exact(size: int, end: bytes) -> None:
    """A line of just the limit is an article, whatever its line end; one byte more is none."""
    line = b'{"text":"' + b"x" * (size - 11) + b'"}'
    assert len(line) == size
    (got,) = read(line + end, limits=limits(max_record_bytes=100))
    assert isinstance(got, RawArticle) == (size <= 100)


def test_not_rereadable() -> None:
    """A reject of an input that comes only once is replayable if it holds the whole record."""
    cut = limits(max_reject_bytes=5)
    assert read(b"[1]", rereadable=False, limits=cut)[0].replayable
    assert not read(b"[1, 2, 3]", rereadable=False, limits=cut)[0].replayable
    assert read(b"[1, 2, 3]", limits=cut)[0].replayable


def test_a_bug_costs_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that is a bug of ours is a reject INTERNAL with its traceback, or raised if the caller is strict."""
    real = jsonl.rows.article

    def broken(row: dict, *rest: object) -> RawArticle:
        return real(row, *rest) if row["text"] != "bug" else 1 / 0

    monkeypatch.setattr(jsonl.rows, "article", broken)
    data = b'{"text": "a"}\n{"text": "bug"}\n{"text": "b"}'
    got = list(records(BytesIO(data), Origin("in.jsonl")))
    assert brief(got) == ["a", "INTERNAL", "b"]
    assert "ZeroDivisionError" in got[1].detail
    with pytest.raises(ZeroDivisionError):
        read(data)


LONG = b'{"text":"' + b"y" * 300 + b'"}'
MARKED = b'\xef\xbb\xbf{"text":"m"}'
lines = st.lists(
    st.sampled_from([GOOD, LONG, MARKED, b"\x1f\x8b\x08", b"\xff\xfe", b"", b" ", b"\xff", b"[", b"\r"])
    | st.binary(max_size=20).filter(lambda line: b"\n" not in line),
    max_size=12,
)
ends = st.sampled_from([b"\n", b"\r\n"])


@given(lines, ends, st.booleans(), st.lists(st.integers(0, 1500), max_size=6), st.sampled_from([40, 10_000]))
def test_any_cut(content: list[bytes], end: bytes, closed: bool, cuts: list[int], most: int) -> None:
    """However an input is cut into byte ranges, all of them together give the same records in the same order."""
    data = end.join(content) + (end if closed else b"")
    small = limits(max_record_bytes=most)
    whole = read(data, limits=small)
    bounds = [0, *sorted(set(cuts) - {0})]
    pieces = []
    for start, stop in zip(bounds, [*bounds[1:], None], strict=True):
        pieces += read(data, start=start, end=stop, limits=small)
    if data:
        assert pieces == whole
    else:
        assert [each.reason for each in pieces] == [Reason.EMPTY]


@given(lines, ends, st.integers(1, 64))
def test_any_chunks(content: list[bytes], end: bytes, size: int) -> None:
    """However few bytes a handle gives at a time, the records are the same."""

    class Slow(BytesIO):
        def read(self, wanted: int | None = -1, /) -> bytes:
            return super().read(size if wanted is None or wanted < 0 or wanted > size else wanted)

    data = end.join(content)
    small = limits(max_record_bytes=60)
    assert list(records(Slow(data), Origin("in.jsonl", limits=small))) == read(data, limits=small)


@given(lines, ends)
def test_nothing_is_lost(content: list[bytes], end: bytes) -> None:
    """Every line that is not blank is one record, whole and in order."""
    data = end.join([GOOD, *content])  # first, lest the others begin like something compressed
    expected = [line.removesuffix(b"\r").removeprefix(jsonl.BOM) for line in data.split(b"\n")]
    expected = [line for line in expected if line.strip(b" \t\n\r\v\f")]
    assert [each.raw for each in read(data)] == expected


text = st.text(max_size=5)
nested = st.lists(text, max_size=2) | st.dictionaries(text, text, max_size=2)


@given(st.none() | st.booleans() | st.integers() | st.floats() | text | nested | st.lists(nested, max_size=2))
def test_any_json(value: object) -> None:
    """Any JSON value in the place of any field never raises."""
    for name in ("text", "author", "date", "encoding", "other"):
        (record,) = read(json.dumps({"body": "T", name: value}).encode())
        assert record.raw
