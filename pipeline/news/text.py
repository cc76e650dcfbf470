"""Repair of text: mojibake, entities, invisible characters; what is clean stays as it is."""

from __future__ import annotations

import unicodedata
from collections import Counter

import re2

from pipeline.news.repairs import entities, invisible, mojibake
from pipeline.records import Repair

PASSES = 4  # a repair may bring another to light: an entity in mojibake; more than two have not been seen
# What a repair may have to do with. One pass of RE2 over the text clears all but one English article in a hundred.
_UNSAFE = (
    r"[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\x{34f}\x{61c}\x{180e}\x{2007}\x{200b}-\x{200f}\x{2028}-\x{202f}"
    r"\x{2060}-\x{206f}\x{feff}\x{fff9}-\x{fffc}\x{e0000}-\x{e007f}]"
    r"|&(?:#|[A-Za-z][A-Za-z0-9]*;)"
)
SUSPECT = re2.compile(f"{_UNSAFE}|{mojibake.SUSPECT.pattern}")
LINEWISE = re2.compile(rf"&|[\x80-\x9f]|{mojibake.SUSPECT.pattern}")  # what is looked at line by line
# The windows-1252 signs that came as C1 controls: somebody read windows-1252 as ISO 8859-1.
WINDOWS_SIGNS = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
C1 = re2.compile(r"[\x80-\x9f]")


def repair(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The repaired text and the repairs made, sorted by kind. Line breaks come out as \\n, paragraph by paragraph.

    >>> repair("CafÃ© &amp; bar\\r\\n\\r\\nThe NESTLÉ® case")
    ('Café & bar\\n\\nThe NESTLÉ® case', (Repair(kind='entities', count=1), Repair(kind='line_ending', count=2), \
Repair(kind='mojibake', count=1)))
    """
    counts: Counter[str] = Counter()
    for _ in range(PASSES):
        if is_clean(text):
            break
        before = text
        text = _once(text, counts)
        if text == before:
            break
    return text, tuple(Repair(kind, count) for kind, count in sorted(counts.items()) if count)


def is_clean(text: str) -> bool:
    """Whether nothing in a text can need repair. Cheap: most headlines and bylines end at the first test."""
    if text.isascii() and text.isprintable() and "&" not in text:
        return True
    try:
        return SUSPECT.search(text) is None and (text.isascii() or unicodedata.is_normalized("NFC", text))
    except UnicodeEncodeError:  # a surrogate
        return False


def _once(text: str, counts: Counter[str]) -> str:
    """One pass of all repairs, counted."""
    text, counts["surrogate"] = _counted(invisible.pair_surrogates(text), counts["surrogate"])
    if LINEWISE.search(text):
        text = "\n".join(_line(line, counts) for line in text.split("\n"))
    text, changes = invisible.clear(text)
    counts.update(changes)
    text, counts["nfc"] = _counted(invisible.compose(text), counts["nfc"])
    return text


def _line(line: str, counts: Counter[str]) -> str:
    """One line with its entities and its mojibake repaired: each by itself, so that a bad caption spoils no story."""
    line, counts["entities"] = _counted(entities.decode(line), counts["entities"])
    if not line.isascii() and mojibake.SUSPECT.search(line):
        line, counts["mojibake"] = _counted(mojibake.restore(line), counts["mojibake"])
    if C1.search(line):
        counts["mojibake"] += sum(0x80 <= ord(char) < 0xA0 and bool(WINDOWS_SIGNS[ord(char)]) for char in line)
        line = line.translate({code: sign for code, sign in WINDOWS_SIGNS.items() if sign})
    return line


def _counted(result: tuple[str, int], before: int) -> tuple[str, int]:
    """The result of a repair with its count added to those before."""
    return result[0], result[1] + before
