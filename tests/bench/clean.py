"""Speed of the whole clean step with its fingerprint on clean English news of 6 kB, beside ftfy alone.

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

import ftfy

from pipeline.copies import fingerprints
from pipeline.news.clean import clean
from pipeline.records import RawArticle
from tests.bench import generator, parts
from tests.bench.running import machine, table

ARTICLES, RUNS = 2_000, 5
TARGET_PER_S = 1_500


def rate(work: Callable[[list[RawArticle]], None], raws: list[RawArticle]) -> float:
    """Articles a CPU second."""
    began = time.process_time()
    work(raws)
    return len(raws) / (time.process_time() - began)


def cleaned(raws: list[RawArticle]) -> None:
    """Clean and fingerprint."""
    for some in parts.batches(raws):
        fingerprints.pack([clean(raw) for raw in some])


def fixed(raws: list[RawArticle]) -> None:
    """ftfy alone."""
    for raw in raws:
        ftfy.fix_text(str(raw.text))


def main(argv: list[str] | None = None) -> int:
    """Measure; 1 if the target is missed."""
    parser = argparse.ArgumentParser(prog="tests.bench.clean", description="Speed of the clean step with fingerprint.")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        source = Path(name) / "articles.jsonl"
        size = generator.write(source, args.articles, args.seed)
        raws = parts.raws(source)
        cleaned(raws[:500])
        pairs = [(rate(cleaned, raws), rate(fixed, raws)) for _ in range(args.runs)]
        each = parts.measure(source, whole=False)
    ours, theirs = (statistics.median(rates) for rates in zip(*pairs, strict=True))
    print(f"{args.articles:,} articles of {size / args.articles / 1000:.1f} kB; {machine()}\n")
    rows = [["clean + fingerprint", ours, ours / theirs], ["ftfy.fix_text alone", theirs, 1.0]]
    print(table(["", "articles/s a core", "x ftfy"], rows))
    names = [name for name, *_ in parts.RULES] + ["the rest of cleaning", "fingerprint"]
    print("\n" + table(["part", "us an article"], [[part, 1000 * each.get(part, 0.0)] for part in names]))
    print("\n" + json.dumps({"per_s": ours, "ftfy_per_s": theirs, "ratio": ours / theirs, "runs": pairs}))
    return int(ours < TARGET_PER_S)


if __name__ == "__main__":
    sys.exit(main())
