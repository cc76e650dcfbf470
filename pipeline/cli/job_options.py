"""The options that `run`, `stream` and `compact` have in common, and what they mean."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import Any

from pipeline.avro import files as container
from pipeline.cli import outputs
from pipeline.cli.arguments import UsageError, at_least, share, size, span
from pipeline.copies.rule import RULE, Rule
from pipeline.formats import Limits


def add_reading(group: Any, what: str) -> None:
    """How raw articles are read; `what` they come in: inputs, messages."""
    group.add_argument("--format", default="auto", help=f"of all {what} (default: by name, then content)")
    group.add_argument("--source", metavar="NAME", help="outlet of records that name none")
    group.add_argument("--charset", metavar="NAME", help=f"charset of {what} that declare none")
    limits = Limits()
    for name, default, of in (
        ("--max-record-bytes", limits.max_record_bytes, "a larger record is a reject"),
        ("--max-decompressed-bytes", limits.max_decompressed_bytes, "of one compressed input; more is a reject"),
        ("--max-reject-bytes", limits.max_reject_bytes, "of raw bytes kept in a reject"),
    ):
        help_ = f"{of} (default {default >> 20}MiB)"
        group.add_argument(name, type=size, default=default, metavar="SIZE", help=help_)


def add_copies(group: Any, horizon: str, otherwise: str = "") -> None:
    """What counts as a copy; `horizon`: what that span means to the command; `otherwise`: where values come from that
    are not given, if not from the rule."""
    days, least = (otherwise or value for value in ("7d", str(RULE.coverage)))
    coverage = f"of an article that another must hold for it to be a copy (default: {least})"
    prefer = f"whose printing is kept, of several (default: {otherwise or 'nobody'})"
    against = "earlier outputs: what they hold is not kept again"
    group.add_argument("--horizon", type=span, metavar="SPAN", help=f"{horizon} (default: {days})")
    group.add_argument("--coverage", type=share, metavar="SHARE", help=coverage)
    group.add_argument("--prefer", nargs="*", metavar="SOURCE", help=prefer)
    group.add_argument("--against", nargs="+", default=(), metavar="OUT", help=against)


def add_mark_only(group: Any, otherwise: str) -> None:
    """Where copies are written; `otherwise`: what happens if it is not given."""
    help_ = f"leave copies among the articles, with state COPY (default: {otherwise})"
    group.add_argument("--mark-only", action=argparse.BooleanOptionalAction, help=help_)


def add_workers(group: Any, workers: str) -> None:
    """How many processes; `workers`: what they do."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    help_ = f"{workers} (default: all cores)"
    group.add_argument("--workers", type=at_least(1), default=cores, metavar="N", help=help_)


def add_running(group: Any, workers: str) -> None:
    """How the job runs and writes; `workers`: what these processes do."""
    add_workers(group, workers)
    group.add_argument("--codec", choices=sorted(container.CODECS), default="deflate", help="of the Avro blocks")
    group.add_argument("--strict", action="store_true", help="stop at a bug of ours instead of making it a reject")


def rule_of(args: argparse.Namespace, otherwise: Rule = RULE) -> Rule:
    """The rule on copies that a command line means, where values that it does not give are those of another."""
    prefer = None if args.prefer is None else tuple(args.prefer)
    told = {"coverage": args.coverage, "horizon_s": args.horizon, "prefer": prefer}
    return otherwise._replace(**{name: value for name, value in told.items() if value is not None})


def check_earlier(against: Sequence[str]) -> None:
    """Raise UsageError for an --against that is no output, or one of another version."""
    for output in against:
        try:
            outputs.find(output).said()
        except (outputs.NothingToRead, outputs.Unsound) as error:
            raise UsageError(f"--against {output}: {error}") from None
    check_memory(against)


def check_memory(known: Sequence[str]) -> None:
    """Raise UsageError for an output whose memory another version wrote."""
    if not known:
        return
    from pipeline.stages import memory  # and numpy, for which no --help should wait

    try:
        for output in known:
            memory.check(output)
    except memory.OtherVersion as error:
        raise UsageError(str(error)) from None


def limits_of(args: argparse.Namespace) -> Limits:
    """The limits that a command line means."""
    return Limits(args.max_record_bytes, args.max_decompressed_bytes, args.max_reject_bytes)
