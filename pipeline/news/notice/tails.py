"""What may follow an outlet's name in a notice, and what shows that the sentence is none."""

from __future__ import annotations

import re

import re2

from pipeline.news import dates
from pipeline.news.notice import frames, persons, wordings
from pipeline.news.notice.names import QUOTES

# A small word behind the outlet goes on with a sentence of the story, unless it is "here" or part of a date.
_SAYS_MORE = re.compile(r"^[^\d]*\b(?!here|hier|ici|aqu[ií]|qui|online|only)[a-zß-öø-ÿ]{4,}[^\d]*$")
_SHORT = 20  # characters that may follow the outlet unread: "here", "Vol. 12"
_AUTHOR, _PORTRAIT = 60, 160  # characters of "by Jane Doe", and of what she is beside
_DEAD_END = re.compile(r"[.!?…\s)\]\"'”’»*|_–—-]*")
_APPOSITION = re.compile(r",\s+(?:an?|our|eine?|une?|una?|uma?|een)\s")
_THE = re.compile(r",\s+(?:the|der|die|das|le|la|el|il|lo|o|de|het|en|et|ett|ei|l['’])(?:\s|(?<=['’]))")
_VERBS = ("APPEAR", "PROVIDED", "REPUBLISHED")  # a verb of these ends the sentence in German and Dutch
_ADDRESS = re.compile(r"https?://\S+|www\.\S+")
_DATING = re.compile(r"\b(?:am|d[elou]|del|e[lmn]|il|le|o[np]|vom)\b", re.IGNORECASE)  # "il 5 maggio"
_KIND_WITHIN = 90  # characters of an apposition in which the kind of outlet stands
_ISSUED = re.compile(  # ", n° 70, printemps 2018", ", Vol. 12, pp. 3-5"
    r"(?i)\b(?:n[°ºo]|nr|no|num|núm|numéro|número|numero|nummer|number|issue|vol|volume|heft|ausgabe|pp?|pages?|página|s)"
    r"\b\.?\s*\d[\d/–-]*|\b(?:spring|summer|autumn|fall|winter|printemps|été|automne|hiver|primavera|verano|otoño|invierno"
    r"|estate|autunno|inverno|verão|outono|frühjahr|frühling|sommer|herbst|lente|zomer|herfst)\b(?:\s+(?:de\s+)?\d{4})?"
)


def is_clean(rest: str, frame: frames.Frame) -> bool:
    """Whether nothing but dates, an author, a licence or an address follows the outlet's name; or, where the frame
    names the story itself, what the outlet is: "This story is from X, a partner of Y"."""
    language = frame.language
    told = frame.kind in ("reprinted", "republished") or (frame.kind == "partnership" and frame.where == "clean")
    told = told or (frame.where == "alone" and frame.kind == "originally_appeared")
    if ((frame.names_story or told) and _APPOSITION.match(rest)) or (frame.names_story and _THE.match(rest)):
        return True
    if _says_kind(rest, language):
        return True
    rest = _without_when(rest, language)
    return bool(
        _DEAD_END.fullmatch(rest)
        or _tells_terms(rest, language)
        or _tells_carrier(rest, language)
        or _tells_title(rest, language)
        or _is_end(rest.strip(" .,;()[]"), language)
    )


def _without_when(rest: str, language: str) -> str:
    """What follows a name without dates, issues and addresses."""
    rest = dates.without(wordings.without(rest, language, "WHEN"))
    return _ADDRESS.sub(" ", _ISSUED.sub(" ", rest))


def _tells_terms(rest: str, language: str) -> bool:
    """Whether it tells of a licence, a translation, or that the story is printed again: "and republished here"."""
    terms = (wordings.finder(language, role) for role in ("LICENCE", "TRANSLATED"))
    if any(found.search(rest) for found in terms if found):
        return True
    joint = wordings.any_of(language, "AND")
    again = (wordings.any_of(language, role) for role in ("REPUBLISHED", "REUSED", "USED"))
    either = "|".join(words for words in again if words)
    return bool(joint and either) and re2.match(rf"(?i)[\s,]*{joint}(?:\S+\s+){{0,3}}(?:{either})", rest) is not None


def _tells_carrier(rest: str, language: str) -> bool:
    """Whether it names the service that carried the story: "X, distributed by Y"."""
    carried = wordings.any_of(language, "PROVIDEDBY")
    return bool(carried) and re2.match(rf"(?i)[\s,;(]*(?:and\s+)?{carried}", rest) is not None


def _tells_title(rest: str, language: str) -> bool:
    """Whether it tells the title that the story had there."""
    titled = wordings.any_of(language, "TITLED")
    return bool(titled) and re2.match(rf"(?i)[\s,(]*{titled}[\"“„«‘'].*[\"”“»’'][\s.)]*$", rest) is not None


def _is_end(words: str, language: str) -> bool:
    """Whether words behind a name end the sentence: a verb ("von X übernommen"), an author, a short remark."""
    if any(words.lower() in wordings.roles(language).get(role, ()) for role in _VERBS):
        return True
    return _tells_author(words, language) or (len(words) <= _SHORT and not _SAYS_MORE.search(words))


def _tells_author(words: str, language: str) -> bool:
    """Whether words tell who wrote the story, and perhaps what she is: "by Jane Doe, director of the Bay Fund"."""
    joint, by = wordings.any_of(language, "AND"), wordings.any_of(language, "BY")
    found = re2.match(f"(?i){joint and f'(?:{joint})?'}{by}", words) if by else None
    name = words[found.end() :].split(",")[0].strip() if found else ""
    return bool(name) and (len(words) < _AUTHOR or (len(words) < _PORTRAIT and persons.may_be(name)))


def _says_kind(rest: str, language: str) -> bool:
    """Whether what follows a name says that it is an outlet's: ", a nonprofit news organization in Ohio"."""
    kind = wordings.finder(language, "KIND")
    if kind is None or not rest.startswith(", "):
        return False
    if _APPOSITION.match(rest) or _THE.match(rest):
        return kind.search(rest[:_KIND_WITHIN]) is not None
    return kind.match(rest[1:]) is not None


def is_bare(fit: re2._Match, rest: str) -> bool:
    """Whether a notice of few words holds nothing but them, a name without quotation marks, and a date: "Excerpted from
    “High Water” by Jane Doe" is a book."""
    return not _DEAD_END.sub("", _DATING.sub("", dates.without(rest))) and not any(
        quote in fit.group() for quote in QUOTES
    )
