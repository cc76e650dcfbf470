"""`copydesk compact`: outputs decided anew, all together."""

from pathlib import Path

from tests.outputs import SEEDS, copydesk, ids, records


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


def test_what_is_no_output_is_refused(tmp_path: Path) -> None:
    """An empty place ends with exit 5, and nothing is made."""
    copydesk("compact", tmp_path / "nothing", "--output", tmp_path / "out", code=5)
    assert not (tmp_path / "out").exists()
