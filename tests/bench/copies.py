"""Copies by themselves: what a fingerprint and a decision cost from ten thousand articles to a million, what is left of
a story printed 20,000 times, and what each threshold does.

    python -m tests.bench.copies scale 10000 100000 1000000     # 10 minutes for each million; blocks in a folder
    python -m tests.bench.copies story 20000
    python -m tests.bench.copies sweep DOCS.jsonl.gz:PAIRS.tsv OTHER.jsonl.gz ...

`scale`: made-up news, 12 % copies; CPU microseconds an article, peak memory of the process. What a fingerprint costs is
measured on the same articles before and after each decision: a step is the growth of both together as a multiple of it,
since a machine shared with others is not equally fast for ten minutes. `story`: every printing is
cut to 40-100 %, with 1-3 local paragraphs and 2 % of the words edited; at most 1 % may be left. `sweep`: labelled sets
as peers.compare takes them, and the templated texts; every threshold of the rule alone, the others as they are.
"""

from __future__ import annotations

import argparse
import json
import mmap
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from pipeline.copies.blocks import Block
from pipeline.copies.fingerprints import pack
from pipeline.copies.resolve import resolve
from pipeline.copies.rule import RULE, Rule
from pipeline.news.clean import clean
from pipeline.records import Article, RawArticle
from pipeline.work.split import CHUNK_ARTICLES
from tests.bench import generator, templated
from tests.bench.peers.compare import LabelledSet, load, score
from tests.bench.running import machine, table
from tests.printings import article, printing

SPLIT = 2_000  # articles a block
SAMPLE = 2_048  # articles whose fingerprints are made anew at each count, so often before and after the decision:
LOOKS = 3
TEMPLATED_SEEDS = range(1, 6)  # over 500 stories each
SWEEP: dict[str, tuple[Any, ...]] = {
    "coverage": (0.5, 0.55, 0.65),
    "cut": (0.6, 0.7, 0.8, 0.9),
    "like_length": (0.7, 0.9),
    "marked": (0.0, 0.7, 0.9),
    "min_shared": (5, 20),
    "near_start": (40, 60, 128),
    "similarity": (0.0, 0.2, 0.4),
    "template_shingles": (300, 1200),
}


def scale(counts: list[int]) -> list[list[object]]:
    """Cost and memory at each count; the blocks are read as mapped files."""
    rows: list[list[object]] = []
    sample = [made(number) for number in range(SAMPLE)]
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        paths: list[Path] = []
        for count in sorted(counts):
            for begin in range(len(paths) * SPLIT, count, SPLIT):
                paths.append(Path(name) / f"{begin:09d}.block")
                paths[-1].write_bytes(pack([made(number) for number in range(begin, begin + SPLIT)]).to_bytes())
            blocks = [Block.from_bytes(data) for data in map(_mapped, paths)]
            before = [packing(sample) for _ in range(LOOKS)]
            since = time.process_time()
            counted = resolve(blocks).counts
            total, size = len(paths) * SPLIT, sum(path.stat().st_size for path in paths)
            deciding = (time.process_time() - since) / total * 1e6
            packed = median(before + [packing(sample) for _ in range(LOOKS)])
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            both = packed + deciding
            rows.append([total, packed, deciding, both, both / packed, size / total, peak, counted["copies"] / total])
    return rows


def packing(articles: list[Article]) -> float:
    """CPU microseconds an article of making fingerprints."""
    since = time.process_time()
    for begin in range(0, len(articles), CHUNK_ARTICLES):
        pack(articles[begin : begin + CHUNK_ARTICLES]).to_bytes()
    return (time.process_time() - since) / len(articles) * 1e6


def _mapped(path: Path) -> memoryview:
    with path.open("rb") as handle:
        return memoryview(mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ))


def made(number: int) -> Article:
    """An article of the generator as clean would give it."""
    record = generator.article(number).record
    when = datetime.fromisoformat(record["published"])
    fields: dict[str, Any] = {name: record[name] for name in ("url", "source", "headline")}
    return article(number, record["text"], external_id=record["id"], **fields | {"published_at": when})


def story(count: int) -> list[object]:
    """How many of so many printings of one story are left, and the CPU seconds of deciding."""
    blocks = [pack([printing("s", k, 28) for k in range(low, low + SPLIT)]) for low in range(0, count, SPLIT)]
    since = time.process_time()
    left = resolve(blocks).counts["articles"]
    return [count, left, left / count, time.process_time() - since]


def sweep(sets: list[LabelledSet]) -> Iterator[list[object]]:
    """F1, wrong and missed of each set, and the templated texts that were dropped, for every value."""
    packed = [(each, *_cleaned(each)) for each in sets]
    forms = [pack([_templated(each) for _, each in templated.texts(seed=seed)]) for seed in TEMPLATED_SEEDS]
    rules = [("as it is", RULE)]
    rules += [
        (f"{name} {value:g}", RULE._replace(**{name: value})) for name, values in SWEEP.items() for value in values
    ]
    for label, rule in rules:
        row: list[object] = [label]
        for labelled, names, block in packed:
            found = score(labelled, _drops(names, block, rule))
            row += [f"{found.f1:.4f}", found.wrong, found.missed]
        yield [*row, sum(resolve([block], rule).counts["copies"] for block in forms)]


def _cleaned(labelled: LabelledSet) -> tuple[list[str], Block]:
    """The names of the articles of a set, and their fingerprints."""
    articles = [clean(_raw(doc["id"], doc.get("title"), doc)) for doc in labelled.docs]
    return [str(each.external_id) for each in articles], pack(articles)


def _templated(record: dict[str, Any]) -> Article:
    return clean(_raw(record["id"], record["headline"], record))


def _raw(name: str, headline: str | None, doc: dict[str, Any]) -> RawArticle:
    when = doc.get("published")
    dated = datetime.fromisoformat(when) if when and len(when) >= 10 else None
    return RawArticle(
        input=name,
        raw=sha256(f"{name} {doc['text']}".encode()).digest(),
        text=doc["text"],
        headline=headline,
        source=doc.get("source"),
        external_id=name,
        published_at=dated.astimezone() if dated else None,
        published_precision="day" if when and len(when) == 10 else None,
    )


def _drops(names: list[str], block: Block, rule: Rule) -> list[tuple[str, str]]:
    """What a rule drops, each with the article that is left for it."""
    found = resolve([block], rule)
    return [(names[row], names[kept]) for row, kept in enumerate(found.original.tolist()) if kept >= 0]


def main(argv: list[str] | None = None) -> int:
    """Measure and print a table; 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="tests.bench.copies", description="What copies cost, and what is found.")
    parser.add_argument("what", choices=["scale", "story", "sweep"])
    parser.add_argument("arguments", nargs="*", help="counts of articles, or DOCS[:PAIRS] of labelled sets")
    args = parser.parse_args(argv)
    print(f"{machine()}\n")
    if args.what == "scale":
        rows = scale([int(count) for count in args.arguments or ("10000", "100000")])
        head = [
            "articles",
            "fingerprint us",
            "decide us",
            "both us",
            "both / fingerprint",
            "bytes",
            "peak MB",
            "copies",
        ]
        steps = [float(str(b[4])) / float(str(a[4])) for a, b in pairwise(rows)]
        print("growth of both from each count to the next:", ", ".join(f"{step:.3f}" for step in steps), "\n")
        good = all(step <= 1.15 for step in steps) and all(float(str(row[3])) <= 500 for row in rows)
    elif args.what == "story":
        rows = [story(int(count)) for count in args.arguments or ("20000",)]
        head = ["printings", "left", "share", "decide s"]
        good = all(float(str(row[2])) <= 0.01 and float(str(row[3])) < 60 for row in rows)
    else:
        sets = [load(argument) for argument in args.arguments]
        rows = list(sweep(sets))
        head = [
            "rule",
            *(f"{each.name} {figure}" for each in sets for figure in ("F1", "wrong", "missed")),
            "templates",
        ]
        good = True
    print(table(head, rows))
    print("\n" + json.dumps(rows))
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
