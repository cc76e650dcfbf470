"""The commits of a stream's output: one chain, which is the output's table of contents and the stream's checkpoint.

`OUT/commits/00000001.json`, 2, 3, ...: each is written once, by exclusive creation, and names its predecessor's sha256,
the files it adds, what it counted, and for every partition it read from which position (`from`) up to which (`next`,
exclusive). Readers trust only files that a commit names. A start of a stream appends an empty commit of its own; from
then on the number that an older writer wants next is taken, so it cannot write any more (it is fenced).

No clock and no path in here: `create` and `read` are given by whoever has the files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from typing import Any

from pipeline.avro.manifest import File, unbalanced

FOLDER = "commits"
END = 2**53 - 1  # the position after the last record of a partition that is finished for good (a file read to its end)
COMPLETE_EVERY = 100  # commits whose number is a multiple name the position of every partition, so opening reads <= 100
START, FENCE, WINDOW = "start", "fence", "window"


class Taken(Exception):  # noqa: N818  (a verdict: someone else has written this number)
    """Another writer has appended the commit with this number."""


class Broken(ValueError):  # noqa: N818  (likewise)
    """The chain is not one: which commit, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. Times are microseconds since 1970 UTC."""

    number: int  # from 1, without gaps; also its name
    predecessor: str | None  # hex sha256 of the bytes of the commit before; None for the first
    kind: str  # start: a stream began; fence: one of its workers began; window: content
    start: int  # the number of the start that the writer belongs to
    window: tuple[int, int] | None = None  # [from, to) in reading time
    files: tuple[File, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # as in the manifest; the law holds in every commit
    positions: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # partition -> from, next
    complete: bool = False  # `positions` names every partition the chain has seen
    identity: str | None = None  # what was read (a topic's own id): a recreated topic is another one
    options: Mapping[str, Any] = field(default_factory=dict)  # of a start: such as change the result
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands: what its commits add up to, as far as the next writer has to know."""

    number: int = 0
    sha256: str | None = None
    start: int = 0  # the newest start
    end: int = 0  # end of the last committed window, microseconds
    next: Mapping[str, int] = field(default_factory=dict)  # partition -> first position not committed
    identity: str | None = None


def name(number: int) -> str:
    """The file name of a commit, below FOLDER.

    >>> name(42)
    '00000042.json'
    """
    return f"{number:08d}.json"


def number(file_name: str) -> int | None:
    """The number in a commit's file name; None for any other file.

    >>> number("00000042.json"), number(".00000042.json.tmp"), number("42.json")
    (42, None, None)
    """
    stem, _, extension = file_name.partition(".")
    return int(stem) if extension == "json" and len(stem) == 8 and stem.isascii() and stem.isdigit() else None


def dump(commit: Commit) -> bytes:
    """The canonical JSON of a commit: sorted keys, no spaces, UTF-8, one line feed at the end."""
    return json.dumps(asdict(commit), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def parse(content: bytes) -> Commit:
    """The commit of those bytes. Raises Broken for bytes that `dump` cannot have written."""
    try:
        fields = json.loads(content)
        fields["files"] = tuple(File(**file) for file in fields["files"])
        fields["positions"] = {key: (first, following) for key, (first, following) in fields["positions"].items()}
        fields["window"] = tuple(fields["window"]) if fields["window"] is not None else None
        commit = Commit(**fields)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Broken(f"no commit: {error}") from None
    if dump(commit) != content:
        raise Broken(f"commit {commit.number} is not as it was written")
    return commit


def follow(head: Head, content: bytes) -> tuple[Commit, Head]:
    """The next commit of the chain and where the chain stands after it. Raises Broken if it doesn't follow."""
    commit = parse(content)
    if commit.number != head.number + 1:
        raise Broken(f"commit {commit.number} follows commit {head.number}")
    if commit.predecessor != head.sha256:
        raise Broken(f"commit {commit.number} was not written after commit {head.number} as it is now")
    wrong = unfit(head, commit)
    if wrong:
        raise Broken(f"commit {commit.number}: {wrong}")
    return commit, _after(head, commit, content)


def unfit(head: Head, commit: Commit) -> str | None:
    """What forbids to append this commit here, or None."""
    for partition, (first, following) in commit.positions.items():
        if first > following:
            return f"{partition} is read backwards, from {first} to {following}"
        if first != head.next.get(partition, first):
            return f"{partition} goes on at {first}, but the chain is at {head.next[partition]}"
    if commit.complete and head.next.keys() - commit.positions.keys():
        return f"it leaves out {min(head.next.keys() - commit.positions.keys())}"
    if commit.identity and head.identity and commit.identity != head.identity:
        return f"it was read from {commit.identity}, the chain from {head.identity}"
    return unbalanced(commit.counts) if commit.counts else None


def append(head: Head, commit: Commit, create: Callable[[str, bytes], bool]) -> tuple[Commit, Head]:
    """Write `commit` as the chain's next (its number, predecessor and completeness are filled in here).

    `create(name, content)` creates that file exclusively and whole, and returns False if the name exists. Raises Taken
    if another writer was first, Broken for a commit that does not fit."""
    commit = replace(commit, number=head.number + 1, predecessor=head.sha256)
    if commit.kind == START:
        commit = replace(commit, start=commit.number)
    if commit.number % COMPLETE_EVERY == 0:
        standing = {partition: (at, at) for partition, at in head.next.items()}
        commit = replace(commit, complete=True, positions={**standing, **commit.positions})
    wrong = unfit(head, commit)
    if wrong:
        raise Broken(wrong)
    content = dump(commit)
    if not create(name(commit.number), content):
        raise Taken(f"commit {commit.number} was written by another stream")
    return commit, _after(head, commit, content)


def latest(numbers: Iterable[int], read: Callable[[str], bytes]) -> Head:
    """Where the chain stands, from its newest commits only (back to the last complete one; `check` reads them all)."""
    present = set(numbers)
    if not present:
        return Head()
    first = max(present)
    contents = [read(name(first))]
    while first > 1 and not parse(contents[-1]).complete:
        first -= 1
        if first not in present:
            raise Broken(f"commit {first} is missing")
        contents.append(read(name(first)))
    oldest = parse(contents[-1])
    head = Head(number=oldest.number - 1, sha256=oldest.predecessor)
    for content in reversed(contents):
        _, head = follow(head, content)
    return head


def walk(numbers: Iterable[int], read: Callable[[str], bytes]) -> Iterator[Commit]:
    """All commits of a chain, oldest first, each checked against the ones before. Raises Broken."""
    present = set(numbers)
    head = Head()
    for expected in range(1, max(present, default=0) + 1):
        if expected not in present:
            raise Broken(f"commit {expected} is missing")
        commit, head = follow(head, read(name(expected)))
        yield commit


def backwards(numbers: Iterable[int], read: Callable[[str], bytes], end: int) -> Iterator[Commit]:
    """The commits with a window that ends after `end` (microseconds), newest first."""
    for each in sorted(numbers, reverse=True):
        commit = parse(read(name(each)))
        if commit.window and commit.window[1] <= end:
            return
        if commit.window:
            yield commit


def total(commits: Iterable[Commit]) -> dict[str, int]:
    """The counts of a chain: the sums of its commits' counts."""
    sums: dict[str, int] = {}
    for commit in commits:
        for key, value in commit.counts.items():
            sums[key] = sums.get(key, 0) + value
    return sums


def _after(head: Head, commit: Commit, content: bytes) -> Head:
    return Head(
        number=commit.number,
        sha256=sha256(content).hexdigest(),
        start=commit.number if commit.kind == START else max(head.start, commit.start),
        end=max(head.end, commit.window[1]) if commit.window else head.end,
        next={**head.next, **{partition: following for partition, (_, following) in commit.positions.items()}},
        identity=commit.identity or head.identity,
    )
