"""copydesk explain: why an article was dropped, or which repeat it: figures against thresholds, both texts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import orjson

from pipeline.avro import staging
from pipeline.avro.manifest import Manifest
from pipeline.avro.reading import Damaged
from pipeline.cli import outputs
from pipeline.cli.arguments import UsageError, at_least
from pipeline.cli.beside import beside
from pipeline.cli.borderline import closest
from pipeline.cli.outputs import Output
from pipeline.cli.terminal import bold, columns, safe
from pipeline.copies.blocks import Block
from pipeline.copies.chrome import Chrome
from pipeline.copies.passages import Check, checks, shared
from pipeline.copies.rule import Rule
from pipeline.stages.memory import CHROME, FRAMES

FAILED, NOTHING = 4, 5
DATASETS = ("articles", "copies")

DESCRIPTION = """Of a copy: which article it repeats. Of an article: which copies repeat it. For each pair the figures
against the thresholds of the rule, and the two texts side by side: the copy's left, the kept one's right, what both
hold once and dimmed. Where that has no room, as in a file: = in both, - only in the copy, + only in the kept one."""


def register(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("explain", help="why an article is a copy, or what is", description=DESCRIPTION)
    parser.add_argument("output", metavar="OUT", help="folder of an output")
    parser.add_argument(
        "id", nargs="?", metavar="ID", help="id of a record or its first letters, its url, or the provider's own id"
    )
    parser.add_argument(
        "--borderline", type=at_least(1), metavar="N", help="instead: the N pairs closest to the threshold of coverage"
    )
    longest = "of the two texts show the N longest passages (default 12)"
    parser.add_argument("--passages", type=at_least(0), default=12, metavar="N", help=longest)
    parser.add_argument("--json", action="store_true", help="one JSON object a pair")
    parser.set_defaults(run=run)


@dataclass(frozen=True)
class Pair:
    """A dropped record, the kept one it repeats, and how the rule sees them."""

    copy: dict[str, Any]
    kept: dict[str, Any]
    checks: list[Check]


def run(args: argparse.Namespace) -> int:
    """Run it; the exit code."""
    if (args.id is None) == (args.borderline is None):
        raise UsageError("give an ID, or --borderline N")
    try:
        output = outputs.find(args.output)
        said = output.said()
        if args.borderline:
            return show_borderline(output, said, args)
        record = find(output, said, args.id)
        found = list(pairs(output, said, record))
    except outputs.NothingToRead as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return NOTHING
    except (Damaged, outputs.Unsound, staging.Truncated) as error:
        print(f"copydesk: {args.output}: {error} (see copydesk verify)", file=sys.stderr)
        return FAILED
    if args.json:
        for pair in found:
            print(as_json(pair).decode())
    else:
        print("\n".join(shown(record, found, args.passages)))
    return 0


def show_borderline(output: Output, said: Manifest, args: argparse.Namespace) -> int:
    """The pairs that were decided by a hair, one a line: `explain OUT ID` shows more of each."""
    for close in closest(output, said, rule_of(said), args.borderline):
        if args.json:
            print(orjson.dumps(close._asdict()).decode())
        else:
            print(f"{close.coverage:.3f}  {'copies' if close.copies else 'different'}  {'  '.join(close.ids)}")
    return 0


def find(output: Output, said: Manifest, name: str) -> dict[str, Any]:
    """The record of that id. Raises UsageError if there is none, or more than one."""
    found = [
        record
        for record in records(output, said)
        if record["id"].startswith(name) or name in (record["external_id"], record["url"])
    ]
    if not found:
        raise UsageError(f"{output.root} holds no article or copy {name!r}; `copydesk inspect --limit 0` lists them")
    if len(found) > 1:
        raise UsageError(f"{name!r} means {len(found)} records: " + ", ".join(record["id"] for record in found[:5]))
    return found[0]


def records(output: Output, said: Manifest) -> Iterator[dict[str, Any]]:
    """Every article and copy."""
    for file in said.files:
        if file.dataset in DATASETS:
            yield from output.records(file)


def pairs(output: Output, said: Manifest, record: dict[str, Any]) -> Iterator[Pair]:
    """The pairs that a record is part of: itself with its original, or its copies with itself."""
    wanted = {copy["id"] for copy in record["copies"]}
    if record["duplicate"]:
        wanted = {record["duplicate"]["original_id"]}
    home = home_of(output, record)
    others = {each["id"]: each for each in records(home, home.said()) if each["id"] in wanted}
    rows = fingerprints(output, said, {record["id"], *others})
    if home is not output:
        rows |= fingerprints(home, home.said(), others)
    known = rule_of(said), chrome_of(output)
    for other in others.values():
        copy, kept = (record, other) if record["duplicate"] else (other, record)
        have = copy["id"] in rows and kept["id"] in rows
        yield Pair(copy, kept, checks(*rows[kept["id"]], *rows[copy["id"]], *known) if have else [])


def home_of(output: Output, record: Mapping[str, Any]) -> Output:
    """The output that holds the original of a record: its own, or the earlier one that it names, if that is there."""
    where = record["duplicate"] and record["duplicate"]["original_output"]
    try:
        return outputs.find(where) if where else output
    except outputs.NothingToRead:
        return output


def rule_of(said: Manifest) -> Rule:
    """The rule that an output was made by."""
    return Rule.of(said.options.get("rule", {}))


def chrome_of(output: Output) -> Chrome:
    """The page chrome that an output has learnt."""
    if CHROME not in output.listing:
        return Chrome()
    with output.open(CHROME) as handle:
        return Chrome.from_bytes(handle.read())


def fingerprints(output: Output, said: Manifest, ids: Iterable[str]) -> dict[str, tuple[Block, int]]:
    """Where the fingerprints of some records stand in the output's memory."""
    found: dict[str, tuple[Block, int]] = {}
    wanted = set(ids)
    for file in said.files:
        if file.name.startswith(FRAMES) and len(found) < len(wanted):
            with output.open(file.name) as handle:
                for packed, _ in staging.frames(BytesIO(handle.read()), 2):
                    block = Block.from_bytes(packed)
                    for row in range(len(block)):
                        if block.id(row) in wanted:
                            found[block.id(row)] = (block, row)
    return found


def shown(record: Mapping[str, Any], found: list[Pair], passages: int) -> Iterator[str]:
    """The explanation, for people."""
    yield heading(record)
    if record["duplicate"]:
        where = record["duplicate"]["original_output"]
        beyond = f", which is in {where}" if where else ""
        yield f"was dropped as a {record['duplicate']['kind']} of {record['duplicate']['original_id']}{beyond}"
    elif not found:
        yield "was kept, and nothing was dropped in its favour"
    else:
        yield f"was kept; {len(found)} dropped in its favour:"
    if record["supersedes"]:
        yield f"supersedes what was written before: {', '.join(record['supersedes'])}"
    for pair in found:
        yield ""
        yield heading(pair.kept if record["duplicate"] else pair.copy)
        for check in pair.checks:
            verdict = "ok" if check.passed else "no"
            yield f"  {verdict}  {check.name:<40} {check.value:>8.2f}   threshold {check.threshold:.2f}"
        yield from common(pair, passages)


def common(pair: Pair, most: int) -> Iterator[str]:
    """How much of the copy stands in the other, and the two beside each other."""
    copy, kept = pair.copy["body"], pair.kept["body"]
    every = shared(copy, kept)
    count = f"{len(every)} passage{'s' * (len(every) != 1)}"
    letters = sum(passage.a[1] - passage.a[0] for passage in every)
    yield f"  {letters:,} of the copy's {len(copy):,} characters stand in the other, in {count}"
    yield from beside(copy, kept, most, columns())


def heading(record: Mapping[str, Any]) -> str:
    """One line that names a record."""
    published = record["published_at"]
    facts = (record["id"], record["source"], published and published.strftime("%Y-%m-%d %H:%M"), record["url"])
    return bold(safe(record["headline"] or "(no headline)")) + "  " + safe(" | ".join(fact for fact in facts if fact))


def as_json(pair: Pair) -> bytes:
    """A pair as one JSON object."""
    return orjson.dumps(
        {
            "copy": pair.copy["id"],
            "kept": pair.kept["id"],
            "duplicate": pair.copy["duplicate"],
            "checks": [check._asdict() for check in pair.checks],
            "passages": [passage._asdict() for passage in shared(pair.copy["body"], pair.kept["body"])],
        }
    )
