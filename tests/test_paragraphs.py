"""Text to paragraphs."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news.paragraphs import BREAK, plain, read, split
from pipeline.news.text import repair
from tests.tongues import NEWS

LONG = NEWS["en"]
OTHER = "Residents of the two villages on the other bank, who need an hour by the northern road, said they were angry."


def texts(text: str) -> list[str]:
    """The paragraphs of a text without their numbers."""
    return [paragraph.text for paragraph in split(text)]


def test_blank_lines_separate() -> None:
    """One blank line or more, with or without spaces in it, ends a paragraph; numbers go from 0."""
    found = split("Headline\n\nOne.\n \t\nTwo.\n\n\n\nThree.\n")
    assert [(paragraph.number, paragraph.text) for paragraph in found] == [
        (0, "Headline"),
        (1, "One."),
        (2, "Two."),
        (3, "Three."),
    ]


def test_lines_are_paragraphs_where_there_is_no_blank_line() -> None:
    """Without blank lines, each line is a paragraph."""
    assert texts(f"Headline\n{LONG}\n{OTHER}\nShort one.") == ["Headline", LONG, OTHER, "Short one."]


def test_short_lines_in_a_block_stay_apart() -> None:
    """A byline and a date under each other are two paragraphs, though no blank line is between them."""
    assert texts(f"By Ann Lee\nStaff writer\nMay 5, 2024\n\n{LONG}") == [
        "By Ann Lee",
        "Staff writer",
        "May 5, 2024",
        LONG,
    ]


@pytest.mark.parametrize("width", [45, 60, 65, 72, 76, 80])
@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_broken_lines_are_joined(width: int, gap: str) -> None:
    """Text broken at a column comes out as it was before, its headline apart."""
    paragraphs = ["Bridge stays closed", LONG, OTHER, LONG]
    broken = gap.join(textwrap.fill(p, width, break_on_hyphens=False) for p in paragraphs)
    found = texts(broken)
    if gap == "\n":  # a paragraph that ends with a full line cannot be told from one that goes on
        assert "".join("".join(found).split()) == "".join("".join(paragraphs).split())
        assert len(found) <= len(paragraphs)
    else:
        assert found == paragraphs


def test_a_word_broken_at_its_hyphen_stays_whole() -> None:
    """A hyphen at the end of a broken line keeps no space behind it."""
    lines = [
        "The well-known engineer who looked at all of the forty-",
        "two pillars said that none of them was in danger of fall-",
    ]
    assert (
        texts("\n".join([*lines, "ing, and that the bridge would be open by the spring of"] * 2))[0].count("forty-two")
        == 2
    )


def test_japanese_lines_join_without_a_space() -> None:
    """Broken lines of a script without spaces are joined without one."""
    text = NEWS["ja"] * 3
    lines = [text[start : start + 40] for start in range(0, len(text), 40)]
    assert "".join(texts("\n".join(lines))) == text


def test_white_space_runs() -> None:
    """Tabs and runs of spaces become one space; a single ideographic space is the writer's own."""
    assert texts("One \t two   three\n\n  地震　速報  \n\n\u3000段落。") == ["One two three", "地震　速報", "段落。"]


def test_nothing_makes_no_paragraph() -> None:
    """Empty text, and text of nothing but space, has no paragraph."""
    assert split("") == split(" \n\t\n\n \u3000\n") == []


@given(st.text("ab .\n\t-é\u3000中", max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    """The paragraphs hold every sign of the text but white space, in order; none is empty, numbers go up by one."""
    found = split(text)
    assert "".join("".join(p.text for p in found).split()) == "".join(text.split())
    assert all(p.text == p.text.strip() and p.text and "\n" not in p.text for p in found)
    assert [p.number for p in found] == list(range(len(found)))


# Signs that the test of plain texts has to know: spaces, controls, composing marks, entities, misread characters.
SIGNS = (
    "ab \n\t\r\x0b\x1c\x85\xa0\xad&;#é\u0301\u1e9b\u2000\u2001\u2009\u200b\u2019\u2028\u2126\u212b\u3000\ufb01"
    "\U0001f600Ã©â€“\ud800"
)


@given(st.one_of(st.text(), st.text(SIGNS), st.lists(st.sampled_from([*SIGNS, "\n\n", "amp;", "Ann"])).map("".join)))
def test_plain_text_is_read_as_by_the_long_way(text: str) -> None:
    """The short way for plain text gives what repair and the splitting into paragraphs give."""
    repaired, repairs = repair(text)
    found = read(text)
    assert (found.paragraphs, found.repairs) == (split(repaired), repairs)
    assert [part.decode("utf-8", "surrogatepass").strip() for part in found.data.split(BREAK)] == (
        [paragraph.text for paragraph in found.paragraphs] or [""]
    )
    if plain(text) is not None:
        assert (repaired, repairs) == (text, ())


def test_every_sign_in_plain_text() -> None:
    """Of the alphabets of Europe and the punctuation, each sign inside a text comes out the same either way."""
    for code in range(0x2600):
        text = f"One{chr(code)}two.\n\n{chr(code)}Three"
        repaired, repairs = repair(text)
        assert (read(text).paragraphs, read(text).repairs) == (split(repaired), repairs), hex(code)
