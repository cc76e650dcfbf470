"""copydesk beside datatrove, text-dedup, datasketch and rensa on labelled sets of news, in one run.

    PEERS/bin/python -m tests.bench.peers.compare DOCS.jsonl.gz:PAIRS.tsv OTHER.jsonl.gz ...

PEERS is an environment with requirements.txt; copydesk is called as a command (environment variable COPYDESK). A set is
a file of JSON Lines with id, text, source, title, published; with it, after a colon, a table of pairs (two ids and 1
for a copy, anything else for "does not count"); without one the field `story` says which are copies of each other.

Measured per drop. Every method leaves one article of a cluster: each other one is a drop, and its pair with the one
left is right, wrong or does not count. Precision: right among right and wrong. Recall: gold pairs of which at most one
is left. For the peers the one left is the first or the longest of its cluster, whichever gives the better F1.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timezone
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench.peers.methods import METHODS, Method, clusters
from tests.bench.running import checked, command, machine, table

Doc = dict[str, Any]
Pair = tuple[str, str]


class LabelledSet(NamedTuple):
    """Articles, the pairs that are copies, and those that count neither way."""

    name: str
    docs: list[Doc]
    gold: set[Pair]
    ignored: set[Pair]


class Score(NamedTuple):
    """Per drop."""

    f1: float
    precision: float
    recall: float
    wrong: int
    missed: int


def pair(a: str, b: str) -> Pair:
    """Two ids in order."""
    return (a, b) if a < b else (b, a)


def load(argument: str) -> LabelledSet:
    """A set as named on the command line."""
    docs_path, _, pairs_path = argument.partition(":")
    opener = gzip.open if docs_path.endswith(".gz") else open
    with opener(docs_path, "rt", encoding="utf-8") as lines:
        docs = [json.loads(line) for line in lines]
    for doc in docs:
        doc["id"] = str(doc["id"])
    gold: set[Pair] = set()
    ignored: set[Pair] = set()
    if pairs_path:
        for line in Path(pairs_path).read_text(encoding="utf-8").splitlines()[1:]:
            a, b, label = line.split("\t")[:3]
            (gold if label == "1" else ignored).add(pair(a, b))
    else:
        stories: defaultdict[str, list[str]] = defaultdict(list)
        for doc in docs:
            stories[str(doc["story"])].append(doc["id"])
            doc["published"] = published(doc)
        gold = {pair(a, b) for members in stories.values() for a, b in combinations(members, 2)}
    return LabelledSet(Path(docs_path).name.split(".")[0], docs, gold, ignored)


def published(doc: Doc) -> str:
    """A simulated article's time: its story's for the untouched text, up to two days later for a copy."""
    begin = 1_500_000_000 + random.Random(f"story {doc['story']}").randrange(86400 * 5)
    late = random.Random(f"copy {doc['id']}").randrange(300, 86400 * 2) if doc["edit_level"] else 0
    return datetime.fromtimestamp(begin + late, timezone.utc).isoformat()


def score(labelled: LabelledSet, drops: Sequence[tuple[str, str]]) -> Score:
    """The score of drops, each with the article that is left for it."""
    pairs = [pair(*drop) for drop in drops]
    alive = {doc["id"] for doc in labelled.docs} - {dropped for dropped, _ in drops}
    right = sum(each in labelled.gold for each in pairs)
    wrong = sum(each not in labelled.gold and each not in labelled.ignored for each in pairs)
    missed = sum(a in alive and b in alive for a, b in labelled.gold)
    precision = right / max(1, right + wrong)
    recall = 1 - missed / max(1, len(labelled.gold))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return Score(f1, precision, recall, wrong, missed)


def of_peer(method: Method, labelled: LabelledSet) -> tuple[Score, float]:
    """A peer's score, and its articles a CPU second."""
    texts = [doc["text"] for doc in labelled.docs]
    list(method.pairs(texts[:2]))  # imports, models: once a process, not the articles' cost
    began = time.process_time()
    groups = clusters(method.pairs(texts), len(texts))
    rate = len(texts) / (time.process_time() - began)
    ids = [doc["id"] for doc in labelled.docs]
    times = [doc.get("published") or "9" for doc in labelled.docs]
    keys = ([(time, k) for k, time in enumerate(times)], [(-len(text), k) for k, text in enumerate(texts)])
    scores = []
    for key in keys:  # the first is left, or the longest
        left = [(min(group, key=key.__getitem__), group) for group in groups]
        scores.append(score(labelled, [(ids[k], ids[kept]) for kept, group in left for k in group if k != kept]))
    return max(scores), rate


def of_copydesk(labelled: LabelledSet) -> tuple[Score, float]:
    """Our score, and articles a CPU second of the whole run: reading, cleaning and writing too, but not starting, as
    for the peers (what a run over one article costs)."""
    with tempfile.TemporaryDirectory(prefix="copydesk-peers-") as name:
        source, out = Path(name) / "in.jsonl", Path(name) / "out"
        fields = {"id": "id", "source": "source", "headline": "title", "published": "published", "text": "text"}
        rows = ({ours: doc.get(theirs) for ours, theirs in fields.items()} for doc in labelled.docs)
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        start = checked(command("run", str(source), "--limit", "1", "--output", str(out)), sample=False)
        cost = checked(command("run", str(source), "--overwrite", "--output", str(out)), sample=False)
        articles, copies = (written(out / dataset) for dataset in ("articles", "copies"))
    names = {row["id"]: row["external_id"] for row in (*articles, *copies)}
    drops = [(row["external_id"], names[row["duplicate"]["original_id"]]) for row in copies]
    return score(labelled, drops), len(labelled.docs) / (cost.cpu_s - start.cpu_s)


def written(folder: Path) -> list[dict[str, Any]]:
    """The records of a dataset."""
    import fastavro

    rows: list[Any] = []
    for path in sorted(folder.glob("*.avro")):
        with path.open("rb") as handle:
            rows += fastavro.reader(handle)
    return rows


def main(argv: list[str] | None = None) -> int:
    """Compare on every set and print one table."""
    parser = argparse.ArgumentParser(prog="tests.bench.peers.compare", description="copydesk beside its peers.")
    parser.add_argument("sets", nargs="+", metavar="DOCS[:PAIRS]", help="labelled articles")
    parser.add_argument("--only", nargs="+", default=None, metavar="NAME", help="peers to run (default: all)")
    args = parser.parse_args(argv)
    rows: list[list[object]] = []
    for labelled in map(load, args.sets):
        results = [("copydesk", "default", *of_copydesk(labelled))]
        for method in METHODS:
            if args.only is None or method.name in args.only:
                results.append((method.name, method.setting, *of_peer(method, labelled)))
                print(labelled.name, *results[-1], file=sys.stderr)
        for name, setting, s, rate in results:
            figures = [f"{value:.3f}" for value in (s.f1, s.precision, s.recall)]
            rows.append([labelled.name, name, setting, *figures, s.wrong, s.missed, rate])
    print(f"{machine()}; copydesk's rate is that of the whole run, cleaning and writing included\n")
    print(
        table(["set", "method", "setting", "F1", "precision", "recall", "wrong", "missed", "articles/s a core"], rows)
    )
    print("\n" + json.dumps(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
