"""HTML to text."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news.markup import text_of
from tests.linear import is_linear

CASES = json.loads((Path(__file__).parent / "cases" / "markup.json").read_text("utf-8"))
BITS = ["<", "</", ">", "<!--", "-->", "<p", "<p>", "<a b='", '"', "'", "<script>", "</script", "<svg>", "</svg>", "&"]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    """Markup becomes the text that the case says."""
    assert text_of(case["input"]) == case["expected"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("<>&;\"'# \n")))
def test_escaped_text_survives(text: str) -> None:
    """No letter of a text that was escaped is lost or added."""
    for markup in (escape(text), f"<p>{escape(text)}</p>", f"<div><b>{escape(text)}</b></div>"):
        assert "".join(text_of(markup).split()) == "".join(text.split())


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=3)).map("".join))
def test_any_markup(markup: str) -> None:
    """No markup whatever raises."""
    text_of(markup)


@pytest.mark.parametrize("bit", [*BITS, '<a "', "<a '\"", "<svg></math>", "&#", "\n \n", "<!", "<p></p>", "&amp"])
def test_linear(bit: str) -> None:
    """Twice the markup takes about twice the time, however hostile it is."""
    assert is_linear(text_of, bit * (40_000 // len(bit)), bit * (20_000 // len(bit)))
