"""The words of a picture credit (tables/credit_words.tsv) where they stand in a text; a credit spelt without them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.news.agencies import caseless, folded, words

CLOSERS = {")": "(", "]": "[", "）": "（", "】": "【", "〕": "〔", "＞": "＜", "〉": "〈"}
MARKS = re.compile(r"\s?(?:[:：︰=＝]|\.\.\.|…|՝|/(?!/)|／|\||｜|(?<=\s)[-–—](?=\s))\s?")
SURE = re.compile(r"\s?(?:[:：︰=＝]|\.\.\.|…|՝)\s?")  # the marks that stand between a credit word and a name only
SIGN = re.compile(r"©\s*|[(（][cCｃＣ][)）]\s*|ⓒ\s*")


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
    tokens = list(re.finditer(r"\S+", text[:80]))
    for size in range(min(6, len(tokens) - 1), 0, -1):
        key = folded(text[: tokens[size - 1].end()])
        rest = text[tokens[size - 1].end() :].strip()
        for kind in ("by", "from"):
            if key in words(kind):
                return kind, rest
        if key in words("mark"):
            return "bare", rest
    return "", text


@cache
def word_sizes() -> tuple[int, ...]:
    """The lengths of the credit words that stand before a mark, longest first."""
    return tuple(sorted({len(word) for word in words("mark", "weak")}, reverse=True))


def word_before(text: str, end: int) -> tuple[int, str] | None:
    """Where the credit word that ends at `end` begins, and its kind (mark or weak)."""
    low = text[max(0, end - word_sizes()[0]) : end].casefold()
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


@cache
def phrase_words() -> frozenset[str]:
    """The first words of the phrases that introduce a credit without a colon."""
    return frozenset(phrase.split()[0] for phrase in words("by", "from"))


def phrases(tail: str) -> Iterator[tuple[int, int, str]]:
    """The phrases of a tail that introduce a credit without a colon, each as start, end and kind (by or from)."""
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", tail)]
    for number, (start, end) in enumerate(tokens):
        token = tail[start:end]
        glue = glued(token)
        if folded(token[glue:]) not in phrase_words():
            continue
        start += glue
        capital = tail[start].isupper() or caseless(tail[start])
        if not capital and tail[:start].rstrip()[-1:] not in tuple("—–-|([©"):
            continue
        for last in range(min(number + 5, len(tokens) - 1), number - 1, -1):
            key = folded(tail[start : tokens[last][1]])
            if key in words("by", "from"):
                yield start, tokens[last][1], "by" if key in words("by") else "from"
                break


def glued(token: str) -> int:
    """Where in a token a capitalised word begins that is glued to what is before it: 0 if none is.

    >>> glued("1981.Photo"), glued("StudioQuelle"), glued("Photo")
    (5, 6, 0)
    """
    for place in range(len(token) - 1, 0, -1):
        before = token[place - 1]
        if token[place].isupper() and (before.islower() or not before.isalnum()) and before not in "-'’":
            return place
    return 0


def spelling(credit: str) -> str:
    """The one way a credit is spelt: without "Photo by", brackets or ©, a slash between spaces, nothing twice.

    >>> spelling("(Photo by Ann Lee/Daily Planet)"), spelling("© dpa"), spelling("AFP/Getty AFP/Getty")
    ('Ann Lee / Daily Planet', 'dpa', 'AFP / Getty')
    """
    credit = " ".join(credit.split())
    for _ in range(3):
        credit = SIGN.sub("", credit).strip(" .,;|:：=＝·•—–-/")
        if credit and credit[0] in CLOSERS.values() and credit[-1] in CLOSERS:
            credit = credit[1:-1]
        kind, rest = leading(credit, SURE)
        if kind not in ("mark", "by") or not rest:
            break
        credit = rest
    credit = re.sub(r"\s*/\s*", " / ", credit)
    half = len(credit) // 2
    first, middle, last = credit[:half].strip(), credit[half : len(credit) - half].strip(), credit[-half:].strip()
    return first if half > 2 and first == last and not middle else credit
