"""Datelines: what they say, and what looks like one and is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news import datelines
from pipeline.records import Paragraph, Removed

CASES = json.loads((Path(__file__).parent / "cases" / "datelines.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict) -> None:
    """A paragraph's dateline is the raw text, place and agency that the case says, or none."""
    found = datelines.read(case["input"])
    assert (found and [found.raw.strip(), found.located, found.provider]) == case["expected"]


def test_it_leaves_the_first_paragraph_that_has_one() -> None:
    """A dateline behind a standfirst leaves its paragraph; a later one stays."""
    texts = ["What we know so far", "OSLO, Norway (AP) — The river rose.", "BERGEN (AP) — So did the sea."]
    kept, found, removed = datelines.take([Paragraph(number, text) for number, text in enumerate(texts)])
    assert [paragraph.text for paragraph in kept] == [texts[0], "The river rose.", texts[2]]
    assert found == datelines.Dateline("OSLO, Norway (AP) —", "OSLO, Norway", "AP")
    assert removed == [Removed("dateline", "OSLO, Norway (AP) —", 1)]


def test_a_paragraph_of_its_own() -> None:
    """A dateline that is all of its paragraph leaves no empty paragraph."""
    kept, found, _ = datelines.take([Paragraph(0, "OSLO —"), Paragraph(1, "The river rose.")])
    assert kept == [Paragraph(1, "The river rose.")]
    assert found is not None


@given(st.sampled_from([case["input"] for case in CASES]), st.text(max_size=60))
def test_no_letter_is_lost(line: str, story: str) -> None:
    """What is taken off and what is left is the paragraph, letter by letter."""
    kept, _, removed = datelines.take([Paragraph(0, line + story)])
    together = "".join([*(piece.text for piece in removed), *(paragraph.text for paragraph in kept)])
    assert "".join(together.split()) == "".join((line + story).split())
