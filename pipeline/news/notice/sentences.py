"""A paragraph's sentences: where each begins and ends."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news import tables

# A sentence ends with its stop and the closing signs behind it, where a space and no small letter follow. CJK stops
# need no space.
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[^\s,;:a-zà-öø-ÿ])|[。！？]+[」』）)]*|\n")
# "1. Juni" is one date; in other languages a number before a capital may well end a sentence.
_ORDINAL = re.compile(r"\d\. (\w+)")
_WORD_BEFORE = 14  # no abbreviation is longer


@cache
def _abbreviations() -> frozenset[str]:
    """Words whose full stop ends no sentence, lower case, without the stop."""
    return frozenset(row[1].rstrip(".").lower() for row in tables.rows("abbreviations"))


@cache
def _begins() -> re.Pattern[str]:
    """A word such as "This", with which a new sentence begins whatever stands before it: "at 12 River St. This"."""
    words = {row[2].capitalize() for row in tables.rows("notice_words") if row[1] == "DEMO" and row[2].isalpha()}
    return re.compile(rf"\s+(?:{'|'.join(sorted(words))})\s")


@cache
def _continues() -> re.Pattern[str]:
    """A word such as "Magazine", capitalised, that goes on with a name before it: "in YES! Magazine"."""
    return re.compile(r" (?:Magazine|Media|News|Radio)\b")


@cache
def _months() -> frozenset[str]:
    return frozenset(row[1].lower() for row in tables.rows("months"))


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of a paragraph; together they cover it but for the spaces between.

    >>> text = "It ran in the St. Louis Post-Dispatch. Read the original at AL.com."
    >>> [text[start:end] for start, end in spans(text)]
    ['It ran in the St. Louis Post-Dispatch.', 'Read the original at AL.com.']
    """
    found, start = [], 0
    for stop in _STOP.finditer(text):
        before = text[max(0, stop.start() - _WORD_BEFORE) : stop.start()]
        if stop.group()[0] == "." and _is_abbreviation(before) and not _begins().match(text, stop.end()):
            continue
        if stop.group() in ("!", "?") and before[-1:].isalpha() and _continues().match(text, stop.end()):
            continue
        if (day := _ORDINAL.match(text, max(0, stop.start() - 1))) and day.group(1).lower() in _months():
            continue
        found.append((start, stop.end()))
        start = stop.end()
    found.append((start, len(text)))
    return [trimmed for first, last in found if (trimmed := _trim(text, first, last))[0] < trimmed[1]]


def _is_abbreviation(before: str) -> bool:
    """Whether the text before a full stop ends with an abbreviation or an initial ("Joseph P.", "U.S.")."""
    word = re.split(r"[\s(\[„“\"'’/-]", before)[-1]
    return (
        (len(word) == 1 and word.isupper())
        or word.lower() in _abbreviations()
        or bool(re.fullmatch(r"(?:\w\.)+\w", word))
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
