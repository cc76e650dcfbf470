"""DropCopies: of every story one article is kept; what repeats it goes aside and names it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import apache_beam as beam
from apache_beam.transforms.window import GlobalWindow
from apache_beam.utils.windowed_value import WindowedValue

from pipeline.copies import fingerprints
from pipeline.copies.blocks import Block
from pipeline.copies.resolve import resolve
from pipeline.copies.rule import Rule
from pipeline.records import Article, CopyOf, Duplicate, State
from pipeline.work.decide import decide
from pipeline.work.job import Job, Shard, Staged

KEPT, COPIES = "articles", "copies"
BLOCK_ARTICLES = 256

Verdict = tuple[Duplicate | None, tuple[CopyOf, ...], tuple[str, ...]]


@dataclass
class DropCopies(beam.PTransform):
    """PCollection of Article -> {"articles": the kept ones, "copies": the others, with `duplicate` filled in}.

    Bounded input, global window; the order does not matter. Only fingerprints (2.5 kB) and decisions are gathered in
    one place. An id that comes twice is written once."""

    rule: Rule = field(default_factory=Rule)

    def expand(self, articles: Any) -> Any:
        """Fingerprint all, decide once, then send every article where it belongs."""
        once = articles | "Drop redeliveries" >> _DropRedeliveries()
        blocks = once | "Fingerprint" >> beam.ParDo(_Fingerprint())
        start = articles.pipeline | "When all are fingerprinted" >> beam.Create([None])
        verdicts = start | "Decide" >> beam.Map(_decide, beam.pvalue.AsList(blocks), self.rule)
        sent = once | "Send" >> beam.ParDo(_send, beam.pvalue.AsSingleton(verdicts)).with_outputs(COPIES, main=KEPT)
        return {KEPT: sent[KEPT], COPIES: sent[COPIES]}


class _DropRedeliveries(beam.PTransform):
    """One article an id. They are alike but for where they were read: the first `input` stays."""

    def expand(self, articles: Any) -> Any:
        return (
            articles
            | "Key by id" >> beam.Map(lambda article: (article.id, article)).with_output_types(tuple[str, Article])
            | "Group by id" >> beam.GroupByKey()
            | "Take one" >> beam.MapTuple(lambda _, same: min(same, key=lambda article: article.input))
        )


class _Fingerprint(beam.DoFn):
    """Articles -> packed blocks, some hundred articles each."""

    def start_bundle(self) -> None:
        self.articles: list[Article] = []

    def process(self, article: Article) -> Iterable[bytes]:
        self.articles.append(article)
        if len(self.articles) >= BLOCK_ARTICLES:
            yield self.pack()

    def finish_bundle(self) -> Iterable[WindowedValue]:
        if self.articles:
            window = GlobalWindow()
            yield WindowedValue(self.pack(), window.max_timestamp(), [window])

    def pack(self) -> bytes:
        packed, self.articles = fingerprints.pack(self.articles).to_bytes(), []
        return packed


def _decide(_: None, blocks: list[bytes], rule: Rule) -> dict[str, Verdict]:
    """What was decided, by id; articles that nothing was decided about are left out."""
    unpacked = [Block.from_bytes(block) for block in blocks]
    resolution = resolve(unpacked, rule)
    verdicts: dict[str, Verdict] = {}
    for number, block in enumerate(unpacked):
        decided = resolution.verdicts(number)
        for row in range(len(block)):
            verdict = decided.duplicate(row), decided.copies(row), decided.superseded(row)
            if any(verdict):
                verdicts[block.id(row)] = verdict
    return verdicts


def _send(article: Article, verdicts: dict[str, Verdict]) -> Iterable[Article]:
    """Fill in the verdict; a copy goes aside."""
    duplicate, copies, supersedes = verdicts.get(article.id, (None, (), ()))
    decided = replace(
        article,
        duplicate=duplicate,
        copies=copies,
        supersedes=supersedes,
        state=State.COPY if duplicate else State.ARTICLE,
    )
    yield beam.pvalue.TaggedOutput(COPIES, decided) if duplicate else decided


@dataclass
class DecideSplits(beam.PTransform):
    """PCollection of Staged -> (PCollection of Shard, of File, of one dict of counts): the decision over all splits of
    a run, made in one place from their fingerprints; the files to be written, and those that hold what was judged."""

    job: Job
    rule: Rule = field(default_factory=Rule)
    against: tuple[str, ...] = ()

    def expand(self, staged: Any) -> Any:
        """Gather the names of the staged files, decide once."""
        start = staged.pipeline | "When all is cleaned" >> beam.Create([None])
        decide_once = beam.ParDo(_decide_splits, beam.pvalue.AsList(staged), self.job, self.rule, self.against)
        decided = start | "Decide" >> decide_once.with_outputs("files", "counts", main="shards")
        return decided["shards"], decided["files"], decided["counts"]


def _decide_splits(_: None, staged: list[Staged], job: Job, rule: Rule, against: tuple[str, ...]) -> Iterable[Shard]:
    decision = decide(staged, job, rule, against)
    yield beam.pvalue.TaggedOutput("counts", decision.counts)
    for written in decision.files:
        yield beam.pvalue.TaggedOutput("files", written)
    yield from decision.shards
