"""pipeline.avro.verification: every kind of damage to an output is found and named."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.avro import manifest, rows, verification
from pipeline.records import CopyOf, Duplicate
from tests import samples

FIRST, SECOND = "articles/articles-00000-of-00002.avro", "articles/articles-00001-of-00002.avro"
COPIES, REJECTS = "copies/copies-00000-of-00001.avro", "rejects/rejects-00000-of-00001.avro"
MEMORY = "memory/prints-00000-of-00001.bin"
WHOLE = samples.output()
COPY = Duplicate(samples.identity(1), None, "copy", 0.9, 0.8, None)


def found(contents: Mapping[str, bytes]) -> list[str]:
    """The problems of an output that is held in memory."""
    listing = {name: len(content) for name, content in contents.items()}
    return [str(problem) for problem in verification.problems(listing, lambda name: BytesIO(contents[name]))]


def without(name: str) -> dict[str, bytes]:
    """The output less one file."""
    return {key: content for key, content in WHOLE.items() if key != name}


def test_a_whole_output_has_no_problem() -> None:
    """Nothing is wrong with an output as it was written."""
    assert found(WHOLE) == []


@pytest.mark.parametrize("name", WHOLE)
def test_a_removed_file_is_missing(name: str) -> None:
    """Any file may be missing, the manifest and the memory too."""
    fault = (
        "manifest.json: is missing: the output was never finished" if name == manifest.NAME else f"{name}: is missing"
    )
    assert found(without(name)) == [fault]


@pytest.mark.parametrize("name", [name for name in WHOLE if name != manifest.NAME])
def test_a_truncated_file_is_told_by_its_size(name: str) -> None:
    """A file with a byte less has the wrong size, the wrong hash, and no readable end."""
    said = found({**WHOLE, name: WHOLE[name][:-1]})
    assert said[0] == f"{name}: has {len(WHOLE[name]) - 1:,} bytes, {len(WHOLE[name]):,} were written"
    assert all(problem.startswith(name) for problem in said)


@given(st.data())
def test_a_flipped_bit_is_found(data: st.DataObject) -> None:
    """Any bit of any file, the manifest too, is noticed when it changes, and its file is named."""
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    content = bytearray(WHOLE[name])
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    said = found({**WHOLE, name: bytes(content)})
    assert said and said[0].startswith(name)


def test_the_place_of_the_damage_is_named() -> None:
    """Beside the hash that does not fit stands what is wrong with the file itself."""
    content = bytearray(WHOLE[FIRST])
    content[-1] ^= 1
    said = found({**WHOLE, FIRST: bytes(content)})
    assert said[0] == f"{FIRST}: its bytes are not those that were written (sha256)"
    assert said[1].startswith(f"{FIRST}: is damaged: block 1 at byte")


@pytest.mark.parametrize("name", [FIRST, MEMORY])
def test_a_doubled_file_does_not_belong(name: str) -> None:
    """A file that is there twice, under another name, is one that the manifest does not name."""
    other = name.replace("00000", "00007")
    assert found({**WHOLE, other: WHOLE[name]}) == [f"{other}: does not belong to the output"]


def test_a_file_in_place_of_another_is_told() -> None:
    """A sound file in the wrong place is not the one that was written there."""
    assert f"{SECOND}: its bytes are not those that were written (sha256)" in found({**WHOLE, SECOND: WHOLE[FIRST]})


def test_a_file_named_twice_is_told() -> None:
    """A manifest that names a file twice would count its records twice."""
    entries = tuple(samples.entry(name, WHOLE[name]) for name in (*without(manifest.NAME), FIRST))
    assert f"{FIRST}: is named 2 times" in found(samples.output(files=entries))


def test_an_edited_manifest_is_told_and_the_files_are_looked_at_all_the_same() -> None:
    """An edited manifest is a problem by itself, and what it then says wrongly of the files another."""
    edited = WHOLE[manifest.NAME].replace(b'"articles": 2', b'"articles": 3')
    assert found({**WHOLE, manifest.NAME: edited}) == [
        "manifest.json: it is not as it was written: its sha256 does not fit its content",
        "the counts are wrong: read 5 = articles 3 + copies 1 + rejects 1 + redeliveries 1 does not hold",
        "3 articles were counted, 2 are there",
    ]


def test_no_manifest_at_all_is_told() -> None:
    """Bytes that are no manifest end the search."""
    assert found({**WHOLE, manifest.NAME: b"{}"})[0].startswith("manifest.json: is no manifest: ")


def test_a_manifest_cannot_lead_out_of_the_output() -> None:
    """A name that is not in the listing is never opened, whatever the manifest says."""
    entries = (samples.entry("memory/../../../etc/passwd", b""),)
    said = found(samples.output(files=entries))
    assert "memory/../../../etc/passwd: is missing" in said


@pytest.mark.parametrize(
    ("counts", "fault"),
    [
        ({"read": 6}, "read 6 = articles 2 + copies 1 + rejects 1 + redeliveries 1 does not hold"),
        ({"read": 6, "copies": 2}, "2 copies were counted, 1 are there"),
        ({"read": 6, "rejects": 2}, "2 rejects were counted, 1 are there"),
        ({"read": 4, "articles": 1}, "1 articles were counted, 2 are there"),
    ],
)
def test_wrong_counts_are_told(counts: dict[str, int], fault: str) -> None:
    """Counts that break the law, and counts that differ from the records that are there."""
    whole = {"read": 5, "articles": 2, "copies": 1, "rejects": 1, "redeliveries": 1}
    assert any(problem.endswith(fault) for problem in found(samples.output(counts={**whole, **counts})))


def test_a_wrong_number_of_rows_is_told() -> None:
    """A file may be sound and yet hold other than the manifest says."""
    entries = [samples.entry(name, content) for name, content in without(manifest.NAME).items()]
    entries[0] = samples.entry(FIRST, WHOLE[FIRST], rows=2)
    assert found(samples.output(files=tuple(entries))) == [f"{FIRST}: has 1 readable records, 2 were written"]


def copied(**changes: object) -> bytes:
    """A file of one copy that says something else."""
    return samples.container([rows.finish(rows.encode(samples.article(3)), COPY._replace(**changes))])


def test_an_original_that_is_nowhere_is_told() -> None:
    """A copy names an article of this output, or says which other output has it."""
    stray = samples.identity(99)
    said = found(samples.output({COPIES: copied(original_id=stray)}))
    assert said == [f"1 originals are named by a record, and are not among the articles: {stray[:16]}..."]
    assert found(samples.output({COPIES: copied(original_id=stray, original_output="/news/monday")})) == []


def test_a_copy_that_is_nowhere_is_told() -> None:
    """An article lists only copies that are there."""
    stray = samples.identity(99)
    kept = rows.finish(rows.encode(samples.article(1)), None, [CopyOf(stray, None, None)])
    assert found(samples.output({FIRST: samples.container([kept])})) == [
        f"1 copies are named by a record, and are not among the copies: {stray[:16]}..."
    ]


def test_an_id_twice_is_told_but_in_a_stream() -> None:
    """An article written twice is a redelivery that was not seen; a stream may forget after its horizon."""
    twice = samples.output({SECOND: WHOLE[FIRST]})
    assert found(twice) == [f"1 ids are there more than once: {samples.identity(1)[:16]}..."]
    said = manifest.parse(twice.pop(manifest.NAME))
    listing = {name: len(content) for name, content in twice.items()}
    assert list(verification.against(said, listing, lambda name: BytesIO(twice[name]), live=True)) == []


def test_a_live_output_may_hold_what_no_commit_names() -> None:
    """Files that are still being written by a stream are none of its output yet."""
    said = manifest.parse(WHOLE[manifest.NAME])
    contents = {**without(manifest.NAME), "articles/late.avro": b"half", "commits/00000001.json": b"{}"}
    listing = {name: len(content) for name, content in contents.items()}
    assert list(verification.against(said, listing, lambda name: BytesIO(contents[name]), live=True)) == []


def test_marked_copies_stand_among_the_articles_only_when_asked() -> None:
    """With --mark-only copies are not apart; without it one among the articles is in the wrong dataset."""
    marked = {
        FIRST: samples.container([rows.finish(rows.encode(samples.article(1)))]),
        SECOND: samples.container([rows.finish(rows.encode(samples.article(2)), COPY)]),
        COPIES: samples.container([]),
    }
    entries = tuple(
        samples.entry(name, content, 0 if name == COPIES else None)
        for name, content in {**without(manifest.NAME), **marked}.items()
    )
    counts = {"read": 4, "articles": 1, "copies": 1, "rejects": 1, "redeliveries": 1}
    asked = samples.output(marked, files=entries, counts=counts, options={"mark_only": True})
    unasked = samples.output(marked, files=entries, counts=counts)
    assert found(asked) == []
    assert found(unasked) == ["1 copies stand among the articles, without --mark-only"]


@pytest.mark.parametrize(
    ("name", "record", "fault"),
    [
        (COPIES, rows.finish(rows.encode(samples.article(3))), "has state ARTICLE and duplicate None"),
        (FIRST, rows.finish(rows.encode(samples.article(1, id="none"))), "(none) names an id that is none"),
        (REJECTS, rows.encode_rejection(samples.rejection(raw=b"other")), "holds more raw bytes than there were"),
        (
            REJECTS,
            rows.encode_rejection(samples.rejection(raw=b"123")),
            "holds other raw bytes than were read (raw_sha256)",
        ),
    ],
    ids=["article among the copies", "no id", "longer raw", "other raw"],
)
def test_a_record_that_contradicts_itself_is_told(name: str, record: bytes, fault: str) -> None:
    """A record is named by its number, with what is wrong."""
    schema = "rejection" if name == REJECTS else "article"
    said = found(samples.output({name: samples.container([record], schema)}))
    assert len(said) == 1 and said[0].startswith(f"{name}: record 1 ") and said[0].endswith(fault)


def test_a_cut_reject_is_sound() -> None:
    """A reject whose raw bytes were cut has the hash of the whole, which cannot be checked."""
    record = rows.encode_rejection(samples.rejection(raw=b"1", raw_size=10**9))
    assert found(samples.output({REJECTS: samples.container([record], "rejection")})) == []


def test_a_file_that_cannot_be_opened_is_told() -> None:
    """An error of the file system is a problem of that file, not of the search."""

    def forbidden(name: str) -> BinaryIO:
        if name == MEMORY:
            raise PermissionError(13, "Permission denied")
        return BytesIO(WHOLE[name])

    listing = {name: len(content) for name, content in WHOLE.items()}
    assert [str(problem) for problem in verification.problems(listing, forbidden)] == [
        f"{MEMORY}: cannot be read: Permission denied"
    ]
