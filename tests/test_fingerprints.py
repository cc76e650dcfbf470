"""Fingerprints and packed blocks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies.blocks import DAY, DECLARED, DIGEST, TINY, UNDATED, Block
from pipeline.copies.fingerprints import pack
from pipeline.records import Syndication
from tests import strategies
from tests.printings import article, paragraphs, story, text


@settings(max_examples=60, deadline=None)
@given(st.lists(strategies.articles, max_size=6), st.integers(0, 6))
def test_any_articles_pack_alike_in_any_cut(articles: list, cut: int) -> None:  # type: ignore[type-arg]
    """Law: packed together, or apart and put together, the bytes are the same; a block comes back from its bytes."""
    whole = pack(articles)
    data = whole.to_bytes()
    assert Block.concat([pack(articles[:cut]), pack(articles[cut:])]).to_bytes() == data
    assert Block.from_bytes(memoryview(data)).to_bytes() == data
    assert whole.take(range(len(articles))).to_bytes() == data
    assert [whole.id(row) for row in range(len(whole))] == [each.id for each in articles]
    assert [whole.url(row) for row in range(len(whole))] == [each.url or None for each in articles]
    assert [whole.source(row) for row in range(len(whole))] == [each.source or None for each in articles]
    assert [whole.external_id(row) for row in range(len(whole))] == [each.external_id or None for each in articles]


def test_a_block_of_some_rows() -> None:
    """Rows taken in any order are the rows packed in that order."""
    articles = [story(number, number) for number in range(6)]
    assert pack(articles).take([4, 0, 2]).to_bytes() == pack([articles[4], articles[0], articles[2]]).to_bytes()


def test_other_bytes_are_refused() -> None:
    """Bytes that are no block, and a block cut short, raise ValueError."""
    data = pack([story(1)]).to_bytes()
    for wrong in (b"", b"CDBLOCK9" + data[8:], data[:-8], data[: len(data) // 2 // 8 * 8]):
        with pytest.raises(ValueError, match=r"begin|cut|columns"):
            Block.from_bytes(wrong)


def test_an_article_of_real_length_takes_two_and_a_half_kilobytes() -> None:
    """A thousand words, 25 paragraphs: under 2.7 kB."""
    articles = [article(k, text(paragraphs(k, 34)), source="The Daily Example", url="x" * 90) for k in range(20)]
    assert np.mean([len(each.body.split()) for each in articles]) > 900
    assert len(pack(articles).to_bytes()) / len(articles) < 2_700


def test_the_facts_of_an_article() -> None:
    """Dates, version, flags and the outlets that its fields name."""
    notice = Syndication("originally_appeared", "notice", source="The Herald")
    body = "LONDON — " + text(paragraphs("a", 2)) + "\n\nPARIS (AP) — " + text(paragraphs("b", 2))
    block = pack(
        [
            article("copy", body, 1, version="3", syndication=notice, published_precision="day"),
            article("tiny", "A few words.", None, source="www.herald.com", provider="Herald", version="final"),
        ]
    )
    assert block.flags.tolist() == [DAY | DECLARED | DIGEST, TINY]
    assert block.version[0] == 3 and np.isnan(block.version[1])
    assert block.published[1] == UNDATED and block.published[0] % 60_000_000 == 0
    assert block.credited[0] == block.outlet[1] == block.agency[1] != 0


def test_a_story_of_a_megabyte_is_fingerprinted_up_to_its_limit() -> None:
    """A very long body costs no more than a novel."""
    long = article("long", text(paragraphs("long", 40)) * 120)
    assert pack([long]).sample_count.tolist() == [300]
