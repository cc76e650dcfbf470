"""copydesk verify, inspect and schema: what they print, and their exit codes."""

from __future__ import annotations

import argparse
import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastavro
import pytest

from pipeline.avro import commits, manifest, schemas
from pipeline.avro.commits import Commit, Head
from pipeline.cli import inspect, schema, terminal, verify
from pipeline.cli.arguments import UsageError
from tests import samples

Command = Callable[..., tuple[int, str, str]]  # exit code, stdout, stderr


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs one of the commands as `copydesk` would."""
    parser = argparse.ArgumentParser("copydesk")
    parts = parser.add_subparsers(required=True)
    for each in (verify, inspect, schema):
        each.register(parts)

    def run(*arguments: object) -> tuple[int, str, str]:
        args = parser.parse_args([str(argument) for argument in arguments])
        code = args.run(args)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def laid(folder: Path, contents: dict[str, bytes]) -> Path:
    """Files, written under a folder."""
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A finished output."""
    return laid(tmp_path / "OUT", samples.output())


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    """The output of a stream: a start and one window, and a file that is being written."""
    contents = samples.output()
    said = manifest.parse(contents.pop(manifest.NAME))
    folder = laid(tmp_path / "LIVE", {**contents, "articles/.1.tmp": b"half"})

    def create(name: str, content: bytes) -> bool:
        laid(folder / commits.FOLDER, {name: content})
        return True

    _, head = commits.append(Head(), Commit(0, None, commits.START, 0), create)
    window = Commit(0, None, commits.WINDOW, 1, (0, 10), said.files, said.counts, {"p": (0, 5)})
    commits.append(head, window, create)
    return folder


def test_a_whole_output_is_verified(command: Command, out: Path) -> None:
    """A whole output is exit 0 and one line with the conservation law."""
    code, told, err = command("verify", out)
    assert (code, err) == (0, "")
    assert "is whole: 5 read = 2 articles + 1 copies + 1 rejects + 1 redeliveries; 5 files" in told


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove", "double", "edit"])
def test_damage_is_exit_4_and_named(command: Command, out: Path, damage: str) -> None:
    """Every kind of damage is exit 4, on stdout the file and what is wrong, on stderr how many."""
    victim = out / "articles" / "articles-00001-of-00002.avro"
    content = victim.read_bytes()
    if damage == "flip":
        victim.write_bytes(content[:-20] + bytes((content[-20] ^ 1,)) + content[-19:])
    elif damage == "truncate":
        victim.write_bytes(content[: len(content) // 2])
    elif damage == "remove":
        victim.unlink()
    elif damage == "double":
        victim = victim.with_name("articles-00002-of-00002.avro")
        victim.write_bytes(content)
    else:
        victim = out / manifest.NAME
        victim.write_text(victim.read_text().replace('"redeliveries": 1', '"redeliveries": 2'))
    code, told, err = command("verify", out)
    assert code == 4
    assert told.startswith(victim.relative_to(out).as_posix() + ": ")
    assert "problem" in err and str(out) in err


def test_verify_tells_a_program(command: Command, out: Path) -> None:
    """With --json the result is one object, whole or not, with the same exit code."""
    code, told, _ = command("verify", out, "--json")
    assert (code, json.loads(told)["whole"], json.loads(told)["counts"]["read"]) == (0, True, 5)
    (out / "memory" / "prints-00000-of-00001.bin").unlink()
    code, told, err = command("verify", out, "--json")
    assert (code, err) == (4, "")
    assert json.loads(told)["problems"] == [{"file": "memory/prints-00000-of-00001.bin", "fault": "is missing"}]


@pytest.mark.parametrize("name", ["verify", "inspect"])
def test_nothing_there_is_exit_5(command: Command, tmp_path: Path, name: str) -> None:
    """A folder that is not there, or empty, is nothing to read."""
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", tmp_path / "none"):
        code, told, err = command(name, place)
        assert (code, told) == (5, "")
        assert str(place) in err


def test_an_unfinished_output_fails(command: Command, out: Path) -> None:
    """Without its manifest an output was never finished."""
    (out / manifest.NAME).unlink()
    assert command("verify", out)[:2] == (4, "manifest.json: is missing: the output was never finished\n")
    with pytest.raises(UsageError, match=r"is no output: it has no manifest\.json"):
        command("inspect", out)


def test_a_file_is_no_output(command: Command, out: Path) -> None:
    """`verify` takes a folder."""
    with pytest.raises(UsageError, match="name the folder"):
        command("verify", out / manifest.NAME)


def test_a_live_output_is_verified_and_inspected(command: Command, stream: Path) -> None:
    """A stream's output is what its commits name; what is being written is none of it yet."""
    code, told, _ = command("verify", stream)
    assert (code, "is whole: 5 read" in told) == (0, True)
    assert "counts: 2 articles, 1 copies, 5 read" in command("inspect", stream)[1]


def test_a_broken_chain_fails(command: Command, stream: Path) -> None:
    """A commit that is gone breaks the chain: exit 4, and it is named."""
    (stream / commits.FOLDER / commits.name(1)).unlink()
    code, told, _ = command("verify", stream)
    assert (code, told) == (4, "commits: commit 1 is missing\n")
    code, _, err = command("inspect", stream)
    assert (code, "commit 1 is missing" in err) == (4, True)


def test_a_missing_file_of_a_stream_fails(command: Command, stream: Path) -> None:
    """Every file that a commit names must be there."""
    (stream / "copies" / "copies-00000-of-00001.avro").unlink()
    assert command("verify", stream)[:2] == (4, "copies/copies-00000-of-00001.avro: is missing\n")


def test_the_summary_counts(command: Command, out: Path) -> None:
    """The summary has the counts, and the lists that people ask for."""
    code, told, err = command("inspect", out)
    assert (code, err) == (0, "")
    for line in (
        "counts: 2 articles, 1 copies, 5 read, 1 redeliveries, 1 rejects",
        "records: 2 articles, 1 copies, 1 rejects",
        "words in the articles: 18",
    ):
        assert line in told.splitlines()
    words = [" ".join(line.split()) for line in told.splitlines()]
    for heading, entry in (
        ("languages:", "en 2"),
        ("sources:", "The Example Gazette 2"),
        ("agencies:", "ENA 2"),
        ("notices by kind:", "republished 2"),
        ("copies by kind:", "copy 1"),
        ("rejects by reason:", "BAD_FORMAT 1"),
    ):
        assert words[words.index(heading) + 1] == entry
    assert words[words.index("credits:") + 2] == "Cy Lens / ENA 2"


def test_the_summary_tells_a_program(command: Command, out: Path) -> None:
    """With --json the lists are whole and keyed by name."""
    told = json.loads(command("inspect", out, "--json")[1])
    assert told["counts"]["read"] == 5
    assert told["rejects_by_reason"] == {"BAD_FORMAT": 1}
    assert told["most_copied"] == [
        {"copies": 1, "id": samples.identity(1), "headline": "Harbour bridge reopens — “at last”"}
    ]


def test_records_are_shown_to_people(command: Command, out: Path) -> None:
    """--limit shows records of the articles, --dataset of another; 0 is all of them."""
    told = command("inspect", out, "--limit", 1)[1]
    assert told.count("Harbour bridge reopens") == 1
    assert "caption: A tug. [Cy Lens / ENA]" in told
    assert command("inspect", out, "--limit", 0)[1].count("Harbour bridge reopens") == 2
    copies = command("inspect", out, "--dataset", "copies", "--limit", 0)[1]
    assert f"copy of {samples.identity(1)} (coverage 0.90, similarity 0.80)" in copies
    rejects = command("inspect", out, "--dataset", "rejects", "--limit", 0)[1]
    assert "BAD_FORMAT in read" in rejects and r"\x00\xff0" in rejects


def test_records_tell_a_program(command: Command, out: Path) -> None:
    """Records are one JSON object a line, with every field, times in UTC and raw bytes in base64."""
    lines = command("inspect", out, "--json", "--limit", 0)[1].splitlines()
    article = json.loads(lines[0])
    assert list(article) == [field["name"] for field in schemas.load("article")["fields"]]
    assert (len(lines), article["published_at"]) == (2, "2024-02-29T12:00:30.250000Z")
    reject = json.loads(command("inspect", out, "--json", "--limit", 1, "--dataset", "rejects")[1])
    assert b64decode(reject["raw"]) == samples.rejection().raw


def test_one_file_is_inspected(command: Command, out: Path, tmp_path: Path) -> None:
    """A file of ours has a summary; of any other Avro file the records are shown."""
    name = out / "copies" / "copies-00000-of-00001.avro"
    assert "records: 1 copies" in command("inspect", name)[1]
    other = tmp_path / "other.avro"
    with other.open("wb") as handle:
        fields = [{"name": "ship", "type": "string"}]
        fastavro.writer(handle, {"type": "record", "name": "Ship", "fields": fields}, [{"ship": "Ölper\x1b[31m"}])
    assert '"ship": "Ölper\\u001b[31m"' in command("inspect", other)[1]
    other.write_bytes(b"PAR1")
    code, told, err = command("inspect", other)
    assert (code, told) == (4, "")
    assert "does not begin like an Avro file" in err


def test_an_edited_manifest_is_not_inspected(command: Command, out: Path) -> None:
    """`inspect` repeats no figures that were changed by hand."""
    path = out / manifest.NAME
    path.write_text(path.read_text().replace('"read": 5', '"read": 6'))
    code, told, err = command("inspect", out)
    assert (code, told, "not as it was written" in err) == (4, "", True)


def test_schemas_are_shown(command: Command) -> None:
    """The schema as it is in the file, in canonical form, or its fingerprints."""
    assert json.loads(command("schema", "show")[1]) == schemas.load("article")
    assert json.loads(command("schema", "show", "rejection")[1]) == schemas.load("rejection")
    assert '"doc"' not in command("schema", "show", "--canonical")[1]
    fingerprint = schemas.fingerprint(schemas.load("article"))
    assert f"CRC-64-AVRO {fingerprint}\n" in command("schema", "show", "--fingerprint")[1]


def test_schemas_are_checked(command: Command, out: Path, tmp_path: Path) -> None:
    """The schemas keep the contract, with older schemas and with files that carry one; what breaks it is exit 4."""
    older: dict[str, Any] = {**schemas.load("article"), "fields": schemas.load("article")["fields"]}
    older["fields"] = [field for field in older["fields"] if field["name"] != "usage_terms"]
    good, bad = tmp_path / "good.avsc", tmp_path / "bad.avsc"
    good.write_text(json.dumps(older))
    bad.write_text(json.dumps({**older, "fields": [*older["fields"], {"name": "gone", "type": "int"}]}))
    code, told, _ = command("schema", "check", good, out / "rejects" / "rejects-00000-of-00001.avro")
    assert (code, told.startswith("The schemas keep the contract with 2 older: article ")) == (0, True)
    code, told, _ = command("schema", "check", good, bad)
    assert (code, told) == (4, f"{bad}: gone: is gone (a field is never dropped or renamed)\n")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"type": "record", "name": "Ship", "fields": []}', "Obj\x01"])
def test_what_is_no_schema_of_ours_is_wrong_usage(command: Command, tmp_path: Path, content: str) -> None:
    """A file that holds no older schema of ours is refused by its name, as is one that is not there."""
    path = tmp_path / "some.avsc"
    for _ in range(2):
        with pytest.raises(UsageError, match=str(path)):
            command("schema", "check", path)
        path.write_text(content)


def test_bold_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings are bold on a terminal that wants it, and nowhere else."""

    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert terminal.bold("a", Terminal()) == "\x1b[1ma\x1b[0m"  # type: ignore[arg-type]
    assert terminal.bold("a") == "a"
    monkeypatch.setenv("NO_COLOR", "1")
    assert terminal.bold("a", Terminal()) == "a"  # type: ignore[arg-type]


def test_what_was_read_cannot_steer_the_terminal(command: Command, tmp_path: Path) -> None:
    """Control characters in a reject are shown, not sent."""
    raw = samples.rejection(raw=b"\x1b]0;owned\x07", raw_size=99, detail="bad \x1b[2J")
    record = samples.rows.encode_rejection(raw)
    path = laid(tmp_path, {"bad.avro": samples.container([record], "rejection")}) / "bad.avro"
    told = command("inspect", path, "--limit", 0)[1]
    assert "\x1b" not in told and "\x07" not in told
    assert r"\x1b[2J" in told and r"\x1b]0;owned\x07" in told
