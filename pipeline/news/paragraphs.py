"""Text to paragraphs: by blank lines, or by lines; lines that a mail or a wire broke at a column are joined again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from itertools import count, pairwise, repeat
from typing import NamedTuple

import re2

from pipeline.news import text as repairs
from pipeline.records import Paragraph, Repair

ODD_SPACE = re2.compile(r"[\t\v\f\r\x1c-\x1f\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}-\x{202f}\x{205f}\x{3000}]")
RUNS = re.compile(r"[^\S\n]{2,}|[\t\v\f\x1c-\x1f]")  # a single ideographic, thin or no-break space is the writer's own
# What a text of plain paragraphs, separated by blank lines, does not have: one pass of RE2 finds out, which costs a
# third of looking for each in turn.
_IRREGULAR = r"[ \t\v\f\x{a0}\x{3000}]{2}|[\t\v\f]|\n[ \x{a0}\x{3000}]|[ \x{a0}\x{3000}]\n|[^\n]\n[^\n]|\n{3}"
IRREGULAR = re2.compile(_IRREGULAR)
# The same, and whatever a repair may have to do with. Characters past the accents and the punctuation may have to be
# composed; the first one sends a text the long way. One pass over bytes instead of three over characters: 25 us less.
_UNCOMPOSED = r"[\x{300}-\x{2001}\x{2070}-\x{209f}\x{20d0}-\x{10ffff}]"
NOT_PLAIN = re2.compile(f"{_IRREGULAR}|{_UNCOMPOSED}|{repairs.SUSPECT.pattern}".encode())
WIDTHS = range(40, 101)  # columns at which text is broken: newspaper columns and mail; longer lines are paragraphs
FULL_LINES = 0.6  # share of the unfinished lines of a broken text that end where the next word would not have fitted
# Scripts written without spaces: their lines join without one.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uff00-\uff9f]")
LONGEST_BLOCK = 3  # lines: a caption, its credit, a label; in a longer block each line is a paragraph by itself
HYPHENS = ("-", "\u2010")


BREAK = b"\n\n"  # between two paragraphs in bytes


class Text(NamedTuple):
    """A text as its paragraphs; as these in UTF-8, a BREAK between them; and the repairs that were made."""

    paragraphs: list[Paragraph]
    data: bytes
    repairs: tuple[Repair, ...] = ()


def read(text: str) -> Text:
    """A text as it came, repaired and split."""
    data = plain(text)
    if data is None:
        text, made = repairs.repair(text)
        paragraphs = split(text)
        return Text(paragraphs, joined(paragraphs), made)
    lines = text.split("\n\n")
    paragraphs = _numbered(lines)
    return Text(paragraphs, data if len(paragraphs) == len(lines) else joined(paragraphs))


def joined(paragraphs: Iterable[Paragraph]) -> bytes:
    """Paragraphs in UTF-8, a BREAK between them."""
    return BREAK.join(paragraph.text.encode("utf-8", "surrogatepass") for paragraph in paragraphs)


def plain(text: str) -> bytes | None:
    """The text in UTF-8 if it needs no repair and has a blank line between its paragraphs, nothing else between them.

    >>> plain("Storm hits coast\\n\\nTwo died."), plain("Storm hits coast\\nTwo died."), plain("R&amp;D")
    (b'Storm hits coast\\n\\nTwo died.', None, None)
    """
    try:
        data = text.encode()
    except UnicodeEncodeError:  # a surrogate
        return None
    return data if NOT_PLAIN.search(data) is None else None


def split(text: str) -> list[Paragraph]:
    """The paragraphs of a repaired text, numbered from 0, stripped, none empty.

    >>> [paragraph.text for paragraph in split("Storm hits coast\\n\\nBy Ann Lee\\nStaff writer\\n\\n  Two  died.")]
    ['Storm hits coast', 'By Ann Lee', 'Staff writer', 'Two died.']
    """
    if not IRREGULAR.search(text):
        return _numbered(text.split("\n\n"))
    lines = "\n".join(line.strip() for line in _single_spaces(text).split("\n"))
    width = _width(lines)
    blocks = [_lines(block, width) for block in lines.split("\n\n")]
    few = LONGEST_BLOCK if len(blocks) > 1 else 0
    placed = ((line, place > 0 and len(block) <= few) for block in blocks for place, line in enumerate(block))
    return [Paragraph(number, line, under) for number, (line, under) in enumerate(placed)]


_AS_PARAGRAPH = partial(tuple.__new__, Paragraph)  # as Paragraph(*values), without a Python call each


def _numbered(lines: list[str]) -> list[Paragraph]:
    """Paragraphs of the lines that hold more than white space."""
    filled = filter(None, map(str.strip, lines))
    return list(map(_AS_PARAGRAPH, zip(count(), filled, repeat(False), strict=False)))


def _single_spaces(text: str) -> str:
    """The text with each run of spaces made one."""
    while "  " in text:  # log n passes; where these are all, they take a tenth of the time of RUNS
        text = text.replace("  ", " ")
    return RUNS.sub(" ", text) if ODD_SPACE.search(text) else text


def _lines(block: str, width: int | None) -> list[str]:
    """The paragraphs of a block without blank lines: its lines, joined where they were broken at `width`."""
    lines = [line for line in block.split("\n") if line]
    if width is None or len(lines) < 2:
        return lines
    paragraphs: list[list[str]] = []
    before = ""
    for line in lines:
        if before and _broken(before, line, width):
            paragraphs[-1].append(_glue(before, line))
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        before = line
    return ["".join(pieces) for pieces in paragraphs]


def _broken(line: str, following: str, width: int) -> bool:
    """Whether a line was broken at the column: the word after it would not have fitted, and it is no line too long."""
    word = following.split(" ", 1)[0]
    return len(line) <= width < len(line) + 1 + min(len(word), width // 3)


def _glue(line: str, following: str) -> str:
    """What stands between two joined lines."""
    if line.endswith(HYPHENS) and line[-2:-1].isalpha():
        return ""  # the hyphen stays: whether it is the word's own, only a dictionary could tell
    return "" if UNSPACED.match(line[-1]) and UNSPACED.match(following[0]) else " "


def _width(text: str) -> int | None:
    """The column at which the lines of a text were broken, None if they were not."""
    blocks = [[line for line in block.split("\n") if line] for block in text.split("\n\n")]
    inner = [pair for lines in blocks for pair in pairwise(lines)]
    lengths = sorted(len(line) for line, _ in inner)
    if len(inner) < 2 or lengths[-1] not in WIDTHS:
        return None
    width = lengths[-1]
    broken = [line for line, following in inner if _broken(line, following, width)]
    loose = len(inner) - len(broken) - sum(map(_ends, (line for line, _ in inner))) + sum(map(_ends, broken))
    # A line that ends loose and unfinished is a heading or a byline; broken lines end where no sentence does.
    regular = len(broken) > 1 and len(broken) >= FULL_LINES * (len(broken) + loose)
    return width if regular and sum(map(_ends, broken)) * 2 < len(broken) else None


def _ends(line: str) -> bool:
    """Whether a line ends like a sentence."""
    return line.endswith((".", "!", "?", ":", '"', "”", "“", "»", "。", "।"))
