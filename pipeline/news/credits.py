"""The credit at the end of a picture caption.

Each rule of the tail looks at the last characters of the paragraph only, and asks for the more proof the less the
typography says: a credit in brackets or after "Photo:" may be any name, one that merely follows the last sentence must
name an agency beside a person. Words are in tables/credit_words.tsv, agencies in tables/agencies.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.news.agencies import PARTICLES, Weight, agencies, folded, weigh, words
from pipeline.news.credit_words import CLOSERS, MARKS, SIGN, leading, phrases, word_before

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
    text = text.rstrip()
    for rule in RULES:
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
    return in_brackets(end[start + 1 : -1].strip(), end[:start].rstrip())


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
    if weight is Weight.NAMES and " " in inner and before.endswith(tuple(SENTENCE_END)) and key not in agencies():
        return Cut(before, inner, sure=False)
    return None


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
        if rest and believable(kind, mark.group().strip()[0] in SURE_MARKS, rest, before):
            return Cut(before, rest)
    return None


def believable(kind: str, sure_mark: bool, rest: str, before: str) -> bool:
    """Whether `rest`, after a credit word of a kind and a mark, is a credit, `before` being what stands before them."""
    weight = weigh(rest)
    ended = closed(before)
    if weight is Weight.NONE:
        free = kind == "mark" and sure_mark and ended and not rest[0].islower()
        return (free and not sentence(rest, limit=12)) or (sure_mark and folded(rest.strip(". ")) in words("given"))
    if kind == "mark" and sure_mark:
        return True
    return weight in (Weight.PROOF, Weight.PAIR, Weight.AGENCY) or (ended and not rest.endswith("."))


def closed(before: str) -> bool:
    """Whether a text ends as captions end before a credit: a full stop, a bracket, a sign, or not at all."""
    return not before or before[-1] in SENTENCE_END + QUOTES or before[-1] in EDGE + ")]）】>"


def sentence(text: str, limit: int) -> bool:
    """Whether a text reads as a sentence rather than as a credit of at most `limit` words."""
    return bool(BROKEN.search(text)) or len(text) > 160 or text.count(" ") >= limit or text[-1] in "!?…。！？”\""


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
    """... © Name/Agency"""
    base = max(0, len(text) - REACH)
    for sign in SIGN.finditer(text[base:]):
        rest = text[base + sign.end() :].strip()
        rest = YEAR.sub("", rest, count=1) if YEAR.match(rest) else rest
        before = text[: base + sign.start()].rstrip()
        if not rest or RIGHTS.search(rest):
            return None
        weight = weigh(rest)
        if weight in (Weight.PROOF, Weight.PAIR):
            return Cut(before, rest)
        if before and (weight is not Weight.NONE or not sentence(rest, limit=8)):
            return Cut(before, rest)
    return None


SEPARATORS = re.compile(r"\s*[|｜＝]\s*|\s+[—–―/•]\s*|(?<=[.!?…。])[—–―]\s*|\s+-\s+|\s*／\s*")


def separated(text: str) -> Cut | None:
    """... | Name/PA, ... — Reuters, ...＝ＡＰ"""
    base = max(0, len(text) - REACH)
    for sign in SEPARATORS.finditer(text, base):
        before, rest = text[: sign.start()].rstrip(), text[sign.end() :].strip()
        if not before or not rest:
            continue
        weight, mark = weigh(rest), sign.group().strip()
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


INITIAL = re.compile(r"(?:^|[\s./])[^\W\d_]\.$")


def bare(text: str) -> Cut | None:
    """... in Qatar.AFP, ... on Friday. Name / AFP: nothing but the end of a sentence stands before it."""
    base = max(1, len(text) - REACH)
    if text[-1] in QUOTES + "!?…。":
        return None
    for start in STARTS.finditer(text, base):
        before, rest = text[: start.start()], text[start.end() :]
        if INITIAL.search(before[-3:]):
            continue
        weight = weigh(rest)
        if weight is Weight.PROOF:
            return Cut(before, rest)
        if weight is Weight.PAIR and not rest.endswith("."):
            return Cut(before, rest, sure=start.group() == "")
        if weight is Weight.AGENCY and not rest.endswith("."):
            return Cut(before, rest, sure=False)
        if folded(rest.strip(". ")) in words("cue"):
            return Cut(f"{before} {rest}", "")
        if weight is Weight.NAMES and unsigned(before, rest):
            return Cut(before, rest, sure=False)
    return unended(text)


def unsigned(before: str, rest: str) -> bool:
    """Whether names without an agency, after a whole sentence, are a credit: two to five capitalised words that no full
    stop follows. Text is not punctuated like that, but headings and the signatures of authors may be."""
    return before[-1] in ".。" and 2 <= len(rest.split()) <= 5 and rest[-1].isalnum() and before.count(" ") >= 3


def unended(text: str) -> Cut | None:
    """... bei Nacht Name Name/AFP: no sentence ends, but a slash and an agency follow a name of two words or three, or
    an agency and a slash come before it."""
    slash = text.find("/", max(0, len(text) - 100))
    if slash < 0:
        return None
    base = max(0, slash - 60)
    tokens = [base + token.start() for token in re.finditer(r"\S+", text[base:slash])]
    for size, agency in ((1, True), (2, True), (3, False), (2, False)):
        if len(tokens) <= size or weigh(text[tokens[-size] :]) is not Weight.PROOF:
            continue
        before, name = text[: tokens[-size]].rstrip(), text[tokens[-size] : slash]
        if folded(name) in agencies() if agency else before.rsplit(None, 1)[-1].islower():
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


RULES: tuple[Callable[[str], Cut | None], ...] = (bracketed, marked, worded, copyrighted, separated, bare)
