"""copydesk verify: is an output what its manifest (or a stream's commits) say it is?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import orjson

from pipeline import counters
from pipeline.avro import verification
from pipeline.avro.verification import Problem
from pipeline.cli import outputs
from pipeline.cli.outputs import Output

DONE, FAILED, NOTHING = 0, 4, 5

DESCRIPTION = """Read every file of an output and compare it with what was written: each file there, whole, with its
hash and its records, no file more; the counts those of the records, and read = articles + copies + rejects +
redeliveries; every copy with its original. Each problem is a line that names the file; exit 4 if there is any."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("verify", help="check that an output is whole", description=DESCRIPTION)
    parser.add_argument("output", metavar="OUT", help="folder of a finished output, or of a stream's")
    parser.add_argument("--json", action="store_true", help="one JSON object in place of lines")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run it; the exit code."""
    try:
        output = outputs.find(args.output)
    except outputs.NothingToRead as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return NOTHING
    found = []
    for problem in problems(output):
        found.append(problem)
        if not args.json:
            print(problem)
    if args.json:
        _print_json(output, found)
    elif found:
        print(f"copydesk: {args.output}: {len(found):,} problem{'s' * (len(found) > 1)}", file=sys.stderr)
    else:
        print(_whole(output))
    return FAILED if found else DONE


def problems(output: Output) -> Iterator[Problem]:
    """What is wrong with an output, of either kind."""
    if not output.live:
        yield from verification.problems(output.listing, output.open)
        return
    try:
        said = output.said()
    except outputs.Unsound as error:
        yield Problem("", str(error))
        return
    yield from verification.against(said, output.listing, output.open, live=True)


def _whole(output: Output) -> str:
    """One line on a whole output."""
    said = output.said()
    law = " + ".join(f"{said.counts.get(name, 0):,} {name}" for name in counters.LAW)
    size = sum(file.bytes for file in said.files)
    return (
        f"{output.root} is whole: {said.counts.get(counters.READ, 0):,} read = {law}; "
        f"{len(said.files):,} files, {size:,} bytes"
    )


def _print_json(output: Output, found: list[Problem]) -> None:
    """The whole result for a program."""
    counts = {} if found else dict(output.said().counts)
    result = {
        "output": output.root,
        "whole": not found,
        "counts": counts,
        "problems": [problem._asdict() for problem in found],
    }
    sys.stdout.write(orjson.dumps(result, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode())
