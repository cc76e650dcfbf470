"""How plausible a text is as something that people write: the judge between two readings of the same bytes.

No language is known here, only what signs are and how they stand together. Each sign outside ASCII costs something, a
rare one more than a common one, and more where it stands as no writing has it: a capital inside a word, a currency sign
between letters, two alphabets in one word. The true reading of misread bytes is always the cheaper one by far, since
misreading makes two or three rare signs out of each common one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

NON_ASCII = re.compile(r"[^\x00-\x7f]")


class Sign(NamedTuple):
    """What is known of one character: its cost alone, its class, its alphabet.

    kind: `u` capital, `l` small letter, `o` letter without case, `m` mark, `p` punctuation, `s` symbol, `$` currency,
    ` ` space, `n` figure, `f` format, `c` control or unassigned."""

    cost: float
    kind: str
    script: str


COSTS = {  # where the general rules of _cost misjudge how common a sign is in print
    1.0: "“”‘’–—…•„«»¡¿\u00a0\u202f、。，：！？（）「」『』・《》،؛؟۔।",
    1.5: "‐‑‒―€£©®™°§‚·′″₽₹₴№ɓɗɖɛɔəƁƊƉƐƆƏƙƘƴƳʻʼʹ",
    2.0: "ÂÃÐĂĹĀ‹›²³ªº×½\ufffd\u200c\u200d",
    3.0: "¢¤¥¦¨¬¯±´µ¶¸¹¼¾÷ƒˆ˜†‡‰\u00ad\u200b\u200e\u200f\ufeff",
}
COST = {char: cost for cost, chars in COSTS.items() for char in chars}
# Ranges of letters that few living languages are written in, with the cost of one.
RARE_LETTERS = (
    (0x0180, 0x019F, 3.0),
    (0x01A2, 0x01AE, 3.0),
    (0x01B1, 0x0217, 3.0),
    (0x021C, 0x0258, 3.0),
    (0x025A, 0x02FF, 3.0),
    (0x0300, 0x036F, 3.0),
    (0x0370, 0x0385, 3.0),
    (0x03CF, 0x03FF, 3.0),
    (0x0400, 0x0400, 2.0),
    (0x0402, 0x0403, 1.5),
    (0x0409, 0x040D, 1.5),
    (0x040F, 0x040F, 1.5),
    (0x0450, 0x0450, 2.0),
    (0x0460, 0x048F, 3.0),
    (0x04BE, 0x052F, 2.0),
    (0x0700, 0x08FF, 3.0),
    (0x1D00, 0x1DFF, 6.0),
    (0x1E00, 0x1E7F, 3.0),
    (0x3400, 0x4DBF, 3.0),
    (0xA640, 0xABFF, 3.0),
    (0xFB00, 0xFDFF, 2.0),
)
EAST_ASIA = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}
OUT_OF_PLACE = 2.0  # added for each way in which a sign stands where no writing has it
JOINERS = "’'-‑–—―…·\u200c\u200d\u00ad"  # may stand between two letters


@lru_cache(maxsize=65536)
def sign(char: str) -> Sign:
    """What is known of a character."""
    category = unicodedata.category(char)
    kind = {
        "Nd": "n",
        "Sc": "$",
        "Lu": "u",
        "Lt": "u",
        "Ll": "l",
        "Lo": "o",
        "Lm": "o",
        "Zs": " ",
        "Cc": "c",
        "Cf": "f",
    }.get(category)
    kind = kind or {"M": "m", "P": "p", "S": "s", "N": "n"}.get(category[0], "c")
    script = unicodedata.name(char, "?").partition(" ")[0] if kind in "ulom" else ""
    if script in EAST_ASIA:
        script = "CJK"
    if script == "MODIFIER":  # an apostrophe that is a letter, in Uzbek or Hawaiian
        kind = "f"
    return Sign(_cost(char, category, kind), kind if char not in "ªº" else "s", script)


def _cost(char: str, category: str, kind: str) -> float:
    """The cost of a character by itself."""
    if char in COST or char.isascii():
        return COST.get(char, 0.0)
    if category in ("Cc", "Co", "Cn", "Cs"):
        return 6.0
    code = ord(char)
    for first, last, cost in RARE_LETTERS:
        if first <= code <= last:
            return cost
    if kind in "s$" and code < 0x2C00 and not 0x2600 <= code <= 0x27BF:
        return 3.0  # mathematics, boxes: the rows that old charsets of DOS and Macintosh have
    return 1.0 if kind in "ulom" else 1.5


def cost(text: str) -> float:
    """The cost of a text, 0 for ASCII; a sum over its signs, so that two readings of one text can be compared.

    >>> cost("Müller“"), cost("MĂĽller“") > cost("Müller“"), cost("ɮ") > cost("É®")
    (2.0, True, True)
    """
    padded = f" {text} "
    starts = (found.start() for found in NON_ASCII.finditer(padded))
    return sum((_in_place(padded[start - 1 : start + 2]) for start in starts), start=0.0)


@lru_cache(maxsize=16384)
def _in_place(three: str) -> float:
    """The cost of a sign between its neighbours. The few that a text is made of meet again and again."""
    before, here, after = map(sign, three)
    char, cost = three[1], here.cost
    if here.kind in "ulo":
        if here.kind == before.kind == "u":
            # The rare capitals are common in words all of capitals ("AMANHÃ”", "ACASĂ”"), not in others ("MĂĽnchen").
            cost = min(cost, 1.0) + OUT_OF_PLACE * (after.kind == "l")
        if (here.kind == "u" and before.kind == "l") or (here.kind == "l" and after.kind == "u" and not after.cost):
            cost += OUT_OF_PLACE
        if _mixed(before, here) or (not after.cost and _mixed(here, after)):
            cost += OUT_OF_PLACE
        if after.kind == "n" and here.script != "CJK":
            cost += OUT_OF_PLACE  # "ÂŁ5": a figure follows a sign, not a letter
        if here.script != "LATIN" and here.script != before.script and here.script != after.script:
            cost += OUT_OF_PLACE  # one letter of an alphabet by itself
    elif here.kind == "m":
        stranger = before.kind in "ulo" and here.script not in ("COMBINING", before.script)
        cost += OUT_OF_PLACE * (stranger or (before.kind not in "uloms" and before.kind != "f"))
    elif here.kind == "$" and before.kind in "ul":
        cost += OUT_OF_PLACE  # a currency sign follows a figure or a space
    elif here.kind == " ":
        cost += OUT_OF_PLACE * (before.kind == "u" and after.kind == "l")  # "GÃ\u00a0idhlig"
    elif char not in JOINERS and _inside_word(before, after):
        cost += OUT_OF_PLACE
    return cost


def _inside_word(before: Sign, after: Sign) -> bool:
    """Whether a sign stands between two letters; East Asian text has no space around its punctuation."""
    return before.kind in "ulo" and after.kind in "ulo" and "CJK" not in (before.script, after.script)


def _mixed(first: Sign, second: Sign) -> bool:
    """Whether two letters that stand together are of two alphabets. East Asian text has Latin words without a space."""
    if first.kind not in "ulo" or second.kind not in "ulo" or "CJK" in (first.script, second.script):
        return False
    return first.script != second.script
