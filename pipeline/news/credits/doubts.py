"""What speaks for or against names at the end of a text being the credit of a picture."""

from __future__ import annotations

from functools import cache

from pipeline.news import tables
from pipeline.news.agencies import ARTICLES, Part, agency, folded, words
from pipeline.news.credits.cuts import QUOTES, QUOTING
from pipeline.news.interface import whole as page_words

LOUD_REACH = 80  # characters before a name in capitals, in which nothing may be quoted that the name could have said


def telling(before: str, least: int = 5) -> bool:
    """Whether a text tells what is seen, in at least so many words that are no names, and is not spoken."""
    return QUOTING.isdisjoint(before) and sum(token[0].islower() for token in before[-160:].split()) >= least


def spoken(before: str, rest: str) -> bool:
    """Whether "Name, Outlet" says who wrote what is quoted before it, and not who took a picture."""
    last = rest.rsplit(",", 1)[1]
    filed = folded(last.strip(" .")) in words("given", "after")  # "Getty Images, FILE"
    return before[-1] in QUOTES or not (filed or agency(last) in (Part.PHOTO, Part.NEWS))


def unsigned(before: str, rest: str) -> bool:
    """Whether names without an agency, after a whole sentence, are a credit: two to five capitalised words that no full
    stop follows. Text is not punctuated like that, but headings and the signatures of authors may be."""
    last = before[-20:].rstrip(".").rsplit(None, 1)[-1]
    if folded(last) in abbreviations() or (last[:1].isupper() and len(last) <= 4):
        return False
    if folded(rest.split()[0]) in ARTICLES or folded(rest) in page_words() or ">" in rest:
        return False
    said = before[-LOUD_REACH:] if rest.isupper() and not before.isupper() else before
    if before.endswith("..") or not QUOTING.isdisjoint(said):
        return False
    return before[-1] in ".。" and 2 <= len(rest.split()) <= 5 and rest[-1].isalnum() and before.count(" ") >= 2


@cache
def abbreviations() -> frozenset[str]:
    """Words whose full stop ends no sentence, folded, without the stop."""
    return frozenset(folded(row[1].rstrip(".")) for row in tables.rows("abbreviations"))
