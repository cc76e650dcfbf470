"""The headline: given by the input, or the first paragraph of the text."""

from __future__ import annotations

from pipeline.records import Paragraph, Removed


def take(paragraphs: list[Paragraph], given: str | None) -> tuple[list[Paragraph], str | None, list[Removed]]:
    """Take the headline out of the text. `given` is the one that the input names (None: look for it in the text)."""
    if given is None and len(paragraphs) > 1:
        return paragraphs[1:], paragraphs[0].text, []
    return paragraphs, given, []
