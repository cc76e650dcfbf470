"""`copydesk doctor`: is everything there that the commands need, and what to do where it is not."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, NamedTuple

from pipeline.cli import prism


class Check(NamedTuple):
    """What was looked for, whether it is there, and where it is or the one command that brings it."""

    name: str
    found: bool
    told: str


def register(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "doctor", help="check that what the commands need is there", description=__doc__, allow_abbrev=False
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print a line a check; 0 if all is there, else 1."""
    checks = [check() for check in CHECKS]
    for check in checks:
        print(f"{'ok     ' if check.found else 'missing'} {check.name}: {check.told}")
    return 0 if all(check.found for check in checks) else 1


def engine() -> Check:
    """The local streaming engine."""
    path = prism.find()
    what = "Prism, the engine of `copydesk stream` on one machine"
    return Check(what, path is not None, str(path) if path else f"build it with: {prism.BUILD}")


CHECKS: tuple[Callable[[], Check], ...] = (engine,)
