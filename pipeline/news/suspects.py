"""Suspects: the paragraphs that the rules of pages, captions and notices have to look at. Most stories hold few.

The articles of a chunk are searched together, a pattern at a time, in bytes: the states of a pattern are megabytes,
which leave the processor's cache whenever another rule reads an article in between (on 256 articles of 6 kB with 2 MB
of cache notices took 107 us an article against 210).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import re2

from pipeline.news import interface
from pipeline.news.credits import cues
from pipeline.news.notice import contributions, gates, plain, rights, wordings
from pipeline.records import Paragraph

# Between two paragraphs, and around an article: over the second no pattern reaches, whatever stands on either side.
_BREAK, _EDGE = b"\n\n", b"\n\n\0.\0\n\n"
_UTF8 = "utf-8", "surrogatepass"
_ENDS = (2, 8)  # paragraphs before and behind an English story, and most of its own
_HEAD = 8  # paragraphs by which an English story is known
_THE = 600  # bytes of an English story hold "the" once, by far: news has one in 80 to 180, of others one in 1,300


class Suspects(NamedTuple):
    """Numbers of the paragraphs of an article that may be of the page or a caption, and that may hold a notice."""

    page: set[int]
    notices: set[int]


def find(articles: Sequence[Sequence[Paragraph]]) -> list[Suspects]:
    """The suspects of each article. In an English story a notice in another language stands before or behind the story,
    not inside: only its first and last paragraphs are searched for one (half of the patterns' time on English news)."""
    texts = [[paragraph.text.encode(*_UTF8) for paragraph in article] for article in articles]
    outer = [_outer(article) for article in texts]
    ends = [list(map(article.__getitem__, at)) for article, at in zip(texts, outer, strict=True)]
    page, found, more = _places(texts, _page()), _places(texts, _notices()[:1]), _places(ends, _notices()[1:])
    return [
        Suspects(
            {article[place].number for place in of_page},
            {article[place].number for place in (*here, *(at[each] for each in there))},
        )
        for article, at, of_page, here, there in zip(articles, outer, page, found, more, strict=True)
    ]


def may_be_notice(sentence: str) -> bool:
    """Whether a sentence holds a wording of some notice."""
    text = f"\n{sentence}\n".encode(*_UTF8)
    return any(gate.search(text) for gate in _notices())


def _outer(article: list[bytes]) -> Sequence[int]:
    """The places of the first and last paragraphs of an English story, all of another."""
    size = len(article)
    if size <= sum(_ENDS):
        return range(size)
    head = b" ".join(article[:_HEAD])
    if head.count(b" the ") * _THE < len(head):
        return range(size)
    return [*range(_ENDS[0]), *range(size - _ENDS[1], size)]


def _places(articles: list[list[bytes]], patterns: Sequence[re2._Regexp]) -> list[list[int]]:
    """Of each article the places of the paragraphs in which one of the patterns is found, or ends."""
    whole = _EDGE.join((b"", *map(_BREAK.join, articles), b""))
    sizes: list[int] = []
    for article in articles:
        sizes += [len(text) + len(_BREAK) for text in article] or [len(_BREAK)]
        sizes[-1] += len(_EDGE) - len(_BREAK)
    ends = list(accumulate(sizes, initial=len(_EDGE)))[1:]
    starts = list(accumulate((max(1, len(article)) for article in articles), initial=0))
    found: list[list[int]] = [[] for _ in articles]
    for row in {bisect_right(ends, hit.end() - 1) for pattern in patterns for hit in pattern.finditer(whole)}:
        number = bisect_right(starts, row) - 1
        found[number].append(row - starts[number])
    return found


@cache
def _page() -> tuple[re2._Regexp, ...]:
    """What every caption and all residue of the page but the short holds, between empty lines."""
    return (re2.compile(f"{interface.openings()}|{cues.near()}".encode(), wordings.quiet()),)


@cache
def _notices() -> tuple[re2._Regexp, ...]:
    """What every notice holds somewhere, in one of these. The first: what English ones hold, and those that are no
    sentences."""
    english = b"|".join((gates.gate(gates.ENGLISH).pattern, plain.gate(), rights.gate(), contributions.gate()))
    return re2.compile(english, wordings.quiet()), *gates.foreign_gates()
