"""Residue of the page around the story: buttons, sharing bars, 'toggle caption', 'CLICK HERE TO GET THE APP'."""

from __future__ import annotations

from pipeline.records import Paragraph, Removed


def take(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Removed]]:
    """Take interface residue out of the text."""
    return paragraphs, []
