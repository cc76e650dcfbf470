"""Syndication notices: which outlet a story came from, and how."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import re2

from pipeline.news import dates
from pipeline.news.notice import books, frames, gates, openings, outlets, persons, tails, wordings
from pipeline.news.notice.names import Name
from pipeline.records import Syndication

LONGEST = 700  # characters; no notice's sentence is longer, and no rule looks at a longer one
_FILLER = 45  # characters between the verb and the outlet: a date, "here", an author
_LEADS = re.compile(r"\b(?:under|with|by|sous|avec|unter|mit|bajo|con|sob|com|su|per|onder|met|med|za|с)\b")
_TITLE = r"[\"“„«»‘‹›][^\"“”„«»‹›\n]{2,150}[\"“”»«’‹›][\s,]*"
_BARE_TITLE = r"['’]?(?-i:\p{Lu})[^.;:\n]{1,100}$"
_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)|^https?://|(?:\.[a-z]{2,4}){1,2}(?:/.*)?$")
_NO_LETTER = re.compile(r"\W+")
_FOR = re.compile(r" (?:for|für|pour|para|per|voor) ")
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
    for language in wordings.languages():
        if not gates.gate(language).search(data) or _is_own(sentence, language, place.source):
            continue
        starts = openings.starts(language, sentence)
        holds: dict[str, bool] = {}  # the rarest parts of frames that were looked for
        for frame in frames.frames(language):
            if frame.rarest not in holds:
                holds[frame.rarest] = gates.key(language, frame.rarest).search(data) is not None
            said = _match(frame, sentence, starts) if holds[frame.rarest] and _may_stand(frame, place) else None
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
    return any(label.match(text) for language in wordings.languages() if (label := openings.label(language)))


def speaks_of_itself(text: str) -> bool:
    """Whether a text speaks of the story itself ("This piece ..."), so that the next sentence can call it "it"."""
    finders = (wordings.finder(language, "ANY") for language in wordings.languages())
    return len(text) <= LONGEST and any(finder.search(text) for finder in finders if finder)


def licence(sentence: str) -> str | None:
    """The words of licence or permission in a notice: "under a Creative Commons license"."""
    data = f"\n{sentence}\n".encode("utf-8", "surrogatepass")
    for language in wordings.languages():
        words = wordings.finder(language, "LICENCE")
        found = words.search(sentence) if words and gates.gate(language).search(data) else None
        if found:
            return _phrase(sentence, found.start(1), found.end(1))
    return None


def _phrase(sentence: str, start: int, end: int) -> str:
    """The words around a licence: from the small words before it to the next sign."""
    before = re.search(r"(?:(?<=\s)|^)(?:[\w.’'-]+ ){0,3}$", sentence[max(0, start - _FILLER) : start])
    after = re.match(r"[^.,;:()\[\]]{0,40}(?=[.,;:()\[\]]|$)", sentence[end:])
    begin = start - len(before.group()) if before else start
    lead = _LEADS.search(sentence, begin, start)
    begin = lead.start() if lead else begin
    return sentence[begin : end + (len(after.group()) if after else 0)].strip(' .,;:()[]"“”')


def goes_along(sentence: str, names: tuple[str, ...]) -> bool:
    """Whether a sentence next to a notice is part of it: "Read the original article.", or a line about the outlet."""
    if len(sentence) > LONGEST:
        return False
    start = sentence.lstrip("\"'“‘(*_ ").removeprefix("The ")
    return any(_is_about(start, name.removeprefix("The ")) for name in names) or any(
        begin.match(sentence) for begin in _beginnings()
    )


def _is_about(start: str, name: str) -> bool:
    """Whether a sentence begins with an outlet's name, or with its first word and a verb: "E&E provides"."""
    if start.startswith(name.split("(")[0].strip()):
        return True
    first = name.split()[0]
    return len(first) > 2 and bool(re.match(rf"{re.escape(first)} [a-z]", start))


@cache
def _beginnings() -> tuple[re2._Regexp, ...]:
    """The beginnings of sentences that go with a notice, by language."""
    patterns = ((language, wordings.any_of(language, "MORE")) for language in wordings.languages())
    return tuple(re2.compile(f"(?i){openings.lead(language)}{more}") for language, more in patterns if more)


def _is_own(sentence: str, language: str, source: str | None) -> bool:
    """Whether the sentence speaks of the outlet's own print edition, newsletter or update. "The May issue of X" is its
    own unless the outlet is known and has another name."""
    own, issue = (wordings.finder(language, role) for role in ("OWN", "ISSUE"))
    found = (own and own.search(sentence)) or (issue and issue.search(sentence) and not _is_elsewhere(sentence, source))
    return bool(found) and not _permits(sentence, language)


def _is_elsewhere(sentence: str, source: str | None) -> bool:
    """Whether a sentence does not name the outlet that printed the story: "Harbour Times", "www.harbourtimes.com"."""
    name = _ADDRESS.sub("", source.casefold()) if source else ""
    return bool(name) and _NO_LETTER.sub("", name) not in _NO_LETTER.sub("", sentence.casefold())


def _permits(sentence: str, language: str) -> bool:
    """Whether a sentence speaks of another's leave or of another's newsletter: "InsideOhio, a newsletter about"."""
    finders = (wordings.finder(language, role) for role in ("PERMISSION", "ANOTHERS"))
    return any(finder.search(sentence) for finder in finders if finder)


def _match(frame: frames.Frame, sentence: str, starts: tuple[int, ...]) -> Syndication | None:
    """What the sentence says if the frame fits it."""
    fit = frame.fit(sentence, starts)
    if not fit:
        return None
    names: dict[str, str | None] = {}
    rest = sentence[fit.end() :]
    for slot in frame.slots:
        zone = fit.group(slot.field)
        name = _name(zone, slot, frame)
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
        via=names.get("via") or _named_by(rest, "via", frame.language),
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


def _name(zone: str, slot: frames.Slot, frame: frames.Frame) -> Name | None:
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
        if not _is_filler(before, frame.language, frame.where != "any") or _is_funded(before, frame.language):
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
    text = _without_licence(_without_title(text, language, strict), language)
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


def _without_licence(text: str, language: str) -> str:
    """A text without the words of a licence: "under Creative Commons by" -> "by"."""
    words = wordings.finder(language, "LICENCE")
    found = words.search(text) if words else None
    lead = _LEADS.search(text, 0, found.start(1)) if found else None
    return text[: lead.start()] + text[found.end() :] if found and lead else text


def _name_before(zone: str, frame: frames.Frame) -> Name | None:
    """The name at the end of what comes before "where this first appeared"."""
    name = outlets.last(zone.rstrip(" ,;"), frame.language)
    return Name(name, "") if name else None


def _author(sentence: str, fit: re2._Match, frame: frames.Frame) -> str | None:
    """The author named between the subject and the verb: "This article by Jane Doe first appeared"."""
    gaps = [
        group for name in frame.pattern.groupindex if name.startswith("gap") for group in [fit.group(name)] if group
    ]
    by = wordings.any_of(frame.language, "BY")
    names = (_named_by(gap, by, frame.language) for gap in gaps if not _is_funded(gap, frame.language))
    return next((name for name in names if name), None)


def _is_funded(text: str, language: str) -> bool:
    """Whether a text speaks of money given: "with support from the Hill Fund" names no author and no outlet."""
    words = wordings.finder(language, "FUNDED")
    return words is not None and words.search(text) is not None


def _named_by(text: str, word: str, language: str) -> str | None:
    """The capitalised name behind a word such as "by" or "via"."""
    found = re2.search(f"(?i){wordings.EDGE}{word}\\s*", text) if word else None
    name = outlets.read(text[found.end() :], language) if found else None
    return name.text if name else None


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
