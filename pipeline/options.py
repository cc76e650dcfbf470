"""Every option of a run: its default, its unit, and which do not go together. Nothing below knows the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from pipeline.copies.rule import Rule
from pipeline.formats import Limits
from pipeline.stages.publish import Place
from pipeline.work.job import Job


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of `copydesk run`. Those in RESULT change what is written: they stand in the manifest."""

    inputs: tuple[str, ...]
    output: str
    against: tuple[str, ...] = ()  # earlier outputs, as named by the user
    format: str = "auto"
    source: str | None = None
    charset: str | None = None
    limit: int | None = None  # records, in the order of the inputs
    overwrite: bool = False
    workers: int = 1
    codec: str = "deflate"
    mark_only: bool = False
    rule: Rule = field(default_factory=Rule)
    limits: Limits = field(default_factory=Limits)
    max_rejects: int | None = None  # more of them: exit 3
    strict: bool = False

    RESULT: ClassVar = ("against", "format", "source", "charset", "limit", "codec", "mark_only")

    def result(self) -> dict[str, Any]:
        """The options that change what is written, with the rule on copies and the limits."""
        own = {name: getattr(self, name) for name in self.RESULT}
        limits = {name: getattr(self.limits, name) for name in Limits.__dataclass_fields__}
        return {**own, **limits, "rule": self.rule._asdict()}

    def job(self, where: Place) -> Job:
        """What the workers must know."""
        return Job(
            where.staging,
            where.target,
            self.format,
            self.source,
            self.charset,
            self.codec,
            self.mark_only,
            self.limits,
            self.strict,
        )


@dataclass(frozen=True, slots=True)
class StreamOptions:
    """The options of `copydesk stream`."""

    source: str  # address: kafka://..., dir://...
    output: str
    against: tuple[str, ...] = ()
    window_s: float = 10.0  # reading time that becomes one commit: latency against number of files
    shards: int = 1  # files a dataset and window
    readers: int = 1  # side by side, each with its share of the partitions
    workers: int = 1
    format: str = "auto"
    outlet: str | None = None  # of records that name none (--source)
    charset: str | None = None
    codec: str = "deflate"
    rule: Rule = field(default_factory=Rule)
    limits: Limits = field(default_factory=Limits)
    strict: bool = False

    def result(self) -> dict[str, Any]:
        """What stands in the commit of the start: the options that change what is written."""
        limits = {name: getattr(self.limits, name) for name in Limits.__dataclass_fields__}
        own = {name: getattr(self, name) for name in ("format", "charset", "codec", "window_s", "shards")}
        return {**own, **limits, "source": self.outlet, "from": self.source, "rule": self.rule._asdict()}

    def job(self) -> Job:
        """What whoever cleans must know."""
        return Job(
            staging="",
            target=self.output,
            format=self.format,
            source=self.outlet,
            charset=self.charset,
            codec=self.codec,
            limits=self.limits,
            strict=self.strict,
        )
