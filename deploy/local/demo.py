"""The stream on this machine, from nothing: a real Kafka, the seeds twice in random order, a stop, compact, compare.

    python deploy/local/demo.py FOLDER

Needs what deploy/README.md names. Leaves FOLDER/stream, FOLDER/compact and FOLDER/run to be looked at; the broker is
stopped. Ends with 1 if the survivors are not those of `copydesk run seeds`.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

from pipeline.avro import reading
from pipeline.formats import Origin, records
from pipeline.records import RawArticle
from pipeline.stages.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
TOPIC = "news"
PATIENCE_S = 60


def articles() -> Iterator[bytes]:
    """Every record of the seeds, as its file delivers it: one message each."""
    for path in sorted((ROOT / "seeds").rglob("*")):
        if path.is_file() and path.suffix != ".md":
            with path.open("rb") as handle:
                for found in records(handle, Origin(str(path.relative_to(ROOT)))):
                    if isinstance(found, RawArticle):
                        yield found.raw


def run(*command: object) -> None:
    """Show a command and run it."""
    print("$", *command, flush=True)
    subprocess.run([sys.executable, "-m", "pipeline", *map(str, command[1:])], check=True)


def produce(address: str, messages: list[bytes]) -> None:
    """Make the topic and send all."""
    admin = AdminClient({"bootstrap.servers": address})
    for made in admin.create_topics([NewTopic(TOPIC, 4, 1)]).values():
        made.result(30)
    producer = Producer({"bootstrap.servers": address})
    for message in messages:
        producer.produce(TOPIC, message)
    producer.flush(30)
    print(f"produced {len(messages)} messages to {TOPIC}", flush=True)


def stream(address: str, out: Path, count: int) -> None:
    """Stream until all is committed, then stop as Ctrl-C does."""
    words = ["stream", "--from", f"kafka://{address}/{TOPIC}", "--output", str(out), "--window", "2s"]
    print("$ copydesk", *words, flush=True)
    process = subprocess.Popen([sys.executable, "-m", "pipeline", *words], start_new_session=True)
    deadline = time.monotonic() + PATIENCE_S
    while sum(each.counts.get("read", 0) for each in Ledger(str(out)).walk()) < count:
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit("the stream did not read all")
        time.sleep(0.2)
    os.kill(process.pid, signal.SIGINT)
    print(f"^C exit code {process.wait(PATIENCE_S)}", flush=True)


def survivors(out: Path) -> set[str]:
    """The ids of the articles of a finished output."""
    found = set()
    for path in (out / "articles").glob("*.avro"):
        with path.open("rb") as handle:
            found.update(record["id"] for record in reading.read(handle))
    return found


def main() -> int:
    """The demo."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    messages = [*articles()] * 2
    random.Random(1).shuffle(messages)
    broker = [sys.executable, str(ROOT / "deploy" / "local" / "kafka.py")]
    subprocess.run([*broker, "start", str(folder / "kafka"), "--port", "0"], check=True)
    try:
        address = (folder / "kafka" / "bootstrap").read_text()
        produce(address, messages)
        stream(address, folder / "stream", len(messages))
    finally:
        subprocess.run([*broker, "stop", str(folder / "kafka")], check=True)
    run("copydesk", "verify", folder / "stream")
    run("copydesk", "compact", folder / "stream", "--output", folder / "compact")
    run("copydesk", "run", os.path.relpath(ROOT / "seeds"), "--output", folder / "run")
    unlike = survivors(folder / "compact") ^ survivors(folder / "run")
    print(f"survivors unlike those of the run: {len(unlike)}")
    return 1 if unlike else 0


if __name__ == "__main__":
    sys.exit(main())
