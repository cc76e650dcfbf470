"""Credits that only a sign or the end of a sentence parts from their caption: they must prove themselves."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news.agencies import (
    ADDRESS,
    SLASHED,
    Part,
    Weight,
    agency,
    folded,
    name_of,
    weigh,
    words,
)
from pipeline.news.credits.cuts import (
    BYLINE,
    CANDIDATES,
    QUOTES,
    REACH,
    STARTS,
    Cut,
    ended,
)
from pipeline.news.credits.doubts import spoken, telling, unsigned
from pipeline.news.credits.signless import unended
from pipeline.news.credits.words import labelless, leading

OUTLET_QUOTED = re.compile(r"\s(?:POUR|pour|for|für|para|per|voor)\s[«“\"„]")
MAIL = re.compile(r"\s[\w.\-]{1,40}@[\w.\-]{1,40}\.[a-z]{2,6}$")  # of a photographer
NEAR_END = 60  # characters; a credit that ends with a quotation mark names the outlet there: "POUR « LE MONDE »"


def listed(text: str) -> Cut | None:
    """... and Bob Ray Ann Lee; Kim Doe; Eva Muster/Getty Images: photographers in a row, and no sign before them."""
    tail = text[-REACH:]
    before, semicolon, last = tail.rpartition("; ")
    if not semicolon or "/" not in last or weigh(last) is not Weight.PROOF:
        return None
    first, *others = before.split("; ")
    tokens = first.split()
    if not all(name_of(other) is Part.PERSON for other in others) or len(tokens) < 4:
        return None
    if not first[-1].isalnum() or name_of(" ".join(tokens[-2:])) is not Part.PERSON:
        return None
    place = len(text) - len(tail) + first.rindex(tokens[-2], 0, first.rindex(tokens[-1]))
    return Cut(text[:place].rstrip(), text[place:])


def bare(text: str) -> Cut | None:
    """... in Qatar.AFP, ... on Friday. Name / AFP: nothing but the end of a sentence stands before it."""
    base = max(1, len(text) - REACH)
    quoted = text[-1] in QUOTES and "/" not in text[-NEAR_END:] and not OUTLET_QUOTED.search(text[-NEAR_END:])
    if text[-1] in "!?…。" or quoted:
        return None
    for start in list(STARTS.finditer(text, base))[-CANDIDATES:]:
        before, rest = text[: start.start()], text[start.end() :]
        if ended(before) and not BYLINE.match(rest) and (cut := after_sentence(before, rest, start.group() == "")):
            return cut
    return unended(text)


def after_sentence(before: str, rest: str, glued: bool) -> Cut | None:
    """The cut between a sentence that has ended and the credit after it; `glued`: no space parts the two."""
    kind, name = leading(rest)
    if kind == "bare" and name[-1:].isalnum() and (name_of(name) is Part.PERSON or weigh(name) is Weight.PROOF):
        return Cut(before, name)  # "... in Gent. foto Eva van den Berg"
    first = SLASHED.split(rest)[0]
    if rest[0].islower() and not agency(first) and not ADDRESS.match(first):
        return None
    weight = weigh(rest)
    if before.rsplit(None, 1)[-1].rstrip(".").casefold() in short_marks():
        abbreviated = before.rsplit(None, 1)[-1].casefold() in words("mark")
        before = labelless(before)
        if abbreviated and before and weight is not Weight.NONE and name_of(rest) is Part.PERSON:
            return Cut(before, rest)  # "... von oben Fot. Ann Lee"
    if not before.strip(" .!?"):
        return None
    if weight is Weight.PROOF:
        return after_proof(before, rest)
    if weight is Weight.PAIR and not rest.endswith(".") and before[-1] in ".。)":
        return Cut(before, rest, sure=glued)
    return after_names(before, rest, weight)


def after_proof(before: str, rest: str) -> Cut | None:
    """The cut before a credit that proves itself, if it is none of those that tell who is quoted before it."""
    if SLASHED.search(rest) or "," not in rest or not spoken(before, rest):
        return Cut(before, rest)
    return Cut(before, rest, sure=False) if rest[-1].isalnum() and telling(before) else None  # "Ann Lee, USA TODAY"


def after_names(before: str, rest: str, weight: Weight) -> Cut | None:
    """The cut before names, an agency or a cue that could as well sign the story, or belong to it."""
    given = folded(rest) in words("given") and rest[0].isupper()
    if (weight is Weight.AGENCY or given or agency(rest)) and before[-1] in ".。)]?!" and rest[-1] != ".":
        return Cut(before, rest, sure=False)
    if folded(rest.strip(". ")) in words("cue"):
        return Cut(f"{before} {rest}", "")
    name = MAIL.sub("", rest)  # "... on Sunday. Ann Lee alee@planet.com"
    named = weight is Weight.NAMES if name == rest else name_of(name) is Part.PERSON
    if named and unsigned(before, name):
        return Cut(before, rest, sure=False)
    return None


@cache
def short_marks() -> frozenset[str]:
    """The words for a picture of at most four letters: what a full stop follows is their abbreviation ("Fot.")."""
    return frozenset(word for word in words("mark") if len(word) < 5 and word.isalpha())
