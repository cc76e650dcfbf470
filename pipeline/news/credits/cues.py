"""The signs by which a caption is known: a cheap test that clears most paragraphs, and openings that say it."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news.agencies import words
from pipeline.news.credits.heads import glue_heads
from pipeline.news.credits.loose import NEAR_END, OUTLET_QUOTED
from pipeline.news.credits.signless import LOUD, agency_ends
from pipeline.news.interface import endings
from pipeline.records import Paragraph

MONTH = (
    r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC|JANUARY|FEBRUARY|MARCH|APRIL|JUNE|JULY|AUGUST"
    r"|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
DESK = re.compile(rf"[A-Z][A-Z .,'’()\-]{{2,60}} [-–—] {MONTH}\.? \d{{1,2}}(?:, \d{{4}})?\s?:\s")
FILE = re.compile(
    r"[(*]{0,3}FILES?[)*]{0,3}\s?(?:[-–—_:/]|(?<=\*\s)In |(?:PHOTO|IMAGE|PICTURE)S?\s?[-–—:])"
    r"|File (?:photo|picture|image|pic)s?\s?:"
)
THIS_PHOTO = re.compile(
    r"(?:In )?[Tt]h(?:is|ese) (?:[\w.,\-]+ ){0,8}?(?:photo|photograph|image|picture|handout|frame grab|photos|images)\b"
    r"(?:,| (?:shows?|released|provided|taken|obtained|made|supplied|from|illustration|posted|distributed|and))"
)
# What stands before a credit: a sign, or the end of a sentence or of a bracket and then no small letter.
CUE = re.compile(
    r"[/|#©ⓒ:：＝=—–…（【]|[.!?。)\]\"”»] ?[^\W\d_a-zß-ÿ]|[’'“«] [^\W\d_a-zß-ÿ]| [-•] |[.!?] -[A-ZÀ-Þ]| by |ourtesy"
    r"|[a-zß-ÿ][A-ZÀ-Þ](?:[a-zß-ÿ]+ |[A-Z]+$)|[.!?] (?:beeld|foto|photo) [A-ZÀ-Þ]| (?:FOTO|PHOTO)S? [A-ZÀ-Þ]"
)
PLAIN = frozenset("!?\"'”’»,;:…")  # no credit ends so, unless it is in brackets
QUOTED = frozenset("\"'”’»")
PLAIN_STOP = PLAIN - QUOTED | {"."}
BRACKETS = frozenset((")", "]"))
SIGNS = ("/", "|", "©", "hoto", "icture by")  # of which one stands in most credits that a full stop ends
IN_TAIL = (*SIGNS, "::")
GLUE = re.compile(r"[a-zß-ÿ0-9]\.[A-ZÀ-Þ][a-zß-ÿ]")  # "in 2025.Courtesy of ..."
CAMEL = re.compile(r"[a-z][A-Z][a-z]")  # two words glued together: "The Daily PlanetThe bridge"
NEAR = 160  # characters of the tail in which a credit must begin


def suspects(paragraphs: list[Paragraph]) -> set[int]:
    """The places of the paragraphs in which a closer look may find a caption. The signs of a credit are sought in the
    whole text first: most stories hold few, and then the ends and first words of their paragraphs clear them."""
    texts = [paragraph.text for paragraph in paragraphs]
    whole = "\n".join(texts)
    stops, closers, starts, ends, colon = PLAIN_STOP, BRACKETS, beginnings(), abbreviated(), ":" in whole
    close = {
        place
        for place, text in enumerate(texts)
        if text[-1] not in stops
        or text[-2:-1] in closers
        or ((start := text[:3]) in starts and opens(text))
        or (colon and start.isupper() and text[:24].split(" ", 1)[0].isupper())
        or text.endswith(ends)
    }
    for sign in SIGNS:
        if sign in whole:
            close.update(place for place, text in enumerate(texts) if sign in text)
    if colon and credit_colon(whole):
        close.update(place for place, text in enumerate(texts) if ":" in text)
    found = {place for place in close if tail_cue(texts[place]) or head_cue(texts[place])}
    return found | {place for place, paragraph in enumerate(paragraphs) if paragraph.under}


def opens(text: str) -> bool:
    """Whether the first word of a paragraph may begin a caption, or is glued to the next."""
    first = text[:24].split(" ", 1)[0]
    return first in openers() or (first == "The" and glued(text))


def glued(text: str) -> bool:
    """Whether two words are glued together in the first words of a text: "The Daily PlanetThe bridge"."""
    return bool(CAMEL.search(text, 4, 48))


def credit_colon(text: str) -> bool:
    """Whether a credit word, or another colon, stands before one of the colons of a text."""
    place = text.find(":")
    while place > 0:
        word = text[max(0, place - 20) : place].rsplit(None, 1)
        if word and (word[-1] == ":" or word[-1].lstrip("([").casefold() in credit_ends()):
            return True
        place = text.find(":", place + 1)
    return False


def tail_cue(text: str) -> bool:
    """Whether the end of a paragraph has a sign that may stand before a credit."""
    last = text[-1]
    if last == ".":
        tail = text[-100:]
        if any(sign in tail for sign in IN_TAIL) or tail.endswith(abbreviated()):
            return True
        if tail[-2:-1] in BRACKETS:
            return True
        colon = tail.rfind(":", 1)
        return colon > 0 and tail[:colon].rsplit(None, 1)[-1].lstrip("([").casefold() in credit_ends()
    if last in PLAIN:
        tail = text[-NEAR:-2]
        if last not in QUOTED:
            return False
        if OUTLET_QUOTED.search(tail[-NEAR_END:]):
            return True
        return "/" in tail[-58:] or (tail.count(".") > tail.count(". ") and bool(GLUE.search(tail)))
    if last in ")]）】([（" or CUE.search(text, max(0, len(text) - NEAR)):
        return True
    tokens = text[-60:].rsplit(None, 3)
    return (
        tokens[-1].rsplit(".", 1)[-1] in agency_ends()
        or bool(LOUD.search(text[-48:]))
        or (len(tokens) > 3 and (tokens[-3] in words("when") or tokens[0].rsplit(None, 1)[-1] in words("when")))
    )


@cache
def abbreviated() -> tuple[str, ...]:
    """The abbreviations that end a credit: "BNS nuotr."."""
    return tuple(sorted(word for word in words("taken") if word.endswith(".")))


@cache
def credit_ends() -> frozenset[str]:
    """The last words of the credit words that a colon follows."""
    return frozenset(word.split()[-1] for word in words("mark", "weak"))


def head_cue(text: str) -> bool:
    """Whether the beginning of a paragraph may be a credit, or say that a picture is described."""
    head = text[:90]
    if "/" in head or "|" in head or head[0] in "([©【（*":
        return True
    if head[:3].isupper() and ":" in text[:130] and (" - " in head or " – " in head):
        return True
    if glued(head) and " ".join(head.split(" ", 2)[:2]) in glue_heads():
        return True
    first = head.split(" ", 1)[0]
    wordings = openers().get(first)
    if wordings is None:
        return False
    if first in ("In", "This", "These"):
        return "hoto" in head or "mage" in head or "icture" in head or "andout" in head or "frame" in head
    return head.casefold().startswith(wordings)


@cache
def openers() -> dict[str, tuple[str, ...]]:
    """What may begin a caption, case folded, by its first word as written: words of the page and of credits."""
    found: dict[str, tuple[str, ...]] = {"In": (), "These": (), "This": ()}
    written = {"file", "files", "(file", "(file)", "**file**", "close"}
    for wording in sorted(words("by", "from", "lent", "mark", "weak") | set(endings()) | written):
        first = wording.split()[0]
        if len(first) < 2:
            continue
        for form in (first, first.title(), first.capitalize(), first.upper()):
            found[form] = (*found.get(form, ()), wording)
            found[form + ":"] = (*found.get(form + ":", ()), wording)
    return found


@cache
def beginnings() -> frozenset[str]:
    """The first letters of the paragraphs that `opens` looks at: most paragraphs begin with others."""
    return frozenset(f"{first} "[:3] for first in (*openers(), "The"))


def described(text: str) -> bool:
    """Whether a paragraph says at its beginning that it describes a picture.

    >>> described("FILE - The bridge at dawn, May 1, 2020."), described("FILE sharing is legal, the court said.")
    (True, False)
    >>> described("LEEDS, ENGLAND - MAY 01: The bridge at dawn."), described("This photo shows the bridge.")
    (True, True)
    """
    return any(pattern.match(text, 0, 200) for pattern in (DESK, FILE, THIS_PHOTO))
