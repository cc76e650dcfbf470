"""Signs that nobody sees: zero-width characters, soft hyphens, direction marks, controls, odd spaces and line ends.

Each rule is a pattern and what takes the place of what it matches. They stay where a script or an emoji needs them: a
ZERO WIDTH NON-JOINER in Persian, a ZERO WIDTH JOINER in a family of emoji, the tags of the flag of Scotland.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# After these a joiner has a meaning: the scripts from Arabic to Mongolian whose letters join or stack, and emoji.
JOINING = "\u0600-\u109f\u1780-\u18af\u1a00-\u1cff\ua800-\uabff\U00010a00-\U00011fff"
EMOJI = "\u2190-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff"

NO_BREAK = "\u00a0\u2007\u202f"


class Rule(NamedTuple):
    """What is changed. A text without any of the `signs` has no match of the pattern."""

    kind: str
    signs: re.Pattern[str]
    pattern: re.Pattern[str]
    instead: str  # what takes its place; a match with the group "keep" stays


def _rule(kind: str, signs: str, instead: str, pattern: str = "") -> Rule:
    """A rule for some signs, for each by itself if it has no pattern."""
    return Rule(kind, re.compile(f"[{signs}]"), re.compile(pattern or f"[{signs}]"), instead)


RULES = (  # in this order
    _rule("line_ending", "\r\v\f\u2028", "\n", "\r\r\n|\r\n|[\r\v\f\u2028]"),
    _rule("line_ending", "\u2029", "\n\n"),
    _rule("control", "\x1b", "", r"\x1b\[[0-?]*[ -/]*[@-~]"),  # colours of a terminal
    _rule("control", "\x00-\x08\x0e-\x1f\x7f-\x9f\u206a-\u206f\ufff9-\ufffc", ""),
    _rule("zero_width", "\u034f\u180e\u200b\u2060-\u2064\ufeff", ""),
    _rule("zero_width", "\u200c\u200d", "", f"(?<![{JOINING}])\u200c|(?<![{JOINING}{EMOJI}])\u200d"),
    _rule(
        "zero_width",
        "\U000e0000-\U000e007f",
        "",
        "(?P<keep>\U0001f3f4[\U000e0030-\U000e007a]{2,7}\U000e007f)|[\U000e0000-\U000e007f]",
    ),
    _rule("soft_hyphen", "\u00ad", ""),
    _rule("bidi", "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069", ""),
    # French, Polish and others group the digits of a number with such a space.
    _rule("space", NO_BREAK, " ", rf"[{NO_BREAK}](?P<keep>(?<=\d[{NO_BREAK}])(?=\d{{3}}(?!\d)))?"),
)
ANY = re.compile("|".join(rule.signs.pattern for rule in RULES).replace("]|[", ""))
SEEN = "\t\n"  # the controls that are white space
LONE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")


def clear(text: str) -> tuple[str, dict[str, int]]:
    """The text without what nobody sees, and how many signs of each kind were changed.

    >>> clear("Don\\u00adau\\u200b, 5\\u00a0000\\u00a0Euro")
    ('Donau, 5\\xa0000 Euro', {'zero_width': 1, 'soft_hyphen': 1, 'space': 1})
    """
    counts: dict[str, int] = {}
    present = "".join(set(ANY.findall(text)))  # one pass tells which few rules to try: a fifth of the time of all
    for rule in RULES:
        if not rule.signs.search(present):
            continue
        text, count = _apply(rule, text)
        if count:
            counts[rule.kind] = counts.get(rule.kind, 0) + count
    return text, counts


def _apply(rule: Rule, text: str) -> tuple[str, int]:
    """One rule applied, and how often it changed something."""
    if "keep" not in rule.pattern.groupindex:
        return rule.pattern.subn(rule.instead, text)
    count = 0

    def change(found: re.Match[str]) -> str:
        nonlocal count
        if found["keep"] is not None:
            return found[0]
        count += 1
        return rule.instead

    return rule.pattern.sub(change, text), count


def pair_surrogates(text: str) -> tuple[str, int]:
    """Surrogates (a program cut a text in the middle of UTF-16) joined to characters; a lone one becomes U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        pass
    else:
        return text, 0  # a tenth of the time of the pattern
    return LONE.subn(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)


def compose(text: str) -> tuple[str, int]:
    """The text in NFC, and how many of its lines were not."""
    if unicodedata.is_normalized("NFC", text):
        return text, 0
    lines = text.split("\n")
    composed = [unicodedata.normalize("NFC", line) for line in lines]
    return "\n".join(composed), sum(line != other for line, other in zip(lines, composed, strict=True))
