"""Words of licence and permission: "under a Creative Commons license"."""

from __future__ import annotations

import re

from pipeline.news.notice import gates, wordings

_NEAR = 45  # characters before a licence in which its first small word stands
_LEADS = re.compile(r"\b(?:under|with|by|sous|avec|unter|mit|bajo|con|sob|com|su|per|onder|met|med|za|с)\b")


def find(sentence: str) -> str | None:
    """The words of licence or permission in a notice: "under a Creative Commons license"."""
    for language in gates.languages_in(f"\n{sentence}\n".encode("utf-8", "surrogatepass")):
        words = wordings.finder(language, "LICENCE")
        found = words.search(sentence) if words else None
        if found:
            return _phrase(sentence, found.start(1), found.end(1))
    return None


def _phrase(sentence: str, start: int, end: int) -> str:
    """The words around a licence: from the small words before it to the next sign."""
    before = re.search(r"(?:(?<=\s)|^)(?:[\w.’'-]+ ){0,3}$", sentence[max(0, start - _NEAR) : start])
    after = re.match(r"[^.,;:()\[\]]{0,40}(?=[.,;:()\[\]]|$)", sentence[end:])
    begin = start - len(before.group()) if before else start
    lead = _LEADS.search(sentence, begin, start)
    begin = lead.start() if lead else begin
    return sentence[begin : end + (len(after.group()) if after else 0)].strip(' .,;:()[]"“”')


def without(text: str, language: str) -> str:
    """A text without the words of a licence: "under Creative Commons by" -> "by"."""
    words = wordings.finder(language, "LICENCE")
    found = words.search(text) if words else None
    lead = _LEADS.search(text, 0, found.start(1)) if found else None
    return text[: lead.start()] + text[found.end() :] if found and lead else text
