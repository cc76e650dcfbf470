"""The law that reading, repair, paragraphs, headline and language take no more than linear time, whatever the text."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest

from pipeline.news import charsets, headlines, languages, paragraphs, text
from pipeline.records import Refused

SIZE = 200_000  # characters; half of them may take no less than a part of LIMIT of the time
LIMIT = 2.5
ENOUGH_S = 0.05  # what takes less says nothing about growth
SLOW_S = 0.2  # what takes more is measured once


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


def seconds(rule: Callable[..., object], given: object) -> float:
    """The processor time of a rule, the best of five."""
    best = 60.0
    for _ in range(5):
        start = process_time()
        with suppress(Refused):
            rule(given)
        best = min(best, process_time() - start)
        if best > SLOW_S:
            break
    return best


def is_linear(rule: Callable[..., object], given: str | bytes) -> bool:
    """Whether twice the input takes at most two and a half times as long; the garbage collector's own growth is not
    the rule's."""
    gc.disable()
    try:
        twice = seconds(rule, given)
        return twice < ENOUGH_S or twice <= LIMIT * seconds(rule, given[: len(given) // 2])
    finally:
        gc.enable()


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("piece", CLEAN, ids=ascii)
def test_rule_is_linear(name: str, piece: str) -> None:
    """Every rule is linear in text that needs no repair."""
    assert is_linear(RULES[name], piece * (SIZE // len(piece)))


@pytest.mark.parametrize("piece", BROKEN, ids=ascii)
def test_repair_is_linear(piece: str) -> None:
    """Repair is linear in text that is nothing but damage."""
    assert is_linear(text.repair, piece * (SIZE // len(piece)))


@pytest.mark.parametrize("piece", BYTES, ids=ascii)
def test_reading_is_linear(piece: bytes) -> None:
    """Reading is linear in bytes of any charset and of none."""
    assert is_linear(charsets.decode, b"word " + piece * (SIZE // len(piece)))
