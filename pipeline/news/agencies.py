"""What a text weighs as a picture credit: agencies by name (tables/agencies.tsv), people by the shape of a name.

A credit is a row of parts, "Ann Lee / The Daily / Getty Images": each part is an agency, a person or a word such as
"Handout". Text with any other part in it is no credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache, lru_cache

from pipeline.news import tables

LONGEST = 160  # characters; no printed credit is longer
# What stands between the parts of a credit. "for" and "via" do the same work as a slash.
SIGNS = re.compile(r"[/／|｜·•;＝=+、,—―]|\s(?:[-–]|--)\s")
JOINTS = re.compile(r"(?:^|\s)(?:via|special to|for|über|für|para|pour|per|för|par|door)\s", re.IGNORECASE)
SPECIAL = re.compile(r"[,/]\s?special (?:to|for)\s", re.IGNORECASE)  # "Ann Lee, Special to The Planet"
SLASHED = re.compile(r"[/／|｜]|\s(?:for|via|für|para|pour)\s")
# How many of the pictures are theirs, or their year: "Fotos: Eva Muster (2), dpa", "© AFP 2019 / Ann Lee".
COUNTED = re.compile(r"\s(?:\(?\d{1,2}|(?:19|20)\d\d)\Z")
ENDING = frozenset("。！？!?；")  # after these something else begins
STOPPED = re.compile(r"[^\W\d_]{4}\.\Z")  # a sentence ends here, and no part of a credit
PARTICLES_OF_NAMES = """a al and bin d da das de degli dei del della den der des di do dos du e el en et i ibn la las le
les los och of og the ten ter und van von vom y ze zu zum zur и і та"""
PARTICLES = frozenset(PARTICLES_OF_NAMES.split())
ARTICLES = frozenset(("a", "an", "the", "das", "der", "die", "el", "het", "il", "la", "las", "le", "les", "los"))
PARTICLES_AHEAD = "al bin da de del della den der di dos du el ibn la le van von ter ten the d"  # of names: "de Boer"
LEADING = frozenset(PARTICLES_AHEAD.split())
WRAPPING = "\"'“”„‘’«»()[]（）【】<>〈〉 \t\n*_"
INSIDE_WORD = re.compile(r"[\w'’.\-–‑&@+ʼ`·･・]+\Z")
ADDRESS = re.compile(r"(?:www\.)?[a-z0-9\-]+(?:\.[a-z]+)+\Z", re.IGNORECASE)


JOINED = "でにがをはも"  # a place or an object, not a name, stands before the word: "東京で撮影"
# A Creative Commons licence, which only pictures of others are signed with: "CC-BY-SA 4.0 Ann Lee".
LICENCE = re.compile(r"\bCC(?:[ -]BY(?:[ -](?:NC|SA|ND)){0,2}|0)(?: \d\.\d)?(?: Deed| International)?")
# The year of a picture: "Ann Lee / The Post, 2019", "ANTARA FOTO/Sari/16"; behind names alone it is a reference.
TAKEN_IN = re.compile(r"(?<=[^\W\d_])(?:(?:,\s|\s?/\s?)(?:19|20)\d\d|/\d\d)\Z")
INITIALS = re.compile(r"[/|]\s?[a-z]{2,4}\b(?!\s)")  # of an editor
DATE = re.compile(r"\d{1,2}[./ ](?:\d{1,2}|[^\W\d_]{3,9})[./ ](?:\d\d){1,2}\Z")


class Weight(Enum):
    """How far a piece of text proves itself to be a credit."""

    NONE = "no credit"
    NAMES = "names only, which any text may hold"
    PAIR = "a person, a slash and another name: how credits are set, and little else"
    AGENCY = "only news agencies, which also sign stories"
    PROOF = "a person or a picture word beside an agency, or an agency for pictures"


class Part(Enum):
    """What one part of a credit is."""

    PHOTO = "photo"
    NEWS = "news"
    OUTLET = "outlet"
    PERSON = "person"
    NAME = "name"  # one capitalised word
    WORD = "word"
    SIGNED = "signed"  # a person and an agency, or an agency and a picture word, with no sign between them
    OTHER = "other"


remembered = lru_cache(maxsize=256)
"""The rules ask several times whether the same words are a name or an agency; a caption takes an eighth less."""

AGENCY_PARTS = frozenset({Part.PHOTO, Part.NEWS, Part.OUTLET, Part.SIGNED})


def folded(text: str) -> str:
    """The key of a table entry: case folded, single spaces.

    >>> folded("  Getty  IMAGES ")
    'getty images'
    """
    return " ".join(text.split()).casefold()


@cache
def agencies() -> dict[str, Part]:
    """Every agency by its folded name. A name in several languages keeps its weightiest kind."""
    order = (Part.OUTLET, Part.NEWS, Part.PHOTO)
    found: dict[str, Part] = {}
    for part in order:
        found.update((folded(row[1]), part) for row in tables.rows("agencies") if row[2] == part.value)
    return found


@cache
def spellings() -> dict[str, frozenset[str]]:
    """How the agencies of one word are written, by folded name: in any other case the word is an ordinary one ("map",
    "redux", "who", "time"), and so it is in title case if the agency is always in capitals ("Reporter")."""
    found: dict[str, set[str]] = {}
    for row in tables.rows("agencies"):
        if " " not in row[1] and row[1].upper() != row[1].lower():
            found.setdefault(folded(row[1]), set()).update((row[1], row[1].upper()))
    return {key: frozenset(forms) for key, forms in found.items()}


@remembered
def agency(name: str) -> Part | None:
    """Which kind of agency a name is: None if it is none.

    >>> agency("getty images"), agency("AP"), agency("ap"), agency("dpa")
    (<Part.PHOTO: 'photo'>, <Part.NEWS: 'news'>, None, <Part.NEWS: 'news'>)
    """
    key = folded(name)
    kind = agencies().get(key)
    forms = spellings().get(key) if kind else None
    return kind if forms is None or " ".join(name.split()) in forms else None


@cache
def words(*kinds: str) -> frozenset[str]:
    """The folded credit words of some kinds (tables/credit_words.tsv says which there are)."""
    found = {folded(row[1]) for row in tables.rows("credit_words") if row[2] in kinds}
    return frozenset(found | {word.rstrip(".") for word in found})


@remembered
def weigh(text: str) -> Weight:
    """How far `text`, without credit words such as "Photo by", proves itself to be a credit.

    >>> weigh("Ann Lee/AFP via Getty Images").name, weigh("Reuters").name, weigh("Ann Lee / Daily Planet").name
    ('PROOF', 'AGENCY', 'PAIR')
    >>> weigh("Ann Lee").name, weigh("the minister told Reuters").name
    ('NAMES', 'NONE')
    """
    text = text.strip(WRAPPING + ".。")
    if not text or len(text) > LONGEST:
        return Weight.NONE
    if text[-1].isdigit() and (year := TAKEN_IN.search(text)):
        named = weigh(text[: year.start()])
        return named if named is Weight.PROOF or (named is Weight.PAIR and "/" in year[0]) else Weight.NONE
    parts: list[Part] = []
    before = ""
    for piece in pieces(text):
        parts.append(Part.OTHER if STOPPED.search(before) else part_of(piece))
        if parts[-1] is Part.OTHER:
            return whole(text)
        before = piece
    found = weight_of(parts, bool(SLASHED.search(text))) if parts else Weight.NONE
    if found is Weight.PAIR and Part.WORD in parts and not words("given").isdisjoint(map(folded, pieces(text))):
        return Weight.PROOF  # "Divulgação/Polícia Militar"
    first, slash, person = text.partition("/")
    if found is Weight.PAIR and slash and ADDRESS.match(first.strip()) and name_of(person) is Part.PERSON:
        return Weight.PROOF  # "planet.com/Ann Lee"
    if found is Weight.NAMES and Part.PERSON in parts and SPECIAL.search(text):
        return Weight.PROOF
    if found is Weight.NAMES and Part.NEWS in parts and SLASHED.search(text) and not INITIALS.search(text):
        return Weight.PAIR  # "APA/Neubauer", but not "dpa/lsw"
    return found


def pieces(text: str) -> Iterator[str]:
    """The parts of a credit as printed, none empty.

    >>> list(pieces("Ann Lee for The Post/AP, File via Getty Images"))
    ['Ann Lee', 'The Post', 'AP', 'File', 'Getty Images']
    """
    for piece in SIGNS.split(text):
        for part in JOINTS.split(piece):
            if stripped := part.strip(WRAPPING):
                yield stripped


def whole(text: str) -> Weight:
    """The weight of a text whose parts make no sense apart: an agency with a sign in its name, "A.B. / News"."""
    kind = agency(text)
    if kind is None:
        return Weight.PROOF if service(text) else Weight.NONE
    return {Part.PHOTO: Weight.PROOF, Part.NEWS: Weight.AGENCY}.get(kind, Weight.NAMES)


def service(text: str) -> bool:
    """Whether a photo service, a slash and one of its agencies or photographers make a credit, whatever their names:
    "IMAGO / wolf-sportfoto"."""
    first, slash, rest = text.partition("/")
    return bool(slash) and len(rest) < 40 and rest.count(" ") < 5 and agency(first) is Part.PHOTO


def weight_of(parts: list[Part], slashed: bool) -> Weight:
    """The weight of a row of parts, none of which is OTHER."""
    kinds = set(parts)
    if kinds & {Part.PHOTO, Part.SIGNED}:
        return Weight.PROOF
    if kinds & {Part.NEWS, Part.OUTLET}:
        if kinds & {Part.PERSON, Part.WORD}:
            return Weight.PROOF
        if Part.NEWS in kinds and Part.NAME not in kinds:
            return Weight.AGENCY
        return Weight.PAIR if slashed and len(parts) > 1 and Part.NEWS not in kinds else Weight.NAMES  # "NASA/JPL"
    if slashed and len(parts) > 1 and Part.PERSON in kinds:
        return Weight.PAIR
    return Weight.NAMES


@remembered
def part_of(piece: str) -> Part:
    """What one part of a credit is.

    >>> part_of("Reuters pic"), part_of("J. van der Berg"), part_of("Getty Images"), part_of("said the minister")
    (<Part.SIGNED: 'signed'>, <Part.PERSON: 'person'>, <Part.PHOTO: 'photo'>, <Part.OTHER: 'other'>)
    """
    piece = piece.strip(WRAPPING).rstrip(".")
    if "CC" in piece and (licence := LICENCE.search(piece)):
        rest = (piece[: licence.start()] + piece[licence.end() :]).strip(WRAPPING)
        return (Part.SIGNED if part_of(rest) is not Part.OTHER else Part.OTHER) if rest else Part.SIGNED
    known = agency(piece)
    if known is None and piece[-1:].isdigit():
        piece = COUNTED.sub("", piece).strip(WRAPPING)
        known = agency(piece)
    if known is not None:
        return known
    key = folded(piece)
    if key in words("given", "cue", "after", "mark"):
        return Part.WORD
    if 1 < len(piece) < 5 and piece.isascii() and piece.isalpha() and piece.islower() and key not in PARTICLES:
        return Part.NAME  # the initials of an editor: "PAP/Ann Lee/mr"
    if piece[:1].isdigit() and DATE.match(piece):
        return Part.WORD  # "Ann Lee - 5.ago.25/Folhapress"
    name, tokens = name_of(piece), key.split(" ")
    if len(tokens) > 9 or (name is Part.OTHER and beside_words().isdisjoint(tokens) and piece.isascii()):
        return Part.OTHER
    if name is Part.NAME and "-" in piece and all(map(agency, piece.split("-"))):
        return Part.NEWS  # "AFP-Yonhap"
    return signed(piece.split(), tokens) or suffixed(piece) or name


@cache
def beside_words() -> frozenset[str]:
    """The first and last words of all that may stand beside a name or an agency to make it a credit, folded."""
    rows = words("after", "given", "cue", "mark", "taken")
    return frozenset(end for word in rows for end in (word.split(" ")[0], word.split(" ")[-1]))


def signed(tokens: list[str], keys: list[str]) -> Part | None:
    """SIGNED if words are an agency with a picture word or a person beside it ("AP Photo", "Handout Reuters"); what
    they are without the picture word if that is a person; None if they are neither. `keys`: the words, folded."""
    for size in range(1, min(4, len(tokens))):
        tail, first = " ".join(keys[-size:]), " ".join(keys[:size])
        if tail.rstrip(".") in words("taken") and name_of(" ".join(tokens[:-size])) is not Part.OTHER:
            return Part.SIGNED
        if tail in words("after", "given", "cue") and (found := beside_word(" ".join(tokens[:-size]))):
            return found
        if first in words("given", "mark", "after") and (found := beside_word(" ".join(tokens[size:]))):
            return found
        if tail in agencies() and agency(" ".join(tokens[-size:])):
            return Part.SIGNED if name_of(" ".join(tokens[:-size])) is not Part.OTHER else None
        if first in agencies() and agency(" ".join(tokens[:size])) and name_of(" ".join(tokens[size:])) is Part.PERSON:
            return Part.SIGNED
    return None


def beside_word(piece: str) -> Part | None:
    """What a piece is that has a picture word beside it: an agency is SIGNED by it."""
    if agency(piece):
        return Part.SIGNED
    found = name_of(piece)
    return found if found is not Part.OTHER else None


def suffixed(piece: str) -> Part | None:
    """The same for scripts without spaces: 山田太郎撮影."""
    if piece.isascii() or not ENDING.isdisjoint(piece):
        return None
    key = piece.casefold()
    if any(key[:size] in agencies() and key[size:] in agencies() for size in range(2, min(len(key) - 1, 6))):
        return Part.NEWS  # "신화연합뉴스": one agency's picture from another
    for word in words("after", "taken"):
        if piece.endswith(word) and not word.isascii() and len(word) < len(piece) <= 24 + len(word):
            return None if piece[-len(word) - 1] in JOINED else Part.SIGNED
    return None


@remembered
def name_of(piece: str) -> Part:
    """PERSON if the piece has the shape of a name of two words and more, NAME for one, otherwise OTHER.

    >>> name_of("Kevin S. Vineys").name, name_of("LISA").name, name_of("@user").name, name_of("in the capital").name
    ('PERSON', 'NAME', 'PERSON', 'OTHER')
    """
    tokens = piece.split()
    if not tokens or len(tokens) > 7 or len(piece) > 60 or tokens[-1] in PARTICLES:
        return Part.OTHER
    count = initials = 0
    for number, token in enumerate(tokens):
        kind = token_kind(token)
        initials += kind == "initial"
        if kind == "other" or (kind == "particle" and number == 0 and token.lower().strip("'’-.") not in LEADING):
            return Part.OTHER
        count += kind == "name"
        if token.startswith("@"):
            count = max(count, 2)
    if count == 0:
        return Part.OTHER
    if count == 1 and not piece.isascii() and caseless(piece) and len(piece) > 1:
        return Part.PERSON if len(piece) <= 12 else Part.OTHER
    return Part.PERSON if count + initials > 1 else Part.NAME


def token_kind(token: str) -> str:
    """'name' for a capitalised word, 'initial', 'particle' (of, van, de) or 'other'."""
    core = token.strip(WRAPPING)
    if core in ("&", "+"):
        return "particle"
    if not core or ".." in core or not INSIDE_WORD.match(core):
        return "other"
    if core.lower().strip("'’.") in PARTICLES and not core.isupper():
        return "particle"
    if core.endswith(".") and len(core) > 4 and "." not in core[:-1]:
        return "other"
    first = core.lstrip("'’-d").lstrip("'’")[:1] if core[:2] in ("d'", "d’") else core[0]
    if first == "@" or first.isupper() or caseless(first):
        return "name" if len(core.strip(".")) > 1 or caseless(core) else "initial"
    return "name" if ADDRESS.match(core) or (len(core) > 2 and core[0].islower() and core[1].isupper()) else "other"


def caseless(text: str) -> bool:
    """Whether a text is written in a script without capitals.

    >>> caseless("写真"), caseless("foto")
    (True, False)
    """
    return any(char.isalpha() for char in text) and text.lower() == text.upper()
