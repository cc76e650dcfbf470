"""The lexicon of the made-up news: every word of every kind with its weight, and the sentence patterns compiled."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.bench import vocabulary as words

SIZES = {
    "N": 90,
    "P": 90,
    "A": 90,
    "V": 90,
    "I": 40,
    "D": 25,
    "M": 40,
    "F": 9,
    "S": 9,
    "C": 6,
    "O": 6,
    "T": 6,
}  # words of each kind in an article


class Pattern(NamedTuple):
    """A sentence with %s for each open slot, and the kinds of the slots."""

    text: str
    kinds: NDArray[np.int64]


class Words(NamedTuple):
    """All words of all kinds behind one another, and one cumulated curve over all: kind `t` covers t to t + 1."""

    words: NDArray[np.object_]
    curve: NDArray[np.float64]
    begin: dict[str, int]


def _capital(word: str) -> str:
    """A word with a capital.

    >>> _capital("well-built")
    'Well-built'
    """
    return word[:1].upper() + word[1:]


def _one(word: str) -> str:
    """A word with its indefinite article.

    >>> [_one(word) for word in ("engine", "union", "plan")]
    ['an engine', 'a union', 'a plan']
    """
    vowel = word[0] in "aeiou" and not word.startswith(("uni", "use", "usu", "eu", "one-"))
    return f"{'an' if vowel else 'a'} {word}"


FORMS: dict[int, Callable[[str], str]] = {1: _capital, 2: _one, 3: lambda word: _capital(_one(word))}
_MARKS = {"": 0, "c": 100, "a": 200, "A": 300}
KINDS = list(SIZES)


@cache
def offsets() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each kind's words begin in a topic, and how many there are."""
    sizes = np.array(list(SIZES.values()), dtype=np.int64)
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes


@cache
def topic_kinds() -> NDArray[np.float64]:
    """The kind of each word of a topic."""
    return np.repeat(np.arange(len(KINDS), dtype=np.float64), offsets()[1])


@cache
def patterns(name: str) -> list[Pattern]:
    """The patterns of one table of the vocabulary; `:c`, `:a` and `:A` add 100, 200, 300 to a kind."""
    out = []
    for line in getattr(words, name):
        slots = re.findall(r"\{(\w):?(\w?)\}", line)
        kinds = np.array([KINDS.index(kind) + _MARKS[mark] for kind, mark in slots], dtype=np.int64)
        out.append(Pattern(re.sub(r"\{\w:?\w?\}", "%s", line), kinds))
    return out


@cache
def book() -> Words:
    """The whole vocabulary, each kind weighted by rank ** -0.7, real words first (names, places and numbers evenly)."""
    rng = np.random.Generator(np.random.PCG64(20240301))
    kinds = _kinds(rng)
    begin: dict[str, int] = {}
    all_words: list[str] = []
    curve: list[NDArray[np.float64]] = []
    for kind, name in enumerate(KINDS):
        begin[name] = len(all_words)
        weights = np.arange(1, len(kinds[name]) + 1) ** (-0.7 if name in "NPAVID" else 0.0)
        all_words += kinds[name]
        curve.append(kind + np.cumsum(weights) / weights.sum())
    return Words(np.array(all_words, dtype=object), np.concatenate(curve), begin)


def _kinds(rng: np.random.Generator) -> dict[str, list[str]]:
    """The words of each kind: real ones, and compounds and derived ones that look real."""

    def shuffled(known: list[str], more: list[str], keep: int) -> list[str]:
        first = [known[k] for k in np.argsort(rng.random(len(known)))]
        return first + [more[k] for k in np.argsort(rng.random(len(more)))[:keep]]

    compounds = [a + b for a in words.COMPOUND_HEADS for b in words.COMPOUND_TAILS if a != b]
    nouns = shuffled(words.NOUNS, compounds, 1_800)
    things = shuffled(words.NOUNS, compounds, 1_800)
    verbs = shuffled(words.VERBS, [p + v for p in words.PREFIXES for v in words.VERBS], 200)
    adjectives = shuffled(words.ADJECTIVES, [h + e for h in words.COMPOUND_HEADS for e in words.ADJECTIVE_ENDS], 500)
    last = shuffled([], [h + t for h in words.LAST_HEADS for t in words.LAST_TAILS], 5_000)
    full = [f"{words.FIRST[k % len(words.FIRST)]} {last[k % len(last)]}" for k in range(30_000)]
    places = shuffled([], [h + t for h in words.LAST_HEADS for t in words.PLACE_TAILS], 4_000)
    bodies = [f"{places[k]} {b}" for k, b in enumerate(words.BODIES * 100)]
    return {
        "N": nouns,
        "P": [_plural(noun) for noun in things],
        "A": adjectives,
        "V": [_past(verb) for verb in verbs],
        "I": shuffled(verbs, [], 0),
        "D": shuffled(words.ADVERBS, [], 0),
        "M": [_number(rng) for _ in range(30_000)],
        "F": full,
        "S": [name.split(" ", 1)[1] for name in full],
        "C": places,
        "O": bodies,
        "T": [*words.DAYS, *(f"{month} {day}" for month in words.MONTHS for day in range(1, 29))],
    }


def _plural(noun: str) -> str:
    """The plural, by the rules alone.

    >>> [_plural(noun) for noun in ("ballot", "city", "church", "spokesman")]
    ['ballots', 'cities', 'churches', 'spokesmen']
    """
    if noun.endswith("man"):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh", "z")) else "s")


def _past(verb: str) -> str:
    """The past tense, by the rules alone.

    >>> [_past(verb) for verb in ("accept", "deny", "issue")]
    ['accepted', 'denied', 'issued']
    """
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + ("d" if verb.endswith("e") else "ed")


def _number(rng: np.random.Generator) -> str:
    """A number with its unit, or a sum of money."""
    size, kind = rng.random(2)
    value = int(10 ** (0.5 + 4.5 * size))
    if kind < 0.2:
        return f"${2 + value % 997} million"
    unit = words.UNITS[int(kind * 997) % len(words.UNITS)]
    return f"{2 + value % 97} percent" if unit == "percent" else f"{value:,} {unit}"
