"""Credits that only a sign or the end of a sentence parts from their caption: they must prove themselves."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news import tables
from pipeline.news.agencies import (
    ADDRESS,
    ARTICLES,
    JOINED,
    PARTICLES,
    SLASHED,
    Part,
    Weight,
    agency,
    folded,
    name_of,
    service,
    weigh,
    words,
)
from pipeline.news.credits.cuts import CANDIDATES, INITIAL, QUOTES, QUOTING, REACH, STARTS, Cut, closed, sentence
from pipeline.news.credits.words import SIGN, leading, word_before
from pipeline.news.interface import whole as page_words

RIGHTS = re.compile(
    r"rights|reserv|droits|rechte vorbehalten|derechos|diritti|direitos|wszelkie|distributed|licen[cs]e|無断|защищены",
    re.IGNORECASE,
)
# Before these an agency belongs to the sentence: "how he came to AFP".
GOVERNING = """at bei by con dans from för für in mit med nach on or oder par per pour said says sur till to told und
via voor with zu"""
PREPOSITIONS = frozenset(GOVERNING.split())
PLACES = "a à at aus bei em en i in na nach near på v w"  # what follows is a place
PLACING = frozenset(PLACES.split())
# A person after a year, or in capitals.
LOUD = re.compile(r"(?:19|20)\d\d (?=[A-ZÀ-Þ])|[a-zß-ÿ] (?=[A-ZÀ-Þ]{3,} [A-ZÀ-Þ]{3,}\b)")
CAMEL = re.compile(r"[a-zß-ÿ][A-ZÀ-Þ]")
GLUED = re.compile(r"[^\W\d_]{3}[a-zß-ÿ](?=[A-ZÀ-Þ])")  # a word of four letters and more, and another glued to it
OUTLET_QUOTED = re.compile(r"\s(?:POUR|pour|for|für|para|per|voor)\s[«“\"„]")
STATE = re.compile(
    r"(?:,|\b[Ii]n)\s(?:N\.[CDHJMY]|S\.[CD]|R\.I|D\.C|B\.C|U\.[KS])\.$"
)  # ends a sentence, being a place
YEAR = re.compile(r"(?:19|20)\d\d\b[\s,]*")
SEPARATORS = re.compile(
    r"\s*[|｜＝]\s*|\s+[—–―/•]\s*|(?<=[.!?…。])[—–―]\s*|\s+--?\s+|\s*／\s*|=(?=[^\x00-\x7f]{2,12}$)"
)
TAKEN_BY = re.compile(r"[。、，；;,＝]\s?([^。、，；;,＝（()）]{1,24})(?:撮影|写す|摄影|攝影|摄|攝|供图|供圖)$")
NEAR_END = 60  # characters; a credit that ends with a quotation mark names the outlet there: "POUR « LE MONDE »"
BYLINE = re.compile(r"(?:\A|[—–-]\s)(?:By|Von|Par|Por|Di|Door|Av)\s", re.IGNORECASE)


def copyrighted(text: str) -> Cut | None:
    """... © Name/Agency, but not a line of rights: "Copyright © 2019 The Daily Planet"."""
    base = max(0, len(text) - REACH)
    for sign in list(SIGN.finditer(text[base:]))[-CANDIDATES:]:
        before, rest = text[: base + sign.start()].rstrip(), text[base + sign.end() :].strip()
        if not rest or RIGHTS.search(rest) or before.endswith(("opyright", "OPYRIGHT")):
            return None
        before = labelless(before)
        dated = YEAR.match(rest)
        weight = weigh(rest[dated.end() :] if dated else rest)
        if weight in (Weight.PROOF, Weight.PAIR):
            return Cut(before, rest)
        if before and not dated and (weight is not Weight.NONE or not sentence(rest, limit=8)):
            return Cut(before, rest)
    return None


def labelless(before: str) -> str:
    """What stands before a ©, without the word for a picture: "Die Brücke. Bild © dpa"."""
    word = word_before(before, len(before)) if before[-1:].isalpha() else None
    return before[: word[0]].rstrip() if word and word[1] == "mark" and before[word[0]].isupper() else before


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
        if weight is Weight.PROOF and (mark != "/" or closed(before) or (rest[-1] != "." and before[-1].islower())):
            return Cut(before, rest)
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
        first = SLASHED.split(rest)[0]
        if not ended(before) or BYLINE.match(rest):
            continue
        kind, name = leading(rest)
        if kind == "bare" and name[-1:].isalnum() and (name_of(name) is Part.PERSON or weigh(name) is Weight.PROOF):
            return Cut(before, name)  # "... in Gent. foto Eva van den Berg"
        if rest[0].islower() and not agency(first) and not ADDRESS.match(first):
            continue
        weight = weigh(rest)
        if weight is Weight.PROOF and (SLASHED.search(rest) or "," not in rest or not spoken(before, rest)):
            return Cut(before, rest)
        if weight is Weight.PAIR and not rest.endswith(".") and before[-1] in ".。)":
            return Cut(before, rest, sure=start.group() == "")
        given = folded(rest) in words("given") and rest[0].isupper()
        if (weight is Weight.AGENCY or given or agency(rest)) and before[-1] in ".。)]?!" and rest[-1] != ".":
            return Cut(before, rest, sure=False)
        if folded(rest.strip(". ")) in words("cue"):
            return Cut(f"{before} {rest}", "")
        if weight is Weight.NAMES and unsigned(before, rest):
            return Cut(before, rest, sure=False)
    return unended(text)


def ended(before: str) -> bool:
    """Whether a sentence of several words ends at the end of a text: no initial, no quotation mark that opens."""
    if (INITIAL.search(before[-3:]) and not STATE.search(before[-8:])) or (
        before[-1] in QUOTES and before[-2:-1].isspace()
    ):
        return False
    return " " in before or not before.isascii()


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


def unended(text: str) -> Cut | None:
    """... bei Nacht Name Name/AFP: no sentence ends, but a slash and an agency follow a name of two words or three, or
    an agency and a slash come before it."""
    slash = text.find("/", max(0, len(text) - 100))
    slash = slash if slash >= 0 else dashed(text)
    if slash < 0 or text[-1] == "." or BYLINE.match(text):
        return None
    base = max(0, slash - 60)
    tokens = [base + token.start() for token in re.finditer(r"\S+", text[base:slash])]
    written = text[base:slash].split()
    place = len(written) > 3 and folded(written[-4]) in PLACING  # "en Paiporta Ann Lee / EFE"
    place = place or (len(written) > 2 and "".join(written[-2:]).isupper() and not written[-3].isupper())
    for size, known in ((1, True), (2, True), (2 if place else 3, False), (2, False)):
        weight = weigh(text[tokens[-size] :]) if len(tokens) > size else Weight.NONE
        if known and len(tokens) > size and service(text[tokens[-size] :]):
            return Cut(text[: tokens[-size]].rstrip(), text[tokens[-size] :])
        short = weight is Weight.PAIR and text[slash + 1 :].isupper() and text.count(" ") > 4 and not known
        if weight is not Weight.PROOF and not short:
            continue
        before, name = text[: tokens[-size]].rstrip(), text[tokens[-size] : slash]
        last = before.rsplit(None, 1)[-1]
        person = name_of(re.split(r"[/|]", text[slash + 1 :])[0]) is Part.PERSON
        if (agency(name) and person) if known else (place or (last.islower() and folded(last) not in ARTICLES)):
            return Cut(before, text[tokens[-size] :], sure=not short)
    return None


def dashed(text: str) -> int:
    """Where a dash does the work of a slash between a person and an agency at the end of a text: -1 if none does."""
    base = max(0, len(text) - 60)
    hyphen, dash = text.rfind(" - ", base), text.rfind("—", base)
    if hyphen >= 0 and agency(text[hyphen + 3 :]) is Part.OUTLET:
        return hyphen  # "Ann Lee - LA NACION"
    return dash if dash >= 0 and agency(text[dash + 1 :]) else -1  # "Ann Lee—Getty Images"


def spaced_slash(text: str) -> Cut | None:
    """... in Palma / Name Name, without a full stop on either side."""
    before, slash, rest = text[-100:].rpartition(" / ")
    if not slash or text[-1] == "." or BYLINE.match(text) or "/" in before or text.count(" ") < 6:
        return None
    if weigh(rest) is not Weight.NAMES or not (2 <= len(rest.split()) <= 3 or rest[0] == "@"):
        return None
    return Cut(text[: len(text) - len(rest) - len(slash)], rest, sure=False)


@cache
def agency_ends() -> frozenset[str]:
    """The last words of agencies, as they are written, that may hang on a caption without any sign."""
    kept = (Part.PHOTO.value, Part.NEWS.value)
    lasts = {row[1].split()[-1] for row in tables.rows("agencies") if row[2] in kept}
    return frozenset(lasts | {last.upper() for last in lasts})


def hung(text: str) -> Cut | None:
    """... im Europaparlament AFP: no sign at all, but a news agency or photo service ends what is no sentence."""
    tokens = text[-90:].split()
    if not text[-1].isalpha():
        return None
    if len(tokens) > 3 and tokens[-2][0].isupper() and folded(tokens[-2]) in words("mark") and agency(tokens[-1]):
        return Cut(text[: text.rindex(tokens[-2])].rstrip(), tokens[-1], sure=False)  # "... în București FOTO Mediafax"
    if sum(token[0].islower() for token in tokens) < 2:
        return None
    for size in (3, 2):
        if len(tokens) > size + 4 and timed(tokens[:-size], tokens[-size:]):
            return Cut(text[: text.rindex(tokens[-size])].rstrip(), " ".join(tokens[-size:]), sure=False)
    for size in (3, 2) if LOUD.search(text[-48:]) else ():
        if len(tokens) > size + 4 and loud(tokens[-size - 2 : -size], tokens[-size:]):
            return Cut(text[: text.rindex(tokens[-size])].rstrip(), " ".join(tokens[-size:]), sure=False)
    for size in (4, 3, 2, 1) if tokens[-1] in agency_ends() else ():
        name = " ".join(tokens[-size:])
        if len(tokens) < size + 5 or agency(name) not in (Part.PHOTO, Part.NEWS):
            continue
        last = tokens[-size - 1]
        governed = folded(last) in ARTICLES | PARTICLES | PREPOSITIONS | words("after", "given", "mark")
        before = text[: text.rindex(tokens[-size])].rstrip()
        if last[0].isupper() and folded(last) in words("mark"):
            return Cut(before[: -len(last)].rstrip(), name, sure=False)
        return None if governed or not last[-1].isalnum() else Cut(before, name, sure=False)
    return None


def timed(before: list[str], name: list[str]) -> bool:
    """Whether a person stands after the time that ends what is seen ("..., esta madrugada Ana Roca"). Headings may end
    so too ("Declara este martes Ana Roca"), but they are short and have no comma before the time."""
    if before[-1] not in words("when") or name_of(" ".join(name)) is not Part.PERSON or folded(name[0]) in ARTICLES:
        return False
    return len(before) > 7 or any(token.endswith(",") for token in before[-4:-1])


def loud(last: list[str], name: list[str]) -> bool:
    """Whether a person at the end of a text cannot belong to its sentence: after a year that ends it ("in May 2025 Ann
    Lee", not "the 2010 Care Act"), or alone in capitals. `last`: the two words before."""
    if name_of(" ".join(name)) is not Part.PERSON or folded(name[0]) in ARTICLES:
        return False
    if re.fullmatch(r"(?:19|20)\d\d", last[1]):
        return folded(last[0]) not in ARTICLES | PARTICLES and last[0][-1].isalpha() and not last[0].endswith("s")
    capitals = all(token.isupper() and len(token) > 2 and token.isalpha() for token in name)
    return capitals and last[1][-1].islower() and folded(last[1]) not in ARTICLES | PARTICLES | PREPOSITIONS


def glued(text: str) -> Cut | None:
    """... en el Palau de Sant JordiÀlex Garcia, ... im EuropaparlamentAFP: names glued to the last word."""
    tail = text[-80:]
    found = list(GLUED.finditer(tail)) if CAMEL.search(tail) else []
    if not found or not text[-1].isalpha() or text.count(" ") < 6:
        return None
    before, rest = text[: len(text) - len(tail) + found[-1].end()], tail[found[-1].end() :]
    word = before.rsplit(None, 1)[-1].rsplit("-", 1)[-1]
    if not word.isalpha() or not word[1:].islower() or sum(t[0].islower() for t in before.split()) < 2:
        return None
    if agency(f"{word}{rest}") or agency(f"{word}{rest}".split()[0]):
        return None  # "LaPresse"
    weight = weigh(rest)
    named = weight is Weight.NAMES and name_of(rest) is Part.PERSON and rest.count(" ") < 3
    if weight is Weight.AGENCY:  # "... en París.Ann LeeEFE"
        for start in STARTS.finditer(before, max(0, len(before) - 60)):
            if name_of(before[start.end() :]) is Part.PERSON and ended(before[: start.start()]):
                return Cut(before[: start.start()], f"{before[start.end() :]} / {rest}")
    known = named or weight in (Weight.PROOF, Weight.AGENCY, Weight.PAIR)
    return Cut(before, rest, sure=weight is Weight.PROOF) if known else None
