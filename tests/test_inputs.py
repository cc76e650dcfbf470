"""INPUT arguments to files."""

from __future__ import annotations

import os
import pickle
import tempfile
import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from pipeline.cli import inputs
from pipeline.cli.inputs import Found, NoSuchInput, find
from pipeline.records import Reason


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of inputs that is also the current one."""
    for name in ("b.txt", "a.jsonl", "sub/c.txt", "sub/deep/d.txt", ".hidden.txt", ".git/e.txt", "x [1].txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*given: str) -> list[str]:
    """The names of what is found."""
    return [file.name for file in find(given).files]


def test_folder(news: Path) -> None:
    """A folder gives its files, however deep, sorted, without hidden ones."""
    assert names(".") == ["a.jsonl", "b.txt", "sub/c.txt", "sub/deep/d.txt", "x [1].txt"]
    assert names("sub", "sub/") == ["sub/c.txt", "sub/deep/d.txt"]
    assert find(["b.txt"]).files[0].size == 5


def test_globs(news: Path) -> None:
    """A pattern gives what matches, folders with what is in them; a file that is called like a pattern is itself."""
    assert names("*.txt") == ["b.txt", "x [1].txt"]
    assert names("**/*.txt") == ["b.txt", "sub/c.txt", "sub/deep/d.txt", "x [1].txt"]
    assert names("s*") == ["sub/c.txt", "sub/deep/d.txt"]
    assert names("x [1].txt") == ["x [1].txt"]
    assert names(str(news / "*.jsonl")) == [str(news / "a.jsonl")]


def test_once_each(news: Path) -> None:
    """A file that is named twice is read once; the order of the arguments does not matter."""
    assert names("b.txt", "*.txt", "a.jsonl") == ["a.jsonl", "b.txt", "x [1].txt"]


def test_hidden_if_named(news: Path) -> None:
    """A hidden file or folder that is named itself is read."""
    assert names(".hidden.txt", ".git") == [".git/e.txt", ".hidden.txt"]


def test_own_outputs(news: Path) -> None:
    """The outputs of earlier runs and streams are no inputs."""
    for output, mark in (("out", "manifest.json"), ("live", "commits")):
        (news / output / "articles").mkdir(parents=True)
        (news / output / "articles" / "articles-0.avro").write_text("x")
        (news / output / mark).mkdir() if mark == "commits" else (news / output / mark).write_text("{}")
    assert "out/articles/articles-0.avro" not in names(".")
    assert len(names(".")) == 5


@pytest.mark.parametrize("given", ["no.txt", "sub/no/such.txt", "no*.txt", "gone.txt"])
def test_not_there(news: Path, given: str) -> None:
    """An input that does not exist is wrong usage; the message names it."""
    (news / "gone.txt").symlink_to("nowhere")
    with pytest.raises(NoSuchInput) as error:
        find(["b.txt", given])
    assert given in str(error.value)


def test_the_cure(news: Path) -> None:
    """The message says where the path leaves what exists."""
    with pytest.raises(NoSuchInput, match=r"sub/no/such.txt does not exist: the folder \S+/sub holds no no;"):
        find(["sub/no/such.txt"])
    (news / "gone.txt").symlink_to("nowhere")
    with pytest.raises(NoSuchInput, match="a link to nowhere"):
        find(["gone.txt"])


def test_links(news: Path) -> None:
    """Links are followed, but not round and round; one to nothing is a reject that names it."""
    (news / "sub" / "up").symlink_to("..")
    (news / "sub" / "gone").symlink_to("nowhere")
    found = find(["sub"])
    assert [file.name for file in found.files][:2] == ["sub/c.txt", "sub/deep/d.txt"]
    assert "sub/up/b.txt" in [file.name for file in found.files]
    assert not any(file.name.startswith("sub/up/sub") for file in found.files)
    (reject,) = found.unreadable
    assert (reject.reason, reject.input) == (Reason.UNREADABLE, "sub/gone")


def test_folder_that_cannot_be_read() -> None:
    """A folder that cannot be looked into is one reject that names it; all others are there."""
    with tempfile.TemporaryDirectory() as folder:  # not tmp_path: that is closed to other users from its root on
        root = Path(folder)
        root.chmod(0o755)
        for name in ("open", "closed"):
            (root / name).mkdir()
            (root / name / "a.txt").write_text("text")
        (root / "closed").chmod(0)
        found = _as_another_user(lambda: find([folder]))
    assert [file.name for file in found.files] == [f"{folder}/open/a.txt"]
    (reject,) = found.unreadable
    assert (reject.reason, reject.input) == (Reason.UNREADABLE, f"{folder}/closed")
    assert "Permission denied" in reject.detail


def _as_another_user(call: Callable[[], Found]) -> Found:
    """The result of a call by somebody who is not root: for root no folder is closed."""
    if os.geteuid() != 0:
        return call()
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            os.write(into, pickle.dumps(call()))
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as handle:
        answer = handle.read()
    os.waitpid(child, 0)
    found: Found = pickle.loads(answer)
    return found


def test_name_in_other_bytes(news: Path) -> None:
    """A file name that is not UTF-8 can be opened and can be written into a record."""
    raw = os.fsencode(news) + b"/gr\xf6sse.txt"
    with open(raw, "wb") as handle:  # noqa: PTH123  (Path takes no bytes)
        handle.write(b"x")
    (file,) = find(["gr*"]).files
    assert Path(file.uri).read_bytes() == b"x"
    assert file.name == "gr\\xf6sse.txt"


def test_standard_input(tmp_path: Path) -> None:
    """Standard input is copied to a file first and is called '-' in records."""
    (file,) = find(["-"], tmp_path, BytesIO(b"content")).files
    assert (file.name, file.size, file.once) == ("-", 7, True)
    assert Path(file.uri).read_bytes() == b"content"
    with pytest.raises(NoSuchInput, match="save it to a file"):
        find(["-"], stdin=BytesIO(b"content"))


def test_pipe(news: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A named pipe, as the shell makes of <(command), is copied to a file first and keeps its name."""
    os.mkfifo(news / "pipe")
    writer = threading.Thread(target=(news / "pipe").write_bytes, args=(b"content",))
    writer.start()
    (file,) = find(["pipe"], tmp_path_factory.mktemp("spool")).files
    writer.join()
    assert (file.name, file.size, file.once) == ("pipe", 7, True)
    assert Path(file.uri).read_bytes() == b"content"


def test_remote(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address with a scheme is a file, a pattern or a folder; hidden entries are left out."""
    filesystems = pytest.importorskip("apache_beam.io.filesystems")
    from apache_beam.io.filesystem import FileMetadata, MatchResult

    store = {"gs://news/a.txt": 1, "gs://news/day/b.txt": 2, "gs://news/day/.c": 3}

    def match(patterns: list[str]) -> list[MatchResult]:
        (pattern,) = patterns
        matching = [name for name in store if name == pattern or pattern == "gs://news/**"]
        return [MatchResult(pattern, [FileMetadata(name, store[name]) for name in matching])]

    monkeypatch.setattr(filesystems.FileSystems, "match", match)
    assert [(file.name, file.size) for file in find(["gs://news/a.txt"]).files] == [("gs://news/a.txt", 1)]
    assert names("gs://news/") == ["gs://news/a.txt", "gs://news/day/b.txt"]
    with pytest.raises(NoSuchInput, match="gs://nothing"):
        find(["gs://nothing"])


def test_no_beam_for_local_files(news: Path) -> None:
    """Listing local files does not import Beam, which takes seconds."""
    assert "apache_beam" not in vars(inputs)
