"""Running `copydesk` and measuring it: CPU seconds of all its processes, the peak memory of them together."""

from __future__ import annotations

import os
import platform
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

SAMPLE_EVERY_S = 0.1  # how often memory is looked at, at most
SAMPLE_SHARE = 0.02
"""Share of the time that looking may take: a look holds up each process for some milliseconds (5 % of a run once)."""


class Cost(NamedTuple):
    """What a command cost: wall and CPU (user, system) seconds of it and all its children, peak MB of their memory.

    `pss_mb` counts shared pages once (proportional set size), `rss_mb` once a process."""

    code: int
    wall_s: float
    user_s: float
    system_s: float
    pss_mb: float
    rss_mb: float
    errors: str

    @property
    def cpu_s(self) -> float:
        return self.user_s + self.system_s


def command(*arguments: str) -> list[str]:
    """`copydesk ARGUMENTS` with this interpreter, or with the command in the environment variable COPYDESK."""
    own = os.environ.get("COPYDESK")
    return [*(shlex.split(own) if own else [sys.executable, "-m", "pipeline"]), *arguments]


def run(arguments: Sequence[str], *, sample: bool = True) -> Cost:
    """Run a command to its end. CPU is what the kernel says of it and of every child it has waited for."""
    began = time.perf_counter()
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True)
    peak = Peak(process.pid) if sample else None
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    pss, rss = peak.stop() if peak else (0.0, 0.0)
    return Cost(process.returncode, wall, usage.ru_utime, usage.ru_stime, pss, rss, errors.decode("utf-8", "replace"))


def checked(arguments: Sequence[str], *, sample: bool = True) -> Cost:
    """The same, for a command that must succeed."""
    cost = run(arguments, sample=sample)
    if cost.code:
        sys.exit(f"{shlex.join(arguments)} ended with {cost.code}:\n{cost.errors[-3000:]}")
    return cost


class Peak:
    """Samples the memory of a process and its descendants until stopped."""

    def __init__(self, pid: int) -> None:
        self._pid, self._done = pid, threading.Event()
        self._pss_kb = self._rss_kb = 0
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> tuple[float, float]:
        """Peak PSS and RSS in MB, each of the sum over all processes at one moment."""
        self._done.set()
        self._thread.join()
        return self._pss_kb / 1024, self._rss_kb / 1024

    def _watch(self) -> None:
        pause = SAMPLE_EVERY_S
        while not self._done.wait(pause):
            began = time.perf_counter()
            sums = [memory_kb(pid) for pid in family(self._pid)]
            self._pss_kb = max(self._pss_kb, sum(pss for pss, _ in sums))
            self._rss_kb = max(self._rss_kb, sum(rss for _, rss in sums))
            pause = max(SAMPLE_EVERY_S, (time.perf_counter() - began) / SAMPLE_SHARE)


def memory_kb(pid: int) -> tuple[int, int]:
    """Proportional and resident memory of a process in kB, zeros if it is gone."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0, 0
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in rollup.splitlines() if line.endswith("kB")}
    return sizes.get("Pss", 0), sizes.get("Rss", 0)


def family(pid: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield pid
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return
    for task in tasks:
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def machine() -> str:
    """What was measured on, in one line."""
    names = [line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    cpu = f"{len(names)} x {names[0]}" if names else platform.machine()
    return f"{cpu}, Python {platform.python_version()}, {platform.system()} {platform.release()}"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers come out with a sensible number of digits.

    >>> print(table(["what", "n"], [["a", 1200], ["b", 0.5]]))
    | what | n |
    |---|---|
    | a | 1,200 |
    | b | 0.50 |
    """
    lines = [head, ["---"] * len(head), *([_cell(value) for value in row] for row in rows)]
    return "\n".join("|" + "|".join(line) + "|" if line[0] == "---" else f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
