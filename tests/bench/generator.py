"""Made-up news in any amount: seeded, streamed, of real length, with copies whose truth is known.

Article `k` of a seed depends on the seed and on `k` alone, so nothing is kept in memory: a copy makes its original
again. English of about 6 kB; every article draws its own small vocabulary from a Zipf-like one, so that unrelated ones
share well under 1 % of their 4-word shingles (tests/test_bench.py proves it on a sample). 12 % are copies: cut,
with local paragraphs, captions, a notice or 2 % of the words edited. No text is from a real article.

    python -m tests.bench.generator 40000 --output articles.jsonl --truth truth.tsv
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from tests.bench import vocabulary as words

COPIES = 0.12
WITHIN = 3_000  # a copy follows its original by at most this many articles
EVERY_S = 3  # one article every 3 s: 1,200 an hour, a million in 35 days
BEGIN = datetime(2024, 3, 1, tzinfo=timezone.utc)
OUTLETS = 150
MEAN_SENTENCES = 53  # about 6 kB
SIZES = {"N": 90, "P": 90, "A": 90, "V": 90, "I": 40, "D": 25, "M": 40, "F": 9, "S": 9, "C": 6, "O": 6, "T": 6}
EDITS = ("exact", "cut", "local", "words", "captions", "notice")
SHARES = (0.15, 0.40, 0.60, 0.78, 0.89, 1.0)  # how often each edit is made, summed up
_MASK = (1 << 64) - 1


class Made(NamedTuple):
    """One article as a JSON record, the number of the article that told its story first, and the edit made."""

    number: int
    story: int
    edit: str  # "" for an original, else one of EDITS
    record: dict[str, str]


class Pattern(NamedTuple):
    """A sentence with %s for each open slot, and the kinds of the slots."""

    text: str
    kinds: NDArray[np.int64]


class Words(NamedTuple):
    """All words of all kinds behind one another, and one cumulated curve over all: kind `t` covers t to t + 1."""

    words: NDArray[np.object_]
    curve: NDArray[np.float64]
    begin: dict[str, int]


def articles(count: int, seed: int = 1, copies: float = COPIES, start: int = 0) -> Iterator[Made]:
    """Articles `start` to `start + count` of a seed; the share `copies` repeats an earlier one."""
    for number in range(start, start + count):
        yield article(number, seed, copies)


def article(number: int, seed: int = 1, copies: float = COPIES) -> Made:
    """One article of a seed."""
    story = original(number, seed, copies)
    rng = np.random.Generator(np.random.PCG64(_mix(seed, story)))
    headline, paragraphs = _story(rng)
    source = _outlet(seed, story)
    byline = _name(seed, story) if story % 2 else None
    edit = ""
    if story != number:
        edit, headline, paragraphs = _edited(number, seed, headline, paragraphs, source)
        source = _outlet(seed, number, avoid=source)
        byline = _name(seed, number) if number % 3 == 0 else byline
    published = BEGIN + timedelta(seconds=EVERY_S * number)
    record = {
        "id": f"made-{seed}-{number}",
        "url": f"https://{source.lower().replace(' ', '-')}.example/{number}",
        "source": source,
        "headline": headline,
        "published": published.isoformat(),
    }
    if byline:
        record["byline"] = byline
    record["text"] = "\n\n".join(paragraphs)
    return Made(number, story, edit, record)


def original(number: int, seed: int = 1, copies: float = COPIES) -> int:
    """The number of the article whose story article `number` repeats; itself if it is no copy."""
    if not _is_copy(number, seed, copies):
        return number
    back = number - 1 - _mix(seed, number, 2) % min(number, WITHIN)
    while back > 0 and _is_copy(back, seed, copies):
        back -= 1
    return back


def encoded(made: Made) -> bytes:
    """The JSON line of an article."""
    return orjson.dumps(made.record, option=orjson.OPT_APPEND_NEWLINE)


def write(path: Path, count: int, seed: int = 1, copies: float = COPIES) -> int:
    """Write `count` articles as JSON Lines; the bytes written."""
    with path.open("wb", buffering=1 << 20) as lines:
        return sum(lines.write(encoded(made)) for made in articles(count, seed, copies))


def _is_copy(number: int, seed: int, copies: float) -> bool:
    """Whether article `number` repeats an earlier one: drawn from its number alone."""
    return number > 0 and _mix(seed, number, 1) < copies * (_MASK + 1)


def _mix(*values: int) -> int:
    """64 well mixed bits of some numbers (splitmix64), the same in every process."""
    state = 0
    for value in values:
        state = (state + value * 0x9E3779B97F4A7C15 + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        state ^= state >> 31
    return state


def _story(rng: np.random.Generator) -> tuple[str, list[str]]:
    """Headline and paragraphs of a new story, with the dateline, caption and contribution line that real ones have."""
    topic = _topic(rng)
    dice = rng.random(8)
    sentences = int(MEAN_SENTENCES * (0.6 + 0.8 * dice[0]))
    headline = _fill(rng, topic, [_patterns("HEADLINES")[int(dice[1] * len(words.HEADLINES))]], "").strip()
    paragraphs = _prose(rng, topic, sentences)
    if dice[2] < 0.35:
        place = topic[_offsets()[0][_KINDS.index("C")]]
        paragraphs[0] = f"{place.upper()} ({words.AGENCIES[int(dice[3] * 6)]}) — {paragraphs[0]}"
    if dice[4] < 0.19:
        paragraphs.insert(0, _caption(rng, topic, dice[5]))
    if dice[6] < 0.08:
        paragraphs.append(f"{topic[_offsets()[0][_KINDS.index('F')]]} contributed to this report.")
    return headline, paragraphs


def _edited(number: int, seed: int, headline: str, paragraphs: list[str], source: str) -> tuple[str, str, list[str]]:
    """The edit made to a story by the outlet of article `number`, and its headline and paragraphs there."""
    rng = np.random.Generator(np.random.PCG64(_mix(seed, number, 3)))
    dice = rng.random(6)
    edit = EDITS[int(np.searchsorted(SHARES, dice[0], side="right"))]
    body = list(paragraphs)
    topic = _topic(rng)
    if dice[1] < 0.5:
        headline = f"{headline}: {words.DAYS[int(dice[2] * 7)]} update"
    if edit == "cut":
        body = body[: max(4, int(len(body) * (0.4 + 0.55 * dice[3])))]
    elif edit == "local":
        for place in sorted(int(x * len(body)) for x in rng.random(1 + int(dice[3] * 3))):
            body[place:place] = _prose(rng, topic, 2)
    elif edit == "words":
        body = [_reworded(rng, paragraph) for paragraph in body]
    elif edit == "captions":
        body.insert(int(dice[3] * 3), _caption(rng, topic, dice[4]))
    elif edit == "notice":
        body.append(f"This story originally appeared in {source}.")
    return edit, headline, body


def _reworded(rng: np.random.Generator, paragraph: str) -> str:
    """A paragraph with about one in fifty of its words replaced."""
    parts = paragraph.split(" ")
    for place, dice in zip(np.flatnonzero(rng.random(len(parts)) < 0.02), rng.random(len(parts)), strict=False):
        parts[place] = words.ADJECTIVES[int(dice * len(words.ADJECTIVES))]
    return " ".join(parts)


def _prose(rng: np.random.Generator, topic: NDArray[np.object_], sentences: int) -> list[str]:
    """Paragraphs of one to three sentences, about as many sentences as asked."""
    patterns = _patterns("SENTENCES")
    chosen = [patterns[k] for k in (rng.random(sentences) * len(patterns)).astype(np.int64).tolist()]
    return _fill(rng, topic, chosen, "\n\n").split("\n\n")


def _caption(rng: np.random.Generator, topic: NDArray[np.object_], dice: float) -> str:
    """A picture caption with its credit."""
    return _fill(rng, topic, [_patterns("CAPTIONS")[int(dice * len(words.CAPTIONS))]], "")


def _topic(rng: np.random.Generator) -> NDArray[np.object_]:
    """The vocabulary of one article: some words of each kind, the common ones more often."""
    book = _book()
    places = np.searchsorted(book.curve, _topic_kinds() + rng.random(len(_topic_kinds())), side="right")
    begin, sizes = _offsets()
    full, short = begin[_KINDS.index("F")], begin[_KINDS.index("S")]
    count = sizes[_KINDS.index("F")]
    places[short : short + count] = places[full : full + count] + (book.begin["S"] - book.begin["F"])
    return book.words[places]


def _fill(rng: np.random.Generator, topic: NDArray[np.object_], chosen: list[Pattern], between: str) -> str:
    """Sentences with their slots filled from a topic, early words of it more often; a break after one to three."""
    kinds = np.concatenate([pattern.kinds for pattern in chosen])
    begin, sizes = _offsets()
    dice = rng.random(len(kinds))
    found: list[str] = topic[begin[kinds % 100] + (sizes[kinds % 100] * dice**1.3).astype(np.int64)].tolist()
    for place in np.flatnonzero(kinds >= 100).tolist():
        found[place] = _FORMS[kinds[place] // 100](found[place])
    breaks = rng.random(len(chosen)) < 0.5
    text = "".join(p.text + (between if stop else " ") for p, stop in zip(chosen, breaks.tolist(), strict=True))
    return (text.strip() % tuple(found)).strip()


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


_FORMS: dict[int, Callable[[str], str]] = {1: _capital, 2: _one, 3: lambda word: _capital(_one(word))}
_MARKS = {"": 0, "c": 100, "a": 200, "A": 300}
_KINDS = list(SIZES)


@cache
def _offsets() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each kind's words begin in a topic, and how many there are."""
    sizes = np.array(list(SIZES.values()), dtype=np.int64)
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes


@cache
def _topic_kinds() -> NDArray[np.float64]:
    """The kind of each word of a topic."""
    return np.repeat(np.arange(len(_KINDS), dtype=np.float64), _offsets()[1])


@cache
def _patterns(name: str) -> list[Pattern]:
    """The patterns of one table of the vocabulary; `:c`, `:a` and `:A` add 100, 200, 300 to a kind."""
    out = []
    for line in getattr(words, name):
        slots = re.findall(r"\{(\w):?(\w?)\}", line)
        kinds = np.array([_KINDS.index(kind) + _MARKS[mark] for kind, mark in slots], dtype=np.int64)
        out.append(Pattern(re.sub(r"\{\w:?\w?\}", "%s", line), kinds))
    return out


@cache
def _book() -> Words:
    """The whole vocabulary, each kind weighted by rank ** -0.7, real words first (names, places and numbers evenly)."""
    rng = np.random.Generator(np.random.PCG64(20240301))
    kinds = _kinds(rng)
    begin: dict[str, int] = {}
    all_words: list[str] = []
    curve: list[NDArray[np.float64]] = []
    for kind, name in enumerate(_KINDS):
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


@cache
def _outlets() -> list[str]:
    """The outlets that print the articles."""
    kinds = ["Courier", "Herald", "Gazette", "Tribune", "Observer", "Post", "Record", "Star"]
    rng = np.random.Generator(np.random.PCG64(7))
    towns = [words.LAST_HEADS[int(x * len(words.LAST_HEADS))] for x in rng.random(OUTLETS)]
    return [f"{town}{words.PLACE_TAILS[k % len(words.PLACE_TAILS)]} {kinds[k % 8]}" for k, town in enumerate(towns)]


def _outlet(seed: int, number: int, avoid: str | None = None) -> str:
    """The outlet of an article, another one than `avoid`."""
    place = _mix(seed, number, 4) % OUTLETS
    name = _outlets()[place]
    return name if name != avoid else _outlets()[(place + 1) % OUTLETS]


def _name(seed: int, number: int) -> str:
    """The writer of an article."""
    book = _book()
    return str(book.words[book.begin["F"] + _mix(seed, number, 5) % 30_000])


def main(argv: list[str] | None = None) -> int:
    """Write articles, and the truth about their copies if asked."""
    parser = argparse.ArgumentParser(prog="tests.bench.generator", description="Made-up news, seeded, with copies.")
    parser.add_argument("count", type=int, help="how many articles")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=float, default=COPIES, help="share of copies (default .12)")
    parser.add_argument("--output", type=Path, help="JSON Lines file (default: standard output)")
    parser.add_argument("--truth", type=Path, help="also write id, id of the first article of its story, edit (TSV)")
    args = parser.parse_args(argv)
    with ExitStack() as stack:
        out = stack.enter_context(args.output.open("wb", buffering=1 << 20)) if args.output else sys.stdout.buffer
        truth = stack.enter_context(args.truth.open("w")) if args.truth else None
        for made in articles(args.count, args.seed, args.copies):
            out.write(encoded(made))
            if truth:
                truth.write(f"{made.record['id']}\tmade-{args.seed}-{made.story}\t{made.edit}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
