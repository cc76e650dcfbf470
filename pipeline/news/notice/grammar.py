"""The grammar of syndication notices: the tables notice_words.tsv and notice_frames.tsv, compiled.

A frame is a sentence of roles and words: `THIS … !FIRST IN OUTLET` reads "This story, by Jane Doe, first appeared
in X". Compiled it is one linear pattern (RE2), in which each name still to be read is a zone of text that begins
somewhere after the word before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import re2

from pipeline.news import tables

# Of a pattern. On 6,293 real articles, read twice, 33,000, 60,000 and 130,000 bytes read 59, 77 and 21 MB a second.
GATE_BYTES = 60_000
SLOTS = ("OUTLET", "PARTNER", "VIA", "NAME", "AGENCY", "SITE")
BETWEEN = r"[\s,:;()\[\]\"“”„«»‹›]"  # what may stand between two words of a frame
EDGE = r"(?:^|[^\pL\pN])"
_SIGNS = {  # tokens of a frame that are no words
    ",": r",\s+",
    ".": r"[^\pL\pN]*$",
    "TITLE": r"[\"“„«»‘‹›][^\"“”„«»‹›\n]{2,150}[\"“”»«’‹›]\s*",
}
_NO_LETTERS = r"[^\pL\pN]*"
_WIRE = rf"\([^()]{{2,40}}\){_NO_LETTERS}"  # "(Northern Wire) This article ..."
_AFTER = rf"(?:{BETWEEN}+|[.!?…]|$)"  # what follows a word


class Slot(NamedTuple):
    """A name to be read: the field it fills, and the pattern of the preposition before it; without a preposition the
    name begins the sentence, or ends what comes before the next word of the frame (`last`). `sure`: it must not be
    the name of a person. `site`: whatever ends the sentence is the name, capitals or not."""

    field: str
    preposition: re2._Regexp | None
    last: bool = False
    sure: bool = False
    site: bool = False


class Frame(NamedTuple):
    """One frame. Each slot's zone is the group of its name in `pattern`; `size` counts its tokens. `led`: it begins
    with a word, behind what may stand before a notice (`starts`)."""

    language: str
    kind: str
    where: str
    source: str
    led: bool
    slots: tuple[Slot, ...]
    needs_subject: bool  # it begins with "It": another sentence must say what "it" is
    names_story: bool  # it begins with "This story"
    open_end: bool  # it ends with a name, so that other things may follow that
    size: int
    rarest: str  # the token without which it cannot fit

    @property
    def pattern(self) -> re2._Regexp:
        """Compiled when it is first looked for: most frames never are, and all would take half a second."""
        return _compiled(self.source)

    def fit(self, sentence: str, starts: tuple[int, ...]) -> re2._Match | None:
        """How the frame fits a sentence, in which it may begin at `starts`."""
        if not self.led:
            return self.pattern.search(sentence)
        fits = (self.pattern.match(sentence, start) for start in starts)
        return next((fit for fit in fits if fit), None)


@cache
def _compiled(source: str) -> re2._Regexp:
    return re2.compile(source, quiet())


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
    closed = [word.removesuffix(_AFTER) for word in words if word.endswith(_AFTER)]
    others = [word for word in words if not word.endswith(_AFTER)]
    shared = [f"(?:{'|'.join(closed)}){_AFTER}"] if closed else []  # once for all: it keeps the pattern small
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


@cache
def frames(language: str) -> tuple[Frame, ...]:
    """The frames of one language, those that say most first."""
    rows = [row for row in tables.rows("notice_frames") if row[0] == language]
    return tuple(
        sorted((_frame(*row) for row in rows), key=lambda frame: (-frame.size, frame.where != "any", _rank(frame.kind)))
    )


def _rank(kind: str) -> int:
    """The order of kinds where a sentence fits several frames: what says most about the story's origin first."""
    return ("originally_appeared", "republished", "reprinted", "partnership", "translation", "provided_by").index(kind)


@cache
def languages() -> tuple[str, ...]:
    """The languages that have frames."""
    return tuple(sorted({row[0] for row in tables.rows("notice_frames")}))


@cache
def gate(language: str) -> re2._Regexp:
    """Found in every text that holds a notice of the language: the rarest part of each frame, marked with "!"; where
    the frame begins with it, only at the beginning of a sentence. Over UTF-8, plain and small: it reads every article.
    """
    inside: set[str] = set()
    opening: set[str] = set()
    for row in tables.rows("notice_frames"):
        tokens = row[3].split()
        rarest = next(place for place, token in enumerate(tokens) if token[0] == "!")
        if row[0] == language:
            (inside if rarest else opening).add(tokens[rarest][1:])
    leads = sorted(set().union(*(_leads(language, token) for token in opening - inside)))
    begin = f"(?:{_OPENING}|\\s(?:{'|'.join(map(re2.escape, leads))})\\s)" if leads else _OPENING
    openings = f"|{begin}(?:{_plain(language, opening - inside)})" if opening - inside else ""
    return re2.compile(f"(?i)(?:{_plain(language, inside)}{openings})".encode(), quiet())


def quiet() -> re2._Options:
    """Options of the larger patterns: RE2 would write a line whenever one outgrows its memory, and goes on slower."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 64 << 20  # bytes
    return options


# What stands before the first word of a sentence: a stop, a sign or a new line, and a space.
_OPENING = r"""(?:[\n.!?:;*_()\[\]|>"'“”«»’…–—]\s?|-\s|--)"""


@cache
def key(language: str, token: str) -> re2._Regexp:
    """A pattern, over UTF-8, of the rarest part of a frame."""
    return re2.compile(f"(?i){_plain(language, {token})}".encode(), quiet())


def _plain(language: str, tokens: set[str]) -> str:
    """A pattern for any of the tokens without what may stand around them."""
    either = "|".join(_core(language, token) for token in sorted(tokens)) or "$^"
    return either.replace(_AFTER, r"[\s,.:;()]+").replace(r"\pL*", r"[^\s.,]*")


@cache
def _core(language: str, token: str) -> str:
    """Like _token, but of a role only the wordings that end with no other: what holds "a version of this story" holds
    "this story"."""
    words = roles(language).get(token, ()) if _is_role(token) else ()
    if not words:
        return _token(language, token)
    short = [word for word in words if not any(end in words for end in _shorter(word))]
    return "(?:" + "|".join("".join(_core(language, part) for part in word.split()) for word in short) + ")"


def _shorter(wording: str) -> Iterator[str]:
    """A wording without its first words: "version of this", "of this", "this"."""
    while " " in wording:
        wording = wording.split(" ", 1)[1]
        yield wording


@cache
def _leads(language: str, token: str) -> frozenset[str]:
    """The words before what _core keeps of a role: of "a version of this story" the "of"."""
    words = roles(language).get(token, ()) if _is_role(token) else ()
    found: set[str] = set()
    for word in words:
        found |= _leads(language, word.split()[0])
        before = [word.removesuffix(" " + other) for other in words if word.endswith(" " + other)]
        found |= {end for prefix in before for end in _ends(language, prefix.split()[-1])}
    return frozenset(found)


def _ends(language: str, token: str) -> set[str]:
    """The last words of a token's wordings."""
    words = roles(language).get(token, ()) if _is_role(token) else ()
    return {end for word in words for end in _ends(language, word.split()[-1])} if words else {token}


def _is_role(token: str) -> bool:
    return token.isupper() and token.isalpha() and len(token) > 1


@cache
def gates() -> tuple[bytes, ...]:
    """The patterns of the gates of all languages, a few languages together. Of all in one pattern RE2 makes a machine
    of more states than it keeps in memory, and on real news makes them again and again (3 times the time)."""
    groups: list[list[bytes]] = []
    for language in languages():
        pattern = b"(?:" + gate(language).pattern + b")"
        if not groups or sum(map(len, groups[-1])) + len(pattern) > GATE_BYTES:
            groups.append([])
        groups[-1].append(pattern)
    return tuple(map(b"|".join, groups))


@cache
def lead(language: str) -> str:
    """A pattern of what may stand before a notice: signs, and a label like "Editor's note:"."""
    label, about = any_of(language, "LABEL"), any_of(language, "ABOUT")
    titled = rf"(?:{about}[^:.]*:\s*)?" if about else ""  # "About the River Desk: ..."
    labelled = rf"(?:{label}[^\pL\pN]+)?{_NO_LETTERS}" if label else ""
    return f"^(?:{_WIRE})?{_NO_LETTERS}{labelled}{titled}"


def starts(language: str, sentence: str) -> tuple[int, ...]:
    """The places in a sentence at which a notice may begin: behind what may stand before it, and behind less of that.

    >>> starts("en", "(Northern Wire) Editor's note: This article")
    (31, 16, 1)
    """
    bracket, signs, *labels = _leading(language)
    ends = [signs.match(sentence, start).end() for start in (*_end(bracket, sentence, 0), 0)]
    for label in labels:
        ends = [end for start in ends for end in (*_end(label, sentence, start), start)]
    return tuple(dict.fromkeys(ends))


def _end(pattern: re2._Regexp, sentence: str, start: int) -> tuple[int, ...]:
    fit = pattern.match(sentence, start)
    return (fit.end(),) if fit else ()


@cache
def _leading(language: str) -> tuple[re2._Regexp, ...]:
    """The parts of `lead`: the name of a wire in brackets, signs, a label, "About the River Desk:"."""
    label, about = any_of(language, "LABEL"), any_of(language, "ABOUT")
    parts = [_WIRE, _NO_LETTERS]
    parts += [rf"{label}[^\pL\pN]+"] if label else []
    parts += [rf"{about}[^:.]*:\s*"] if about else []
    return tuple(re2.compile(f"(?is){part}", quiet()) for part in parts)


@cache
def label(language: str) -> re2._Regexp | None:
    """A pattern of a label at the beginning of a text, with its colon or dash."""
    words = any_of(language, "LABEL").replace(_AFTER, r"\s*")
    return re2.compile(rf"(?i)^[^\pL\pN]*{words}[^\pL\pN]*[:–—-]") if words else None


def _wording(language: str, wording: str) -> str:
    """The pattern of one wording: words, `..`, `word*` and roles."""
    return "".join(_token(language, token) for token in wording.split())


def _token(language: str, token: str) -> str:
    """The pattern of one token of a frame or wording."""
    if token in _SIGNS:
        return _SIGNS[token]
    if token == "..":
        return r"(?:[^\s.!?:;]+[\s,]+){0,3}?"
    before, _, role = token.rpartition("'")  # "l'NOUN" is an article and a role
    if _is_role(role):
        return (_word(before + "'") if before else "") + any_of(language, role)
    return _word(token)


def _word(word: str) -> str:
    """The pattern of a word, with what follows it; after an apostrophe nothing need follow."""
    open_end, word = word.endswith("*"), word.rstrip("*")
    pattern = str(re2.escape(word)).replace(r"\'", "['’]") + (r"\pL*" if open_end else "")
    return pattern + (r"\s?" if word.endswith("'") else _AFTER)


def _slot(language: str, token: str, before: str) -> Slot:
    """The slot of a name, read by the token before it."""
    sure = token == "AGENCY"
    if before in ("", "…"):
        return Slot(_field(token), None, before == "…", sure)
    words = _token(language, before).replace(BETWEEN, r"[\s,:]")
    edge = "" if before == "," else EDGE
    return Slot(_field(token), re2.compile(f"(?i){edge}(?P<word>{words})"), sure=sure, site=token == "SITE")


def _field(token: str) -> str:
    """The field of a slot: agencies and sites are outlets."""
    return "outlet" if token in ("AGENCY", "SITE") else token.lower()


def _zone(language: str, tokens: list[str], place: int) -> str:
    """The pattern of the text in which a slot's name is looked for: up to the next word of the frame. The preposition
    may stand anywhere in it, unless it begins the frame or follows another name."""
    before = tokens[place - 1] if place else ""
    bound = (place == 1 and before != "…") or (place > 1 and tokens[place - 2] in SLOTS)
    following = place + 1 < len(tokens) and tokens[place + 1] not in _SIGNS
    begin = _token(language, before) if bound else ""
    return f"(?P<{_field(tokens[place])}>{begin}.*{'?' if place + 1 < len(tokens) else ''})" + (
        EDGE if following else ""
    )


def _frame(language: str, kind: str, where: str, wording: str) -> Frame:
    """One row of notice_frames.tsv as a frame."""
    rarest = next(token[1:] for token in wording.split() if token[0] == "!")
    tokens = [token.lstrip("!") for token in wording.split()]
    slots: list[Slot] = []
    led = tokens[0] not in (*SLOTS, *_SIGNS, "…")
    parts: list[str] = [] if led or tokens[0] == "…" else [lead(language)]
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if token in SLOTS:
            slots.append(_slot(language, token, tokens[place - 1] if place else ""))
            parts.append(_zone(language, tokens, place))
        elif token == "…":
            parts.append(
                ("^" if following in SLOTS else rf".*?{EDGE}") if place == 0 else rf"(?P<gap{place}>(?:.*?[^\pL\pN])?)"
            )
        elif following not in SLOTS:
            parts.append(_token(language, token))
    return Frame(
        language,
        kind,
        where,
        "(?is)" + "".join(parts),
        led,
        tuple(slots),
        tokens[0] == "IT",
        tokens[0] in ("THIS", "ANY"),
        tokens[-1] in SLOTS,
        len(tokens),
        rarest,
    )
