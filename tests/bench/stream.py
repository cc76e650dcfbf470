"""The stream against its targets, with a real broker and a real engine on this machine.

    python -m tests.bench.stream speed 100000       articles/s end to end, beside a batch over the same articles
    python -m tests.bench.stream latency 200 120    p99 from produce to committed file: 200/s for 120 s
    python -m tests.bench.stream memory 200 1200 300  memory over 1,200 s at 200/s, --horizon 300 s
    python -m tests.bench.stream kills 100000 20    kill -9 of the whole job 20 times at random moments
    python -m tests.bench.stream orders FILE        an article file in five random orders: compact against the batch

Needs what deploy/README.md names: java, mvn (the first time), Prism. Each prints Markdown and a line of JSON, and ends
with 1 if its target is missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline import counters
from pipeline.avro import reading
from pipeline.stages.ledger import Ledger
from tests.bench import generator
from tests.bench.running import checked, command, family, machine, memory_kb, table
from tests.engines.running import Broker, Stream, counted, read, until, verify

WINDOW_S = 10
TICKS = os.sysconf("SC_CLK_TCK")
DAY_S = 86_400.0


def messages(count: int, start: int = 0) -> Iterator[bytes]:
    """Bench articles from number `start` on."""
    return (generator.encoded(made) for made in generator.articles(count, start=start))


def cpu_s(pid: int) -> float:
    """CPU seconds of a process and its descendants until now."""
    total = 0
    for each in family(pid):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))
    return total / TICKS


def finished(out: Path, count: int, stream: Stream) -> None:
    """Wait until all is committed; the stream must live that long."""
    until(lambda: read(out) >= count or stream.process.poll() is not None, timeout_s=DAY_S, every_s=0.5)
    assert stream.process.poll() is None, stream.said()


def ids(out: Path) -> Counter[str]:
    """How often each id stands in the files that commits name."""
    found: Counter[str] = Counter()
    for commit in Ledger(str(out)).walk():
        for file in commit.files:
            if file.dataset in (counters.ARTICLES, counters.COPIES):
                with (out / file.name).open("rb") as handle:
                    found.update(record["id"] for record in reading.read(handle))
    return found


def kept(out: Path) -> set[str]:
    """The ids of the articles of a finished output."""
    found: set[str] = set()
    for path in (out / "articles").glob("*.avro"):
        with path.open("rb") as handle:
            found.update(record["id"] for record in reading.read(handle))
    return found


def superseded(out: Path) -> set[str]:
    """The survivors of a stream's output as they stand: its articles without those that others supersede."""
    articles: set[str] = set()
    replaced: set[str] = set()
    for path in (out / "articles").glob("*.avro"):
        with path.open("rb") as handle:
            for record in reading.read(handle):
                articles.add(record["id"])
                replaced.update(record["supersedes"])
    return articles - replaced


def speed(broker: Broker, folder: Path, count: int) -> bool:
    """Preloaded articles through four partitions, and the same articles as a batch."""
    source = broker.topic("speed")
    broker.produce("speed", messages(count))
    out = folder / "out"
    began = time.monotonic()
    stream = Stream(source, out, window=f"{WINDOW_S}s")
    finished(out, count, stream)
    wall, cpu = time.monotonic() - began, cpu_s(stream.process.pid)
    assert stream.stop() == 0, stream.said()
    (folder / "all.jsonl").write_bytes(b"".join(messages(count)))
    batch = checked(command("run", str(folder / "all.jsonl"), "--output", str(folder / "batch")))
    rows = [
        ("stream", count / wall, wall, cpu, 1000 * cpu / count),
        ("batch", count / batch.wall_s, batch.wall_s, batch.cpu_s, 1000 * batch.cpu_s / count),
    ]
    print(table(["", "articles/s", "wall s", "CPU s", "CPU s / 1,000"], rows))
    share = batch.wall_s / wall
    print(f"the stream does {share:.0%} of the batch's articles/s, with {cpu / batch.cpu_s:.2f} x its CPU")
    return told(rate=count / wall, share=share, cpu=cpu, batch_cpu=batch.cpu_s) and count / wall >= 500


def latency(broker: Broker, folder: Path, rate: int, seconds: int) -> bool:
    """From the broker's time of a message to the change time of the commit that has it."""
    source = broker.topic("latency")
    out = folder / "out"
    stream = Stream(source, out, window=f"{WINDOW_S}s")
    broker.produce("latency", messages(rate * 5))
    until(lambda: read(out) >= rate * 5)  # its start is not counted
    since = time.time()
    broker.produce("latency", messages(rate * seconds, rate * 5), rate)
    finished(out, rate * (5 + seconds), stream)
    assert stream.stop() == 0, stream.said()
    waits = sorted(waited(out, since))
    rows = [(f"p{share}", waits[len(waits) * share // 100]) for share in (50, 90, 99)]
    print(table(["", f"s (window {WINDOW_S} s)"], rows))
    return told(p99=rows[-1][1], count=len(waits)) and rows[-1][1] <= WINDOW_S + 3


def waited(out: Path, since: float) -> Iterator[float]:
    """Seconds from produce to commit, of every message produced after `since`."""
    ledger = Ledger(str(out))
    for commit in ledger.walk():
        there = (ledger.folder / f"{commit.number:08d}.json").stat().st_mtime
        for file in commit.files:
            if file.dataset != "memory":
                with (out / file.name).open("rb") as handle:
                    for record in reading.read(handle):
                        produced = record["received_at"].timestamp()
                        if produced >= since:
                            yield there - produced


def memory(broker: Broker, folder: Path, rate: int, seconds: int, horizon_s: int) -> bool:
    """PSS of all the stream's processes every ten seconds, before and after the horizon has passed."""
    source = broker.topic("memory")
    out = folder / "out"
    stream = Stream(source, out, "--horizon", str(horizon_s), window=f"{WINDOW_S}s")
    sending = threading.Thread(target=broker.produce, args=("memory", messages(rate * seconds), rate))
    sending.start()
    seen: list[tuple[int, float]] = []
    while sending.is_alive():
        sending.join(10)
        seen.append((read(out), sum(memory_kb(pid)[0] for pid in family(stream.process.pid)) / 1024))
        print(f"{seen[-1][0]:>9,} articles {seen[-1][1]:8,.0f} MB", file=sys.stderr, flush=True)
    assert stream.stop() == 0, stream.said()
    within = [each for each in seen if rate * horizon_s / 10 < each[0] <= rate * horizon_s]
    beyond = [each for each in seen if each[0] > rate * horizon_s * 1.5]
    rows = [("before the horizon", slope_kb(within)), ("after it", slope_kb(beyond))]
    print(table(["", "kB an article"], rows))
    return told(before=rows[0][1], after=rows[1][1], peak_mb=max(mb for _, mb in seen)) and rows[0][1] <= 3


def slope_kb(seen: list[tuple[int, float]]) -> float:
    """Growth by least squares, kB an article."""
    if len(seen) < 3:
        return float("nan")
    n, x, y = len(seen), sum(a for a, _ in seen) / len(seen), sum(m for _, m in seen) / len(seen)
    spread = sum((a - x) ** 2 for a, _ in seen)
    return 1024 * sum((a - x) * (m - y) for a, m in seen) / spread if spread and n else float("nan")


def kills(broker: Broker, folder: Path, count: int, times: int) -> bool:
    """kill -9 of the whole job at random moments, a restart after each; then compact, and the batch beside it."""
    source = broker.topic("kills")
    broker.produce("kills", messages(count))
    out = folder / "out"
    rng = random.Random(1)
    for number in range(times):
        stream = Stream(source, out, window=f"{WINDOW_S // 5}s")
        until(lambda: (out / "commits").is_dir())
        time.sleep(rng.uniform(1, 25))
        stream.kill()
        print(f"kill {number + 1}: {read(out):,} committed", file=sys.stderr, flush=True)
    stream = Stream(source, out, window=f"{WINDOW_S}s")
    finished(out, count, stream)
    assert stream.stop() == 0, stream.said()
    found = ids(out)
    total = counted(out)
    verify(out)
    (folder / "all.jsonl").write_bytes(b"".join(messages(count)))
    checked(command("run", str(folder / "all.jsonl"), "--output", str(folder / "batch")))
    checked(command("compact", str(out), "--output", str(folder / "compact")))
    batch, compact, stood = kept(folder / "batch"), kept(folder / "compact"), superseded(out)
    rows = [
        ("ids lost", count - total["rejects"] - len(found) if "rejects" in total else count - len(found)),
        ("ids twice", sum(each > 1 for each in found.values())),
        ("redeliveries", total.get("redeliveries", 0)),
        ("survivors unlike the batch's, after compact", len(batch ^ compact)),
        ("survivors unlike the batch's, before", len(batch ^ stood)),
    ]
    print(table(["", f"of {count:,} articles, {times} kills"], rows))
    wrong = rows[0][1] + rows[1][1] + rows[3][1]
    return told(wrong=wrong, changed=len(batch ^ stood) / len(found)) and not wrong


def orders(broker: Broker, folder: Path, file: Path, times: int = 5) -> bool:
    """The lines of a file in random orders through a folder source; after compact the survivors of the batch."""
    with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as handle:
        lines = handle.read().splitlines()
    checked(command("run", str(file), "--output", str(folder / "batch")))
    batch = kept(folder / "batch")
    rows, wrong, worst = [], 0, 0.0
    for number in range(times):
        random.Random(number).shuffle(lines)
        incoming, out = folder / f"in{number}", folder / f"out{number}"
        incoming.mkdir()
        (incoming / "all.jsonl").write_bytes(b"\n".join(lines) + b"\n")
        stream = Stream(f"dir://{incoming}", out, window="2s")
        finished(out, len(lines), stream)
        assert stream.stop() == 0, stream.said()
        checked(command("compact", str(out), "--output", str(folder / f"compact{number}")))
        unlike, changed = len(batch ^ kept(folder / f"compact{number}")), len(batch ^ superseded(out)) / len(lines)
        rows.append((number, unlike, f"{changed:.3%}"))
        wrong, worst = wrong + unlike, max(worst, changed)
    print(table(["order", "unlike the batch after compact", "changed by compact"], rows))
    return told(wrong=wrong, changed=worst) and not wrong


def told(**figures: float) -> bool:
    """Print the figures as JSON."""
    print(json.dumps(figures))
    return True


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which: dict[str, tuple[Callable[..., bool], tuple[type, ...]]] = {
        "speed": (speed, (int,)),
        "latency": (latency, (int, int)),
        "memory": (memory, (int, int, int)),
        "kills": (kills, (int, int)),
        "orders": (orders, (Path,)),
    }
    parser.add_argument("what", choices=which)
    parser.add_argument("figures", nargs="+")
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it (default: a temporary one)")
    args = parser.parse_args()
    measure, kinds = which[args.what]
    print(machine())
    with tempfile.TemporaryDirectory(prefix="copydesk-stream-") as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        broker = Broker(folder / "kafka")
        try:
            if args.what != "orders":
                broker.start()
            good = measure(broker, folder, *(kind(each) for kind, each in zip(kinds, args.figures, strict=True)))
        except subprocess.CalledProcessError as error:
            print(error, file=sys.stderr)
            good = False
        finally:
            while Stream.running:
                Stream.running.pop().kill()
            broker.stop()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
