"""Which language a story is written in."""

from __future__ import annotations

import re
from functools import cache

import pycld2

from pipeline.news.tables import rows

SAMPLE = 180  # characters taken from the head and again from the middle; more is slower, no surer in 31 languages
ENOUGH = 200  # characters from which a guess that the detector is not sure of is still right nearly always
TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*\Z", re.IGNORECASE)
# The detector's codes, and old ones that publishers still declare -> BCP 47.
TODAY = {
    "in": "id",
    "iw": "he",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "sh": "sr-Latn",
    "sr-ME": "cnr",
    "zh-TW": "zh-Hant",
}
# Languages that the words of a text may not tell apart: of these the declared one is believed.
CLOSE = (("bs", "cnr", "hr", "sr"), ("id", "ms"), ("nb", "nn", "no"), ("fa", "prs"), ("fil", "tl"), ("hi", "ur"))
# The detector refuses text with these: controls, surrogates, noncharacters.
REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
SOUTH_SLAVIC = {"bs", "hr", "sr", "cnr"}
WORD = re.compile(r"[^\W\d_]+")


def detect(body: str, declared: str | None = None) -> str | None:
    """BCP 47 tag of the text's language; `declared` is what the input says, used where the text cannot tell.

    >>> detect("The mayor said on Monday that the bridge would be closed for repairs until the spring.")
    'en'
    >>> detect("12:30", "de_AT"), detect("12:30")
    ('de-AT', None)
    """
    named = _tag(declared)
    found = _found(_sample(body))
    if found is None or named is None:
        return found or named
    base, said = found.split("-")[0], named.split("-")[0]
    if base != said and any(base in group and said in group for group in CLOSE):
        return named
    return found


def _sample(body: str) -> str:
    """The head and the middle of a long text, the whole of a short one."""
    if len(body) > 2 * SAMPLE:
        middle = len(body) // 2
        return f"{body[:SAMPLE]} {body[middle : middle + SAMPLE]}"
    return body


def _found(sample: str) -> str | None:
    """What the words of a text say, None if they say nothing for sure."""
    try:
        sure, _, guesses = pycld2.detect(sample.encode("utf-8", "replace"), isPlainText=True)
    except pycld2.error:
        sure, _, guesses = pycld2.detect(REFUSED.sub(" ", sample).encode("utf-8"), isPlainText=True)
    code = guesses[0][1]
    if code == "un" or code.startswith(("xx", "zz")) or not (sure or len(sample) >= ENOUGH):
        return None  # xx: a script without a language; zz: the detector's jokes
    tag = TODAY.get(code, code)
    return _south_slavic(sample, tag) if tag in SOUTH_SLAVIC else tag


def _south_slavic(sample: str, tag: str) -> str:
    """Serbian in Latin letters told from Croatian and Bosnian by its words."""
    words = WORD.findall(sample.lower())
    if sum(word.isascii() for word in words) * 4 < len(words):
        return tag  # in Cyrillic
    counts = {language: sum(word in known for word in words) for language, known in _words().items()}
    best = max(counts, key=lambda language: counts[language])
    if tag in ("hr", "bs") and counts[tag] >= counts[best]:
        return tag
    return best if counts[best] else "sr-Latn" if tag == "sr" else tag


@cache
def _words() -> dict[str, frozenset[str]]:
    """The words of each language of the table."""
    table = rows("languages")
    return {language: frozenset(row[1] for row in table if row[0] == language) for language, *_ in table}


def _tag(declared: str | None) -> str | None:
    """A declared language as a BCP 47 tag, None for what is none."""
    tag = (declared or "").strip().replace("_", "-")
    if not TAG.match(tag):
        return None
    base, *more = tag.split("-")
    base = TODAY.get(base.lower(), base.lower())
    return "-".join(
        [base, *(part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in more)]
    )
