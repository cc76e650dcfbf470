"""Stage what outputs hold as if it had just been cleaned, so that it can be decided anew by the batch's own code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from pipeline import counters, files
from pipeline.avro import reading, rows, schemas, staging
from pipeline.avro.manifest import File
from pipeline.copies import fingerprints
from pipeline.records import Article, Duplicate
from pipeline.work.job import Elsewhere, Job, Staged

SPLIT_BYTES = 8 << 20  # of files, as stored: a stream's files are small, so many are staged together
CHUNK_ARTICLES = 256  # fingerprinted together


class Part(NamedTuple):
    """A file of an output."""

    root: str
    file: File


class Merge(NamedTuple):
    """Files that are staged together."""

    number: int
    parts: tuple[Part, ...]


def plan(parts: Iterable[Part]) -> Iterator[Merge]:
    """Files in their order, together up to SPLIT_BYTES; those without records of their own (memory) are left out."""
    group: list[Part] = []
    number = size = 0
    for part in parts:
        if part.file.dataset not in schemas.DATASETS:
            continue
        group.append(part)
        size += part.file.bytes
        if size >= SPLIT_BYTES:
            yield Merge(number, tuple(group))
            group, number, size = [], number + 1, 0
    if group:
        yield Merge(number, tuple(group))


def stage(merge: Merge, job: Job) -> Staged:
    """Stage the articles, without what was decided about them, and the rejects. Raises Damaged."""
    names = (f"{job.staging}/{kind}-{merge.number:05d}" for kind in ("rows", "blocks", "rejects"))
    rows_to, blocks_to, rejects_to = names
    counts: Counter[str] = Counter()
    with files.create(rows_to) as one, files.create(blocks_to) as two:
        articles, size, named = stage_articles(merge, one, two, counts)
    with files.create(rejects_to) as three:
        rejected, rejects_size = stage_rejects(merge, three, counts)
    sizes = articles, rejected, size, rejects_size
    return Staged(merge.number, rows_to, blocks_to, rejects_to, *sizes, dict(counts), named)


def stage_articles(
    merge: Merge, rows_to: BinaryIO, blocks_to: BinaryIO, counts: Counter[str]
) -> tuple[int, int, Elsewhere]:
    """Stage the articles and their fingerprints: how many, the bytes of their rows, what they say of other outputs."""
    staged, blocks = staging.Stage(rows_to), staging.Stage(blocks_to, pieces=1)
    size = 0
    supersedes: list[tuple[str, str]] = []
    originals: set[tuple[str, str]] = set()
    for chunk in chunks(map(rows.article, records(merge, counters.ARTICLES, counters.COPIES))):
        blocks.append(fingerprints.pack(chunk).to_bytes())
        for article in chunk:
            row = rows.encode(article)
            staged.append(*row)
            size += sum(map(len, row))
            counts.update(counters.of_article(article))
            supersedes += ((article.id, replaced) for replaced in article.supersedes)
            originals |= elsewhere(article.duplicate)
    blocks.close()
    return staged.close(), size, Elsewhere(tuple(supersedes), tuple(sorted(originals)))


def stage_rejects(merge: Merge, to: BinaryIO, counts: Counter[str]) -> tuple[int, int]:
    """Stage the rejects: how many, and their bytes."""
    staged = staging.Stage(to, pieces=1)
    size = 0
    for rejection in map(rows.rejection, records(merge, counters.REJECTS)):
        record = rows.encode_rejection(rejection)
        staged.append(record)
        size += len(record)
        counts.update(counters.of_rejection(rejection))
    return staged.close(), size


def elsewhere(duplicate: Duplicate | None) -> set[tuple[str, str]]:
    """The original of a copy and the output that holds it, if that is another one."""
    if duplicate is None or duplicate.original_output is None:
        return set()
    return {(duplicate.original_id, duplicate.original_output)}


def records(merge: Merge, *datasets: str) -> Iterator[dict[str, object]]:
    """The records of some datasets. Raises Damaged."""
    for root, file in merge.parts:
        if file.dataset in datasets:
            with files.read(f"{root}/{file.name}") as handle:
                yield from reading.read(handle, schemas.load(schemas.DATASETS[file.dataset]))


def chunks(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in lists of CHUNK_ARTICLES."""
    rest = iter(articles)
    while chunk := list(islice(rest, CHUNK_ARTICLES)):
        yield chunk
