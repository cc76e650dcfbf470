"""Notices: where a story first appeared, who holds the rights, who contributed."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import NamedTuple

from pipeline.news.notice import books, contributions, licences, plain, rights, sentences, syndication
from pipeline.news.suspects import among, may_be_notice
from pipeline.records import Paragraph, Removed, Syndication

LAST = 4  # a self-portrait of an outlet ("X is a nonprofit newsroom") is a notice only among so many last paragraphs
_LEFT_OVER = 80  # characters after a notice that opens its paragraph, with no rule for them: a title, a hash
_TERMS = 200  # characters that may follow a rights line unread: terms of use, addresses; more may be the story
_LONGEST = 4000  # characters: no paragraph that holds a notice is longer


class Notices(NamedTuple):
    """What the notices of one article say."""

    syndication: Syndication | None = None
    contributors: tuple[str, ...] = ()
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None


class Piece(NamedTuple):
    """One sentence of a paragraph: where it is, and what kind of notice it belongs to (None: to the story)."""

    start: int
    end: int
    kind: str | None


class Reading(NamedTuple):
    """One paragraph read: its sentences, and what they say."""

    pieces: list[Piece]
    said: Notices


def take(
    paragraphs: list[Paragraph], suspects: Container[int] | None = None, source: str | None = None
) -> tuple[list[Paragraph], Notices, list[Removed]]:
    """Take syndication, rights and contribution notices out of the text. `suspects`: numbers of the
    paragraphs to look at; `source`: the outlet that printed it, if that is known."""
    suspects = among(paragraphs).notices if suspects is None else suspects
    if not suspects:
        return paragraphs, Notices(), []
    kept: list[Paragraph] = []
    removed: list[Removed] = []
    said = Notices()
    for place, paragraph in enumerate(paragraphs):
        read = paragraph.number in suspects and len(paragraph.text) <= _LONGEST
        reading = _read(paragraph.text, place >= len(paragraphs) - LAST, source) if read else None
        if reading is None:
            kept.append(paragraph)
            continue
        said = _together(said, reading.said)
        rest, pieces = _cut(paragraph, reading.pieces)
        removed.extend(pieces)
        if rest:
            kept.append(paragraph._replace(text=rest))
    return kept, _owned(said), removed


def covers(text: str) -> bool:
    """Whether a paragraph at the end of a story begins with a notice, or is nothing but one of rights, which pictures
    have too: "(Avec AFP)", "Translated by X. © Y 2021"."""
    reading = _read(text, True) if len(text) <= _LONGEST else None
    kinds = [piece.kind for piece in reading.pieces] if reading else [None]
    return None not in kinds[:1] if kinds[0] != "rights" else None not in kinds and rights.reserves(text)


def _owned(said: Notices) -> Notices:
    """A translation whose notice names no outlet came from the holder of the rights: "© X. Translated by Y."."""
    found = said.syndication
    if found and found.kind == "translation" and not (found.source or found.partner):
        return said._replace(syndication=replace(found, source=said.copyright_holder))
    return said


def _read(text: str, end: bool, source: str | None = None) -> Reading | None:
    """Read one paragraph, sentence by sentence; None if no sentence of it is a notice."""
    pieces: list[Piece] = []
    said = Notices()
    for start, stop in [(0, len(text))] if syndication.is_footer(text) else sentences.spans(text):
        first = all(piece.kind or syndication.goes_along(text[piece.start : piece.end], ()) for piece in pieces)
        kind, more = None, Notices()
        if kind_before(pieces) == "rights" and (along := _behind_rights(text[start:stop], said.copyright_holder)):
            kind, more = "rights", along
        elif may_be_notice(text[start:stop]):
            kind, more = _read_sentence(text[start:stop], syndication.Place(first, end, text[:start], source))
            if kind is None and len(pieces) == 1 and (along := _with_leave(text[:stop], start)):
                kind, more = "syndication", along
                pieces[0] = pieces[0]._replace(kind=kind)
        pieces.append(Piece(start, stop, kind))
        said = _together(said, more)
    if not any(piece.kind for piece in pieces):
        return None
    return Reading(_whole(text, pieces, said), said)


def _behind_rights(sentence: str, holder: str | None) -> Notices | None:
    """What a sentence behind a rights line adds to it: the service that carried the story, the holder's leave, or the
    holder; None if it is none of these."""
    if via := rights.carrier(sentence):
        return Notices(Syndication("provided_by", sentence, holder, via=via))
    if holder and rights.permitted(sentence):
        return Notices(Syndication("reprinted", sentence, holder), usage_terms=sentence)
    if not holder and (name := rights.holder_alone(sentence)):
        return Notices(copyright_holder=name)
    return None


def _with_leave(text: str, start: int) -> Notices | None:
    """What two sentences say together, of which the second, from `start` on, only tells that there was leave: "From The
    Long Review, May 2019. Reprinted by permission."."""
    if not rights.permitted(text[start:]):
        return None
    found = syndication.read(f"{text[:start].rstrip(' .')} {text[start:]}", syndication.Place())
    return Notices(found, usage_terms=text[start:]) if found else None


def kind_before(pieces: list[Piece]) -> str | None:
    """The kind of the last sentence read."""
    return pieces[-1].kind if pieces else None


def _read_sentence(sentence: str, place: syndication.Place) -> tuple[str | None, Notices]:
    """The kind of notice that a sentence is, and what it says."""
    right = rights.read(sentence, place.opens)
    if right:
        return "rights", Notices(right.syndication, (), right.holder, right.notice, right.terms)
    people = contributions.read(sentence, place.opens)
    if people is not None:
        return "contribution", Notices(contributors=people)
    found = syndication.read(sentence, place) or plain.read(sentence, place.opens)
    if found and books.gave_leave(found):
        return "rights", Notices(usage_terms=sentence)
    if found:
        return "syndication", Notices(found, usage_terms=licences.find(sentence))
    return None, Notices()


def _whole(text: str, pieces: list[Piece], said: Notices) -> list[Piece]:
    """Give the sentences that go along with a notice its kind: those about the outlet, "Read the original article.",
    the rest of an editor's note, the few words left over behind it."""
    kinds = [piece.kind for piece in pieces]
    first = next(place for place, kind in enumerate(kinds) if kind)
    if kinds[first] == "syndication" and syndication.is_labelled(text):
        return [piece._replace(kind=piece.kind or "syndication") for piece in pieces]
    named = said.syndication
    names = tuple(name for name in (named.source, named.partner) if name) if named else ()
    for place in range(1, len(pieces)):
        if kinds[place] is None and kinds[place - 1] and _goes_along(text, pieces, place, kinds, names):
            kinds[place] = kinds[place - 1]
    for place in range(first - 1, -1, -1):
        if _leads_to(text[pieces[place].start : pieces[place].end], kinds[place + 1], said):
            kinds[place] = kinds[place + 1]
        else:
            break
    return [piece._replace(kind=kind) for piece, kind in zip(pieces, kinds, strict=True)]


def _goes_along(text: str, pieces: list[Piece], place: int, kinds: list[str | None], names: tuple[str, ...]) -> bool:
    """Whether the sentence at `place`, behind a notice, belongs to it."""
    sentence = text[pieces[place].start : pieces[place].end]
    opened = kinds[0] is not None
    if kinds[place - 1] == "rights":
        return opened and len(text) - pieces[place].start <= _TERMS
    if kinds[place - 1] == "contribution":
        return contributions.reports_place(sentence)
    if kinds[place - 1] == "syndication" and syndication.goes_along(sentence, names):
        return True
    return opened and len(text) - pieces[place].start <= _LEFT_OVER and kinds[place - 1] == "syndication"


def _leads_to(sentence: str, kind: str | None, said: Notices) -> bool:
    """Whether a sentence before a notice belongs to it: "Lee reported from Oslo.", "X has not edited this report.",
    "Visit us at x.com."."""
    if kind == "contribution":
        return contributions.reports_place(sentence)
    if kind != "syndication" or not said.syndication:
        return False
    return syndication.speaks_of_itself(sentence) or syndication.goes_along(sentence, ())


def _cut(paragraph: Paragraph, pieces: list[Piece]) -> tuple[str, list[Removed]]:
    """The paragraph without its notices, and the notices; neighbours of one kind are one piece."""
    text, removed, kept = paragraph.text, [], []
    for place, piece in enumerate(pieces):
        if place and pieces[place - 1].kind == piece.kind:
            continue
        last = next((k - 1 for k in range(place, len(pieces)) if pieces[k].kind != piece.kind), len(pieces) - 1)
        run = text[piece.start : pieces[last].end]
        if piece.kind:
            removed.append(Removed(piece.kind, run, paragraph.number))
        else:
            kept.append(run)
    return " ".join(kept), removed


def _together(first: Notices, more: Notices) -> Notices:
    """What two notices say together: of each field the first, of terms and contributors all."""
    terms = [part for part in (first.usage_terms, more.usage_terms) if part]
    return Notices(
        _naming(first.syndication, more.syndication),
        tuple(dict.fromkeys((*first.contributors, *more.contributors))),
        first.copyright_holder or more.copyright_holder,
        _copyright(first, more),
        " ".join(dict.fromkeys(terms)) or None,
    )


def _naming(first: Syndication | None, more: Syndication | None) -> Syndication | None:
    """The first of two readings, unless only the other names an outlet: "Translated by X. It first appeared in Y."."""
    if first and more and not (first.source or first.partner) and (more.source or more.partner):
        return replace(more, kind=first.kind, notice=f"{first.notice} {more.notice}")
    return first or more


def _copyright(first: Notices, more: Notices) -> str | None:
    """The copyright notice of both: "All rights reserved." is part of the line before it."""
    if first.copyright_notice and more.copyright_notice and more.copyright_holder is None:
        return f"{first.copyright_notice} {more.copyright_notice}"
    return first.copyright_notice or more.copyright_notice
