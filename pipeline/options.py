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

    RESULT: ClassVar = ("format", "source", "charset", "limit", "codec", "mark_only")

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
