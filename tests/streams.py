"""Made-up messages for the stream's tests, and an engine made of plain calls."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from apache_beam.utils.timestamp import Timestamp

from pipeline.avro import commits
from pipeline.avro.commits import Commit
from pipeline.copies.rule import Rule
from pipeline.messages import Fetch, Message, Parcel, Span, below
from pipeline.stages import judge
from pipeline.stages.commit import Appender, in_order, write
from pipeline.stages.judge import JudgeParcels, Judging
from pipeline.stages.ledger import Ledger
from pipeline.work.job import Job
from pipeline.work.parcel import parcel

ONSETS, ENDS = "bdfgklmnprst", ("ada", "eno", "iri", "olu", "una", "ast", "erk", "imp", "ond", "urn")
WORDS = [onset + end for onset in ONSETS for end in ENDS]


def paragraphs(seed: str, count: int) -> list[str]:
    """Paragraphs that no other seed has."""
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=40)).capitalize() + "." for _ in range(count)]


def message(name: str, text: Sequence[str], **fields: str) -> bytes:
    """An article as JSON."""
    record = {"id": name, "headline": f"About {name}", "text": "\n\n".join(text), **fields}
    return json.dumps(record).encode()


def stories() -> list[bytes]:
    """Articles of which some repeat others: whole, cut, with local paragraphs, as versions; of several dates."""
    made = []
    for number in range(6):
        body = paragraphs(f"story {number}", 8)
        day = f"2026-03-{number + 1:02d}"
        made.append(message(f"whole {number}", body, published=f"{day}T09:00:00Z", source="Wire"))
        made.append(message(f"cut {number}", body[:3], published=f"{day}T07:00:00Z", source="Cutter"))
        own = paragraphs(f"local {number}", 2)
        made.append(message(f"local {number}", [*body, *own], published=f"{day}T11:00:00Z", source="Local"))
    for version in ("1", "2", "3"):
        text = [*paragraphs("versions", 4), *paragraphs(f"version {version}", 1)]
        made.append(message("story", text, url="http://paper.example/story", version=version, published="2026-03-02"))
    made.append(b'{"no": "text"}')
    return made


class Bag(list[bytes]):
    """A bag of an engine's state."""

    add = list.append

    def read(self) -> list[bytes]:
        """What is in it."""
        return list(self)


class Value:
    """A value of an engine's state."""

    def __init__(self, held: bytes | None = None) -> None:
        self.held = held

    def read(self) -> bytes | None:
        """What it is."""
        return self.held

    def write(self, held: bytes) -> None:
        """Change it."""
        self.held = held


class Engine:
    """The stages of the stream called one after the other, with an engine's state and checkpoints played."""

    def __init__(
        self, out: Path, topic: dict[str, list[bytes]], rule: Rule | None = None, against: tuple[str, ...] = ()
    ) -> None:
        self.ledger, self.topic, self.rule, self.against = Ledger(str(out)), topic, rule or Rule(), against
        self.job = Job("", str(out), strict=True)
        self.second = 0
        self.begin()

    def begin(self) -> None:
        """A start with nothing but the output."""
        commit, _ = commits.append(self.ledger.head(), Commit(0, None, commits.START, 0), self.ledger.create)
        self.ledger.sweep()
        self.start = commit.number
        self.position: dict[str, int] = {}
        self.bag, self.seen = Bag(), Value()
        self.judged: list[Parcel] = []
        self.wake()

    def wake(self) -> None:
        """New workers: what was in a process is gone, the readers open at the larger of the two positions."""
        judge.SHELF = judge._Shelf()
        self.judge = JudgeParcels(Judging(str(self.ledger.out), self.start, self.rule, self.against))
        self.judge.setup()
        self.appender = Appender(self.ledger, self.start)
        standing = self.ledger.head().next
        names = {*self.position, *standing}
        self.position = {name: max(self.position.get(name, 0), standing.get(name, 0)) for name in names}

    def checkpoint(self) -> Any:
        """All that an engine keeps."""
        return dict(self.position), Bag(self.bag), Value(self.seen.held), list(self.judged)

    def restore(self, kept: Any) -> None:
        """The workers die, the engine goes on from a checkpoint."""
        position, bag, seen, judged = kept
        self.position, self.bag, self.seen, self.judged = dict(position), Bag(bag), Value(seen.held), list(judged)
        self.wake()

    def left(self, partition: str) -> int:
        """How many messages of a partition are not read yet."""
        return len(self.topic[partition]) - self.position.get(partition, 0)

    def read(self, partition: str, count: int) -> None:
        """A bundle: fetch, clean, judge."""
        first = self.position.get(partition, 0)
        values = self.topic[partition][first : first + count]
        following = first + len(values)
        span = Span(partition, first, following, first == 0)
        fetch = Fetch((span,), tuple(Message(f"{partition}#{first + n}", each) for n, each in enumerate(values)))
        self.position[partition] = following
        self.second += 1
        element = (b"", parcel(fetch, self.job))
        for packed in self.judge.process(element, Timestamp(self.second), self.bag, self.seen):
            self.judged.append(Parcel.unpack(packed))

    def commit(self) -> None:
        """The end of a window: its files, its commit."""
        parcels = [each for each in self.judged if not below(each.spans, self.ledger.head().next)]
        self.judged = []
        if parcels:
            made = write(parcels, (self.second * 1_000_000, self.second * 1_000_000 + 1), 0, self.ledger, "null")
            assert not drained(in_order(self.appender, [_packed(made)]))


def _packed(written: Any) -> bytes:
    import pickle

    return pickle.dumps([pickle.dumps(tuple(written))])


def drained(steps: Any) -> Any:
    """What a generator returns in the end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def topic_of(messages: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Two partitions, in turn."""
    each = list(messages)
    return {"a": each[::2], "b": each[1::2]}
