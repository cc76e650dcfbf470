"""Speed of a whole run (raw JSON Lines in, Avro out) beside the same nouns in a plain loop and in a pool, and beside
ftfy alone on the same texts.

    python -m tests.bench.speed                 # 40,000 articles of 6 kB, about 5 minutes on 2 cores

The targets: Beam costs at most 1.25 x the CPU of the loop; two workers do at least 1.7 x one; one core at least 700
articles/s. CPU is user + system time of all processes, as the kernel counts it; memory is the peak of the sum over all
processes (PSS: shared pages once).
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from tests.bench import generator, parts
from tests.bench.running import Cost, checked, command, machine, table

ARTICLES = 40_000
SAMPLE = 4_000  # of which the parts are measured, and ftfy


def ways(source: Path, out: Path) -> dict[str, Callable[[], Cost]]:
    """What is compared, by name: each runs over the whole input into a new folder."""

    def run(workers: int) -> Callable[[], Cost]:
        return lambda: checked(command("run", str(source), "--output", str(out), "--workers", str(workers)))

    def plain(what: str) -> Callable[[], Cost]:
        return lambda: checked([sys.executable, "-m", "tests.bench.loops", what, str(source), str(out)])

    return {
        "plain loop": plain("loop"),
        "copydesk run --workers 1": run(1),
        "copydesk run --workers 2": run(2),
        "multiprocessing pool of 2": plain("pool"),
    }


def costs(source: Path, folder: Path, repeat: int) -> dict[str, list[Cost]]:
    """Every way, `repeat` times in turn."""
    out = folder / "out"
    measured: dict[str, list[Cost]] = {}
    for _ in range(repeat):
        for name, way in ways(source, out).items():
            measured.setdefault(name, []).append(way())
            shutil.rmtree(out)
            print(f"{name}: {measured[name][-1].wall_s:.1f} s", file=sys.stderr)
    return measured


def median(measured: list[Cost]) -> Cost:
    """The median of each figure."""
    figures = zip(*(cost[1:6] for cost in measured), strict=True)
    wall, user, system, pss, rss = (statistics.median(values) for values in figures)
    return Cost(0, wall, user, system, pss, rss, "")


def report(count: int, runs: dict[str, list[Cost]], each: dict[str, float]) -> dict[str, object]:
    """Print the tables; the figures as JSON."""
    middle = {name: median(measured) for name, measured in runs.items()}
    loop, one, two = (middle[name] for name in ("plain loop", "copydesk run --workers 1", "copydesk run --workers 2"))
    ftfy_per_s = 1000 / each["ftfy.fix_text alone"]
    rows = [
        [name, count / c.wall_s, count / c.cpu_s, c.cpu_s, c.cpu_s / loop.cpu_s, count / c.cpu_s / ftfy_per_s, c.pss_mb]
        for name, c in middle.items()
    ]
    rows.append(["ftfy.fix_text alone", "", ftfy_per_s, count / ftfy_per_s, "", 1.0, ""])
    print(f"{count:,} articles; {machine()}\n")
    head = ["", "articles/s", "articles/s of CPU", "CPU s", "x loop", "x ftfy", "peak MB (PSS)"]
    print(table(head, rows))
    print("\nCPU seconds a 1,000 articles of each part, one process:\n")
    print(table(["part", "CPU s"], [[name, f"{seconds:.3f}"] for name, seconds in each.items()]))
    figures = {
        "articles": count,
        "cpu_vs_loop": one.cpu_s / loop.cpu_s,
        "two_workers_vs_one": one.wall_s / two.wall_s,
        "articles_per_s_one_worker": count / one.wall_s,
        "articles_per_cpu_s": count / one.cpu_s,
        "times_ftfy": count / one.cpu_s / ftfy_per_s,
        "runs": {name: cost._asdict() for name, cost in middle.items()},
        "cpu_s_per_1000": each,
    }
    print("\n" + json.dumps(figures))
    return figures


def main(argv: list[str] | None = None) -> int:
    """Measure; 1 if a target is missed."""
    parser = argparse.ArgumentParser(prog="tests.bench.speed", description="Speed of a whole run.")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--repeat", type=int, default=1, help="runs of each, in turn; medians are shown")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as name:
        folder = Path(name)
        source, sample = folder / "articles.jsonl", folder / "sample.jsonl"
        generator.write(source, args.articles, args.seed)
        with source.open("rb") as lines:
            sample.write_bytes(b"".join(islice(lines, min(SAMPLE, args.articles))))
        each = parts.measure(sample)
        runs = costs(source, folder, args.repeat)
    figures = report(args.articles, runs, each)
    good = (
        float(str(figures["cpu_vs_loop"])) <= 1.25,
        float(str(figures["two_workers_vs_one"])) >= 1.7,
        float(str(figures["articles_per_s_one_worker"])) >= 700,
    )
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
