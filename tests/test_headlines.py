"""The headline of a text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news.headlines import take
from pipeline.records import Paragraph, Removed

CASES = json.loads((Path(__file__).parent / "cases" / "headlines.json").read_text("utf-8"))
BODY = "The bridge over the river will stay closed until the spring, the mayor said on Monday."


def numbered(texts: list[str]) -> list[Paragraph]:
    """Texts as the paragraphs of an article."""
    return [Paragraph(number, text) for number, text in enumerate(texts)]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """A headline is found in the text, or not, as the case says; what is not it stays or is removed by name."""
    rest, headline, removed = take(numbered(case["input"]), None)
    assert headline == case["expected"]
    pieces = [p.text for p in rest] + [piece.text for piece in removed] + ([headline] if headline else [])
    assert sorted(pieces) == sorted(case["input"])


@pytest.mark.parametrize(
    "repeat",
    [
        "Bridge stays closed: “no date yet”",
        "BRIDGE STAYS CLOSED: 'NO DATE YET'",
        "Bridge stays closed: “no date yet” | The Springfield Star",
    ],
)
@pytest.mark.parametrize(
    "given", ["Bridge stays closed: “no date yet”", "Bridge stays closed: “no date yet” - The Star"]
)
def test_repeat_of_the_given_headline_is_removed(repeat: str, given: str) -> None:
    """The headline that the input gives leaves the head of the text, whatever its case, quotes and site name."""
    rest, headline, removed = take(numbered(["Monday", repeat, BODY, BODY]), given)
    assert headline == given
    assert removed == [Removed("headline", repeat, 1)]
    assert [p.text for p in rest] == ["Monday", BODY, BODY]


@pytest.mark.parametrize("text", ["Bridge stays closed for good", "Bridge", BODY])
def test_what_only_resembles_the_given_headline_stays(text: str) -> None:
    """A paragraph that says more or less than the headline is body."""
    assert take(numbered([text, BODY]), "Bridge stays closed") == (numbered([text, BODY]), "Bridge stays closed", [])


def test_text_of_nothing_but_its_headline_stays() -> None:
    """If the headline is all there is, it stays as the body."""
    assert take(numbered(["Bridge stays closed"]), "Bridge stays closed")[0] == numbered(["Bridge stays closed"])


@given(
    st.lists(st.text(st.sampled_from("Ab é.|-“12:"), max_size=60).filter(str.strip), max_size=8),
    st.none() | st.text("Ab é|-", max_size=20),
)
def test_no_paragraph_is_lost(texts: list[str], headline: str | None) -> None:
    """Every paragraph is in the rest, in what was removed, or is the headline that the text held."""
    paragraphs = numbered(texts)
    rest, found, removed = take(paragraphs, headline)
    pieces = (
        [p.text for p in rest] + [piece.text for piece in removed] + ([found] if headline is None and found else [])
    )
    assert sorted(pieces) == sorted(texts)
    assert headline is None or found == headline
