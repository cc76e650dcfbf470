"""The same nouns without Beam, in a plain Python loop and in a multiprocessing pool: what a run is measured against.

    python -m tests.bench.loops loop INPUT.jsonl OUTPUT        python -m tests.bench.loops pool INPUT.jsonl OUTPUT

Both do what a run does: read, clean, encode and stage, fingerprint; decide over everything; write articles, copies and
rejects as Avro. They have no manifest, no progress, no way to end cleanly.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipeline.avro import files, rows, schemas, staging
from pipeline.copies import fingerprints
from pipeline.copies.blocks import Block
from pipeline.copies.resolve import resolve
from pipeline.copies.verdicts import COPY, KEPT, Verdicts
from pipeline.formats import File, Origin, Part, plan, records
from pipeline.news import suspects
from pipeline.news.clean import Draft, begin, finish
from pipeline.records import Article, CopyOf, Duplicate, RawArticle, Refused, Rejection

CHUNK_ARTICLES = 256  # fingerprinted together, as in a run


class Cleaned(NamedTuple):
    """One part of the input, cleaned: its file of rows, its packed fingerprints, its encoded rejects."""

    rows: Path
    blocks: list[bytes]
    rejects: list[bytes]


def cleaned(part: Part, staged: Path) -> Cleaned:
    """Read and clean one part of the input."""
    blocks: list[bytes] = []
    rejects: list[bytes] = []
    with Path(part.uri).open("rb") as handle, staged.open("wb") as out:
        stage = staging.Stage(out)
        entries = records(handle, Origin(part.name, start=part.start, end=part.end))
        while chunk := list(islice(entries, CHUNK_ARTICLES)):
            articles = cleaned_together([draft for entry in chunk if (draft := draft_of(entry, rejects))])
            for article in articles:
                stage.append(*rows.encode(article))
            blocks.append(fingerprints.pack(articles).to_bytes())
        stage.close()
    return Cleaned(staged, blocks, rejects)


def draft_of(entry: RawArticle | Rejection, rejects: list[bytes]) -> Draft | None:
    """The first half of cleaning, or None for a reject, which is kept."""
    if isinstance(entry, Rejection):
        rejects.append(rows.encode_rejection(entry))
        return None
    try:
        return begin(entry)
    except Refused as refused:
        reason, detail = refused.reason, refused.detail
        rejects.append(rows.encode_rejection(Rejection("clean", reason, detail, entry.input, None, b"", False, "", 0)))
        return None


def cleaned_together(drafts: list[Draft]) -> list[Article]:
    """The second half of cleaning, of some articles."""
    found = suspects.find([draft.text.data for draft in drafts])
    return [finish(draft, near) for draft, near in zip(drafts, found, strict=True)]


def decided(parts: list[Cleaned]) -> list[list[bytes]]:
    """The packed verdicts on the blocks of every part."""
    blocks = [Block.from_bytes(block) for part in parts for block in part.blocks]
    resolution = resolve(blocks)
    numbers = iter(range(len(blocks)))
    return [[resolution.verdicts(next(numbers)).to_bytes() for _ in part.blocks] for part in parts]


def write(output: Path, number: int, parts: list[tuple[Cleaned, list[bytes]]]) -> None:
    """The Avro files of some parts."""
    for dataset, state in (("articles", KEPT), ("copies", COPY)):
        with (output / f"{dataset}-{number}.avro").open("wb") as handle:
            files.write(handle, schemas.load("article"), finished(parts, state))
    with (output / f"rejects-{number}.avro").open("wb") as handle:
        files.write(handle, schemas.load("rejection"), [reject for part, _ in parts for reject in part.rejects])


def finished(parts: Iterable[tuple[Cleaned, list[bytes]]], state: int) -> Iterator[bytes]:
    """The records of one state, in order."""
    for part, packed in parts:
        with part.rows.open("rb") as handle:
            staged = staging.rows(handle)
            for data in packed:
                verdicts = Verdicts.from_bytes(data)
                for number, found in enumerate(verdicts.state.tolist()):
                    row = next(staged)
                    if found == state:
                        yield rows.finish(row, *decision(verdicts, number))


def decision(verdicts: Verdicts, row: int) -> tuple[Duplicate | None, tuple[CopyOf, ...], tuple[str, ...]]:
    """What was decided about a row, as rows.finish takes it."""
    return verdicts.duplicate(row), verdicts.copies(row), verdicts.superseded(row)


def loop(source: Path, output: Path) -> None:
    """One process, one loop."""
    part = cleaned(Part(str(source), str(source)), output / "rows")
    write(output, 0, [(part, decided([part])[0])])


def pool(source: Path, output: Path, workers: int) -> None:
    """A multiprocessing pool over byte ranges of the input; the decision in the parent."""
    splits = plan([File(str(source), source.stat().st_size, str(source))])
    parts = [part for split in splits for part in split.parts]
    with multiprocessing.get_context("fork").Pool(workers) as processes:
        made = processes.starmap(cleaned, [(part, output / f"rows-{k}") for k, part in enumerate(parts)], chunksize=1)
        verdicts = decided(made)
        tasks = [(output, k, [(part, verdicts[k])]) for k, part in enumerate(made)]
        processes.starmap(write, tasks, chunksize=1)


def main(argv: list[str] | None = None) -> int:
    """Run one of them."""
    parser = argparse.ArgumentParser(prog="tests.bench.loops", description=__doc__.split("\n\n")[0])
    parser.add_argument("what", choices=["loop", "pool"])
    parser.add_argument("source", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--workers", type=int, default=2, help="of the pool")
    args = parser.parse_args(argv)
    args.output.mkdir(parents=True)
    if args.what == "loop":
        loop(args.source, args.output)
    else:
        pool(args.source, args.output, args.workers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
