"""Bylines: who wrote it."""

from __future__ import annotations

import re
from functools import cache

import re2

from pipeline.news import agencies, bylines_eastern, dates, tables
from pipeline.news.notice import syndication
from pipeline.records import Paragraph, Removed

FIRST = 8  # paragraphs among which a byline is looked for: in raw scrapes sharing buttons stand before it
LONGEST = 200  # characters; no byline paragraph is longer
_MOST_NAMES = 6
_UNSIGNED = 120  # characters; no byline without its "By" is longer
_NOTICE = re.compile(r"[,;.|–—-]+\s+(?=[^,;.|–—]*\b[a-zà-ÿ]{5,})")  # ", originally published in": a small word follows
_UNSIGNED_WORDS = 12  # the same in words


def take(paragraphs: list[Paragraph], given: str | None) -> tuple[list[Paragraph], str | None, list[Removed]]:
    """Take the byline out of the text. `given` is the one that the input names, which wins over the text's own."""
    kept: list[Paragraph] = []
    removed: list[Removed] = []
    byline = None
    for place, paragraph in enumerate(paragraphs):
        if place >= FIRST or byline is not None:
            kept.extend(paragraphs[place:])
            break
        names = read(paragraph.text) if _could_be(paragraph.text) else None
        if names is None:
            kept.append(paragraph)
            continue
        byline = names
        notice = _notice(paragraph.text)
        removed.append(Removed("byline", paragraph.text[:notice].rstrip(), paragraph.number))
        if paragraph.text[notice:]:
            kept.append(paragraph._replace(text=paragraph.text[notice:]))
    return kept, given or byline, removed


def _notice(text: str) -> int:
    """Where in a byline a notice begins: "By Jane Doe, originally published in X"; the end of the text if nowhere."""
    found = _NOTICE.search(text)
    if found and syndication.read(text[found.end() :], syndication.Place()):
        return found.end()
    return len(text)


def _could_be(text: str) -> bool:
    """Whether a paragraph could be a byline at all. Cheap: most paragraphs end here."""
    if len(text) > LONGEST:
        return False
    first = text.split(None, 1)[0].strip("—–-•*|(:").lower()
    if first in _first_words() or bylines_eastern.could_be(text):
        return True
    if len(text) > _UNSIGNED or text[-1] in '!?”"' or not text[0].isupper():
        return False
    return text.count(" ") < _UNSIGNED_WORDS or ":" in first


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words.split()[0] for words in _words("by") | _words("stamp")) | {"", "|"}


def read(text: str) -> str | None:
    """The names in a byline's paragraph, as one text; None if it is no byline.

    >>> read("By JANE DOE and JOHN ROE, Associated Press")
    'JANE DOE and JOHN ROE'
    >>> read("By Monday night, she had the votes") is None
    True
    """
    if bylines_eastern.could_be(text) and (eastern := bylines_eastern.read(text)):
        return eastern
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    signed = [_read_line(line) for line in lines]
    first = next((names for names in signed if names), None)
    if first is None:
        return _unsigned(lines)
    others = (line for line, names in zip(lines, signed, strict=True) if names is None)
    return first if all(_is_beside(line) for line in others) else None


def _read_line(line: str) -> str | None:
    """The names in "By Jane Doe and John Roe, Staff Writers"."""
    begin = _by().match(line)
    if not begin:
        return None
    names, rest = people(line[begin.end() :])
    if not names and _is_board(line[begin.end() :]):
        return line[begin.end() :].strip(" .")
    return names if names and _may_follow(rest) else None


def _is_no_person(words: list[str]) -> bool:
    """Whether a word says that these are no person's names: a day, a role. Small words inside a name do not count."""
    telling = (word.strip(".,").lower() for place, word in enumerate(words) if place == 0 or word[0].isupper())
    return any(word in _never() or word in _roles() for word in telling)


def _is_board(text: str) -> bool:
    """Whether a text is a body that signs: "The Editorial Board", "Staff Writers"."""
    words = re.findall(r"[^\W\d_]+", text)
    return (
        0 < len(words) <= 5
        and words[0][0].isupper()
        and words[-1].lower() in _roles()
        and all(word[0].isupper() or word.lower() in (*_roles(), "and") for word in words)
    )


def people(text: str) -> tuple[str | None, str]:
    """The names at the beginning of a text, and what follows them.

    >>> people("Jane Doe and John van der Roe, Reuters")
    ('Jane Doe and John van der Roe', ', Reuters')
    """
    end = start = 0
    for _ in range(_MOST_NAMES):
        joint = _joint().search(text, start)
        part = _trimmed(text[start : joint.start() if joint else len(text)])
        if not _is_person(part, first=start == 0):
            break
        end = start + len(part)
        if not joint or end < joint.start():
            break
        start = joint.end()
    return (text[:end].strip(), text[end:]) if end else (None, text)


def _trimmed(part: str) -> str:
    """The part up to what ends a name: a dash, a bracket, a date, a sign, "Published", an agency."""
    part = _name_end().split(part, maxsplit=1)[0].rstrip()
    words = part.split(" ")
    for size in range(min(4, len(words) - 2), 0, -1):
        if " ".join(words[-size:]).lower() in _writing() and len(words) - size > 1:
            return " ".join(words[:-size])
    return part


@cache
def _name_end() -> re.Pattern[str]:
    stamps = "|".join(sorted(map(re.escape, _words("stamp"))))
    return re.compile(
        rf"(?i)\s+[-–—|•·]|\s+\w{{3,9}}\.? \d|\s*[|•·(:@;\d\n]|[.]\s*$|\s+(?:{stamps}|at|by|for|from|in|of|special)\b"
    )


def _is_person(part: str, first: bool) -> bool:
    """Whether a part is a person's name: two to five capitalised words, none a day, a role or an agency. The first
    name may also be an agency that signs by itself."""
    words = part.split()
    if part.lower() in _known():
        return first
    if not 0 < len(words) <= 5 or _is_no_person(words):
        return False
    return (len(words) > 1 or agencies.caseless(part)) and agencies.name_of(part) is agencies.Part.PERSON


def _may_follow(rest: str) -> bool:
    """Whether what follows the names belongs to a byline: nothing, a role, an outlet, a date, an address."""
    rest = _stamps().split(rest.strip(), maxsplit=1)[0]
    if not rest or re.fullmatch(r"[\W_]*|@\w+|\w{3,9}\.? \d.*", rest):
        return True
    joint = _joint().match(" " + rest)
    rest = rest[joint.end() - 1 :] if joint and rest[0] != "," else rest
    if _FOR.match(rest):
        return len(rest.split()) <= 8 and _is_title(rest)
    if rest[0] not in ",|/-–—•·(@:;" and not _is_role(rest) and not _is_beside(rest) and rest.lower() not in _known():
        return False
    body = rest.strip(" ,|/-–—•·():;.")
    if dates.without(f" {body} ").strip(" ,.-–—|•") == "" or _is_beside(body) or _is_role(body):
        return True
    return len(body.split()) <= 8 and not re.search(r"[.!?]\s", body) and _is_title(body)


_FOR = re.compile(r"(?:at|for|from|in|of|special)\s", re.IGNORECASE)
_SMALL_WORDS = "a at aus com em en for from für in of para per pour special to und voor with à"
_SMALL = frozenset(_SMALL_WORDS.split())


@cache
def _stamps() -> re.Pattern[str]:
    """Where a line goes on with when the story was published."""
    return re.compile(rf"(?i)(?:^|[\s|•-]+)(?:{'|'.join(sorted(map(re.escape, _words('stamp'))))})\b")


def _is_title(text: str) -> bool:
    """Whether a text is a role or an outlet: "Associated Press", "for TheBlaze", "Staff Writer", no clause."""
    words = re.findall(r"[^\W\d_][\w.'’-]*", dates.without(f" {text} "))
    small = [
        word
        for word in words
        if word[0].islower() and word.lower() not in agencies.PARTICLES and word.lower() not in _roles()
    ]
    return len(small) <= 2 and all(word in _SMALL for word in small)


def _is_role(text: str) -> bool:
    """Whether a text is what a writer is: "Staff Writer", "Contributor"."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    return bool(words) and any(word in _roles() for word in words) and len(words) <= 6


def _is_beside(line: str) -> bool:
    """Whether a line may stand beside a byline in its paragraph: when it was published, whom the writer works for."""
    return (
        bool(_stamp().match(line))
        or line.lower().strip(" .") in _known()
        or (_is_role(line) and len(line) <= 60)
        or (dates.without(f" {line} ").strip(" ,.|-–—•:") == "")
    )


def _unsigned(lines: list[str]) -> str | None:
    """The names of a byline without "By": "Jane Doe, Reuters", or a name over the line of its agency."""
    if not lines or len(lines) > 4 or len(lines[0].split()) > _UNSIGNED_WORDS or not _is_title(lines[0]):
        return None
    names, rest = people(lines[0])
    if not names or lines[0].lower().strip(" .") in _signing():
        return (
            lines[0].strip(" .")
            if lines[0].lower().strip(" .") in _signing() and all(map(_is_beside, lines[1:]))
            else None
        )
    beside = rest.strip(" ,|-–—•·").removesuffix(".").lower()
    others = all(map(_is_beside, lines[1:]))
    if rest.strip() and others and (_is_role(beside) or (rest.strip()[0] == "," and beside in _writing())):
        return names
    second = lines[1].lower().strip(" .") if len(lines) > 1 else ""
    if not rest.strip() and (second in _writing() or _is_role(second)) and all(map(_is_beside, lines[1:])):
        return names
    return None


@cache
def _roles() -> frozenset[str]:
    return _words("role")


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(row[2].lower() for row in tables.rows("byline_words") if row[1] == role)


@cache
def _never() -> frozenset[str]:
    months = frozenset(row[1].lower() for row in tables.rows("months") if len(row[1]) > 3) - {
        "may",
        "april",
        "june",
        "august",
        "mai",
        "julia",
    }
    return _words("never") | months


@cache
def _known() -> frozenset[str]:
    return frozenset(agencies.agencies()) | _signing()


@cache
def _signing() -> frozenset[str]:
    """Agencies that sign a story by themselves, in a line of their own."""
    news = (name for name, part in agencies.agencies().items() if part is agencies.Part.NEWS and len(name) > 4)
    return frozenset(name for name in news if " " in name) | {"associated press", "the associated press"}


@cache
def _writing() -> frozenset[str]:
    """Agencies and outlets that writers work for: not those that supply pictures only, whose line is a credit."""
    all_of_them = agencies.agencies().items()
    return _signing() | {name for name, part in all_of_them if part is not agencies.Part.PHOTO}


@cache
def _by() -> re2._Regexp:
    words = sorted(_words("by"), key=lambda word: (-len(word), word))
    return re2.compile(r"(?i)^[^\pL\pN]*(?:" + "|".join(re2.escape(word) for word in words) + r")(?:\s*:\s*|\s+)")


@cache
def _stamp() -> re2._Regexp:
    words = sorted(_words("stamp"), key=lambda word: (-len(word), word))
    return re2.compile(r"(?i)^[^\pL\pN]*(?:" + "|".join(re2.escape(word) for word in words) + r")(?:[^\pL]|$)")


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(r"\s*[,/&]\s*|\s+(?:and|und|et|y|e|ed|en|och|og|i|и|with|mit|avec|con|com|met)\s+", re.IGNORECASE)
