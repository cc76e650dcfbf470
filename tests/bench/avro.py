"""What an article costs on its way into an Avro file and out again, part by part, beside fastavro on the same records.

    python -m tests.bench.avro                  # about half a minute

CPU microseconds an article of 6 kB, medians of several runs in one process; sizes as a share of the encoded records.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import fastavro

from pipeline.avro import files, reading, rows, schemas, staging
from pipeline.news.clean import clean
from tests.bench import generator, parts
from tests.bench.running import machine, table
from tests.samples import plain

ARTICLES, RUNS = 2_000, 5


def cost(work: Callable[[], Any], count: int, runs: int) -> float:
    """Microseconds an article of some work, the median of several runs."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return statistics.median(times) / count * 1e6


def staged(made: list[rows.Row]) -> bytes:
    """The rows as a staged file."""
    handle = BytesIO()
    stage = staging.Stage(handle)
    for row in made:
        stage.append(*row)
    stage.close()
    return handle.getvalue()


def written(records: list[bytes], codec: str) -> bytes:
    """The records as an Avro file."""
    handle = BytesIO()
    files.write(handle, schemas.load("article"), records, codec)
    return handle.getvalue()


def by_fastavro(records: list[Any], schema: Any, codec: str) -> bytes:
    """The records as fastavro writes them."""
    handle = BytesIO()
    fastavro.writer(handle, schema, records, codec=codec)
    return handle.getvalue()


def main(argv: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="tests.bench.avro", description="Cost of an article in Avro, part by part.")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--runs", type=int, default=RUNS)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        source = Path(name) / "articles.jsonl"
        generator.write(source, args.articles)
        articles = [clean(raw) for raw in parts.raws(source)]
    encoded = [rows.encode(article) for article in articles]
    records = [rows.finish(row) for row in encoded]
    size = sum(map(len, records))
    dicts, schema = [plain(article) for article in articles], fastavro.parse_schema(schemas.load("article"))
    work: dict[str, Callable[[], Any]] = {
        "encode": lambda: [rows.encode(article) for article in articles],
        "finish": lambda: [rows.finish(row) for row in encoded],
        "stage": lambda: staged(encoded),
        "read staged": lambda: list(staging.rows(BytesIO(staged(encoded)))),
    }
    for codec in files.CODECS:
        work[f"write {codec}"] = lambda codec=codec: written(records, codec)
    for codec in files.CODECS:
        content = written(records, codec)
        work[f"read {codec}"] = lambda content=content: list(reading.read(BytesIO(content)))
    work["fastavro: encode and write null"] = lambda: by_fastavro(dicts, schema, "null")
    work["fastavro: encode and write deflate"] = lambda: by_fastavro(dicts, schema, "deflate")
    print(f"{args.articles:,} articles of {size / args.articles / 1000:.1f} kB; {machine()}\n")
    print(table(["", "us an article"], [[name, cost(each, args.articles, args.runs)] for name, each in work.items()]))
    sizes = [[codec, len(written(records, codec)) / size] for codec in files.CODECS]
    print("\n" + table(["codec", "size"], [*sizes, ["fastavro deflate", len(work[list(work)[-1]]()) / size]]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
