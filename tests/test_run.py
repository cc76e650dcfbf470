"""`copydesk run` as a user has it: bad inputs, wrong usage, the same bytes whatever the workers, Ctrl-C and kills."""

import ctypes
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outputs import SEEDS, contents, copydesk, ids, records
from tests.test_workers import wait_for_end

CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24
NOBODY = 65534


def article(number: int, words: int = 60) -> str:
    """One line of JSON: an article that no other is like."""
    rng = random.Random(number)
    text = " ".join(f"w{rng.randrange(10**6)}" for _ in range(words)) + "."
    return json.dumps({"id": f"a{number}", "headline": f"Story {number}", "text": text})


def external_ids(output: Path) -> set[str]:
    """The provider's ids of the articles."""
    return {record["external_id"] for record in records(output, "articles")}


def test_one_bad_record_costs_itself_alone(tmp_path: Path) -> None:
    """A bad line, an empty file, a cut .gz, a line over the limit: each is a reject, every other article is there."""
    packed = gzip.compress("\n".join(map(article, range(20, 40))).encode())
    (tmp_path / "in").mkdir()
    (tmp_path / "in/bad.jsonl").write_text("\n".join([article(1), '{"text": ', article(2)]))
    (tmp_path / "in/empty.txt").write_bytes(b"")
    (tmp_path / "in/cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "in/long.jsonl").write_text("\n".join([article(3), article(4, 20_000), article(5)]))
    copydesk("run", tmp_path / "in", "--output", tmp_path / "out", "--max-record-bytes", "64k")
    rejects = records(tmp_path / "out", "rejects")
    reasons = {Path(record["input"].split("#")[0]).name: record["reason"] for record in rejects}
    assert reasons == {
        "bad.jsonl": "BAD_FORMAT",
        "empty.txt": "EMPTY",
        "cut.jsonl.gz": "BAD_COMPRESSION",
        "long.jsonl": "RECORD_TOO_LARGE",
    }
    assert external_ids(tmp_path / "out") > {"a1", "a2", "a3", "a5", "a20", "a21"}
    copydesk("verify", tmp_path / "out")


def without_root_rights() -> None:
    """In a child before its start: root may no longer read what permissions deny."""
    libc = ctypes.CDLL(None)
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def test_a_folder_that_cannot_be_read_is_a_reject_that_names_it(tmp_path: Path) -> None:
    """The rest of the input is read."""
    secret = tmp_path / "in" / "secret"
    secret.mkdir(parents=True)
    (secret / "a.jsonl").write_text(article(1))
    (tmp_path / "in/open.jsonl").write_text(article(2))
    secret.chmod(0o300)
    forbid: Callable[[], None] | None = None
    if os.geteuid() == 0:
        os.chown(secret, NOBODY, NOBODY)
        secret.chmod(0o700)
        forbid = without_root_rights
    copydesk("run", tmp_path / "in", "--output", tmp_path / "out", preexec_fn=forbid)
    secret.chmod(0o700)
    (reject,) = records(tmp_path / "out", "rejects")
    assert (reject["reason"], reject["input"]) == ("UNREADABLE", str(secret))
    assert external_ids(tmp_path / "out") == {"a2"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.jsonl", "--output", "out"], "nowhere.jsonl does not exist"),
        (["in.jsonl", "--output", "out", "--worker", "2"], "did you mean --workers?"),
        (["in.jsonl", "--output", "out", "--temp_lokation", "x"], "did you mean --temp_location?"),
        (["in.jsonl", "--output", "out", "--sasl_password=hunter2"], "unknown option --sasl_password."),
        (["in.jsonl", "--output", "in.jsonl"], "give another --output"),
        (["in.jsonl", "--output", "in.jsonl/out"], "cannot write in.jsonl/out"),
        (["in.jsonl", "--output", "out", "--workers", "0"], "not a whole number of 1 or more"),
        (["in.jsonl", "--output", "out", "--max-record-bytes", "many"], "'many' is not a size such as 16MiB"),
    ],
)
def test_wrong_usage_says_the_cure(tmp_path: Path, arguments: list[str], message: str) -> None:
    """Exit 2, one clear line, nothing left behind, and no value of an unknown option is printed."""
    (tmp_path / "in.jsonl").write_text(article(1))
    done = copydesk("run", *arguments, code=2, cwd=tmp_path)
    assert message in done.stderr
    assert "hunter2" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_nothing_to_read_is_exit_5(tmp_path: Path) -> None:
    """A folder without a file is no mistake of usage and no output either."""
    (tmp_path / "in").mkdir()
    assert "nothing to read" in copydesk("run", "in", "--output", "out", code=5, cwd=tmp_path).stderr
    assert not (tmp_path / "out").exists()


def test_too_many_rejects_are_exit_3(tmp_path: Path) -> None:
    """The output is there all the same."""
    (tmp_path / "in.jsonl").write_text("{}\n{}\n" + article(1))
    copydesk("run", "in.jsonl", "--output", "out", "--max-rejects", "1", code=3, cwd=tmp_path)
    copydesk("run", "in.jsonl", "--output", "out", "--max-rejects", "2", "--overwrite", cwd=tmp_path)


def test_standard_input_and_limit(tmp_path: Path) -> None:
    """`-` reads standard input; --limit takes the first records."""
    lines = "\n".join(map(article, range(9))).encode()
    copydesk("run", "-", "--output", tmp_path / "out", "--limit", "4", "--source", "The Gazette", stdin=lines)
    assert external_ids(tmp_path / "out") == {"a0", "a1", "a2", "a3"}
    assert {record["source"] for record in records(tmp_path / "out", "articles")} == {"The Gazette"}


def test_the_same_bytes_whatever_the_workers(tmp_path: Path) -> None:
    """One worker, two, and a second run: every file is the same, byte for byte."""
    for number, workers in enumerate(("1", "2", "2")):
        copydesk("run", SEEDS, "--output", tmp_path / str(number), "--workers", workers)
    assert contents(tmp_path / "0") == contents(tmp_path / "1") == contents(tmp_path / "2")


def test_the_same_ids_however_the_input_is_cut(tmp_path: Path) -> None:
    """The same records in other files and another order: the same ids in each dataset."""
    lines = [line for path in sorted(SEEDS.rglob("*.jsonl")) for line in path.read_bytes().splitlines() if line.strip()]
    random.Random(7).shuffle(lines)
    (tmp_path / "one").mkdir()
    (tmp_path / "seven").mkdir()
    (tmp_path / "one/all.jsonl").write_bytes(b"\n".join(sorted(lines)))
    for number in range(7):
        (tmp_path / f"seven/{number}.jsonl").write_bytes(b"\n".join(lines[number::7]))
    for name in ("one", "seven"):
        copydesk("run", tmp_path / name, "--output", tmp_path / f"{name}.out")
    assert ids(tmp_path / "one.out") == ids(tmp_path / "seven.out")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_output_and_no_process(tmp_path: Path, number: int) -> None:
    """Ctrl-C exits with 130 and SIGTERM with 143, within 5 s, leaving nothing at all; after kill -9 the next run
    clears what was left."""
    (tmp_path / "in.jsonl").write_text("\n".join(article(n, 900) for n in range(3_000)))
    command = [sys.executable, "-m", "pipeline", "run", "in.jsonl", "--output", "out", "--workers", "2"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    staging = tmp_path / ".out.staging"
    while not (staging.exists() and any(staging.glob("rows-*"))):
        assert process.poll() is None
        time.sleep(0.01)
    children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    began = time.monotonic()
    process.send_signal(number)
    code = process.wait(timeout=30)
    assert time.monotonic() - began < 5
    assert code == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[signal.Signals(number)]
    assert len(children) >= 2
    for pid in children:
        wait_for_end(pid)
    if number != signal.SIGKILL:
        assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
    else:
        assert not (tmp_path / "out").exists()
        copydesk("run", "in.jsonl", "--output", "out", "--limit", "5", cwd=tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out"]
