"""Credits that stand before their caption, and paragraphs that are nothing but a credit."""

from __future__ import annotations

import re
from functools import cache

from pipeline.news import tables
from pipeline.news.agencies import (
    ADDRESS,
    ARTICLES,
    COUNTED,
    SLASHED,
    Part,
    Weight,
    agency,
    caseless,
    folded,
    name_of,
    part_of,
    weigh,
    words,
)
from pipeline.news.credits.cuts import BYLINE, REACH, Cut, sentence
from pipeline.news.credits.signs import YEAR
from pipeline.news.credits.words import CLOSERS, RIGHTS, SIGN, gallery, leading

ENDED = re.compile(r"[^\W\d_]{3}\.\s|[가-힣]{2}\.\s|[。！？]")  # a sentence ends: what is before it is a caption
LONGEST_ALONE = 160  # characters


def alone(text: str) -> str | None:
    """The credit, if the whole paragraph is one.

    >>> alone("Photo: Ann Lee / Daily Planet"), alone("Ann Lee/AFP"), alone("Ann Lee")
    ('Ann Lee / Daily Planet', 'Ann Lee/AFP', None)
    """
    text = text.strip()
    if len(text) > LONGEST_ALONE or (text[0] in BRACKETS and BRACKETS[text[0]] in text[:-2]):
        return None  # too long, or a credit in brackets before its caption
    inner = text[1:-1].strip() if text[0] in "([（【" and text[-1] in CLOSERS else text
    if sign := SIGN.match(inner):
        rest = inner[sign.end() :].strip()
        return rest if not RIGHTS.search(rest) and not YEAR.match(rest) and weigh(rest) is Weight.PROOF else None
    kind, rest = leading(inner)
    weight = weigh(rest) if rest else Weight.NONE
    if gallery(inner.split(":")[0], rest):
        return None
    free = not sentence(rest, limit=8) and not (rest[0].islower() and rest[-1] == ".") if rest else False
    if kind == "mark" and rest and (weight is not Weight.NONE or free):
        return rest
    if kind in ("by", "from", "weak") and weight in (Weight.PROOF, Weight.PAIR):
        return inner if kind == "from" else rest
    if kind == "by" and weight is not Weight.NONE:
        return rest
    if kind == "bare" and weight in (Weight.PROOF, Weight.AGENCY, Weight.PAIR):
        return rest
    person, pipe, credit = next((cut for cut in map(inner.partition, CAPTION_SIGNS) if cut[1]), (inner, "", ""))
    other = any(part_of(part) is Part.PERSON for part in SLASHED.split(credit)) or credit.endswith(taken_marks())
    if pipe and other and name_of(person) is Part.PERSON and weigh(credit) is Weight.PROOF:
        return None  # a caption of one name: "Ann Lee | Bob Ray/AP"
    first, slash, person = inner.partition("/")
    if slash and first.count(" ") > 1 and agency(first.split(" ")[-1]) and name_of(person) is Part.PERSON:
        return None  # a caption, an agency and a person: "Predsednik vlade Tanjug/Ana Lee"
    if folded(first.split(" ")[0]) in ARTICLES and not agency(first) and first.count(" ") > 1:
        return None  # "Die Brücke picture alliance/dpa"
    if BYLINE.match(inner) or ENDED.search(inner) or not SLASHED.search(inner):
        return None
    return inner if weigh(inner) is Weight.PROOF else None


@cache
def taken_marks() -> tuple[str, ...]:
    """The words for "photo" that follow a name, as written."""
    return tuple(row[1] for row in tables.rows("credit_words") if row[2] == "taken")


def lent(text: str) -> bool:
    """Whether a whole paragraph says who gave it, which speaks of the story: "Provided by The Conversation"."""
    rest = leading(text)[1]
    return rest != text and folded(text.removesuffix(rest)) in words("lent")


def at_head(text: str) -> Cut | None:
    """The credit that stands before its caption.

    >>> at_head("Photo: Ann Lee Le Monde The bridge at dawn").credit
    'Ann Lee Le Monde'
    >>> at_head("Ann Lee/REUTERS Die Brücke am Morgen").text
    'Die Brücke am Morgen'
    """
    if text[0] in BRACKETS:
        return bracket_head(text)
    if (label := LABEL.search(text[:160])) and leading(text[: label.start()])[0] in ("bare", "by", "mark"):
        return Cut(text[label.end() :], text[: label.start()])
    kind, rest = leading(text[:REACH])
    whole = rest + text[REACH:]
    if kind in ("mark", "by"):
        if kind == "mark" and (again := leading(rest))[0] == "by":  # "Mandatory credit: Photo by Ann Lee/AP The bridge"
            rest, whole = again[1], again[1] + text[REACH:]
        size = head_size(rest, False) or stopped_size(rest, kind == "mark" and not gallery(text.split(":")[0], rest))
        after = whole[size:].lstrip(" .|–—-")
        code = CODE.match(after)
        return Cut(after[code.end() :].lstrip() if code else after, whole[:size]) if size else None
    if sign := SIGN.match(text):  # "© Ann Lee / Getty Images The bridge"
        kind, rest, whole = "bare", text[sign.end() : REACH], text[sign.end() :]
    if kind == "bare":  # "PHOTO ANN LEE, LA PRESSE The bridge"
        for size in (glued_agency(rest), head_size(rest, False)):
            if size and weigh(whole[:size]) is Weight.PROOF:
                return Cut(whole[size:].strip(), whole[:size])
        return None
    if kind or not text:
        return None
    first, pipe, caption = text[:REACH].partition(" | ")
    if pipe and caption.count(" ") > 3 and weigh(first) is Weight.PROOF:
        return Cut(text[len(first) + len(pipe) :], first)
    size = glued_agency(text) or head_size(text[:REACH], True)
    return Cut(text[size:].strip(), text[:size]) if size else None


# What the page calls the text after a credit: "Image copyright Ann Lee Image caption The bridge".
LABEL = re.compile(r"\s(?:(?:Image|Media) caption,?|Bildunterschrift:|Bildlegende:|Légende\s?:)\s(?=\S)")
BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
CAPTION_SIGNS = (" | ", " - ", " – ", " — ")  # between a caption of one name and its credit
CODE = re.compile(r"\(\w{5,12}\)")  # of an agency's picture: "(16507315bs)"
LONGEST_AFTER = 250  # characters of a caption after a credit in brackets; more would be the story
STOPPED = re.compile(r"(?<=[^\W\d_]{2})(?:\.|\s[|–—-])\s+(?=[^\W\d_a-zß-ÿ])")


def bracket_head(text: str) -> Cut | None:
    """The credit in brackets before its caption: "(Photo: Ann Lee) The bridge at dawn"."""
    end = text.find(BRACKETS[text[0]], 1, LONGEST_ALONE)
    inner, after = text[1:end].strip(), text[end + 1 :].lstrip(" .:")
    if end < 4 or after.count(" ") < 3 or len(after) > LONGEST_AFTER or not after[0].isalpha() or after[0].islower():
        return None
    kind, rest = leading(inner)
    weight = weigh(rest)
    named = kind in ("mark", "by") and weight is not Weight.NONE and not gallery(inner.split(":")[0], rest)
    return Cut(after, rest if named else inner) if named or (weight is Weight.PROOF and "/" in inner) else None


def stopped_size(text: str, person: bool) -> int:
    """How many characters of a text after "Photo:" are names that a full stop or a sign parts from the caption after
    them ("Ann Lee. The bridge at dawn."): 0 if none are. `person`: one of them alone is enough."""
    stop = STOPPED.search(text[:80])
    if stop is None or text[stop.end() :].count(" ") < 3:
        return 0
    name = text[: stop.start()]
    named = (person and name_of(name) is Part.PERSON) or weigh(name) in (Weight.PROOF, Weight.AGENCY)
    return stop.start() if named else 0


def head_size(text: str, proof: bool) -> int:
    """How many characters of a text are the credit before its caption: 0 if none are. With `proof` it must hold a name
    and an agency parted by a slash."""
    if proof and "/" not in text[:80] and "|" not in text[:80]:
        return 0
    tokens = list(re.finditer(r"\S+", text[:120]))
    best = 0
    for number in range(min(9, len(tokens) - 2)):
        prefix, following = text[: tokens[number].end()], tokens[number + 1].group()
        begins = following[0].isupper() or following[0] in "\"“„«'‘" or caseless(following[0])
        if not (begins or (not proof and (following[0].isdigit() or CODE.fullmatch(following)))):
            continue
        if not ends_on_agency(prefix):
            if not proof and not best and slashed_end(prefix, following):
                best = tokens[number].end()
            continue
        weight = weigh(prefix)
        if weight is Weight.PROOF or (not proof and weight is Weight.AGENCY):
            if proof and not person_first(prefix):
                continue
            best = tokens[number].end()
    return best


def slashed_end(prefix: str, following: str) -> bool:
    """Whether a credit that ends on no known agency is whole all the same, `following` being the word after it: an
    agency and a person of two words ("AFP/Ann Lee"), or a person and an outlet in capitals ("Ann Lee/PLANET")."""
    first, slash, last = prefix.partition("/")
    first, last = first.strip(), last.strip()
    if not slash or "/" in last or (last.isupper() and following.strip(",.").isupper()):
        return False
    if agency(first):
        return name_of(last) is Part.PERSON and sum(len(token.strip(".")) > 1 for token in last.split()) == 2
    return last.isupper() and len(last) > 3 and name_of(last) is not Part.OTHER and name_of(first) is Part.PERSON


def person_first(prefix: str) -> bool:
    """Whether a credit begins with a person, or with an agency and a person: "A News/Post poll" does neither."""
    first, *others = re.split(r"\s?[/|]\s?", prefix)
    first = COUNTED.sub("", first)
    if agency(first) or ADDRESS.match(first):
        return any(name_of(other) is Part.PERSON and not agency(other) for other in others)
    return bool(others) and name_of(first) is Part.PERSON and ARTICLES.isdisjoint(folded(first).split())


def ends_on_agency(prefix: str) -> bool:
    """Whether a text ends with the name of an agency or outlet."""
    tokens = re.split(r"[\s/|]+", prefix)
    return any(agency(" ".join(tokens[-size:])) for size in (1, 2, 3))


@cache
def glue_heads() -> frozenset[str]:
    """The first two words of agencies of three words and more, to which a caption may be glued."""
    names = (row[1].split() for row in tables.rows("agencies"))
    return frozenset(" ".join(name[:2]) for name in names if len(name) > 2)


def glued_agency(text: str) -> int:
    """The length of the agency that is glued to the caption after it ("Kyodo NewsThe leaders"): 0 if none is."""
    if text[:120].count(" ") < 6:
        return 0
    for place in range(3, min(48, len(text) - 1)):
        if not (text[place].isupper() and text[place - 1].islower() and text[place + 1].islower()):
            continue
        head = text[:place]
        if agency(head) or (ends_on_agency(head) and weigh(head) is Weight.PROOF):
            return place
        if "/" in head and weigh(head) in (Weight.PROOF, Weight.PAIR) and person_first(head):
            return place  # "station.tv/Ann LeeThe bridge"
    return 0
