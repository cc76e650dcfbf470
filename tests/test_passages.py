"""Shared passages and checks, for `copydesk explain`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.copies.fingerprints import pack
from pipeline.copies.passages import checks, shared
from tests.printings import article, paragraphs, story, text

texts = st.text(st.sampled_from("ab cß½’.\n北京𝐀"), max_size=60)


def test_a_moved_paragraph_is_two_passages() -> None:
    """Passages come in the order of the first text, wherever they stand in the second."""
    one, two = text(paragraphs("one", 1)), text(paragraphs("two", 1))
    found = shared(f"{one}\n\n{two}", f"{two}\n\n{one}")
    assert [(passage.a[0] < len(one), passage.b[0] < len(two)) for passage in found] == [(True, False), (False, True)]


@given(texts, texts)
def test_passages_are_the_same_words(a: str, b: str) -> None:
    """Law: passages stand inside both texts and do not overlap in the first; a text shares one with itself."""
    end = 0
    for passage in shared(a, b):
        assert end <= passage.a[0] < passage.a[1] <= len(a)
        assert 0 <= passage.b[0] < passage.b[1] <= len(b)
        end = passage.a[1]
    assert len(shared(a, a)) <= 1


def test_a_text_that_repeats_itself_is_no_trouble() -> None:
    """The same four words ten thousand times are compared in linear time."""
    assert len(shared("and so it goes " * 10_000, "and so it goes " * 9_000)) == 2


def test_checks_say_what_decided() -> None:
    """Each figure of the rule with its threshold; all passed for a copy, not for another story."""
    block = pack([story("s"), article("copy", text(paragraphs("s")[:5]), 60), story("other")])
    assert all(check.passed for check in checks(block, 0, block, 1))
    other = {check.name: check for check in checks(block, 0, block, 2)}
    assert not other["share of the copy in the other"].passed
    assert other["shingles in both"].value == 0 and other["shingles in both"].threshold == 10
