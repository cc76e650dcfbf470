"""A name as it was read off a notice, and the signs that wrap names."""

from __future__ import annotations

from typing import NamedTuple

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


class Name(NamedTuple):
    """A name that was read, and what follows it."""

    text: str
    rest: str


def wrapped(text: str) -> Name | None:
    """A name in quotation marks or brackets."""
    text = text.lstrip()
    closing = QUOTES.get(text[:1]) or BRACKETS.get(text[:1])
    if not closing:
        return None
    end = next((place for place in range(1, min(len(text), 90)) if text[place] in closing), 0)
    return Name(text[1:end].strip(" ,.;"), text[end + 1 :]) if end > 1 else None
