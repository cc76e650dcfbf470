"""Two texts for people: what both hold once and dimmed, what differs side by side; as a diff where there is no room."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import islice, zip_longest

from pipeline.cli.terminal import cells, dim, safe, shortened
from pipeline.copies.alignment import Stretch, aligned

WIDTH = 100  # characters of a line that no terminal shows
NARROWEST = 80  # characters of a terminal that has room for two columns
LINES = 6  # of one column at most
ENDS = " \n.,;:!?)]”’»…"  # of a sentence, in what follows a shared passage


def beside(copy: str, kept: str, most: int, columns: int) -> Iterator[str]:
    """The `most` longest stretches of two texts, in their order. `columns`: of the terminal, 0 if there is none."""
    every = [each for each in aligned(copy, kept) if any(map(str.isalnum, each.a + each.b))]
    longest = sorted(every, key=lambda each: -max(len(each.a), len(each.b)))[:most]
    chosen = set(map(id, longest))
    for stretch in every:
        if id(stretch) in chosen:
            yield from side_by_side(stretch, columns) if columns >= NARROWEST else as_diff(stretch)
    if len(every) > len(longest):
        yield f"    and {len(every) - len(longest)} shorter ones (--passages)"


def as_diff(stretch: Stretch) -> Iterator[str]:
    """A line a text: = in both, - only in the copy, + only in the kept one."""
    if stretch.same:
        yield f"    = {shortened(stretch.a, WIDTH)}"
        return
    for mark, text in (("-", stretch.a), ("+", stretch.b)):
        if line := shortened(_from_a_word(text), WIDTH):
            yield f"    {mark} {line}"


def side_by_side(stretch: Stretch, columns: int) -> Iterator[str]:
    """The copy's left and the kept one's right; what is the same on one line."""
    if stretch.same:
        yield dim(f"    {shortened(stretch.a, columns - 4)}")
        return
    width = (columns - 7) // 2
    for left, right in zip_longest(wrapped(stretch.a, width), wrapped(stretch.b, width), fillvalue=""):
        yield f"    {left}{' ' * (width - cells(left))} | {right}".rstrip()


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of that many cells, LINES at most."""
    line = safe(" ".join(_from_a_word(text).split()))
    letters = width if cells(line) <= len(line) else width // 2  # wide letters take two cells
    lines = textwrap.wrap(line, letters)
    return [*islice(lines, LINES - 1), shortened(" ".join(lines[LINES - 1 :]), letters)] if lines[LINES:] else lines


def _from_a_word(text: str) -> str:
    """The text without what ends the sentence before it; nothing if it holds no word."""
    return text.lstrip(ENDS) if any(map(str.isalnum, text)) else ""
