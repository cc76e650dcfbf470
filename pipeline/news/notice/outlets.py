"""The name of an outlet, read off the text of a notice: where it begins, where it ends, how it is written."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import re2

from pipeline.news import dates
from pipeline.news.notice import grammar
from pipeline.news.notice.bare import bare, is_date, is_word_of, owner_of_kind, unbent

QUOTES = {
    "“": "”",
    "„": '“”"',
    '"': '"”',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "”": "”",
}
BRACKETS = {"[": "]", "<": ">"}
# Small words inside a name, if a capital follows: "Center for Public Integrity", "Süddeutsche Zeitung und NDR".
_ARTICLES = "das de der des die het il l' la las le les los o the"
_JOINTS = "& + and da de degli dei del della des di do dos du e et for für of og och und van von voor y 's"
JOINING = frozenset((*_ARTICLES.split(), *_JOINTS.split()))
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,12})\b(?:/\S*)?", re.IGNORECASE)
_INITIALISM = re.compile(r"\(([A-Za-z][\w&.-]{1,8})\)")
_INCORPORATED = re.compile(r",? (?:Inc|LLC|Ltd|L\.P|GmbH|S\.A|SLU|SL|AG|S\.L|Co|Corp|LP|plc|B\.V|N\.V)\b\.?")
# The end of Romance names that write nouns small: "La Revue du fleuve".
_OF_SMALL = re.compile(
    r" (?:de la |de l['’]|du |des |de |del |della |dello |dell['’]|do |da |dos )[a-zà-ÿ]+(?=$|[.,;)\]])"
)
_NAMING = re.compile(r"[^\W\d_a-zß-öø-ÿ]|\d[^\W\d_]|[^\W\d_]\d")  # a capital, or letters and digits in one word
_ISSUE = re.compile(  # "the May 2015 issue of", "Issue 14 of"
    r"\s*(?:(?:[\w.,’']+ ){1,5}?(?:issue|edition)|(?:issue|volume|number|no\.) [\d./-]+(?: \([^()]{1,30}\))?)"
    r" of (?=\S)",
    re.IGNORECASE,
)
_EDITION = re.compile(r" (?:en [Ee]spañol|em [Pp]ortuguês|en [Ff]rançais|auf Deutsch)\b")
_LISTED = re.compile(r"(,|\bund|\bsowie) (?:das|dem|den|der|des|die) (?=[„“\"»]?[^\W\d_])")  # "dem NDR und dem WDR"
_SITE = re.compile(r"\s*([^\W_][^\s.,;:()\[\]]*(?:\.[a-z]{2,})?(?: [^\W_][^\s.,;:()\[\]]*){0,4})[\s.!?)\]*_]*$")
_ERA = re.compile(r"\d+ (?:A\.?D|B\.?C\.?E?|C\.?E)\b")
_TIME = re.compile(r"\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]\.?m|uhr\b|h\b|hrs?\b)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|(?:https?://|www\.)\S+")  # "the Daily Planet (www.dailyplanet.com), where"
_LIST_END = re.compile(r"[\s)\]\"'”’]*(?:[.;,]|$)")
_STOP = ".,;:!?"
_MOST_WORDS = 12  # the longest outlet names run to nine or ten words


class Name(NamedTuple):
    """A name that was read, and what follows it."""

    text: str
    rest: str


def read(text: str, language: str) -> Name | None:
    """The outlet's name at the beginning of `text`, without article and kind; None if it begins with no name.

    >>> read("the (Salem, Ore.) Statesman Journal on May 3.", "en")
    Name(text='(Salem, Ore.) Statesman Journal', rest=' on May 3.')
    >>> read("der Tageszeitung „der Bote“ erschienen", "de")
    Name(text='der Bote', rest=' erschienen')
    >>> read("print and online", "en") is None
    True
    """
    issue = _ISSUE.match(text) if language == "en" else None
    text = text[issue.end() :] if issue else text
    begin, article = _begin(text, language)
    rest = text[begin + owner_of_kind(text[begin:], language) :]
    wrapped = _wrapped(rest)
    if wrapped and not is_date(wrapped.text):
        return wrapped._replace(text=unbent(wrapped.text)) if language == "de" else wrapped
    kept = _kept(language).match(rest)
    name = _address(rest) or _capitals(rest[kept.end() :] if kept else rest, language)
    if name and kept and not _names_kind(rest[kept.end() :], name, language):
        name = name._replace(text=kept.group() + name.text)
    if name is None and article and language != "en":
        name = _small(rest, language)
    if name is None or not name.text.strip() or _is_no_name(name.text, language):
        return None
    return Name(bare(name.text, language), name.rest)


def _names_kind(text: str, name: Name, language: str) -> bool:
    """Whether the kind of outlet follows the name that begins a text: of "het Rivierblad blog" the article is the
    blog's."""
    after = text[len(name.text) : len(text) - len(name.rest)].strip(" .,")
    return bool(after) and (is_word_of(after, language, "KIND") or name.text.endswith(" blog"))


def with_others(name: Name, language: str) -> Name:
    """The name with those that follow it in a list that ends there: "X, local stations and Y".

    >>> with_others(Name("WXYZ", ", local stations and the Valley News."), "en")
    Name(text='WXYZ, local stations and the Valley News', rest='.')
    """
    joint = _list(language).match(name.rest)
    second = read(name.rest[joint.end() :], language) if joint else None
    if not joint or not second or not _LIST_END.match(second.rest):
        return name
    text = name.text + name.rest[: len(name.rest) - len(second.rest)].rstrip()
    return Name(unbent(_LISTED.sub(r"\1 ", text)) if language == "de" else text, second.rest)


def to_the_end(text: str, language: str) -> Name | None:
    """All that is left of a sentence as a name, capitals or not, as the footers of weblogs print it ("The post ...
    appeared first on inside rivers."): it can only be one.

    >>> to_the_end(" inside rivers.", "en")
    Name(text='inside rivers', rest='')
    """
    found = _SITE.match(text)
    return Name(found.group(1), "") if found and not _is_no_name(found.group(1), language) else None


@cache
def _list(language: str) -> re2._Regexp:
    """What stands between the first and the last name of a list."""
    words = grammar.close(language, "AND")
    return re2.compile(rf"(?:,\s+(?:(?:the\s)?\p{{Lu}}[^,;:.()]*|\p{{Ll}}\pL{{2,}} \pL+)){{0,6}},?\s+(?-i:{words})")


def last(text: str, language: str) -> str | None:
    """The name with which a text ends: "Jane Doe is a columnist for The Daily Planet," -> "The Daily Planet"."""
    before = grammar.finder(language, "IN"), grammar.finder(language, "OF"), grammar.finder(language, "FROM")
    starts = sorted({found.end(1) for words in before if words for found in words.finditer(text)})
    for start in starts:
        name = read(text[start:], language)
        if name and not _ASIDE.sub(" ", name.rest).strip(" ,;(\t\n"):
            return name.text
    return None


@cache
def _article(language: str) -> re2._Regexp:
    """What may stand before a name: articles that are no part of it, and the kind of outlet ("the news site")."""
    article, kept, kind, of = (grammar.close(language, role) for role in ("ARTICLE", "KEPT", "KIND", "OF"))
    either = f"(?-i:{article}|{kept})"  # "La Linterna" keeps its article
    noun = kind if language == "de" else f"(?-i:{kind})"  # "the Daily Planet" begins with its name
    kinds = (
        rf"(?-i:\p{{Ll}}[^\s.,;:!?“”„\"«»\[\]()]* ){{0,3}}?(?:{noun}(?-i:\p{{Ll}}+ ){{0,2}}?(?:{of})?{either}?){{1,2}}"
    )
    number = r"(?:n[°ºr]\.?|num[eé]ro|número|nummer|heft|ausgabe)\s?\d[\w/-]*"  # "n° 29", "Nr. 3/2018"
    issue = rf"{number}\s(?:{of})?{either}?"
    return re2.compile(
        rf"(?P<kind>(?i:{either}?(?:(?:{issue})?{kinds}|{issue})))"  # no kind is what begins an address: "blog.x.com"
        rf"(?:\s*[“„\"«»‘\[(]|\s*\p{{Lu}}|\s*\d|\s*\pL+\.\pL)|(?P<article>(?i:{article}))"
    )


@cache
def _kept(language: str) -> re2._Regexp:
    """An article in small letters that is part of the name."""
    return re2.compile(grammar.close(language, "KEPT"))


def _begin(text: str, language: str) -> tuple[int, bool]:
    """Where the name itself can begin, and whether an article stands before it."""
    start = len(text) - len(text.lstrip(" \t\n,:"))
    found = _article(language).match(text[start:])
    if not found:
        return start, False
    kind = found.group("kind")
    if kind is not None and kind.rstrip().endswith("."):
        return start, False
    if kind is not None and not _is_capital_phrase(kind, language):
        return start + len(kind), True
    article = found.group("article")
    if article and not article[0].isupper():
        return start + len(article), True
    return start, False


def _is_capital_phrase(kind: str, language: str) -> bool:
    """Whether what looks like a kind of outlet is the beginning of a name: "The Daily", "Journal de Paris"."""
    words = kind.split()
    return language != "de" and any(word[0].isupper() for word in words[:1])


def _wrapped(text: str) -> Name | None:
    """A name in quotation marks or brackets."""
    text = text.lstrip()
    closing = QUOTES.get(text[:1]) or BRACKETS.get(text[:1])
    if not closing:
        return None
    end = next((place for place in range(1, min(len(text), 90)) if text[place] in closing), 0)
    return Name(text[1:end].strip(" ,.;"), text[end + 1 :]) if end > 1 else None


def _address(text: str) -> Name | None:
    """A host name: of an address only the host is the outlet."""
    text = text.lstrip()
    found = _DOMAIN.match(text)
    return Name(found.group(1), text[found.end() :]) if found and not found.group(1)[-1].isupper() else None


def _small(text: str, language: str) -> Name | None:
    """A name in small letters, which only an article before it and the end of the sentence after it prove."""
    found = re.match(r"\s*([^\W\d_][\w-]{1,20})[\s.!\])]*$", text)
    return Name(found.group(1), "") if found and not is_word_of(found.group(1), language, "KIND") else None


def _capitals(text: str, language: str) -> Name | None:
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
        wrapped = _wrapped(text)
        return len(text) - len(wrapped.rest) if wrapped and len(wrapped.text) < 60 else None
    core = token.rstrip(_STOP + ')]"”»“')
    if not core or core[0] in "([{–—-|":
        return None
    next_is_name = following[:1].isupper() or following[:1].isdigit() or following[:1] in QUOTES
    if core.lower() in JOINING and not core[0].isupper():
        joins = taken and core == token and next_is_name and not following[0].isdigit()
        return len(token) if joins else None
    if not (core[0].isupper() or core[0].isdigit() or any(char.isupper() for char in core[1:])):
        return None
    if core != token and next_is_name and (token in (core + "!", core + "?") or _is_short_form(token, core)):
        return len(token)
    return len(core)


def _is_short_form(token: str, core: str) -> bool:
    """Whether the full stop belongs to the word: "St.", "U.S.", "D.C."."""
    return token == core + "." and (len(core) < 3 or bool(re.fullmatch(r"(?:\w\.)+\w", core)))


def _finish(name: str, rest: str, language: str) -> Name:
    """Add to a run of capitals what still belongs to the name: an initialism in brackets, ", Inc.", small words that
    lead to the end of the sentence ("Le Monde diplomatique", "Jane's blog")."""
    for ending in (_INCORPORATED, _INITIALISM):
        found = ending.match(rest if ending is _INCORPORATED else rest.lstrip())
        if found:
            skipped = 0 if ending is _INCORPORATED else len(rest) - len(rest.lstrip())
            name, rest = name + rest[: skipped + found.end()], rest[skipped + found.end() :]
    if edition := _EDITION.match(rest):
        name, rest = name + edition.group(), rest[edition.end() :]
    if re.match(r", \d", rest):  # "Scientific American 315, 4, 52-57"
        name = re.sub(r" \d{1,4}$", "", name)
    if name.endswith(" Web") and (page := re.match(r" (?:page|site)\b", rest)):
        return Name(name[:-4], rest[page.end() :])
    of_small = _OF_SMALL.match(rest)
    if of_small:
        return Name(name + of_small.group(), rest[of_small.end() :])
    small = re.match(r" ((?:[^\W\d_]+ ?){1,2}?)(?=$|[.,;)\]])", rest)
    if small and not _is_tail(small.group(1), language):
        words = small.group(1).strip()
        rest = rest[small.end() :]
        if language == "en" and name.endswith(("'s", "’s")) and "blog" not in words:  # "the Daily Planet's website"
            return Name(name[:-2], rest)
        name = name if is_word_of(words, language, "KIND") and words != "blog" else f"{name} {words}"
    elif (blog := re.match(r" blog\b", rest)) or (
        (blog := re.match(r" \w+", rest)) and is_word_of(blog.group(), language, "KIND")
    ):
        name, rest = name + (blog.group() if blog.group() == " blog" else ""), rest[blog.end() :]
    return Name(name, rest)


def _is_tail(words: str, language: str) -> bool:
    """Whether words that follow a name lead away from it."""
    roles = ("TAIL", "APPEAR", "REPUBLISHED", "PROVIDED", "ADV")
    return any(is_word_of(words.split()[0], language, role) for role in roles)


def _is_no_name(name: str, language: str) -> bool:
    """Whether what was read is a date, a language, or a word such as "Print" or "Page"."""
    first = name.split()[0].strip(_STOP)
    whole = name.strip(_STOP)
    if (
        re.fullmatch(r"[\d\W]+", whole)
        or _TIME.match(whole)
        or _ERA.match(whole)
        or not dates.without(f" {whole} ").strip(" ,.'’")
    ):
        return True
    return (
        is_word_of(whole, language, "LANGUAGE")
        or (language == "de" and is_word_of(whole, language, "NOUN"))
        or is_word_of(whole, language, "KIND")
        or is_word_of(first, language, "NONAME")
        or is_word_of(whole, language, "DAY")
        or bool(re2.fullmatch(f"(?i){dates.months()}", first))
        or whole.lower().startswith(grammar.roles(language).get("GAZETTE", ()) or "\0")
    )
