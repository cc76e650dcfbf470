"""The frames of syndication notices: the table notice_frames.tsv, compiled.

A frame is a sentence of roles and words: `THIS … !FIRST IN OUTLET` reads "This story, by Jane Doe, first appeared
in X". Compiled it is one linear pattern (RE2), in which each name still to be read is a zone of text that begins
somewhere after the word before it.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import re2

from pipeline.news import tables
from pipeline.news.notice.openings import lead
from pipeline.news.notice.wordings import BETWEEN, EDGE, SIGNS, quiet, token_pattern

SLOTS = ("OUTLET", "PARTNER", "VIA", "NAME", "AGENCY", "SITE")


class Slot(NamedTuple):
    """A name to be read: the field it fills, and the pattern of the preposition before it; without a preposition the
    name begins the sentence, or ends what comes before the next word of the frame (`last`). `sure`: it must not be
    the name of a person. `site`: whatever ends the sentence is the name, capitals or not."""

    field: str
    preposition: re2._Regexp | None
    last: bool = False
    sure: bool = False
    site: bool = False


class Frame(NamedTuple):
    """One frame. Each slot's zone is the group of its name in `pattern`; `size` counts its tokens. `led`: it begins
    with a word, behind what may stand before a notice (`starts`)."""

    language: str
    kind: str
    where: str
    source: str
    led: bool
    slots: tuple[Slot, ...]
    needs_subject: bool  # it begins with "It": another sentence must say what "it" is
    names_story: bool  # it begins with "This story"
    open_end: bool  # it ends with a name, so that other things may follow that
    size: int
    rarest: str  # the token without which it cannot fit

    @property
    def pattern(self) -> re2._Regexp:
        """Compiled when it is first looked for: most frames never are, and all would take half a second."""
        return _compiled(self.source)

    def fit(self, sentence: str, starts: tuple[int, ...]) -> re2._Match | None:
        """How the frame fits a sentence, in which it may begin at `starts`."""
        if not self.led:
            return self.pattern.search(sentence)
        fits = (self.pattern.match(sentence, start) for start in starts)
        return next((fit for fit in fits if fit), None)


@cache
def frames(language: str) -> tuple[Frame, ...]:
    """The frames of one language, those that say most first."""
    rows = [row for row in tables.rows("notice_frames") if row[0] == language]
    return tuple(
        sorted((_frame(*row) for row in rows), key=lambda frame: (-frame.size, frame.where != "any", _rank(frame.kind)))
    )


@cache
def _compiled(source: str) -> re2._Regexp:
    return re2.compile(source, quiet())


def _rank(kind: str) -> int:
    """The order of kinds where a sentence fits several frames: what says most about the story's origin first."""
    return ("originally_appeared", "republished", "reprinted", "partnership", "translation", "provided_by").index(kind)


def _frame(language: str, kind: str, where: str, wording: str) -> Frame:
    """One row of notice_frames.tsv as a frame."""
    rarest = next(token[1:] for token in wording.split() if token[0] == "!")
    tokens = [token.lstrip("!") for token in wording.split()]
    slots: list[Slot] = []
    led = tokens[0] not in (*SLOTS, *SIGNS, "…")
    parts: list[str] = [] if led or tokens[0] == "…" else [lead(language)]
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if token in SLOTS:
            slots.append(_slot(language, token, tokens[place - 1] if place else ""))
            parts.append(_zone(language, tokens, place))
        elif token == "…":
            parts.append(
                ("^" if following in SLOTS else rf".*?{EDGE}") if place == 0 else rf"(?P<gap{place}>(?:.*?[^\pL\pN])?)"
            )
        elif following not in SLOTS:
            parts.append(token_pattern(language, token))
    return Frame(
        language,
        kind,
        where,
        "(?is)" + "".join(parts),
        led,
        tuple(slots),
        tokens[0] == "IT",
        tokens[0] in ("THIS", "ANY"),
        tokens[-1] in SLOTS,
        len(tokens),
        rarest,
    )


def _slot(language: str, token: str, before: str) -> Slot:
    """The slot of a name, read by the token before it."""
    sure = token == "AGENCY"
    if before in ("", "…"):
        return Slot(_field(token), None, before == "…", sure)
    words = token_pattern(language, before).replace(BETWEEN, r"[\s,:]")
    edge = "" if before == "," else EDGE
    return Slot(_field(token), re2.compile(f"(?i){edge}(?P<word>{words})"), sure=sure, site=token == "SITE")


def _field(token: str) -> str:
    """The field of a slot: agencies and sites are outlets."""
    return "outlet" if token in ("AGENCY", "SITE") else token.lower()


def _zone(language: str, tokens: list[str], place: int) -> str:
    """The pattern of the text in which a slot's name is looked for: up to the next word of the frame. The preposition
    may stand anywhere in it, unless it begins the frame or follows another name."""
    before = tokens[place - 1] if place else ""
    bound = (place == 1 and before != "…") or (place > 1 and tokens[place - 2] in SLOTS)
    following = place + 1 < len(tokens) and tokens[place + 1] not in SIGNS
    begin = token_pattern(language, before) if bound else ""
    return f"(?P<{_field(tokens[place])}>{begin}.*{'?' if place + 1 < len(tokens) else ''})" + (
        EDGE if following else ""
    )
