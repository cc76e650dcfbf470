"""Decide on copies over all staged splits, and share the output out over files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from pipeline import allocator, counters, files
from pipeline.avro import staging
from pipeline.avro.manifest import File
from pipeline.copies.blocks import Block
from pipeline.copies.resolution import Resolution
from pipeline.copies.resolve import Known, resolve
from pipeline.copies.rule import Rule
from pipeline.copies.verdicts import COPY
from pipeline.stages import memory
from pipeline.work.job import Decided, Job, Shard, Staged

SHARD_BYTES = 64 << 20  # of encoded records, before compression: big enough for readers, small enough for all cores


MANY = 300_000
"""Articles. A decision over more gives its arrays back at once: else a million take 3,623 MB, and a run may take
3,600."""


class NotGiven(ValueError):  # noqa: N818  (a verdict on what was asked)
    """Copies name an original in an output that is not among those given."""


class Decision(NamedTuple):
    """The files still to be written, those that have been (what was judged), and what was counted."""

    shards: list[Shard]
    files: list[File]
    counts: dict[str, int]


def decide(splits: Iterable[Staged], job: Job, rule: Rule, against: Sequence[str] = ()) -> Decision:
    """Decide over all articles of a run. `splits` may come in any order; theirs is by number. `against`: earlier
    outputs, whose memory counts as if their articles had been read before. Raises NotGiven."""
    staged = sorted(splits)
    if sum(split.articles for split in staged) > MANY:
        allocator.save()
    blocks = [0] * len(staged)
    resolution = resolve(_each(staged, blocks), rule, list(map(_known, against)), memory.chrome(against))
    _check_given([pair for split in staged for pair in split.elsewhere.originals], resolution)
    resolution.keep_superseding([pair for split in staged for pair in split.elsewhere.supersedes])
    verdicts = map(resolution.verdicts, range(sum(blocks)))
    decided = []
    for split, some in zip(staged, blocks, strict=True):
        mine = list(islice(verdicts, some))
        copies = sum(int((verdict.state == COPY).sum()) for verdict in mine)
        decided.append(Decided(split, tuple(verdict.to_bytes() for verdict in mine), copies))
    judged = [
        remember(job, "memory/chrome.bin", resolution.chrome.to_bytes()),
        remember(job, "memory/pairs.bin", resolution.pairs.to_bytes()),
    ]
    counts = counters.total([*(split.counts for split in staged), resolution.counts])
    return Decision(list(share_out(decided, job.mark_only)), judged, counts)


def _known(output: str) -> Known:
    """What an earlier output remembers, which may be nothing."""
    frames = list(memory.of_output(output))
    return Known(output, [block for block, _ in frames], [verdicts for _, verdicts in frames])


def _check_given(originals: Sequence[tuple[str, str]], resolution: Resolution) -> None:
    """Raise NotGiven for an original that neither the splits nor the earlier outputs hold."""
    for (id_, output), held in zip(originals, resolution.holds([id_ for id_, _ in originals]), strict=True):
        if not held:
            raise NotGiven(f"copies repeat {id_}, which is in {output}: give that output too, or --against {output}")


def _each(staged: list[Staged], blocks: list[int]) -> Iterator[Block]:
    """Every block of the splits, one at a time; how many each split has is noted in `blocks`."""
    for number, split in enumerate(staged):
        for block in read_blocks(split.blocks):
            blocks[number] += 1
            yield block


def remember(job: Job, name: str, content: bytes) -> File:
    """Write one file of the output's memory."""
    with files.create(f"{job.target}/{name}") as handle:
        handle.write(content)
    return File(name, "memory", 0, len(content), sha256(content).hexdigest())


def read_blocks(path: str) -> Iterator[Block]:
    """The blocks of one staged split."""
    with files.read(path) as handle:
        for data in staging.records(handle):
            yield Block.from_bytes(data)


def share_out(decided: list[Decided], mark_only: bool = False) -> Iterator[Shard]:
    """The files of every dataset, each of consecutive splits; at least one file a dataset, so that a reader finds its
    schema even if it is empty."""
    datasets: list[tuple[str, str, Callable[[Decided], int]]] = [
        ("articles", "avro", lambda part: part.staged.size),
        ("copies", "avro", lambda part: 0 if mark_only else _bytes_of_copies(part)),
        ("rejects", "avro", lambda part: part.staged.rejects_size),
        ("memory", "bin", lambda part: part.staged.size),
    ]
    for dataset, ending, size in datasets:
        groups = list(grouped(decided, size)) or [()]
        for number, group in enumerate(groups):
            yield Shard(dataset, f"{dataset}/{dataset}-{number:05d}-of-{len(groups):05d}.{ending}", group)


def _bytes_of_copies(part: Decided) -> int:
    """About how much of a split's rows are copies; 0 only if none is."""
    return -(-part.staged.size * part.copies // (part.staged.articles or 1))


def grouped(decided: list[Decided], size: Callable[[Decided], int]) -> Iterator[tuple[Decided, ...]]:
    """Consecutive splits of about SHARD_BYTES together; those that have nothing are left out."""
    group: list[Decided] = []
    total = 0
    for part in decided:
        if not size(part):
            continue
        group.append(part)
        total += size(part)
        if total >= SHARD_BYTES:
            yield tuple(group)
            group, total = [], 0
    if group:
        yield tuple(group)
