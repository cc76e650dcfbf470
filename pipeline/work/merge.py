"""Stage what outputs hold as if it had just been cleaned, so that it can be decided anew by the batch's own code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from pipeline import counters, files
from pipeline.avro import reading, rows, schemas, staging
from pipeline.avro.manifest import File
from pipeline.copies import fingerprints
from pipeline.records import Article, State
from pipeline.work.job import Job, Staged

SPLIT_BYTES = 8 << 20  # of files, as stored: a stream's files are small, so many are staged together
CHUNK_ARTICLES = 256  # fingerprinted together


class NotGiven(ValueError):  # noqa: N818  (a verdict on what was asked)
    """An output names originals in another output that is not among those given."""


class Part(NamedTuple):
    """A file of an output."""

    root: str
    file: File


class Merge(NamedTuple):
    """Files that are staged together."""

    number: int
    parts: tuple[Part, ...]
    known: tuple[str, ...]  # the outputs given, as records name them


def plan(parts: Iterable[Part], known: tuple[str, ...]) -> Iterator[Merge]:
    """Files in their order, together up to SPLIT_BYTES; those without records of their own (memory) are left out."""
    group: list[Part] = []
    number = size = 0
    for part in parts:
        if part.file.dataset not in schemas.DATASETS:
            continue
        group.append(part)
        size += part.file.bytes
        if size >= SPLIT_BYTES:
            yield Merge(number, tuple(group), known)
            group, number, size = [], number + 1, 0
    if group:
        yield Merge(number, tuple(group), known)


def stage(merge: Merge, job: Job) -> Staged:
    """Stage the articles, with what was decided about them taken away, and the rejects."""
    names = (f"{job.staging}/{kind}-{merge.number:05d}" for kind in ("rows", "blocks", "rejects"))
    rows_to, blocks_to, rejects_to = names
    counts: Counter[str] = Counter()
    size = rejects_size = 0
    with files.create(rows_to) as one, files.create(blocks_to) as two, files.create(rejects_to) as three:
        staged, blocks, rejects = staging.Stage(one), staging.Stage(two, pieces=1), staging.Stage(three, pieces=1)
        for chunk in chunks(articles(merge)):
            blocks.append(fingerprints.pack(chunk).to_bytes())
            for article in chunk:
                row = rows.encode(article)
                staged.append(*row)
                size += sum(map(len, row))
                counts.update(counters.of_article(article))
        for values in records(merge, counters.REJECTS):
            rejection = rows.rejection(values)
            record = rows.encode_rejection(rejection)
            rejects.append(record)
            rejects_size += len(record)
            counts.update(counters.of_rejection(rejection))
        blocks.close()
        written, rejected = staged.close(), rejects.close()
    return Staged(merge.number, rows_to, blocks_to, rejects_to, written, rejected, size, rejects_size, dict(counts))


def records(merge: Merge, *datasets: str) -> Iterator[dict[str, object]]:
    """The records of some datasets. Raises Damaged."""
    for root, file in merge.parts:
        if file.dataset in datasets:
            with files.read(f"{root}/{file.name}") as handle:
                yield from reading.read(handle, schemas.load(schemas.DATASETS[file.dataset]))


def articles(merge: Merge) -> Iterator[Article]:
    """All articles, as they were before anything was decided about them. Raises NotGiven."""
    for values in records(merge, counters.ARTICLES, counters.COPIES):
        duplicate: Any = values["duplicate"]
        if duplicate and (duplicate["original_output"] or merge.known[0]) not in merge.known:
            raise NotGiven(f"{values['id']} repeats an article in {duplicate['original_output']}: give that output too")
        yield replace(rows.article(values), duplicate=None, copies=(), supersedes=(), state=State.ARTICLE)


def chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in lists of CHUNK_ARTICLES."""
    rest = iter(articles)
    while chunk := list(islice(rest, CHUNK_ARTICLES)):
        yield chunk
