"""Read, the unbounded way: a source is read by a few readers side by side, each with its share of the partitions.

    Fetch elements, at the reader's clock

One reader is one restriction of a splittable DoFn; how far it got is the restriction. Event time is the reader's own
clock and never runs backwards, and the watermark is that same clock, whether messages come or not: nothing is ever
late, and a quiet partition holds nothing up. Wherever a reader opens, it goes on at the larger of its own position and
the one that the output's commits stand at.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import apache_beam as beam
import orjson
from apache_beam.coders import Coder
from apache_beam.io.iobase import RestrictionProgress, RestrictionTracker
from apache_beam.io.watermark_estimators import ManualWatermarkEstimator
from apache_beam.transforms.core import RestrictionProvider
from apache_beam.transforms.window import TimestampedValue
from apache_beam.utils.timestamp import Duration, Timestamp

from pipeline.avro.commits import Head
from pipeline.messages import Fetch
from pipeline.stages.ledger import Ledger

BUNDLE_S = 0.2  # a bundle's output is seen downstream when it ends: longer costs latency, shorter costs calls
IDLE_S = 0.2  # between two looks at a source that had nothing: checkpoints of some engines grow with every look
TELL_S = 5.0  # between two looks at the commits, for the lag that a queue shows
FETCH_MESSAGES = 500  # 3 MB of usual articles: some .5 s of cleaning
FETCH_BYTES = 8 << 20


class Ended(Exception):  # noqa: N818  (a verdict on the source)
    """The source cannot be read on, and a restart will not help: the message says why and what to do."""


class Reader(Protocol):
    """An open source: one reader's share of its partitions."""

    def poll(self, messages: int, size: int, wait_s: float) -> Fetch | None:
        """What came next: at most so many messages, about so many bytes; None if nothing came within `wait_s`."""

    def position(self) -> Mapping[str, int]:
        """Partition -> the first position not fetched yet; without those that nothing was ever fetched from."""

    def committed(self, head: Head) -> None:
        """Told now and then where the output's commits stand."""

    def close(self) -> None:
        """Let go of the source."""


class Source(Protocol):
    """What to read, as configured: plain data that travels to the workers."""

    readers: int

    def open(self, number: int, position: Mapping[str, int], head: Head) -> Reader:
        """Reader `number` of `readers`, going on at `position`. Raises Ended."""


class Standing(NamedTuple):
    """The restriction: which reader, and how far it got. `done`: nothing is left to do in this one."""

    reader: int
    position: dict[str, int]
    done: bool = False


class StandingCoder(Coder):
    """Standing as JSON."""

    def encode(self, value: Standing) -> bytes:
        return orjson.dumps([value.reader, value.position, value.done])

    def decode(self, encoded: bytes) -> Standing:
        return Standing(*orjson.loads(encoded))

    def is_deterministic(self) -> bool:
        return False


class StandingTracker(RestrictionTracker):
    """Claims positions as they are fetched; splits only where it stands."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def current_restriction(self) -> Standing:
        return self.standing

    def try_claim(self, position: Mapping[str, int] | None) -> bool:
        """Take note of the new position; None: there will be no more."""
        if self.standing.done:
            return False
        if position is None:
            self.standing = self.standing._replace(done=True)
        else:
            self.standing = self.standing._replace(position=dict(position))
        return True

    def try_split(self, fraction_of_remainder: float) -> tuple[Standing, Standing] | None:
        if fraction_of_remainder or self.standing.done:
            return None
        rest = self.standing
        self.standing = rest._replace(done=True)
        return self.standing, rest

    def check_done(self) -> None:
        if not self.standing.done:
            raise ValueError("the reader stopped without saying where to go on")

    def current_progress(self) -> RestrictionProgress:
        return RestrictionProgress(completed=1.0 * self.standing.done, remaining=1.0 - self.standing.done)

    def is_bounded(self) -> bool:
        return False


class StandingProvider(RestrictionProvider):
    """A reader's number as the restriction of a reader that has read nothing."""

    def initial_restriction(self, element: int) -> Standing:
        return Standing(element, {})

    def create_tracker(self, restriction: Standing) -> StandingTracker:
        return StandingTracker(restriction)

    def restriction_size(self, element: int, restriction: Standing) -> int:
        return 1

    def restriction_coder(self) -> Coder:
        return StandingCoder()

    def truncate(self, element: int, restriction: Standing) -> None:
        return None


class Open:
    """A reader that is open, and what it last knew of the output's commits."""

    def __init__(self, reader: Reader, head: Head) -> None:
        self.reader, self.head = reader, head
        self.told = time.monotonic()

    def tell(self, ledger: Ledger) -> None:
        """Tell the reader how far the commits are, every TELL_S."""
        if time.monotonic() - self.told >= TELL_S:
            self.told = time.monotonic()
            self.head = ledger.advanced(self.head)
            self.reader.committed(self.head)


class Readers:
    """Readers kept open between the bundles of one process: (output, number) -> reader."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], Open] = {}
        self._lock = threading.Lock()

    def take(self, key: tuple[str, int], position: Mapping[str, int]) -> Open | None:
        """The one kept under that key if it stands exactly there; one that stands elsewhere is closed."""
        with self._lock:
            kept = self._kept.pop(key, None)
        if kept is not None and kept.reader.position() != position:
            kept.reader.close()
            return None
        return kept

    def keep(self, key: tuple[str, int], open_: Open) -> None:
        """Keep it for the next bundle."""
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = open_
        if before is not None:
            before.reader.close()


READERS = Readers()


class ReadOn(beam.DoFn):
    """One reader, bundle after bundle."""

    def __init__(self, source: Source, out: str, start: int, clock: Callable[[], float] = time.time) -> None:
        self.source, self.out, self.start, self.clock = source, out, start, clock

    def setup(self) -> None:
        self.ledger = Ledger(self.out)

    @beam.DoFn.unbounded_per_element()
    def process(
        self,
        number: int,
        tracker: Any = beam.DoFn.RestrictionParam(StandingProvider()),
        watermark: Any = beam.DoFn.WatermarkEstimatorParam(ManualWatermarkEstimator.default_provider()),
    ) -> Iterator[TimestampedValue]:
        """Fetch for a bundle's time, then leave the rest for the next; for good if the stream is to stop."""
        open_, delay_s = None, None
        try:
            open_ = self.opened(number, tracker.current_restriction().position)
            delay_s = yield from self.fetched(open_, tracker, watermark)
        except Ended as ended:
            self.ledger.stop(self.start, str(ended))
        finally:
            if open_ and delay_s is None:
                open_.reader.close()
        if open_ is None or delay_s is None:
            tracker.try_claim(None)
            return
        READERS.keep((self.out, number), open_)
        tracker.defer_remainder(Duration(seconds=delay_s))

    def opened(self, number: int, position: Mapping[str, int]) -> Open:
        """The reader, standing at the larger of its own position and the output's."""
        kept = READERS.take((self.out, number), position)
        if kept:
            return kept
        head = self.ledger.head()
        return Open(self.source.open(number, position, head), head)

    def fetched(self, open_: Open, tracker: Any, watermark: Any) -> Generator[TimestampedValue, None, float | None]:
        """What a bundle's time brings; returns seconds until the next look, None if the stream is to stop."""
        leave = time.monotonic() + BUNDLE_S
        while self.ledger.stopping(self.start) is None:
            fetch = open_.reader.poll(FETCH_MESSAGES, FETCH_BYTES, BUNDLE_S / 2)
            now = self.now(open_, watermark)
            self.tell(open_)
            tracker.try_claim(open_.reader.position())
            if fetch is not None:
                yield TimestampedValue(fetch, now)
            watermark.set_watermark(now)
            if fetch is None or time.monotonic() >= leave:
                return IDLE_S if fetch is None else 0.0
        return None

    def tell(self, open_: Open) -> None:
        """Tell the reader how far the commits are. Raises Ended if they have a newer start than ours."""
        open_.tell(self.ledger)
        if open_.head.start > self.start:
            raise Ended(
                f"another stream was started on {self.out} (commit {open_.head.start}) after this one (commit "
                f"{self.start}): this one ends, nothing is lost"
            )

    def now(self, open_: Open, watermark: Any) -> Timestamp:
        """The reader's clock: never before what it said last, nor before the end of the last committed window."""
        clock = Timestamp(micros=max(int(self.clock() * 1e6), open_.head.end))
        before = watermark.current_watermark()
        return max(clock, before) if before else clock


@dataclass
class ReadSource(beam.PTransform):
    """begin -> Fetch. `out`: the output whose commits say where to go on; `start`: this stream's own."""

    source: Source
    out: str
    start: int

    def expand(self, begin: Any) -> Any:
        """A reader an element, read by itself, spread over the workers."""
        numbers = begin | "Readers" >> beam.Create(list(range(self.source.readers)), reshuffle=self.source.readers > 1)
        return numbers | "Fetch" >> beam.ParDo(ReadOn(self.source, self.out, self.start)).with_output_types(Fetch)
