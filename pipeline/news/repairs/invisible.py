"""Signs that nobody sees: zero-width characters, soft hyphens, direction marks, controls, odd spaces and line ends.

Each rule is a pattern and what takes the place of what it matches. They stay where a script or an emoji needs them: a
ZERO WIDTH NON-JOINER in Persian, a ZERO WIDTH JOINER in a family of emoji, the tags of the flag of Scotland.
"""

from __future__ import annotations

import re
import unicodedata

# After these a joiner has a meaning: the scripts from Arabic to Mongolian whose letters join or stack, and emoji.
JOINING = "\u0600-\u109f\u1780-\u18af\u1a00-\u1cff\ua800-\uabff\U00010a00-\U00011fff"
EMOJI = "\u2190-\u2bff\ufe0f\u20e3\U0001f000-\U0001faff"

# kind, pattern, what takes its place ("\\g<keep>" is the part of the match that stays); in this order.
RULES = tuple(
    (kind, re.compile(pattern), instead)
    for kind, pattern, instead in (
        ("line_ending", "\r\r\n|\r\n|[\r\v\f\u2028]", "\n"),
        ("line_ending", "\u2029", "\n\n"),
        ("control", r"\x1b\[[0-?]*[ -/]*[@-~]", ""),  # colours of a terminal
        ("control", "[\x00-\x08\x0e-\x1f\x7f-\x9f\u206a-\u206f\ufff9-\ufffc]", ""),
        ("zero_width", "[\u034f\u180e\u200b\u2060-\u2064\ufeff]", ""),
        ("zero_width", f"(?<![{JOINING}])\u200c|(?<![{JOINING}{EMOJI}])\u200d", ""),
        (
            "zero_width",
            "(?P<keep>\U0001f3f4[\U000e0030-\U000e007a]{2,7}\U000e007f)|[\U000e0000-\U000e007f]",
            r"\g<keep>",
        ),
        ("soft_hyphen", "\u00ad", ""),
        ("bidi", "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", ""),
        # French, Polish and others group the digits of a number with such a space.
        ("space", r"(?P<keep>(?<=\d)[\u00a0\u2007\u202f](?=\d{3}(?!\d)))|[\u00a0\u2007\u202f]", r"\g<keep>"),
    )
)
SEEN = "\t\n"  # the controls that are white space
LONE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")


def clear(text: str) -> tuple[str, dict[str, int]]:
    """The text without what nobody sees, and how many signs of each kind were changed.

    >>> clear("Don\\u00adau\\u200b, 5\\u00a0000\\u00a0Euro")
    ('Donau, 5\\xa0000 Euro', {'zero_width': 1, 'soft_hyphen': 1, 'space': 1})
    """
    counts: dict[str, int] = {}
    for kind, pattern, instead in RULES:
        text, count = _apply(text, kind, pattern, instead)
        if count:
            counts[kind] = counts.get(kind, 0) + count
    return text, counts


def _apply(text: str, kind: str, pattern: re.Pattern[str], instead: str) -> tuple[str, int]:
    """One rule applied, and how often it changed something."""
    if "keep" not in pattern.groupindex:
        return pattern.subn(instead, text)
    count = 0

    def change(found: re.Match[str]) -> str:
        nonlocal count
        if found["keep"]:
            return found["keep"]
        count += 1
        return " " if kind == "space" else ""

    return pattern.sub(change, text), count


def pair_surrogates(text: str) -> tuple[str, int]:
    """Surrogates (a program cut a text in the middle of UTF-16) joined to characters; a lone one becomes U+FFFD."""
    return LONE.subn(lambda found: found[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)


def compose(text: str) -> tuple[str, int]:
    """The text in NFC, and how many of its lines were not."""
    if unicodedata.is_normalized("NFC", text):
        return text, 0
    lines = text.split("\n")
    composed = [unicodedata.normalize("NFC", line) for line in lines]
    return "\n".join(composed), sum(line != other for line, other in zip(lines, composed, strict=True))
