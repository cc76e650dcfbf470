"""`copydesk compact`: what streams and runs have written, decided anew over all of it, as one finished output."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

from pipeline import allocator, counters, workers
from pipeline.avro import manifest
from pipeline.avro.manifest import File, Manifest
from pipeline.avro.reading import Damaged
from pipeline.cli import outputs
from pipeline.cli.arguments import UsageError
from pipeline.cli.job_options import add_copies, add_mark_only, add_workers, check_earlier, rule_of
from pipeline.cli.outputs import NothingToRead, Output, Unsound
from pipeline.cli.progress import summary
from pipeline.copies.rule import Rule
from pipeline.records import PIPELINE_VERSION, RULES_VERSION
from pipeline.stages.publish import Place, Unusable, clear, place, prepare, publish
from pipeline.work import merge
from pipeline.work.decide import NotGiven, decide
from pipeline.work.job import Job
from pipeline.work.shard import write_shard

DESCRIPTION = """Decide on the copies of one or more outputs anew, all together, and write the result as one output.

A stream decides as articles arrive: what it keeps is provisional; so is what a daily run drops --against the days
before. After compact the survivors are those of one `copydesk run` over the same articles, and each names the copies
that were dropped for it. Of an id that is there twice one stays; the other counts as a redelivery. The outputs given
are only read; a stream may go on writing its own meanwhile: what is committed when compact starts is taken.

Values that are not given are those of the first OUT. So one finished output compacts to itself, and with another
--horizon, --coverage, --prefer or --mark-only to what `copydesk run` makes with those values, without cleaning again.

Copies that were dropped for an article in another output keep the name of that output, which must be given too: among
OUT..., or with --against if its articles are not to be written again."""

EPILOG = """examples:
  copydesk compact STREAM --output OUT
  copydesk compact MONDAY TUESDAY WEDNESDAY --output WEEK
  copydesk compact TUESDAY WEDNESDAY --against MONDAY --output REST
  copydesk compact OUT --horizon 30d --coverage 0.5 --output LOOSER
  copydesk compact OUT --prefer "Associated Press" --mark-only --output MARKED"""

FIRST = "as the first OUT"


def register(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "compact",
        help="decide anew over outputs of streams and runs, all together or with other values",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("outputs", nargs="+", metavar="OUT", help="outputs of streams or runs")
    parser.add_argument("--output", required=True, metavar="OUT2", help="folder to be made")
    parser.add_argument("--overwrite", action="store_true", help="replace a finished output, when the new one is whole")
    copies = parser.add_argument_group("copies")
    add_copies(copies, "articles published further apart are never copies of each other", FIRST)
    add_mark_only(copies, FIRST)
    add_workers(parser.add_argument_group("running"), "processes; the output does not depend on them")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compact; the exit code."""
    check_apart(args.outputs, args.against)
    check_earlier(args.against)
    allocator.share()
    workers.start(args.workers)
    where = place(args.output)
    try:
        found = [outputs.find(out) for out in args.outputs]
        said = [output.said() for output in found]
        prepare(where, args.overwrite)
    except NothingToRead as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return 5
    except Unsound as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return 4
    except (Unusable, OSError) as error:
        raise UsageError(f"cannot write {args.output}: {error}") from None
    try:
        options = said[0].options
        rule = rule_of(args, Rule.of(options.get("rule", {})))
        mark_only = bool(options.get("mark_only") if args.mark_only is None else args.mark_only)
        made = compacted(found, said, rule, where, tuple(args.against), mark_only)
    except Damaged as error:
        print(f"copydesk: an output is damaged: {error}", file=sys.stderr)
        return 4
    except NotGiven as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return 1
    finally:
        workers.stop()
        clear(where)
    print(summary(made.counts, args.output), file=sys.stderr)
    return 0


def check_apart(inputs: Sequence[str], against: Sequence[str]) -> None:
    """Raise UsageError for an output that is to be both compacted and left alone."""
    both = set(map(os.path.abspath, inputs)) & set(map(os.path.abspath, against))
    if both:
        raise UsageError(f"{min(both)} is given as OUT and as --against: as which is it meant?")


def compacted(
    found: Sequence[Output],
    said: Sequence[Manifest],
    rule: Rule,
    where: Place,
    against: Sequence[str] = (),
    mark_only: bool = False,
) -> Manifest:
    """Stage all records, decide, write, publish. Raises NotGiven, Damaged."""
    job = Job(where.staging, where.target, codec=str(said[0].options.get("codec", "deflate")), mark_only=mark_only)
    parts = (
        merge.Part(output.root, file) for output, its in zip(found, said, strict=True) for file in sorted(its.files)
    )
    staged = list(workers.run_all(merge.stage, ((each, job) for each in merge.plan(parts))))
    decision = decide(staged, job, rule, against)
    written: list[File] = list(workers.run_all(write_shard, ((shard, job) for shard in decision.shards)))
    counts = counters.total([decision.counts, *map(carried, said)])
    options = {
        "compacted": len(found),
        "against": list(against),
        "codec": job.codec,
        "mark_only": mark_only,
        "rule": rule._asdict(),
    }
    versions = {"pipeline": PIPELINE_VERSION, "rules": RULES_VERSION}
    made = Manifest(counts, tuple(sorted([*written, *decision.files])), options, versions)
    fault = manifest.unbalanced(counts)
    assert fault is None, f"articles were lost or doubled, nothing is published: {fault}"
    publish(where, manifest.dump(made))
    return made


def carried(said: Manifest) -> dict[str, int]:
    """What an output counted and holds no record of."""
    again = said.counts.get(counters.REDELIVERIES, 0)
    return {
        counters.READ: again,
        counters.REDELIVERIES: again,
        counters.SKIPPED: said.counts.get(counters.SKIPPED, 0),
    }
