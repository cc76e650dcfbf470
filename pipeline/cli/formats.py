"""`copydesk formats`: which raw formats are read, and under which names they are known."""

from __future__ import annotations

import argparse
import json

from pipeline.formats.compression import CODECS
from pipeline.formats.table import FORMATS


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("formats", help="list the raw formats that are read", description=__doc__)
    command.add_argument("--json", action="store_true", help="one JSON document, for programs")
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the table; exit code 0."""
    if args.json:
        print(json.dumps({"formats": formats(), "compressions": compressions()}, indent=2))
        return 0
    for each in FORMATS:
        print(f"{each.name:<8} {' '.join(each.extensions):<32} {each.summary}")
    names = ", ".join(f"{codec.name} ({' '.join(codec.extensions)})" for codec in CODECS)
    print(f"\nEach also compressed: {names}, by name or by content.")
    print("A file of any other name is told by its content; --format NAME decides for all inputs.")
    return 0


def formats() -> list[dict[str, object]]:
    """The formats in the order in which an input is tried by its content."""
    return [
        {"name": each.name, "extensions": list(each.extensions), "summary": each.summary, "by_line": each.by_line}
        for each in FORMATS
    ]


def compressions() -> list[dict[str, object]]:
    """The compressions that every format may come in."""
    return [{"name": codec.name, "extensions": list(codec.extensions)} for codec in CODECS]
