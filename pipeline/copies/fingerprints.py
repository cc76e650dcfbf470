"""Fingerprints: clean articles in, one packed block out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.copies.blocks import Block
from pipeline.records import Article


def pack(articles: Sequence[Article]) -> Block:
    """The fingerprints of some articles, one row each, in their order."""
    raise NotImplementedError
