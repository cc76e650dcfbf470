"""Residue of the page around the story: buttons, sharing bars, 'toggle caption', 'CLICK HERE TO GET THE APP'."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache

from pipeline.news import tables
from pipeline.records import Paragraph, Removed

LONGEST = 300  # characters of a paragraph of residue
SHORT = 60  # and of a button, a counter or a row of them
COUNTER = re.compile(
    r"\(?(?:(?:Photos?|Image|Slide|Bild|Foto)\s)?\d{1,3}\s?(?:of|/|von|de|sur|di|av|van|из)\s?\d{1,3}(?:\s(?:Photos?|Images?))?\)?"
)
# The counter of a gallery behind a caption: behind its bracket, or with its word.
LAST_COUNTER = re.compile(
    r"(?:(?<=[)\]])\s|\s(?:Photos?|Image|Slide|Bild|Foto)\s)\d{1,3}\s?(?:of|/|von|de|sur|di|av|van|из)\s?\d{1,3}\Z"
)
SHORTCODE = re.compile(r"\[caption[^\]]{0,300}\]")  # WordPress markup that was never rendered
LINK = re.compile(
    r"[(\[]\s?(?:Also on [A-Z]+|ALSO ON [A-Z]+"
    r"|PHOTOS?|VIDEOS?|SLIDESHOW|GALLERY|POLL|QUIZ|MAP|ALSO|RELATED|READ MORE|SEE ALSO|WATCH|MORE)\s?:"
)
SHARING = re.compile(
    r"(?:(?:facebook|twitter|email|e-mail|google\s?\+|google|linkedin|pinterest|whatsapp|print|share|tweet|reddit|tumblr"
    r"|stumbleupon|flipboard|sms|mail|link|copy|telegram|messenger|pocket|digg|vk|x|on|via|\d{1,9})[\s|,·]*){2,}"
)
TOGGLES = (" more", " less")  # what opens and closes a long caption
SPACE = " \t\n\xa0.:»>›→…!|·•▼↓×"


def take(paragraphs: list[Paragraph], suspects: Container[int] | None = None) -> tuple[list[Paragraph], list[Removed]]:
    """Take the paragraphs that are residue of the page out of the text: what is left, and what is taken. `suspects`:
    numbers of the paragraphs to look at, beside the short ones (None: all)."""
    near = [p for p in paragraphs if len(p.text) <= SHORT or suspects is None or p.number in suspects]
    removed = [Removed("interface", p.text, p.number) for p in near if len(p.text) <= LONGEST and residue(p.text)]
    if not removed:
        return paragraphs, removed
    gone = {piece.paragraph for piece in removed}
    return [p for p in paragraphs if p.number not in gone], removed


def residue(text: str) -> bool:
    """Whether a paragraph belongs to the page, not to the story.

    >>> residue("Advertisement"), residue("Read more »"), residue("1 of 5"), residue("Read more books, she said.")
    (True, True, True, False)
    """
    if len(text) <= SHORT:
        key = folded(text)
        return key in whole() or bool(COUNTER.fullmatch(text)) or shares(key) or link(text) or starts(text)
    return starts(text) or link(text)


def link(text: str) -> bool:
    """Whether a paragraph is a link to something else, set in brackets: "( PHOTOS: The storm in pictures)"."""
    return text[-1] in ")]" and len(text) < 160 and bool(LINK.match(text))


def shares(key: str) -> bool:
    """Whether a text is a row of sharing buttons: "FacebookEmail Twitter Google+"."""
    return bool(SHARING.fullmatch(key))


def folded(text: str) -> str:
    """The key of a wording: case folded, without the signs that buttons end with."""
    return " ".join(text.strip(SPACE).split()).casefold()


@cache
def whole() -> frozenset[str]:
    """Wordings that are residue when they fill a paragraph."""
    return frozenset(folded(row[1]) for row in tables.rows("interface") if row[2] in ("whole", "caption"))


@cache
def beginnings() -> dict[str, tuple[str, ...]]:
    """Wordings that begin a paragraph of residue, by their first word."""
    found: dict[str, tuple[str, ...]] = {}
    for wording in sorted({row[1].casefold() for row in tables.rows("interface") if row[2] == "start"}):
        found[wording.split()[0]] = (*found.get(wording.split()[0], ()), wording)
    return found


def starts(text: str) -> bool:
    """Whether a paragraph begins with a wording that only residue begins with. What follows the colon of a link is a
    title, which begins with no small letter.

    >>> starts("Read more: Bridge to close"), starts("Read more: it pays, she said.")
    (True, False)
    """
    wordings = beginnings().get(text[:24].split(None, 1)[0].casefold())
    if not wordings or not (key := text.casefold()).startswith(wordings):
        return False
    found = next(word for word in wordings if key.startswith(word))
    return not (found.endswith(":") and text[len(found) :].lstrip()[:1].islower())


@cache
def openings() -> str:
    """A pattern of RE2, over paragraphs between empty lines, for all that `starts` or `link` may find."""
    wordings = "|".join(re.escape(wording) for of in beginnings().values() for wording in of)
    return rf"\n(?:(?i:{wordings})|{LINK.pattern})"


@cache
def around() -> re.Pattern[str]:
    """What stands before a caption: wordings of the page, and a gallery's counter."""
    wordings = sorted({row[1] for row in tables.rows("interface") if row[2] == "caption"}, key=len, reverse=True)
    either = "|".join(f"(?-i:{re.escape(word)})" if word.isupper() else re.escape(word) for word in wordings)
    return re.compile(rf"(?:(?:{either}|{COUNTER.pattern})[\s|·•:]*)", re.IGNORECASE)


def framed(text: str) -> bool:
    """Whether words of the page stand before what must then be a caption: "toggle caption The bridge at dawn"."""
    found = around().match(text)
    if found is None:
        return text.startswith("[caption")
    after = text[found.end() :].lstrip()
    return bool(WORDING.match(found.group())) and len(after) > 1 and after[0].isupper() and not after[1].isupper()


WORDING = re.compile(r"[^\W\d]")


@cache
def endings() -> tuple[str, ...]:
    """Wordings that stand after a caption, case folded, longest first."""
    found = {row[1].casefold() for row in tables.rows("interface") if row[2] == "caption"}
    return tuple(sorted(found, key=lambda wording: (-len(wording), wording)))


@cache
def first_words() -> frozenset[str]:
    """The first words of the wordings that stand before a caption, case folded."""
    return frozenset(wording.split()[0] for wording in endings())


def headed(text: str) -> bool:
    """Whether a text may begin with words of the page: a cheap test."""
    return text[0] in "(0123456789[【" or text[:40].split(None, 1)[0].casefold() in first_words()


def trimmed(caption: str) -> str:
    """A caption without the words of the page before and after it.

    >>> trimmed("Enlarge this image toggle caption The bridge at dawn. Visa mer")
    'The bridge at dawn.'
    """
    text = caption.strip().removesuffix("[/caption]")
    if code := SHORTCODE.match(text):
        text = text[code.end() :].lstrip()
    for _ in range(4):
        found = around().match(text) if text and headed(text) else None
        if found is None or found.end() == 0 or (text[found.end() - 1].isalnum() and text[found.end() :][:1].isalnum()):
            break
        text = text[found.end() :].lstrip()
    if text.endswith(TOGGLES) and text[-6:-5] in tuple('.)!?"”'):
        text = text[:-5]
    text = LAST_COUNTER.sub("", text) if text[-1:].isdigit() else text
    for _ in range(3):
        low = text[-60:].casefold()
        ending = next((e for e in endings() if low.endswith(e)), "") if low.endswith(endings()) else ""
        if not ending or (len(text) > len(ending) and text[-len(ending) - 1].isalnum()):
            break
        text = text[: -len(ending)].rstrip()
    return text


def unechoed(caption: str) -> str:
    """A caption without what the page says again behind its buttons.

    >>> unechoed("The bridge at dawn. Ann Lee/AP hide caption toggle caption Ann Lee/AP")
    'The bridge at dawn. Ann Lee/AP'
    """
    if caption[-8:] not in caption[:-8]:
        return caption
    low = caption.casefold()
    end = max((place + len(button) for button in endings() if (place := low.rfind(button)) > 0), default=len(caption))
    before, again = trimmed(caption[:end]), caption[end:].strip()
    return before if again and before.endswith(again) else caption
