"""The table notice_words.tsv as patterns (RE2): the roles of each language, as FIRST, and how each of them is said."""

from __future__ import annotations

from functools import cache

import re2

from pipeline.news import tables

BETWEEN = r"[\s,:;()\[\]\"“”„«»‹›]"  # what may stand between two words of a notice
EDGE = r"(?:^|[^\pL\pN])"
AFTER = rf"(?:{BETWEEN}+|[.!?…]|$)"  # what follows a word
SIGNS = {  # tokens of a frame that are no words
    ",": r",\s+",
    ".": r"[^\pL\pN]*$",
    "TITLE": r"[\"“„«»‘‹›][^\"“”„«»‹›\n]{2,150}[\"“”»«’‹›]\s*",
}


def quiet() -> re2._Options:
    """Options of the larger patterns: RE2 would write a line whenever one outgrows its memory, and goes on slower."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 64 << 20  # bytes
    return options


@cache
def languages() -> tuple[str, ...]:
    """The languages that have frames."""
    return tuple(sorted({row[0] for row in tables.rows("notice_frames")}))


@cache
def roles(language: str) -> dict[str, tuple[str, ...]]:
    """The wordings of each role of one language, longest first, so that "news site" wins over "news"."""
    found: dict[str, list[str]] = {}
    for tongue, role, *wording in tables.rows("notice_words"):
        if tongue == language and wording:
            found.setdefault(role, []).append(wording[0])
    return {role: tuple(sorted(words, key=lambda word: (-len(word), word))) for role, words in found.items()}


@cache
def any_of(language: str, role: str) -> str:
    """A pattern for one wording of a role, with what separates it from the next word; "" if the role has none.

    >>> import re2
    >>> bool(re2.fullmatch("(?i)" + any_of("en", "FIRST"), "originally appeared "))
    True
    """
    words = [_wording(language, word) for word in roles(language).get(role, ())]
    closed = [word.removesuffix(AFTER) for word in words if word.endswith(AFTER)]
    others = [word for word in words if not word.endswith(AFTER)]
    shared = [f"(?:{'|'.join(closed)}){AFTER}"] if closed else []  # once for all: it keeps the pattern small
    return "(?:" + "|".join((*shared, *others)) + ")" if words else ""


@cache
def close(language: str, role: str) -> str:
    """Like any_of, but quotation marks and brackets that follow the wording are left to what comes next."""
    return any_of(language, role).replace(BETWEEN, r"[\s,:]") or "(?:$^)"


@cache
def finder(language: str, role: str) -> re2._Regexp | None:
    """A pattern that finds a wording of a role as whole words, in the group `word`; None if the role has none."""
    words = any_of(language, role)
    return re2.compile(f"(?i){EDGE}(?P<word>{words})") if words else None


def having(role: str) -> tuple[str, ...]:
    """The languages that have wordings of a role."""
    return tuple(language for language in languages() if roles(language).get(role))


@cache
def anywhere(role: str) -> re2._Regexp:
    """A pattern that finds a wording of a role, of any language, as whole words."""
    return re2.compile(f"(?i){EDGE}(?:{'|'.join(any_of(language, role) for language in having(role))})", quiet())


def without(text: str, language: str, role: str) -> str:
    """A text without the wordings of a role."""
    found = finder(language, role)
    return str(found.sub(" ", text)) if found else text


def _wording(language: str, wording: str) -> str:
    """The pattern of one wording: words, `..`, `word*` and roles."""
    return "".join(token_pattern(language, token) for token in wording.split())


def token_pattern(language: str, token: str) -> str:
    """The pattern of one token of a frame or wording."""
    if token in SIGNS:
        return SIGNS[token]
    if token == "..":
        return r"(?:[^\s.!?:;]+[\s,]+){0,3}?"
    before, _, role = token.rpartition("'")  # "l'NOUN" is an article and a role
    if is_role(role):
        return (_word(before + "'") if before else "") + any_of(language, role)
    return _word(token)


def _word(word: str) -> str:
    """The pattern of a word, with what follows it; after an apostrophe nothing need follow."""
    open_end, word = word.endswith("*"), word.rstrip("*")
    pattern = str(re2.escape(word)).replace(r"\'", "['’]") + (r"\pL*" if open_end else "")
    return pattern + (r"\s?" if word.endswith("'") else AFTER)


def is_role(token: str) -> bool:
    return token.isupper() and token.isalpha() and len(token) > 1
