"""The wordings of news, kept as data: `tables/NAME.tsv`, one wording a line, sorted, for people who know news.

Columns are separated by a tab; the first is the language (ISO 639-1, or `*` for every language). Lines that begin with
`#` are remarks: each file begins with some that say what its columns mean and how to add to it.
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of one table, as tuples of its columns; missing trailing columns are left out."""
    text = (resources.files("pipeline.news") / "tables" / f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(column.strip() for column in line.split("\t")) for line in lines)
