"""Made-up news in any amount: seeded, streamed, of real length, with copies whose truth is known.

Article `k` of a seed depends on the seed and on `k` alone, so nothing is kept in memory: a copy makes its original
again. English of about 6 kB; every article draws its own small vocabulary from a Zipf-like one, so that unrelated ones
share well under 1 % of their 4-word shingles (tests/test_bench.py proves it on a sample). 12 % are copies: cut,
with local paragraphs, captions, a notice or 2 % of the words edited. No text is from a real article.

    python -m tests.bench.generator 40000 --output articles.jsonl --truth truth.tsv
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray

from tests.bench import vocabulary as words
from tests.bench.lexicon import FORMS, KINDS, Pattern, book, offsets, patterns, topic_kinds

COPIES = 0.12
WITHIN = 3_000  # a copy follows its original by at most this many articles
EVERY_S = 3  # one article every 3 s: 1,200 an hour, a million in 35 days
BEGIN = datetime(2024, 3, 1, tzinfo=timezone.utc)
OUTLETS = 150
MEAN_SENTENCES = 53  # about 6 kB
EDITS = ("exact", "cut", "local", "words", "captions", "notice")
SHARES = (0.15, 0.40, 0.60, 0.78, 0.89, 1.0)  # how often each edit is made, summed up
_MASK = (1 << 64) - 1


class Made(NamedTuple):
    """One article as a JSON record, the number of the article that told its story first, and the edit made."""

    number: int
    story: int
    edit: str  # "" for an original, else one of EDITS
    record: dict[str, str]


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
    headline = _fill(rng, topic, [patterns("HEADLINES")[int(dice[1] * len(words.HEADLINES))]], "").strip()
    paragraphs = _prose(rng, topic, sentences)
    if dice[2] < 0.35:
        place = topic[offsets()[0][KINDS.index("C")]]
        paragraphs[0] = f"{place.upper()} ({words.AGENCIES[int(dice[3] * 6)]}) — {paragraphs[0]}"
    if dice[4] < 0.19:
        paragraphs.insert(0, _caption(rng, topic, dice[5]))
    if dice[6] < 0.08:
        paragraphs.append(f"{topic[offsets()[0][KINDS.index('F')]]} contributed to this report.")
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
    table = patterns("SENTENCES")
    chosen = [table[k] for k in (rng.random(sentences) * len(table)).astype(np.int64).tolist()]
    return _fill(rng, topic, chosen, "\n\n").split("\n\n")


def _caption(rng: np.random.Generator, topic: NDArray[np.object_], dice: float) -> str:
    """A picture caption with its credit."""
    return _fill(rng, topic, [patterns("CAPTIONS")[int(dice * len(words.CAPTIONS))]], "")


def _topic(rng: np.random.Generator) -> NDArray[np.object_]:
    """The vocabulary of one article: some words of each kind, the common ones more often."""
    lexicon = book()
    places = np.searchsorted(lexicon.curve, topic_kinds() + rng.random(len(topic_kinds())), side="right")
    begin, sizes = offsets()
    full, short = begin[KINDS.index("F")], begin[KINDS.index("S")]
    count = sizes[KINDS.index("F")]
    places[short : short + count] = places[full : full + count] + (lexicon.begin["S"] - lexicon.begin["F"])
    return lexicon.words[places]


def _fill(rng: np.random.Generator, topic: NDArray[np.object_], chosen: list[Pattern], between: str) -> str:
    """Sentences with their slots filled from a topic, early words of it more often; a break after one to three."""
    kinds = np.concatenate([pattern.kinds for pattern in chosen])
    begin, sizes = offsets()
    dice = rng.random(len(kinds))
    found: list[str] = topic[begin[kinds % 100] + (sizes[kinds % 100] * dice**1.3).astype(np.int64)].tolist()
    for place in np.flatnonzero(kinds >= 100).tolist():
        found[place] = FORMS[kinds[place] // 100](found[place])
    breaks = rng.random(len(chosen)) < 0.5
    text = "".join(p.text + (between if stop else " ") for p, stop in zip(chosen, breaks.tolist(), strict=True))
    return (text.strip() % tuple(found)).strip()


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
    lexicon = book()
    return str(lexicon.words[lexicon.begin["F"] + _mix(seed, number, 5) % 30_000])


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
