"""The law that no rule of notices, datelines and bylines takes more than linear time, whatever the text."""

from __future__ import annotations

import pytest

from pipeline.news import bylines, datelines, notices
from pipeline.news.notice import sentences
from pipeline.records import Paragraph
from tests.linear import is_linear, seconds

SIZE = 100_000  # characters of the half
RULES = {
    "notices": notices.take,
    "datelines": datelines.take,
    "bylines": lambda paragraphs: bylines.take(paragraphs, None),
    "sentences": lambda paragraphs: [sentences.spans(paragraph.text) for paragraph in paragraphs],
}
HARD = [
    " ", "(", "[", "A", "A ", "a. ", "“", "© ", "(c) 2018 ", "This story ", "This story first appeared in ", "in the ",
    "originally published in ", "Dieser Artikel in der ", "By Jane Doe, ", "permission ",
    "contributed to this report. ",
    "本文转载自", "この記事は", "Bu yazı ilk olarak ", "نشر هذا المقال في ", "This report by ",
    "— ", "(AP) ", "OSLO, ", "3 May ", "Source: ", "https://a.b/", "\n", "All rights reserved ",
]  # fmt: skip


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("piece", HARD)
def test_rule_is_linear(name: str, piece: str) -> None:
    """Twice the text takes at most 2.5 times as long."""
    text = "x" + piece * (2 * SIZE // len(piece))
    assert is_linear(RULES[name], [Paragraph(0, text)], [Paragraph(0, text[: len(text) // 2])])


@pytest.mark.parametrize("piece", HARD)
def test_longest_paragraph_that_is_read(piece: str) -> None:
    """A paragraph as long as any that is read for notices takes less than a tenth of a second."""
    assert min(seconds(notices.take, [Paragraph(0, "x" + (piece * 4000)[:3990])]) for _ in range(3)) < 0.1
