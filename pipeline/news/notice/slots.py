"""The slots of a frame: the name that stands in one, and what may stand before it."""

from __future__ import annotations

import re

import re2

from pipeline.news import dates
from pipeline.news.notice import frames, licences, outlets, persons, wordings
from pipeline.news.notice.names import Name

_FILLER = 45  # characters between the verb and the outlet: a date, "here", an author
_TITLE = r"[\"“„«»‘‹›][^\"“”„«»‹›\n]{2,150}[\"“”»«’‹›][\s,]*"
_BARE_TITLE = r"['’]?(?-i:\p{Lu})[^.;:\n]{1,100}$"
_FOR = re.compile(r" (?:for|für|pour|para|per|voor) ")


def read(zone: str, slot: frames.Slot, frame: frames.Frame) -> Name | None:
    """The name that a slot's zone holds."""
    if slot.preposition is not None:
        return _name_in(zone, slot, frame)
    if slot.last:
        return _name_before(zone, frame)
    name = outlets.read(zone, frame.language)  # then only an apposition may follow: "X, a newsroom in Ohio, is"
    return name if name and re.match(r"\s*$|\s*[,(]", name.rest) else None


def _name_in(zone: str, slot: frames.Slot, frame: frames.Frame) -> Name | None:
    """The first name in a zone that follows one of the prepositions; only a date, an author and the like may stand
    before it."""
    start = 0
    for found in slot.preposition.finditer(zone) if slot.preposition else ():
        if found.start(1) < start:
            continue
        before = zone[start : found.start(1)]
        if not _is_filler(before, frame.language, frame.where != "any") or is_funded(before, frame.language):
            return None
        name = outlets.read(zone[found.end() :], frame.language)
        name = _without_author(found, name, frame) if name else None
        if name and not _is_author(found, name, slot, frame) and not _is_page(zone[found.end() :], name, slot):
            return name
        if name:
            start = len(zone) - len(name.rest)
        if name is None and slot.site:
            return outlets.to_the_end(zone[found.end() :], frame.language)
    return None


def _without_author(found: re2._Match, name: Name, frame: frames.Frame) -> Name:
    """The outlet alone of "by Jane Doe for X"."""
    author, _, outlet = _FOR.sub("\n", name.text, count=1).partition("\n")
    return name._replace(text=outlet) if outlet and _is_by(found, frame) and persons.may_be(author) else name


def _is_by(found: re2._Match, frame: frames.Frame) -> bool:
    """Whether a preposition that was found leads to an author."""
    words = found.group("word").strip(" ,:").lower().split()
    return bool(words) and words[-1] in wordings.roles(frame.language).get("BY", ())


def _is_author(found: re2._Match, name: Name, slot: frames.Slot, frame: frames.Frame) -> bool:
    """Whether a name behind "by" is the author's, since another follows at once: "published by Jane Doe in X"."""
    if not _is_by(found, frame) or slot.preposition is None or not persons.may_be(name.text):
        return False
    following = slot.preposition.match(name.rest)
    return following is not None and outlets.read(name.rest[following.end() :], frame.language) is not None


def _is_page(zone: str, name: Name, slot: frames.Slot) -> bool:
    """Whether what was read is only the address of the page, since a name follows: "at https://x.com/a by The X"."""
    following = slot.preposition.match(name.rest) if slot.preposition and zone.lstrip().startswith("http") else None
    return following is not None and bool(re.match(r"\s*(?:the |The )?[A-Z]", name.rest[following.end() :]))


def _is_filler(text: str, language: str, strict: bool) -> bool:
    """Whether text may stand between a notice's verb and its outlet: a date, "here", an author, a title in quotation
    marks. strict: the verb alone proves little ("Reprinted books sell well in Ohio"), so that beside these two words
    must do."""
    text = licences.without(_without_title(text, language, strict), language)
    text = wordings.without(text, language, "WHEN")
    if len(text) > 2 * _FILLER:
        return False
    return not strict or (len(text) <= _FILLER and len(dates.without(f" {text} ").split()) <= 2)


def _without_title(text: str, language: str, strict: bool) -> str:
    """A text without a title in quotation marks: 'under the headline "High Water" in' -> "in". strict: nor without
    any: "Article first published as High Water on"."""
    titled = wordings.any_of(language, "TITLED")
    if not titled:
        return text
    bare = rf"|^\s*{titled}{_BARE_TITLE}" if strict else ""
    return str(re2.sub(f"(?i)(?:{titled})?{_TITLE}{bare}", " ", text))


def _name_before(zone: str, frame: frames.Frame) -> Name | None:
    """The name at the end of what comes before "where this first appeared"."""
    name = outlets.last(zone.rstrip(" ,;"), frame.language)
    return Name(name, "") if name else None


def is_funded(text: str, language: str) -> bool:
    """Whether a text speaks of money given: "with support from the Hill Fund" names no author and no outlet."""
    words = wordings.finder(language, "FUNDED")
    return words is not None and words.search(text) is not None


def named_by(text: str, word: str, language: str) -> str | None:
    """The capitalised name behind a word such as "by" or "via"."""
    found = re2.search(f"(?i){wordings.EDGE}{word}\\s*", text) if word else None
    name = outlets.read(text[found.end() :], language) if found else None
    return name.text if name else None
