"""The commit chain: what it accepts, whom it fences, what it tells readers."""

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.avro import commits
from pipeline.avro.commits import FENCE, START, WINDOW, Broken, Commit, Head, Taken
from pipeline.stages.ledger import Ledger


class Store(dict[str, bytes]):
    """Commits kept in memory."""

    def create(self, name: str, content: bytes) -> bool:
        return self.setdefault(name, content) is content

    def numbers(self) -> list[int]:
        return [each for each in map(commits.number, self) if each]


def commit(kind: str = WINDOW, **fields: Any) -> Commit:
    return Commit(**{"number": 0, "predecessor": None, "kind": kind, "start": 1, **fields})


def grown(store: Store, *chain: Commit) -> Head:
    head = Head()
    for each in chain:
        _, head = commits.append(head, each, store.create)
    return head


def test_a_commit_comes_back_from_its_bytes() -> None:
    """What dump writes, parse reads, and it is the same."""
    written = commit(window=(10, 20), positions={"news/0": (3, 9)}, counts={"read": 0}, identity="x", number=7)
    assert commits.parse(commits.dump(written)) == written


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"number": 1}\n'])
def test_other_bytes_are_no_commit(content: bytes) -> None:
    """Bytes that dump cannot have written are refused."""
    with pytest.raises(Broken):
        commits.parse(content)


def test_an_edited_commit_breaks_the_chain() -> None:
    """A byte changed in an older commit is noticed by its successor, and by the spelling of the commit itself."""
    store = Store()
    grown(store, commit(START), commit(positions={"a": (0, 5)}), commit(positions={"a": (5, 6)}))
    store["00000002.json"] = store["00000002.json"].replace(b"[0,5]", b"[1,5]")
    with pytest.raises(Broken, match="commit 3 was not written after commit 2"):
        list(commits.walk(store.numbers(), store.__getitem__))


def test_a_missing_commit_breaks_the_chain() -> None:
    """A chain with a hole is none."""
    store = Store()
    grown(store, commit(START), commit(), commit())
    del store["00000002.json"]
    with pytest.raises(Broken, match="commit 2 is missing"):
        list(commits.walk(store.numbers(), store.__getitem__))


def test_positions_must_go_on_where_the_chain_stands() -> None:
    """A partition can be continued neither with a gap nor with an overlap; a new one starts anywhere."""
    store = Store()
    head = grown(store, commit(START), commit(positions={"a": (7, 9)}))
    for first in (8, 10):
        with pytest.raises(Broken, match="a goes on at"):
            commits.append(head, commit(positions={"a": (first, 12)}), store.create)
    _, head = commits.append(head, commit(positions={"a": (9, 12), "b": (100, 101)}), store.create)
    assert head.next == {"a": 12, "b": 101}


def test_another_identity_is_refused() -> None:
    """A topic that was deleted and made again is not the topic the chain was read from."""
    head = grown(Store(), commit(START), commit(identity="first"))
    assert "read from second" in str(commits.unfit(head, commit(identity="second")))


def test_unbalanced_counts_are_refused() -> None:
    """No commit breaks the conservation law."""
    counts = {"read": 3, "articles": 1, "copies": 1, "rejects": 0, "redeliveries": 0}
    with pytest.raises(Broken):
        commits.append(Head(), commit(counts=counts), Store().create)


def test_a_newer_start_fences_the_older_writer() -> None:
    """Once another start is in the chain, whoever did not see it finds its next number taken."""
    store = Store()
    old = grown(store, commit(START), commit(positions={"a": (0, 1)}))
    started, _ = commits.append(commits.latest(store.numbers(), store.__getitem__), commit(START), store.create)
    assert started.start == started.number == 3
    with pytest.raises(Taken):
        commits.append(old, commit(positions={"a": (1, 2)}), store.create)


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(1, 9)), min_size=1, max_size=250), st.data())
def test_the_head_is_the_same_from_the_newest_commits_as_from_all(steps: list[tuple[str, int]], data: Any) -> None:
    """`latest` reads back to a complete commit only, and stands where a walk over the whole chain ends."""
    store, head = Store(), Head()
    for partition, count in steps:
        at = head.next.get(partition, 0)
        _, head = commits.append(head, commit(positions={partition: (at, at + count)}), store.create)
    reads: list[str] = []
    assert commits.latest(store.numbers(), lambda name: reads.append(name) or store[name]) == head  # type: ignore[func-returns-value]
    assert len(reads) <= commits.COMPLETE_EVERY
    assert [each.number for each in commits.walk(store.numbers(), store.__getitem__)] == list(range(1, len(steps) + 1))


def test_commits_within_the_horizon_come_newest_first() -> None:
    """Only windows that end after the given time are told, fences and starts are not."""
    store = Store()
    grown(store, commit(START), *(commit(window=(k, k + 10)) for k in (0, 10, 20)), commit(FENCE))
    found = commits.backwards(store.numbers(), store.__getitem__, 10)
    assert [each.window for each in found] == [(20, 30), (10, 20)]


def _race(out: str, writer: int, wanted: int) -> int:
    ledger, won = Ledger(out), 0
    while (head := ledger.head()).number < wanted:
        try:
            commits.append(head, commit(options={"writer": writer}), ledger.create)
            won += 1
        except Taken:
            continue
    return won


def test_writers_that_race_never_overwrite_each_other(tmp_path: Path) -> None:
    """Three processes append to one folder at once: the chain is whole and each commit is someone's."""
    out = str(tmp_path / "out")
    with multiprocessing.get_context("fork").Pool(3) as pool:
        won = pool.starmap(_race, [(out, writer, 60) for writer in range(3)])
    assert len(list(Ledger(out).walk())) == sum(won) >= 60
    assert {path.suffix for path in (tmp_path / "out" / "commits").iterdir()} == {".json"}


def test_only_named_files_survive_the_sweep(tmp_path: Path) -> None:
    """What a killed writer left behind goes, what a commit names stays."""
    ledger = Ledger(str(tmp_path))
    for content in (b"named", b"left"):
        ledger.write("articles", lambda handle, content=content: handle.write(content), lambda size: f"{size}.avro")
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / ".1.tmp").touch()
    file = commits.File("articles/5.avro", "articles", 1, 5, "")
    commits.append(Head(), commit(files=(file,)), ledger.create)
    assert ledger.sweep() == 2
    assert (tmp_path / "articles" / "5.avro").read_bytes() == b"named"
    assert ledger.advanced(Head()) == ledger.head()


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """A full disk or a bad record while a file is written leaves neither the file nor a temporary one."""

    def fail(handle: Any) -> int:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        Ledger(str(tmp_path)).write("articles", fail, lambda _: "x.avro")
    assert not list((tmp_path / "articles").iterdir())
