"""Clean one split: read its records, clean and fingerprint them, stage rows, fingerprints and rejects as files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from pipeline import allocator, counters, files, workers
from pipeline.avro import rows, staging
from pipeline.avro.rows import Row
from pipeline.copies import fingerprints
from pipeline.formats import Origin, Part, records, unreadable
from pipeline.news import suspects
from pipeline.news.clean import Draft, begin, finish
from pipeline.news.suspects import Suspects
from pipeline.records import Article, RawArticle, Rejection
from pipeline.stages.reject import attempt_each, attempt_together
from pipeline.work.job import Job, Staged, Task

CHUNK_ARTICLES = 256  # searched and fingerprinted together: enough for numpy, few enough to hold
CHUNK_BYTES = 8 << 20
SAMPLE = """Fire destroys rope works

By Ada Moss

COLDWATER, Maine (AP) — A fire destroyed the old rope works in Coldwater on Wednesday, the longest in the county.

Firefighters at the old rope works. (Greta Molnar / Kestrel Bay Courier)

This story originally appeared in Kestrel Bay Courier."""
"""What `warm` cleans: a bit of everything that needs tables."""


def warm() -> None:
    """Load the tables and compile the patterns that the first article of a process would wait for (0.5 s)."""
    clean_chunk([RawArticle("", b"", SAMPLE)], Job("", ""))


def clean_split(task: Task, job: Job) -> Staged:
    """Read and clean every record of a split; the same split gives the same files."""
    rows_, blocks, rejects = (f"{job.staging}/{kind}-{task.number:05d}" for kind in ("rows", "blocks", "rejects"))
    with files.create(rows_) as one, files.create(blocks) as two, files.create(rejects) as three:
        made = _Making(job, one, two, three)
        for chunk in chunks(read_split(task, job)):
            made.add(chunk)
        articles, rejected = made.close()
    allocator.give_back()
    return Staged(
        task.number, rows_, blocks, rejects, articles, rejected, made.size, made.rejects_size, dict(made.counts)
    )


def read_split(task: Task, job: Job) -> Iterator[RawArticle | Rejection]:
    """Every record of a split, in order."""
    yield from task.refused
    for part in task.split.parts:
        yield from read_part(part, job)


def read_part(part: Part, job: Job) -> Iterator[RawArticle | Rejection]:
    """Every record of a file or of a range of it; one that cannot be opened is one reject."""
    origin = Origin(
        part.name,
        source=job.source,
        charset=job.charset,
        start=part.start,
        end=part.end,
        rereadable=not part.once,
        strict=job.strict,
        limits=job.limits,
    )
    try:
        handle = files.read(part.uri)
    except OSError as error:
        yield unreadable(origin, error)
        return
    with handle:
        yield from islice(records(handle, origin, job.format), part.limit)


def chunks(entries: Iterable[RawArticle | Rejection]) -> Iterator[list[RawArticle | Rejection]]:
    """Records in lists of bounded number and bytes."""
    chunk: list[RawArticle | Rejection] = []
    size = 0
    for entry in entries:
        chunk.append(entry)
        size += len(entry.raw)
        if len(chunk) >= CHUNK_ARTICLES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Making:
    """The staged files of one split while they are made."""

    def __init__(self, job: Job, rows: BinaryIO, blocks: BinaryIO, rejects: BinaryIO) -> None:
        self.job = job
        self.rows = staging.Stage(rows, pieces=len(Row._fields))
        self.blocks = staging.Stage(blocks, pieces=1)
        self.rejects = staging.Stage(rejects, pieces=1)
        self.size = self.rejects_size = 0
        self.counts: Counter[str] = Counter()

    def add(self, chunk: list[RawArticle | Rejection]) -> None:
        """Clean, fingerprint and stage some records."""
        good, block, refused = clean_chunk(chunk, self.job)
        self.counts.update(note for entry in chunk if isinstance(entry, RawArticle) for note in entry.notes)
        if good:
            self.blocks.append(block)
        for article, row in good:
            self.rows.append(*row)
            self.size += sum(map(len, row))
            self.counts.update(counters.of_article(article))
        for rejection in refused:
            record = rows.encode_rejection(rejection)
            self.rejects.append(record)
            self.rejects_size += len(record)
            self.counts.update(counters.of_rejection(rejection))
        workers.tick(len(chunk), len(good), len(refused))

    def close(self) -> tuple[int, int]:
        """End the files; the number of articles and of rejects."""
        self.blocks.close()
        return self.rows.close(), self.rejects.close()


@allocator.without_collections()
def clean_chunk(
    chunk: list[RawArticle | Rejection], job: Job
) -> tuple[list[tuple[Article, Row]], bytes, list[Rejection]]:
    """The articles of some records, clean and encoded, their packed fingerprints, and the rejects. A bug of ours on
    one article, be it in cleaning, encoding or fingerprinting, costs that one article."""
    most, strict = job.limits.max_reject_bytes, job.strict
    refused = [entry for entry in chunk if isinstance(entry, Rejection)]
    raws = [(raw, raw) for raw in chunk if isinstance(raw, RawArticle)]
    drafts, unread = attempt_each(begin, raws, "clean", most, strict)
    begun, found, unsearched = attempt_together(_suspects, drafts, "clean", most, strict)
    halves = [(draft.raw, (draft, near)) for draft, near in zip(begun, found, strict=True)]
    cleaned, unclean = attempt_each(_finish_and_encode, halves, "clean", most, strict)
    good, block, unprinted = attempt_together(_fingerprint, cleaned, "clean", most, strict)
    return good, block, [*refused, *unread, *unsearched, *unclean, *unprinted]


def _suspects(drafts: list[Draft]) -> list[Suspects]:
    return suspects.find([draft.text.data for draft in drafts])


def _finish_and_encode(half: tuple[Draft, Suspects]) -> tuple[Article, Row]:
    article = finish(*half)
    return article, rows.encode(article)


def _fingerprint(good: list[tuple[Article, Row]]) -> bytes:
    return fingerprints.pack([article for article, _ in good]).to_bytes()
