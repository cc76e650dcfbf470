"""Whether a name may be a person's: "This report by Jane Doe" tells an author, "by The Canadian Press" an outlet."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news import agencies, tables

_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")
_MOST_WORDS = 4  # of a person's name, beside particles


def may_be(name: str) -> bool:
    """Whether a name may be a person's: a few capitalised words, none of which names a newspaper, station or agency.

    >>> [may_be(name) for name in ("Jane Doe", "The Canadian Press", "River Desk", "KUNC", "Folha do Rio", "AL.com")]
    [True, False, False, False, False, False]
    """
    words = name.split()
    names = [word for word in words if word.lower() not in agencies.PARTICLES]
    if not 1 < len(names) <= _MOST_WORDS or words[0].lower() in agencies.ARTICLES or agencies.agency(name):
        return False
    if not all(_WORD.fullmatch(word) for word in words) or any(word.isupper() and len(word) > 2 for word in names):
        return False
    return _titles().isdisjoint(word.lower() for word in words)


@cache
def _titles() -> frozenset[str]:
    """Words of which the names of newspapers, stations and agencies are made, lower case."""
    return frozenset(row[1] for row in tables.rows("title_words"))
