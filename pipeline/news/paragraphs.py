"""Text to paragraphs."""

from __future__ import annotations

from pipeline.records import Paragraph


def split(text: str) -> list[Paragraph]:
    """The paragraphs of a repaired text, numbered from 0, stripped, none empty."""
    parts = (part.strip() for part in text.split("\n\n"))
    return [Paragraph(number, part) for number, part in enumerate(p for p in parts if p)]
