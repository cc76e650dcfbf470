"""Suspects: the paragraphs that the rules of pages, captions and notices have to look at. Most stories hold few.

The articles of a chunk are searched together, a pattern at a time, in bytes: the states of a pattern are megabytes,
which leave the processor's cache whenever another rule reads an article in between (on 256 articles of 6 kB with 2 MB
of cache notices took 107 us an article against 210).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

import re2

from pipeline.news import interface
from pipeline.news.credits import cues
from pipeline.news.notice import contributions, gates, plain, rights, wordings
from pipeline.news.paragraphs import BREAK, joined
from pipeline.records import Paragraph

# Around an article, between empty lines: over the zeros no pattern reaches, whatever stands on either side.
_EDGE = BREAK + b"\0.\0" + BREAK
_FIRST, _LAST = 2, 8  # paragraphs before and behind an English story, and most of its own
_HEAD = 2_000  # bytes by which an English story is known
_THE = 600  # bytes of an English story hold "the" once, by far: news has one in 80 to 180, of others one in 1,300


class Suspects(NamedTuple):
    """Numbers of the paragraphs of an article that may be of the page or a caption, and that may hold a notice."""

    page: set[int]
    notices: set[int]


def among(paragraphs: Sequence[Paragraph]) -> Suspects:
    """The suspects among some paragraphs, each as if it were one line."""
    (found,) = find([joined(p._replace(text=p.text.replace("\n", " ")) for p in paragraphs)])
    return Suspects(*({paragraphs[place].number for place in places} for places in found))


def find(texts: Sequence[bytes]) -> list[Suspects]:
    """The suspects of each text, by their places. In an English story a notice in another language stands before or
    behind the story, not inside: only there one is looked for (half of the patterns' time on English news)."""
    english, foreign = _notices()[:1], _notices()[1:]
    outer, left_out = zip(*map(_outer, texts), strict=True) if texts else ((), ())
    found = zip(_places(texts, _page()), _places(texts, english), _places(outer, foreign), left_out, strict=True)
    return [
        Suspects(page, notices | {place if place < _FIRST else place + inside for place in others})
        for page, notices, others, inside in found
    ]


def may_be_notice(sentence: str) -> bool:
    """Whether a sentence holds a wording of some notice."""
    text = f"\n{sentence}\n".encode("utf-8", "surrogatepass")
    return any(gate.search(text) for gate in _notices())


def _outer(text: bytes) -> tuple[bytes, int]:
    """What stands before and behind an English story, and how many paragraphs between; all of another text."""
    inner, *last = text.rsplit(BREAK, _LAST)
    *first, story = inner.split(BREAK, _FIRST)
    head = text[:_HEAD]
    if len(last) < _LAST or len(first) < _FIRST or head.count(b" the ") * _THE < len(head):
        return text, 0
    return BREAK.join((*first, *last)), story.count(BREAK) + 1


def _places(texts: Sequence[bytes], patterns: Iterable[re2._Regexp]) -> list[set[int]]:
    """Of each text the places of the paragraphs in which one of the patterns is found, or ends."""
    whole = _EDGE.join((b"", *texts, b""))
    starts = list(accumulate((len(text) + len(_EDGE) for text in texts), initial=len(_EDGE)))
    offsets: list[list[int]] = [[] for _ in texts]
    for last in sorted({hit.end() - 1 for pattern in patterns for hit in pattern.finditer(whole)}):
        number = bisect_right(starts, last) - 1
        offsets[number].append(last - starts[number])
    return [set(_paragraphs(text, at)) for text, at in zip(texts, offsets, strict=True)]


def _paragraphs(text: bytes, offsets: list[int]) -> Iterator[int]:
    """The paragraphs in which ascending offsets of a text lie, or behind which."""
    place, following = 0, 0
    for offset in offsets:
        while 0 <= following <= offset:
            end = text.find(BREAK, following)
            place, following = place + (following > 0), end + len(BREAK) if end >= 0 else -1
        yield place


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
