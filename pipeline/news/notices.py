"""Notices: where a story first appeared, who holds the rights, who contributed."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.records import Paragraph, Removed, Syndication


class Notices(NamedTuple):
    """What the notices of one article say."""

    syndication: Syndication | None = None
    contributors: tuple[str, ...] = ()
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None


def take(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], Notices, list[Removed]]:
    """Take syndication, rights and contribution notices out of the text."""
    return paragraphs, Notices(), []
