"""The signs by which a caption is known: a pattern that clears most paragraphs, a test of the rest, and openings."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news.agencies import words
from pipeline.news.credits.heads import glue_heads
from pipeline.news.credits.loose import NEAR_END, OUTLET_QUOTED
from pipeline.news.credits.signless import LOUD, agency_ends
from pipeline.news.interface import endings

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
BRACKETS = frozenset((")", "]"))
IN_TAIL = ("/", "|", "©", "hoto", "icture by", "::")  # of which one stands in most credits that a full stop ends
PICTURES = ("hoto", "mage", "icture", "andout", "frame")  # of which one follows "In this" where a picture is described
GLUE = re.compile(r"[a-zß-ÿ0-9]\.[A-ZÀ-Þ][a-zß-ÿ]")  # "in 2025.Courtesy of ..."
CAMEL = re.compile(r"[a-z][A-Z][a-z]")  # two words glued together: "The Daily PlanetThe bridge"
HEAD = 90  # characters in which a caption says that it is one
NEAR = 160  # characters of the tail in which a credit must begin


@cache
def near() -> str:
    """A pattern of RE2, over paragraphs between empty lines, that clears most of them: found in one, `cue` decides."""
    ends = "|".join(sorted(map(re.escape, credit_ends())))
    starts = "|".join(sorted({re.escape(wording) for of in openers().values() for wording in of}))
    return "|".join(
        (
            r"[^\x00!?,;:….\"'”’»\n]\n|[)\]][^\n]\n",
            rf"(?:{'|'.join(map(re.escape, abbreviated()))})\n",
            rf"{'|'.join(map(re.escape, IN_TAIL))}|(?i:{ends})\s*:",
            rf"{GLUE.pattern}|{OUTLET_QUOTED.pattern}",
            rf"\n(?i:{starts})|\n(?:In t|T)h(?:is|ese) |\nThe [^\n]*{CAMEL.pattern}",
            r"\n[^\p{Ll}\n]{3}[^\n]* [-–] ",
        )
    )


def cue(text: str) -> bool:
    """Whether a paragraph has a sign by which a closer look may find a caption."""
    return tail_cue(text) or head_cue(text)


def glued(text: str) -> bool:
    """Whether two words are glued together in the first words of a text: "The Daily PlanetThe bridge"."""
    return bool(CAMEL.search(text, 4, 48))


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
    head = text[:HEAD]
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
        return any(word in head for word in PICTURES)
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


def described(text: str) -> bool:
    """Whether a paragraph says at its beginning that it describes a picture.

    >>> described("FILE - The bridge at dawn, May 1, 2020."), described("FILE sharing is legal, the court said.")
    (True, False)
    >>> described("LEEDS, ENGLAND - MAY 01: The bridge at dawn."), described("This photo shows the bridge.")
    (True, True)
    """
    return any(pattern.match(text, 0, 200) for pattern in (DESK, FILE, THIS_PHOTO))
