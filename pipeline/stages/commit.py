"""Commit: judged parcels -> a window at a time -> files -> one commit in the output's chain.

The files of a window are written by shard; then, in one place, the windows are appended to the chain in the order of
what they hold, however the engine orders them. A window whose content is committed already (an engine that starts
again from a checkpoint brings it once more) is passed over; a number that another writer has taken ends the bundle.
"""

import pickle
import threading
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO, ClassVar, NamedTuple

import apache_beam as beam
from apache_beam.coders import BytesCoder
from apache_beam.transforms.userstate import BagStateSpec
from apache_beam.transforms.window import FixedWindows, GlobalWindows

from pipeline import counters
from pipeline.avro import commits, schemas, staging
from pipeline.avro import files as container
from pipeline.avro.commits import Broken, Commit, Head, Taken
from pipeline.avro.manifest import File
from pipeline.avro.rows import finish
from pipeline.copies.verdicts import COPY, REDELIVERY, Verdicts
from pipeline.messages import Parcel, Span, below, fits, joined
from pipeline.records import PIPELINE_VERSION, RULES_VERSION
from pipeline.stages.ledger import Ledger

VERSIONS = {"pipeline": PIPELINE_VERSION, "rules": RULES_VERSION}
TRIES = 5  # to fence off an older worker of the same stream that is still appending


class Superseded(RuntimeError):  # noqa: N818  (a verdict on this writer)
    """Another stream was started on this output after this one."""


class Written(NamedTuple):
    """One shard of a window as files, not yet committed."""

    window: tuple[int, int]  # microseconds
    spans: tuple[Span, ...]
    files: tuple[File, ...]
    counts: dict[str, int]
    identity: str | None


@dataclass
class CommitWindows(beam.PTransform):
    """packed Parcel with verdicts -> (number of the commit, its counts), after it is there.

    `window_s`: seconds of reading time that become one commit. `shards`: files a dataset and window."""

    out: str
    start: int
    window_s: float = 10.0
    shards: int = 1
    codec: str = "deflate"

    def expand(self, parcels: Any) -> Any:
        """Window, write by shard, append in one place."""
        return (
            parcels
            | "Windows" >> beam.WindowInto(FixedWindows(self.window_s))
            | "To shards" >> beam.Map(to_shard, self.shards).with_output_types(tuple[int, bytes])
            | "By shard" >> beam.GroupByKey()
            | "Write files" >> beam.ParDo(WriteFiles(self.out, self.codec)).with_output_types(tuple[bytes, bytes])
            | "By window" >> beam.GroupByKey()
            | "To the chain" >> beam.WindowInto(GlobalWindows())
            | "Commit" >> beam.ParDo(AppendCommits(self.out, self.start)).with_output_types(tuple[int, dict[str, int]])
        )


def to_shard(packed: bytes, shards: int) -> tuple[int, bytes]:
    """The shard of a parcel, by the positions it covers."""
    if shards == 1:
        return 0, packed
    return sum(span.next for span in Parcel.unpack(packed).spans) % shards, packed


class WriteFiles(beam.DoFn):
    """(shard, packed Parcels of one window) -> (key, pickled Written)."""

    def __init__(self, out: str, codec: str) -> None:
        self.out, self.codec = out, codec

    def setup(self) -> None:
        self.ledger = Ledger(self.out)
        self.head = self.ledger.head()

    def process(
        self, element: tuple[int, Iterable[bytes]], window: Any = beam.DoFn.WindowParam
    ) -> Iterator[tuple[bytes, bytes]]:
        """Write what no commit holds yet."""
        shard, packed = element
        self.head = self.ledger.advanced(self.head)
        parcels = sorted(
            (each for each in map(Parcel.unpack, set(packed)) if not below(each.spans, self.head.next)),
            key=lambda each: each.spans,
        )
        if not parcels:
            return
        span = (window.start.micros, window.end.micros)
        yield b"", pickle.dumps(tuple(write(parcels, span, shard, self.ledger, self.codec)), protocol=5)


def write(parcels: list[Parcel], window: tuple[int, int], shard: int, ledger: Ledger, codec: str) -> Written:
    """The files of one shard: articles and copies sorted by id, rejects, memory. The same parcels give the same."""
    content: dict[str, list[bytes]] = {dataset: [] for dataset in schemas.DATASETS}
    counts = [parcel.counts for parcel in parcels]
    for parcel in parcels:
        content["rejects"] += parcel.rejects
        for dataset, record in finished(parcel):
            content[dataset].append(record)
    named = f"{window[0] // 1_000_000:010d}-{shard:03d}"
    files = [_records(ledger, dataset, records, named, codec) for dataset, records in content.items() if records]
    articles, copies = len(content["articles"]), len(content["copies"])
    again = sum(len(parcel.rows) for parcel in parcels) - articles - copies
    counts.append({counters.ARTICLES: articles, counters.COPIES: copies, counters.REDELIVERIES: again})
    remembered = [(parcel.block, parcel.verdicts) for parcel in parcels if parcel.block]
    if remembered:
        files.append(_memory(ledger, remembered, named))
    identities = {parcel.identity for parcel in parcels if parcel.identity}
    spans = tuple(span for parcel in parcels for span in parcel.spans)
    return Written(window, spans, tuple(files), counters.total(counts), min(identities, default=None))


def finished(parcel: Parcel) -> Iterator[tuple[str, bytes]]:
    """(dataset, record) of every article that is to be written: not of redeliveries."""
    if not parcel.block:
        return
    verdicts = Verdicts.from_bytes(parcel.verdicts)
    for number, (row, state) in enumerate(zip(parcel.rows, verdicts.state.tolist(), strict=True)):
        if state != REDELIVERY:
            decided = verdicts.duplicate(number), verdicts.copies(number), verdicts.superseded(number)
            yield "copies" if state == COPY else "articles", finish(row, *decided)


def _records(ledger: Ledger, dataset: str, records: list[bytes], named: str, codec: str) -> File:
    """An Avro file, sorted: an id is what an article begins with. Its name ends with 8 digits of its own sha256, so
    that whoever writes that name again writes the same bytes."""

    def fill(handle: BinaryIO) -> container.Written:
        return container.write(handle, schemas.load(schemas.DATASETS[dataset]), sorted(records), codec)

    def name(written: container.Written) -> str:
        return f"{dataset}-{named}-{written.sha256[:8]}.avro"

    written = ledger.write(dataset, fill, name)
    return File(f"{dataset}/{name(written)}", dataset, *written)


def _memory(ledger: Ledger, remembered: list[tuple[bytes, bytes]], named: str) -> File:
    """A memory file: see memory."""
    buffer = BytesIO()
    stage = staging.Stage(buffer, pieces=2)
    for pieces in remembered:
        stage.append(*pieces)
    stage.close()
    content = buffer.getvalue()
    digest = sha256(content).hexdigest()
    name = f"memory-{named}-{digest[:8]}.bin"
    ledger.write("memory", lambda handle: handle.write(content), lambda _: name)
    return File(f"memory/{name}", "memory", 0, len(content), digest)


class Appender:
    """One process's right to append to a chain: taken by a fence of its own when it first appends."""

    def __init__(self, ledger: Ledger, start: int) -> None:
        self.ledger, self.start = ledger, start
        self.head = self.fenced()

    def fenced(self) -> Head:
        """Where the chain stands behind our fence: no older worker can append any more."""
        for attempt in range(TRIES):
            head = self.ledger.head()
            self.check(head)
            try:
                return commits.append(head, self.commit(commits.FENCE), self.ledger.create)[1]
            except Taken:
                if attempt == TRIES - 1:
                    raise
        raise AssertionError("not reached")

    def check(self, head: Head) -> None:
        """Raises Superseded if the chain has a newer start than ours."""
        if head.start > self.start:
            raise Superseded(
                f"another stream was started on {self.ledger.out} (commit {head.start}) after this one (commit "
                f"{self.start}): this one ends, nothing is lost"
            )

    def commit(self, kind: str, **content: Any) -> Commit:
        """A commit of ours; its number and predecessor are filled in when it is appended."""
        return Commit(number=0, predecessor=None, kind=kind, start=self.start, versions=VERSIONS, **content)

    def append(self, written: list[Written], spans: tuple[Span, ...]) -> Commit:
        """Append a window. Raises Superseded or Taken if another writer has gone on."""
        identities = {each.identity for each in written if each.identity}
        commit = self.commit(
            commits.WINDOW,
            window=written[0].window,
            files=tuple(sorted(file for each in written for file in each.files)),
            counts=counters.total(each.counts for each in written),
            positions={span.partition: (span.first, span.next) for span in spans},
            identity=min(identities, default=None),
        )
        try:
            appended, self.head = commits.append(self.head, commit, self.ledger.create)
        except Taken:
            self.check(self.ledger.head())
            raise
        return appended


class AppendCommits(beam.DoFn):
    """(key, pickled Written of all shards of a window) -> (number, counts) of each commit."""

    WAITING = BagStateSpec("waiting", BytesCoder())
    appenders: ClassVar[dict[tuple[str, int], Appender]] = {}
    lock: ClassVar[Any] = threading.Lock()

    def __init__(self, out: str, start: int) -> None:
        self.out, self.start = out, start

    def process(
        self, element: tuple[bytes, Iterable[bytes]], waiting: Any = beam.DoFn.StateParam(WAITING)
    ) -> Iterator[tuple[int, dict[str, int]]]:
        """Append this window, and those that waited for it; or let it wait for the one before."""
        held = list(waiting.read())
        windows = [*held, pickle.dumps(list(element[1]), protocol=5)]
        with self.lock:
            appender = self.appenders.pop((self.out, self.start), None) or Appender(Ledger(self.out), self.start)
            rest = yield from in_order(appender, windows)
            self.appenders[self.out, self.start] = appender  # not after an error: the next one looks at the chain anew
        if held or rest:
            waiting.clear()
        for window in rest:
            waiting.add(window)


def ahead(spans: tuple[Span, ...], head: Head) -> None:
    """Raises Broken for a window of which a part is committed already: its files must be written anew without that.

    That cannot be waited for. The bundle ends, and the engine brings what is left once more."""
    for span in spans:
        if span.first < head.next.get(span.partition, 0):
            raise Broken(
                f"{span.partition}: {span.first} to {span.next} is committed up to {head.next[span.partition]}"
            )


def in_order(appender: Appender, windows: list[bytes]) -> Generator[tuple[int, dict[str, int]], None, list[bytes]]:
    """Append what fits, as long as anything does; returns the windows that have to wait."""
    rest = windows
    again = True
    while again:
        again, windows, rest = False, rest, []
        for window in windows:
            written = [Written(*pickle.loads(each)) for each in pickle.loads(window)]
            spans = joined(Span(*span) for each in written for span in each.spans)
            if below(spans, appender.head.next):
                continue
            if not fits(spans, appender.head.next):
                ahead(spans, appender.head)
                rest.append(window)
                continue
            commit = appender.append(written, spans)
            again = True
            yield commit.number, dict(commit.counts)
    return rest
