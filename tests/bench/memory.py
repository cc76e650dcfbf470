"""Peak memory of all processes of a run, at growing numbers of articles.

    python -m tests.bench.memory                # 10,000, 40,000 and 160,000 articles, about 8 minutes on 2 cores
    python -m tests.bench.memory --articles 10000 100000 1000000      # half an hour, 15 GB of disk

The target: at most 300 MB a worker + 3 kB an article, as proportional set size (shared pages counted once). What an
article costs in CPU stands beside it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench import generator
from tests.bench.running import checked, command, machine, table

ARTICLES = (10_000, 40_000, 160_000)
WORKER_MB, ARTICLE_KB = 300, 3


def allowed_mb(articles: int, workers: int) -> float:
    """The target.

    >>> allowed_mb(100_000, 2)
    900.0
    """
    return WORKER_MB * workers + ARTICLE_KB * articles / 1000


def measure(articles: int, workers: int, seed: int, folder: Path) -> dict[str, float]:
    """One run over that many articles."""
    source, out = folder / "articles.jsonl", folder / "out"
    size = generator.write(source, articles, seed)
    cost = checked(command("run", str(source), "--output", str(out), "--workers", str(workers)))
    source.unlink()
    shutil.rmtree(out)
    return {
        "articles": articles,
        "input_mb": size / 1e6,
        "pss_mb": cost.pss_mb,
        "rss_mb": cost.rss_mb,
        "allowed_mb": allowed_mb(articles, workers),
        "wall_s": cost.wall_s,
        "cpu_s": cost.cpu_s,
        "cpu_us_each": 1e6 * cost.cpu_s / articles,
    }


def main(argv: list[str] | None = None) -> int:
    """Measure; 1 if a run needs more than the target."""
    parser = argparse.ArgumentParser(prog="tests.bench.memory", description="Memory of a run as its input grows.")
    parser.add_argument("--articles", type=int, nargs="+", default=list(ARTICLES))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        rows = [measure(count, args.workers, args.seed, Path(name)) for count in args.articles]
    print(f"{args.workers} workers; {machine()}\n")
    head = ["articles", "input MB", "PSS MB", "RSS MB", "allowed MB", "wall s", "CPU s", "CPU us an article"]
    print(table(head, [[int(row["articles"]), *list(row.values())[1:]] for row in rows]))
    print("\n" + json.dumps(rows))
    return int(any(row["pss_mb"] > row["allowed_mb"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
