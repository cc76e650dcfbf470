"""The credit at the end of a picture caption.

Each rule of the tail looks at the last characters of the paragraph only, and asks for the more proof the less the
typography says: a credit in brackets or after "Photo:" may be any name, one that merely follows the last sentence must
name an agency beside a person. Words are in tables/credit_words.tsv, agencies in tables/agencies.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from pipeline.news import tables
from pipeline.news.agencies import PARTICLES, SLASHED, Part, Weight, agency, folded, name_of, weigh, words
from pipeline.news.credit_words import CLOSERS, MARKS, SIGN, leading, phrases, word_before
from pipeline.news.interface import whole as page_words

REACH = 260  # characters of the tail (or head) that are looked at; the longest real credits have about 160
SENTENCE_END = ".!?…。！？।؟۔"
QUOTES = "\"'”’»“„«›"
EDGE = " \t\n\xa0|｜/／—–-―·•,，;；:：=＝(（[【_>►▶↓↑"  # left at the end of a caption when its credit is cut off
SURE_MARKS = ":：︰=＝.…՝"
RIGHTS = re.compile(
    r"rights|reserv|droits|rechte vorbehalten|derechos|diritti|direitos|wszelkie|distributed|licen[cs]e|無断|защищены",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d\b[\s,]*")
BROKEN = re.compile(r"[^\s.!?]{3,}[.!?…]\s+[^\W\d_]|[。！？]\s*\S")  # one sentence ends and another begins


class Cut(NamedTuple):
    """A paragraph cut in two. `text`: what is left of the caption; `credit`: as printed, may be empty (the tail only
    says that this is a picture). `sure`: no story ends that way, so nothing else has to speak for a caption."""

    text: str
    credit: str
    sure: bool = True


def at_tail(text: str) -> Cut | None:
    """The credit at the end of a paragraph.

    >>> at_tail("The bridge at dawn. (Ann Lee/Getty Images)")
    Cut(text='The bridge at dawn.', credit='Ann Lee/Getty Images', sure=True)
    >>> at_tail("Die Brücke am MorgenFoto: dpa").credit
    'dpa'
    >>> at_tail("He told Reuters so on Monday (and AFP later).")
    """
    return by_rules(text, TYPED + LOOSE)


def by_rules(text: str, rules: tuple[Callable[[str], Cut | None], ...]) -> Cut | None:
    """The first cut that one of the rules makes, without what is left of brackets and dashes."""
    text = text.rstrip()
    for rule in rules:
        found = rule(text)
        if found is not None:
            return Cut(found.text.rstrip(EDGE), found.credit.strip(), found.sure)
    return None


def bracketed(text: str) -> Cut | None:
    """(Name / Agency), [File: Reuters], （写真：共同）"""
    end = text.rstrip(" .。\n")
    if not end or end[-1] not in CLOSERS:
        return None
    start = opening(end)
    if start < 0:
        return None
    inner, before = end[start + 1 : -1].strip(), end[:start].rstrip()
    found = in_brackets(inner, before)
    stopped = text != end and not before.endswith(tuple(SENTENCE_END))  # "... the agency (KCNA)." is one sentence
    cited = end[-1] == "]" and weigh(inner) is Weight.NAMES  # "... it says. [The Daily Planet]"
    return None if found and not found.sure and (stopped or cited or expanded(inner, before)) else found


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
    kind, rest = leading(inner)
    if gallery(inner.split(":")[0], rest):
        return None
    if kind in ("mark", "by", "from") and rest and (weigh(rest) is not Weight.NONE or not sentence(rest, limit=30)):
        return Cut(before, inner if kind == "from" else rest)
    if kind == "weak" and weigh(rest) is not Weight.NONE:
        return Cut(before, rest)
    weight = weigh(inner)
    if weight is Weight.PROOF or (weight is Weight.PAIR and before.endswith(tuple(SENTENCE_END + QUOTES))):
        return Cut(before, inner)
    if kind == "bare" and weigh(rest) is not Weight.NONE:
        return Cut(before, rest)
    key = folded(inner.strip(". "))
    if key in words("cue"):
        return Cut(f"{before} ({inner})", "")
    if weight is Weight.AGENCY or key in words("given"):
        return Cut(before, inner, sure=key in words("given") and before.endswith(tuple(SENTENCE_END)))
    named = weight is Weight.NAMES and " " in inner and inner[-1] != "." and not agency(inner)
    return Cut(before, inner, sure=False) if named and before.endswith(tuple(SENTENCE_END)) else None


def marked(text: str) -> Cut | None:
    """... Foto: Name, ...Credit...Name, ... 写真：共同"""
    base = max(0, len(text) - REACH)
    tail = text[base:]
    for mark in MARKS.finditer(tail):
        word = word_before(tail, mark.start())
        if word is None:
            continue
        start, kind = word
        rest = tail[mark.end() :].strip()
        before = text[: base + start].rstrip()
        if (
            before
            and rest
            and believable(kind, tail[start : mark.start()], mark.group().strip()[0] in SURE_MARKS, rest, before)
        ):
            own = agency_at_end(before)  # "Reuters photo: Name"
            return Cut(before[: len(before) - own], (text[len(before) - own :] if own else rest))
    return None


def agency_at_end(before: str) -> int:
    """The length of the agency at the end of a text, if the sentence before it has ended."""
    tokens = before[-40:].split()
    for size in (1, 2):
        name = " ".join(tokens[-size:])
        if len(tokens) > size and agency(name) and closed(before[: -len(name)].rstrip()):
            return len(name)
    return 0


def believable(kind: str, word: str, sure_mark: bool, rest: str, before: str) -> bool:
    """Whether `rest`, after a credit word and a mark, is a credit, `before` being what stands before them."""
    weight = weigh(rest)
    ended = closed(before)
    if gallery(word, rest):
        return False
    if weight is Weight.NONE:
        free = kind == "mark" and sure_mark and ended and not rest[0].islower()
        return (free and not sentence(rest, limit=12)) or (sure_mark and folded(rest.strip(". ")) in words("given"))
    if kind == "mark" and sure_mark:
        return True
    strong = weight in (Weight.PROOF, Weight.PAIR, Weight.AGENCY)
    return before.count(" ") > 1 and (strong or (ended and not rest.endswith(".")))


SEVERAL = frozenset(("bilder", "fotos", "images", "photos", "pics", "pictures", "video", "videos"))


def gallery(word: str, rest: str) -> bool:
    """Whether a word names several pictures, and what follows is the title of a gallery: "PHOTOS: The storm"."""
    if word.strip(" ([").casefold() not in SEVERAL:
        return False
    weight = weigh(rest)
    return weight is Weight.NONE or (weight is Weight.NAMES and rest.count(" ") > 2)


def closed(before: str) -> bool:
    """Whether a text ends as captions end before a credit: a full stop, a bracket, a sign, or not at all."""
    return not before or before[-1] in SENTENCE_END + QUOTES or before[-1] in EDGE + ")]）】>"


def sentence(text: str, limit: int) -> bool:
    """Whether a text reads as a sentence rather than as a credit of at most `limit` words."""
    return bool(BROKEN.search(text)) or len(text) > 160 or text.count(" ") >= limit or text[-1] in '!?…。！？”"'


def worded(text: str) -> Cut | None:
    """... Photo by Name, ... Courtesy of the museum"""
    base = max(0, len(text) - REACH)
    tail = text[base:]
    for start, end, kind in phrases(tail):
        before, rest = text[: base + start].rstrip(), tail[end:].strip()
        if not rest or not closed(before):
            continue
        begins = not rest[0].islower() or folded(rest.split()[0]) in PARTICLES
        free = bool(before) and not sentence(rest, limit=12) and begins and rest[-1] not in SENTENCE_END
        if weigh(rest) is not Weight.NONE or free:
            return Cut(before, tail[start:] if kind == "from" else rest)
    return None


def copyrighted(text: str) -> Cut | None:
    """... © Name/Agency, but not a line of rights: "Copyright © 2019 The Daily Planet"."""
    base = max(0, len(text) - REACH)
    for sign in SIGN.finditer(text[base:]):
        before, rest = text[: base + sign.start()].rstrip(), text[base + sign.end() :].strip()
        if not rest or RIGHTS.search(rest) or before.endswith(("opyright", "OPYRIGHT")):
            return None
        dated = YEAR.match(rest)
        weight = weigh(rest[dated.end() :] if dated else rest)
        if weight in (Weight.PROOF, Weight.PAIR):
            return Cut(before, rest)
        if before and not dated and (weight is not Weight.NONE or not sentence(rest, limit=8)):
            return Cut(before, rest)
    return None


SEPARATORS = re.compile(r"\s*[|｜＝]\s*|\s+[—–―/•]\s*|(?<=[.!?…。])[—–―]\s*|\s+-\s+|\s*／\s*")


def separated(text: str) -> Cut | None:
    """... | Name/PA, ... — Reuters, ...＝ＡＰ"""
    base = max(0, len(text) - REACH)
    for sign in SEPARATORS.finditer(text, base):
        before, rest = text[: sign.start()].rstrip(), text[sign.end() :].strip()
        if not before or not rest or BYLINE.match(rest):
            continue
        weight, mark = weigh(rest), sign.group().strip()
        if mark in "—–―-" and not SLASHED.search(rest) and "," in rest and spoken(before, rest):
            continue
        if weight is Weight.PROOF and (mark != "/" or closed(before)):
            return Cut(before, rest)
        likely = weight in (Weight.PAIR, Weight.AGENCY) or (weight is Weight.NAMES and parted(before, mark))
        if mark in "|｜＝" and likely:
            return Cut(before, rest)
        if weight is Weight.AGENCY and mark in "—–―-/／" and closed(before):
            return Cut(before, rest, sure=False)
    return None


def parted(before: str, mark: str) -> bool:
    """Whether a name alone after a pipe is a credit: the caption before it must be a whole sentence."""
    return before[-1] in SENTENCE_END and "|" not in before and (mark != "＝" or len(before) > 10)


STARTS = re.compile(rf"(?<=[{re.escape(SENTENCE_END)}{re.escape(QUOTES)})\]）])\s*(?=[^\s\W])|\n\s*(?=\S)")


BYLINE = re.compile(r"(?:By|Von|Par|Por|Di|Door|Av)\s", re.IGNORECASE)
INITIAL = re.compile(r"(?:^|[\s./])[^\W\d_]\.$")


def bare(text: str) -> Cut | None:
    """... in Qatar.AFP, ... on Friday. Name / AFP: nothing but the end of a sentence stands before it."""
    base = max(1, len(text) - REACH)
    if text[-1] in QUOTES + "!?…。":
        return None
    for start in STARTS.finditer(text, base):
        before, rest = text[: start.start()], text[start.end() :]
        if (
            INITIAL.search(before[-3:])
            or " " not in before
            or (before[-1] in QUOTES and before[-2:-1].isspace())
            or BYLINE.match(rest)
        ):
            continue
        weight = weigh(rest)
        if weight is Weight.PROOF and (SLASHED.search(rest) or "," not in rest or not spoken(before, rest)):
            return Cut(before, rest)
        if weight is Weight.PAIR and not rest.endswith(".") and before[-1] in ".。)":
            return Cut(before, rest, sure=start.group() == "")
        if weight is Weight.AGENCY and not rest.endswith("."):
            return Cut(before, rest, sure=False)
        if folded(rest.strip(". ")) in words("cue"):
            return Cut(f"{before} {rest}", "")
        if weight is Weight.NAMES and unsigned(before, rest):
            return Cut(before, rest, sure=False)
    return unended(text)


def spoken(before: str, rest: str) -> bool:
    """Whether "Name, Outlet" says who wrote what is quoted before it, and not who took a picture."""
    return before[-1] in QUOTES or agency(rest.rsplit(",", 1)[1]) not in (Part.PHOTO, Part.NEWS)


@cache
def abbreviations() -> frozenset[str]:
    """Words whose full stop ends no sentence, folded, without the stop."""
    return frozenset(folded(row[1].rstrip(".")) for row in tables.rows("abbreviations"))


ARTICLES = frozenset(("a", "an", "the", "das", "der", "die", "el", "het", "il", "la", "las", "le", "les", "los"))


def unsigned(before: str, rest: str) -> bool:
    """Whether names without an agency, after a whole sentence, are a credit: two to five capitalised words that no full
    stop follows. Text is not punctuated like that, but headings and the signatures of authors may be."""
    last = before[-20:].rstrip(".").rsplit(None, 1)[-1]
    if folded(last) in abbreviations() or (last[:1].isupper() and len(last) <= 4):
        return False
    if folded(rest.split()[0]) in ARTICLES or folded(rest) in page_words():
        return False
    return before[-1] in ".。" and 2 <= len(rest.split()) <= 5 and rest[-1].isalnum() and before.count(" ") >= 3


def unended(text: str) -> Cut | None:
    """... bei Nacht Name Name/AFP: no sentence ends, but a slash and an agency follow a name of two words or three, or
    an agency and a slash come before it."""
    slash = text.find("/", max(0, len(text) - 100))
    if slash < 0 or text[-1] == ".":
        return None
    base = max(0, slash - 60)
    tokens = [base + token.start() for token in re.finditer(r"\S+", text[base:slash])]
    for size, known in ((1, True), (2, True), (3, False), (2, False)):
        if len(tokens) <= size or weigh(text[tokens[-size] :]) is not Weight.PROOF:
            continue
        before, name = text[: tokens[-size]].rstrip(), text[tokens[-size] : slash]
        last = before.rsplit(None, 1)[-1]
        person = name_of(re.split(r"[/|]", text[slash + 1 :])[0]) is Part.PERSON
        if (agency(name) and person) if known else (last.islower() and folded(last) not in ARTICLES):
            return Cut(before, text[tokens[-size] :])
    return spaced_slash(text)


def spaced_slash(text: str) -> Cut | None:
    """... in Palma / Name Name, without a full stop on either side."""
    before, slash, rest = text[-100:].rpartition(" / ")
    if not slash or "/" in before or text.count(" ") < 6:
        return None
    if weigh(rest) is not Weight.NAMES or not 2 <= len(rest.split()) <= 3:
        return None
    return Cut(text[: len(text) - len(rest) - len(slash)], rest, sure=False)


TYPED: tuple[Callable[[str], Cut | None], ...] = (bracketed, marked, worded)  # the typography or a word says "credit"
LOOSE: tuple[Callable[[str], Cut | None], ...] = (copyrighted, separated, bare)
