"""Rights lines: who holds the copyright of a story, and on what terms it may be used."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import re2

from pipeline.news import agencies, tables
from pipeline.news.notice import wordings
from pipeline.records import Syndication

LONGEST = 700  # characters of a sentence that is looked at
_YEARS = re.compile(
    r"[\s,:]*(?:(?:19|20)\d\d(?:\s*[-–/,]\s*(?:(?:19|20)\d\d|\d\d))?)?[\s,.:]*(?i:by\s+|par\s+|von\s+|-\s+)?(?:©|\([cC]\)|℗)?\s*(?:(?:19|20)\d\d)?[\s,.:]*(?i:by\s+)?"
)
_COMPANY = re.compile(
    r"(?:L\.P\.|LLC|Inc\.|Inc|GmbH|Ltd\.?|SLU|S\.A\.U?\.?|S\.L\.?U?\.?|PLC|plc|B\.V\.|AG|A/S)(?=[\s,.]|$)"
)
_END = re.compile(r"(?<!\b[A-Z])\.\s|\.$|[;|]|\s[-–—]\s|\s\(|, (?=[A-Z][a-z]+ed by )")
_WIRE_ID = re.compile(r"[\s,]*(?:[a-z]{2,8}:)\d{6}-\d+-\d+(?:/\d+)?")  # dpa:230428-99-483045/5
# A service before the mark: "The-CNN-Wire ™ & © 2022"; and the mark of older wires: "c.2021 The Harbour Times Company".
_BEFORE_MARK = r"(?:[\w-]{2,20}\s?[™®]\s?&?\s?)?"
_TYPED = re.compile(r"\s*\(?(c\.)\s?(?=(?:19|20)\d\d,?\s+[A-Z])")
_SMALL = re.compile(r"(?<![\w./@-])[a-zß-öø-ÿ]{3,}(?![\w./@])")
_SMALL_WORDS = 5  # so many words in small letters may follow "all rights reserved"; a clause of the story has more
_SHORT = 90  # characters: a mark without a year or "all rights reserved" is trusted only in a line as short as this


class Rights(NamedTuple):
    """What a rights line says. `notice` is the sentence with the copyright mark; `terms` the sentences of use."""

    holder: str | None
    notice: str | None
    terms: str | None
    syndication: Syndication | None


def read(sentence: str, whole: bool) -> Rights | None:
    """What one sentence says of rights; None if it is no rights line. whole: it is all that its paragraph holds, or
    the paragraph's beginning."""
    if len(sentence) > LONGEST:
        return None
    mark = _mark().match(sentence) or (_TYPED.match(sentence) if whole and len(sentence) <= _SHORT else None)
    reserved = _reserved().search(sentence)
    if mark:
        rest = sentence[mark.end(1) :]
        years = _YEARS.match(rest)
        dated = bool(years and re.search(r"\d{4}", years.group()))
        if dated or reserved or _WIRE_ID.search(rest) or (whole and len(sentence) <= _SHORT and _is_name(rest)):
            return _marked(rest[years.end() if years else 0 :], sentence)
    if reserved and len(sentence) <= 2 * _SHORT and len(_SMALL.findall(sentence[reserved.end(1) :])) <= _SMALL_WORDS:
        return Rights(_unmarked(sentence, reserved), _unwrapped(sentence), None, None)
    if _terms().search(sentence):
        return Rights(None, None, _unwrapped(sentence), None)
    return None


def _unwrapped(sentence: str) -> str:
    """The sentence without brackets around it or around the paragraph that it begins or ends."""
    sentence = sentence.strip()
    if sentence[:1] in "([" and not re.match(r"\([cC]\)", sentence):
        sentence = sentence[1:]
    opened = sentence.count("(") + sentence.count("[") - sentence.count(")") - sentence.count("]")
    return sentence[:-1] if opened < 0 and sentence[-1:] in ")]" else sentence


def carrier(sentence: str) -> str | None:
    """The service that carried a story, of a sentence behind a rights line: "Distributed by X."."""
    carried = _carried().search(sentence) if len(sentence) <= LONGEST else None
    return _holder(sentence[carried.end(1) :]) if carried and carried.start() <= 1 else None


def holder_alone(sentence: str) -> str | None:
    """The company that a sentence behind "All rights reserved." names: "Harbour Times GmbH"."""
    return _holder(sentence) if len(sentence) <= _SHORT and _COMPANY.search(sentence) and _is_name(sentence) else None


def permitted(sentence: str) -> bool:
    """Whether a sentence behind a rights line says that its holder gave leave: "Used by permission."."""
    return len(sentence) <= _SHORT and _permitted().search(sentence) is not None


def reserves(sentence: str) -> bool:
    """Whether a sentence says that rights are reserved."""
    return len(sentence) <= LONGEST and _reserved().search(sentence) is not None


def _marked(rest: str, sentence: str) -> Rights:
    """Read a line that begins with a mark; `rest` is what follows mark and years."""
    cut = _reserved().search(rest)
    carried = _carried().search(rest)
    held = rest[: min([len(rest), *(found.start(1) for found in (cut, carried) if found)])]
    wire = _WIRE_ID.search(held)
    holder = _holder(held[: wire.start()] if wire else held)
    syndication = None
    if carried and holder:
        via = _holder(rest[carried.end(1) :])
        syndication = Syndication("provided_by", sentence, source=holder, via=via)
    elif wire and holder:
        syndication = Syndication("provided_by", sentence, source=holder)
    return Rights(holder, _unwrapped(sentence), None, syndication)


def _holder(text: str) -> str | None:
    """The name of the holder at the beginning of a text."""
    company = _COMPANY.search(text[:90])
    end = _END.search(text)
    stop = min([len(text), *([end.start()] if end and not (company and end.start() < company.end()) else [])])
    if company and company.end() <= max(stop, company.end()):
        stop = min(company.end(), stop) if stop > company.end() else company.end()
    name = text[:stop].strip(' \t\n,;:-–—|()[]"“”')
    name = name if company and name.endswith(company.group()) else name.rstrip(".")
    name = re.sub(r",? (?:19|20)\d\d$", "", name)  # "© Le Monde, 2019"
    return name if 1 < len(name) <= 90 else None


def _unmarked(sentence: str, reserved: re2._Match) -> str | None:
    """The holder of "All rights reserved - X 2024": the capitalised words after (or before) it."""
    for text in (sentence[reserved.end(1) :], sentence[: reserved.start(1)]):
        name = re.sub(r"(?:19|20)\d\d|[©()]", " ", text).strip(" .,;:-–—|，、。")
        name = re.split(r"[.。|]\s*", name)[0].strip()
        if (
            name
            and len(name) <= 30 + 30 * name.isascii()
            and not _terms().search(name)
            and (name[0].isupper() or not name.isascii())
            and not name.islower()
        ):
            return re.split(r"(?:に掲載|の記事|に?おける)", name)[0]
    return None


def _is_name(text: str) -> bool:
    """Whether the text is made of capitalised words, as the holder's name is."""
    words = [word.rstrip(".") for word in re.findall(r"[^\W\d_][\w.'’&-]+", text)]
    names = [word for word in words if word.lower() not in agencies.PARTICLES]
    return bool(names) and all(word[0].isupper() or not word.isascii() or agencies.agency(word) for word in names)


@cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(sorted({row[2] for row in tables.rows("rights_words") if row[1] == role}, key=lambda w: (-len(w), w)))


@cache
def _mark() -> re2._Regexp:
    marks = "|".join(_pattern(word) for word in _words("mark"))
    return re2.compile(rf"(?i)^({_BEFORE_MARK}[^\pL\pN(©℗&ⓒ]*\(?(?:{marks}))(?:$|[^\pL])")


@cache
def _reserved() -> re2._Regexp:
    return re2.compile("(?i)(" + "|".join(_pattern(word) for word in _words("reserved")) + ")")


@cache
def _carried() -> re2._Regexp:
    return re2.compile(rf"(?i){wordings.EDGE}((?:" + "|".join(_pattern(word) for word in _words("carried")) + r"))\s")


@cache
def _permitted() -> re2._Regexp:
    return re2.compile(r"(?i)^[^\pL\pN]*(?:" + "|".join(_pattern(word) for word in _words("permitted")) + r")[\s.)]*$")


@cache
def _terms() -> re2._Regexp:
    """The beginnings of terms of use, and (written with "..." before them) their middles."""
    begin = [_pattern(word) for word in _words("terms") if not word.startswith("...")]
    inside = [_pattern(word[3:].strip()) for word in _words("terms") if word.startswith("...")]
    return re2.compile(r"(?i)(?:^[^\pL\pN]*(?:" + "|".join(begin) + ")|" + "|".join(inside) + ")")


def _pattern(word: str) -> str:
    return str(re2.escape(word.rstrip("*"))) + (r"[^\s.。]*" if word.endswith("*") else "")


@cache
def gate() -> bytes:
    """A pattern, over UTF-8, of what every rights line holds."""
    some = (*_words("reserved"), *(word.removeprefix("...").strip() for word in _words("terms")))
    marks = (rf"{_pattern(word)}[\s,]*(?:©|\(c\)|(?:19|20)\d\d|by )" for word in _words("mark") if word[-1].isalpha())
    signs = (_pattern(word) for word in _words("mark") if not word[-1].isalpha() and word != "(c)")
    begins = r"\n\s*\(?(?:(?:copyright|\(c\))\s*[:,]?\s+\S|c\.\s?(?:19|20)\d\d)"
    return (
        "(?i)(?:" + "|".join((*marks, *signs, begins, r"\(c\)\s*(?:19|20)\d\d", *map(_pattern, some))) + ")"
    ).encode()
