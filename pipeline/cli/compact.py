"""`copydesk compact`: what streams and runs have written, decided anew over all of it, as one finished output."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline import counters, workers
from pipeline.avro import manifest
from pipeline.avro.manifest import File, Manifest
from pipeline.avro.reading import Damaged
from pipeline.cli import outputs
from pipeline.cli.arguments import UsageError, at_least, share, span
from pipeline.cli.outputs import NothingToRead, Output, Unsound
from pipeline.cli.progress import summary
from pipeline.copies.rule import Rule
from pipeline.records import PIPELINE_VERSION, RULES_VERSION
from pipeline.stages.publish import Place, Unusable, clear, place, prepare, publish
from pipeline.work import merge
from pipeline.work.decide import decide
from pipeline.work.job import Job
from pipeline.work.shard import write_shard

DESCRIPTION = """Decide on the copies of one or more outputs anew, all together, and write the result as one output.

A stream decides as articles arrive: what it keeps is provisional. After compact the survivors are those of `copydesk
run` over the same articles, and each names the copies that were dropped for it. Of an id that is there twice one stays;
the other counts as a redelivery. The outputs given are only read; a stream may go on writing its own meanwhile: what is
committed when compact starts is taken."""


def register(commands: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "compact", help="decide anew over what streams have written", description=DESCRIPTION, allow_abbrev=False
    )
    parser.add_argument("outputs", nargs="+", metavar="OUT", help="outputs of streams or runs")
    parser.add_argument("--output", required=True, metavar="OUT2", help="folder to be made")
    parser.add_argument("--overwrite", action="store_true", help="replace a finished output, when the new one is whole")
    parser.add_argument("--horizon", type=span, metavar="SPAN", help="as of run (default: as the first OUT)")
    parser.add_argument("--coverage", type=share, metavar="SHARE", help="as of run (default: as the first OUT)")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    parser.add_argument(
        "--workers", type=at_least(1), default=cores, metavar="N", help="processes (default: all cores)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compact; the exit code."""
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
        made = compacted(found, said, rule_of(args, said[0].options), where)
    except Damaged as error:
        print(f"copydesk: an output is damaged: {error}", file=sys.stderr)
        return 4
    except merge.NotGiven as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return 1
    finally:
        workers.stop()
        clear(where)
    print(summary(made.counts, args.output), file=sys.stderr)
    return 0


def rule_of(args: argparse.Namespace, options: Mapping[str, Any]) -> Rule:
    """The rule by which the first output was decided, with what the command line says otherwise."""
    known = {name: value for name, value in dict(options.get("rule", {})).items() if name in Rule._fields}
    if "prefer" in known:
        known["prefer"] = tuple(known["prefer"])
    told = {"horizon_s": args.horizon, "coverage": args.coverage}
    return Rule(**known)._replace(**{name: value for name, value in told.items() if value is not None})


def compacted(found: Sequence[Output], said: Sequence[Manifest], rule: Rule, where: Place) -> Manifest:
    """Stage all records, decide, write, publish."""
    job = Job(where.staging, where.target, codec=str(said[0].options.get("codec", "deflate")))
    parts = (
        merge.Part(output.root, file) for output, its in zip(found, said, strict=True) for file in sorted(its.files)
    )
    known = tuple({name for output in found for name in (output.root, os.path.abspath(output.root))})  # noqa: PTH100
    staged = list(workers.run_all(merge.stage, ((each, job) for each in merge.plan(parts, known))))
    decision = decide(staged, job, rule)
    written: list[File] = list(workers.run_all(write_shard, ((shard, job) for shard in decision.shards)))
    counts = counters.total([decision.counts, *map(carried, said)])
    options = {"compacted": len(found), "codec": job.codec, "rule": rule._asdict()}
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
