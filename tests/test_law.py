"""The one law: nouns know news, verbs know Beam."""

import ast
import subprocess
import sys
from pathlib import Path

import pipeline

ROOT = Path(pipeline.__file__).parent
NOUNS = [
    *(path for folder in ("news", "copies", "formats", "avro") for path in (ROOT / folder).rglob("*.py")),
    ROOT / "records.py",
    ROOT / "counters.py",
]


def imports(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def calls(path: Path) -> set[str]:
    """Every name that a file calls: f(), and m() of x.m()."""
    nodes = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def test_nouns_do_not_import_beam_or_verbs() -> None:
    """A module of news, copies, formats or avro imports neither Beam nor a stage nor a command."""
    assert len(NOUNS) > 20
    for path in NOUNS:
        wrong = {name for name in imports(path) if name.split(".")[0] == "apache_beam"}
        verbs = ("pipeline.stages", "pipeline.cli", "pipeline.work")
        wrong |= {name for name in imports(path) if name.startswith(verbs)}
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


def test_nouns_do_not_open_paths() -> None:
    """A noun takes handles or bytes; it opens no path."""
    for path in NOUNS:
        if path.parent.name == "avro" and path.stem == "verification":
            continue  # takes an `open` of its own as an argument
        assert "open" not in calls(path), f"{path.relative_to(ROOT)} opens a file"


def test_commands_start_without_beam() -> None:
    """`copydesk --help` and everything that a worker process imports come without Beam, which takes over a second."""
    modules = "sys, pipeline.cli.main, pipeline.work.split, pipeline.work.shard"
    code = f"import {modules}; assert 'apache_beam' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_streaming_is_decided_in_the_graph_only() -> None:
    """No stage asks whether it is streaming: that is decided where the graph is built."""
    for path in ROOT.rglob("*.py"):
        if path.parent.name == "stages":
            assert "if streaming" not in path.read_text(encoding="utf-8"), path
