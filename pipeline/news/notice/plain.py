"""Syndication notices in languages that write no capitals, or bind what follows to the outlet's name: 本文转载自简书.

Their frames are in notice_plain.tsv, their words in notice_words.tsv. A frame is read as one pattern from the beginning
of the sentence; a name ends where the next word of the frame, a comma or a bracket begins.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import re2

from pipeline.news import dates, tables
from pipeline.news.notice import frames, wordings
from pipeline.news.notice.names import QUOTES
from pipeline.records import Syndication

LONGEST = 300  # characters of a sentence that is looked at
_LONGEST_NAME = 40  # characters
_SHORT = 40  # characters of a sentence that need not say "this article"
_HARAKAT = re.compile("[\u064b-\u0652\u0640]")  # Arabic vowel signs, which may be left out, and the stretching sign
_ENDS = re.compile(r"[，、。；,;（()）：|｜!！]|\s[-–—]\s|https?://")
_SUFFIX = re.compile(r"['’][a-zçğıöşü]{1,5}\b")  # Turkish cases behind a name: "Nehir Postası'nda"
_AFTER_DATE = re.compile(r"(?<=\d)(?:['’][a-zçğıöşü]{1,4}\b|日に|年に|月に)")


class Frame(NamedTuple):
    """One row of notice_plain.tsv, compiled."""

    language: str
    kind: str
    pattern: re2._Regexp
    field: str
    names_story: bool  # it begins with "this article"


def read(sentence: str, opens: bool) -> Syndication | None:
    """What one sentence says about where the story came from. opens: only notices stand before it in its paragraph.

    >>> said = read("本文首发于《河流日报》，原文有删节。", True)
    >>> (said.kind, said.source) if said else None
    ('originally_appeared', '河流日报')
    """
    if len(sentence) > LONGEST or not _gate().search(sentence.encode("utf-8", "surrogatepass")):
        return None
    plain = _AFTER_DATE.sub("", _HARAKAT.sub("", sentence))
    for frame in _frames():
        fit = frame.pattern.search(plain) if frame.names_story or (opens and len(plain) <= _SHORT) else None
        name = _name(fit.group("name"), frame.language) if fit else None
        if name:
            said = {"partner": name} if frame.field == "partner" else {"source": name}
            return Syndication(frame.kind, sentence.strip(), published=dates.first(sentence), **said)
    return None


def _name(zone: str, language: str) -> str | None:
    """The outlet's name in the zone that a frame leaves for it."""
    zone = dates.without(f" {zone} ").strip(" \t\n:：,，、*_")
    for lead in wordings.roles(language).get("LEADIN", ()):
        zone = zone.removeprefix(lead).strip(" \t\n:：,，、") if zone.casefold().startswith(lead) else zone
    zone = dates.without(f" {zone} ").strip(" \t\n:：,，、*_")
    for kind in wordings.roles(language).get("KIND", ()):
        zone = zone[len(kind) :].lstrip(" :：") if zone.casefold().startswith(kind) and len(zone) > len(kind) else zone
    closing = QUOTES.get(zone[:1])
    if closing:
        end = next((place for place in range(1, len(zone)) if zone[place] in closing), 0)
        name = zone[1:end]
    else:
        end_of_name = _ENDS.search(zone)
        name = zone[: end_of_name.start()] if end_of_name and end_of_name.start() else zone
        name = _cut_kind(name, language)
        name = _SUFFIX.sub("", name) if language == "tr" else name
    name = name.strip(" \t\n.…\"'“”「」[]【】<>")
    if name.startswith(wordings.roles(language).get("NONAME", ()) or "\0"):
        return None
    return name if 1 < len(name) <= _LONGEST_NAME and not name.isdigit() else None


def _cut_kind(name: str, language: str) -> str:
    """A name without the word behind it that says what it is: "Nehir dergisinde" -> "Nehir"."""
    for kind in wordings.roles(language).get("KINDAFTER", ()):
        place = name.casefold().find(f" {kind}")
        name = name[:place] if place > 0 else name
    return name


@cache
def _frames() -> tuple[Frame, ...]:
    """All frames, the longest first."""
    rows = sorted(tables.rows("notice_plain"), key=lambda row: (-len(row[2].split()), row))
    return tuple(_frame(*row) for row in rows)


def _frame(language: str, kind: str, wording: str) -> Frame:
    """Compile one row."""
    tokens = [token.lstrip("!") for token in wording.split()]
    parts = [r"^[^\pL\pN]*"]
    if "LABEL" in wordings.roles(language):
        parts.append(rf"(?:{_pattern(language, 'LABEL')}\s?\d?[^\pL\pN]+)?")
    for place, token in enumerate(tokens):
        last = place + 1 == len(tokens)
        parts.append(_zone(last) if token in frames.SLOTS else _pattern(language, token))
    pattern = re2.compile(r"(?is)" + r"\s*".join(parts), wordings.quiet())
    return Frame(language, kind, pattern, "partner" if "PARTNER" in tokens else "source", "THIS" in tokens[:2])


def _zone(last: bool) -> str:
    """The pattern of the text in which a name is looked for."""
    return r"(?P<name>[^。！？\n]{1,70}" + ("" if last else "?") + ")"


def _pattern(language: str, token: str) -> str:
    """The pattern of one token: a word, a role or `..`."""
    if token == "..":
        return r"[^。！？\n]{0,20}?"
    words = wordings.roles(language).get(token) if token.isupper() and token.isascii() else None
    return "(?:" + "|".join(_literal(word) for word in words or (token,)) + ")"


def _literal(word: str) -> str:
    """A wording of which the parts may stand together or apart."""
    return r"\s*".join(str(re2.escape(part)) for part in word.split())


@cache
def _gate() -> re2._Regexp:
    return re2.compile(gate(), wordings.quiet())


def gate() -> bytes:
    """A pattern, over UTF-8, of what every notice of these languages holds: the part of its frame marked with "!"."""
    marked = {
        (row[0], token[1:]) for row in tables.rows("notice_plain") for token in row[2].split() if token.startswith("!")
    }
    return ("(?i)(?:" + "|".join(sorted(_pattern(*pair) for pair in marked)) + ")").encode()
