"""Datelines: where a story was filed, and by which agency."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.records import Paragraph, Removed


class Dateline(NamedTuple):
    """The dateline as printed, the place and the agency that it names."""

    raw: str
    located: str | None
    provider: str | None


def take(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], Dateline | None, list[Removed]]:
    """Take the dateline off the first paragraph of the body that has one."""
    return paragraphs, None, []
