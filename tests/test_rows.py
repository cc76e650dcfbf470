"""pipeline.avro.rows: articles and rejects to Avro records."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import fastavro
import pytest
from hypothesis import given

from pipeline.avro import rows, schemas
from pipeline.records import Article, Rejection, State
from tests import samples, strategies


def written(schema: str, values: Any) -> bytes:
    """What fastavro writes."""
    handle = BytesIO()
    fastavro.schemaless_writer(handle, schemas.load(schema), samples.plain(values), strict=True)
    return handle.getvalue()


def read_back(schema: str, record: bytes) -> Any:
    """What fastavro reads."""
    return fastavro.schemaless_reader(BytesIO(record), schemas.load(schema), None)


@given(strategies.articles)
def test_a_finished_row_is_the_record_that_fastavro_writes(article: Article) -> None:
    """Encoding in parts gives, byte for byte, what fastavro gives for the whole article."""
    article = replace(article, state=State.COPY if article.duplicate else State.ARTICLE)
    record = rows.finish(rows.encode(article), article.duplicate, article.copies, article.supersedes)
    assert record == written("article", article)


@given(strategies.articles)
def test_an_article_comes_back_from_its_record(article: Article) -> None:
    """`article` makes of a record that was read the article that was written."""
    article = replace(article, state=State.COPY if article.duplicate else State.ARTICLE)
    record = rows.finish(rows.encode(article), article.duplicate, article.copies, article.supersedes)
    assert rows.article(read_back("article", record)) == article


@given(strategies.rejections)
def test_a_reject_is_the_record_that_fastavro_writes(rejection: Rejection) -> None:
    """A reject has fastavro's bytes, and comes back from them."""
    record = rows.encode_rejection(rejection)
    assert record == written("rejection", rejection)
    assert rows.rejection(read_back("rejection", record)) == rejection


@given(strategies.articles)
def test_a_row_knows_its_id(article: Article) -> None:
    """The id can be read from a row without decoding it."""
    assert rows.encode(article).id == article.id


def test_the_decision_alone_makes_a_copy() -> None:
    """State and duplicate come from the decision, whatever the article said before."""
    row = rows.encode(samples.article(state=State.COPY))
    assert read_back("article", rows.finish(row))["state"] == "ARTICLE"


def test_the_samples_fill_every_field_and_none() -> None:
    """The two sample articles show every field with a value, and every optional one without."""
    full, bare = samples.plain(samples.article()), samples.plain(samples.bare())
    decided = {"duplicate", "copies", "supersedes"}
    assert not [name for name, value in full.items() if value in (None, []) and name not in decided]
    optional = {field["name"] for field in schemas.load("article")["fields"] if "default" in field}
    assert not [name for name in optional if bare[name] not in (None, [])]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"body": None}, "^body: a string is wanted, not None$"),
        ({"headline": "a\0"}, r"^headline: U\+0000 at character 1$"),
        ({"attributes": (("section", "a"),)}, "^attributes.0: tuple"),
        ({"word_count": 1.0}, "^word_count: a whole number"),
        ({"contributors": ("a", "\udc80")}, "^contributors.1: half a surrogate pair"),
        ({"rules_version": 1}, "^rules_version: a string"),
    ],
    ids=["null", "NUL", "no attribute", "float", "surrogate", "version"],
)
def test_what_cannot_be_written_names_its_field(changes: dict[str, Any], fault: str) -> None:
    """An article with an impossible value is a ValueError that begins with the field."""
    with pytest.raises(ValueError, match=fault):
        rows.encode(samples.article(**changes))
