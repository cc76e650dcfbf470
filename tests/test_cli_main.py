"""The command as a process: how it ends."""

from __future__ import annotations

import subprocess
import sys

BUSY = """
import sys, threading
import re2
def search():
    while True:
        re2.search("x+y", "x" * 200_000)
for _ in range(4):
    threading.Thread(target=search, daemon=True).start()
sys.argv = ["copydesk", "formats"]
from pipeline.cli.main import command
command()
"""


def test_a_thread_within_a_library_does_not_abort_the_end() -> None:
    """Python ends such a thread by unwinding its stack, which no C++ survives: the process must not come that far."""
    done = subprocess.run([sys.executable, "-c", BUSY], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "jsonl" in done.stdout


def test_a_reader_that_leaves_is_no_error() -> None:
    """As `copydesk schema show article | head -c 1` does."""
    command = [sys.executable, "-m", "pipeline", "schema", "show", "article"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert (process.wait(60), process.stderr.read()) == (0, b"")
