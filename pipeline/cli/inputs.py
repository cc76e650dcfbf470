"""INPUT arguments to files: files, folders, globs, pipes, '-' for standard input, and addresses with a scheme."""

from __future__ import annotations

import glob
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pipeline import files
from pipeline.cli.arguments import UsageError
from pipeline.formats import File, Origin, unreadable
from pipeline.records import Rejection


class NoSuchInput(UsageError):  # noqa: N818  (named for what it says to the user)
    """Wrong usage (exit 2): the message names the input and the cure."""


class Found(NamedTuple):
    """The files to read, sorted by name, and one reject for every folder or entry that could not be looked into."""

    files: list[File]
    unreadable: list[Rejection]


def find(inputs: Sequence[str], spool: Path | None = None, stdin: BinaryIO | None = None) -> Found:
    """List INPUT arguments; each file once, however often it is named. Raises NoSuchInput.

    In folders, however deep, hidden entries, READMEs and the outputs of earlier runs are left out. `spool`: an existing
    folder that standard input and pipes are copied to first, for a plan needs their size and a retry their bytes; the
    caller removes it."""
    listed: list[File | Rejection] = []
    for given in inputs:
        listed.extend(_one(given, spool, stdin or sys.stdin.buffer))
    found = {entry.uri: entry for entry in listed if isinstance(entry, File)}
    refused = {entry.input: entry for entry in listed if isinstance(entry, Rejection)}
    return Found(sorted(found.values(), key=lambda file: file.name), [refused[name] for name in sorted(refused)])


def _one(given: str, spool: Path | None, stdin: BinaryIO) -> Iterator[File | Rejection]:
    path = Path(given)
    if given == "-":
        yield _spooled(given, stdin, spool)
    elif files.is_remote(given):
        yield from _remote(given)
    elif path.is_dir():
        yield from _folder(path, set())
    elif path.exists():
        if stat.S_ISREG(path.stat().st_mode):
            yield _file(path, path.stat().st_size)
        else:  # a pipe, as the shell makes of <(command)
            with path.open("rb") as handle:
                yield _spooled(given, handle, spool)
    elif glob.has_magic(given):
        matches = glob.glob(given, recursive=True)  # noqa: PTH207  (Path.glob takes no absolute pattern)
        if not matches:
            raise NoSuchInput(f"no file matches {given}")
        for match in sorted(matches):
            yield from _one(match, spool, stdin)
    else:
        raise NoSuchInput(f"{given} does not exist{_cure(path)}")


def _cure(path: Path) -> str:
    if path.is_symlink():
        return f": it is a link to {path.readlink()}, which is not there"
    parent = path.parent
    while not parent.exists():
        parent = parent.parent
    return f": the folder {parent.absolute()} holds no {path.relative_to(parent).parts[0]}; check the name"


def _folder(folder: Path, above: set[tuple[int, int]]) -> Iterator[File | Rejection]:
    """The files of a folder, in the order of their names. `above`: the folders that it lies in, so that a link to one
    of them does not go round for ever."""
    try:
        info = folder.stat()
        entries = sorted(folder.iterdir())
        if (info.st_dev, info.st_ino) in above or _is_output({entry.name for entry in entries}):
            return
        inside = above | {(info.st_dev, info.st_ino)}
    except OSError as error:
        yield unreadable(Origin(str(folder)), error)
        return
    for entry in entries:
        if entry.name.startswith((".", "README")):
            continue
        try:
            mode = entry.stat()
        except OSError as error:
            yield unreadable(Origin(str(entry)), error)
            continue
        if stat.S_ISDIR(mode.st_mode):
            yield from _folder(entry, inside)
        elif stat.S_ISREG(mode.st_mode):
            yield _file(entry, mode.st_size)


def _file(path: Path, size: int) -> File:
    """A file under its own name, which in records must be Unicode, whatever bytes the file system holds."""
    return File(str(path), size, os.fsencode(path).decode("utf-8", "backslashreplace"))


def _is_output(names: set[str]) -> bool:
    """Whether a folder of these entries is an output of ours: of a batch, or of a stream."""
    return {"articles", "manifest.json"} <= names or {"articles", "commits"} <= names


def _spooled(name: str, handle: BinaryIO, spool: Path | None) -> File:
    if spool is None:
        raise NoSuchInput(f"{name} can be read only once, which this command cannot do: save it to a file first")
    copy = spool / f"input-{len(list(spool.iterdir()))}"
    with copy.open("wb") as target:
        shutil.copyfileobj(handle, target, 1 << 20)
    return File(str(copy), copy.stat().st_size, name, once=True)


def _remote(given: str) -> Iterator[File]:
    """Files of an object store: a name, a pattern, or everything below a folder."""
    from apache_beam.io.filesystems import FileSystems

    for pattern in (given, f"{given.rstrip('/')}/**"):
        entries = FileSystems.match([pattern])[0].metadata_list
        if entries:
            for entry in entries:
                if not any(part.startswith(".") for part in entry.path.split("/")[3:]):
                    yield File(entry.path, entry.size_in_bytes, entry.path)
            return
    raise NoSuchInput(f"nothing is there under {given}; check the name and what the account may list")
