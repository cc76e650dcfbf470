"""The reading DoFn: its clock, its positions, its ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from apache_beam.io.watermark_estimators import ManualWatermarkEstimator
from apache_beam.utils.timestamp import Timestamp

from pipeline.avro import commits
from pipeline.avro.commits import Commit, Head
from pipeline.messages import Fetch, Span
from pipeline.stages import source
from pipeline.stages.ledger import Ledger
from pipeline.stages.source import Ended, ReadOn, Standing, StandingCoder, StandingTracker


@dataclass
class Shelf:
    """A source of numbered messages in one partition; a reader of it."""

    held: int
    at: int = 0
    opened: list[int] = field(default_factory=list)
    told: list[Head] = field(default_factory=list)
    closed: int = 0
    readers: int = 1
    ends: str | None = None

    def open(self, number: int, position: Mapping[str, int], head: Head) -> "Shelf":
        self.at = max(position.get("a", 0), head.next.get("a", 0))
        self.opened.append(self.at)
        return self

    def position(self) -> Mapping[str, int]:
        return {"a": self.at}

    def poll(self, messages: int, size: int, wait_s: float) -> Fetch | None:
        if self.ends:
            raise Ended(self.ends)
        if self.at >= self.held:
            return None
        self.at += 1
        return Fetch((Span("a", self.at - 1, self.at),), ())

    def committed(self, head: Head) -> None:
        self.told.append(head)

    def close(self) -> None:
        self.closed += 1


class Tracker(StandingTracker):
    """A tracker that remembers the pause that was asked for."""

    rest: Standing | None = None

    def defer_remainder(self, pause: Any) -> None:
        split = self.try_split(0)
        assert split
        self.rest = split[1]


@pytest.fixture(autouse=True)
def one_fetch_a_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    """No bundle lasts longer than one fetch, and no reader is kept from another test."""
    monkeypatch.setattr(source, "BUNDLE_S", 0.0)
    monkeypatch.setattr(source, "TELL_S", 0.0)
    monkeypatch.setattr(source, "READERS", source.Readers())


def begun(out: Path, **fields: Any) -> int:
    """An output with one more start, and a window if fields say so; the start's number."""
    ledger = Ledger(str(out))
    commit, head = commits.append(ledger.head(), Commit(0, None, commits.START, 0), ledger.create)
    if fields:
        commits.append(head, Commit(0, None, commits.WINDOW, commit.number, **fields), ledger.create)
    return commit.number


def bundle(
    shelf: Shelf, out: Path, start: int, rest: Standing, seconds: float, watermark: Any = None
) -> tuple[list[Any], Tracker, ManualWatermarkEstimator]:
    """What one bundle yields, its tracker and its watermark."""
    reading = ReadOn(shelf, str(out), start, clock=lambda: seconds)
    reading.setup()
    tracker, estimator = Tracker(rest), ManualWatermarkEstimator(watermark)
    return list(reading.process(0, tracker, estimator)), tracker, estimator


def test_a_reader_goes_on_where_the_commits_stand(tmp_path: Path) -> None:
    """It opens at the larger of its own position and the output's."""
    start = begun(tmp_path, positions={"a": (0, 5)})
    shelf = Shelf(9)
    (fetched,), tracker, _ = bundle(shelf, tmp_path, start, Standing(0, {"a": 2}), 100)
    assert fetched.value.spans == (Span("a", 5, 6),)
    assert tracker.rest == Standing(0, {"a": 6})
    tracker.check_done()


def test_a_reader_is_kept_between_bundles(tmp_path: Path) -> None:
    """It is opened once, and told what is committed; another position than it has makes it open anew."""
    start = begun(tmp_path)
    shelf = Shelf(9)
    _, tracker, estimator = bundle(shelf, tmp_path, start, Standing(0, {}), 100)
    assert tracker.rest
    bundle(shelf, tmp_path, start, tracker.rest, 101, estimator.current_watermark())
    assert (shelf.opened, shelf.closed, len(shelf.told)) == ([0], 0, 2)
    bundle(shelf, tmp_path, start, Standing(0, {"a": 1}), 101)
    assert (shelf.opened, shelf.closed) == ([0, 1], 1)


def test_the_clock_never_runs_backwards(tmp_path: Path) -> None:
    """A message's time is not before the last watermark, nor before the end of the last committed window."""
    start = begun(tmp_path, window=(40_000_000, 50_000_000))
    (fetched,), _, estimator = bundle(Shelf(1), tmp_path, start, Standing(0, {}), 30)
    assert fetched.timestamp == estimator.current_watermark() == Timestamp(50)
    (fetched,), _, _ = bundle(Shelf(1), tmp_path, start, Standing(0, {}), 30, Timestamp(77))
    assert fetched.timestamp == Timestamp(77)


def test_a_quiet_source_moves_the_watermark(tmp_path: Path) -> None:
    """Without a message the watermark is still the clock's."""
    fetched, tracker, estimator = bundle(Shelf(0), tmp_path, begun(tmp_path), Standing(0, {}), 30)
    assert not fetched and tracker.rest
    assert estimator.current_watermark() == Timestamp(30)


def test_a_stop_ends_the_reader_for_good(tmp_path: Path) -> None:
    """After the stop was asked for nothing is fetched, nothing is left to do, and the source is let go."""
    start = begun(tmp_path)
    Ledger(str(tmp_path)).stop(start)
    shelf = Shelf(9)
    fetched, tracker, _ = bundle(shelf, tmp_path, start, Standing(0, {}), 30)
    assert not fetched and tracker.rest is None and shelf.closed == 1
    tracker.check_done()


def test_a_source_that_ends_says_why(tmp_path: Path) -> None:
    """What cannot be read on stops the stream, and the reason is kept for whoever started it."""
    start = begun(tmp_path)
    fetched, tracker, _ = bundle(Shelf(9, ends="the topic is gone"), tmp_path, start, Standing(0, {}), 30)
    assert not fetched and tracker.rest is None
    assert Ledger(str(tmp_path)).stopping(start) == "the topic is gone"


def test_a_reader_of_a_superseded_stream_ends(tmp_path: Path) -> None:
    """A newer start in the commits stops it, even where it has nothing to write."""
    start = begun(tmp_path)
    begun(tmp_path)
    fetched, _, _ = bundle(Shelf(9), tmp_path, start, Standing(0, {}), 30)
    assert not fetched
    assert "another stream" in (Ledger(str(tmp_path)).stopping(start) or "")


def test_a_restriction_comes_back_from_its_bytes() -> None:
    """Positions of any partition name survive an engine's checkpoint."""
    standing = Standing(3, {"news/0": 2**40, "a|b é": 1}, True)
    assert StandingCoder().decode(StandingCoder().encode(standing)) == standing


def test_an_engine_may_not_split_a_reader() -> None:
    """Only what is left at the end of a bundle is split off."""
    tracker = StandingTracker(Standing(0, {"a": 1}))
    assert tracker.try_split(0.5) is None
    assert tracker.try_split(0) == (Standing(0, {"a": 1}, True), Standing(0, {"a": 1}))
    assert tracker.try_split(0) is None
    assert not tracker.try_claim({"a": 2})
