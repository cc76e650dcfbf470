"""Helpers of the tests that look at whole outputs: run the command, read what it wrote."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import fastavro

SEEDS = Path(__file__).parents[1] / "seeds"


def copydesk(
    *args: str | Path, code: int = 0, stdin: bytes | None = None, **more: Any
) -> subprocess.CompletedProcess[str]:
    """Run the command and check its exit code."""
    command = [sys.executable, "-m", "pipeline", *map(str, args)]
    done = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=300, **more)
    text = subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
    assert done.returncode == code, text.stderr
    return text


def records(output: Path, dataset: str) -> list[dict[str, Any]]:
    """Every record of a dataset, in the order of the files."""
    found: list[dict[str, Any]] = []
    for path in sorted((output / dataset).glob("*.avro")):
        with path.open("rb") as handle:
            found.extend(fastavro.reader(handle))  # type: ignore[arg-type]
    return found


def ids(output: Path) -> dict[str, list[str]]:
    """The ids of each dataset, sorted; of the rejects their hashes."""
    keys = {"articles": "id", "copies": "id", "rejects": "raw_sha256"}
    return {dataset: sorted(record[key] for record in records(output, dataset)) for dataset, key in keys.items()}


def contents(output: Path) -> dict[str, bytes]:
    """Every file of an output, byte for byte."""
    return {os.fspath(path.relative_to(output)): path.read_bytes() for path in output.rglob("*") if path.is_file()}
