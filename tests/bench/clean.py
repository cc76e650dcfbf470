"""Speed of the whole clean step (bytes in) with its fingerprint on clean English news of 6 kB, beside ftfy alone.

    python -m tests.bench.clean                 # about 2 minutes

The target: at least 1,500 articles/s a core. Both are measured in turn in one process, in CPU time; medians are shown.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import ftfy

from pipeline import allocator
from pipeline.copies import fingerprints
from pipeline.news.clean import begin
from pipeline.records import RawArticle
from tests.bench import generator, parts
from tests.bench.loops import cleaned_together
from tests.bench.running import machine, table

ARTICLES, RUNS = 2_000, 5
T = TypeVar("T")
TARGET_PER_S = 1_500


def rate(work: Callable[[list[T]], None], items: list[T]) -> float:
    """Articles a CPU second."""
    began = time.process_time()
    work(items)
    return len(items) / (time.process_time() - began)


@allocator.without_collections()
def cleaned(raws: list[RawArticle]) -> None:
    """Clean and fingerprint, as a worker does."""
    for some in parts.batches(raws):
        fingerprints.pack(cleaned_together(list(map(begin, some))))


def fixed(texts: list[str]) -> None:
    """ftfy alone."""
    for text in texts:
        ftfy.fix_text(text)


def main(argv: list[str] | None = None) -> int:
    """Measure; 1 if the target is missed."""
    parser = argparse.ArgumentParser(prog="tests.bench.clean", description="Speed of the clean step with fingerprint.")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    allocator.spend()  # this too
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        source = Path(name) / "articles.jsonl"
        size = generator.write(source, args.articles, args.seed)
        found = parts.raws(source)
        texts, raws = [str(raw.text) for raw in found], parts.as_bytes(found)
        cleaned(raws[:500])
        pairs = [(rate(cleaned, raws), rate(fixed, texts)) for _ in range(args.runs)]
        with allocator.without_collections():
            each = parts.measure(source, whole=False)
    ours, theirs = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    print(f"{args.articles:,} articles of {size / args.articles / 1000:.1f} kB; {machine()}\n")
    rows = [["clean + fingerprint", ours, ours / theirs], ["ftfy.fix_text alone", theirs, 1.0]]
    print(table(["", "articles/s a core", "x ftfy"], rows))
    names = [*dict.fromkeys(name for name, *_ in parts.RULES), "the rest of cleaning", "fingerprint"]
    print("\n" + table(["part", "us an article"], [[part, 1000 * each.get(part, 0.0)] for part in names]))
    print("\n" + json.dumps({"per_s": ours, "ftfy_per_s": theirs, "ratio": ours / theirs, "runs": pairs}))
    return int(ours < TARGET_PER_S)


if __name__ == "__main__":
    sys.exit(main())
