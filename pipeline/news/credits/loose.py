"""Credits that only a sign or the end of a sentence parts from their caption: they must prove themselves."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news import tables
from pipeline.news.agencies import (
    ADDRESS,
    ARTICLES,
    JOINED,
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
    QUOTING,
    REACH,
    STARTS,
    Cut,
    closed,
    ended,
    sentence,
)
from pipeline.news.credits.signless import unended
from pipeline.news.credits.words import SIGN, leading, word_before
from pipeline.news.interface import whole as page_words

RIGHTS = re.compile(
    r"rights|reserv|droits|rechte vorbehalten|derechos|diritti|direitos|wszelkie|distributed|licen[cs]e|無断|защищены",
    re.IGNORECASE,
)
OUTLET_QUOTED = re.compile(r"\s(?:POUR|pour|for|für|para|per|voor)\s[«“\"„]")
YEAR = re.compile(r"(?:19|20)\d\d\b[\s,]*")
SEPARATORS = re.compile(
    r"\s*[|｜＝]\s*|\s+[—–―/•]\s*|(?<=[.!?…。])[—–―]\s*|\s+--?\s+|\s*／\s*|=(?=[^\x00-\x7f]{2,12}$)"
)
TAKEN_BY = re.compile(r"[。、，；;,＝]\s?([^。、，；;,＝（()）]{1,24})(?:撮影|写す|摄影|攝影|摄|攝|供图|供圖)$")
MAIL = re.compile(r"\s[\w.\-]{1,40}@[\w.\-]{1,40}\.[a-z]{2,6}$")  # of a photographer
NEAR_END = 60  # characters; a credit that ends with a quotation mark names the outlet there: "POUR « LE MONDE »"


def copyrighted(text: str) -> Cut | None:
    """... © Name/Agency, but not a line of rights: "Copyright © 2019 The Daily Planet"."""
    base = max(0, len(text) - REACH)
    for sign in list(SIGN.finditer(text[base:]))[-CANDIDATES:]:
        before, rest = text[: base + sign.start()].rstrip(), text[base + sign.end() :].strip()
        if not rest or RIGHTS.search(rest) or before.endswith(("opyright", "OPYRIGHT")):
            return None
        if before.endswith(("/", "|")) and (name := last_name(before)):
            return Cut(before[:name], text[name:])  # "... in Dublin. Ann Lee / © Planet"
        before = labelless(before)
        dated = YEAR.match(rest)
        weight = weigh(rest[dated.end() :] if dated else rest)
        if weight in (Weight.PROOF, Weight.PAIR):
            return Cut(before, rest)
        if before and not dated and (weight is not Weight.NONE or not sentence(rest, limit=8)):
            return Cut(before, rest)
    return None


def last_name(before: str) -> int:
    """Where a person begins that stands between the last sentence and a slash: 0 if none does."""
    core = before.rstrip(" /|")
    for start in STARTS.finditer(core, max(0, len(core) - 60)):
        if name_of(core[start.end() :]) is Part.PERSON and ended(core[: start.start()]):
            return start.end()
    return 0


def labelless(before: str) -> str:
    """What stands before a credit, without the word for a picture: "Die Brücke. Bild © dpa", "Most. Fot. Jan Nowak"."""
    core = before.rstrip(" .:")
    word = word_before(core, len(core)) if core[-1:].isalpha() else None
    return core[: word[0]].rstrip() if word and word[1] == "mark" and core[word[0]].isupper() else before


def signed_after(text: str) -> Cut | None:
    """...、山田太郎撮影, ...。新华社记者 张三 摄: the word for "photo by" ends the paragraph."""
    found = TAKEN_BY.search(text[-40:]) if not text[-1].isascii() else None
    if found is None:
        return None
    if found.group(1)[-1] in JOINED:
        return None
    start = max(0, len(text) - 40) + found.start(1)
    before = text[:start].rstrip("、，；;,＝ ")
    return Cut(before, text[start:]) if len(before) > 3 else None


def separated(text: str) -> Cut | None:
    """... | Name/PA, ... — Reuters, ...＝ＡＰ"""
    base = max(0, len(text) - REACH)
    for sign in list(SEPARATORS.finditer(text, base))[-CANDIDATES:]:
        before, rest = text[: sign.start()].rstrip(), text[sign.end() :].strip()
        if not before or not rest or BYLINE.match(rest) or BYLINE.search(before) or agency(before):
            continue
        weight, mark = weigh(rest), sign.group().strip()
        if mark in "—–―-" and not SLASHED.search(rest) and "," in rest and spoken(before, rest):
            continue
        whole = rest[-1] != "." or folded(rest.rsplit(None, 1)[-1]) in words("taken")
        if weight is Weight.PROOF and (mark != "/" or closed(before) or (whole and before[-1].islower())):
            return Cut(before, rest)
        if mark in "|｜" and rest.isupper() and name_of(rest) is Part.PERSON and telling(before):
            return Cut(before, rest, sure=False)
        likely = weight in (Weight.PAIR, Weight.AGENCY) or (weight is Weight.NAMES and parted(before, mark))
        if mark in "|｜＝=" and likely:
            return Cut(before, rest)
        if weight is Weight.PAIR and mark in "—–―-" and rest[-1].isalnum() and telling(before):
            return Cut(before, rest, sure=False)
        given = folded(rest) in words("given")
        if weight is Weight.NAMES and mark in "—–―-" and len(before) > 20 and unsigned(before, rest):
            return Cut(before, rest, sure=False)
        ended_so = closed(before) or (weight is Weight.AGENCY and before[-1].islower() and before.count(" ") > 2)
        outlet = weight is Weight.NAMES and bool(agency(rest)) and before[-1] in ".。)" and QUOTING.isdisjoint(before)
        if (weight is Weight.AGENCY or given or outlet) and (mark in "|｜＝=" or (mark in "—–―-/／" and ended_so)):
            return Cut(before, rest, sure=False)
    return None


def telling(before: str) -> bool:
    """Whether a text tells what is seen, and is neither spoken nor a heading."""
    return QUOTING.isdisjoint(before) and sum(token[0].islower() for token in before[-160:].split()) > 4


def parted(before: str, mark: str) -> bool:
    """Whether a name alone after a pipe is a credit: the caption before it must be a whole sentence."""
    return before[-1] in ".。" and "|" not in before and (mark not in "＝=" or len(before) > 10)


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
    if before.rsplit(None, 1)[-1].rstrip(".").casefold() in short_marks():
        before = labelless(before)
    if not before.strip(" .!?"):
        return None
    weight = weigh(rest)
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
    if (weight is Weight.NAMES or name != rest) and unsigned(before, name):
        return Cut(before, rest, sure=False)
    return None


@cache
def short_marks() -> frozenset[str]:
    """The words for a picture of at most four letters: what a full stop follows is their abbreviation ("Fot.")."""
    return frozenset(word for word in words("mark") if len(word) < 5 and word.isalpha())


def spoken(before: str, rest: str) -> bool:
    """Whether "Name, Outlet" says who wrote what is quoted before it, and not who took a picture."""
    last = rest.rsplit(",", 1)[1]
    filed = folded(last.strip(" .")) in words("given", "after")  # "Getty Images, FILE"
    return before[-1] in QUOTES or not (filed or agency(last) in (Part.PHOTO, Part.NEWS))


@cache
def abbreviations() -> frozenset[str]:
    """Words whose full stop ends no sentence, folded, without the stop."""
    return frozenset(folded(row[1].rstrip(".")) for row in tables.rows("abbreviations"))


def unsigned(before: str, rest: str) -> bool:
    """Whether names without an agency, after a whole sentence, are a credit: two to five capitalised words that no full
    stop follows. Text is not punctuated like that, but headings and the signatures of authors may be."""
    last = before[-20:].rstrip(".").rsplit(None, 1)[-1]
    if folded(last) in abbreviations() or (last[:1].isupper() and len(last) <= 4):
        return False
    if folded(rest.split()[0]) in ARTICLES or folded(rest) in page_words() or ">" in rest:
        return False
    if before.endswith("..") or not QUOTING.isdisjoint(before):
        return False
    return before[-1] in ".。" and 2 <= len(rest.split()) <= 5 and rest[-1].isalnum() and before.count(" ") >= 2
