"""The words of a picture credit (tables/credit_words.tsv) where they stand in a text; a credit spelt without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.news.agencies import Weight, agency, caseless, folded, weigh, words

CLOSERS = {")": "(", "]": "[", "）": "（", "】": "【", "〕": "〔", "＞": "＜", "〉": "〈"}
MARKS = re.compile(r"[:：︰=＝…՝／|｜]\s?|\.\.\.\s?|/(?!/)\s?|(?<=\s)[-–—]\s")
SURE = re.compile(r"[:：︰=＝…՝／]\s?|\.\.\.\s?")  # the marks that stand between a credit word and a name only
GLUED = re.compile(r"(?:(?:Image |Photo |Picture )?Credit|Photo|Photograph|Foto|Bild|Crédit)(?=[A-ZÀ-Þ][^\W\d_A-Z])")
SIGN = re.compile(r"©\s*|(?<![a-zA-Z0-9])[(（][cCｃＣ][)）]\s*|（Ｃ）\s*|ⓒ\s*")
# A word, or one of two that are glued together: "StudioFoto" is "Studio" and "Foto".
WORD = re.compile(r"[A-ZÀ-Þ]?[^\W\d_A-ZÀ-Þ]+|[^\W\d_]+")
# A word that may begin such a phrase: with a capital or in a script without small letters, after a dash or bracket, or
# before "by" ("Reuters photo by").
BEGINNING = re.compile(
    r"(?<![A-ZÀ-Þ])[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]+|(?<![^\W\d_])(?:[A-ZÀ-Þ]{2,}|[^\W\d_A-Za-zÀ-ÿ]\w*)|(?<=[—–|(\[-] )[a-z]\w+"
    r"|\b[a-z]{3,10}(?= by )"
)
TAKEN = re.compile(r"(?<=\S)\s?(?:撮影|写す|摄影|攝影|摄|攝|拍攝)$")  # "photo by" where it follows the name
RIGHTS = re.compile(
    r"rights|reserv|droits|rechte vorbehalten|derechos|diritti|direitos|wszelkie|distributed|licen[cs]e|riproduzion"
    r"|reprodu[cz]|nachdruck|無断|защищены",
    re.IGNORECASE,
)
SEVERAL = frozenset(("bilder", "fotos", "images", "photos", "pics", "pictures", "video", "videos"))
PREPOSITIONS = frozenset(("by", "von", "par", "di", "av", "af", "door", "od", "por", "от"))  # "Cover picture by ..."


def leading(text: str, marks: re.Pattern[str] = MARKS) -> tuple[str, str]:
    """The kind of the credit word that begins a text, and what follows it; ('', text) if none does. `marks` are the
    signs that may stand between the two.

    >>> leading("Photo: Ann Lee"), leading("Photo by Ann Lee"), leading("Photo Ann Lee"), leading("Ann Lee")
    (('mark', 'Ann Lee'), ('by', 'Ann Lee'), ('bare', 'Ann Lee'), ('', 'Ann Lee'))
    """
    if mark := marks.search(text, 0, 60):
        key = folded(text[: mark.start()])
        if key in words("mark") or key in words("weak"):
            return ("mark" if key in words("mark") else "weak"), text[mark.end() :].strip()
        first, _, word = text[: mark.start()].strip().rpartition(" ")
        whole = agency(text[: mark.start()])
        if agency(first) and not whole and folded(word) in words("mark", "after"):  # "Reuters photo: Name"
            return "from", text[mark.end() :].strip()
    opener = WORD.search(text[:40])
    if opener is None or opener.group().casefold() not in phrase_words():
        return "", text
    if glue := GLUED.match(text):
        return "mark", text[glue.end() :]
    if folded(text) in words("given"):
        return "", text  # "Captura de pantalla", in which "Captura de" introduces nothing
    tokens = list(re.finditer(r"\S+", text[:80]))
    for size in range(min(6, len(tokens) - 1), 0, -1):
        key = folded(text[: tokens[size - 1].end()])
        rest = text[tokens[size - 1].end() :].strip()
        if kind := phrase_kind(key):
            return kind, rest
        if key in words("mark"):
            return "bare", rest
    return "", text


@cache
def word_sizes() -> tuple[int, ...]:
    """The lengths of the credit words that stand before a mark, longest first."""
    return tuple(sorted({len(word) for word in words("mark", "weak")}, reverse=True))


@cache
def word_ends() -> frozenset[str]:
    """The last two letters of those words."""
    return frozenset(word[-2:] for word in words("mark", "weak"))


def word_before(text: str, end: int) -> tuple[int, str] | None:
    """Where the credit word that ends at `end` begins, and its kind (mark or weak)."""
    while end and text[end - 1].isspace():
        end -= 1
    low = text[max(0, end - word_sizes()[0]) : end].casefold()
    if low[-2:] not in word_ends() and low[-1:] not in word_ends():  # the latter: 图
        return None
    if len(low) != min(end, word_sizes()[0]):  # a letter that folds to two (ß): rare, so fold it less
        low = text[max(0, end - word_sizes()[0]) : end].lower()
    low = low.replace("\xa0", " ")
    for size in word_sizes():
        word = low[-size:]
        if len(word) < size or word not in words("mark", "weak"):
            continue
        start = end - size
        if boundary(text, start):
            return start, "mark" if word in words("mark") else "weak"
    return None


def boundary(text: str, start: int) -> bool:
    """Whether a word begins at `start`, be it glued to the word before: "am SeeFoto", "(AfD)Quelle", "首相写真"."""
    if start == 0:
        return True
    before, first = text[start - 1], text[start]
    if not before.isalnum():
        return before not in "-'’"
    if before.isdigit() or caseless(before):
        return True
    return first.isupper() and before.islower()


def labelless(before: str) -> str:
    """What stands before a credit, without the word for a picture: "Die Brücke. Bild © dpa", "Most. Fot. Jan Nowak"."""
    core = before.rstrip(" .:")
    word = word_before(core, len(core)) if core[-1:].isalpha() else None
    return core[: word[0]].rstrip() if word and word[1] == "mark" and core[word[0]].isupper() else before


def reserved(text: str) -> bool:
    """Whether a text is a line of rights: "RIPRODUZIONE RISERVATA", "All rights reserved"."""
    return len(text) < 60 and text.count(" ") < 4 and bool(RIGHTS.search(text))


@cache
def phrase_words() -> frozenset[str]:
    """The first words of the phrases that introduce a credit without a colon."""
    firsts = (WORD.search(phrase) for phrase in words("by", "from", "lent", "mark", "weak", "cue"))
    return frozenset(first.group() for first in firsts if first)


def phrase_kind(key: str) -> str:
    """The kind of a phrase that introduces a credit without a colon: by, from, rights, or '' if it is none.

    >>> phrase_kind("photo by"), phrase_kind("cover photo by"), phrase_kind("courtesy of"), phrase_kind("side by")
    ('by', 'by', 'from', '')
    """
    if key in words("by", "from", "lent"):
        return "by" if key in words("by") else "from"
    if key == "copyright":
        return "rights"
    word, _, preposition = key.rpartition(" ")
    return "by" if preposition in PREPOSITIONS and word in words("mark", "weak", "cue") else ""


def capital(tail: str, start: int) -> bool:
    """Whether a phrase begins as a credit does: with a capital, or after a dash or bracket."""
    return tail[start].isupper() or caseless(tail[start]) or tail[:start].rstrip()[-1:] in tuple("—–-|([©")


def phrases(tail: str) -> Iterator[tuple[int, int, str]]:
    """The phrases of a tail that introduce a credit without a colon, each as start, end and kind."""
    for first in BEGINNING.finditer(tail):
        if first.group().casefold() not in phrase_words():
            continue
        tokens = list(re.finditer(r"\S+", tail[first.start() : first.start() + 60]))
        for token in reversed(tokens[:5]):
            key = folded(tail[first.start() : first.start() + token.end()])
            if key in words("given"):
                break
            if kind := phrase_kind(key):
                yield first.start(), first.start() + token.end(), kind
                break


def gallery(word: str, rest: str) -> bool:
    """Whether a word names several pictures, and what follows is the title of a gallery: "PHOTOS: The storm"."""
    if word.strip(" ([").casefold() not in SEVERAL:
        return False
    weight = weigh(rest)
    return weight is Weight.NONE or (weight is Weight.NAMES and rest.count(" ") > 2)


def spelling(credit: str) -> str:
    """The one way a credit is spelt: without "Photo by", brackets or ©, a slash between spaces, nothing twice.

    >>> spelling("(Photo by Ann Lee/Daily Planet)"), spelling("© dpa"), spelling("AFP/Getty AFP/Getty")
    ('Ann Lee / Daily Planet', 'dpa', 'AFP / Getty')
    """
    credit = " ".join(credit.split())
    for _ in range(3):
        credit = SIGN.sub("", credit).strip(" .,;|:：=＝·•—–-/／")
        if credit.endswith(")") and "(" not in credit:
            credit = credit[:-1].rstrip()  # a bracket that opened before the caption
        if credit and credit[0] in CLOSERS.values() and credit[-1] in CLOSERS:
            credit = credit[1:-1]
        kind, rest = leading(credit, SURE)
        if (
            not rest
            or (kind == "rights" and rest[0].isdigit())
            or not (kind in ("mark", "by", "weak", "rights") or (kind == "bare" and bare_word(credit, rest)))
        ):
            break
        credit = rest
    credit = TAKEN.sub("", credit).rstrip("／/ ")
    return re.sub(r"\s*/+\s*", " / ", once(credit))


def bare_word(credit: str, rest: str) -> bool:
    """Whether the credit word before `rest`, which no sign follows, is no part of an agency's name ("Photo News")."""
    return rest[0].isalnum() and weigh(rest) is not Weight.NONE and not agency(re.split(r"[/|,]", credit)[0])


def once(text: str) -> str:
    """A text without its second half, if that repeats the first: some pages print each credit twice.

    >>> once("Ann Lee/AFP Ann Lee/AFP"), once("Ann Lee | Ann Lee"), once("Bora Bora")
    ('Ann Lee/AFP', 'Ann Lee', 'Bora Bora')
    """
    half = len(text) // 2
    pieces = text[:half], text[half : len(text) - half], text[-half:]
    first, middle, last = (piece.strip(" |,;/") for piece in pieces)
    return first if first == last and not middle and re.search(r"\W", first) else text
