"""Clean: raw articles become clean ones, or rejects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import apache_beam as beam
from apache_beam.metrics import Metrics
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline import counters, workers
from pipeline.formats.base import MIB
from pipeline.news.clean import clean
from pipeline.records import Article, RawArticle, Rejection
from pipeline.stages.reject import attempt
from pipeline.work.job import Job, Staged, Task
from pipeline.work.split import clean_split

ARTICLES, REJECTS = "articles", "rejects"


@dataclass
class CleanArticles(beam.PTransform):
    """PCollection of RawArticle -> {"articles": PCollection of Article, "rejects": PCollection of Rejection}.

    Element by element: order, windows and timestamps stay. `strict`: a bug is raised, not made into a reject."""

    max_reject_bytes: int = MIB
    strict: bool = False

    def expand(self, raw: Any) -> Any:
        """Clean each element."""
        cleaned = raw | "Clean" >> beam.ParDo(_CleanOne(self.max_reject_bytes, self.strict)).with_outputs(
            REJECTS, main=ARTICLES
        )
        return {ARTICLES: cleaned[ARTICLES], REJECTS: cleaned[REJECTS]}


class _CleanOne(beam.DoFn):
    def __init__(self, max_reject_bytes: int, strict: bool) -> None:
        self.max_reject_bytes, self.strict = max_reject_bytes, strict

    def process(self, raw: RawArticle) -> Iterable[Article]:
        got = attempt(clean, raw, raw, "clean", self.max_reject_bytes, self.strict)
        if isinstance(got, Rejection):
            count(counters.of_rejection(got))
            yield beam.pvalue.TaggedOutput(REJECTS, got)
        else:
            count(counters.of_article(got))
            yield got


@dataclass
class CleanSplits(beam.PTransform):
    """PCollection of Task (splits of the input) -> PCollection of Staged (files of clean articles), in any order.

    One element is megabytes of articles, so that Beam's cost an element is nothing."""

    job: Job

    def expand(self, tasks: Any) -> Any:
        """Spread the splits over the workers, clean each."""
        return tasks | "Spread splits" >> beam.Reshuffle() | "Clean splits" >> beam.ParDo(_CleanSplits(self.job))


class _CleanSplits(beam.DoFn):
    """Keeps as many splits under way as there are worker processes; inline where there are none."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def start_bundle(self) -> None:
        self.queue = workers.Queue(clean_split)

    def process(self, task: Task) -> Iterable[Staged]:
        yield from self.counted(self.queue.put(task, self.job))

    def finish_bundle(self) -> Iterable[WindowedValue]:
        window = GlobalWindow()
        for staged in self.counted(self.queue.rest()):
            yield WindowedValue(staged, window.max_timestamp(), [window])

    def counted(self, results: Iterable[Staged]) -> Iterator[Staged]:
        for staged in results:
            count(staged.counts)
            yield staged


def count(counts: dict[str, int]) -> None:
    """Add to Beam's metrics, for the runner's own display."""
    for name, number in counts.items():
        if number:
            Metrics.counter(counters.NAMESPACE, name).inc(number)
