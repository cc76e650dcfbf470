"""Syndication notices: which outlet a story came from, and how."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import re2

from pipeline.news import dates
from pipeline.news.notice import books, frames, gates, openings, outlets, own, persons, slots, tails, wordings
from pipeline.records import Syndication

LONGEST = 700  # characters; no notice's sentence is longer, and no rule looks at a longer one
_SAYING_LITTLE = ("partnership", "translation")  # kinds of frames that need not name the outlet


class Place(NamedTuple):
    """Where a sentence stands: whether only notices stand before it in its paragraph, whether the paragraph is among
    the last of the story, the paragraph's text before it, and which outlet printed the story, if that is known."""

    opens: bool = True
    ends: bool = True
    before: str = ""
    source: str | None = None


def read(sentence: str, place: Place) -> Syndication | None:
    """What one sentence says about where the story came from; None if it is no syndication notice."""
    if len(sentence) > LONGEST or books.is_figure(place.before or sentence):
        return None
    found: Syndication | None = None
    data = f"\n{sentence}\n".encode("utf-8", "surrogatepass")
    for language in gates.languages_in(data):
        if own.is_own(sentence, language, place.source):
            continue
        starts, held = openings.starts(language, sentence), gates.rarest(language, data)
        for frame in frames.frames(language):
            if frame.rarest not in held or not _may_stand(frame, place):
                continue
            said = _match(frame, sentence, starts)
            if said and (not frame.needs_subject or _says_what(place.before)):
                found = said if found is None else _merged(found, said)
    return found


def _may_stand(frame: frames.Frame, place: Place) -> bool:
    """Whether a frame may be looked for in a sentence that stands so."""
    if frame.where not in ("alone", "end", "bare"):
        return True
    return (place.opens and (frame.where == "alone" or place.ends)) or is_labelled(place.before)


def _says_what(before: str) -> bool:
    """Whether the text before a sentence says what "it" is: the story itself, or an editor's note."""
    return is_labelled(before) or speaks_of_itself(before[-LONGEST:])


def is_labelled(text: str) -> bool:
    """Whether a paragraph begins with a label: "Editor's note:"."""
    return openings.label().match(text) is not None


def is_footer(text: str) -> bool:
    """Whether a paragraph is the footer of a feed, in which the story's title stands with its stops: "The post Storm
    hits. What now? appeared first on The River."."""
    data = f"\n{text}\n".encode("utf-8", "surrogatepass") if len(text) <= LONGEST else b""
    for language, rarest, footers in _footers():
        if rarest.search(data):
            starts = openings.starts(language, text)
            if any(frame.fit(text, starts) for frame in footers):
                return True
    return False


@cache
def _footers() -> tuple[tuple[str, re2._Regexp, tuple[frames.Frame, ...]], ...]:
    """Of each language that has any: the frames of footers, and a pattern for the rarest part of each."""
    found = []
    for language in wordings.languages():
        footers = tuple(f for f in frames.frames(language) if f.where == "end" and any(slot.site for slot in f.slots))
        if footers:
            found.append((language, gates.pattern(language, {frame.rarest for frame in footers}), footers))
    return tuple(found)


def speaks_of_itself(text: str) -> bool:
    """Whether a text speaks of the story itself ("This piece ..."), so that the next sentence can call it "it"."""
    return len(text) <= LONGEST and wordings.anywhere("ANY").search(text) is not None


def goes_along(sentence: str, names: tuple[str, ...]) -> bool:
    """Whether a sentence next to a notice is part of it: "Read the original article.", or a line about the outlet."""
    if len(sentence) > LONGEST:
        return False
    start = sentence.lstrip("\"'“‘(*_ ").removeprefix("The ")
    about = any(_is_about(start, name.removeprefix("The ")) for name in names)
    return about or openings.along().match(sentence) is not None


def _is_about(start: str, name: str) -> bool:
    """Whether a sentence begins with an outlet's name, or with its first word and a verb: "E&E provides"."""
    if start.startswith(name.split("(")[0].strip()):
        return True
    first = name.split()[0]
    return len(first) > 2 and bool(re.match(rf"{re.escape(first)} [a-z]", start))


def _match(frame: frames.Frame, sentence: str, starts: tuple[int, ...]) -> Syndication | None:
    """What the sentence says if the frame fits it."""
    fit = frame.fit(sentence, starts)
    if not fit:
        return None
    names: dict[str, str | None] = {}
    rest = sentence[fit.end() :]
    for slot in frame.slots:
        zone = fit.group(slot.field)
        name = slots.read(zone, slot, frame)
        if name is None or (slot.sure and persons.may_be(name.text)):
            return None
        if slot is frame.slots[-1] and frame.kind in ("partnership", "provided_by"):
            name = outlets.with_others(name, frame.language)
        names[slot.field] = name.text
        rest = name.rest + rest if slot is frame.slots[-1] else rest
    if frame.names_story and frame.kind == "provided_by" and _goes_on_saying(rest, frame.language):
        return None
    if frame.where in ("end", "bare") and _is_biography(fit, frame):
        return None
    if frame.where == "bare" and not tails.is_bare(fit, rest):
        return None
    if (rest.lstrip().startswith(":") and not _may_lead(rest, frame)) or (
        frame.open_end and frame.where != "any" and not tails.is_clean(rest, frame)
    ):
        return None
    return Syndication(
        kind=frame.kind,
        notice=sentence.strip(),
        source=names.get("outlet"),
        partner=names.get("partner"),
        via=names.get("via") or slots.named_by(rest, "via", frame.language),
        published=dates.first(sentence),
        by=_author(sentence, fit, frame),
    )


def _is_biography(fit: re2._Match, frame: frames.Frame) -> bool:
    """Whether what stands between a frame's words says what a person does: "Jane Doe is a reporter with"."""
    author = wordings.finder(frame.language, "AUTHOR")
    gaps = (fit.group(name) for name in frame.pattern.groupindex if name.startswith("gap"))
    return author is not None and any(gap and author.search(gap) for gap in gaps)


def _goes_on_saying(rest: str, language: str) -> bool:
    """Whether the sentence goes on with what a document says: "This report, prepared by the council, shows that"."""
    says = wordings.any_of(language, "GOESONSAYING")
    return bool(says) and re2.match(rf"(?i)\s*,\s+{says}", rest) is not None


def _may_lead(rest: str, frame: frames.Frame) -> bool:
    """Whether a colon may follow the outlet: the story's headline behind "This story", nothing behind "First published
    in X:" and "From our partners at X:"; but "Via X:" opens a quotation."""
    leads = frame.kind == "originally_appeared" or frame.rarest == "OURS"
    return frame.names_story or (leads and not rest.strip(" :"))


def _author(sentence: str, fit: re2._Match, frame: frames.Frame) -> str | None:
    """The author named between the subject and the verb: "This article by Jane Doe first appeared"."""
    gaps = [
        group for name in frame.pattern.groupindex if name.startswith("gap") for group in [fit.group(name)] if group
    ]
    by = wordings.any_of(frame.language, "BY")
    names = (slots.named_by(gap, by, frame.language) for gap in gaps if not slots.is_funded(gap, frame.language))
    return next((name for name in names if name), None)


def _merged(first: Syndication, more: Syndication) -> Syndication:
    """The first reading, its empty fields filled by a later one."""
    source = first.source or (more.source if more.source != first.partner and first.kind in _SAYING_LITTLE else None)
    by = first.by or more.by
    return replace(
        first,
        source=source,
        partner=first.partner or (more.partner if more.partner != source else None),
        via=first.via or (more.via if more.via != source else None),
        by=by if by != source else None,
        published=first.published or more.published,
    )
