"""Text for people at a terminal: bold headings where that is wanted, and nothing that the terminal would obey."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def bold(text: str, stream: TextIO | None = None) -> str:
    """The text in bold, if the stream (stdout) is a terminal and NO_COLOR is not set (no-color.org)."""
    stream = stream or sys.stdout
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return text
    return f"\x1b[1m{text}\x1b[0m"


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
