"""Write one output file from the staged splits and the verdicts on them."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from pipeline import files
from pipeline.avro import files as container
from pipeline.avro import rows, schemas, staging
from pipeline.avro.manifest import File
from pipeline.copies.verdicts import COPY, KEPT, Verdicts
from pipeline.work.job import Decided, Job, Shard


def write_shard(shard: Shard, job: Job) -> File:
    """Write the file under its name in the target folder; the same shard gives the same bytes."""
    with files.create(f"{job.target}/{shard.name}") as handle:
        if shard.dataset == "memory":
            memory = staging.Stage(handle, pieces=2)
            for block, verdicts in pieces(shard):
                memory.append(block, verdicts)
            memory.close()
        else:
            schema = schemas.load(schemas.DATASETS[shard.dataset])
            written = container.write(handle, schema, records(shard, job.mark_only), job.codec)
    if shard.dataset == "memory":
        return measure(f"{job.target}/{shard.name}", shard.name)
    return File(shard.name, shard.dataset, *written)


def measure(path: str, name: str) -> File:
    """The manifest's entry of a memory file that has been written."""
    digest, size = sha256(), 0
    with files.read(path) as handle:
        while chunk := handle.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return File(name, "memory", 0, size, digest.hexdigest())


def records(shard: Shard, mark_only: bool = False) -> Iterator[bytes]:
    """The encoded records of an Avro file, in the order of the splits."""
    for part in shard.parts:
        if shard.dataset == "rejects":
            yield from rejects(part)
        else:
            yield from articles(part, {KEPT, COPY} if mark_only else {KEPT} if shard.dataset == "articles" else {COPY})


def rejects(part: Decided) -> Iterator[bytes]:
    """The rejects of one split."""
    with files.read(part.staged.rejects) as handle:
        yield from staging.records(handle)


def articles(part: Decided, states: set[int]) -> Iterator[bytes]:
    """The articles of one split that have one of some states, with what was decided about them."""
    with files.read(part.staged.rows) as handle:
        staged = staging.rows(handle)
        for packed in part.verdicts:
            verdicts = Verdicts.from_bytes(packed)
            for number, state in enumerate(verdicts.state.tolist()):
                row = next(staged)
                if state in states:
                    yield rows.finish(
                        row, verdicts.duplicate(number), verdicts.copies(number), verdicts.superseded(number)
                    )


def pieces(shard: Shard) -> Iterator[tuple[bytes, bytes]]:
    """The blocks and their verdicts, for the output's memory."""
    for part in shard.parts:
        with files.read(part.staged.blocks) as handle:
            yield from zip(staging.records(handle), part.verdicts, strict=True)
