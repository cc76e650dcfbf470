"""The law that reading, repair, paragraphs, headline and language take no more than linear time, whatever the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.news import charsets, headlines, languages, paragraphs, text
from tests.linear import is_linear

SIZE = 200_000  # characters


def head(given: str) -> object:
    """The headline of a text of many paragraphs, found and compared."""
    split = paragraphs.split(given)
    return headlines.take(split, None), headlines.take(split, given[:80])


RULES: dict[str, Callable[[str], object]] = {
    "repair": text.repair,
    "paragraphs": paragraphs.split,
    "headline": head,
    "language": languages.detect,
}
CLEAN = [
    " ", "\n", "\n ", "\t", "A", "((((", "a b\n", "- | ", "1\u00a0000", "&", "\u3000", "Ві дії ",
    "The mayor said. ", "市长",
]  # fmt: skip
BROKEN = [
    "\r", "&amp;", "&#x41;&lt;", "Ã", "Ã©", "Ã s ", "Ã\ufffd", "â€", "Ã© é “ Ð ", "РљРёС—РІ ", "├┤", "e\u0301",
    "\ud83d",
    "\u00ad", "\u200d", "\U0001f3f4", "\U0001f3f4\U000e0067", "\x1b[",
]  # fmt: skip
BYTES = [
    b"\xff", b"\xe9 ", "é".encode() + b"\xe9", b"\xe2\x80 ", b"\xed\xa0\xbd", b"\xc3", b"\x1b$B", b"~{ab", b"a\0", b" ",
    "中国".encode("gb18030"), "中".encode("utf-16"), b"\x93", b"A\xd0",
]  # fmt: skip


def twice_as_long(rule: Callable[[Any], object], given: str | bytes) -> bool:
    """Whether a rule is linear in a text and its first half."""
    return is_linear(rule, given, given[: len(given) // 2])


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("piece", CLEAN, ids=ascii)
def test_rule_is_linear(name: str, piece: str) -> None:
    """Every rule is linear in text that needs no repair."""
    assert twice_as_long(RULES[name], piece * (SIZE // len(piece)))


@pytest.mark.parametrize("piece", BROKEN, ids=ascii)
def test_repair_is_linear(piece: str) -> None:
    """Repair is linear in text that is nothing but damage."""
    assert twice_as_long(text.repair, piece * (SIZE // len(piece)))


@pytest.mark.parametrize("piece", BYTES, ids=ascii)
def test_reading_is_linear(piece: bytes) -> None:
    """Reading is linear in bytes of any charset and of none."""
    assert twice_as_long(charsets.decode, b"word " + piece * (SIZE // len(piece)))
