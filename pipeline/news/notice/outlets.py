"""The name of an outlet, read off the text of a notice: where it begins, where it ends, how it is written."""

from __future__ import annotations

import re
from functools import cache

import re2

from pipeline.news import dates
from pipeline.news.notice import capitals, wordings
from pipeline.news.notice.bare import bare, is_date, is_word_of, owner_of_kind, unbent
from pipeline.news.notice.names import Name, wrapped

# A host printed as a name keeps its "www.", one in an address does not.
_DOMAIN = re.compile(r"(?:https?://(?:www\.)?)?((?:[\w-]+\.)+[a-z]{2,12})\b(?:/\S*)?", re.IGNORECASE)
_ISSUE = re.compile(  # "the May 2015 issue of", "Issue 14 of"
    r"\s*(?:(?:[\w.,’']+ ){1,5}?(?:issue|edition)|(?:issue|volume|number|no\.) [\d./-]+(?: \([^()]{1,30}\))?)"
    r" of (?=\S)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(,|\bund|\bsowie) (?:das|dem|den|der|des|die) (?=[„“\"»]?[^\W\d_])")  # "dem NDR und dem WDR"
_SITE = re.compile(r"\s*([^\W_][^\s.,;:()\[\]]*(?:\.[a-z]{2,})?(?: [^\W_][^\s.,;:()\[\]]*){0,2})[\s.!?)\]*_]*$")
_ERA = re.compile(r"\d+ (?:A\.?D|B\.?C\.?E?|C\.?E)\b")
_BLOG = re.compile(r"( blog)\b", re.IGNORECASE)
# A weblog that is named by its owner: "sur le blog de Jane Doe".
_OWNED = re.compile(
    r"(?<!\S)blog(?:ue|ul|u)? (?:d['’]|(?:de|del|di|do|dos|du|da|of|van|von) (?:(?:la|el|il|lo|les|los|las|het) )?)$",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d{1,2}(?:[:.h]\d\d)?\s*(?:[ap]\.?m|uhr\b|h\b|hrs?\b)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|(?:https?://|www\.)\S+")  # "the Daily Planet (www.dailyplanet.com), where"
_LIST_END = re.compile(r"[\s)\]\"'”’]*(?:[.;,]|$)")
_STOP = ".,;:!?"
_GERMAN_VERBS = ("APPEAR", "PROVIDED", "REPUBLISHED", "TAIL")
_NO_GERMAN_NAME = (*_GERMAN_VERBS, "ADV", "AND", "ARTICLE", "BY", "IN", "FROM", "IT", "KIND", "NOUN", "TRANSLATED")


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
    quoted = wrapped(rest)
    if quoted and not is_date(quoted.text):
        return quoted._replace(text=unbent(quoted.text)) if language == "de" else quoted
    kept = _kept(language).match(rest)
    name = _address(rest) or capitals.read(rest[kept.end() :] if kept else rest, language)
    if name and kept and not _names_kind(rest[kept.end() :], name, language):
        name = name._replace(text=kept.group() + name.text)
    if name is None and article and language != "en":
        name = _small(text[:begin] + rest, begin, language)
    if name is None and not article and language == "de":
        name = _small_german(rest)
    if name is None or not name.text.strip() or _is_no_name(name.text, language, article):
        return None
    of = _OWNED.search(text[:begin])
    return Name((of.group().lstrip() if of and article else "") + bare(name.text, language), name.rest)


def _names_kind(text: str, name: Name, language: str) -> bool:
    """Whether the kind of outlet follows the name that begins a text: of "het Rivierblad blog" the article is the
    blog's."""
    after = text[len(name.text) : len(text) - len(name.rest)].strip(" .,")
    return name.text.endswith(" blog") or (bool(after) and is_word_of(after, language, "KIND"))


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
    if not found or _is_no_name(found.group(1), language):
        return None
    small = [is_word_of(word, language, role) for word in found.group(1).split() for role in ("TAIL", "AND", "ARTICLE")]
    return None if any(small) else Name(found.group(1), "")


@cache
def _list(language: str) -> re2._Regexp:
    """What stands between the first and the last name of a list."""
    words = wordings.close(language, "AND")
    return re2.compile(rf"(?:,\s+(?:(?:the\s)?\p{{Lu}}[^,;:.()]*|\p{{Ll}}\pL{{2,}} \pL+)){{0,6}},?\s+(?-i:{words})")


def last(text: str, language: str) -> str | None:
    """The name with which a text ends: "Jane Doe is a columnist for The Daily Planet," -> "The Daily Planet"."""
    before = wordings.finder(language, "IN"), wordings.finder(language, "OF"), wordings.finder(language, "FROM")
    starts = sorted({found.end(1) for words in before if words for found in words.finditer(text)})
    for start in starts:
        name = read(text[start:], language)
        if name and not _ASIDE.sub(" ", name.rest).strip(" ,;(\t\n"):
            return name.text
    return None


@cache
def _article(language: str) -> re2._Regexp:
    """What may stand before a name: articles that are no part of it, and the kind of outlet ("the news site")."""
    article, kept, kind, of = (wordings.close(language, role) for role in ("ARTICLE", "KEPT", "KIND", "OF"))
    either = f"(?-i:{article}|{kept})"  # "La Linterna" keeps its article
    noun = kind if language == "de" else f"(?-i:{kind})"  # "the Daily Planet" begins with its name
    before = r"(?-i:\p{Ll}[^\s.,;:!?“”„\"«»\[\]()]* ){0,3}?"
    kinds = rf"{before}(?:{noun}(?-i:[\p{{Ll}}'’]+ ){{0,3}}?(?:{of})?{either}?){{1,2}}"
    number = r"(?:n[°ºr]\.?|num[eé]ro|número|nummer|heft|ausgabe)\s?\d[\w/-]*|\d+\.\s(?:numerze|čísle|ausgabe|nummer)"
    issue = rf"(?:{number})\s(?:{of})?{either}?"
    return re2.compile(
        rf"(?P<kind>(?i:{either}?(?:(?:{issue})?{kinds}|{issue})))"  # no kind is what begins an address: "blog.x.com"
        rf"(?:\s*[“„\"«»‘\[(]|\s*\p{{Lu}}|\s*\d|\s*\pL+\.\pL)|(?P<article>(?i:{article}))"
    )


@cache
def _kept(language: str) -> re2._Regexp:
    """An article in small letters that is part of the name."""
    return re2.compile(wordings.close(language, "KEPT"))


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


def _address(text: str) -> Name | None:
    """A host name: of an address only the host is the outlet; "the River.net blog" is called by its whole name."""
    text = text.lstrip()
    found = _DOMAIN.match(text)
    if not found or found.group(1)[-1].isupper():
        return None
    blog = _BLOG.match(text, found.end())
    return Name(found.group(1) + (blog.group(1) if blog else ""), text[blog.end() if blog else found.end() :])


def _small(text: str, begin: int, language: str) -> Name | None:
    """A name in small letters, which only an article before it and the end of the sentence or a date after it prove. An
    Italian article that stands apart from its preposition is part of it: "su il manifesto", "sul manifesto"."""
    found = re.match(
        r"\s*([^\W\d_][\w-]{1,20})(?: (?:da|de|del|do|du|of|van|vom))?[\s.!\])]*$", dates.without(text[begin:])
    )
    if not found or is_word_of(found.group(1), language, "KIND"):
        return None
    return Name((text[:begin].lstrip() if language == "it" else "") + found.group(1), "")


def _small_german(text: str) -> Name | None:
    """A name in small letters between a preposition and a verb or the end, where other nouns have a capital: "mit n-ost
    entstanden"."""
    found = re.match(r"\s*([a-zäöüß][\w.-]{1,20})(?:[\s.!\])]*$|\s+(?=(\w+)))", text)
    if not found or any(is_word_of(found.group(1), "de", role) for role in _NO_GERMAN_NAME):
        return None
    verb = found.group(2) or ""
    if is_word_of(verb, "de", "TRANSLATED") or (
        verb and not any(is_word_of(verb, "de", role) for role in _GERMAN_VERBS)
    ):
        return None
    return Name(found.group(1).rstrip("."), text[found.end(1) :])


def _is_no_name(name: str, language: str, article: bool = True) -> bool:
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
        or ((article or language != "de") and is_word_of(whole, language, "KIND"))  # "auf Medium"
        or is_word_of(first, language, "NONAME")
        or is_word_of(whole, language, "DAY")
        or bool(
            re2.fullmatch(f"(?i){dates.months()}", first) and not any(map(str.istitle, whole.split()[1:]))
        )  # "Jan Lee"
        or whole.lower().startswith(wordings.roles(language).get("GAZETTE", ()) or "\0")
    )
