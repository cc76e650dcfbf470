"""copydesk inspect: what an output, or one Avro file, holds: in figures, or record by record."""

from __future__ import annotations

import argparse
import sys
from base64 import b64encode
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from pipeline import files
from pipeline.avro import manifest, reading, schemas
from pipeline.avro.manifest import File
from pipeline.avro.reading import Damaged
from pipeline.avro.summary import Summary, projection
from pipeline.cli import outputs, records
from pipeline.cli.arguments import UsageError, at_least
from pipeline.cli.outputs import Output
from pipeline.cli.terminal import bold, safe, shortened

DONE, FAILED, NOTHING = 0, 4, 5
NAME_WIDTH = 44

Found = Iterator[tuple[str, dict[str, Any]]]  # dataset, record

DESCRIPTION = """What an output holds: counts, languages, sources, agencies, credits, notices, rejects by reason; with
--limit the records themselves. FILE.avro may be any Avro file; of one that is none of ours the records are shown."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("inspect", help="show what an output or an Avro file holds", description=DESCRIPTION)
    parser.add_argument("output", metavar="OUT|FILE.avro", help="folder of an output, or one Avro file")
    parser.add_argument("--dataset", choices=schemas.DATASETS, help="of an output only this (records: articles)")
    parser.add_argument("--limit", type=at_least(0), metavar="N", help="show the first N records (0: all)")
    parser.add_argument(
        "--json",
        action="store_true",
        help="the summary as one JSON object; records one a line, times as text, bytes base64",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run it; the exit code."""
    try:
        if not files.is_remote(args.output) and Path(args.output).is_file():
            return inspect_file(args)
        return inspect_output(args, outputs.find(args.output))
    except outputs.NothingToRead as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return NOTHING
    except (Damaged, outputs.Unsound) as error:
        print(f"copydesk: {args.output}: {error} (see copydesk verify)", file=sys.stderr)
        return FAILED


def inspect_file(args: argparse.Namespace) -> int:
    """One Avro file: a summary if it is of ours and no records are asked for."""
    with files.read(args.output) as handle:
        name = str(reading.header(reading.Source(handle)).written.get("name"))
        handle.seek(0)
        dataset = {"Article": "articles", "Rejection": "rejects"}.get(name, "")
        if args.limit is None and dataset:
            return show_summary(args, ((dataset, record) for record in reading.read(handle, projection(dataset))), {})
        return show_records(args, ((dataset, record) for record in reading.read(handle)))


def inspect_output(args: argparse.Namespace, output: Output) -> int:
    """An output: its summary or its records."""
    if not output.live and manifest.NAME not in output.listing:
        raise UsageError(f"{args.output} is no output: it has no {manifest.NAME}")
    said = output.said()
    asked = {args.dataset} if args.dataset else {"articles"} if args.limit is not None else set(schemas.DATASETS)
    chosen = [file for file in said.files if file.dataset in asked]
    if args.limit is None:
        return show_summary(args, _records(output, chosen, slim=True), dict(said.counts))
    return show_records(args, _records(output, chosen, slim=False))


def _records(output: Output, chosen: list[File], slim: bool) -> Found:
    """The records of some files of an output; `slim`: only the fields that are counted."""
    for file in chosen:
        schema = projection(file.dataset) if slim else schemas.load(schemas.DATASETS[file.dataset])
        for record in output.records(file, schema):
            yield file.dataset, record


def show_records(args: argparse.Namespace, found: Found) -> int:
    """Print records: for people, or one JSON object a line."""
    for dataset, record in islice(found, args.limit or None):
        if args.json:
            sys.stdout.write(_json(record))
        else:
            print(records.shown(dataset, record), end="\n\n")
    return DONE


def show_summary(args: argparse.Namespace, found: Found, counts: dict[str, int]) -> int:
    """Print what the records are all in all."""
    summary = Summary()
    for dataset, record in found:
        summary.add(dataset, record)
    if args.json:
        sys.stdout.write(_json({"counts": counts, **summary.values(None)}, orjson.OPT_INDENT_2))
    else:
        print("\n".join(lines(summary, counts)))
    return DONE


def lines(summary: Summary, counts: dict[str, int]) -> Iterator[str]:
    """A summary for people."""
    values = summary.values()
    if counts:
        yield bold("counts: ") + ", ".join(f"{count:,} {name}" for name, count in counts.items())
    yield bold("records: ") + (", ".join(f"{count:,} {name}" for name, count in values["records"].items()) or "none")
    if values["words"]:
        yield bold("words in the articles: ") + f"{values['words']:,}"
    first, last = values["published"]
    if first:
        yield bold("published: ") + f"{first} to {last}"
    for what in sorted(summary.figures):
        more = values["distinct"][what] - len(values[what])
        yield bold(f"{what.replace('_', ' ')}:") + (
            f" (the first {len(values[what])} of {values['distinct'][what]:,})" if more else ""
        )
        yield from (
            f"  {shortened(name, NAME_WIDTH):<{NAME_WIDTH}} {count:>9,}" for name, count in values[what].items()
        )
    if values["most_copied"]:
        yield bold("most copied:")
        for each in values["most_copied"]:
            yield f"  {each['copies']:>5,} x  {safe(each['id'])}  {shortened(each['headline'], NAME_WIDTH)}"


def _json(value: object, option: int = 0) -> str:
    """A value as one line of JSON (indented if asked)."""
    return orjson.dumps(value, default=_plain, option=option | orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z).decode()


def _plain(value: object) -> str:
    """What JSON has no type for."""
    return b64encode(value).decode() if isinstance(value, bytes) else str(value)
