"""A chunk of raw articles on its way to rows: what is done together gives what each article gives alone."""

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.avro import rows
from pipeline.news.clean import clean
from pipeline.records import RawArticle, Reason
from pipeline.work import split
from pipeline.work.job import Job

JOB = Job("", "")
NOTICE = "This story originally appeared in The River Times."


def raw(name: str) -> RawArticle:
    """An article with a notice."""
    text = f"The {name} rose\n\nThe {name} rose by two metres on Monday, and nobody knew why.\n\n{NOTICE}\n"
    return RawArticle(name, text.encode(), text)


def test_a_chunk_gives_what_each_article_gives() -> None:
    """The articles of a chunk are those that `clean` makes of each."""
    chunk = [raw(name) for name in ("river", "lake", "sea")]
    good, block, refused = split.clean_chunk([*chunk], JOB)
    articles = [clean(each) for each in chunk]
    assert [article for article, _ in good] == articles
    assert [row for _, row in good] == [rows.encode(article) for article in articles]
    assert all(article.syndication for article in articles)
    assert block and not refused


@pytest.mark.parametrize("step", ["begin", "_suspects", "_finish_and_encode", "_fingerprint"])
def test_a_bug_costs_one_article(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever step fails on an article: that one is a reject INTERNAL with its bytes, the others are there."""
    real: Callable[[Any], Any] = getattr(split, step)

    def fails(value: Any) -> Any:
        if "lake" in repr(value):
            raise ZeroDivisionError("a bug")
        return real(value)

    monkeypatch.setattr(split, step, fails)
    good, block, refused = split.clean_chunk([raw("river"), raw("lake"), raw("sea")], JOB)
    assert [article.input for article, _ in good] == ["river", "sea"]
    assert [(each.reason, each.input, each.raw) for each in refused] == [
        (Reason.INTERNAL, "lake", raw("lake").raw),
    ]
    assert block
