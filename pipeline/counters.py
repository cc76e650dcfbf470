"""Every counter of a run, named once. They are a contract: the manifest holds them and the end summary prints them.

The conservation law: READ = ARTICLES + COPIES + REJECTS + REDELIVERIES.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pipeline.records import Article, Reason, Rejection

NAMESPACE = "copydesk"  # of the Beam metrics

READ = "read"  # records delivered by the inputs; an input that cannot be opened is one
ARTICLES = "articles"  # written as the one record of a story
COPIES = "copies"  # written as a copy that names its original
VERSIONS = "versions"  # of the copies, those that are an earlier version of the same article
REJECTS = "rejects"  # written as a dead letter
REDELIVERIES = "redeliveries"  # an id seen before in this run: not written
SKIPPED = "skipped"  # what is no article (WARC requests, images): outside the law
TIME_UNREADABLE = "time_unreadable"  # records with a time that could not be read: it is kept in `attributes`
TIME_WITHOUT_ZONE = "time_without_zone"  # records with a time that was read as UTC for want of a zone
CAPTIONS = "captions"  # picture captions taken out of the text
CREDITS = "credits"  # of these, with a credit
SYNDICATED = "syndicated"  # articles with a syndication notice
REPAIRED = "repaired"  # articles whose text or bytes were repaired

LAW = (ARTICLES, COPIES, REJECTS, REDELIVERIES)


def rejected(reason: Reason) -> str:
    """The counter of the rejects of one reason.

    >>> rejected(Reason.EMPTY)
    'rejects_empty'
    """
    return f"{REJECTS}_{reason.value.lower()}"


def of_article(article: Article) -> dict[str, int]:
    """What one cleaned article adds to the counters of cleaning."""
    return {
        READ: 1,
        CAPTIONS: len(article.captions),
        CREDITS: sum(caption.credit is not None for caption in article.captions),
        SYNDICATED: int(article.syndication is not None),
        REPAIRED: int(bool(article.repairs)),
    }


def of_rejection(rejection: Rejection) -> dict[str, int]:
    """What one reject adds to the counters."""
    return {READ: 1, REJECTS: 1, rejected(rejection.reason): 1}


def total(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sum of counters, by name in order, zeros left out."""
    sums: Counter[str] = Counter()
    for part in parts:
        sums.update(part)
    return {name: count for name, count in sorted(sums.items()) if count}
