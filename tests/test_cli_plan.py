"""`copydesk plan` and `copydesk formats`."""

from __future__ import annotations

import argparse
import json
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from pipeline.cli import formats, plan
from pipeline.cli.arguments import UsageError


def run(*argv: str) -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    formats.register(commands)
    plan.register(commands)
    args = parser.parse_args(argv)
    code: int = args.run(args)
    return code


def test_formats(capsys: pytest.CaptureFixture[str]) -> None:
    """The formats are listed with their extensions, for people and for programs."""
    assert run("formats") == 0
    out = capsys.readouterr().out
    assert out.startswith("jsonl    .jsonl .ndjson")
    assert "zstandard (.zst .zstd)" in out
    assert run("formats", "--json") == 0
    table = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in table["formats"]] == ["jsonl", "json", "text"]


def test_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan shows each split with its files and byte ranges, and what cannot be read on stderr."""
    (tmp_path / "a.jsonl").write_bytes(b"\n" * (9 << 20))
    for number in range(5):
        (tmp_path / f"b{number}.txt").write_bytes(b"text")
    (tmp_path / "gone").symlink_to("nowhere")
    assert run("plan", str(tmp_path)) == 0
    out, err = capsys.readouterr()
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines == [
        f"0 4,718,592 bytes {tmp_path}/a.jsonl bytes 0 to 4,718,592",
        f"1 4,718,592 bytes {tmp_path}/a.jsonl bytes 4,718,592 to the end",
        f"2 20 bytes {tmp_path}/b0.txt",
        "... 3 more files",
        f"{tmp_path}/b4.txt",
        "6 files, 9,437,204 bytes, 3 splits",
    ]
    assert f"{tmp_path}/gone" in err
    assert run("plan", str(tmp_path), "--json") == 0
    splits = json.loads(capsys.readouterr().out)["splits"]
    assert [split["bytes"] for split in splits] == [4_718_592, 4_718_592, 20]
    assert splits[1]["parts"] == [{"name": f"{tmp_path}/a.jsonl", "start": 4_718_592, "end": None}]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard input is part of a plan under its name."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(b"content")))
    assert run("plan", "-") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 file, 7 bytes, 1 split"


def test_wrong_input() -> None:
    """An input that does not exist is wrong usage."""
    with pytest.raises(UsageError, match=r"nowhere\.txt does not exist"):
        run("plan", "nowhere.txt")


def test_nothing(tmp_path: Path) -> None:
    """An empty folder is nothing to read: exit code 5."""
    assert run("plan", str(tmp_path)) == 5
