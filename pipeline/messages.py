"""What flows through the stream before it is written: messages as fetched, and parcels of cleaned articles.

A parcel is packed bytes: one element of the stream carries the articles of one fetch, never one article (an engine's
shuffle costs far more an element than a byte).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.avro.rows import Row
from pipeline.records import RawArticle, Rejection


class Message(NamedTuple):
    """One message of a queue, as delivered."""

    input: str  # where it was read: topic, partition and offset
    value: bytes
    received_us: int | None = None  # when the queue took it in, microseconds UTC
    headers: tuple[tuple[str, str], ...] = ()


class Span(NamedTuple):
    """The positions of one partition that something covers: from `first` to before `next`."""

    partition: str
    first: int
    next: int
    opening: bool = False  # nothing of this partition was read before `first`, ever


class Fetch(NamedTuple):
    """What a reader got in one go. `spans` also cover positions that held no message."""

    spans: tuple[Span, ...]
    items: tuple[Message | RawArticle | Rejection, ...]
    identity: str | None = None  # of what is read: a topic's own id


class Parcel(NamedTuple):
    """The articles and rejects of one fetch, encoded for the output, with their fingerprints and, once they are judged,
    the verdicts on them."""

    spans: tuple[Span, ...]
    identity: str | None
    counts: dict[str, int]  # see counters
    rows: tuple[Row, ...]
    rejects: tuple[bytes, ...]
    block: bytes  # copies.blocks.Block of the rows, in their order; b"" if there are none
    verdicts: bytes = b""  # copies.verdicts.Verdicts, likewise

    def pack(self) -> bytes:
        """As bytes, for the same version of the pipeline to read again."""
        plain = self._replace(spans=tuple(map(tuple, self.spans)), rows=tuple(map(tuple, self.rows)))  # type: ignore[arg-type]
        return pickle.dumps(tuple(plain), protocol=5)

    @classmethod
    def unpack(cls, content: bytes) -> Parcel:
        """The parcel again."""
        parcel = cls(*pickle.loads(content))
        return parcel._replace(
            spans=tuple(Span(*each) for each in parcel.spans), rows=tuple(Row(*r) for r in parcel.rows)
        )

    def remembered(self) -> Parcel:
        """Without its rows and rejects: what the index needs of it."""
        return self._replace(rows=(), rejects=())


def below(spans: Iterable[Span], standing: Mapping[str, int]) -> bool:
    """Whether all of it lies below where a chain stands: it is committed already.

    >>> below([Span("a", 0, 5)], {"a": 5}), below([Span("a", 0, 6)], {"a": 5}), below([Span("b", 0, 1)], {"a": 5})
    (True, False, False)
    """
    return all(span.next <= standing.get(span.partition, -1) for span in spans)


def fits(spans: Iterable[Span], standing: Mapping[str, int]) -> bool:
    """Whether it begins exactly where a chain stands, in each of its partitions.

    >>> fits([Span("a", 5, 6)], {"a": 5}), fits([Span("a", 6, 7)], {"a": 5}), fits([Span("b", 3, 4)], {"a": 5})
    (True, False, False)
    >>> fits([Span("b", 3, 4, True)], {"a": 5})
    True
    """
    return all(span.first == standing.get(span.partition, span.first if span.opening else -1) for span in spans)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """One span a partition. Raises ValueError if those of a partition have a gap or overlap.

    >>> joined([Span("a", 5, 7), Span("b", 1, 2), Span("a", 2, 5, True)])
    (Span(partition='a', first=2, next=7, opening=True), Span(partition='b', first=1, next=2, opening=False))
    """
    whole: dict[str, Span] = {}
    for span in sorted(spans):
        before = whole.get(span.partition)
        if before and before.next != span.first:
            raise ValueError(f"{span.partition}: {before.next} is followed by {span.first}")
        whole[span.partition] = before._replace(next=span.next) if before else span
    return tuple(whole.values())
