"""Credits that the typography or a word names: in brackets, after "Photo:", after "Courtesy of"."""

from __future__ import annotations

import re

from pipeline.news.agencies import PARTICLES, SLASHED, Part, Weight, agency, folded, name_of, part_of, weigh, words
from pipeline.news.credits.cuts import (
    CANDIDATES,
    EDGE,
    INITIAL,
    QUOTES,
    QUOTING,
    REACH,
    SENTENCE_END,
    STARTS,
    Cut,
    closed,
    sentence,
)
from pipeline.news.credits.words import CLOSERS, MARKS, SIGN, TAKEN, capital, leading, phrases, word_before
from pipeline.news.interface import trimmed

SURE_MARKS = ":：︰=＝.…՝"
# In brackets after a text these are no credit.
ENDS = frozenset(("END", "ENDS", "MORE", "OPINION", "POLL", "UPDATE", "VIDEO"))
DATED = re.compile(
    r"(?:\d{1,2}\.?\s)?(?:[^\W\d_]{3,9}\.?\s)?(?:\d{1,2},\s)?(?:19|20)\d\d年?(?:\s[-–—]\s|\s(?=[^\x00-\x7f]))"
)
SEVERAL = frozenset(("bilder", "fotos", "images", "photos", "pics", "pictures", "video", "videos"))


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
    if bracket[-1] == "]" or after.strip() or len(before) > 400 or not QUOTING.isdisjoint(before):
        return False
    return before[-1] in ".。)"


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
    if not inner:
        return None
    if sign := SIGN.match(inner):
        return Cut(before, inner[sign.end() :])
    if dated := DATED.match(inner):
        inner = inner[dated.end() :]  # "(July 3, 2008 - Source: Ann Lee/Getty Images)"
    kind, rest = leading(inner)
    if gallery(inner.split(":")[0], rest):
        return None
    if kind in ("mark", "by", "from") and rest and (weigh(rest) is not Weight.NONE or not sentence(rest, limit=30)):
        return Cut(before, inner if kind == "from" else rest)
    if kind == "weak" and (weigh(rest) is not Weight.NONE or part_of(SLASHED.split(rest)[0]) is Part.PERSON):
        return Cut(before, rest)
    if inner[:9].casefold() == "copyright" or housed(inner) or owned(inner) or taken_by(inner):
        return Cut(before, inner)
    weight = weigh(inner)
    if weight is Weight.PROOF or (weight is Weight.PAIR and before.endswith(tuple(SENTENCE_END + QUOTES))):
        return Cut(before, inner)
    if kind == "bare" and weigh(rest) is not Weight.NONE:
        return Cut(before, rest)
    last = inner.rpartition("/")[2].strip()
    if weight is Weight.PAIR and len(last) > 2 and (last.isupper() or agency(last)) and not before[:1].isdigit():
        return Cut(before, inner, sure=False)  # "The county jail (Ann Lee/PLANET)"
    key = folded(inner.strip(". "))
    if key in words("cue"):
        return Cut(f"{before} ({inner})", "")
    if weight is Weight.AGENCY or key in words("given"):
        return Cut(before, inner, sure=key in words("given") and before.endswith(tuple(SENTENCE_END)))
    initials = inner.isupper() and inner.isalpha() and 3 <= len(inner) <= 6 and inner not in ENDS
    named = weight is Weight.NAMES and (" " in inner or initials or agency(inner)) and inner[-1] != "."
    return Cut(before, inner, sure=False) if named and before.endswith((*SENTENCE_END, ")")) else None


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


def marked(text: str) -> Cut | None:
    """... Foto: Name, ...Credit...Name, ... 写真：共同"""
    base = max(0, len(text) - REACH)
    tail = text[base:]
    for mark in list(MARKS.finditer(tail))[-CANDIDATES:]:
        word = word_before(tail, mark.start())
        if word is None:
            continue
        start, kind = word
        rest = tail[mark.end() :].strip()
        before = text[: base + start].rstrip()
        sure = mark.group().strip()[0] in SURE_MARKS
        if before.rstrip(EDGE) and rest and believable(kind, tail[start : mark.start()], sure, rest, before):
            own = agency_at_end(before)  # "Reuters photo: Name"
            return Cut(before[: len(before) - own], (text[len(before) - own :] if own else rest))
    return None


def agency_at_end(before: str) -> int:
    """The length of the agency at the end of a text, if the sentence before it has ended."""
    tokens = before[-40:].split()
    for size in (3, 2, 1):
        name = " ".join(tokens[-size:])
        house = size == 1 and name.isupper() and name.isalpha() and 1 < len(name) < 5  # "ST PHOTO: Ann Lee"
        if (
            len(tokens) > size
            and (agency(name) or house)
            and closed(ahead := before[: -len(name)].rstrip())
            and ahead[-1] != ":"
        ):
            return len(name)
    return 0


def house_at_end(before: str) -> int:
    """The length of what is between the last sentence and "photo by", if that may be the name of a house."""
    for start in STARTS.finditer(before, max(0, len(before) - 30)):
        name = before[start.end() :]
        if name_of(name) is not Part.OTHER and name.count(" ") < 3 and closed(before[: start.start()]):
            return len(name)
    return 0


def believable(kind: str, word: str, sure_mark: bool, rest: str, before: str) -> bool:
    """Whether `rest`, after a credit word and a mark, is a credit, `before` being what stands before them."""
    weight = weigh(rest)
    ended = closed(before)
    if gallery(word, rest) or not (sure_mark or ended):
        return False
    if weight is Weight.NONE and sure_mark:
        small = rest[0].islower()
        free = (
            kind == "mark"
            and ended
            and not sentence(rest, limit=4 if small else 12)
            and not (small and rest[-1] == ".")
        )
        short = (
            kind == "mark" and before[-1].isalpha() and rest[0].isupper() and rest.count(" ") < 3 and rest[-1].isalpha()
        )
        free = free or short
        given = folded(rest.strip(". ")) in words("given") or (ended and folded(rest.split()[0]) in words("given"))
        return free or given or weigh(rest.title()) in (Weight.PROOF, Weight.AGENCY)
    if weight is Weight.NONE:
        return False
    if kind == "mark" and sure_mark:
        return True
    strong = weight in (Weight.PROOF, Weight.PAIR, Weight.AGENCY) or folded(rest) in words("given")
    person = kind == "weak" and rest.count(" ") < 3 and rest[-1].isalpha() and name_of(rest) is Part.PERSON
    ended = ended or credited(before) or (sure_mark and person and before.count(" ") > 2)
    words_before = before.count(" ") + 1
    return words_before > (1 if strong or before[-1] in ".。" else 3) and (strong or (ended and not rest.endswith(".")))


def credited(before: str) -> bool:
    """Whether a text ends with a credit word and a name, to which another credit is put: "Zdroj: ČTK Autor: ..."."""
    tail = before[-60:]
    for mark in MARKS.finditer(tail):
        if word_before(tail, mark.start()) and mark.end() < len(tail) and weigh(tail[mark.end() :]) is not Weight.NONE:
            return True
    return False


def gallery(word: str, rest: str) -> bool:
    """Whether a word names several pictures, and what follows is the title of a gallery: "PHOTOS: The storm"."""
    if word.strip(" ([").casefold() not in SEVERAL:
        return False
    weight = weigh(rest)
    return weight is Weight.NONE or (weight is Weight.NAMES and rest.count(" ") > 2)


def worded(text: str) -> Cut | None:
    """... Photo by Name, ... Courtesy of the museum"""
    base = max(0, len(text) - REACH)
    tail = text[base:]
    for start, end, kind in phrases(tail):
        before, rest = text[: base + start].rstrip(), tail[end:].strip()
        own = 0 if tail[start].isupper() else agency_at_end(before) or house_at_end(before)  # "Reuters photo by Name"
        if own:
            return Cut(before[: len(before) - own], text[len(before) - own :])
        weight = weigh(rest)
        strong = weight in (Weight.PROOF, Weight.PAIR)
        if not rest or before[-1:] in (":", "/") or not capital(tail, start) or not (strong or closed(before)):
            continue
        begins = not rest[0].islower() or folded(rest.split()[0]) in PARTICLES
        free = bool(before) and not sentence(rest, limit=12) and begins and rest[-1] not in SENTENCE_END
        plain = weight is Weight.NAMES and rest.isprintable() and rest[-1].isalpha() and rest.count(" ") < 4
        if kind == "rights" and not (before and (strong or weight is Weight.AGENCY or plain)):
            continue
        if weight is not Weight.NONE or free:
            return Cut(before, tail[start:] if kind == "from" else rest)
    return None
