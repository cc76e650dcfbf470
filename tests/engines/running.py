"""What the engine tests start and look at: a broker, streams as processes, and what an output holds in the end."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewPartitions, NewTopic

from pipeline import counters
from pipeline.avro import commits, reading
from pipeline.stages.ledger import Ledger

ROOT = Path(__file__).parents[2]
KAFKA = ROOT / "deploy" / "local" / "kafka.py"
COMMAND = os.environ.get("COPYDESK", f"{sys.executable} -m pipeline").split()
ONSETS, ENDS = "bdfgklmnprst", ("ada", "eno", "iri", "olu", "una", "ast", "erk", "imp", "ond", "urn")
WORDS = [onset + end for onset in ONSETS for end in ENDS]


class Broker:
    """deploy/local/kafka.py in a folder, and what an administrator does with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self) -> None:
        """Start it, or start it again on the same port with all it held."""
        more = ["--port", "0", "--tls", "--max-message-bytes", str(64 << 20)]
        subprocess.run([sys.executable, KAFKA, "start", self.folder, *more], check=True, stdout=subprocess.DEVNULL)

    def stop(self, kill: bool = False) -> None:
        """Stop it."""
        subprocess.run([sys.executable, KAFKA, "stop", self.folder, *["--kill"] * kill], check=True)

    @property
    def address(self) -> str:
        """Host and port."""
        return (self.folder / "bootstrap").read_text()

    @property
    def admin(self) -> AdminClient:
        """A client that may do everything."""
        return AdminClient({"bootstrap.servers": self.address, "log_level": 2})

    def topic(self, name: str, partitions: int = 4) -> str:
        """Make a topic; its address as a source."""
        admin = self.admin
        for done in admin.create_topics([NewTopic(name, partitions, 1)]).values():
            done.result(30)
        until(lambda: name in admin.list_topics(timeout=5).topics)
        return f"kafka://{self.address}/{name}"

    def delete(self, name: str) -> None:
        """Delete a topic."""
        admin = self.admin
        for done in admin.delete_topics([name]).values():
            done.result(30)
        until(lambda: name not in admin.list_topics(timeout=5).topics)

    def grow(self, name: str, partitions: int) -> None:
        """Give a topic more partitions."""
        admin = self.admin
        for done in admin.create_partitions([NewPartitions(name, partitions)]).values():
            done.result(30)

    def produce(self, name: str, messages: Iterable[bytes], rate: float = 0.0, **headers: bytes) -> None:
        """Send messages, at most `rate` a second (0: as fast as it goes)."""
        producer = Producer({"bootstrap.servers": self.address, "linger.ms": 5, "message.max.bytes": 64 << 20})
        began = time.monotonic()
        for number, message in enumerate(messages, 1):
            while True:
                try:
                    producer.produce(name, message, headers=dict(headers))
                    break
                except BufferError:
                    producer.poll(0.1)
            producer.poll(0)
            if rate:
                time.sleep(max(0.0, began + number / rate - time.monotonic()))
        assert producer.flush(60) == 0


def article(number: int, words: int = 400) -> bytes:
    """A message: an article that no other is like; every 8th repeats the one before it, with a paragraph of its own."""
    seed = random.Random(number - 1 if number % 8 == 7 else number)
    text = "\n\n".join(" ".join(seed.choices(WORDS, k=50)).capitalize() + "." for _ in range(words // 50))
    if number % 8 == 7:
        own = random.Random(-number)
        text += "\n\n" + " ".join(own.choices(WORDS, k=30)).capitalize() + "."
    published = (
        f"2026-03-{1 + number // 86400 % 28:02d}T{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z"
    )
    record = {"id": f"a{number}", "headline": f"Story {number}", "text": text, "published": published}
    return json.dumps(record).encode()


class Stream:
    """`copydesk stream` as a process group of its own."""

    running: ClassVar[list[Stream]] = []  # for whoever has to clean up after a test that failed

    def __init__(
        self,
        source: str,
        out: Path,
        *more: str,
        window: str = "1s",
        env: dict[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        command = [*COMMAND, "stream", "--from", source, "--output", str(out), "--window", window, *more]
        self.log = (log or out.with_name(f"{out.name}.log")).open("ab")
        self.process = subprocess.Popen(
            command,
            stdout=self.log,
            stderr=self.log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, **(env or {})},
        )
        self.running.append(self)

    def kill(self) -> None:
        """kill -9 of the whole group."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, timeout_s: float = 60) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout_s)

    def said(self) -> str:
        """All that it and its predecessors on that output have said."""
        return Path(self.log.name).read_text()


def until(done: Callable[[], Any], timeout_s: float = 120, every_s: float = 0.2) -> None:
    """Wait for it. A real engine is waited for, never slept for."""
    deadline = time.monotonic() + timeout_s
    while not done():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(every_s)


def counted(out: Path) -> dict[str, int]:
    """The counts of all commits."""
    return commits.total(Ledger(str(out)).walk())


def read(out: Path) -> int:
    """How many records the commits have."""
    return counted(out).get(counters.READ, 0)


def starts(out: Path) -> int:
    """How many streams have begun on that output: from then on a stream hears that it shall end."""
    return sum(commit.kind == commits.START for commit in Ledger(str(out)).walk())


def written(out: Path) -> Counter[str]:
    """How often each external id was written, as an article or a copy, in files that a commit names."""
    found: Counter[str] = Counter()
    for commit in Ledger(str(out)).walk():
        for file in commit.files:
            if file.dataset in (counters.ARTICLES, counters.COPIES):
                with (out / file.name).open("rb") as handle:
                    found.update(record["external_id"] for record in reading.read(handle))
    return found


def exactly_once(out: Path, count: int) -> None:
    """Every article from 0 to `count` was written once, and the output is whole."""
    found = written(out)
    lost = [number for number in range(count) if f"a{number}" not in found]
    twice = [name for name, times in found.items() if times > 1]
    assert not lost and not twice and len(found) == count, f"{len(lost)} lost, {len(twice)} twice"
    verify(out)


def verify(out: Path) -> None:
    """`copydesk verify` accepts it."""
    done = subprocess.run([*COMMAND, "verify", str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def survivors(out: Path) -> list[str]:
    """The external ids of the articles of a finished output."""
    found = []
    for path in (out / "articles").glob("*.avro"):
        with path.open("rb") as handle:
            found += [record["external_id"] for record in reading.read(handle)]
    return sorted(found)


def same_as_batch(out: Path, messages: Iterable[bytes], folder: Path) -> None:
    """After compact the survivors are those of a run over the same messages."""
    (folder / "all.jsonl").write_bytes(b"\n".join(messages) + b"\n")
    for command in (
        ["compact", out, "--output", folder / "compact"],
        ["run", folder / "all.jsonl", "--output", folder / "run"],
    ):
        subprocess.run([*COMMAND, *map(str, command)], check=True, capture_output=True)
    assert survivors(folder / "compact") == survivors(folder / "run")


class Flink:
    """deploy/flink/flink.py in a folder, and what breaks there."""

    SCRIPT = ROOT / "deploy" / "flink" / "flink.py"
    STREAMING = ("--checkpointing_interval=1000", "--finish_bundle_before_checkpointing", "--max_bundle_time_mills=200")

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def do(self, action: str) -> list[str]:
        """Run the script; the lines it printed."""
        done = subprocess.run([sys.executable, self.SCRIPT, action, self.folder], check=True, stdout=subprocess.PIPE)
        return done.stdout.decode().splitlines()

    def options(self, *more: str) -> list[str]:
        """The options that send a job there."""
        return [*self.do("options"), *more]

    def kill_task_manager(self) -> None:
        """kill -9 of the TaskManager, and another one in its place."""
        for path in (self.folder / "pid").glob("*taskexecutor*"):
            for pid in path.read_text().split():
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            path.unlink()
        self.do("taskmanager")

    def kill_workers(self) -> int:
        """kill -9 of the Python workers; how many there were."""
        pids = [
            int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and _is_worker(path, self.folder)
        ]
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(pids)


def _is_worker(process: Path, folder: Path) -> bool:
    """Whether that process is a Python worker that this Flink started."""
    try:
        command = (process / "cmdline").read_bytes()
        return b"sdk_worker_main" in command and str(folder).encode() in (process / "environ").read_bytes()
    except OSError:
        return False
