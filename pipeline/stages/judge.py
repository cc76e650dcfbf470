"""Judge: parcels of cleaned articles -> the same parcels with a verdict on each article.

One key, so one place: it holds the index. The state is a bag of the parcels (without their texts) that no commit holds
yet; what is committed is read from the output's memory. So a checkpoint stays small, and an engine that has none loses
nothing. The index itself is kept in the process; a running digest of the parcels it has seen, in the state and beside
the index, tells whether it is the index of that state.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import apache_beam as beam
from apache_beam.coders import BytesCoder
from apache_beam.transforms.userstate import BagStateSpec, ReadModifyWriteStateSpec

from pipeline.avro.commits import Head
from pipeline.copies.blocks import Block
from pipeline.copies.index import Index
from pipeline.copies.rule import Rule
from pipeline.copies.verdicts import Verdicts
from pipeline.messages import Parcel, below
from pipeline.stages import memory
from pipeline.stages.ledger import Ledger

PRUNE_S = 10.0  # between two looks at the commits, to forget what they hold
EXPIRE_US = 10_000_000  # event time between two expiries: an expiry rewrites the index


@dataclass(frozen=True)
class Judging:
    """What the judge must know: the output, the number of the stream's start, the rule, earlier outputs."""

    out: str
    start: int
    rule: Rule = field(default_factory=Rule)
    against: tuple[str, ...] = ()


class Kept:
    """An index, and which state it belongs to."""

    def __init__(self, index: Index, seen: bytes, head: Head, now_us: int) -> None:
        self.index, self.seen, self.head = index, seen, head
        self.expired_us = now_us
        self.pruned = time.monotonic()


class _Shelf:
    """The one index of a stream in this process, while no bundle holds it: it is large, and an engine may run each
    bundle on another instance of the DoFn."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], Kept] = {}
        self._lock = threading.Lock()

    def take(self, judging: Judging) -> Kept | None:
        with self._lock:
            return self._kept.pop((judging.out, judging.start), None)

    def put(self, judging: Judging, kept: Kept) -> None:
        with self._lock:
            self._kept = {(judging.out, judging.start): kept}  # an older stream's is of no use any more


SHELF = _Shelf()


class JudgeParcels(beam.DoFn):
    """(key, packed Parcel) -> packed Parcel with verdicts, in the order in which they come."""

    PARCELS = BagStateSpec("parcels", BytesCoder())
    SEEN = ReadModifyWriteStateSpec("seen", BytesCoder())

    def __init__(self, judging: Judging) -> None:
        self.judging = judging

    def setup(self) -> None:
        self.ledger = Ledger(self.judging.out)

    def process(
        self,
        element: tuple[bytes, bytes],
        timestamp: Any = beam.DoFn.TimestampParam,
        parcels: Any = beam.DoFn.StateParam(PARCELS),
        seen: Any = beam.DoFn.StateParam(SEEN),
    ) -> Iterator[bytes]:
        """Judge one parcel, unless a commit holds it already."""
        parcel = Parcel.unpack(element[1])
        kept = self.current(parcels, seen, timestamp.micros)
        if below(parcel.spans, kept.head.next):
            SHELF.put(self.judging, kept)
            return
        if parcel.block:
            parcel = parcel._replace(verdicts=kept.index.take(Block.from_bytes(parcel.block)).to_bytes())
            packed = parcel.remembered().pack()
            kept.seen = sha256(kept.seen + packed).digest()
            parcels.add(packed)
            seen.write(kept.seen)
        self.expire(kept, timestamp.micros)
        self.prune(kept, parcels)
        SHELF.put(self.judging, kept)
        yield parcel.pack()

    def current(self, parcels: Any, seen: Any, now_us: int) -> Kept:
        """The index of that state: the one at hand if it is that, else made anew from the commits and the bag."""
        digest = seen.read() or b""
        kept = SHELF.take(self.judging)
        if kept is not None and kept.seen == digest:
            return kept
        head = self.ledger.head()
        index = Index(self.judging.rule, memory.chrome(self.judging.against))
        for out in self.judging.against:
            for block, verdicts in memory.of_output(out):
                index.restore(block, verdicts, out)
        for block, verdicts in memory.of_stream(self.ledger, head, now_us - self.judging.rule.horizon_us):
            index.restore(block, verdicts)
        for parcel in map(Parcel.unpack, parcels.read()):
            if not below(parcel.spans, head.next):
                index.restore(Block.from_bytes(parcel.block), Verdicts.from_bytes(parcel.verdicts))
        return Kept(index, digest, head, now_us)

    def expire(self, kept: Kept, now_us: int) -> None:
        """Now and then, forget the blocks that came before the horizon."""
        if now_us - kept.expired_us >= EXPIRE_US:
            kept.expired_us = now_us
            kept.index.expire(now_us - self.judging.rule.horizon_us)

    def prune(self, kept: Kept, parcels: Any) -> None:
        """Now and then, forget the parcels in the bag that a commit holds by now."""
        if time.monotonic() - kept.pruned < PRUNE_S:
            return
        kept.pruned = time.monotonic()
        kept.head = self.ledger.advanced(kept.head)
        rest = [packed for packed in parcels.read() if not below(Parcel.unpack(packed).spans, kept.head.next)]
        parcels.clear()
        for packed in rest:
            parcels.add(packed)


@dataclass
class Judge(beam.PTransform):
    """packed Parcel -> packed Parcel with verdicts, in the global window, at the same time."""

    judging: Judging

    def expand(self, parcels: Any) -> Any:
        """All under one key."""
        return (
            parcels
            | "To one place" >> beam.Map(lambda packed: (b"", packed)).with_output_types(tuple[bytes, bytes])
            | "Judge" >> beam.ParDo(JudgeParcels(self.judging)).with_output_types(bytes)
        )
