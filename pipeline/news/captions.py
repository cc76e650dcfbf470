"""Picture captions and their credits, glued into the text of the story."""

from __future__ import annotations

from pipeline.records import Caption, Paragraph


def take(paragraphs: list[Paragraph]) -> tuple[list[Paragraph], list[Caption]]:
    """Take the captions out of the text, in order."""
    return paragraphs, []
