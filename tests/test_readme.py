"""The README is true: its Python example runs, and says what comes out."""

import re
import subprocess
import sys
from pathlib import Path

from tests.outputs import copydesk, records

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
