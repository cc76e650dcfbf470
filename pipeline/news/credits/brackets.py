"""Credits in the brackets that end a caption."""

from __future__ import annotations

import re

from pipeline.news.agencies import ARTICLES, SLASHED, Part, Weight, agency, folded, name_of, part_of, weigh, words
from pipeline.news.credits.cuts import INITIAL, QUOTES, QUOTING, REACH, SENTENCE_END, STARTS, Cut, closed, sentence
from pipeline.news.credits.doubts import telling
from pipeline.news.credits.words import CLOSERS, SIGN, TAKEN, gallery, leading, phrases
from pipeline.news.interface import trimmed

# In brackets after a text these are no credit.
ENDS = frozenset(("END", "ENDS", "MORE", "OPINION", "POLL", "UPDATE", "VIDEO"))
DATED = re.compile(
    r"(?:\d{1,2}\.?\s)?(?:[^\W\d_]{3,9}\.?\s)?(?:\d{1,2},\s)?(?:19|20)\d\d年?(?:\s[-–—]\s|\s(?=[^\x00-\x7f]))"
)
DAY = re.compile(r"[\d年月日./\s-]+(?:に?撮影|摄|攝|拍攝|촬영)?")  # "(2019年3月14日撮影)": when, not by whom
PARTED = re.compile(r"(?<=[^\W\d_]{3})\. ")  # "(Photo Ann Lee. AFP)"


def bracketed(text: str, pair: bool = True) -> Cut | None:
    """(Name / Agency), [File: Reuters], （写真：共同）. `pair`: the last of two brackets may say something else."""
    end = text.rstrip(" .。\n")
    if not end or end[-1] not in CLOSERS:
        return None
    start = opening(end)
    if start < 0:
        return None
    inner, before = end[start + 1 : -1].strip(), end[:start].rstrip()
    found = in_brackets(inner, before)
    if found is None and pair and inner and before.endswith(")") and inner.count(" ") < 3:
        first = bracketed(before, pair=False)  # "(AP Photo/Ann Lee) (Newsroom)"
        return Cut(first.text, f"{first.credit} ({inner})") if first and first.sure and "/" in first.credit else None
    if found is not None and not found.credit:
        return Cut(end, "")  # "(file photo)", as it is printed
    found = named_before(found, end[start:])
    return None if found and not found.sure and not fitting(found, end[start:], text[len(end) :]) else found


def fitting(found: Cut, bracket: str, after: str) -> bool:
    """Whether a bracket that holds only an agency or names may be a credit all the same. It is none inside a sentence
    ("... the agency (KCNA)."), around a link to a source ("( The Daily Planet )"), at the end of an item of a list or a
    quotation, or if it explains the words before it."""
    inner, before = bracket[1:-1], found.text
    if not before:
        return False
    if (after.strip() and not before.endswith(tuple(SENTENCE_END))) or inner[0].isspace() or before[0] in "•-–—*":
        return False
    if expanded(inner, before) or agency(before):
        return False
    if weigh(inner) is not Weight.NAMES or folded(inner) in words("given"):
        return True
    if after.strip() or len(before) > 400 or not QUOTING.isdisjoint(before):
        return False
    return bracket[-1] == "]" or before[-1] in ".。)" or person(inner, before)


def named_before(found: Cut | None, bracket: str) -> Cut | None:
    """The cut with the photographer who stands between caption and bracket: "... in Rome. Ann Lee (Reuters)"."""
    if found is None or weigh(found.credit) not in (Weight.AGENCY, Weight.PROOF):
        return found
    for start in STARTS.finditer(found.text, max(0, len(found.text) - 60)):
        name = found.text[start.end() :]
        if (
            name_of(name) is Part.PERSON
            and trimmed(name)
            and not TAKEN.search(name)
            and not INITIAL.search(found.text[: start.start()][-3:])
        ):
            return Cut(found.text[: start.start()], f"{name} {bracket}")
    return found


def expanded(inner: str, before: str) -> bool:
    """Whether the letters in brackets are the initials of the words before them: "the Central News Agency (CNA)"."""
    initials = "".join(token[0] for token in before.split()[-len(inner) :]) if len(inner) < 8 else ""
    return inner.isupper() and initials.upper() == inner


def opening(text: str) -> int:
    """Where the bracket opens that closes at the end of the text: -1 if that is out of reach."""
    closer, opener = text[-1], CLOSERS[text[-1]]
    depth = 0
    for place in range(len(text) - 1, max(-1, len(text) - REACH - 1), -1):
        char = text[place]
        depth += (char == closer) - (char == opener)
        if depth == 0:
            return place
    return -1


def in_brackets(inner: str, before: str) -> Cut | None:
    """What the text in brackets at the end of a paragraph says, if it is a credit."""
    if not inner or DAY.fullmatch(inner):
        return None
    if sign := SIGN.match(inner):
        return Cut(before, inner[sign.end() :])
    if dated := DATED.match(inner):
        inner = inner[dated.end() :]  # "(July 3, 2008 - Source: Ann Lee/Getty Images)"
    kind, rest = leading(inner)
    if kind == "weak" and (again := leading(rest))[0] == "mark":  # "(zdroj: ilustračné foto: Ján Novák)"
        kind, rest = again
    if gallery(inner.split(":")[0], rest):
        return None
    return introduced(inner, before, kind, rest) or weighed(inner, before)


def introduced(inner: str, before: str, kind: str, rest: str) -> Cut | None:
    """The cut before a bracket in which a word says that it is a credit: "(Photo: Ann Lee)", "(AAP: Ann Lee)". `kind`:
    that of the word which begins it, `rest`: what follows the word."""
    weight = weigh(rest) if kind else Weight.NONE
    if kind in ("mark", "by", "from") and rest and (weight is not Weight.NONE or not sentence(rest, limit=30)):
        return Cut(before, inner if kind == "from" else rest)
    if kind == "weak" and sourced(rest, weight, before):
        return Cut(before, rest)
    if inner[:9].casefold() == "copyright" or housed(inner) or owned(inner) or taken_by(inner):
        return Cut(before, inner)
    if kind == "bare" and weigh(inner) is not Weight.PROOF and weigh(PARTED.sub(", ", rest)) is not Weight.NONE:
        return Cut(before, rest)
    return None


def sourced(rest: str, weight: Weight, before: str) -> bool:
    """Whether what follows "Source:" in brackets is that of a picture: a name alone may be that of a figure, if the
    sentence before it goes on: "... 450 jobs (source: Insee)"."""
    first = part_of(SLASHED.split(rest)[0]) if rest else Part.OTHER
    single = first is Part.NAME and weight is Weight.NAMES and folded(rest) not in words("given")
    return first is Part.PERSON or (weight is not Weight.NONE and (not single or closed(before)))


def weighed(inner: str, before: str) -> Cut | None:
    """The cut before a bracket that names alone make a credit: "(Ann Lee/AP)", "... on Monday. (Reuters)"."""
    weight = weigh(inner)
    if weight is Weight.PROOF or (weight is Weight.PAIR and before.endswith(tuple(SENTENCE_END + QUOTES))):
        return Cut(before, inner)
    last = inner.rpartition("/")[2].strip()
    if weight is Weight.PAIR and len(last) > 2 and (last.isupper() or agency(last)) and not before[:1].isdigit():
        return Cut(before, inner, sure=False)  # "The county jail (Ann Lee/PLANET)"
    key = folded(inner.strip(". "))
    if key in words("cue"):
        return Cut(f"{before} ({inner})", "")
    if weight is Weight.AGENCY or key in words("given"):
        return Cut(before, inner, sure=key in words("given") and before.endswith(tuple(SENTENCE_END)))
    return Cut(before, inner, sure=False) if weight is Weight.NAMES and photographers(inner, before) else None


def photographers(inner: str, before: str) -> bool:
    """Whether names in brackets, none of them an agency, are those of a credit."""
    initials = inner.isupper() and inner.isalpha() and 3 <= len(inner) <= 6 and inner not in ENDS
    named = (" " in inner or initials or bool(agency(inner))) and inner[-1] != "."
    return named and (before.endswith((*SENTENCE_END, ")")) or person(inner, before))


def person(inner: str, before: str) -> bool:
    """Whether one photographer, and perhaps a house, stands in brackets behind a caption without a full stop: "The
    mayor at the opening of the bridge (Ann Lee)"."""
    first = inner.split(",")[0]
    named = name_of(first) is Part.PERSON and first.count(" ") < 4 and folded(first.split(" ")[0]) not in ARTICLES
    return named and ":" not in before and not before[:1].isdigit() and telling(before, least=3)


def housed(inner: str) -> bool:
    """Whether the initials of a house and a picture word are a text in brackets: "(HT Photo)", "(BSF file photo)"."""
    house, _, word = inner.partition(" ")
    return house.isupper() and house.isalpha() and 1 < len(house) < 7 and folded(word) in words("after")


def owned(inner: str) -> bool:
    """Whether an agency, "File" or "Supplied" and a colon begin a text in brackets: "(AAP: Ann Lee)"."""
    owner, colon, name = inner.partition(": ")
    if not colon or weigh(name) is Weight.NONE:
        return False
    station = len(owner) < 30 and agency(owner.split(" ")[0]) is Part.OUTLET  # "(ABC North Coast: Ann Lee)"
    return agency(owner) is not None or station or folded(owner) in words("given") or folded(owner) in words("after")


def taken_by(inner: str) -> bool:
    """Whether "photo by" and a name end a text in brackets: "(Planet photo by Ann Lee)"."""
    return any(weigh(inner[end:]) is not Weight.NONE for _, end, kind in phrases(inner) if kind == "by")
