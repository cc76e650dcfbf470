"""A caption cut from its credit, and the marks of punctuation between the two."""

from __future__ import annotations

import re
from typing import NamedTuple

REACH = 260  # characters of the tail (or head) that are looked at; the longest real credits have about 160
SENTENCE_END = ".!?…。！？।؟۔"
QUOTES = "\"'”’»“„«›"
QUOTING = frozenset('"“”„«»')
EDGE = " \t\n\xa0#|｜/／—–−-―·•,，;；:：=＝(（[【_>►▶↓↑©"  # left at the end of a caption when its credit is cut off
CANDIDATES = 12  # places in one tail at which a credit may begin that are tried; printed ones are among the last four
# A sentence ends, and something begins, perhaps without a space: "in Doha.AFP".
STARTS = re.compile(r"(?<=[.!?…。！？।؟۔)\]）\"”»])\s*(?=[^\s\W]|@\w)|(?<=['’“«›„])\s+(?=[^\s\W])|\n\s*(?=\S)")
INITIAL = re.compile(r"(?:^|[\s./])[^\W\d_]\.$")
BROKEN = re.compile(r"[^\s.!?]{3,}[.!?…]\s+[^\W\d_]|[。！？]\s*\S")  # one sentence ends and another begins
# The initials of a state or country that end a sentence: "... in Nashua, N.H."
STATE = re.compile(r"(?:,|\b[Ii]n)\s(?:N\.[CDHJMY]|S\.[CD]|R\.I|D\.C|B\.C|U\.[KS])\.$")
BYLINE = re.compile(r"(?:\A|[—–-]\s)(?:By|Von|Par|Por|Di|Door|Av)\s", re.IGNORECASE)


class Cut(NamedTuple):
    """A paragraph cut in two. `text`: what is left of the caption; `credit`: as printed, may be empty (the tail only
    says that this is a picture). `sure`: no story ends that way, so nothing else has to speak for a caption."""

    text: str
    credit: str
    sure: bool = True


def closed(before: str) -> bool:
    """Whether a text ends as captions end before a credit: a full stop, a bracket, a sign, or not at all."""
    return not before or before[-1] in SENTENCE_END + QUOTES or before[-1] in EDGE + ")]）】>"


def ended(before: str) -> bool:
    """Whether a sentence of several words ends at the end of a text: no initial, no quotation mark that opens."""
    initial = INITIAL.search(before[-3:]) and not STATE.search(before[-8:])
    opens = before[-1] in QUOTES and before[-2:-1].isspace()
    return not initial and not opens and (" " in before or not before.isascii())


def sentence(text: str, limit: int) -> bool:
    """Whether a text reads as a sentence rather than as a credit of at most `limit` words."""
    return bool(BROKEN.search(text)) or len(text) > 160 or text.count(" ") >= limit or text[-1] in '!?…。！？”"'
