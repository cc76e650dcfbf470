"""The worker processes: results in order, nothing left running, a lost one is told."""

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

from pipeline import workers


def script(body: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of code with workers in a process of its own."""
    head = "import os, sys, time, signal\nfrom pipeline import workers\n"
    code = head + textwrap.dedent(body)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)


def test_without_workers_the_work_is_done_inline() -> None:
    """On a cluster's worker nothing is started: results come at once, from the process itself."""
    assert list(workers.run_all(os.getpid, [(), ()])) == [os.getpid()] * 2


def test_results_come_in_the_order_of_the_tasks() -> None:
    """However long each task takes, and more tasks than may be in flight."""
    done = script("""
        workers.start(2)
        print(list(workers.run_all(pow, [(n, 2) for n in range(20)])), len(workers.pids()))
        workers.stop()
    """)
    assert done.stdout.split("] ")[0] + "]" == str([n * n for n in range(20)])
    assert done.stdout.endswith(" 2\n")


def test_workers_warm_up_before_their_first_task() -> None:
    """What each is told to do first has been done when it comes to a task."""
    done = script("""
        from functools import partial
        workers.start(1, partial(os.chdir, "/"))
        print(*workers.run_all(os.getcwd, [()]))
        workers.stop()
    """)
    assert done.stdout == "/\n"


def test_a_killed_worker_is_told_not_waited_for() -> None:
    """Out of memory: the run ends with a message instead of hanging, and the workers that live on end too."""
    done = script("""
        workers.start(3)
        pids = workers.pids()
        os.kill(pids[0], signal.SIGKILL)
        try:
            list(workers.run_all(time.sleep, [(0.1,)] * 20))
        except workers.WorkerLostError as error:
            print(error)
        workers.stop()
        print(*pids)
    """)
    assert "--workers" in done.stdout
    for pid in map(int, done.stdout.splitlines()[-1].split()):
        wait_for_end(pid)


def test_workers_die_with_the_process_that_started_them() -> None:
    """kill -9 of the parent leaves no orphan."""
    done = script("""
        workers.start(2)
        print(*workers.pids(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    for pid in map(int, done.stdout.split()):
        wait_for_end(pid)


def wait_for_end(pid: int) -> None:
    """Return when a process has ended; the kernel needs a moment."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] == "Z":
                return
        except FileNotFoundError:
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} still runs")
