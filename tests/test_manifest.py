"""pipeline.avro.manifest: what an output says of itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.avro import manifest
from pipeline.avro.manifest import Edited, File, Manifest

names = st.text(min_size=1, max_size=8)
numbers = st.integers(0, 2**53)
files = st.builds(File, names, names, numbers, numbers, names)
options = st.none() | st.booleans() | numbers | names | st.floats(0, 1)
manifests = st.builds(
    Manifest,
    st.dictionaries(names, numbers),
    st.lists(files, max_size=3).map(tuple),
    st.dictionaries(names, options),
    st.dictionaries(names, names),
)
ONE = Manifest({"read": 1, "articles": 1}, (File("articles/a.avro", "articles", 1, 10, "00"),), {"coverage": 0.6}, {})


@given(manifests)
def test_a_manifest_comes_back(written: Manifest) -> None:
    """What was dumped is parsed to the same, with its files in order."""
    read = manifest.parse(manifest.dump(written))
    assert (dict(read.counts), dict(read.options)) == (dict(written.counts), dict(written.options))
    assert list(read.files) == sorted(written.files)


@given(manifests, st.randoms())
def test_order_does_not_show(written: Manifest, random: object) -> None:
    """The order in which files and counts were found leaves no trace in the bytes."""
    shuffled = list(written.files)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    backwards = dict(reversed(list(written.counts.items())))
    other = Manifest(backwards, tuple(shuffled), written.options, written.versions)
    assert manifest.dump(other) == manifest.dump(written)


@pytest.mark.parametrize(
    ("old", "new"),
    [('"articles": 1', '"articles": 2'), ("0.6", "0.7"), ('"00"', '"01"'), ("{\n", "{\n\n"), ('"read": 1', '"red": 1')],
    ids=["a count", "an option", "a hash", "a line", "a name"],
)
def test_an_edited_manifest_is_told(old: str, new: str) -> None:
    """Any change by hand shows, and what the manifest says now can still be used to look at the files."""
    content = manifest.dump(ONE).decode()
    assert old in content
    with pytest.raises(Edited, match="not as it was written") as raised:
        manifest.parse(content.replace(old, new, 1).encode())
    assert raised.value.manifest.files[0].name == "articles/a.avro"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"format": 1}',
        b"null",
        manifest.dump(ONE).replace(b'"bytes": 10,', b""),
        b"[" * 9999,
    ],
    ids=["empty", "no text", "list", "object", "bare", "null", "a part less", "deep"],
)
def test_what_is_no_manifest_is_a_value_error(content: bytes) -> None:
    """Bytes that are no manifest raise nothing but ValueError."""
    with pytest.raises(ValueError, match=r"."):
        manifest.parse(content)


def test_a_later_format_is_not_misread() -> None:
    """A manifest of a format that this version does not know is refused by its number."""
    with pytest.raises(ValueError, match="has format 2, this version of Copydesk reads 1"):
        manifest.parse(manifest.dump(ONE).replace(b'"format": 1', b'"format": 2'))


def test_there_is_a_line_for_each_value() -> None:
    """People read it too: indented, sorted, and its hash beside the rest."""
    content = manifest.dump(ONE)
    assert content.endswith(b"}\n")
    assert list(json.loads(content)) == ["counts", "files", "format", "options", "sha256", "versions"]


def test_the_law_holds_or_is_quoted() -> None:
    """Reads that are neither articles, copies, rejects nor redeliveries break the law."""
    assert manifest.unbalanced({"read": 9, "articles": 4, "copies": 3, "rejects": 2, "skipped": 5}) is None
    assert manifest.unbalanced({}) is None
    broken = {"read": 9, "articles": 4, "copies": 3, "rejects": 2, "redeliveries": 1}
    said = manifest.unbalanced(broken)
    assert said == "read 9 = articles 4 + copies 3 + rejects 2 + redeliveries 1 does not hold"
