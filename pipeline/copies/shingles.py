"""Shingles: the runs of 4 words (8 characters in unspaced scripts) that are compared, and the sample kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.copies.arrays import I8, U1, U4, U8, Array, join, mix, spans, starts_of
from pipeline.copies.words import CHARACTER, NAME, NUMBER, Words

SHINGLE_WEIGHT = 8
"""A word weighs 2 and a character of an unspaced script 1: a shingle is 4 words or 8 characters."""

LABEL_WEIGHT = 28
"""A paragraph under 14 words (28 characters) that ends unlike a sentence is a label, a link to another story or a name:
left out. (Under 8 words: 1 wrong drop and 15 + 238 missed on newswire and synthetic; under 14: 0 and 14 + 201.)"""

PARAGRAPH_WEIGHT = 16
"""Page chrome is learnt from paragraphs of 8 words (16 characters) or more."""

SAMPLE = 300
"""The smallest hashes kept of an article. Short texts keep all of theirs."""

KEYS = 24
"""How many of them are keys of the index: as good as 128 permutations, and a quarter of a story still shares six."""

LEAD, LEAD_KEYS = 128, 8
"""Shingles kept whole from the start of the text, and how many of them are keys too: a short cut of a long feature
would share half a key otherwise."""

MAX_PARAGRAPH = 127
"""Later paragraphs share this number: chrome stands near an end, and the number shares a byte with a flag."""

NAMED = 0x80
"""Flag beside the paragraph number of a sampled shingle: it holds a name. (Whether it holds a number is the lowest bit
of its hash.)"""

_STEPS = tuple(np.uint64(pow(0xD6E8FEB86659FD93, power, 1 << 64)) for power in range(SHINGLE_WEIGHT))


@dataclass(frozen=True)
class Shingles:
    """The shingles of several texts, in order, and their paragraphs that were not left out."""

    hash: U8  # the lowest bit says whether it holds a number
    place: U1  # paragraph number, NAMED
    start: I8  # where each text's shingles begin; one more behind the last text
    weight: I8  # of each text: 2 a word, 1 a character
    paragraph_hash: U4  # 0 for a paragraph under 8 words: no chrome is learnt from it
    paragraph_first: I8  # its first shingle, counted within its text
    paragraph_start: I8  # where each text's paragraphs begin


@dataclass(frozen=True)
class Sample:
    """The smallest hashes of each text, smallest first, ragged."""

    index: I8  # of the shingle in Shingles.hash
    count: I8  # of each text
    distinct: I8  # different shingles of each text, of which these are the smallest


def shingles(found: Words, texts: int) -> Shingles:
    """The shingles of some texts from their words."""
    found, size, weights = _without_labels(found)
    count, weight = (np.bincount(found.paragraph_text, of, texts).astype(np.int64) for of in (size, weights))
    word_start, paragraph_start = starts_of(count), np.searchsorted(found.paragraph_text, np.arange(texts + 1))
    reach = _reach(found.flags)
    whole = np.searchsorted(np.arange(len(reach)) + reach, word_start[1:]) - word_start[:-1]
    whole = np.maximum(whole, 0)  # words of each text that begin a shingle
    marks = _first(_over(found.flags, reach), word_start, whole)
    hashes = _first(_hashes(found.value, reach), word_start, whole) & ~np.uint64(1)
    hashes |= (marks & NUMBER) // NUMBER
    number = np.minimum(np.arange(len(size)) - paragraph_start[found.paragraph_text], MAX_PARAGRAPH)
    place = _first(np.repeat(number.astype(np.uint8), size), word_start, whole)
    place |= (marks & NAME) * np.uint8(NAMED // NAME)
    first = np.minimum(found.paragraph_word - word_start[found.paragraph_text], whole[found.paragraph_text])
    hashed = _paragraph_hashes(found, weights)
    return Shingles(hashes, place, starts_of(whole), weight, hashed, first, paragraph_start)


def sample(of: Shingles) -> Sample:
    """The SAMPLE smallest different hashes of each text, by their low 32 bits; the first place of each counts."""
    rows = _sortable(of)
    start = of.start
    for begin, end in pairwise(start.tolist()):
        rows[begin:end].sort()
    value = rows >> np.uint64(32)
    new = np.ones(len(rows), dtype=bool)
    np.not_equal(value[1:], value[:-1], out=new[1:])
    new[start[:-1][start[:-1] < len(rows)]] = True
    first = np.flatnonzero(new)
    begin = np.searchsorted(first, start)
    distinct = np.diff(begin)
    count = np.minimum(distinct, SAMPLE)
    return Sample(_index(rows[first[spans(begin[:-1], count)]]), count, distinct)


def lead_keys(of: Shingles) -> tuple[I8, I8]:
    """The shingles of each text's lead that are keys: their indexes, ragged, and their count a text."""
    rows = _sortable(of)
    lead = np.minimum(np.diff(of.start), LEAD)
    count = np.minimum(lead, LEAD_KEYS)
    for begin, size in zip(of.start.tolist(), lead.tolist(), strict=False):
        rows[begin : begin + size].sort()
    return _index(rows[spans(of.start[:-1], count)]), count


def _sortable(of: Shingles) -> U8:
    """The low half of each hash with the place of the hash behind it."""
    out: U8 = of.hash << np.uint64(32)
    out |= np.arange(len(out), dtype=np.uint64)
    return out


def _index(rows: U8) -> I8:
    out: I8 = (rows & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return out


def _without_labels(found: Words) -> tuple[Words, I8, I8]:
    """The words without the paragraphs that are no text; how many words each paragraph has, and what it weighs."""
    size = np.diff(found.paragraph_word, append=len(found.value))
    weight = 2 * size
    if len(size):
        weight -= np.add.reduceat((found.flags & CHARACTER) // CHARACTER, found.paragraph_word, dtype=np.int64)
    kept = found.paragraph_ends | (weight >= LABEL_WEIGHT)
    if not kept.all():
        held = np.repeat(kept, size)
        size, weight = size[kept], weight[kept]
        found = Words(
            value=found.value[held],
            flags=found.flags[held],
            begin=found.begin[held],
            end=found.end[held],
            paragraph_word=starts_of(size)[:-1],
            paragraph_text=found.paragraph_text[kept],
            paragraph_ends=found.paragraph_ends[kept],
        )
    return found, size, weight


def _reach(flags: U1) -> I8:
    """How many words further the last word of the shingle is that begins with each word."""
    character = flags & CHARACTER != 0
    if not character.any():
        return np.full(len(flags), SHINGLE_WEIGHT // 2 - 1)
    total = starts_of(np.where(character, 1, 2))
    return np.searchsorted(total, total[:-1] + SHINGLE_WEIGHT) - 1 - np.arange(len(flags))


def _first(column: Array, start: I8, count: I8) -> Array:
    """The column at the first `count` words of each text."""
    ends = (start[:-1] + count).tolist()
    return join((column[begin:end] for begin, end in zip(start.tolist(), ends, strict=False)), column.dtype)


def _over(flags: U1, reach: I8) -> U1:
    """The flags of all words of each shingle together."""
    out: U1 = flags.copy()
    for step, more in _further(flags, reach):
        out[:-step] |= more
    return out


def _hashes(value: U8, reach: I8) -> U8:
    """The hash of each shingle: the sum of its words' values, each times a constant of its place."""
    out = value.copy()
    for step, more in _further(value, reach):
        out[:-step] += more * _STEPS[step]
    return mix(out)


def _further(column: Array, reach: I8) -> Iterator[tuple[int, Array]]:
    """The column at the second, third, ... word of the shingle that begins with each word, 0 behind its last."""
    least, most = int(reach.min(initial=SHINGLE_WEIGHT)), int(reach.max(initial=0))
    for step in range(1, min(most + 1, len(column))):
        more = column[step:]
        yield step, more if step <= least else np.where(reach[:-step] < step, column.dtype.type(0), more)


def _paragraph_hashes(found: Words, weight: I8) -> U4:
    """32 bits for each paragraph of 8 words or more, 0 for a shorter one: of its words in any order."""
    sums = np.add.reduceat(found.value, found.paragraph_word) if len(weight) else found.value
    out: U4 = mix(sums).astype(np.uint32) | np.uint32(1)
    out[weight < PARAGRAPH_WEIGHT] = 0
    return out
