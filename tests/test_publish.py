"""Publishing: whole or not at all, whatever was left by a run before."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.stages import publish
from pipeline.stages.publish import Place, Unusable, clear, place, prepare


@pytest.fixture
def where(tmp_path: Path) -> Place:
    """The place of an output that does not exist yet."""
    return place(str(tmp_path / "out"))


def make(where: Place, content: bytes = b"new", overwrite: bool = False) -> None:
    """One run that writes one file and is published."""
    prepare(where, overwrite)
    (Path(where.target) / "articles").mkdir()
    (Path(where.target) / "articles" / "one.avro").write_bytes(content)
    publish.publish(where, b"{}")
    clear(where)
    release()


def release() -> None:
    """Let go of the locks, as the end of a process does."""
    while publish._held:
        os.close(publish._held.pop())


def names(folder: Path) -> list[str]:
    """Everything in a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_an_output_appears_whole(where: Place, tmp_path: Path) -> None:
    """After a run there is the output and nothing else."""
    make(where)
    assert names(tmp_path) == ["out/articles/one.avro", "out/manifest.json"]
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def test_nothing_appears_before_the_end(where: Place, tmp_path: Path) -> None:
    """Before it is published there is nothing under the output's name."""
    prepare(where, False)
    assert not (tmp_path / "out").exists()
    release()


def test_a_finished_output_is_refused(where: Place) -> None:
    """A second run needs --overwrite, says so, and leaves nothing behind."""
    make(where)
    with pytest.raises(Unusable, match="--overwrite"):
        prepare(where, False)
    assert not Path(where.staging).exists()
    release()


def test_overwrite_replaces_the_whole_output(where: Place, tmp_path: Path) -> None:
    """With --overwrite the new files stand alone, also where there were more before."""
    make(where)
    (tmp_path / "out" / "articles" / "two.avro").write_bytes(b"stale")
    make(where, b"newer", overwrite=True)
    assert names(tmp_path) == ["out/articles/one.avro", "out/manifest.json"]
    assert (tmp_path / "out/articles/one.avro").read_bytes() == b"newer"


def test_a_folder_that_is_not_ours_is_never_replaced(where: Place, tmp_path: Path) -> None:
    """A folder without a manifest holds somebody's files."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work")
    with pytest.raises(Unusable, match="no output of a run"):
        prepare(where, True)
    assert (tmp_path / "out" / "thesis.txt").exists()
    release()


def test_what_a_killed_run_left_is_cleared(where: Place, tmp_path: Path) -> None:
    """Staged files of a killed run do not get into the next output."""
    prepare(where, False)
    (Path(where.target) / "half.avro").write_bytes(b"half")
    release()
    make(where)
    assert names(tmp_path) == ["out/articles/one.avro", "out/manifest.json"]


def test_an_output_moved_aside_comes_back(where: Place, tmp_path: Path) -> None:
    """Killed between the two renames of --overwrite, the old output is put back by the next run."""
    make(where, b"old")
    (tmp_path / "out").rename(where.aside)
    with pytest.raises(Unusable, match="finished output"):
        prepare(where, False)
    assert (tmp_path / "out/articles/one.avro").read_bytes() == b"old"
    release()


def test_an_output_moved_aside_goes_when_the_new_one_is_there(where: Place, tmp_path: Path) -> None:
    """Killed after both renames of --overwrite, the old output is cleared by the next run."""
    make(where, b"old")
    (tmp_path / "out").rename(where.aside)
    Path(where.staging).mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manifest.json").write_bytes(b"{}")
    make(where, b"newest", overwrite=True)
    assert names(tmp_path) == ["out/articles/one.avro", "out/manifest.json"]


def test_publishing_twice_is_publishing_once(where: Place, tmp_path: Path) -> None:
    """A retried commit finds the output published, and is content."""
    make(where)
    publish.publish(where, b"{}")
    assert names(tmp_path) == ["out/articles/one.avro", "out/manifest.json"]


def test_two_runs_do_not_share_an_output(where: Place) -> None:
    """While one process makes an output, another is refused."""
    prepare(where, False)
    code = f"from pipeline.stages.publish import *; prepare(place({where.output!r}), True)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "another run is writing it" in done.stderr
    release()
