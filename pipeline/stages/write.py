"""Write: records become Avro files, and all of them appear at once as one output."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline import counters, files, workers
from pipeline.avro import files as container
from pipeline.avro import manifest, rows, schemas
from pipeline.avro.manifest import File, Manifest
from pipeline.records import PIPELINE_VERSION, RULES_VERSION, Article, Rejection
from pipeline.stages.publish import Place, place, prepare, publish
from pipeline.work.job import Job, Shard
from pipeline.work.shard import write_shard

VERSIONS = {"pipeline": PIPELINE_VERSION, "rules": RULES_VERSION}


@dataclass
class WriteShards(beam.PTransform):
    """PCollection of Shard -> PCollection of File: each shard is written by a worker from the staged splits."""

    job: Job

    def expand(self, shards: Any) -> Any:
        """Spread the shards over the workers, write each."""
        return shards | "Spread shards" >> beam.Reshuffle() | "Write shards" >> beam.ParDo(_WriteShards(self.job))


class _WriteShards(beam.DoFn):
    def __init__(self, job: Job) -> None:
        self.job = job

    def start_bundle(self) -> None:
        self.queue = workers.Queue(write_shard)

    def process(self, shard: Shard) -> Iterable[File]:
        yield from self.queue.put(shard, self.job)

    def finish_bundle(self) -> Iterable[WindowedValue]:
        window = GlobalWindow()
        for written in self.queue.rest():
            yield WindowedValue(written, window.max_timestamp(), [window])


@dataclass
class Commit(beam.PTransform):
    """(PCollection of File, PCollection of one dict of counts) -> PCollection of one Manifest, of the output that is
    there when it comes out. Raises AssertionError if the counts break the conservation law."""

    where: Place
    options: dict[str, Any] = field(default_factory=dict)

    def expand(self, inputs: Any) -> Any:
        """When every file is written: manifest, then the output's name."""
        written, counts = inputs
        start = written.pipeline | "When all is written" >> beam.Create([None])
        return start | "Commit" >> beam.Map(
            commit,
            beam.pvalue.AsList(written),
            beam.pvalue.AsSingleton(counts),
            self.where,
            self.options,
        )


def commit(_: None, written: list[File], counts: dict[str, int], where: Place, options: dict[str, Any]) -> Manifest:
    """Publish an output and return its manifest."""
    made = Manifest(counts, tuple(sorted(written)), options, VERSIONS)
    fault = manifest.unbalanced(counts)
    assert fault is None, f"articles were lost or doubled, nothing is published: {fault}"
    publish(where, manifest.dump(made))
    return made


@dataclass
class WriteArticles(beam.PTransform):
    """{"articles": PCollection of Article, "copies": of Article, "rejects": of Rejection} -> PCollection of one
    Manifest. Bounded input, global window. The same records give the same bytes, in whatever order they come: each is
    in the file that its id says, sorted by id. Raises Unusable when the graph is built if there is an output already.

    The records themselves are shuffled (25 kB of memory each on one machine): for large batches take `copydesk run`."""

    output: str
    shards: int = 1
    codec: str = "deflate"
    overwrite: bool = False

    def expand(self, datasets: Any) -> Any:
        """Encode, group by file, write, commit."""
        where = place(self.output)
        prepare(where, self.overwrite)
        written = [
            datasets[name] | f"Write {name}" >> _WriteDataset(where, name, self.shards, self.codec)
            for name in schemas.DATASETS
            if name in datasets
        ]
        written = written | "All files" >> beam.Flatten()
        counts = written | "Rows" >> beam.CombineGlobally(_CountRows())
        return (written, counts) | "Commit" >> Commit(where, {"codec": self.codec})


@dataclass
class _WriteDataset(beam.PTransform):
    where: Place
    dataset: str
    shards: int
    codec: str

    def expand(self, records: Any) -> Any:
        empty = records.pipeline | "Every file" >> beam.Create([(n, b"") for n in range(self.shards)])
        encoded = records | "Encode" >> beam.Map(_encode, self.shards)
        return (
            (encoded, empty)
            | "With every file" >> beam.Flatten()
            | "By file" >> beam.GroupByKey()
            | "Write files" >> beam.MapTuple(self.write)
        )

    def write(self, number: int, records: Iterable[bytes]) -> File:
        """Write one file of the records that belong into it, sorted (an id is what an article begins with)."""
        name = f"{self.dataset}/{self.dataset}-{number:05d}-of-{self.shards:05d}.avro"
        with files.create(f"{self.where.target}/{name}") as handle:
            schema = schemas.load(schemas.DATASETS[self.dataset])
            return File(name, self.dataset, *container.write(handle, schema, sorted(filter(None, records)), self.codec))


def _encode(record: Article | Rejection, shards: int) -> tuple[int, bytes]:
    """(number of the file, encoded record)."""
    if isinstance(record, Rejection):
        return int(record.raw_sha256[:8], 16) % shards, rows.encode_rejection(record)
    row = rows.encode(record)
    return int(record.id[:8], 16) % shards, rows.finish(row, record.duplicate, record.copies, record.supersedes)


class _CountRows(beam.CombineFn):
    """The counts of an output, from its files alone."""

    def create_accumulator(self) -> dict[str, int]:
        return dict.fromkeys(schemas.DATASETS, 0)

    def add_input(self, counts: dict[str, int], written: File) -> dict[str, int]:
        return {**counts, written.dataset: counts[written.dataset] + written.rows}

    def merge_accumulators(self, many: Iterable[dict[str, int]]) -> dict[str, int]:
        return {**self.create_accumulator(), **counters.total(many)}

    def extract_output(self, counts: dict[str, int]) -> dict[str, int]:
        return {**counts, counters.READ: sum(counts.values())}
