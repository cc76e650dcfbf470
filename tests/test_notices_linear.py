"""The law that no rule of notices, datelines and bylines takes more than linear time, whatever the text."""

from __future__ import annotations

import time

import pytest

from pipeline.news import bylines, datelines, notices
from pipeline.news.notice import sentences
from pipeline.records import Paragraph

SIZE = 100_000  # characters; the text of twice the size may take at most LIMIT times as long
LIMIT = 2.5
ENOUGH_S = 0.02  # a text that takes less says nothing about growth
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


def seconds(rule: object, text: str) -> float:
    """The processor time of a rule on one paragraph, the best of three."""
    best = 9.0
    for _ in range(3):
        start = time.process_time()
        rule([Paragraph(0, "x" + text)])  # type: ignore[operator]
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("piece", HARD)
def test_rule_is_linear(name: str, piece: str) -> None:
    """Twice the text takes at most 2.5 times as long."""
    text = piece * (2 * SIZE // len(piece))
    twice = seconds(RULES[name], text)
    assert twice < ENOUGH_S or twice <= LIMIT * seconds(RULES[name], text[: len(text) // 2])


@pytest.mark.parametrize("piece", HARD)
def test_longest_paragraph_that_is_read(piece: str) -> None:
    """A paragraph as long as any that is read for notices takes less than a tenth of a second."""
    assert seconds(notices.take, (piece * 4000)[:3990]) < 0.1
