"""Words: many texts at once as folded words, each a 64-bit value, in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.copies.arrays import I8, U1, U2, U4, U8, Bool, mix, spans, starts_of
from pipeline.copies.folding import (
    DIGIT,
    EXPANDS,
    JOINER,
    MARK,
    SINGLE,
    STOP,
    TABLE_SIZE,
    UPPER,
    WORD,
    Tables,
    short,
    tables,
)

NUMBER, NAME, CHARACTER = DIGIT, UPPER, SINGLE
"""Flags of a word: it holds a digit; it is capitalised inside a sentence; it is a character of an unspaced script."""

BREAK = "\x1e"
"""Parts one text from the next. A control character: it does not stand in a clean text."""

WINDOW, WINDOWS = 4, 16
"""A word is read in windows of 4 characters; of one longer than 64 those and its length count."""

_STEPS = tuple(np.uint64(pow(0x9E3779B97F4A7C15, power, 1 << 64)) for power in range(1, WINDOWS + 1))
_HELD = np.array([(1 << 16 * size) - 1 for size in range(WINDOW + 1)], dtype=np.uint64)
_STOP_TO_NAME = STOP.bit_length() - NAME.bit_length()
_COMMA, _POINT, _NEWLINE, _BREAK = 0x2C, 0x2E, 0x0A, 0x1E


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
    codes, known = _codes(joined)
    kind = table.kind[known]
    if int(kind.max()) >= EXPANDS:  # the highest bit
        for code in set(codes[kind >= EXPANDS].tolist()):  # a few: str.translate costs 60 ns a character
            joined = joined.replace(chr(code), table.expansions[code])
        codes, known = _codes(joined)
        kind = table.kind[known]
    silent = _silent(codes, kind)
    begin, end = _bounds(kind, silent)
    value = _values(_folded(codes, known, table), silent, begin, end)
    return Words(value, _flags(kind, begin, end), begin, end, *_paragraphs(codes, begin, table))


def _codes(text: str) -> tuple[U4, I8]:
    """The code points of a text between two line ends, so that each has neighbours; and as indexes of the tables."""
    codes = np.frombuffer(f"\n{text}\n".encode("utf-32-le", "surrogatepass"), dtype="<u4")
    known = codes.astype(np.int64)
    if int(codes.max()) >= TABLE_SIZE:
        np.minimum(known, TABLE_SIZE - 1, out=known)
    return codes, known


def _folded(codes: U4, known: I8, table: Tables) -> U2:
    """The characters folded, each as 16 bits."""
    folded = table.folded[known]
    if int(known.max()) == TABLE_SIZE - 1:
        beyond = codes >= TABLE_SIZE
        folded[beyond] = short(codes[beyond])
    return folded


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
        change = np.flatnonzero(word[1:] != word[:-1])
        return change[::2] + 1, change[1::2] + 1
    before = np.zeros_like(word)
    before[1:] = word[:-1]
    near = single.copy()  # a word also begins at, and behind, each single character
    near[1:] |= single[:-1] & ~silent[1:]
    return np.flatnonzero(word & (near | ~before)), np.flatnonzero(before & (near | ~word))


def _values(folded: U2, silent: Bool, begin: I8, end: I8) -> U8:
    """The hash of each word over its characters without the silent signs, the same wherever it stands."""
    size = end - begin
    value = _hashes(folded, begin, size)
    holds, signs = np.unique(np.searchsorted(begin, np.flatnonzero(silent), side="right") - 1, return_counts=True)
    at = spans(begin[holds], size[holds])
    size = size[holds] - signs
    value[holds] = _hashes(folded[at[~silent[at]]], starts_of(size)[:-1], size)  # of the few words with signs in them
    return value


def _hashes(folded: U2, begin: I8, size: I8) -> U8:
    """The hash of each of the words that begin in `folded` at some places and have some sizes."""
    read = _windows(folded)
    value = size.astype(np.uint64)
    value += (read[begin] & _HELD[np.minimum(size, WINDOW)]) * _STEPS[0]
    for step in range(1, min(WINDOWS, -(-int(size.max(initial=0)) // WINDOW))):
        longer = np.flatnonzero(size > step * WINDOW)
        held = _HELD[np.minimum(size[longer] - step * WINDOW, WINDOW)]
        value[longer] += (read[begin[longer] + step * WINDOW] & held) * _STEPS[step]
    return mix(value)


def _windows(folded: U2) -> U8:
    """The 4 characters from each on, as one number. (Copied: to read single ones where they lie takes longer.)"""
    padded = np.append(folded, np.zeros(WINDOW, dtype=np.uint16)).astype("<u2", copy=False)
    out: U8 = np.ndarray((len(folded) + 1,), "<u8", padded, strides=(2,)).copy()
    return out


def _flags(kind: U1, begin: I8, end: I8) -> U1:
    """NUMBER, NAME and CHARACTER of each word, which are bits of its first character's kind."""
    first = kind[begin]
    near = kind[begin - 1]  # the signs before the word and behind the one before it
    near[1:] |= kind[end[:-1]]
    near[:1] |= STOP
    flags: U1 = first & np.uint8(NUMBER | NAME | CHARACTER)
    flags |= kind[end - 1] & np.uint8(NUMBER)
    flags &= ~((near & STOP) >> np.uint8(_STOP_TO_NAME))
    return flags


def _paragraphs(codes: U4, begin: I8, table: Tables) -> tuple[I8, I8, Bool]:
    """First word, text and end of each paragraph that holds a word."""
    lines = np.flatnonzero(codes <= _BREAK)
    lines = lines[(codes[lines] == _NEWLINE) | (codes[lines] == _BREAK)]
    text = np.cumsum(codes[lines] == _BREAK)
    filled = np.flatnonzero(np.diff(lines) > 1)
    first = np.searchsorted(begin, lines[filled])
    worded = np.diff(first, append=len(begin)) > 0
    filled = filled[worded]
    last = lines[filled + 1] - 1
    for _ in range(4):
        last -= table.closes.take(codes[last], mode="clip") != 0
    return first[worded], text[filled], table.ends.take(codes[last], mode="clip") != 0
