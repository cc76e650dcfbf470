"""The whole job over the seeds: exactly the records that `seeds_expected.json` says, and nothing lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.outputs import SEEDS, copydesk, records

EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "seeds_expected.json").read_text(encoding="utf-8"))
PLAIN = {"headline", "byline", "dateline", "located", "provider", "language", "contributors", "copyright_holder"}
PLAIN |= {"published_precision"}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one run over the seeds."""
    out = tmp_path_factory.mktemp("seeds") / "out"
    copydesk("run", SEEDS, "--output", out, cwd=SEEDS)
    return out


@pytest.fixture(scope="module")
def written(output: Path) -> dict[str, dict[str, Any]]:
    """Every article and copy, by the key that the expectations use: the provider's id, or the file's name."""
    found = {}
    for dataset in ("articles", "copies"):
        for record in records(output, dataset):
            file = Path(record["input"].split("#")[0]).relative_to(SEEDS).as_posix()
            found[record["external_id"] or Path(file).name] = {**record, "dataset": dataset, "file": file}
    return found


def test_counts_are_as_expected_and_keep_the_law(output: Path) -> None:
    """The manifest holds the counts, and read = articles + copies + rejects + redeliveries."""
    counts = json.loads((output / "manifest.json").read_text())["counts"]
    expected = EXPECTED["counts"]
    assert {name: counts[name] for name in expected} == expected
    assert counts["read"] == sum(counts[name] for name in expected if name != "read")


def test_no_other_record_is_written(written: dict[str, Any]) -> None:
    """Every record written is expected, and the other way round."""
    assert sorted(written) == sorted(EXPECTED["records"])


@pytest.mark.parametrize("key", sorted(EXPECTED["records"]))
def test_record(written: dict[str, dict[str, Any]], key: str) -> None:
    """One seed comes out exactly as its line of the expectations says."""
    record, expected = written[key], EXPECTED["records"][key]
    body = record["body"].split("\n\n") if record["body"] else []
    assert record["file"] == expected["file"]
    assert record["dataset"] == expected["dataset"], record["duplicate"]
    asked = PLAIN & {*expected}
    assert {name: record[name] for name in asked} == {name: expected[name] for name in asked}
    captions = [{name: caption[name] for name in ("text", "credit")} for caption in record["captions"]]
    assert captions == expected["captions"]
    assert matches(record["syndication"], expected["syndication"])
    assert sorted({piece["kind"] for piece in record["removed"]}) == expected["removed"]
    assert [repair["kind"] for repair in record["repairs"]] == expected["repairs"]
    assert record["encoding"]["used"] == expected["encoding"]
    assert len(body) == expected["paragraphs"]
    assert (body[0], body[-1]) == (expected["first"], expected["last"]) if body else not expected["first"]
    assert all(text in record["body"] for text in expected["holds"])
    assert not any(text in record["body"] for text in expected["lacks"])


@pytest.mark.parametrize("key", sorted(EXPECTED["records"]))
def test_copies_name_their_original(written: dict[str, dict[str, Any]], key: str) -> None:
    """A copy names the article it repeats, which lists it."""
    record, expected = written[key], EXPECTED["records"][key]
    keys = {other["id"]: name for name, other in written.items()}
    found = record["duplicate"]
    assert (found and {"of": keys[found["original_id"]], "kind": found["kind"]}) == expected["duplicate"]
    assert sorted(keys[copy["id"]] for copy in record["copies"]) == expected["copies"]


def test_rejects_say_why_and_keep_the_bytes(output: Path) -> None:
    """Each reject has its stage, its reason and the raw bytes."""
    found = []
    for record in records(output, "rejects"):
        file = Path(record["input"].split("#")[0]).relative_to(SEEDS)
        found.append((file.as_posix(), record["stage"], record["reason"]))
        assert record["raw"] in (SEEDS / file).read_bytes()
        assert record["detail"]
    assert sorted(found) == sorted((each["file"], each["stage"], each["reason"]) for each in EXPECTED["rejects"])


def matches(found: dict[str, Any] | None, expected: dict[str, Any] | None) -> bool:
    """Whether a syndication holds all that is expected of it, or neither is there."""
    if not found or not expected:
        return not found and not expected
    return {name: found[name] for name in expected} == expected
