"""The ledger: the commit chain of an output as it lies in a folder, and the files that it names.

A commit is created whole and exclusively: written under a temporary name, synced, and linked (never renamed over)
to its own. Data files are written under a temporary name, synced and renamed; their final names come from their
content.
Local and mounted file systems only; an object store needs create-if-absent in place of the link.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

from pipeline.avro import commits
from pipeline.avro.commits import Commit, Head

DATASETS = ("articles", "copies", "rejects", "memory")
T = TypeVar("T")


class Ledger:
    """One output folder. Holds no state but the path: every method looks at the folder as it is now."""

    def __init__(self, out: str) -> None:
        self.out = Path(out)
        self.folder = self.out / commits.FOLDER

    def numbers(self) -> list[int]:
        """The numbers of the commits that are there, ascending; none if there is no output yet."""
        try:
            found = [commits.number(path.name) for path in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        return sorted(each for each in found if each is not None)

    def read(self, name: str) -> bytes:
        """The bytes of a commit."""
        return (self.folder / name).read_bytes()

    def head(self) -> Head:
        """Where the chain stands now."""
        return commits.latest(self.numbers(), self.read)

    def advanced(self, head: Head) -> Head:
        """Where the chain stands now, reading only what was appended after `head`."""
        while (self.folder / commits.name(head.number + 1)).exists():
            _, head = commits.follow(head, self.read(commits.name(head.number + 1)))
        return head

    def walk(self) -> Iterator[Commit]:
        """All commits, oldest first, checked."""
        return commits.walk(self.numbers(), self.read)

    def create(self, name: str, content: bytes) -> bool:
        """Create a commit's file, whole or not at all; False if it is there already."""
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / f".{name}.{os.getpid()}.{os.urandom(4).hex()}.tmp"
        try:
            with temporary.open("xb") as handle:
                handle.write(content)
                handle.flush()
                os.fsync(handle.fileno())
            os.link(temporary, self.folder / name)
        except FileExistsError:
            return False
        finally:
            with suppress(OSError):
                temporary.unlink()
        _sync(self.folder)
        return True

    def write(self, dataset: str, fill: Callable[[BinaryIO], T], final: Callable[[T], str]) -> T:
        """Write a data file: `fill` writes it and tells what it wrote, `final` makes its name of that."""
        folder = self.out / dataset
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f".{os.getpid()}.{os.urandom(4).hex()}.tmp"
        try:
            with temporary.open("xb") as handle:
                told = fill(handle)
                handle.flush()
                os.fsync(handle.fileno())
            temporary.rename(folder / final(told))
        finally:
            with suppress(OSError):
                temporary.unlink()
        return told

    def stop(self, start: int, reason: str = "") -> None:
        """Ask the stream that began with that start to end: its readers stop, what they read is written and committed.

        `reason` is empty when a person asked for it; else why the stream cannot go on."""
        self.create(f"{start:08d}.stop", reason.encode())

    def stopping(self, start: int) -> str | None:
        """Why the stream of that start is to end ('': it was asked to); None while it is not."""
        try:
            return (self.folder / f"{start:08d}.stop").read_text()
        except FileNotFoundError:
            return None

    def sweep(self) -> int:
        """Remove the files that no commit names, temporary ones too; how many. Only after a start has fenced the
        older writers, and before the new one writes."""
        named = {file.name for commit in self.walk() for file in commit.files}
        removed = 0
        for dataset in DATASETS:
            for path in (self.out / dataset).glob("*"):
                if f"{dataset}/{path.name}" not in named:
                    path.unlink(missing_ok=True)
                    removed += 1
        for path in self.folder.glob(".*.tmp"):
            path.unlink(missing_ok=True)
        return removed


def _sync(folder: Path) -> None:
    """Make a new name in that folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
