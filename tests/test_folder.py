"""The folder source: what is read, when, and where a new reader goes on."""

from pathlib import Path

import pytest

from pipeline.avro.commits import END, Head
from pipeline.messages import Span
from pipeline.stages import folder
from pipeline.stages.folder import FolderReader, FolderSource
from pipeline.stages.source import Ended


def lines(path: Path, *bodies: str) -> None:
    path.write_text("".join(f'{{"headline": "A headline", "text": "{body}"}}\n' for body in bodies))


def reader(path: Path, position: dict[str, int] | None = None, head: Head | None = None) -> FolderReader:
    """A reader that has looked twice, so that what is there has come to rest."""
    opened = FolderSource(str(path)).open(0, position or {}, head or Head())
    opened.look()
    return opened


def test_a_file_is_read_once_and_to_its_end(tmp_path: Path) -> None:
    """All records of a file come in order, the last fetch says it is finished, then there is nothing more."""
    lines(tmp_path / "a.jsonl", "One.", "Two.", "Three.")
    opened = reader(tmp_path)
    first, second = opened.poll(2, 1 << 20, 0), opened.poll(2, 1 << 20, 0)
    assert first and second and opened.poll(2, 1 << 20, 0) is None
    (key,) = opened.position()
    assert first.spans == (Span(key, 0, 2, True),)
    assert second.spans == (Span(key, 2, END),)
    assert [item.text for item in (*first.items, *second.items)] == ["One.", "Two.", "Three."]  # type: ignore[union-attr]


def test_a_file_still_growing_is_left_alone(tmp_path: Path) -> None:
    """A file whose size changed between two looks is not read yet."""
    lines(tmp_path / "a.jsonl", "One.")
    opened = FolderSource(str(tmp_path)).open(0, {}, Head())
    lines(tmp_path / "a.jsonl", "One.", "Two.")
    opened.look()
    assert opened.poll(10, 1 << 20, 0) is None
    opened.look()
    assert opened.poll(10, 1 << 20, 0) is not None


def test_a_new_reader_goes_on_at_the_larger_position(tmp_path: Path) -> None:
    """Its own position and the commits' may differ: nothing that either has is read again."""
    lines(tmp_path / "a.jsonl", "One.", "Two.", "Three.", "Four.")
    (key,) = folder.listed(tmp_path)
    for own, committed in ((1, 3), (3, 1)):
        fetch = reader(tmp_path, {key: own}, Head(next={key: committed})).poll(10, 1 << 20, 0)
        assert fetch and fetch.spans == (Span(key, 3, END),)
        assert len(fetch.items) == 1


def test_a_finished_file_is_not_opened_again(tmp_path: Path) -> None:
    """What the commits hold to its end is neither read nor kept in mind."""
    lines(tmp_path / "a.jsonl", "One.")
    opened = reader(tmp_path)
    assert opened.poll(10, 1 << 20, 0)
    opened.committed(Head(next=dict(opened.position())))
    opened.look()
    assert opened.poll(10, 1 << 20, 0) is None
    assert not opened.position()


def test_a_changed_file_is_another_one(tmp_path: Path) -> None:
    """A file that is written again after it was read is read again, from its beginning."""
    lines(tmp_path / "a.jsonl", "One.")
    opened = reader(tmp_path)
    assert opened.poll(10, 1 << 20, 0)
    lines(tmp_path / "a.jsonl", "One.", "Two.")
    opened.look()
    opened.look()
    fetch = opened.poll(10, 1 << 20, 0)
    assert fetch and fetch.spans[0].first == 0 and len(fetch.items) == 2


def test_hidden_and_part_files_are_left_alone(tmp_path: Path) -> None:
    """What others are still writing is none of ours."""
    lines(tmp_path / ".a.jsonl", "One.")
    lines(tmp_path / "a.jsonl.part", "One.")
    assert not folder.listed(tmp_path)


def test_files_are_shared_out_among_readers(tmp_path: Path) -> None:
    """Two readers take every file exactly once between them."""
    for number in range(20):
        lines(tmp_path / f"{number}.jsonl", "One.")
    taken: list[str] = []
    for number in range(2):
        opened = FolderSource(str(tmp_path), readers=2).open(number, {}, Head())
        opened.look()
        taken += opened.waiting
    assert sorted(taken) == sorted(folder.listed(tmp_path))


def test_a_file_that_cannot_be_opened_is_a_reject(tmp_path: Path) -> None:
    """It is one reject and counts as read to its end."""
    lines(tmp_path / "a.jsonl", "One.")
    opened = reader(tmp_path)
    (tmp_path / "a.jsonl").unlink()
    fetch = opened.poll(10, 1 << 20, 0)
    assert fetch and fetch.spans[0].next == END
    assert [item.reason.value for item in fetch.items] == ["UNREADABLE"]  # type: ignore[union-attr]


def test_a_folder_that_goes_away_ends_the_stream(tmp_path: Path) -> None:
    """There is nothing to wait for: the message names the folder."""
    with pytest.raises(Ended, match="nowhere"):
        FolderSource(str(tmp_path / "nowhere")).open(0, {}, Head())
