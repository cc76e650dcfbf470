"""Picture captions and their credits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.news import captions, interface, paragraphs
from pipeline.records import Caption, Paragraph
from tests.linear import is_linear

CASES = json.loads((Path(__file__).parent / "cases" / "captions.json").read_text(encoding="utf-8"))
BEFORE = "The storm hit the coast on Monday and left two people dead."
AFTER = "The rain went on for two more days, and the river rose again."


def story(*texts: str) -> list[Paragraph]:
    """Paragraphs numbered from 0."""
    return [Paragraph(number, text) for number, text in enumerate(texts)]


def found(*texts: str) -> list[Caption]:
    """The captions of a story."""
    return captions.take(story(*texts))[1]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    """A caption leaves the story with its text and credit apart; a line of the story stays."""
    if case.get("known"):
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["comment"]))
    rest, taken = captions.take(story(BEFORE, case["input"], AFTER))
    if case["expected"] is None:
        assert (rest, taken) == (story(BEFORE, case["input"], AFTER), [])
    else:
        assert [(caption.text, caption.credit) for caption in taken] == [tuple(case["expected"].values())]
        assert (taken[0].raw, taken[0].paragraph) == (case["input"], 1)


def test_one_photographer_is_spelt_one_way() -> None:
    """Spaces around the slash, brackets, "Photo by" and © make no difference."""
    texts = (
        "The bridge. (Kim Doe / Los Angeles Times)",
        "The bridge. (Kim Doe/Los Angeles Times)",
        "The bridge. Photo by Kim Doe /Los Angeles Times",
        "The bridge. © Kim Doe/Los Angeles Times",
    )
    assert {caption.credit for text in texts for caption in found(text, AFTER)} == {"Kim Doe / Los Angeles Times"}


def test_bracket_cut_over_paragraphs() -> None:
    """A bracket around a linked credit runs over paragraphs: they are one caption, raw as it stood."""
    rest, taken = captions.take(story("The bridge in the capital. (", "Ann Lee/AP", ")", AFTER))
    assert taken == [
        Caption("The bridge in the capital.", "Ann Lee / AP", "The bridge in the capital. ( Ann Lee/AP )", 0)
    ]
    assert rest == [Paragraph(3, AFTER)]


def test_bracket_that_never_closes() -> None:
    """Without its closing bracket too; the story after it stays, though it ends with a bracket."""
    rest, taken = captions.take(story("The bridge in the capital. (", "Ann Lee/AP", "The story (in short)."))
    assert [(caption.text, caption.credit) for caption in taken] == [("The bridge in the capital.", "Ann Lee / AP")]
    assert rest == [Paragraph(2, "The story (in short).")]


def test_credit_in_the_next_paragraph() -> None:
    """A credit that stands alone belongs to a caption before it, if that one gives its date as captions do."""
    text = "Bob Ray arrives at the airport in Helsinki, Finland, Sunday, July 15, 2018."
    assert found(BEFORE, text, "Photo: Ann Lee, AP", AFTER) == [
        Caption(text, "Ann Lee, AP", f"{text}\n\nPhoto: Ann Lee, AP", 1)
    ]


@pytest.mark.parametrize("text", [BEFORE, "Updated: 8:45 AM, July 16, 2018", "“We saw it in July 2018,” he said."])
def test_credit_alone_leaves_the_story(text: str) -> None:
    """A credit that stands alone takes no sentence of the story with it."""
    rest, taken = captions.take(story(text, "Ann Lee/Getty Images", AFTER))
    assert [paragraph.text for paragraph in rest] == [text, AFTER]
    assert [(caption.text, caption.credit) for caption in taken] == [("", "Ann Lee / Getty Images")]


def test_credit_right_under_its_caption() -> None:
    """In a text with blank lines a credit on a line of its own belongs to the line above it, whatever that is like."""
    line = "She left the hall. Nobody followed her there."
    taken = captions.take(paragraphs.split(f"{BEFORE}\n\n{line}\nPhoto by Ann Lee\n\n{AFTER}"))[1]
    assert [(caption.text, caption.credit) for caption in taken] == [(line, "Ann Lee")]
    lines = f"{BEFORE}\n{line}\nPhoto by Ann Lee\n{AFTER}"
    assert [caption.text for caption in captions.take(paragraphs.split(lines))[1]] == [""]


@pytest.mark.parametrize(
    ("lines", "credit"),
    [
        ("Ann Lee, AP", "Ann Lee, AP"),
        ("Ann Lee\nAP Photo", "Ann Lee / AP Photo"),
        ("KCNA/Reuters", "KCNA / Reuters"),
        ("NurPhoto via Getty Images", "NurPhoto via Getty Images"),
        ("She left, Reuters said.", None),
    ],
)
def test_lines_under_a_caption(lines: str, credit: str | None) -> None:
    """What stands on the lines right under it need not say that it is a credit, if it proves itself."""
    line = "The bridge at dawn, seen from the hill, Friday."
    taken = captions.take(paragraphs.split(f"{BEFORE}\n\n{line}\n{lines}\n\n{AFTER}"))[1]
    assert [(caption.text, caption.credit) for caption in taken] == ([(line, credit)] if credit else [])


@pytest.mark.parametrize(
    ("line", "taken"),
    [("The mayor speaks in the hall, May 3, 2018.", True), ("The mayor spoke. She had much to say. Few came.", False)],
)
def test_caption_under_its_credit(line: str, taken: bool) -> None:
    """A line under a credit that stands alone is its caption if it reads like one."""
    made = captions.take(paragraphs.split(f"{BEFORE}\n\nPhoto credit: Ann Lee / AP\n{line}\n\n{AFTER}"))[1]
    assert [(caption.text, caption.credit) for caption in made] == [(line if taken else "", "Ann Lee / AP")]


@pytest.mark.parametrize(
    ("line", "taken"),
    [("The mayor speaks in the hall, May 3, 2018.", True), ("The mayor spoke. She had much to say. Few came.", False)],
)
def test_caption_under_names(line: str, taken: bool) -> None:
    """Names that no word says to be a credit are one only if a line under them reads like their caption."""
    made = captions.take(paragraphs.split(f"{BEFORE}\n\nAnn Lee | The Harbour Planet\n{line}\n\n{AFTER}"))[1]
    assert [(caption.text, caption.credit) for caption in made] == (
        [(line, "Ann Lee | The Harbour Planet")] if taken else []
    )


def test_caption_under_its_label() -> None:
    """As a broadcaster's pages come: source, label and caption, each on a line."""
    text = f"{BEFORE}\n\nImage source, PLANET\nImage caption,\nThe bridge at dawn, seen from the hill\n\n{AFTER}"
    taken = captions.take(interface.take(paragraphs.split(text))[0])[1]
    assert [(caption.text, caption.credit) for caption in taken] == [
        ("The bridge at dawn, seen from the hill", "PLANET")
    ]


def test_credit_of_a_caption_that_says_it_is_one() -> None:
    """A credit alone belongs to the caption right before it, if that has none."""
    taken = found(BEFORE, "FILE - The bridge at dawn, seen from the hill.", "(AP Photo/Ann Lee, File)", AFTER)
    assert [(caption.text, caption.credit) for caption in taken] == [
        ("FILE - The bridge at dawn, seen from the hill.", "AP Photo / Ann Lee, File")
    ]


def test_agency_signs_the_story() -> None:
    """An agency alone after the last sentence of a text signs the story; earlier it is the credit of a caption."""
    text = "The minister leaves the meeting. (Reuters)"
    assert found(BEFORE, text) == []
    assert [caption.credit for caption in found(BEFORE, text, AFTER)] == ["Reuters"]


def test_order_and_numbers() -> None:
    """Captions come out in order, with the numbers of their paragraphs."""
    taken = found("One. (Ann Lee/AP)", BEFORE, "Two. | Bob Ray/AP", AFTER, "Three. Foto: dpa")
    assert [(caption.text, caption.paragraph) for caption in taken] == [("One.", 0), ("Two.", 2), ("Three.", 4)]


SIGNS = [
    "(",
    ")",
    "(AP)",
    "[Reuters]",
    "[",
    "/",
    " | ",
    "©",
    ". ",
    "“",
    "”",
    "\n",
    " — ",
    "...",
    "x",
    "Ä",
    "1 of 5",
    "in the city",
]
WORDS = [
    "Ann Lee",
    "AP",
    "Photo: ",
    "Foto:",
    "Reuters",
    "toggle caption ",
    "写真：",
    "FILE - ",
    "Getty Images",
    "Photo by ",
    "Fot. ",
    ", 2019",
    "; ",
    "で撮影",
]
PIECES = st.sampled_from([*SIGNS, *WORDS, "Image copyright "])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=9).map("".join).map(str.strip).filter(bool), max_size=6))
def test_no_letter_is_lost(texts: list[str]) -> None:
    """What is left, the captions as they stood and the residue are the text, every letter, in order."""
    rest, removed = interface.take(story(*texts))
    rest, taken = captions.take(rest)
    pieces = [(paragraph.number, paragraph.text) for paragraph in rest]
    pieces += [(caption.paragraph, caption.raw) for caption in taken]
    pieces += [(piece.paragraph, piece.text) for piece in removed]
    together = "".join(text for _, text in sorted(pieces, key=lambda piece: piece[0]))
    assert sorted(re.findall(r"\w", together)) == sorted(re.findall(r"\w", "".join(texts)))
    for caption in taken:
        assert caption.text in caption.raw
        assert set(re.findall(r"\w", caption.credit or "")) <= set(re.findall(r"\w", caption.raw))


def stories(text: str) -> list[list[Paragraph]]:
    """A long paragraph, the same text in short ones, and a bracket left open."""
    return [
        story(text),
        story("x" + text + " (", text, ")"),
        story(*(text[at : at + 300].strip() or "x" for at in range(0, len(text), 300))),
    ]


def take_all(given: list[list[Paragraph]]) -> None:
    """Captions as clean looks for them, in several stories."""
    for each in given:
        captions.take(interface.take(each)[0])


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        ")",
        "()",
        "A",
        "Ab ",
        "Ab/",
        "| ",
        "Foto:",
        ". A",
        "© ",
        " - ",
        "写真：",
        "Photo by ",
        "1 of 5 ",
        "(a) ",
        "; Ann Lee",
    ],
)
def test_time_is_linear(piece: str) -> None:
    """Twice the text takes at most two and a half times as long."""
    half, whole = (stories(piece * (size // len(piece))) for size in (100_000, 200_000))
    assert is_linear(take_all, whole, half)
