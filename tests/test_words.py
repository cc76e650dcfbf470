"""Words and shingles: what two printings may differ in without being different."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.copies import folding
from pipeline.copies.shingles import KEYS, LEAD, SAMPLE, sample, shingles
from pipeline.copies.words import NAME, NUMBER, words

CASES = json.loads((Path(__file__).parent / "cases" / "folding.json").read_text(encoding="utf-8"))
texts = st.text(
    st.sampled_from("abcÉéßñ’'-,. 0123\n北京ไทйЙﬁ½𝐀") | st.characters(exclude_categories=["Cs"]), max_size=80
)


def folded(text: str) -> list[int]:
    """The words of a text as numbers."""
    return [int(value) for value in words([text]).value]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_folding(case: dict[str, str]) -> None:
    """Two spellings are the same words, or not, as the case says."""
    assert (folded(case["one"]) == folded(case["other"])) == (case["expected"] == "same"), case["comment"]


@given(st.lists(texts, max_size=5))
def test_a_text_has_the_same_words_in_any_company(together: list[str]) -> None:
    """Law: what stands beside a text in a batch does not change its words, flags or shingles."""
    one_by_one = [words([text]) for text in together]
    every = words(together)
    assert every.value.tolist() == [value for each in one_by_one for value in each.value.tolist()]
    assert every.flags.tolist() == [flag for each in one_by_one for flag in each.flags.tolist()]
    alone = [shingles(each, 1).hash.tolist() for each in one_by_one]
    whole = shingles(every, len(together))
    assert [whole.hash[a:b].tolist() for a, b in zip(whole.start[:-1], whole.start[1:], strict=True)] == alone


@pytest.mark.parametrize("char", "㐀䶿一丁鿼가힣")
def test_han_and_hangul_fold_to_themselves(char: str) -> None:
    """The ranges whose characters are not looked at one by one hold what a look would have found."""
    its = next(kind for first, last, kind in folding._PLAIN if first <= ord(char) <= last)
    assert folding._kind(char, unicodedata.category(char)) == (its, char)


def test_words_are_where_they_were_found() -> None:
    """Offsets count from 1 (a line end is put before the text)."""
    text = "Don’t stop: the co-op paid €1,234.50."
    found = words([text])
    spelt = [text[begin - 1 : end - 1] for begin, end in zip(found.begin, found.end, strict=True)]
    assert spelt == ["Don’t", "stop", "the", "co", "op", "paid", "1,234.50"]


def test_numbers_and_names_are_marked() -> None:
    """A name is capitalised inside a sentence; the first word of one is none."""
    found = words(["The mayor, Ann Hill, saw 19 of them. Nobody spoke.\n\nLater Ann left."])
    assert [bool(flag & NAME) for flag in found.flags] == [k in (2, 3, 11) for k in range(13)][: len(found.flags)]
    assert [bool(flag & NUMBER) for flag in found.flags].index(True) == 5


def test_hashes_never_change() -> None:
    """The hashes stand in files of earlier outputs: these values are for ever."""
    of = shingles(words(["The council voted on Monday to close 2 of its five bridges."]), 1)
    assert [f"{value:016x}" for value in of.hash[:3].tolist()] == HASHES


HASHES = ["f0e005bcab6a0e78", "2693cb2c8e8d5d5a", "960c1822f6919e8e"]


def test_a_long_text_keeps_its_smallest_hashes() -> None:
    """300 smallest different hashes, in order; the number of all different ones is known."""
    rng = np.random.default_rng(5)
    text = " ".join(str(number) for number in rng.integers(0, 400, 3_000))
    of = shingles(words([text + "."]), 1)
    found = sample(of)
    low = np.unique(of.hash & np.uint64(0xFFFFFFFF))
    assert (of.hash[found.index] & np.uint64(0xFFFFFFFF)).tolist() == low[:SAMPLE].tolist()
    assert found.distinct.tolist() == [len(low)]
    assert KEYS < LEAD < SAMPLE


def test_labels_are_left_out() -> None:
    """Paragraphs under 14 words that end unlike a sentence are no text; quotation marks may follow the end."""
    body = "One two three four five six seven eight."
    labels = "Read more: another story altogether\n\nAdvertisement\n\n“Nine ten eleven.”"
    assert shingles(words([body]), 1).hash.tolist() == shingles(words([f"{labels[:50]}\n\n{body}"]), 1).hash.tolist()
    assert len(shingles(words([f"{body}\n\n{labels}"]), 1).hash) == len(shingles(words([body]), 1).hash) + 3
