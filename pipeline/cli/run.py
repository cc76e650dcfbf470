"""`copydesk run`: raw articles in, one finished output of Avro files."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline import allocator, counters, workers
from pipeline.avro import manifest
from pipeline.cli import attended, beam_options
from pipeline.cli.arguments import UsageError, at_least
from pipeline.cli.inputs import NoSuchInput, find
from pipeline.cli.job_options import (
    add_copies,
    add_mark_only,
    add_reading,
    add_running,
    check_earlier,
    limits_of,
    rule_of,
)
from pipeline.cli.progress import summary
from pipeline.formats import Split, plan
from pipeline.formats.splits import first
from pipeline.options import RunOptions
from pipeline.records import Reason
from pipeline.stages.publish import Place, Unusable, clear, place, prepare
from pipeline.work.job import Task
from pipeline.work.split import read_part, warm

DESCRIPTION = """Read raw articles, clean them, drop the copies, write Avro.

INPUT is a file, a folder, a glob in quotes, or - for standard input; plain text (one article a file) or JSON Lines
(one article a line), each also as .gz .bz2 .xz .zst. The output folder appears when it is whole, with articles/,
copies/, rejects/, memory/ and manifest.json; a run that is killed leaves none."""

EPILOG = """examples:
  copydesk run news.jsonl.gz --output OUT
  copydesk run 'incoming/*.txt' more/ --output OUT --source "The Harbour Gazette"
  zcat dump.gz | copydesk run - --output OUT --workers 4

Options of Beam pass through (--runner FlinkRunner --flink_master ...); one that Beam does not know is refused."""


def register(commands: Any) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "run",
        help="clean articles, drop copies, write Avro",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, glob or - (standard input)")
    parser.add_argument("--output", required=True, metavar="OUT", help="folder to be made")
    parser.add_argument("--overwrite", action="store_true", help="replace a finished output, when the new one is whole")
    reading = parser.add_argument_group("reading")
    add_reading(reading, "inputs")
    reading.add_argument("--limit", type=at_least(1), metavar="N", help="read only the first N records")
    copies = parser.add_argument_group("copies")
    add_copies(copies, "articles published further apart are never copies of each other")
    add_mark_only(copies, "apart, under copies/")
    running = parser.add_argument_group("running and writing")
    add_running(running, "processes; the output does not depend on them")
    running.add_argument("--max-rejects", type=at_least(0), metavar="N", help="exit 3 if there are more")
    running.add_argument("--runner", default="DirectRunner", help="Beam runner (default: this machine)")
    parser.set_defaults(run=run, takes_beam_options=True, parser=parser)


def options_of(args: argparse.Namespace) -> RunOptions:
    """The options that a command line means."""
    return RunOptions(
        inputs=tuple(args.inputs),
        output=args.output,
        against=tuple(args.against),
        format=args.format,
        source=args.source,
        charset=args.charset,
        limit=args.limit,
        overwrite=args.overwrite,
        workers=args.workers,
        codec=args.codec,
        mark_only=bool(args.mark_only),
        rule=rule_of(args),
        limits=limits_of(args),
        max_rejects=args.max_rejects,
        strict=args.strict,
    )


def run(args: argparse.Namespace) -> int:
    """Run the job; the exit code."""
    options = options_of(args)
    check_earlier(options.against)
    local = args.runner in beam_options.LOCAL
    if local:
        allocator.share()
        workers.start(options.workers, warm)
    beam_options.check(args.beam_options, list(args.parser._option_string_actions))
    where = place(options.output)
    try:
        prepare(where, options.overwrite)
    except (Unusable, OSError) as error:
        raise UsageError(f"cannot write {options.output}: {error}") from None
    try:
        tasks = tasks_of(options, where)
        if not tasks:
            print("copydesk: nothing to read: the inputs hold no file", file=sys.stderr)
            return 5
        attended.attend(lambda: beam_job(tasks, options, where, args), lambda: clear(where))
    except NoSuchInput as error:
        raise UsageError(str(error)) from None
    except Exception as error:
        return failed(error)
    finally:
        workers.stop()
        clear(where)
    return ended(options)


def tasks_of(options: RunOptions, where: Place) -> list[Task]:
    """The splits of the inputs, numbered in their order."""
    spool = Path(where.staging) / "spool"
    spool.mkdir()
    found = find(options.inputs, spool)
    splits = plan(found.files, options.format)
    if options.limit is not None:
        job = options.job(where)
        splits = first(splits, options.limit, lambda part: read_part(part, job))
    tasks = [Task(number, split) for number, split in enumerate(splits)]
    if found.unreadable:
        tasks.append(Task(len(tasks), Split((), 0), tuple(found.unreadable)))
    return tasks


def beam_job(tasks: list[Task], options: RunOptions, where: Place, args: argparse.Namespace) -> None:
    """Build the graph and run it to its end."""
    runner = beam_options.runner(args.runner)
    import apache_beam as beam
    from apache_beam.options.pipeline_options import PipelineOptions

    from pipeline import graph

    with beam.Pipeline(runner=runner, options=PipelineOptions(args.beam_options)) as pipeline:
        graph.batch(pipeline, tasks, where, options)


def failed(error: BaseException) -> int:
    """Tell why a run failed: in one line if it is no bug, else by where it began (Beam wraps what a step raises)."""
    root = error
    while root.__cause__ or root.__context__:
        root = root.__cause__ or root.__context__ or root
    if isinstance(root, (OSError, workers.WorkerLostError)):
        print(f"copydesk: {root}; there is no output", file=sys.stderr)
    else:
        traceback.print_exception(root)
        print("copydesk: internal error; there is no output", file=sys.stderr)
    return 1


def ended(options: RunOptions) -> int:
    """Print the summary of a finished run; its exit code."""
    with (Path(options.output) / manifest.NAME).open("rb") as handle:
        counts: Mapping[str, int] = manifest.parse(handle.read()).counts
    print(summary(counts, options.output), file=sys.stderr)
    bugs = counts.get(counters.rejected(Reason.INTERNAL), 0)
    if bugs:
        print(f"copydesk: {bugs} articles met a bug of ours, see the rejects INTERNAL", file=sys.stderr)
        return 1
    if options.max_rejects is not None and counts.get(counters.REJECTS, 0) > options.max_rejects:
        print(f"copydesk: more than --max-rejects {options.max_rejects}", file=sys.stderr)
        return 3
    return 0
