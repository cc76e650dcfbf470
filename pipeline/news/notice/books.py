"""What is said of the pages of a book, or of a figure, and sounds like a notice: who gives leave is no outlet."""

from __future__ import annotations

from functools import cache

import re2

from pipeline.news.notice import wordings
from pipeline.records import Syndication

_KINDS = ("reprinted", "republished")


def gave_leave(said: Syndication) -> bool:
    """Whether a notice of leave names a house of books, its imprint, or an author's heirs.

    >>> notice = "Reprinted by permission of Hill Valley Books."
    >>> gave_leave(Syndication("reprinted", notice, "Hill Valley Books"))
    True
    >>> gave_leave(Syndication("reprinted", "Reprinted from the Valley Review of Books.", "Valley Review of Books"))
    False
    """
    notice = said.notice or ""
    if said.kind not in _KINDS or not said.source or said.source not in notice:
        return False
    return _houses().search(notice, max(0, notice.index(said.source) - 1)) is not None


def is_figure(text: str) -> bool:
    """Whether a paragraph is the legend of a figure: "Figure 1.4: ... Reprinted courtesy of the Hill Laboratory."."""
    return _figures().match(text) is not None


@cache
def _houses() -> re2._Regexp:
    """The end or the beginning of such a name, with capitals, or what is said behind it. "Valley Review of Books" and
    "Publishers' Weekly" end otherwise."""
    ends, begins, heirs = (_either(role, capital=True) for role in ("HOUSE", "HOUSEOF", "HEIRS"))
    name, behind = r"\p{Lu}[\pL\pN.'’&-]*", r"(?:[^\pL\s'’]|$|\s+(?:\p{Ll}|\(|\d))"
    house = rf"{name}(?: &)? (?:{ends}){behind}"
    others = rf"(?:{begins}) (?:\pL+ )?{name}|(?:{heirs}) |(?i:{_either('IMPRINT')}){wordings.EDGE}"
    return re2.compile(f"{house}|{wordings.EDGE}(?:{others})")


@cache
def _figures() -> re2._Regexp:
    return re2.compile(rf"(?i)[^\pL\pN]*(?:{_either('FIGURE')})\.?\s*\d")


def _either(role: str, capital: bool = False) -> str:
    """A pattern for any wording of a role, of all languages; with `capital` its first word may have one, a word of a
    name must."""
    words = {word for language in wordings.languages() for word in wordings.roles(language).get(role, ())}
    made = (_capital(role, word) if capital else str(re2.escape(word)) for word in words)
    return "|".join(sorted(made, key=lambda word: (-len(word), word)))


def _capital(role: str, word: str) -> str:
    """A wording as names are written; of "estate of" the capital is left open."""
    first = f"[{word[0].upper()}{word[0]}]" if role == "HEIRS" else word[0].upper()
    rest = word[1:] if role == "HEIRS" else word.title()[1:]
    return first + str(re2.escape(rest))
