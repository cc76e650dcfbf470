"""Templated news: twelve kinds of stories that differ in little but names and numbers. Every one is a story of its own,
so each that is dropped as a copy is a mistake; at most 1 % may be.

    python -m tests.bench.templates
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import fastavro

from tests.bench.running import checked, command, table
from tests.bench.templated import EACH, KINDS, texts

MOST = 0.01  # the share that may be dropped


def dropped(folder: Path, each: int, seed: int, options: list[str]) -> list[tuple[str, str, float]]:
    """The copies that a run finds among them: id, id of the article that it names, coverage."""
    source, out = folder / "templates.jsonl", folder / "out"
    source.write_text("".join(json.dumps(record) + "\n" for _, record in texts(each, seed)), encoding="utf-8")
    checked(command("run", str(source), "--output", str(out), *options), sample=False)
    rows = {name: _rows(out / name) for name in ("articles", "copies")}
    names = {row["id"]: row["external_id"] for part in rows.values() for row in part}
    return [
        (row["external_id"], names[row["duplicate"]["original_id"]], row["duplicate"]["coverage"])
        for row in rows["copies"]
    ]


def _rows(folder: Path) -> list[dict]:  # type: ignore[type-arg]
    out = []
    for path in sorted(folder.glob("*.avro")):
        with path.open("rb") as handle:
            out += list(fastavro.reader(handle))
    return out


def main(argv: list[str] | None = None) -> int:
    """Run them and print how many of each kind were dropped; 1 if more than 1 % were."""
    parser = argparse.ArgumentParser(prog="tests.bench.templates", description="Templated stories: none is a copy.")
    parser.add_argument("--each", type=int, default=EACH, help=f"stories of each kind (default {EACH})")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=5, help="wrongly dropped pairs to print")
    parser.add_argument("--only-write", type=Path, help="write the stories as JSON Lines there and do nothing else")
    args, options = parser.parse_known_args(argv)
    if args.only_write:
        lines = (json.dumps(record) + "\n" for _, record in texts(args.each, args.seed))
        args.only_write.write_text("".join(lines), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        wrong = dropped(Path(folder), args.each, args.seed, options)
    counts = Counter(name.rsplit("-", 1)[0] for name, _, _ in wrong)
    rows = [(kind.__name__, args.each, counts[kind.__name__]) for kind in KINDS]
    total = args.each * len(KINDS)
    print(table(["kind", "stories", "dropped"], [*rows, ("all", total, len(wrong))]))
    for pair in wrong[: args.show]:
        print("dropped", *pair)
    print(json.dumps({"stories": total, "dropped": len(wrong), "share": len(wrong) / total}))
    return int(len(wrong) > MOST * total)


if __name__ == "__main__":
    sys.exit(main())
