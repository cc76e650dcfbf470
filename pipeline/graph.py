"""The graph of a run, on one screen."""

import apache_beam as beam

from pipeline.copies.rule import Rule
from pipeline.options import RunOptions
from pipeline.stages.clean import CleanSplits
from pipeline.stages.drop_copies import DecideSplits
from pipeline.stages.publish import Place
from pipeline.stages.write import Commit, WriteShards
from pipeline.work.job import Job, Task


def batch(pipeline: beam.Pipeline, tasks: list[Task], job: Job, rule: Rule, where: Place, options: RunOptions) -> None:
    """Read -> Clean -> DropCopies -> Write: splits of the inputs in, one finished output."""
    splits = pipeline | "Plan" >> beam.Create(tasks)
    staged = splits | "Read and clean" >> CleanSplits(job)
    shards, memory, counts = staged | "DropCopies" >> DecideSplits(job, rule)
    written = shards | "Write" >> WriteShards(job)
    files = (written, memory) | "All files" >> beam.Flatten()
    (files, counts) | "Publish" >> Commit(where, options.result())
