"""From judged parcels to commits: the files of a window, and the order in which windows reach the chain."""

import pickle
from pathlib import Path

import pytest

from pipeline.avro import commits, reading, rows
from pipeline.avro.commits import Broken, Commit, Taken
from pipeline.copies import fingerprints
from pipeline.copies.resolve import resolve
from pipeline.messages import Parcel, Span
from pipeline.news.clean import clean
from pipeline.records import RawArticle
from pipeline.stages.commit import Appender, Superseded, Written, in_order, write
from pipeline.stages.ledger import Ledger


def parcel(partition: str, first: int, following: int, opening: bool = False) -> Parcel:
    """A judged parcel of one article a position, each unlike the others; an id that comes twice is a redelivery."""
    articles = []
    for position in range(first, following):
        text = " ".join(f"word{partition}{position % 7}x{k}" for k in range(60)) + "."
        articles.append(clean(RawArticle(f"{partition}#{position}", text.encode(), text, headline="A headline")))
    block = fingerprints.pack(articles)
    verdicts = resolve([block]).verdicts(0)
    return Parcel(
        (Span(partition, first, following, opening),),
        "topic-id",
        {"read": len(articles)},
        tuple(map(rows.encode, articles)),
        (),
        block.to_bytes(),
        verdicts.to_bytes(),
    )


def start(out: Path) -> tuple[Ledger, Appender]:
    """An output with a start, and its appender."""
    ledger = Ledger(str(out))
    commit, _ = commits.append(ledger.head(), Commit(0, None, commits.START, 0), ledger.create)
    return ledger, Appender(ledger, commit.number)


def window(number: int, *spans: Span) -> bytes:
    """What waits at the chain for a window without content."""
    written = Written((number * 10, number * 10 + 10), spans, (), {"read": 0}, None)
    return pickle.dumps([pickle.dumps(tuple(written))])


def append(appender: Appender, *windows: bytes) -> tuple[list[int], list[bytes]]:
    """(numbers of the commits that were made, windows that wait)."""
    made, steps = [], in_order(appender, list(windows))
    while True:
        try:
            made.append(next(steps)[0])
        except StopIteration as end:
            return made, end.value


def test_a_window_is_written_sorted_and_counted(tmp_path: Path) -> None:
    """Articles by id, redeliveries counted and left out, the memory beside them; all of it named with its hash."""
    ledger = Ledger(str(tmp_path))
    written = write([parcel("a", 0, 9, True), parcel("b", 0, 2, True)], (0, 10_000_000), 0, ledger, "deflate")
    assert written.counts == {"articles": 9, "read": 11, "redeliveries": 2}
    by_dataset = {file.dataset: file for file in written.files}
    with (tmp_path / by_dataset["articles"].name).open("rb") as handle:
        ids = [record["id"] for record in reading.read(handle)]
    assert ids == sorted(ids) and len(ids) == by_dataset["articles"].rows == 9
    assert by_dataset["articles"].name.endswith(f"-{by_dataset['articles'].sha256[:8]}.avro")
    assert by_dataset.keys() == {"articles", "memory"}


def test_the_same_parcels_give_the_same_files(tmp_path: Path) -> None:
    """A window that is written again, by whomever, has the same names and bytes."""
    parcels = [parcel("a", 0, 5, True), parcel("b", 3, 9)]
    first, second = (write(parcels, (0, 10), 0, Ledger(str(tmp_path / name)), "deflate") for name in "xy")
    assert first == second


def test_windows_in_any_order_are_appended_in_theirs(tmp_path: Path) -> None:
    """A window whose positions do not follow yet waits for the one before it."""
    _, appender = start(tmp_path)
    first, second, third = window(1, Span("a", 0, 5, True)), window(2, Span("a", 5, 7)), window(3, Span("a", 7, 8))
    made, waiting = append(appender, third, second)
    assert (made, waiting) == ([], [third, second])
    made, waiting = append(appender, *waiting, first)
    assert (made, waiting) == ([3, 4, 5], [])
    assert appender.head.next == {"a": 8}


def test_a_partition_that_opens_later_waits_for_its_first_window(tmp_path: Path) -> None:
    """A new partition is not begun in its middle, even where no commit knows it yet."""
    _, appender = start(tmp_path)
    made, waiting = append(appender, window(1, Span("a", 5, 7)))
    assert not made and len(waiting) == 1


def test_what_is_committed_already_is_passed_over(tmp_path: Path) -> None:
    """An engine that starts again from a checkpoint brings old windows once more: they vanish."""
    _, appender = start(tmp_path)
    first = window(1, Span("a", 0, 5, True))
    append(appender, first)
    assert append(appender, first, window(2, Span("a", 5, 6))) == ([4], [])


def test_a_window_committed_in_part_ends_the_bundle(tmp_path: Path) -> None:
    """It cannot be waited for: its files have to be written again without what is there."""
    _, appender = start(tmp_path)
    append(appender, window(1, Span("a", 0, 5, True)))
    with pytest.raises(Broken, match="committed up to 5"):
        append(appender, window(2, Span("a", 3, 8)))


def test_a_worker_that_was_fenced_cannot_append(tmp_path: Path) -> None:
    """A newer worker of the same stream has appended its fence: the older one's bundle fails, a new try goes on."""
    ledger, older = start(tmp_path)
    newer = Appender(ledger, older.start)
    with pytest.raises(Taken):
        append(older, window(1, Span("a", 0, 5, True)))
    assert append(newer, window(1, Span("a", 0, 5, True)))[0] == [4]


def test_a_stream_that_was_superseded_says_so(tmp_path: Path) -> None:
    """After another start on the same output the older stream ends, and so does any worker of it that comes up."""
    ledger, older = start(tmp_path)
    start(tmp_path)
    with pytest.raises(Superseded, match="another stream was started"):
        append(older, window(1, Span("a", 0, 5, True)))
    with pytest.raises(Superseded):
        Appender(ledger, older.start)
