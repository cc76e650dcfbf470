"""The command `copydesk`: finds the subcommand, runs it, turns known errors into one line and an exit code."""

from __future__ import annotations

import argparse
import atexit
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from pipeline import workers
from pipeline.cli import compact, doctor, explain, formats, inspect, plan, run, schema, stream, verify
from pipeline.cli.arguments import UsageError
from pipeline.records import PIPELINE_VERSION, RULES_VERSION

DONE, USAGE, INTERRUPTED = 0, 2, 130

DESCRIPTION = """Raw news articles in, one clean Avro record per story out.

Nothing disappears: what is not written as an article is written as a copy that names its original, or as a reject with
its raw bytes and the reason."""

EPILOG = """exit codes: 0 done, 1 internal error (a bug of ours, or a lost worker), 2 wrong usage, 3 done but more
rejects than --max-rejects, 4 verification failed, 5 nothing to read, 130 interrupted, 143 terminated.
Results go to stdout, messages and progress to stderr."""

COMMANDS = (run, explain, stream, compact, verify, inspect, schema, plan, formats, doctor)


def parser() -> argparse.ArgumentParser:
    """The parser of all commands. Each module in COMMANDS registers its own, with `run` as its default."""
    top = argparse.ArgumentParser(
        prog="copydesk",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"copydesk {PIPELINE_VERSION} (rules {RULES_VERSION})")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.register(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    args, rest = parser().parse_known_args(argv)
    args.beam_options = rest
    if rest and not getattr(args, "takes_beam_options", False):
        parser().error(f"unknown argument: {rest[0].split('=')[0]}")
    try:
        code: int = args.run(args)
    except UsageError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def command() -> NoReturn:
    """`main` for a process that ends with it, without taking the interpreter down: threads of Beam may still be in a
    library of C++ then, and such a thread aborts the process (SIGABRT for exit code 1) when Python ends it there."""
    code = main()
    workers.stop()  # a command that was refused has not come to it
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    atexit._run_exitfuncs()
    os._exit(code)
