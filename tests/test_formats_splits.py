"""The plan of a batch."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import File, Origin, Part, Split, plan, records
from pipeline.formats.splits import first
from pipeline.records import RawArticle, Rejection


def files(*sizes: tuple[str, int]) -> list[File]:
    """Files of these names and sizes."""
    return [File(name, size, name) for name, size in sizes]


def test_small_files_together() -> None:
    """Small files are read together, up to so many bytes and so many files."""
    texts = files(*((f"{number:03}.txt", 10) for number in range(25)))
    assert [len(split.parts) for split in plan(texts, split_bytes=100)] == [10, 10, 5]
    assert [len(split.parts) for split in plan(texts, split_files=7)] == [7, 7, 7, 4]
    assert [split.size for split in plan(texts)] == [250]


def test_large_lines_are_cut() -> None:
    """A large file of lines is cut into equal byte ranges; the last goes to the end of the file."""
    assert plan(files(("a.jsonl", 25)), split_bytes=10) == [
        Split((Part("a.jsonl", "a.jsonl", 0, 8),), 8),
        Split((Part("a.jsonl", "a.jsonl", 8, 16),), 8),
        Split((Part("a.jsonl", "a.jsonl", 16, None),), 9),
    ]


def test_what_cannot_be_cut() -> None:
    """Texts, documents, compressed files and files of unknown format are whole, whatever their size."""
    names = ["a.txt", "b.json", "c.jsonl.gz", "d.dat"]
    for name in names:
        assert [split.parts for split in plan(files((name, 1000)), split_bytes=10)] == [(Part(name, name),)]
    (split, *_) = plan(files(("d.dat", 1000)), "jsonl", split_bytes=10)
    assert split.parts[0].end == 10
    assert len(plan(files(("a.jsonl", 1000)), "text", split_bytes=10)) == 1


def test_compressed_bytes_weigh_more() -> None:
    """A compressed file counts as the text that is in it."""
    packed = files(*((f"{number}.jsonl.gz", 10) for number in range(6)))
    assert [len(split.parts) for split in plan(packed, split_bytes=80)] == [2, 2, 2]


def test_nothing() -> None:
    """No files, no splits."""
    assert plan([]) == []


names = st.sampled_from(["a.txt", "b.jsonl", "c.gz", "d", "e.jsonl"])
sizes = st.lists(st.tuples(names, st.integers(0, 200)), max_size=9)


@given(sizes, st.integers(1, 80), st.integers(1, 4), st.randoms())
def test_any_plan(sizes: list[tuple[str, int]], split_bytes: int, split_files: int, rng: random.Random) -> None:
    """Every byte of every file is read once, by name and offset; the order of listing does not matter."""
    listed = [File(f"{index}{name}", size, f"{index}{name}") for index, (name, size) in enumerate(sizes)]
    made = plan(listed, split_bytes=split_bytes, split_files=split_files)
    rng.shuffle(shuffled := list(listed))
    assert plan(shuffled, split_bytes=split_bytes, split_files=split_files) == made
    parts = [part for split in made for part in split.parts]
    assert parts == sorted(parts, key=lambda part: (part.name, part.start))
    for file in listed:
        own = [part for part in parts if part.uri == file.uri]
        assert [part.start for part in own] == [0, *(part.end for part in own[:-1])]
        assert own[-1].end is None
    assert sum(split.size for split in made) == sum(file.size for file in listed)
    assert all(len(split.parts) <= split_files for split in made)


STORE = {
    "a.jsonl": b'{"text": "a"}\nbroken\n' * 10,
    "b.txt": b"text",
    "c.jsonl": b'{"text": "c"}\n' * 10,
}


def contents(part: Part) -> Iterator[RawArticle | Rejection]:
    """The records of a part of STORE."""
    return records(BytesIO(STORE[part.uri]), Origin(part.name, start=part.start, end=part.end, strict=True))


def test_first_is_a_beginning() -> None:
    """The first N records are the same whatever the splits are; rejects count; no more is read than it takes."""
    listed = [File(uri, len(data), uri) for uri, data in STORE.items()]
    everything = [record for split in plan(listed) for part in split.parts for record in contents(part)]
    for split_bytes in (30, 100, 10_000):
        for limit in (0, 1, 2, 19, 20, 21, 25, 31, 99):
            read: list[str] = []

            def reading(part: Part, read: list[str] = read) -> Iterator[RawArticle | Rejection]:
                read.append(part.uri)
                return contents(part)

            some = first(plan(listed, split_bytes=split_bytes), limit, reading)
            got = [each for split in some for part in split.parts for each in list(contents(part))[: part.limit]]
            assert got == everything[:limit]
            assert "c.jsonl" not in read or limit > 21
