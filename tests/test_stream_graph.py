"""The stream's graph on a runner that plays time: windows, order, memory."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import apache_beam as beam
import pytest
from apache_beam.coders import FastPrimitivesCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.direct.direct_runner import BundleBasedDirectRunner
from apache_beam.testing.test_stream import TestStream as Script
from apache_beam.transforms.window import TimestampedValue

from pipeline import graph
from pipeline.avro import commits
from pipeline.avro.commits import Commit
from pipeline.copies.rule import Rule
from pipeline.messages import Fetch, Message, Span
from pipeline.options import StreamOptions
from pipeline.stages import judge
from pipeline.stages.ledger import Ledger
from tests.outputs import copydesk, records
from tests.streams import message, paragraphs

Arrival = tuple[float, str, int, list[bytes]]  # second, partition, first position, messages


def fetch(partition: str, first: int, messages: list[bytes]) -> Fetch:
    """What a reader would have got."""
    items = tuple(Message(f"{partition}#{first + n}", value) for n, value in enumerate(messages))
    return Fetch((Span(partition, first, first + len(messages), first == 0),), items, "topic")


def streamed(out: Path, arrivals: Iterable[Arrival], monkeypatch: pytest.MonkeyPatch, **options: Any) -> list[Commit]:
    """Run the graph over arrivals, the watermark with them; the commits with content."""
    script = Script(coder=FastPrimitivesCoder())
    for second, partition, first, messages in arrivals:
        script.advance_watermark_to(second).add_elements([TimestampedValue(fetch(partition, first, messages), second)])
    script.advance_watermark_to_infinity()
    monkeypatch.setattr(graph, "ReadSource", lambda *_: script)
    monkeypatch.setattr(judge, "SHELF", judge._Shelf())
    ledger = Ledger(str(out))
    start, _ = commits.append(ledger.head(), Commit(0, None, commits.START, 0), ledger.create)
    given = replace(StreamOptions("kafka://nowhere/news", str(out), codec="null"), **options)
    with beam.Pipeline(runner=BundleBasedDirectRunner(), options=PipelineOptions(["--streaming"])) as pipeline:
        graph.stream(pipeline, None, start.number, given)  # type: ignore[arg-type]
    return [commit for commit in ledger.walk() if commit.kind == commits.WINDOW]


def story(name: str, **fields: str) -> bytes:
    """An article unlike the others."""
    return message(name, paragraphs(name, 5), **fields)


def test_each_window_is_a_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages of one window of reading time come together, whatever their partition; rejects and counts too."""
    made = streamed(
        tmp_path,
        [(1, "a", 0, [story("one"), b"{}"]), (2, "b", 0, [story("two")]), (11, "a", 2, [story("three")])],
        monkeypatch,
    )
    assert [commit.window for commit in made] == [(0, 10_000_000), (10_000_000, 20_000_000)]
    assert [commit.positions for commit in made] == [{"a": (0, 2), "b": (0, 1)}, {"a": (2, 3)}]
    assert made[0].counts["articles"] == 2 and made[0].counts["rejects"] == 1 and made[0].identity == "topic"
    assert {record["external_id"] for record in records(tmp_path, "articles")} == {"one", "two", "three"}


def test_a_copy_that_comes_later_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names its original, which an earlier window has; the same message once more is a redelivery."""
    body = paragraphs("news", 8)
    original = message("first", body, published="2026-03-01T08:00:00Z")
    copy = message("second", [*body, *paragraphs("own", 1)], published="2026-03-01T09:00:00Z")
    made = streamed(tmp_path, [(1, "a", 0, [original]), (21, "a", 1, [copy, original])], monkeypatch)
    assert made[1].counts == {"copies": 1, "read": 2, "redeliveries": 1} | _other(made[1])
    (kept,), (dropped,) = records(tmp_path, "articles"), records(tmp_path, "copies")
    assert dropped["duplicate"]["original_id"] == kept["id"]


def _other(commit: Commit) -> dict[str, int]:
    """The counts outside the law."""
    law = ("read", "articles", "copies", "rejects", "redeliveries")
    return {name: count for name, count in commit.counts.items() if name not in law}


def test_an_earlier_printing_that_comes_later_supersedes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written first is not taken back: the better one names it in `supersedes`."""
    body = paragraphs("news", 8)
    later = message("second", [*body, *paragraphs("own", 1)], published="2026-03-01T09:00:00Z")
    earlier = message("first", body, published="2026-03-01T08:00:00Z")
    streamed(tmp_path, [(1, "a", 0, [later]), (21, "a", 1, [earlier])], monkeypatch)
    by_name = {record["external_id"]: record for record in records(tmp_path, "articles")}
    assert by_name["first"]["supersedes"] == [by_name["second"]["id"]]


def test_what_is_older_than_the_horizon_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory is bounded: seen again after its block expired, an article is written again."""
    again = story("again")
    others = [(100.0 * n, "a", n, [story(f"other {n}")]) for n in range(1, 5)]
    made = streamed(
        tmp_path, [(1, "a", 0, [again]), *others, (500, "a", 5, [again])], monkeypatch, rule=Rule(horizon_s=60)
    )
    assert made[-1].counts["articles"] == 1
    assert sum(record["external_id"] == "again" for record in records(tmp_path, "articles")) == 2


def test_a_bug_of_ours_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that our code fails on does not stop the stream: it is kept as a reject INTERNAL."""

    def begin(raw: Any) -> Any:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("pipeline.work.split.begin", begin)
    (commit,) = streamed(tmp_path, [(1, "a", 0, [story("one")])], monkeypatch)
    assert commit.counts["rejects_internal"] == 1
    (reject,) = records(tmp_path, "rejects")
    assert "ZeroDivisionError" in reject["detail"] and reject["raw"] == story("one")


def test_a_stream_knows_what_an_earlier_output_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With --against its articles are redeliveries, and copies of them name that output."""
    body = paragraphs("news", 8)
    original = message("first", body, published="2026-03-01T08:00:00Z")
    copy = message("second", [*body, *paragraphs("own", 1)], published="2026-03-01T09:00:00Z")
    earlier = str(tmp_path / "earlier")
    streamed(tmp_path / "earlier", [(1, "a", 0, [original])], monkeypatch)
    (commit,) = streamed(tmp_path / "now", [(1, "a", 0, [original, copy])], monkeypatch, against=(earlier,))
    assert (commit.counts["redeliveries"], commit.counts["copies"]) == (1, 1)
    (dropped,) = records(tmp_path / "now", "copies")
    assert dropped["duplicate"]["original_output"] == earlier


def test_shards_share_a_window_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several files a dataset and window are one commit."""
    arrivals = [(1.0 + n / 10, "a", n, [story(f"s{n}")]) for n in range(6)]
    (commit,) = streamed(tmp_path, arrivals, monkeypatch, shards=3)
    assert sum(file.dataset == "articles" for file in commit.files) == 3
    assert commit.positions == {"a": (0, 6)} and commit.counts["articles"] == 6


def test_compact_wants_the_output_that_originals_are_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream's copies of an earlier output's articles cannot be decided anew without that output."""
    body = paragraphs("news", 8)
    original = message("first", body, published="2026-03-01T08:00:00Z")
    copy = message("second", [*body, *paragraphs("own", 1)], published="2026-03-01T09:00:00Z")
    earlier, now = tmp_path / "earlier", tmp_path / "now"
    streamed(earlier, [(1, "a", 0, [original])], monkeypatch)
    streamed(now, [(1, "a", 0, [copy])], monkeypatch, against=(str(earlier),))
    assert str(earlier) in copydesk("compact", now, "--output", tmp_path / "alone", code=2).stderr
    copydesk("compact", now, earlier, "--output", tmp_path / "both")
    (kept,), (dropped,) = records(tmp_path / "both", "articles"), records(tmp_path / "both", "copies")
    assert dropped["duplicate"]["original_id"] == kept["id"] and dropped["duplicate"]["original_output"] is None
