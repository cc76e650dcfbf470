"""What may stand before a notice: signs, the name of a wire in brackets, "Editor's note:", "About the River Desk:"."""

from __future__ import annotations

from functools import cache

import re2

from pipeline.news.notice.wordings import AFTER, any_of, having, quiet

_NO_LETTERS = r"[^\pL\pN]*"
_WIRE = rf"\([^()]{{2,40}}\){_NO_LETTERS}"  # "(Northern Wire) This article ..."


@cache
def lead(language: str) -> str:
    """A pattern of what may stand before a notice: signs, and a label like "Editor's note:"."""
    label, about = any_of(language, "LABEL"), any_of(language, "ABOUT")
    titled = rf"(?:{about}[^:.]*:\s*)?" if about else ""  # "About the River Desk: ..."
    labelled = rf"(?:{label}[^\pL\pN]+)?{_NO_LETTERS}" if label else ""
    return f"^(?:{_WIRE})?{_NO_LETTERS}{labelled}{titled}"


@cache
def label() -> re2._Regexp:
    """A pattern of a label of any language at the beginning of a text, with its colon or dash."""
    words = "|".join(any_of(language, "LABEL") for language in having("LABEL")).replace(AFTER, r"\s*")
    return re2.compile(rf"(?i)^[^\pL\pN]*(?:{words})[^\pL\pN]*[:–—-]", quiet())


@cache
def along() -> re2._Regexp:
    """A pattern of how a sentence of any language begins that goes with a notice: "Read the original article."."""
    begins = "|".join(f"{lead(language)}{any_of(language, 'MORE')}" for language in having("MORE"))
    return re2.compile(f"(?i)(?:{begins})", quiet())


def starts(language: str, sentence: str) -> tuple[int, ...]:
    """The places in a sentence at which a notice may begin: behind what may stand before it, and behind less of that.

    >>> starts("en", "(Northern Wire) Editor's note: This article")
    (31, 16, 1)
    """
    bracket, signs, *others = _leading(language)
    ends = [signs.match(sentence, start).end() for start in (*_end(bracket, sentence, 0), 0)]
    for part in others:
        ends = [end for start in ends for end in (*_end(part, sentence, start), start)]
    return tuple(dict.fromkeys(ends))


def _end(pattern: re2._Regexp, sentence: str, start: int) -> tuple[int, ...]:
    fit = pattern.match(sentence, start)
    return (fit.end(),) if fit else ()


@cache
def _leading(language: str) -> tuple[re2._Regexp, ...]:
    """The parts of `lead`: the name of a wire in brackets, signs, a label, "About the River Desk:"."""
    label, about = any_of(language, "LABEL"), any_of(language, "ABOUT")
    parts = [_WIRE, _NO_LETTERS]
    parts += [rf"{label}[^\pL\pN]+"] if label else []
    parts += [rf"{about}[^:.]*:\s*"] if about else []
    return tuple(re2.compile(f"(?is){part}", quiet()) for part in parts)
