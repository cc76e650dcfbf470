"""A folder as a source: `dir://PATH`. Files appear in it, of any format, and each is read once it has come to rest.

A partition is a file as it was found (name, size, time of change), its position the number of the record; a file that
changes afterwards is another partition, and its old records are redeliveries. Hidden and `.part` files are left alone.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from zlib import crc32

from pipeline import files
from pipeline.avro.commits import END, Head
from pipeline.formats import Limits, Origin, records, unreadable
from pipeline.messages import Fetch, Span
from pipeline.options import StreamOptions
from pipeline.records import RawArticle, Rejection
from pipeline.stages.source import Ended

LOOK_S = 1.0  # between two looks at the folder; a file that is the same in two of them has come to rest


@dataclass(frozen=True)
class FolderSource:
    """The folder and how its files are read; see work.job.Job for the fields."""

    path: str
    format: str = "auto"
    source: str | None = None
    charset: str | None = None
    limits: Limits = field(default_factory=Limits)
    readers: int = 1

    def open(self, number: int, position: Mapping[str, int], head: Head) -> "FolderReader":
        """See Source."""
        return FolderReader(self, number, position, head)

    def lag(self, next_: Mapping[str, int]) -> int:
        """How many files wait to be read to their end."""
        return sum(next_.get(key, 0) != END for key in listed(Path(self.path)))


def parse(options: StreamOptions) -> FolderSource:
    """The source of options whose address is a folder's. Raises ValueError.

    >>> parse(StreamOptions("dir://incoming/today", "OUT")).path
    'incoming/today'
    """
    path = options.source.removeprefix("dir://")
    if path == options.source or not path:
        raise ValueError("a folder is written dir://PATH")
    return FolderSource(path, options.format, options.outlet, options.charset, options.limits, options.readers)


def listed(folder: Path) -> dict[str, Path]:
    """The files below a folder, by partition, in the order of their names. Raises Ended if it cannot be looked into."""
    if not folder.is_dir():
        raise Ended(f"{folder} is no folder, or not one that can be read")
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.name.startswith(".") or path.name.endswith(files.TEMPORARY):
            continue
        try:
            stat = path.stat()
        except OSError:  # it has gone since it was listed
            continue
        if path.is_file():
            found[f"{path.relative_to(folder)}|{stat.st_size}|{stat.st_mtime_ns}"] = path
    return found


class FolderReader:
    """The files of one reader's share, one after the other. See Reader."""

    def __init__(self, source: FolderSource, number: int, position: Mapping[str, int], head: Head) -> None:
        self.source, self.number = source, number
        self._next = {key: max(at, head.next.get(key, 0)) for key, at in position.items()}
        self.standing = head.next
        self.before: set[str] = set()
        self.looked = float("-inf")
        self.waiting: dict[str, Path] = {}
        self.current: tuple[str, Iterator[RawArticle | Rejection]] | None = None
        self.look()

    def position(self) -> Mapping[str, int]:
        """See Reader."""
        return self._next

    def at(self, key: str) -> int:
        """The next record of a file."""
        return self._next.get(key, self.standing.get(key, 0))

    def look(self) -> None:
        """Find what has come to rest since."""
        self.looked = time.monotonic()
        found = listed(Path(self.source.path))
        ours = {key: path for key, path in found.items() if crc32(key.encode()) % self.source.readers == self.number}
        rested = {key: path for key, path in ours.items() if key in self.before}
        self.before = set(ours)
        self.waiting = {key: path for key, path in rested.items() if self.at(key) != END}

    def poll(self, messages: int, size: int, wait_s: float) -> Fetch | None:
        """See Reader."""
        if self.current is None and not self.open_next():
            time.sleep(wait_s)
            return None
        assert self.current is not None
        key, rest = self.current
        first = self.at(key)
        items: list[RawArticle | Rejection] = []
        for item in islice(rest, messages):
            items.append(item)
            size -= len(item.raw)
            if size <= 0:
                break
        else:
            if len(items) < messages:
                self.current = None
        self._next[key] = first + len(items) if self.current else END
        return Fetch((Span(key, first, self._next[key], first == 0),), tuple(items))

    def open_next(self) -> bool:
        """Open the next file that waits; False if there is none."""
        if not self.waiting and time.monotonic() - self.looked >= LOOK_S:
            self.look()
        if not self.waiting:
            return False
        key = next(iter(self.waiting))
        self.current = key, islice(self.read(self.waiting.pop(key)), self.at(key), None)
        return True

    def read(self, path: Path) -> Iterator[RawArticle | Rejection]:
        """The records of a file; one reject if it cannot be opened."""
        origin = Origin(str(path), source=self.source.source, charset=self.source.charset, limits=self.source.limits)
        try:
            handle = files.read(str(path))
        except OSError as error:
            yield unreadable(origin, error)
            return
        with closing(handle):
            yield from records(handle, origin, self.source.format)

    def committed(self, head: Head) -> None:
        """Forget the files that are committed to their end: the commits remember them."""
        self.standing = head.next
        self._next = {key: at for key, at in self._next.items() if head.next.get(key) != END}

    def close(self) -> None:
        """See Reader."""
        self.current = None
