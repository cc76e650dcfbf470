"""Credits behind a sign: ©, a pipe, a dash, a slash, or the word for "photo by" that ends the paragraph."""

from __future__ import annotations

import re

from pipeline.news.agencies import JOINED, SLASHED, Part, Weight, agency, caseless, folded, name_of, weigh, words
from pipeline.news.credits.cuts import BYLINE, CANDIDATES, QUOTING, REACH, STARTS, Cut, closed, ended, sentence
from pipeline.news.credits.doubts import spoken, telling, unsigned
from pipeline.news.credits.words import RIGHTS, SIGN, labelless, reserved

YEAR = re.compile(r"(?:19|20)\d\d\b[\s,]*")
SEPARATORS = re.compile(
    r"\s*(?:[|｜＝]|::)\s*|\s#\s(?=[^\W\d_])|\s+[—–―/•]\s*|(?<=[.!?…。])[—–―]\s*|\s+--?\s+|(?<=[.!?])\s-(?=[A-ZÀ-Þ])|\s*／\s*|=(?=[^\x00-\x7f]{2,12}$)"
)
PIPES = "|｜"
DASHES = "—–―-"
SIGNING = "|｜＝=#"  # what only parts a text from who signs it
INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.\s?){1,4}")
TAKEN_BY = re.compile(
    r"[。、，；;,＝]\s?([^。、，；;,＝（()）]{1,24})(?:撮影|写す|摄影|攝影|摄|攝|供图|供圖)(?P<day>\s?\d{2,4}年\d{1,2}月\d{1,2}日)?$"
)


def copyrighted(text: str) -> Cut | None:
    """... © Name/Agency, but not a line of rights: "Copyright © 2019 The Daily Planet"."""
    base = max(0, len(text) - REACH)
    for sign in list(SIGN.finditer(text[base:]))[-CANDIDATES:]:
        before, rest = text[: base + sign.start()].rstrip(), text[base + sign.end() :].strip()
        if not rest or RIGHTS.search(rest) or before.endswith(("opyright", "OPYRIGHT")):
            return None
        if before.endswith(("/", "|")) and (name := last_name(before)):
            return Cut(before[:name], text[name:])  # "... in Dublin. Ann Lee / © Planet"
        if reserved(before):
            return None
        before = labelless(twiceless(before))
        dated = YEAR.match(rest)
        weight = weigh(rest[dated.end() :] if dated else rest)
        if weight in (Weight.PROOF, Weight.PAIR):
            return Cut(before, rest)
        if before and not dated and (weight is not Weight.NONE or not sentence(rest, limit=8)):
            return Cut(before, rest)
    return None


def twiceless(before: str) -> str:
    """What stands before a credit, without the agency that a slash parts from a date: "... 2024.3.5/뉴스1"."""
    head, _, last = before[-30:].rpartition("/")
    return before[: -len(last) - 1] if head[-1:].isdigit() and agency(last) else before


def last_name(before: str) -> int:
    """Where a person begins that stands between the last sentence, or a slash, and a slash: 0 if none does."""
    core = before.rstrip(" /|")
    for start in STARTS.finditer(core, max(0, len(core) - 60)):
        if name_of(core[start.end() :]) is Part.PERSON and ended(core[: start.start()]):
            return start.end()
    before, slash, name = core.rpartition(" / ")
    return len(core) - len(name) if slash and " " in before and name_of(name) is Part.PERSON else 0


def signed_after(text: str) -> Cut | None:
    """...、山田太郎撮影, ...。新华社记者 张三 摄: the word for "photo by" ends the paragraph."""
    base = max(0, len(text) - 52)
    found = TAKEN_BY.search(text[base:]) if not text[-1].isascii() else None
    if found is None or found.group(1)[-1] in JOINED:
        return None
    before = text[: base + found.start(1)].rstrip("、，；;,＝ ")
    day = found.group("day") or ""  # "... 。中央社記者王小明攝 113年9月13日"
    return Cut(before, text[base + found.start(1) : len(text) - len(day)]) if len(before) > 3 else None


def separated(text: str) -> Cut | None:
    """... | Name/PA, ... — Reuters, ...＝ＡＰ"""
    base = max(0, len(text) - REACH)
    for sign in list(SEPARATORS.finditer(text, base))[-CANDIDATES:]:
        before, rest = text[: sign.start()].rstrip(), text[sign.end() :].strip()
        if not before or not rest or BYLINE.match(rest) or BYLINE.search(before) or agency(before):
            continue
        if found := behind(sign.group().strip(), before, rest):
            return found
    return None


def behind(mark: str, before: str, rest: str) -> Cut | None:
    """The cut at a sign, if what follows it may be a credit."""
    weight = weigh(rest)
    if mark in DASHES and not SLASHED.search(rest) and "," in rest and spoken(before, rest):
        return None
    whole = rest[-1] != "." or folded(rest.rsplit(None, 1)[-1]) in words("taken")
    if weight is Weight.PROOF and (mark != "/" or closed(before) or (whole and before[-1].islower())):
        return Cut(before, rest)
    if mark == "::" and (weight is not Weight.NONE or INITIALS.fullmatch(rest)):
        return Cut(before, rest, sure=False)
    loud = rest.isupper() and name_of(rest) is Part.PERSON and not agency(rest)
    if mark in PIPES + DASHES and loud and telling(before, least=3):
        return Cut(before, rest, sure=False)  # "The mayor at the opening - ANN LEE"
    if mark in SIGNING and (
        weight in (Weight.PAIR, Weight.AGENCY) or (weight is Weight.NAMES and parted(before, mark))
    ):
        return Cut(before, rest)
    if mark in PIPES and closed(before) and (size := credit_before_heading(rest)):
        return Cut(before, rest[:size])
    return doubtful(mark, before, rest, weight)


def doubtful(mark: str, before: str, rest: str, weight: Weight) -> Cut | None:
    """The cut at a sign before names or agencies that could as well sign a heading, a quotation or the story."""
    if mark in DASHES and weight is Weight.PAIR and rest[-1].isalnum() and telling(before):
        return Cut(before, rest, sure=False)
    if mark in DASHES and weight is Weight.NAMES and len(before) > 20 and unsigned(before, rest):
        return Cut(before, rest, sure=False)
    small = before[-1].islower() or caseless(before[-1])
    ended_so = closed(before) or (weight is Weight.AGENCY and small and before.count(" ") > (1 if mark == "/" else 2))
    outlet = weight is Weight.NAMES and bool(agency(rest)) and before[-1] in ".。)" and QUOTING.isdisjoint(before)
    known = weight is Weight.AGENCY or folded(rest) in words("given") or outlet
    fits = mark in SIGNING or (mark in DASHES + "/／" and ended_so)
    return Cut(before, rest, sure=False) if known and fits else None


def credit_before_heading(rest: str) -> int:
    """The length of the credit with which a text begins that goes on with a heading of the page: "AP Photo Senate
    takes its own path". It must end with an agency or a word for a picture; 0 if it does not."""
    tokens = list(re.finditer(r"\S+", rest[:160]))
    best = 0
    for place in range(min(8, len(tokens) - 3)):
        following, last = tokens[place + 1].group(), tokens[place].group().rpartition("/")[2]
        begins = following[0].isupper() or following[0].isdigit()
        if (
            not begins
            or folded(following.strip(",")) in words("after")
            or not (agency(last) or folded(last) in words("after"))
        ):
            continue
        if weigh(rest[: tokens[place].end()]) in (Weight.PROOF, Weight.AGENCY):
            best = tokens[place].end()
    return best if any(token[0].islower() for token in rest[best:].split()) else 0


def parted(before: str, mark: str) -> bool:
    """Whether a name alone after a pipe is a credit: the caption before it must be a whole sentence."""
    return before[-1] in ".。" and "|" not in before and (mark not in "＝=" or len(before) > 10)
