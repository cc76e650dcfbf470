"""Kinds of argument that several commands take: sizes, spans of time; and the error of wrong usage."""

from __future__ import annotations

import argparse
from collections.abc import Callable

SIZES = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
SPANS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400}


class UsageError(ValueError):
    """The command line cannot be done (exit 2): the message says what is wrong and the cure."""


def size(text: str) -> int:
    """A number of bytes.

    >>> size("16MiB"), size("64k"), size("1000")
    (16777216, 65536, 1000)
    """
    number = text.lower().removesuffix("b").removesuffix("i")
    return _scaled(text, number, SIZES, "a size such as 16MiB, 64k or 1000 (bytes)")


def span(text: str) -> int:
    """A span of time in seconds.

    >>> span("7d"), span("10s"), span("90")
    (604800, 10, 90)
    """
    return _scaled(text, text.lower(), SPANS, "a span of time such as 10s, 5m, 12h or 7d")


def _scaled(text: str, number: str, units: dict[str, int], what: str) -> int:
    unit = number[-1:] if number[-1:].isalpha() else ""
    digits = number.removesuffix(unit) if unit else number
    if unit not in units or not digits.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}")
    return int(digits) * units[unit]


def at_least(least: int) -> Callable[[str], int]:
    """A whole number from `least` on."""

    def whole(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of {least} or more")
        return int(text)

    return whole


def share(text: str) -> float:
    """A share from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share over 0, up to 1")
    return value
