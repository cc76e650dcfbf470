"""Bytes in, raw articles and rejects out: decompress, choose the format, read."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats.base import Handle, Origin
from pipeline.records import RawArticle, Rejection


def records(handle: Handle, origin: Origin, format: str = "auto") -> Iterator[RawArticle | Rejection]:
    """Every record of an input, or of the byte range of it that `origin` names, in order.

    `format`: a name in the table, or 'auto' (by extension, then by content). An OSError while reading is one reject
    UNREADABLE after the records read until then; whatever else is wrong is a reject too."""
    content = handle.read()
    yield RawArticle(origin.uri, content, content, source=origin.source)
