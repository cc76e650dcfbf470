"""The name of an outlet that is a run of capitalised words: where it ends."""

from __future__ import annotations

import re

from pipeline.news.notice.bare import is_date, is_word_of
from pipeline.news.notice.names import QUOTES, Name, wrapped

# Small words inside a name, if a capital follows: "Center for Public Integrity", "Süddeutsche Zeitung und NDR".
_ARTICLES = "das de der des die het il l' la las le les los o the"
_JOINTS = "& + @ and da de degli dei del della des di do dos du e et for für of og och und van von voor y 's"
JOINING = frozenset((*_ARTICLES.split(), *_JOINTS.split()))
_INITIALISM = re.compile(r" ?\(([A-Za-z][\w&.-]{1,8})\)")
# A full stop behind letters that no stop abbreviates ends the sentence.
_INCORPORATED = re.compile(r",? (?:(?:Inc|Ltd|L\.P|S\.A|S\.L|Co|Corp|B\.V|N\.V)\b\.?|(?:LLC|GmbH|SLU|SL|AG|LP|plc)\b)")
# The end of Romance names that write nouns small: "La Revue du fleuve".
_OF_SMALL = re.compile(
    r" (?:de la |de l['’]|du |des |de |del |della |dello |dell['’]|do |da |dos )[a-zà-ÿ]+(?=$|[.,;)\]])"
)
_NAMING = re.compile(r"[°™®]|[^\W\d_a-zß-öø-ÿ]|\d[^\W\d_]|[^\W\d_]\d")  # a capital, or letters and digits in one word
_EDITION = re.compile(r" (?:en [Ee]spañol|em [Pp]ortuguês|en [Ff]rançais|auf Deutsch)\b")
_SIGNED = "°™®"  # what only a name ends with
_STOP = ".,;:!?"
_MOST_WORDS = 12  # the longest outlet names run to nine or ten words


def read(text: str, language: str) -> Name | None:
    """A run of capitalised words, with what joins them."""
    tokens = list(re.finditer(r"\S+", text[:200]))
    end = _bracketed_start(text)
    taken = 0
    for place, found in enumerate(tokens):
        if found.start() < end:
            continue
        following = _next_name(tokens[place + 1 : place + 4])
        step = _step(found.group(), following, taken, text[found.start() :])
        if step is None and taken in (1, 2) and _goes_on(text[:end].split(), found.group(), following, language):
            step = len(found.group())
        if step is None or taken >= _MOST_WORDS or (taken and is_date(text[found.start() :])):
            break
        taken += found.group().lower() not in JOINING
        end = found.start() + step
        if step != len(found.group()) and not (step > len(found.group())):
            break
    if not taken or not _NAMING.search(text[:end]):
        return None
    name, rest = text[:end].strip(), text[end:]
    return _finish(name, rest, language)


def _goes_on(name: list[str], token: str, following: str, language: str) -> bool:
    """Whether a name of one word goes on with a preposition: "News on the River", "Ready to be Heard"."""
    if not name or not is_word_of(name[0], language, "NAMEBEGIN"):
        return False
    if len(name) == 2:
        return token == "be" and name[1] == "to" and following[:1].isupper()
    return is_word_of(token, language, "GOESON") and (following[:1].isupper() or (token, following) == ("to", "be"))


def _next_name(tokens: list[re.Match[str]]) -> str:
    """The next word that does not join: "la Vallée" -> "Vallée"."""
    words = (found.group() for found in tokens)
    return next((word for word in words if word.lower() not in JOINING or word[0].isupper()), "")


def _bracketed_start(text: str) -> int:
    """The length of a place in brackets before the name: "(Salem, Ore.) Statesman Journal"."""
    found = re.match(r"\s*\([^()\n]{2,40}\)\s*(?=[A-ZÀ-Þ])", text)
    return found.end() if found else 0


def _step(token: str, following: str, taken: int, text: str) -> int | None:
    """How many characters of the text at this token belong to the name; None if the token does not."""
    if token[0] in QUOTES and taken:
        quoted = wrapped(text)
        return len(text) - len(quoted.rest) if quoted and len(quoted.text) < 60 else None
    core = token.rstrip(_STOP + ')]"”»“')
    if not core or core[0] in "([{–—-|":
        return None
    next_is_name = following[:1].isupper() or following[:1].isdigit() or following[:1] in QUOTES
    if core.lower() in JOINING and not core[0].isupper():
        joins = taken and core == token and next_is_name and not following[0].isdigit()
        return len(token) if joins else None
    if not (core[0].isdigit() or any(char.isupper() for char in core) or core[-1] in _SIGNED):
        return None
    if core != token and next_is_name and (token in (core + "!", core + "?") or _is_short_form(token, core)):
        return len(token)
    return len(core)


def _is_short_form(token: str, core: str) -> bool:
    """Whether the full stop belongs to the word: "St.", "U.S.", "D.C."."""
    return token == core + "." and (len(core) < 3 or bool(re.fullmatch(r"(?:\w\.)+\w", core)))


def _finish(name: str, rest: str, language: str) -> Name:
    """Add to a run of capitals what still belongs to the name ("Le Monde diplomatique", "Jane's blog", ", Inc."), and
    take away what does not ("Time magazine", the volume of "Scientific American 315, 4, 52-57")."""
    name, rest = _with_company(name, rest)
    if re.match(r", \d", rest):
        name = re.sub(r" \d{1,4}$", "", name)
    if name.endswith(" Web") and (page := re.match(r" (?:page|site)\b", rest)):
        return Name(name[:-4], rest[page.end() :])
    if of_small := _OF_SMALL.match(rest):
        return Name(name + of_small.group(), rest[of_small.end() :])
    small = re.match(r" ((?:[a-zß-öø-ÿ'’-]+ ?){1,2}?)(?=$|[.,;)\]])", rest)
    if small and not _is_tail(small.group(1), language):
        first, _, second = small.group(1).partition(" ")
        words = (
            first if second and _is_tail(second, language) else small.group(1).strip()
        )  # "mit Stern online entstanden"
        return _with_small(name, words, rest[small.start(1) + len(words) :], language)
    inside = re.match(r" ([a-zß-öø-ÿ]+) (\w+)\b", rest)  # "Java aktuell Magazin"
    if inside and is_word_of(inside.group(2), language, "KIND") and not _is_tail(inside.group(1), language):
        return Name(f"{name} {inside.group(1)}", rest[inside.end() :])
    after = re.match(r" (\w+)\b", rest)
    if after and (after.group(1) == "blog" or is_word_of(after.group(1), language, "KIND")):
        return Name(f"{name} blog" if after.group(1) == "blog" else name, rest[after.end() :])
    return Name(name, rest)


def _with_company(name: str, rest: str) -> tuple[str, str]:
    """The name with its form of company, its initials and its edition: ", Inc.", " (KHN)", " en Español"."""
    for ending in (_INCORPORATED, _INITIALISM, _EDITION):
        if found := ending.match(rest):
            name, rest = name + found.group(), rest[found.end() :]
    return name, rest


def _with_small(name: str, words: str, rest: str, language: str) -> Name:
    """The name with the small words that lead from it to the end of the sentence: they are its end, unless they only
    say what it is ("Time magazine", "the Daily Planet's website")."""
    if language == "en" and name.endswith(("'s", "’s")) and "blog" not in words:
        return Name(name[:-2], rest)
    return Name(name if is_word_of(words, language, "KIND") and words != "blog" else f"{name} {words}", rest)


def _is_tail(words: str, language: str) -> bool:
    """Whether words that follow a name lead away from it."""
    roles = ("TAIL", "APPEAR", "REPUBLISHED", "PROVIDED", "ADV")
    return any(is_word_of(words.split()[0], language, role) for role in roles)
