"""The credit at the end of a picture caption.

Each rule looks at the last characters of the paragraph only, and asks for the more proof the less the typography says:
a credit in brackets or after "Photo:" may be any name, one that merely follows the last sentence must name an agency
beside a person. Words are in tables/credit_words.tsv, agencies in tables/agencies.tsv.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.news.credits.brackets import bracketed
from pipeline.news.credits.cuts import EDGE, Cut
from pipeline.news.credits.loose import bare, listed
from pipeline.news.credits.signless import glued, hung, spaced_slash
from pipeline.news.credits.signs import copyrighted, separated, signed_after
from pipeline.news.credits.typed import marked, worded

TYPED: tuple[Callable[[str], Cut | None], ...] = (bracketed, marked, worded)  # the typography or a word says "credit"
LOOSE: tuple[Callable[[str], Cut | None], ...] = (
    copyrighted,
    signed_after,
    glued,
    bare,
    listed,
    separated,
    spaced_slash,
    hung,
)


def at_tail(text: str) -> Cut | None:
    """The credit at the end of a paragraph.

    >>> at_tail("The bridge at dawn. (Ann Lee/Getty Images)")
    Cut(text='The bridge at dawn.', credit='Ann Lee/Getty Images', sure=True)
    >>> at_tail("Die Brücke am MorgenFoto: dpa").credit
    'dpa'
    >>> at_tail("He told Reuters so on Monday (and AFP later).")
    """
    return by_rules(text, TYPED + LOOSE)


def by_rules(text: str, rules: tuple[Callable[[str], Cut | None], ...]) -> Cut | None:
    """The first cut that one of the rules makes, without what is left of brackets and dashes."""
    text = text.rstrip()
    for rule in rules:
        found = rule(text)
        if found is not None:
            return Cut(found.text.rstrip(EDGE), found.credit.strip(), found.sure)
    return None
