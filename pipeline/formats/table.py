"""The formats that are read.

To add one: write its module with a `read` (bytes -> RawArticle or Rejection; `base` has what all need, `lines` gives
lines, `rows` knows what names mean) and a FORMAT at its end; add its line here and take it out of `others`."""

from __future__ import annotations

from pipeline.formats import compression, json, jsonl, others, text
from pipeline.formats.base import Format

# In the order in which an input of unknown name is tried by its content; text takes whatever is left.
FORMATS: tuple[Format, ...] = (
    jsonl.FORMAT,
    json.FORMAT,
    text.FORMAT,
)
NAMES = ("auto", *(each.name for each in FORMATS))


def by_name(uri: str) -> Format | None:
    """The format that the extension says, behind that of a compression.

    >>> by_name("2020/May.JSONL.gz").name, by_name("letters.txt").name, by_name("README")
    ('jsonl', 'text', None)
    """
    name = compression.stem(uri)
    return next((each for each in (*FORMATS, *others.FORMATS) if name.endswith(each.extensions)), None)


def by_content(head: bytes) -> Format:
    """The format that the first bytes look like."""
    return next(each for each in (*FORMATS[:-1], *others.FORMATS, FORMATS[-1]) if each.sniff(head))


def called(name: str) -> Format:
    """The format of this name in the table. Raises ValueError that names those there are."""
    for each in FORMATS:
        if each.name == name:
            return each
    raise ValueError(f"no format is called {name!r}; there are {', '.join(NAMES)}")
