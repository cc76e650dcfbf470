"""Dates as they are printed in notices and datelines: found, not understood."""

from __future__ import annotations

import re
from functools import cache

import re2

from pipeline.news import tables

FIGURE = re.compile("[0-9]")  # no date is without one: most texts end at this test, a tenth of RE2's time


@cache
def months() -> str:
    """A pattern of the month names of every language of months.tsv, with their abbreviations."""
    names = sorted({row[1] for row in tables.rows("months")}, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(re2.escape(name) for name in names) + r")\.?"


@cache
def pattern() -> str:
    """A pattern of one date: 3 May 2018, May 3rd, 3. Mai, le 3 mai, 3 de mayo de 2018, May 2018, 2018-05-03, 3/5/18,
    2018. május 3."""
    day, year = r"\d{1,2}(?:st|nd|rd|th|\.|º|er)?", r"(?:\d{4}|['’]\d\d)"
    of = r"\s*(?:de |del |of |d['’])?"
    return (
        rf"(?:{day}{of}{months()}(?:,?{of}{year}\b)?|{months()} {day}(?:,? {year}\b)?|{months()},?{of}{year}\b"
        rf"|\d{{4}}\. {months()} \d{{1,2}}\."
        r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)"
    )


@cache
def _date() -> re2._Regexp:
    return re2.compile(rf"(?i)(?:^|[^\pL\pN])(?P<date>{pattern()})(?:$|[^\pL\pN])")


def first(text: str) -> str | None:
    """The first date in a text, as printed.

    >>> first("at 7:03 p.m. on August 24, 2012.")
    'August 24, 2012'
    """
    found = _date().search(text) if FIGURE.search(text) else None
    return found.group("date").rstrip(". ") if found else None


def without(text: str) -> str:
    """The text without its dates."""
    return str(_date().sub(" ", text)) if FIGURE.search(text) else text
