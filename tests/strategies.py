"""What hypothesis draws our records from: any value that their types and the output contract allow."""

from __future__ import annotations

from datetime import datetime, timezone

from hypothesis import strategies as st

from pipeline.records import (
    Article,
    Attribute,
    Caption,
    CopyOf,
    Duplicate,
    Encoding,
    Reason,
    Rejection,
    Removed,
    Repair,
    State,
    Syndication,
)

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
maybe = st.none() | text
ids = st.text("0123456789abcdef", min_size=32, max_size=32)
counts = st.integers(0, 2**53)
paragraphs = st.integers(0, 2**31 - 1)
shares = st.floats(0, 1)
times = st.datetimes(datetime(1690, 1, 1), datetime(2250, 1, 1), timezones=st.just(timezone.utc))


def tuples(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """A few of them."""
    return st.lists(items, max_size=3).map(tuple)


copies_of = st.builds(CopyOf, ids, maybe, maybe)
duplicates = st.builds(
    Duplicate, ids, maybe, st.sampled_from(["copy", "cut", "version"]), shares, shares, st.none() | shares
)
articles = st.builds(
    Article,
    id=ids,
    version=maybe,
    external_id=maybe,
    url=maybe,
    source=maybe,
    input=text,
    headline=maybe,
    body=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200),
    byline=maybe,
    dateline=maybe,
    located=maybe,
    provider=maybe,
    language=maybe,
    published_at=st.none() | times,
    modified_at=st.none() | times,
    received_at=st.none() | times,
    published_precision=maybe,
    captions=tuples(st.builds(Caption, text, maybe, text, paragraphs)),
    syndication=st.none() | st.builds(Syndication, text, maybe, maybe, maybe, maybe, maybe, maybe),
    contributors=tuples(text),
    copyright_holder=maybe,
    copyright_notice=maybe,
    usage_terms=maybe,
    encoding=st.builds(Encoding, maybe, maybe, text, counts),
    repairs=tuples(st.builds(Repair, text, counts)),
    removed=tuples(st.builds(Removed, text, text, paragraphs)),
    duplicate=st.none() | duplicates,
    copies=tuples(copies_of),
    supersedes=tuples(ids),
    attributes=tuples(st.builds(Attribute, text, text)),
    word_count=counts,
    char_count=counts,
    state=st.just(State.ARTICLE),
    pipeline_version=text,
    rules_version=text,
)
rejections = st.builds(
    Rejection,
    stage=text,
    reason=st.sampled_from(Reason),
    detail=text,
    input=text,
    external_id=maybe,
    raw=st.binary(max_size=50),
    replayable=st.booleans(),
    raw_sha256=text,
    raw_size=counts,
    received_at=st.none() | times,
)
