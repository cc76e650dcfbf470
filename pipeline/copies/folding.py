"""Folding: what two printings of one text may differ in without being different, as tables over code points.

For comparison only; the stored article is untouched. Compatibility forms and case are unified; combining marks go in
Latin, Greek and Cyrillic (elsewhere they are letters); apostrophes inside a word go; every other sign parts words.
In scripts that write no spaces each character is a word of its own.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import U1, U2, Array, mix

LETTER, DIGIT, SINGLE, UPPER, MARK, JOINER, STOP, EXPANDS = (1 << bit for bit in range(8))
WORD = LETTER | DIGIT | SINGLE

TABLE_SIZE = 0x20000
"""Code points above are ideographs (or unassigned): single characters that fold to themselves."""

_JOINERS = "'’‘ʼʻ′`´＇"
_SOFT = ",-‐‑–—/&_ "  # between two words of one name or one sentence
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),
    (0x3040, 0x312F),  # Kana, Bopomofo
    (0x31A0, 0x31FF),
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),
    (0xAA60, 0xAA7F),  # Myanmar
    (0xF900, 0xFAFF),  # Han
)
_PLAIN = ((0x3400, 0x4DBF, SINGLE), (0x4E00, 0x9FFF, SINGLE), (0xAC00, 0xD7A3, LETTER))
"""Han and Hangul: half of all characters, and each folds to itself (a test holds them to `_kind`)."""
_MARKS = ((0x0300, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE2F))
_ENDS = ".!?…。！？｡؟۔।॥։።…‥"
_CLOSERS = " \t\xa0\u3000\"'”’»›)]}」』）】〉》*"


class Tables(NamedTuple):
    """By code point: its class (bits above), what it folds to in 16 bits, whether it ends a sentence, whether it may
    follow the end of one; and the characters that fold to several, as str.translate takes them."""

    kind: U1
    folded: U2
    ends: U1
    closes: U1
    expansions: dict[int, str]


def fold(char: str) -> str:
    """One character folded.

    >>> [fold(c) for c in "ÉЙﬁＡ½"]
    ['e', 'и', 'fi', 'a', '1⁄2']
    """
    apart = unicodedata.normalize("NFKD", char)
    if len(apart) > 1 and unicodedata.name(apart[0], "").startswith(("LATIN", "GREEK", "CYRILLIC")):
        apart = "".join(c for c in apart if not unicodedata.combining(c))
    else:
        apart = unicodedata.normalize("NFKC", char)
    return apart.casefold()


@cache
def tables() -> Tables:
    """The tables, made once a process (0.2 s)."""
    kind = np.zeros(TABLE_SIZE, dtype=np.uint8)
    folded = np.arange(TABLE_SIZE, dtype=np.uint32)
    expansions = {}
    for first, last, its in _PLAIN:
        kind[first : last + 1] = its
    for code in np.flatnonzero(kind == 0).tolist():
        category = unicodedata.category(char := chr(code))
        if category in ("Cn", "Cs", "Co"):
            continue
        kind[code], to = _kind(char, category)
        if kind[code] & EXPANDS:
            expansions[code] = to
        elif len(to) == 1:
            folded[code] = ord(to)
    kind[-1] = SINGLE
    return Tables(kind, short(folded), _flags(_ENDS), _flags(_CLOSERS), expansions)


def short(codes: Array) -> U2:
    """Code points in 16 bits: those of the basic plane as they are, the others (ideographs, mostly) mixed."""
    mixed = mix(codes.astype(np.uint64)) >> np.uint64(48)
    return np.where(codes < 0x10000, codes, mixed).astype(np.uint16)


def _kind(char: str, category: str) -> tuple[int, str]:
    """The class of a character and what it folds to."""
    if char in _JOINERS or category == "Cf":
        return JOINER, char
    if ord(char) in _codes(_MARKS):
        return MARK, char
    if char in _SOFT or category[0] == "Z":
        return 0, char
    to = fold(char)
    if (category[0] != "M" and not any(map(str.isalnum, to))) or char in "™℠":
        return STOP, char
    if len(to) != 1:
        return EXPANDS, to
    upper = UPPER if category in ("Lu", "Lt") else 0
    if unicodedata.category(to)[0] == "N":
        return DIGIT, to
    return (SINGLE if ord(to) in _codes(_UNSPACED) else LETTER) | upper, to


@cache
def _codes(ranges: tuple[tuple[int, int], ...]) -> frozenset[int]:
    return frozenset(code for low, high in ranges for code in range(low, high + 1))


def _flags(chars: str) -> U1:
    out = np.zeros(TABLE_SIZE, dtype=np.uint8)
    out[[ord(char) for char in chars]] = 1
    return out
