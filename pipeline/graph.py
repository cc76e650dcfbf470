"""The graphs, one screen each: the batch of `copydesk run`, the stream of `copydesk stream`."""

import apache_beam as beam

from pipeline.options import RunOptions, StreamOptions
from pipeline.stages.clean import CleanSplits
from pipeline.stages.commit import CommitWindows
from pipeline.stages.drop_copies import DecideSplits
from pipeline.stages.judge import Judge, Judging
from pipeline.stages.parcel import MakeParcels
from pipeline.stages.publish import Place
from pipeline.stages.source import ReadSource, Source
from pipeline.stages.write import Commit, WriteShards
from pipeline.work.job import Task


def batch(pipeline: beam.Pipeline, tasks: list[Task], where: Place, options: RunOptions) -> None:
    """Read -> Clean -> DropCopies -> Write: splits of the inputs in, one finished output."""
    job = options.job(where)
    splits = pipeline | "Plan" >> beam.Create(tasks)
    staged = splits | "Read and clean" >> CleanSplits(job)
    shards, memory, counts = staged | "DropCopies" >> DecideSplits(job, options.rule, options.against)
    written = shards | "Write" >> WriteShards(job)
    files = (written, memory) | "All files" >> beam.Flatten()
    (files, counts) | "Publish" >> Commit(where, options.result())


def stream(pipeline: beam.Pipeline, source: Source, start: int, options: StreamOptions) -> beam.PCollection:
    """Read -> Clean -> DropCopies -> Write, as articles arrive: messages in, a commit a window out. `start`: the number
    of the commit with which this stream began."""
    out = options.output
    fetched = pipeline | "Read" >> ReadSource(source, out, start)
    parcels = fetched | "Clean" >> MakeParcels(options.job())
    judged = parcels | "DropCopies" >> Judge(Judging(out, start, options.rule, options.against))
    return judged | "Write" >> CommitWindows(out, start, options.window_s, options.shards, options.codec)
