"""The gates of syndication notices: patterns, over UTF-8, of what every notice of a language holds somewhere. They read
every article, so they are plain and small."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import re2

from pipeline.news import tables
from pipeline.news.notice.wordings import AFTER, is_role, languages, quiet, roles, token_pattern

# Of a pattern. On 6,293 real articles, read twice, 33,000, 60,000 and 130,000 bytes read 59, 77 and 21 MB a second.
GATE_BYTES = 60_000
ENGLISH = "en"
# What stands before the first word of a sentence: a stop, a sign or a new line, and a space.
_OPENING = r"""(?:[\n.!?:;*_()\[\]|>"'“”«»’…–—]\s?|-\s|--)"""


def languages_in(text: bytes) -> Iterator[str]:
    """The languages whose gate a text opens, in their order."""
    foreign = any(pattern.search(text) for pattern in foreign_gates())
    for language in languages() if foreign else (ENGLISH,):
        if gate(language).search(text):
            yield language


@cache
def foreign_gates() -> tuple[re2._Regexp, ...]:
    """The gates of all languages but English, a few languages together. Of all in one pattern RE2 makes a machine of
    more states than it keeps in memory, and on real news makes them again and again (3 times the time)."""
    groups: list[list[bytes]] = []
    for language in languages():
        if language == ENGLISH:
            continue
        pattern = b"(?:" + gate(language).pattern + b")"
        if not groups or sum(map(len, groups[-1])) + len(pattern) > GATE_BYTES:
            groups.append([])
        groups[-1].append(pattern)
    return tuple(re2.compile(b"|".join(group), quiet()) for group in groups)


@cache
def gate(language: str) -> re2._Regexp:
    """Found in every text that holds a notice of the language: the rarest part of each frame, marked with "!"; where
    the frame begins with it, only at the beginning of a sentence. Over UTF-8, plain and small: it reads every article.
    """
    inside: set[str] = set()
    opening: set[str] = set()
    for row in tables.rows("notice_frames"):
        tokens = row[3].split()
        rarest = next(place for place, token in enumerate(tokens) if token[0] == "!")
        if row[0] == language:
            (inside if rarest else opening).add(tokens[rarest][1:])
    leads = sorted(set().union(*(_leads(language, token) for token in opening - inside)))
    begin = f"(?:{_OPENING}|\\s(?:{'|'.join(map(re2.escape, leads))})\\s)" if leads else _OPENING
    openings = f"|{begin}(?:{_plain(language, opening - inside)})" if opening - inside else ""
    return re2.compile(f"(?i)(?:{_plain(language, inside)}{openings})".encode(), quiet())


def pattern(language: str, tokens: set[str]) -> re2._Regexp:
    """A pattern, over UTF-8, for any of the tokens of a language."""
    return re2.compile(f"(?i)(?:{_plain(language, tokens)})".encode(), quiet())


def rarest(language: str, text: bytes) -> frozenset[str]:
    """The rarest parts of the frames of a language that a text holds."""
    tokens, searched = _rarest(language)
    return frozenset(tokens[place] for place in searched.Match(text) or ())


@cache
def _rarest(language: str) -> tuple[list[str], re2.Set]:
    """The rarest parts of the frames of a language, and one search for all of them."""
    tokens = sorted({row[3].split("!", 1)[1].split()[0] for row in tables.rows("notice_frames") if row[0] == language})
    searched = re2.Set.SearchSet(quiet())
    for token in tokens:
        searched.Add(f"(?i){_plain(language, {token})}".encode())
    searched.Compile()
    return tokens, searched


def _plain(language: str, tokens: set[str]) -> str:
    """A pattern for any of the tokens without what may stand around them."""
    either = "|".join(_core(language, token) for token in sorted(tokens)) or "$^"
    return either.replace(AFTER, r"[\s,.:;()]+").replace(r"\pL*", r"[^\s.,]*")


@cache
def _core(language: str, token: str) -> str:
    """Like token_pattern, but of a role only the wordings that end with no other: what holds "a version of this story"
    holds "this story"."""
    words = roles(language).get(token, ()) if is_role(token) else ()
    if not words:
        return token_pattern(language, token)
    short = [word for word in words if not any(end in words for end in _shorter(word))]
    return "(?:" + "|".join("".join(_core(language, part) for part in word.split()) for word in short) + ")"


def _shorter(wording: str) -> Iterator[str]:
    """A wording without its first words: "version of this", "of this", "this"."""
    while " " in wording:
        wording = wording.split(" ", 1)[1]
        yield wording


@cache
def _leads(language: str, token: str) -> frozenset[str]:
    """The words before what _core keeps of a role: of "a version of this story" the "of"."""
    words = roles(language).get(token, ()) if is_role(token) else ()
    found: set[str] = set()
    for word in words:
        found |= _leads(language, word.split()[0])
        before = [word.removesuffix(" " + other) for other in words if word.endswith(" " + other)]
        found |= {end for prefix in before for end in _ends(language, prefix.split()[-1])}
    return frozenset(found)


def _ends(language: str, token: str) -> set[str]:
    """The last words of a token's wordings."""
    words = roles(language).get(token, ()) if is_role(token) else ()
    return {end for word in words for end in _ends(language, word.split()[-1])} if words else {token}
