"""Words: many texts at once as folded words, each a 64-bit value, in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U1, U4, U8, Bool, mix, spans, starts_of
from pipeline.copies.folding import DIGIT, EXPANDS, JOINER, MARK, SINGLE, STOP, TABLE_SIZE, UPPER, WORD, Tables, tables

NUMBER, NAME, CHARACTER = 1, 2, 4
"""Flags of a word: it holds a digit; it is capitalised inside a sentence; it is a character of an unspaced script."""

BREAK = "\x1e"
"""Parts one text from the next. A control character: it does not stand in a clean text."""

_STEP, _BACK = np.uint64(0x9E3779B97F4A7C15), np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_COMMA, _POINT, _NEWLINE = 0x2C, 0x2E, 0x0A


class Words(NamedTuple):
    """The words of several texts, one after the other. `begin` and `end` are offsets in the texts joined by BREAK."""

    value: U8
    flags: U1
    begin: I8
    end: I8
    paragraph_word: I8  # first word of each paragraph that has any
    paragraph_text: I8  # the text that it belongs to
    paragraph_ends: Bool  # it ends like a sentence


def words(texts: Sequence[str]) -> Words:
    """The folded words of some texts. A paragraph ends with a line."""
    table = tables()
    joined = BREAK.join(texts)
    if joined.count(BREAK) >= max(1, len(texts)):
        joined = BREAK.join(text.replace(BREAK, " ") for text in texts)
    joined = joined.replace("ß", "ss") if "ß" in joined else joined  # to look first takes a tenth of the time
    codes = _codes(joined)
    kind = _kinds(codes, table)
    if (expanding := kind & EXPANDS != 0).any():
        for code in set(codes[expanding].tolist()):  # a few: str.translate costs 60 ns a character
            joined = joined.replace(chr(code), table.expansions[code])
        codes = _codes(joined)
        kind = _kinds(codes, table)
    silent = _silent(codes, kind)
    begin, end = _bounds(kind, silent)
    value = _values(codes, silent, begin, end, table)
    return Words(value, _flags(kind, begin, end), begin, end, *_paragraphs(codes, begin, table))


def powers(size: int) -> tuple[U8, U8]:
    """Powers of an odd number and of its inverse modulo 2^64: the places in polynomial prefix hashes."""
    step, back = _powers(1 << max(16, int(size).bit_length()))
    return step[:size], back[:size]


@cache
def _powers(size: int) -> tuple[U8, U8]:
    step, back = np.full(size, _STEP), np.full(size, _BACK)
    step[0] = back[0] = 1
    return np.cumprod(step, dtype=np.uint64), np.cumprod(back, dtype=np.uint64)


def _codes(text: str) -> U4:
    """The code points of a text between two line ends, so that each has neighbours."""
    return np.frombuffer(f"\n{text}\n".encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _kinds(codes: U4, table: Tables) -> U1:
    return table.kind.take(codes, mode="clip")


def _silent(codes: U4, kind: U1) -> Bool:
    """Signs inside a word that are no part of it: marks, apostrophes between letters, points between digits."""
    word = kind & WORD != 0
    digit = kind & DIGIT != 0
    silent: Bool = kind & MARK != 0
    silent[1:-1] |= (kind[1:-1] & JOINER != 0) & word[:-2] & word[2:]
    silent[1:-1] |= ((codes[1:-1] == _COMMA) | (codes[1:-1] == _POINT)) & digit[:-2] & digit[2:]
    return silent


def _bounds(kind: U1, silent: Bool) -> tuple[I8, I8]:
    """Where each word begins and ends."""
    word = (kind & WORD != 0) | silent
    single = kind & SINGLE != 0
    if not single.any():  # a text begins and ends with a line end, so that every second change ends a word
        change = np.flatnonzero(word[1:] != word[:-1]) + 1
        return change[::2].copy(), change[1::2].copy()
    before = np.zeros_like(word)
    before[1:] = word[:-1]
    near = single.copy()  # a word also begins at, and behind, each single character
    near[1:] |= single[:-1] & ~silent[1:]
    return np.flatnonzero(word & (near | ~before)), np.flatnonzero(before & (near | ~word))


def _values(codes: U4, silent: Bool, begin: I8, end: I8, table: Tables) -> U8:
    """The hash of each word: a polynomial over its characters, the same wherever it stands."""
    value = table.value.take(codes, mode="clip")
    if int(codes.max()) >= TABLE_SIZE:
        beyond = codes >= TABLE_SIZE
        value[beyond] = mix(codes[beyond].astype(np.uint64))
    step, back = powers(len(codes))
    sign = np.flatnonzero(silent)
    value[sign] = 0
    at, place = _behind_signs(sign, silent, begin, end)
    closer = value.take(at) * step.take(place)
    value *= step
    value[at] = closer
    total = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(value, out=total[1:])
    return mix((total.take(end) - total.take(begin)) * back.take(begin))


def _behind_signs(sign: I8, silent: Bool, begin: I8, end: I8) -> tuple[I8, I8]:
    """The characters of the words that hold a silent sign, and the place in the text that each counts with: nearer to
    the word's beginning by the signs between."""
    word = np.searchsorted(begin, sign, side="right") - 1
    word = word[np.append(True, word[1:] != word[:-1])] if len(word) else word
    size = end.take(word) - begin.take(word)
    at = spans(begin.take(word), size)
    signs = np.cumsum(silent.take(at))
    return at, at - signs + np.repeat(signs.take(starts_of(size)[:-1]), size)


def _flags(kind: U1, begin: I8, end: I8) -> U1:
    """NUMBER, NAME and CHARACTER of each word."""
    first, last = kind.take(begin), kind.take(end - 1)
    behind = np.full(len(begin), STOP, dtype=np.uint8)
    behind[1:] = kind.take(end[:-1])
    stopped = (behind | kind.take(begin - 1)) & STOP != 0
    flags = np.where((first | last) & DIGIT != 0, NUMBER, 0).astype(np.uint8)
    flags[(first & UPPER != 0) & ~stopped] |= NAME
    flags[first & SINGLE != 0] |= CHARACTER
    return flags


def _paragraphs(codes: U4, begin: I8, table: Tables) -> tuple[I8, I8, Bool]:
    """First word, text and end of each paragraph that holds a word."""
    lines = np.flatnonzero((codes == _NEWLINE) | (codes == ord(BREAK)))
    first = np.searchsorted(begin, lines)
    held = np.flatnonzero(first[1:] > first[:-1])
    text = np.cumsum(codes.take(lines) == ord(BREAK)).take(held)
    last = lines.take(held + 1) - 1
    for _ in range(4):
        last -= table.closes.take(codes.take(last), mode="clip") != 0
    return first.take(held), text, table.ends.take(codes.take(last), mode="clip") != 0
