"""The made-up news of the benchmarks is what the benchmarks say it is."""

from __future__ import annotations

import re
from itertools import combinations

import orjson

from tests.bench import generator


def shingles(text: str) -> set[tuple[str, ...]]:
    """All runs of four words."""
    words = re.findall(r"[\w’'-]+", text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def test_unrelated_articles_share_under_one_percent_of_their_shingles() -> None:
    """On average two stories share far under 1 % of the shorter one's shingles, and no pair of the sample over 1 %."""
    made = list(generator.articles(220, seed=11))
    sets = [shingles(one.record["text"]) for one in made]
    shares = [
        len(sets[a] & sets[b]) / min(len(sets[a]), len(sets[b]))
        for a, b in combinations(range(len(made)), 2)
        if made[a].story != made[b].story
    ]
    assert len(shares) > 20_000
    assert sum(shares) / len(shares) < 0.001
    assert max(shares) < 0.01


def test_twelve_percent_are_copies_and_each_shares_most_of_its_story() -> None:
    """About 12 % repeat an earlier article, by every kind of edit, and most of a copy or of its original is shared."""
    numbers = range(20_000)
    copies = [number for number in numbers if generator.original(number, 3) != number]
    assert 0.115 <= len(copies) / len(numbers) <= 0.125
    made = [generator.article(number, 3) for number in copies[:300]]
    assert {one.edit for one in made} == set(generator.EDITS)
    for one in made:
        first = generator.article(one.story, 3)
        assert first.story == one.story < one.number
        assert first.record["source"] != one.record["source"]
        a, b = shingles(one.record["text"]), shingles(first.record["text"])
        assert len(a & b) / min(len(a), len(b)) > 0.75


def test_articles_have_real_length_and_the_same_bytes_every_time() -> None:
    """Six kilobytes of text on average; an article depends on seed and number alone, not on where the stream began."""
    made = list(generator.articles(300, seed=2))
    assert 5_500 < sum(len(one.record["text"].encode()) for one in made) / len(made) < 6_500
    assert [generator.encoded(one) for one in generator.articles(50, seed=2, start=250)] == [
        generator.encoded(one) for one in made[250:]
    ]
    assert len({one.record["id"] for one in made}) == 300
    assert orjson.loads(generator.encoded(made[0])) == made[0].record
    assert made[0].record["text"] != generator.article(0, seed=3).record["text"]
