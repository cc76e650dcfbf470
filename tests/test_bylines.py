"""Bylines: whose names they hold, and what looks like one and is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news import bylines
from pipeline.records import Paragraph, Removed

CASES = json.loads((Path(__file__).parent / "cases" / "bylines.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict) -> None:
    """A paragraph's byline holds the names that the case says, or is none."""
    kept, byline, removed = bylines.take([Paragraph(0, case["input"])], None)
    assert byline == case["expected"]
    assert (kept, removed) == (
        ([Paragraph(0, case["input"])], []) if byline is None else ([], [Removed("byline", case["input"], 0)])
    )


def test_the_given_byline_wins() -> None:
    """The input's own byline is kept, and the one in the text leaves all the same."""
    kept, byline, removed = bylines.take([Paragraph(0, "By Jane Doe"), Paragraph(1, "The river rose.")], "J. Doe")
    assert (kept, byline) == ([Paragraph(1, "The river rose.")], "J. Doe")
    assert removed == [Removed("byline", "By Jane Doe", 0)]


def test_only_at_the_head() -> None:
    """What looks like a byline far down the story stays."""
    texts = [*("The river rose.",) * bylines.FIRST, "By Jane Doe"]
    paragraphs = [Paragraph(number, text) for number, text in enumerate(texts)]
    assert bylines.take(paragraphs, None) == (paragraphs, None, [])


@given(st.lists(st.sampled_from([case["input"] for case in CASES]) | st.text(max_size=60), max_size=4))
def test_no_letter_is_lost(texts: list[str]) -> None:
    """Kept paragraphs and removed pieces are the input's paragraphs."""
    paragraphs = [Paragraph(number, text) for number, text in enumerate(texts) if text.strip()]
    kept, _, removed = bylines.take(paragraphs, None)
    assert sorted([p.text for p in kept] + [p.text for p in removed]) == sorted(p.text for p in paragraphs)


def test_a_notice_behind_the_names_stays() -> None:
    """Of "By Jane Doe, originally published in X" only the names leave: the rest is a notice, read after it."""
    text = "By Jane Doe, originally published in The Bay Ledger"
    kept, byline, removed = bylines.take([Paragraph(0, text)], None)
    assert (kept, byline) == ([Paragraph(0, "originally published in The Bay Ledger")], "Jane Doe")
    assert removed == [Removed("byline", "By Jane Doe,", 0)]
    dated = "By Jane Doe, originally published May 3"
    assert bylines.take([Paragraph(0, dated)], None)[2] == [Removed("byline", dated, 0)]
