"""Residue of the page around the story."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.news import interface, tables
from pipeline.records import Paragraph, Removed

CASES = json.loads((Path(__file__).parent / "cases" / "interface.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    """Residue of the page leaves the text, whole; a line of the story stays."""
    rest, removed = interface.take([Paragraph(3, case["input"]), Paragraph(4, "The story goes on.")])
    assert removed == ([Removed("interface", case["input"], 3)] if case["expected"] else [])
    assert rest[-1] == Paragraph(4, "The story goes on.")
    assert len(rest) == 2 - len(removed)


def test_nothing_to_take() -> None:
    """A story without residue comes back as it is."""
    story = [Paragraph(0, "The storm hit the coast on Monday."), Paragraph(1, "Two people died.")]
    assert interface.take(story) == (story, [])


@pytest.mark.parametrize("name", ["agencies", "credit_words", "interface"])
def test_tables_are_sorted(name: str) -> None:
    """The tables are sorted by language and wording, and no line stands twice."""
    keys = [(row[0], row[1].casefold(), row[1], row[2]) for row in tables.rows(name)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert all(len(row) == 3 for row in tables.rows(name))


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("agencies", {"photo", "news", "outlet"}),
        ("credit_words", {"mark", "weak", "by", "from", "lent", "given", "cue", "after", "taken", "when"}),
        ("interface", {"whole", "start", "caption"}),
    ],
)
def test_tables_hold_known_kinds(name: str, kinds: set[str]) -> None:
    """Every kind in a table is one that its head explains and the rules use."""
    assert {row[2] for row in tables.rows(name)} == kinds
