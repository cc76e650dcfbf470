"""Credits that a word names: after "Photo:", after "Courtesy of"."""

from __future__ import annotations

from pipeline.news.agencies import PARTICLES, Part, Weight, agency, caseless, folded, name_of, weigh, words
from pipeline.news.credits.cuts import (
    CANDIDATES,
    EDGE,
    REACH,
    SENTENCE_END,
    STARTS,
    Cut,
    closed,
    sentence,
)
from pipeline.news.credits.words import CLOSERS, MARKS, capital, gallery, labelless, phrases, reserved, word_before

SURE_MARKS = ":：︰=＝.…՝"


def marked(text: str) -> Cut | None:
    """... Foto: Name, ...Credit...Name, ... 写真：共同"""
    base = max(0, len(text) - REACH)
    tail = text[base:]
    for mark in list(MARKS.finditer(tail))[-CANDIDATES:]:
        word = word_before(tail, mark.start())
        if word is None or (word[1] == "weak" and text[-1] in CLOSERS and tail[: word[0]].endswith(("(", "["))):
            continue  # what stands in brackets has been judged
        start, kind = word
        rest = tail[mark.end() :].strip()
        before = text[: base + start].rstrip()
        sure = mark.group().strip()[0] in SURE_MARKS
        if before.rstrip(EDGE) and rest and believable(kind, tail[start : mark.start()], sure, rest, before):
            before = labelless(before)  # "Foto: Foto: Name"
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
    words_before = len(before) // 3 if caseless(before) else before.count(" ") + 1
    return words_before > (1 if strong or before[-1] in ".。" else 3) and (strong or (ended and not rest.endswith(".")))


def credited(before: str) -> bool:
    """Whether a text ends with a credit word and a name, to which another credit is put: "Zdroj: ČTK Autor: ..."."""
    tail = before[-60:]
    for mark in MARKS.finditer(tail):
        if word_before(tail, mark.start()) and mark.end() < len(tail) and weigh(tail[mark.end() :]) is not Weight.NONE:
            return True
    return False


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
        labelled = tail[end - 1] in ",،"  # "Image source, North Police", perhaps glued to the caption
        if not rest or before[-1:] in (":", "/") or not capital(tail, start):
            continue
        if not (strong or labelled or closed(before)):
            continue
        begins = not rest[0].islower() or folded(rest.split()[0]) in PARTICLES
        free = bool(before) and not sentence(rest, limit=12) and begins and rest[-1] not in SENTENCE_END
        plain = weight is Weight.NAMES and rest.isprintable() and rest[-1].isalpha() and rest.count(" ") < 4
        if kind == "rights" and not (before and not reserved(before) and (strong or weight is Weight.AGENCY or plain)):
            continue
        if weight is not Weight.NONE or free:
            return Cut(before, tail[start:] if kind == "from" else rest)
    return None
