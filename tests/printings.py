"""Made-up stories and what outlets do to them, for the tests of copies. No text is from a real article."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import MISSING, fields
from datetime import datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Any

from pipeline.copies.blocks import Block
from pipeline.copies.fingerprints import pack
from pipeline.copies.resolve import Known, resolve
from pipeline.copies.rule import RULE, Rule
from pipeline.copies.verdicts import REDELIVERY, Verdicts
from pipeline.records import Article, Encoding

START = datetime(2025, 3, 1, tzinfo=timezone.utc)
Paragraphs = list[list[str]]
Outcome = dict[str, tuple[str, str] | None]


@cache
def vocabulary() -> tuple[str, ...]:
    """Three thousand words, some of them names and numbers."""
    rng = random.Random("vocabulary")
    small = ["".join(rng.choice("aeioubcdfghlmnprst") for _ in range(rng.randint(2, 9))) for _ in range(2_600)]
    names = [word.title() for word in small[:300]]
    return (*small, *names, *(str(rng.randint(2, 9_999)) for _ in range(100)))


def paragraphs(seed: object, count: int = 8) -> Paragraphs:
    """Paragraphs of one to three sentences, as words."""
    rng = random.Random(f"story {seed}")
    words = vocabulary()
    return [[rng.choice(words) for _ in range(rng.randint(15, 45))] for _ in range(count)]


def text(of: Paragraphs) -> str:
    """Paragraphs as the body of an article."""
    return "\n\n".join(" ".join(words).capitalize() + "." for words in of)


def article(name: object, body: str, minutes: float | None = 0, **changes: Any) -> Article:
    """An article with this body, published so many minutes after START (None: undated)."""
    values: dict[str, Any] = {
        "id": sha256(str(name).encode()).hexdigest()[:32],
        "headline": f"Story {name}",
        "body": body,
        "published_at": None if minutes is None else START + timedelta(minutes=minutes),
    }
    empty: dict[str, Any] = {field.name: None for field in fields(Article) if field.default is MISSING}
    lists: dict[str, Any] = dict.fromkeys(("captions", "contributors", "repairs", "removed"), ())
    plain = {"input": "made up", "encoding": Encoding(None, None, "utf-8")}
    return Article(**(empty | lists | plain | values | changes))


def story(seed: object, count: int = 8, minutes: float | None = 0, **changes: Any) -> Article:
    """A story of its own."""
    return article(seed, text(paragraphs(seed, count)), minutes, **changes)


def printing(seed: object, number: int, count: int = 12, local: bool = True) -> Article:
    """One of the printings of a story: cut to 40-100 %, with local paragraphs, 2 % of the words edited."""
    rng = random.Random(f"{seed} printed {number}")
    words = vocabulary()
    kept = paragraphs(seed, count)[: max(3, int(count * rng.uniform(0.4, 1)))]
    edited = [[rng.choice(words) if rng.random() < 0.02 else word for word in words_] for words_ in kept]
    for extra in paragraphs(f"{seed} local {number}", rng.randint(1, 3) if local else 0):
        edited.insert(rng.randint(0, len(edited)), extra[:20])
    name = f"{seed} printed {number} of {count}"  # an id says what the text is: two texts have two
    return article(name, text(edited), rng.randint(0, 2 * 1440), source=f"Outlet {number}")


def packed(articles: Sequence[Article], cuts: Sequence[int] = ()) -> list[Block]:
    """The articles in packed blocks, cut at some places, each through its bytes and back."""
    bounds = [0, *sorted(cut % (len(articles) + 1) for cut in cuts), len(articles)]
    made = [pack(articles[low:high]) for low, high in pairwise(bounds)]
    return [Block.from_bytes(block.to_bytes()) for block in made]


def said(blocks: Sequence[Block], verdicts: Sequence[Verdicts]) -> Outcome:
    """What verdicts say about each id: None if it is kept, else kind and original. Redeliveries are left out."""
    found: Outcome = {}
    for block, each in zip(blocks, verdicts, strict=True):
        for row in range(len(block)):
            if each.state[row] != REDELIVERY:
                duplicate = each.duplicate(row)
                found[block.id(row)] = (duplicate.kind, duplicate.original_id) if duplicate else None
    return found


def verdicts_on(blocks: Sequence[Block], rule: Rule = RULE, against: Sequence[Known] = ()) -> list[Verdicts]:
    """The verdicts on blocks, each through its bytes and back."""
    resolution = resolve(blocks, rule, against)
    return [Verdicts.from_bytes(resolution.verdicts(number).to_bytes()) for number in range(len(blocks))]


def outcome(articles: Sequence[Article], cuts: Sequence[int] = (), rule: Rule = RULE) -> Outcome:
    """What a batch says about each id."""
    blocks = packed(articles, cuts)
    return said(blocks, verdicts_on(blocks, rule))


def kept(found: Outcome) -> set[str]:
    """The ids that stay."""
    return {id_ for id_, dropped in found.items() if dropped is None}
