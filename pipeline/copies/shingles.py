"""Shingles: the runs of 4 words (8 characters in unspaced scripts) that are compared, and the sample kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipeline.copies.arrays import I8, U1, U4, U8, Array, Bool, mix, spans, starts_of
from pipeline.copies.words import CHARACTER, NAME, NUMBER, Words, powers

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
    found, unit, text_of = _without_labels(found)
    word_start = np.searchsorted(text_of, np.arange(texts + 1))
    size = np.diff(np.append(found.paragraph_word, len(found.value)))
    paragraph_start = np.searchsorted(found.paragraph_text, np.arange(texts + 1))
    number = np.minimum(np.arange(len(size)) - paragraph_start.take(found.paragraph_text), MAX_PARAGRAPH)
    total = starts_of(unit)
    last = _last_word(unit, total)
    whole = np.flatnonzero(last < np.append(word_start, 0).take(text_of + 1))
    start = np.searchsorted(whole, word_start)
    marks = _over(found.flags, whole, last)
    hashes = _hashes(found.value, whole, last) & ~np.uint64(1) | (marks & NUMBER).astype(np.uint64)
    place = np.repeat(number, size).astype(np.uint8).take(whole) | np.where(marks & NAME, NAMED, 0).astype(np.uint8)
    weight = total.take(word_start[1:]) - total.take(word_start[:-1])
    first = np.searchsorted(whole, found.paragraph_word) - start.take(found.paragraph_text)
    return Shingles(hashes, place, start, weight, _paragraph_hashes(found, total), first, paragraph_start)


def sample(of: Shingles) -> Sample:
    """The SAMPLE smallest different hashes of each text, by their low 32 bits; the first place of each counts."""
    count = np.diff(of.start)
    if not len(of.hash):
        return Sample(np.zeros(0, dtype=np.int64), count, count)
    low = of.hash << np.uint64(32)
    rows = _rows(low | np.arange(len(low), dtype=np.uint64), of.start[:-1], count)
    rows.sort(axis=1)
    value = rows >> np.uint64(32)
    new = np.ones(rows.shape, dtype=bool)
    np.not_equal(value[:, 1:], value[:, :-1], out=new[:, 1:])
    new &= np.arange(rows.shape[1]) < count[:, None]
    distinct = new.sum(axis=1)
    if rows.shape[1] > SAMPLE:
        new &= np.cumsum(new, axis=1) <= SAMPLE
    kept = (rows[new] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Sample(kept, np.minimum(distinct, SAMPLE), distinct)


def lead_keys(of: Shingles) -> tuple[I8, I8]:
    """The shingles of each text's lead that are keys: their indexes, ragged, and their count a text."""
    count = np.minimum(np.diff(of.start), LEAD)
    if not len(of.hash):
        return np.zeros(0, dtype=np.int64), count
    rows = _rows((of.hash << np.uint64(32)) | np.arange(len(of.hash), dtype=np.uint64), of.start[:-1], count)
    rows.sort(axis=1)
    keys = np.minimum(count, LEAD_KEYS)
    held = np.arange(rows.shape[1]) < keys[:, None]
    return (rows[held] & np.uint64(0xFFFFFFFF)).astype(np.int64), keys


def _without_labels(found: Words) -> tuple[Words, I8, I8]:
    """The words without the paragraphs that are no text, the weight of each word, and the text it belongs to."""
    unit = np.where(found.flags & CHARACTER, 1, 2)
    size = np.diff(np.append(found.paragraph_word, len(found.value)))
    weight = np.add.reduceat(unit, found.paragraph_word) if len(size) else np.zeros(0, dtype=np.int64)
    kept = found.paragraph_ends | (weight >= LABEL_WEIGHT)
    if not kept.all():
        held = np.repeat(kept, size)
        size, unit = size[kept], unit[held]
        found = Words(
            value=found.value[held],
            flags=found.flags[held],
            begin=found.begin[held],
            end=found.end[held],
            paragraph_word=starts_of(size)[:-1],
            paragraph_text=found.paragraph_text[kept],
            paragraph_ends=found.paragraph_ends[kept],
        )
    return found, unit, np.repeat(found.paragraph_text, size)


def _last_word(unit: I8, total: I8) -> I8:
    """The last word of the shingle that begins with each word; beyond the end where there are not enough."""
    if (unit == 2).all():
        return np.arange(len(unit)) + (SHINGLE_WEIGHT // 2 - 1)
    return np.searchsorted(total, total[:-1] + SHINGLE_WEIGHT) - 1


def _over(flags: U1, whole: I8, last: I8) -> U1:
    """The flags of all words of each shingle together."""
    out = flags.take(whole)
    for _, more in _further(flags, whole, last):
        out |= more
    return out


def _hashes(value: U8, whole: I8, last: I8) -> U8:
    """The hash of each shingle: the sum of its words' values, each times a constant of its place."""
    out = value.take(whole)
    for step, more in _further(value, whole, last):
        out += more * _STEPS[step]
    return mix(out)


def _further(column: Array, whole: I8, last: I8) -> Iterator[tuple[int, Array]]:
    """The column at the second, third, ... word of each shingle, 0 behind its last."""
    reach = last.take(whole) - whole
    least, most = int(reach.min(initial=SHINGLE_WEIGHT)), int(reach.max(initial=0))
    for step in range(1, most + 1):
        more = column.take(whole + step, mode="clip")
        if step > least:
            more[reach < step] = 0
        yield step, more


def _paragraph_hashes(found: Words, total: I8) -> U4:
    """32 bits for each paragraph of 8 words or more, 0 for a shorter one."""
    step, back = powers(len(found.value))
    sums = np.zeros(len(found.value) + 1, dtype=np.uint64)
    np.cumsum(found.value * step, out=sums[1:])
    begin, end = found.paragraph_word, np.append(found.paragraph_word[1:], len(found.value)).astype(np.int64)
    hashes = mix((sums.take(end) - sums.take(begin)) * back.take(begin, mode="clip"))
    long = total.take(end) - total.take(begin) >= PARAGRAPH_WEIGHT
    out: U4 = (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32) | np.uint32(1)
    out[~long] = 0
    return out


def _rows(values: U8, begin: I8, counts: Array) -> U8:
    """Ragged values as a rectangle, filled up with the largest number."""
    out = np.full((len(counts), int(counts.max(initial=0))), np.uint64(0xFFFFFFFFFFFFFFFF))
    held: Bool = np.arange(out.shape[1]) < counts[:, None]
    out[held] = values.take(spans(begin, counts))
    return out
