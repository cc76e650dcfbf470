"""Contribution lines: who else worked on a story."""

from __future__ import annotations

import re
from functools import cache

import re2

from pipeline.news import agencies, tables

LONGEST = 700  # characters of a sentence that is looked at
_LINE = 160  # characters: a line that begins "Source:" is short
_PERSON_WORDS = 5
_SMALL_WORDS = 4  # so many words in small letters, beside roles and particles, a list of names may hold


def read(sentence: str, whole: bool) -> tuple[str, ...] | None:
    """The contributors that a sentence names, perhaps none of them readable; None if it is no contribution line.

    whole: the sentence begins its paragraph, without which "Source: X" proves nothing.

    >>> read("Associated Press writer Jane Doe in Oslo and John Roe contributed to this report.", whole=True)
    ('Jane Doe', 'Associated Press', 'John Roe')
    """
    if len(sentence) > LONGEST:
        return None
    after = _after().match(sentence)
    if after and (people := names(after.group(1))):
        return people
    before = _before().match(sentence) if whole else None
    if before and len(sentence) <= 2 * _LINE and _is_list(sentence[before.end(1) :]):
        text = sentence[before.end(1) :]
        people = tuple(dict.fromkeys(name for part in _before_again().split(text) for name in names(part)))
        if people or not text.strip(" .)"):
            return people or _itself(sentence)
    return None


def _is_list(text: str) -> bool:
    """Whether a text is a list of names and not a clause that begins like one: "Reporting from Oslo, Lee said that"."""
    known = (*_words("role"), *_words("place"), *_words("and"))
    small = [word for word in re.findall(r"(?<![\w./@-])[^\W\d_]+", text) if word.islower() and word not in known]
    return sum(word not in agencies.PARTICLES for word in small) <= _SMALL_WORDS


def reports_place(sentence: str) -> bool:
    """Whether a sentence only says where an author worked: "Lee reported from Oslo."."""
    return len(sentence) < _LINE and bool(
        re.match(r"\W*(?:[A-Z][\w.'’-]+,? (?:and )?){1,6}(?:also )?(?:reported|reports|wrote) from [A-Z]", sentence)
    )


def names(text: str) -> tuple[str, ...]:
    """People and agencies in a list of names, without what they are and where they were."""
    found: dict[str, None] = {}
    for part in _joints().split(text):
        for name in _one(part.strip(' \t\n.,;:()[]–—-*_"“”|')):
            found.setdefault(name)
    return tuple(found)


def _one(part: str) -> list[str]:
    """The person and the agency in one item of a list: "AP writer Jane Doe in Oslo"."""
    part = _where().sub("", part).strip(" ,.;:")
    owner, _, owned = re.sub(r"(?<=s)['’](?= )", "'s", part).replace("’s ", "'s ").partition("'s ")
    if owned and owner[:1].isupper():
        return [*_one(owned), owner.removeprefix("The ").removeprefix("the ")]
    words = part.split()
    last_role = max(
        (place for place, word in enumerate(words) if word.lower().strip(",.") in _words("role")), default=-1
    )
    person, before = words[last_role + 1 :], words[: last_role + 1]
    agency = _agency(before) if before else None
    if not person and agency is None:
        person = words[:last_role] if last_role > 0 else []
    name = " ".join(person).strip(" ,")
    known = name.lower() in _known() or name.lower().removeprefix("the ") in _known()
    if not known and not _is_name(person):
        return [agency] if agency else []
    return [name.removeprefix("the "), agency] if agency else [name.removeprefix("the ")]


def _is_name(words: list[str]) -> bool:
    """Whether words are a name: capitalised but for particles, and few. An address ("ntv.de") is one too."""
    if not 0 < len(words) <= _PERSON_WORDS:
        return False
    return all(
        word[0].isupper()
        or word.lower() in agencies.PARTICLES
        or agencies.ADDRESS.match(word)
        or agencies.caseless(word)
        for word in words
    ) and any(word[0].isupper() or "." in word or agencies.caseless(word) for word in words)


def _agency(words: list[str]) -> str | None:
    """The agency with which words begin: "Associated Press writer"."""
    words = words[1:] if words[0].lower() == "the" else words
    for size in range(len(words), 0, -1):
        if " ".join(words[:size]).lower() in _known():
            return " ".join(words[:size])
    return None


def _itself(sentence: str) -> tuple[str, ...]:
    """The agency inside a set wording such as "Avec AFP"."""
    last = sentence.strip(" .()").split()[-1].removeprefix("l'").removeprefix("l’")
    return (last,) if last.lower() in _known() else ()


@cache
def _known() -> frozenset[str]:
    return frozenset(agencies.agencies()) | {
        "associated press",
        "the associated press",
        "agence france-presse",
        "press association",
    }


@cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(
        sorted({row[2] for row in tables.rows("contribution_words") if row[1] == role}, key=lambda w: (-len(w), w))
    )


def _either(role: str) -> str:
    return "|".join(_quoted(word) for word in _words(role))


def _quoted(word: str) -> str:
    return str(re2.escape(word)).replace(r"\'", "['’]")


@cache
def _after() -> re2._Regexp:
    """Names, and the wording behind them."""
    helpers = r"(?:(?:also|both|each|all|have|has) )?"
    place = rf"(?:,? (?:from|along with|with|{_either('place')})\s.{{0,60}})?"
    return re2.compile(rf"(?is)^[^\pL\pN]*(.+?)[\s,]+{helpers}(?:{_either('after')}){place}[\s.)\]*_]*$")


@cache
def _before() -> re2._Regexp:
    """A line's beginning. A single word needs its colon: "Source: X"."""
    phrases = "|".join(_quoted(word) for word in _words("before") if " " in word)
    return re2.compile(rf"(?i)^[^\pL\pN]*((?:(?:{_either('before')})\s?:|(?:{phrases})(?:\s|$|[.)]))\s*)")


@cache
def _before_again() -> re.Pattern[str]:
    """Where a second beginning stands inside a line: "Reporting by X; Editing by Y"."""
    phrases = [word for word in _words("before") if " " in word]
    return re.compile(rf"(?i)[;,.]?\s*(?:and )?\b(?:{'|'.join(map(re.escape, phrases))})\b:?\s*")


@cache
def _joints() -> re.Pattern[str]:
    either = "|".join(map(re.escape, _words("and")))
    return re.compile(rf"\s*[,;/|]\s*(?:(?:{either}|along with)\s+)?|\s+(?:{either}|along with)\s+")


@cache
def _where() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{'|'.join(map(re.escape, _words('place')))})\s+(?:the )?[A-Z].*$|\s*\([^)]*\)")


@cache
def gate() -> bytes:
    """A pattern, over UTF-8, of what every contribution line holds: a wording behind names, or one at its beginning."""
    singles = "|".join(_quoted(word) for word in _words("before") if " " not in word)
    phrases = "|".join(_quoted(word) for word in _words("before") if " " in word)
    after = "|".join(_quoted(word) + ("" if " " in word else r"[\s.)]*\n") for word in _words("after"))
    return rf"(?i)(?:[\s,](?:{after})|\n[\s(\[*_–—-]*(?:(?:{singles})\s?:|(?:{phrases})))".encode()
