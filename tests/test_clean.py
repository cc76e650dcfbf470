"""The whole of cleaning: whatever stands in a text stands somewhere in the article, and nothing breaks on it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.news.clean import clean
from pipeline.records import Article, RawArticle, Refused

SEEDS = sorted((Path(__file__).parent.parent / "seeds" / "text").glob("*.txt"))
PROSE = "The council voted on Tuesday to keep the ferry running through the winter, said Ada Moss."
PIECES = st.sampled_from(
    [
        PROSE,
        "(AP)",
        "(Photo by Ann Lee/AP)",
        "Photo: Reuters",
        "© AFP",
        "By Ann Lee",
        "COLDWATER, Maine (AP) — ",
        "PARIS, 3 mai -",
        "This story originally appeared in Bay Courier.",
        "Copyright 2024 Bay Courier. All rights reserved.",
        "Ann Lee contributed to this report.",
        "Read more: Ferry aground",
        "Advertisement",
        "UPDATED",
        "— Bob Ray in Rome",
        "本文转载自河流日报",
        "\n",
        " | ",
        "•",
        "\u200b",
        "ﬁ ½",
        "12:30",
    ]
)
TEXTS = st.lists(st.lists(PIECES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=8).map("\n\n".join)


def letters(*texts: str | None) -> Counter[str]:
    """How often each letter and digit stands in some texts."""
    return Counter(re.findall(r"[^\W_]", "".join(filter(None, texts))))


def parts(article: Article) -> Counter[str]:
    """The letters of everything that was made of a text."""
    raw = (caption.raw for caption in article.captions)
    return letters(article.headline, article.body, *raw, *(removed.text for removed in article.removed))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_no_letter_is_lost(text: str) -> None:
    """Law: headline, body, captions as they stood and what was removed are the text, each letter as often."""
    try:
        article = clean(RawArticle("law", b"", text))
    except Refused:
        assert not letters(text)
        return
    assert parts(article) == letters(text)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_no_letter_of_a_seed_is_lost(path: Path) -> None:
    """The same of the seeds that are UTF-8 without damage, but for what repair and markup change by intent."""
    data = path.read_bytes()
    try:
        article = clean(RawArticle(path.name, data, data))
        text = data.decode("utf-8")
    except (Refused, UnicodeDecodeError):
        return
    if not article.repairs and "<" not in text:
        assert parts(article) == letters(text)
