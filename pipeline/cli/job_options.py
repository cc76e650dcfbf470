"""The options that `run` and `stream` have in common, and what they mean."""

from __future__ import annotations

import argparse
import os
from typing import Any

from pipeline.avro import files as container
from pipeline.cli.arguments import at_least, share, size, span
from pipeline.copies.rule import Rule
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


def add_copies(group: Any, horizon: str) -> None:
    """What counts as a copy; `horizon`: what that span means to the command."""
    rule = Rule()
    coverage = f"of an article that another must hold for it to be a copy (default {rule.coverage})"
    group.add_argument("--horizon", type=span, default=rule.horizon_s, metavar="SPAN", help=f"{horizon} (default 7d)")
    group.add_argument("--coverage", type=share, default=rule.coverage, metavar="SHARE", help=coverage)
    against = "earlier outputs: what they hold is not kept again"
    group.add_argument("--against", nargs="+", default=(), metavar="OUT", help=against)
    group.add_argument("--prefer", nargs="+", default=(), metavar="SOURCE", help="whose printing is kept, of several")


def add_running(group: Any, workers: str) -> None:
    """How the job runs and writes; `workers`: what these processes do."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    help_ = f"{workers} (default: all cores)"
    group.add_argument("--workers", type=at_least(1), default=cores, metavar="N", help=help_)
    group.add_argument("--codec", choices=sorted(container.CODECS), default="deflate", help="of the Avro blocks")
    group.add_argument("--strict", action="store_true", help="stop at a bug of ours instead of making it a reject")


def rule_of(args: argparse.Namespace) -> Rule:
    """The rule on copies that a command line means."""
    return Rule()._replace(coverage=args.coverage, horizon_s=args.horizon, prefer=tuple(args.prefer))


def limits_of(args: argparse.Namespace) -> Limits:
    """The limits that a command line means."""
    return Limits(args.max_record_bytes, args.max_decompressed_bytes, args.max_reject_bytes)
