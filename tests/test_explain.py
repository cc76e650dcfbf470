"""`copydesk explain`: why a copy is one, what repeats an article, and which pairs were decided by a hair."""

import json
from pathlib import Path

import pytest

from tests.outputs import SEEDS, copydesk, records


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one run over the wire stories of the seeds."""
    out = tmp_path_factory.mktemp("explain") / "out"
    copydesk("run", SEEDS / "wire", "--output", out)
    return out


def test_a_copy_names_its_original_and_the_figures(output: Path) -> None:
    """Of a copy: the article it repeats, each figure against its threshold, a shared passage."""
    said = copydesk("explain", output, "ferry-gazette").stdout
    assert "was dropped as a cut of" in said
    assert "share of the copy in the other" in said
    assert "A passenger ferry carrying 214 people" in said


def test_an_article_lists_what_repeats_it(output: Path) -> None:
    """Of an article: every copy that was dropped in its favour, with the figures of the decision."""
    pairs = [json.loads(line) for line in copydesk("explain", output, "ferry-ap", "--json").stdout.splitlines()]
    (kept,) = [record for record in records(output, "articles") if record["external_id"] == "ferry-ap"]
    assert {pair["kept"] for pair in pairs} == {kept["id"]}
    assert {pair["copy"] for pair in pairs} == {copy["id"] for copy in kept["copies"]}
    for pair in pairs:
        (share,) = [check["value"] for check in pair["checks"] if check["name"] == "share of the copy in the other"]
        assert share == pytest.approx(pair["duplicate"]["coverage"], abs=0.001)


def test_an_article_without_copies_says_so(output: Path) -> None:
    """Nothing was dropped in its favour."""
    assert "nothing was dropped" in copydesk("explain", output, "ferry-next-day").stdout


@pytest.mark.parametrize(("arguments", "message"), [(["nope"], "no article or copy 'nope'"), ([], "give an ID")])
def test_wrong_usage_says_the_cure(output: Path, arguments: list[str], message: str) -> None:
    """Exit 2 and one line."""
    assert message in copydesk("explain", output, *arguments, code=2).stderr


def test_borderline_pairs_are_the_closest_to_the_threshold(output: Path) -> None:
    """Closest first, by the ids of records of this output."""
    lines = copydesk("explain", output, "--borderline", "4", "--json").stdout.splitlines()
    pairs = [json.loads(line) for line in lines]
    far = [abs(pair["coverage"] - 0.6) for pair in pairs]
    known = {record["id"] for dataset in ("articles", "copies") for record in records(output, dataset)}
    assert len(pairs) == 4 and far == sorted(far)
    assert {one for pair in pairs for one in pair["ids"]} <= known


def test_an_original_in_an_earlier_output_is_shown_too(tmp_path: Path) -> None:
    """A copy dropped --against an output is compared with the article there; what supersedes says what."""
    lines = (SEEDS / "wire/ferry.jsonl").read_bytes().splitlines()
    by_name = {json.loads(line)["id"]: line for line in lines}
    days = [["ferry-courier"], ["ferry-ap", "ferry-herald"], ["ferry-gazette"]]
    outs: list[str] = []
    for number, names in enumerate(days):
        (tmp_path / f"{number}.jsonl").write_bytes(b"\n".join(by_name[name] for name in names))
        against = ["--against", *outs] if outs else []
        outs.append(str(tmp_path / f"out{number}"))
        copydesk("run", tmp_path / f"{number}.jsonl", "--output", outs[-1], *against)
    assert "supersedes what was written before: " in copydesk("explain", outs[1], "ferry-ap").stdout
    said = copydesk("explain", outs[2], "ferry-gazette").stdout
    assert f"which is in {outs[1]}" in said and "share of the copy in the other" in said and "    = " in said
