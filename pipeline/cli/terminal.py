"""Text for people at a terminal: bold and dim where that is wanted, and nothing that the terminal would obey."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TextIO
from unicodedata import combining, east_asian_width


def bold(text: str, stream: TextIO | None = None) -> str:
    """The text in bold, if the stream (stdout) is a terminal and NO_COLOR is not set (no-color.org)."""
    return _styled(text, 1, stream or sys.stdout)


def dim(text: str, stream: TextIO | None = None) -> str:
    """The text dimmed, likewise."""
    return _styled(text, 2, stream or sys.stdout)


def _styled(text: str, style: int, stream: TextIO) -> str:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return text
    return f"\x1b[{style}m{text}\x1b[0m"


def columns() -> int:
    """How many characters a line of the terminal on stdout has; 0 if there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def cells(text: str) -> int:
    """How many cells of a terminal a text takes: wide letters two, combining marks none.

    >>> cells("né"), cells("北京"), cells("ne\u0301")
    (2, 4, 2)
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(letter) else 1 + (east_asian_width(letter) in "WF") for letter in text)


def safe(text: str) -> str:
    """The text without control characters: what was read from anywhere must not steer the terminal.

    >>> print(safe("red\\x1b[31m, bell\\x07\\tend"))
    red\\x1b[31m, bell\\x07 end
    """
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else " " if letter in "\t\n\r" else f"\\x{ord(letter):02x}" for letter in text
    )


def shortened(text: str, width: int) -> str:
    """The text on one line, cut to `width` characters.

    >>> shortened("a  long\\nheadline", 8)
    'a long …'
    """
    line = safe(" ".join(text.split()))
    return line if len(line) <= width else line[: width - 1] + "…"
