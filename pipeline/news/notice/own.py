"""What is no syndication: an outlet that speaks of its own print edition, newsletter or update."""

from __future__ import annotations

import re

from pipeline.news.notice import wordings

_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)|^https?://|(?:\.[a-z]{2,4}){1,2}(?:/.*)?$")
_NO_LETTER = re.compile(r"\W+")


def is_own(sentence: str, language: str, source: str | None) -> bool:
    """Whether the sentence speaks of the outlet's own print edition, newsletter or update. "The May issue of X" is its
    own unless the outlet is known and has another name."""
    own, issue = (wordings.finder(language, role) for role in ("OWN", "ISSUE"))
    found = (own and own.search(sentence)) or (issue and issue.search(sentence) and not _is_elsewhere(sentence, source))
    return bool(found) and not _permits(sentence, language)


def _is_elsewhere(sentence: str, source: str | None) -> bool:
    """Whether a sentence does not name the outlet that printed the story: "Harbour Times", "www.harbourtimes.com"."""
    name = _ADDRESS.sub("", source.casefold()) if source else ""
    return bool(name) and _NO_LETTER.sub("", name) not in _NO_LETTER.sub("", sentence.casefold())


def _permits(sentence: str, language: str) -> bool:
    """Whether a sentence speaks of another's leave or of another's newsletter: "InsideOhio, a newsletter about"."""
    finders = (wordings.finder(language, role) for role in ("PERMISSION", "ANOTHERS"))
    return any(finder.search(sentence) for finder in finders if finder)
