"""`copydesk plan`: what `run` would read, split by split, without reading it."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from pipeline.cli import inputs
from pipeline.formats import Part, Split, plan, table

NOTHING = 5  # exit code: nothing to read


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("plan", help="show what a run would read, and in which pieces", description=__doc__)
    command.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, glob, address or - (standard input)")
    command.add_argument("--format", default="auto", choices=table.NAMES, help="of all inputs (default: by name)")
    command.add_argument("--json", action="store_true", help="one JSON document, for programs")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the plan; exit code 0, or 5 if there is nothing to read."""
    with tempfile.TemporaryDirectory() as spool:  # standard input has to be taken in to know its size
        found = inputs.find(args.inputs, Path(spool))
    splits = plan(found.files, args.format)
    for refused in found.unreadable:
        print(f"copydesk: not readable: {refused.detail}", file=sys.stderr)
    if args.json:
        print(json.dumps({"splits": [as_json(split) for split in splits]}, indent=2))
    else:
        for number, split in enumerate(splits):
            for line in lines(number, split):
                print(line)
        total = sum(file.size for file in found.files)
        print(f"{_number(len(found.files), 'file')}, {_number(total, 'byte')}, {_number(len(splits), 'split')}")
    return 0 if found.files or found.unreadable else NOTHING


def lines(number: int, split: Split) -> list[str]:
    """A split for people: its size, then what it reads; of many small files the first and the last."""
    parts = [_shown(part) for part in split.parts]
    if len(parts) > 3:
        parts = [parts[0], f"... {len(parts) - 2} more files", parts[-1]]
    head = f"{number:>5} {split.size:>14,} bytes  "
    return [(head if index == 0 else " " * len(head)) + part for index, part in enumerate(parts)]


def as_json(split: Split) -> dict[str, object]:
    """A split for programs; `end` null is the end of the file."""
    parts = [{"name": part.name, "start": part.start, "end": part.end} for part in split.parts]
    return {"bytes": split.size, "parts": parts}


def _shown(part: Part) -> str:
    if part.start == 0 and part.end is None:
        return part.name
    return f"{part.name}  bytes {part.start:,} to {'the end' if part.end is None else format(part.end, ',')}"


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
