"""The one way in: choosing the format, plain text, JSON documents, what is not read, inputs that fail."""

from __future__ import annotations

import gzip
import itertools
import json
import random
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import Origin, records, table, unreadable
from pipeline.formats import json as json_format
from pipeline.records import RawArticle, Reason, Rejection
from tests.formats_helpers import Failing, brief, limits, read

ROWS = [{"text": 'a "quoted" {[ \\ text ]} \n' * (number + 1), "id": number} for number in range(5)]
TEXTS = [row["text"] for row in ROWS]


@pytest.mark.parametrize(
    ("uri", "content", "expected"),
    [
        ("a.txt", b'{"text": "T"}', ['{"text": "T"}']),
        ("a.jsonl", b"Headline", ["BAD_FORMAT"]),
        ("a.dat", b'{"text": "T"}', ["T"]),
        ("message", b'\n\n{"text": "T"}\n{"text": "U"}', ["T", "U"]),
        ("message", b'{\n "text": "T"\n}', ["T"]),
        ("message", b'[{"text": "T"}]', ["T"]),
        ("message", b"[Advertisement]\n\nText", ["[Advertisement]\n\nText"]),
        ("message", b"{sic} he said", ["{sic} he said"]),
        ("message", b"{sic} he said " * 9000, ["{sic} he said " * 9000]),
        ("message", '{"text": "T"}\n{"text": "U"}'.encode("utf-16"), ["T", "U"]),
        ("message", b'{"text": "' + b"T" * 99_999 + b'"}', ["T" * 99_999]),
        ("message", b"Headline\n\nText", ["Headline\n\nText"]),
        ("a.weird.TXT", b"Headline", ["Headline"]),
        ("a.html", b"Headline", ["UNSUPPORTED"]),
        ("a.csv.gz", gzip.compress(b"a,b"), ["UNSUPPORTED"]),
        ("message", b"<!DOCTYPE html><p>x", ["UNSUPPORTED"]),
        ("message", b"%PDF-1.4", ["UNSUPPORTED"]),
        ("message", b"PK\x03\x04...", ["UNSUPPORTED"]),
        ("a.txt", b"<html> is a tag", ["<html> is a tag"]),
    ],
)
def test_choice(uri: str, content: bytes, expected: list[str]) -> None:
    """The extension decides; of an input without one that we know, the content does."""
    assert brief(read(content, uri)) == expected


def test_format_by_name() -> None:
    """A format that is given decides against name and content; one that does not exist is named with those that do."""
    assert brief(read(b'{"text": "T"}', "a.jsonl", "text")) == ['{"text": "T"}']
    assert brief(read(b"<html>", "a.html", "text")) == ["<html>"]
    assert brief(read(b'{"text": "T"}', "a.txt", "jsonl")) == ["T"]
    with pytest.raises(ValueError, match=r"'xml'.*auto, jsonl, json, text"):
        read(b"", "a", "xml")


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\xef\xbb\xbf\n", "\ufeff \n".encode("utf-16-le")])
def test_empty_text(content: bytes) -> None:
    """A text file without text is a reject EMPTY."""
    assert brief(read(content, "a.txt")) == ["EMPTY"]


@pytest.mark.parametrize("uri", ["a.jsonl", "a.json", "a.txt", "a", "a.txt.gz"])
def test_empty_input(uri: str) -> None:
    """An input without a byte is a reject EMPTY that names it, in any format; a second byte range of it is nothing."""
    (reject,) = read(b"", uri)
    assert (reject.reason, reject.input) == (Reason.EMPTY, uri)
    assert brief(read(gzip.compress(b""), uri)) == ["EMPTY"]
    assert read(b"", uri, start=5) == []


def test_text_keeps_its_bytes() -> None:
    """A text comes as its bytes, its charset undecided, with all that is known from outside."""
    content = "Größe\n\nText".encode("latin-1")
    (article,) = read(content, "a.txt", source="S", charset="latin-1", url="u")
    assert (article.raw, article.text) == (content, content)
    assert (article.source, article.declared_charset, article.url, article.headline) == ("S", "latin-1", "u", None)


def test_text_too_large() -> None:
    """A text over the limit is a reject with hash and size of the whole."""
    content = random.Random(1).randbytes(1 << 20)
    (reject,) = read(content, "a.txt", limits=limits(max_record_bytes=1 << 19, max_reject_bytes=1000))
    assert (reject.reason, reject.raw) == (Reason.RECORD_TOO_LARGE, content[:1000])
    assert (reject.raw_size, reject.raw_sha256) == (len(content), sha256(content).hexdigest())
    assert len(read(content, "a.txt", limits=limits(max_record_bytes=1 << 20))) == 1


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("padding", [0, 262_100, 262_144 - 8])
def test_json_array(indent: int | None, padding: int) -> None:
    """An array of objects is read object by object, wherever the chunks of the file end."""
    data = b" " * padding + json.dumps(ROWS, indent=indent).encode()
    found = read(data, "a.json")
    assert brief(found) == TEXTS
    for each in found:
        at = int(each.input.partition("#")[2])
        assert data[at : at + len(each.raw)] == each.raw


def test_json_documents() -> None:
    """One object over several lines, several of them, and JSON Lines are read from a .json file."""
    assert brief(read(json.dumps(ROWS[3], indent=2).encode(), "a.json")) == [TEXTS[3]]
    assert brief(read("\n".join(json.dumps(row, indent=2) for row in ROWS).encode(), "a.json")) == TEXTS
    assert brief(read("\n".join(json.dumps(row) for row in ROWS).encode(), "a.json")) == TEXTS
    assert brief(read(json.dumps(ROWS).encode("utf-16"), "a.json")) == TEXTS


def test_json_damage() -> None:
    """What is no object is a reject of its own; the objects around it are there."""
    assert brief(read(b'[1, {"text": "a"}, "x{", {"text": "b"}, [{"text": "c"}]]', "a.json")) == [
        "BAD_FORMAT",
        "a",
        "BAD_FORMAT",
        "b",
        "BAD_FORMAT",
    ]
    assert brief(read(b'[{"text": "a"},\n{"text": "b", "c": {', "a.json")) == ["a", "BAD_FORMAT"]
    assert brief(read(b'{"text": "a"}]}]\n{"text": "b"}', "a.json", "json")) == ["a", "BAD_FORMAT", "b"]
    assert brief(read(b'[{"text": "\xff\xfe\x00 \\"}, {"text": "b"}]', "a.json")) == ["BAD_FORMAT"]


def test_json_too_large() -> None:
    """An object over the limit is a reject; those around it are there."""
    data = json.dumps([{"text": "a"}, {"text": "x" * 500_000}, {"text": "b"}]).encode()
    assert brief(read(data, "a.json", limits=limits(max_record_bytes=1000))) == ["a", "RECORD_TOO_LARGE", "b"]


text = st.text(max_size=5)
nested = st.lists(text, max_size=2) | st.dictionaries(text, text, max_size=2)
rows = st.dictionaries(text, st.none() | st.integers() | text | nested | st.lists(nested, max_size=2), max_size=3)


@given(st.lists(rows, min_size=1, max_size=4), st.booleans(), st.sampled_from([None, 2]))
def test_any_json_array(rows: list[dict], ascii: bool, indent: int | None) -> None:
    """An array gives as many records as it has objects, each with its own bytes."""
    found = read(json.dumps(rows, ensure_ascii=ascii, indent=indent).encode("utf-8", "replace"), "a.json")
    assert [json.loads(each.raw) for each in found] == rows


def test_disk_fails() -> None:
    """An error while reading is one reject UNREADABLE that names the input, after the records before."""
    data = b'{"text": "a"}\n' * 30_000
    for uri, content in (("a.jsonl", data), ("a.txt", data), ("a.jsonl.gz", gzip.compress(data))):
        found = list(records(Failing(content, len(content) - 1), Origin(uri, strict=True)))
        assert all(isinstance(each, RawArticle) for each in found[:-1])
        assert (found[-1].reason, found[-1].input) == (Reason.UNREADABLE, uri)
        assert uri in found[-1].detail
        assert "Input/output error" in found[-1].detail
    assert len(found) > 10_000


def test_a_bug_ends_only_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in the reading itself is one reject INTERNAL with its traceback, after the records before."""

    class Broken(json_format._Scan):
        def bounds(self, chunk: bytes) -> Iterator[tuple[int, bool]]:
            yield from itertools.islice(super().bounds(chunk), 2)
            raise ZeroDivisionError

    monkeypatch.setattr(json_format, "_Scan", Broken)
    data = b'[{"text": "a"}, {"text": "b"}]'
    found = list(records(BytesIO(data), Origin("a.json")))
    assert brief(found) == ["a", "INTERNAL"]
    assert "ZeroDivisionError" in found[1].detail
    assert found[1].raw == data
    with pytest.raises(ZeroDivisionError):
        read(data, "a.json")


def test_unreadable() -> None:
    """An input that cannot be opened is one reject without bytes."""
    reject = unreadable(Origin("a.txt"), PermissionError(13, "Permission denied"))
    assert (reject.stage, reject.reason, reject.raw, reject.raw_size) == ("read", Reason.UNREADABLE, b"", 0)
    assert reject.raw_sha256 == sha256(b"").hexdigest()


@given(
    st.binary(max_size=300)
    | st.text('{}[]"\\,: \n\r\ufeff\x1eab').map(str.encode)
    | st.sampled_from([b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\0", b"(\xb5/\xfd", b"\xff\xfe{\0", b"\0{"]).flatmap(
        lambda magic: st.binary(max_size=100).map(lambda rest: magic + rest)
    ),
    st.sampled_from(["a", "a.txt", "a.json", "a.jsonl", "a.jsonl.gz", "a.bz2", "a.xz", "a.zst"]),
    st.sampled_from([*table.NAMES]),
    st.integers(0, 50),
)
def test_any_bytes(data: bytes, uri: str, format: str, start: int) -> None:
    """No bytes whatever raise, in any format, from any byte range; every reject has hash and size of what it is of."""
    for each in read(data, uri, format, start=start, limits=limits(max_reject_bytes=20, max_record_bytes=100)):
        if isinstance(each, Rejection):
            assert len(each.raw) == min(each.raw_size, 20)
            assert each.reason != Reason.INTERNAL
            if each.raw_size <= 20:
                assert each.raw_sha256 == sha256(each.raw).hexdigest()
