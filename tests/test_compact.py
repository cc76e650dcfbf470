"""`copydesk compact`: outputs decided anew, all together."""

import random
from pathlib import Path

import pytest

from pipeline.copies.blocks import MAGIC
from tests.outputs import SEEDS, copydesk, ids, records
from tests.streams import Engine, stories, topic_of


def decided(output: Path) -> dict[str, tuple[str | None, list[str]]]:
    """Id -> the original it repeats, and the copies dropped for it, of all articles and copies."""
    rows = [*records(output, "articles"), *records(output, "copies")]
    return {
        row["id"]: (row["duplicate"] and row["duplicate"]["original_id"], sorted(copy["id"] for copy in row["copies"]))
        for row in rows
    }


def test_one_output_compacts_to_what_it_was(tmp_path: Path) -> None:
    """A finished run decided anew has the same articles, copies, rejects and counts, and verifies."""
    copydesk("run", SEEDS, "--output", tmp_path / "run")
    told = copydesk("compact", tmp_path / "run", "--output", tmp_path / "again")
    assert decided(tmp_path / "again") == decided(tmp_path / "run")
    key = "raw_sha256"
    assert sorted(row[key] for row in records(tmp_path / "again", "rejects")) == sorted(
        row[key] for row in records(tmp_path / "run", "rejects")
    )
    assert told.stderr.split(": ")[1].split("\n")[0].endswith("1 redeliveries")
    copydesk("verify", tmp_path / "again")


def test_two_outputs_compact_to_the_run_over_both(tmp_path: Path) -> None:
    """Copies that stand in different outputs find their originals; an id in both is a redelivery."""
    inputs = sorted(path for path in SEEDS.iterdir() if path.suffix != ".md")
    for name, part in (("a", inputs[::2]), ("b", inputs[1::2]), ("all", inputs), ("some", inputs[:5])):
        copydesk("run", *part, "--output", tmp_path / name)
    copydesk("compact", *(tmp_path / name for name in ("b", "a", "some")), "--output", tmp_path / "union")
    for dataset in ("articles", "copies"):
        assert ids(tmp_path / "union")[dataset] == ids(tmp_path / "all")[dataset]
    copydesk("verify", tmp_path / "union")


def test_an_output_without_an_article_is_one_like_others(tmp_path: Path) -> None:
    """A day on which nothing but rejects came: the next runs against it, both compact, each alone too."""
    (tmp_path / "bad.jsonl").write_text("{}\n")
    empty, day, union, again = (tmp_path / name for name in ("empty", "day", "union", "again"))
    copydesk("run", tmp_path / "bad.jsonl", "--output", empty, "--workers", "1")
    copydesk("run", SEEDS / "wire", "--output", day, "--against", empty, "--workers", "1")
    copydesk("compact", empty, day, "--output", union, "--workers", "1")
    copydesk("compact", empty, "--against", day, "--output", again, "--workers", "1")
    assert decided(union) == decided(day)
    assert len(records(union, "rejects")) == len(records(again, "rejects")) == 1
    copydesk("verify", union)


def test_what_is_no_output_is_refused(tmp_path: Path) -> None:
    """An empty place ends with exit 5, and nothing is made."""
    copydesk("compact", tmp_path / "nothing", "--output", tmp_path / "out", code=5)
    assert not (tmp_path / "out").exists()


def stories_in(folder: Path, days: int, seed: int) -> list[Path]:
    """Made-up articles of which many repeat others, dealt out at random over files, one a day; some delivered twice."""
    rng = random.Random(seed)
    made = stories()
    paths = []
    for day in range(days):
        paths.append(folder / f"day{day}.jsonl")
        paths[-1].write_bytes(b"\n".join(rng.sample(made, 3)) + b"\n")
    for each in made:
        with rng.choice(paths).open("ab") as handle:
            handle.write(each + b"\n")
    return paths


@pytest.mark.parametrize(("days", "seed"), [(2, 1), (3, 2)])
def test_day_by_day_then_compacted_is_one_run(tmp_path: Path, days: int, seed: int) -> None:
    """Law: each day run against the days before, then all compacted: articles, copies and what each says of the others
    are those of one run over all days."""
    inputs = stories_in(tmp_path, days, seed)
    outs = [tmp_path / path.stem for path in inputs]
    for number, (path, out) in enumerate(zip(inputs, outs, strict=True)):
        against = ["--against", *outs[:number]] if number else []
        copydesk("run", path, "--output", out, "--workers", "1", *against)
    copydesk("run", *inputs, "--output", tmp_path / "all", "--workers", "1")
    copydesk("compact", *reversed(outs), "--output", tmp_path / "union", "--workers", "1")
    assert decided(tmp_path / "union") == decided(tmp_path / "all")
    assert any(row["duplicate"]["original_output"] for row in records(outs[-1], "copies"))
    copydesk("verify", tmp_path / "union")


def test_what_a_stream_and_a_run_wrote_compacts_to_one_run(tmp_path: Path) -> None:
    """A stream that began against a run's output, and that run: compacted they are one run over both."""
    made = stories()
    for name, part in (("first", made[::2]), ("both", made)):
        (tmp_path / f"{name}.jsonl").write_bytes(b"\n".join(part))
        copydesk("run", tmp_path / f"{name}.jsonl", "--output", tmp_path / name, "--workers", "1")
    engine = Engine(tmp_path / "stream", topic_of(made[1::2]), against=(str(tmp_path / "first"),))
    for partition in "ab":
        while engine.left(partition):
            engine.read(partition, 3)
        engine.commit()
    said = copydesk("compact", tmp_path / "stream", "--output", tmp_path / "alone", code=2).stderr
    assert f"give that output too, or --against {tmp_path / 'first'}" in said
    copydesk("compact", tmp_path / "stream", tmp_path / "first", "--output", tmp_path / "union", "--workers", "1")
    assert ids(tmp_path / "union")["articles"] == ids(tmp_path / "both")["articles"]


def test_against_leaves_an_output_as_it_is(tmp_path: Path) -> None:
    """Compacted against the days before, a day is what it was: its copies of earlier articles, what it supersedes."""
    inputs = stories_in(tmp_path, 2, 5)
    first, second, again = (tmp_path / name for name in ("day0", "day1", "again"))
    copydesk("run", inputs[0], "--output", first, "--workers", "1")
    copydesk("run", inputs[1], "--output", second, "--against", first, "--workers", "1")
    said = copydesk("compact", second, "--output", again, code=2).stderr
    assert "give that output too" in said and str(first) in said and not again.exists()
    copydesk("compact", second, "--against", first, "--output", again, "--workers", "1")

    def all_of(output: Path) -> list[tuple[object, ...]]:
        rows = [*records(output, "articles"), *records(output, "copies")]
        return sorted((row["id"], str(row["duplicate"]), row["copies"], row["supersedes"]) for row in rows)

    assert all_of(again) == all_of(second)
    assert any(row["supersedes"] for row in records(again, "articles"))
    copydesk("compact", first, "--against", first, "--output", tmp_path / "none", code=2)


def test_an_output_of_another_version_is_refused_with_the_cure(tmp_path: Path) -> None:
    """Fingerprints made by other rules match nothing: no run against them; compacted they are made anew."""
    old, new, day = (tmp_path / name for name in ("old", "new", "day"))
    copydesk("run", SEEDS / "wire", "--output", old, "--workers", "1")
    for path in (old / "memory").glob("memory-*"):
        path.write_bytes(path.read_bytes().replace(MAGIC, b"CDBLOCK0"))
    for command in (["run", SEEDS / "wire"], ["stream", "--from", f"dir://{tmp_path}", "--window", "60s"]):
        said = copydesk(*command, "--output", day, "--against", old, code=2).stderr
        assert f"copydesk compact {old} --output" in said and not day.exists()
    copydesk("compact", old, "--output", new, "--workers", "1")
    assert decided(new) == decided(old)
    copydesk("run", SEEDS / "wire", "--output", day, "--against", new, "--workers", "1")
    assert not records(day, "articles")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Made-up articles, and the output of a run over them with nothing but defaults."""
    folder = tmp_path_factory.mktemp("plain")
    (source,) = stories_in(folder, 1, 7)
    copydesk("run", source, "--output", folder / "out", "--workers", "1")
    return source, folder / "out"


@pytest.mark.parametrize(
    "values",
    [
        ["--horizon", "1h"],
        ["--coverage", "0.99"],
        ["--prefer", "Local", "Cutter", "--mark-only"],
        ["--horizon", "3h", "--coverage", "0.3", "--prefer", "Local"],
    ],
)
def test_other_values_without_cleaning_again(tmp_path: Path, plain: tuple[Path, Path], values: list[str]) -> None:
    """A run with some values is a run with the defaults, compacted with those values, which then are its own."""
    source, by_default = plain
    wanted, again, back = (tmp_path / name for name in ("wanted", "again", "back"))
    copydesk("run", source, "--output", wanted, "--workers", "1", *values)
    copydesk("compact", by_default, "--output", again, "--workers", "1", *values)
    assert ids(again) == ids(wanted) != ids(by_default)
    assert decided(again) == decided(wanted)
    copydesk("verify", again)
    copydesk("compact", again, "--output", back, "--workers", "1")
    assert decided(back) == decided(again) and ids(back) == ids(again)
