"""The headline: given by the input, or the first paragraph of the text."""

from __future__ import annotations

import re

from pipeline.news import bylines, captions, datelines, interface
from pipeline.news.suspects import Suspects
from pipeline.records import Paragraph, Removed

HEAD = 5  # paragraphs in which a text repeats its headline, or in which one stands below a date, a byline or a picture
LONGEST = 180  # characters; of the headlines of 181 publishers all but one in a hundred are shorter than 140
LONGEST_UNSPACED = 70  # the same in scripts without spaces between words
LONGEST_SITE = 40  # characters of the name of a site
SITE = re.compile(r"\s+[|–—»·-]\s+|\s*[|｜]\s*")  # what sets the name of the site off from the headline
SITE_SIGN = re.compile(r"[|–—»·\-｜]")
BEGINNING = 12  # characters by which most paragraphs are told from a headline
SENTENCE_END = re.compile(r"(?:(?<!\.\.)[.。।]|[,;:])[\"'”’»)\]]*$")
QUOTED = re.compile(r"[\"'“„«‘‚»『「].*[\"'”“’‘«»』」]$", re.DOTALL)
WHEN = re.compile(r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b")  # a time of day or a year
AGENCY = re.compile(r"[^(]{2,50}\([A-Z][\w. /]{1,24}\)(?:\s*[-–—:]|$)")  # "WARSAW (Reuters) -"
NO_LETTER = re.compile(r"[\W_]+")
ADDRESS = re.compile(r"https?://|www\.|\S@\S")


def take(
    paragraphs: list[Paragraph], given: str | None, suspects: Suspects | None = None
) -> tuple[list[Paragraph], str | None, list[Removed]]:
    """Take the headline out of the text. `given` is the one that the input names (None: look for it in the text)."""
    if given is not None:
        return _without_repeat(paragraphs, given)
    place = _place(paragraphs, suspects)
    if place is None:
        return paragraphs, None, []
    rest = [*paragraphs[:place], *paragraphs[place + 1 :]]
    return _without_repeat(rest, paragraphs[place].text)


def _without_repeat(paragraphs: list[Paragraph], given: str) -> tuple[list[Paragraph], str | None, list[Removed]]:
    """The text without the paragraphs at its head that say no more than the headline given."""
    said = {_key(given), *(_key(part) for part in _without_site(given))} - {""}
    longest = max(map(len, said), default=0) * 2 + LONGEST_SITE
    head = [paragraph for paragraph in paragraphs[:HEAD] if len(paragraph.text) <= longest]
    repeats = [paragraph for paragraph in head if _may_say(paragraph.text, said) and _says(paragraph.text, said)]
    if not repeats or len(repeats) == len(paragraphs):
        return paragraphs, given, []
    rest = [paragraph for paragraph in paragraphs if paragraph not in repeats]
    return rest, given, [Removed("headline", paragraph.text, paragraph.number) for paragraph in repeats]


def _may_say(text: str, said: set[str]) -> bool:
    """Whether a paragraph begins like the headline. Cheap: other paragraphs end here (20 us an article)."""
    begins = _key(text[:BEGINNING])
    return any(key.startswith(begins) or begins.startswith(key) for key in said)


def _says(text: str, said: set[str]) -> bool:
    """Whether a paragraph is the headline, with or without the name of the site after it."""
    return _key(text) in said or any(_key(part) in said for part in _without_site(text))


def _without_site(headline: str) -> list[str]:
    """The headline as it would be without "| Name of the site" at its end; nothing for a headline without that."""
    if not SITE_SIGN.search(headline):  # ten times as fast as to try SITE everywhere
        return []
    *_, last = [None, *SITE.finditer(headline)]
    if last is None or len(headline) - last.end() > min(LONGEST_SITE, last.start()):
        return []
    return [headline[: last.start()]]


def _key(text: str) -> str:
    """What two spellings of one headline share: letters and digits, no case."""
    return NO_LETTER.sub("", text.casefold())


def _place(paragraphs: list[Paragraph], suspects: Suspects | None) -> int | None:
    """Where the headline stands: the first paragraph that no other rule of news claims, if it looks like a headline."""
    for place, paragraph in enumerate(paragraphs[: min(HEAD, len(paragraphs) - 1)]):
        if _claimed(paragraph, suspects) or _is_kicker(paragraphs[place : place + 2]):
            continue
        return place if _looks(paragraph.text) and _leads(paragraphs[place:]) else None
    return None


def _claimed(paragraph: Paragraph, suspects: Suspects | None) -> bool:
    """Whether a paragraph is a date, a byline, a caption or residue of the page: a headline may stand below it."""
    if len(paragraph.text) > 2 * LONGEST:
        return False
    alone = [paragraph]
    if not interface.take(alone)[0] or bylines.take(alone, None)[1] or captions.take(alone, suspects)[1]:
        return True
    return len(paragraph.text) < 60 and bool(WHEN.search(paragraph.text)) and _letters(paragraph.text) < 0.7


def _is_kicker(pair: list[Paragraph]) -> bool:
    """Whether the first of two paragraphs is the name of a section over a headline: one word ("Politics")."""
    first, second = (paragraph.text for paragraph in pair)
    return " " not in first and second.count(" ") > 2 and _looks(first) and _looks(second)


def _looks(text: str) -> bool:
    """Whether a paragraph looks like a headline: short, no sentence (or all of it quoted), mostly letters."""
    longest = LONGEST if " " in text[:40] else LONGEST_UNSPACED
    if not 3 < len(text) <= longest or ADDRESS.search(text) or AGENCY.match(text):
        return False
    if SENTENCE_END.search(text) and not (QUOTED.match(text) and len(text) < longest / 2):
        return False
    return _letters(text) > 0.5 and not datelines.take([Paragraph(0, text)])[1]


def _leads(paragraphs: list[Paragraph]) -> bool:
    """Whether a longer paragraph follows soon: a list of short lines has no headline."""
    return max(len(paragraph.text) for paragraph in paragraphs[1 : HEAD + 3]) > len(paragraphs[0].text)


def _letters(text: str) -> float:
    """The share of letters among the signs of a text; spaces do not count."""
    signs = [char for char in text if not char.isspace()]
    letters = sum(char.isalpha() or "\u0900" <= char <= "\u109f" for char in signs)  # with the vowel signs of Asia
    return letters / max(1, len(signs))
