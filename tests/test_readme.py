"""The README is true: its Python example runs, and says what comes out."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.outputs import SEEDS, copydesk, records

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_the_example_of_the_transforms_runs(tmp_path: Path) -> None:
    """Clean, drop copies and write inside one's own Beam pipeline."""
    (example,) = blocks("python")
    command = [sys.executable, "-c", example.replace('"OUT"', repr(str(tmp_path / "out")))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    copydesk("verify", tmp_path / "out")
    assert len(records(tmp_path / "out", "copies")) == 4
    assert len(records(tmp_path / "out", "articles")) == 2


def test_ci_runs_the_commands_of_the_readme() -> None:
    """What the README tells a newcomer to type is what must pass before a change lands."""
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for line in blocks("sh")[0].splitlines():
        for command in line.split(" && "):
            assert command in script, command


def test_the_example_of_explain_is_what_it_prints(tmp_path: Path) -> None:
    """Line by line; a line that ends in ... is longer."""
    copydesk("run", SEEDS, "--output", tmp_path / "OUT")
    command, *shown = re.findall(r"    \$ copydesk (explain.*\n(?:(?:    .*)?\n)*)", README)[0].rstrip().split("\n")
    printed = copydesk(*command.split(), cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}).stdout.splitlines()
    assert len(shown) == len(printed) > 10
    for line, real in zip(shown, printed, strict=True):
        if line.endswith("..."):
            assert real.startswith(line[4:-3])
        else:
            assert line[4:] == real
