"""kill -9 of the whole process group of `copydesk run` at random moments, from its start to after its end.

    python -m tests.bench.kills                 # 20 kills, about 5 minutes

After every kill: there is no output, or a whole one that `copydesk verify` accepts; no process is left over. After some
of them, and at the end, the next run succeeds, and nothing of the earlier ones is left beside its output.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.bench import generator
from tests.bench.running import command, family, table

KILLS, ARTICLES = 20, 6_000
GRACE_S = 5.0  # for the kernel to end what dies with its parent


class Killed(NamedTuple):
    """One kill: when, what stood there afterwards, and what is wrong with it (nothing, if it is right)."""

    after_s: float
    left: str  # "nothing", "staging", "output"
    mistakes: tuple[str, ...]


def whole(source: Path, out: Path, workers: int, overwrite: bool = False) -> subprocess.CompletedProcess[bytes]:
    """A run to its end."""
    options = ["--workers", str(workers), *(["--overwrite"] if overwrite else [])]
    return subprocess.run(command("run", str(source), "--output", str(out), *options), capture_output=True)


def kill(source: Path, out: Path, workers: int, after_s: float) -> Killed:
    """Start a run, kill its process group after a while, look at what is left."""
    process = subprocess.Popen(
        command("run", str(source), "--output", str(out), "--workers", str(workers)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    end = time.monotonic() + after_s
    processes: set[int] = set()
    while time.monotonic() < end and process.poll() is None:
        processes |= set(family(process.pid))
        time.sleep(min(0.05, max(0.0, end - time.monotonic())))
    processes |= set(family(process.pid))
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    mistakes = [f"process {pid} lives on" for pid in alive(processes - {process.pid})]
    left = beside(out)
    if out.exists():
        verified = subprocess.run(command("verify", str(out)), capture_output=True, text=True)
        if verified.returncode:
            mistakes.append(f"verify: {(verified.stdout + verified.stderr).strip()[:300]}")
    return Killed(after_s, "output" if out.exists() else "staging" if left else "nothing", tuple(mistakes))


def alive(pids: set[int]) -> list[int]:
    """Which of some processes still live after GRACE_S; a zombie does not."""
    end = time.monotonic() + GRACE_S
    while (living := [pid for pid in sorted(pids) if _state(pid) not in "ZX"]) and time.monotonic() < end:
        time.sleep(0.05)
    return living


def _state(pid: int) -> str:
    """The state of a process as /proc has it, X if it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "X"


def beside(out: Path) -> list[str]:
    """What lies beside an output under names of its own: staging."""
    return sorted(path.name for path in out.parent.iterdir() if path != out)


def digest(out: Path) -> str:
    """One hash over every file of an output."""
    paths = sorted(path for path in out.rglob("*") if path.is_file())
    lines = (f"{path.relative_to(out)} {sha256(path.read_bytes()).hexdigest()}" for path in paths)
    return sha256("\n".join(lines).encode()).hexdigest()


def recovered(source: Path, out: Path, workers: int, expected: str) -> list[str]:
    """Run once more after kills: what is wrong with it."""
    run = whole(source, out, workers, overwrite=out.exists())
    if run.returncode:
        return [f"the next run ended with {run.returncode}: {run.stderr.decode()[-300:]}"]
    mistakes = [f"left beside the output: {name}" for name in beside(out)]
    if digest(out) != expected:
        mistakes.append("the next run wrote other bytes")
    shutil.rmtree(out)
    return mistakes


def main(argv: list[str] | None = None) -> int:
    """Kill, look, run again; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(prog="tests.bench.kills", description="kill -9 at random moments of a run.")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--against-every", type=int, default=4, metavar="N", help="run again after every N kills")
    args = parser.parse_args(argv)
    rng = random.Random(args.seed)
    killed: list[Killed] = []
    mistakes: list[str] = []
    with tempfile.TemporaryDirectory(prefix="copydesk-kills-") as name:
        source, out = Path(name) / "articles.jsonl", Path(name) / "work" / "out"
        out.parent.mkdir()
        generator.write(source, args.articles)
        began = time.monotonic()
        first = whole(source, out, args.workers)
        lasts_s = time.monotonic() - began
        if first.returncode:
            sys.exit(f"copydesk run ended with {first.returncode}: {first.stderr.decode()[-1000:]}")
        expected = digest(out)
        shutil.rmtree(out)
        for number in range(1, args.kills + 1):
            # A moment in each of as many equal parts of the run, so that start, work and commit are all met.
            after_s = lasts_s * 1.05 * (number - rng.random()) / args.kills
            killed.append(kill(source, out, args.workers, after_s))
            print(f"{number}: after {after_s:.2f} of {lasts_s:.2f} s: {killed[-1].left}", file=sys.stderr)
            if number % args.against_every == 0 or number == args.kills:
                mistakes += recovered(source, out, args.workers, expected)
            elif out.exists():
                shutil.rmtree(out)
    mistakes += [f"after {one.after_s:.2f} s: {mistake}" for one in killed for mistake in one.mistakes]
    rows = [[left, sum(one.left == left for one in killed)] for left in ("nothing", "staging", "output")]
    print(table(["left after kill -9", "times"], rows))
    print(*mistakes, sep="\n", end="\n" if mistakes else "")
    print(json.dumps({"kills": len(killed), "run_s": lasts_s, "mistakes": mistakes}))
    return int(bool(mistakes))


if __name__ == "__main__":
    sys.exit(main())
