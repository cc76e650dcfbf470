"""Which name of a row means what, and the times in it."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import Origin, rows, times
from pipeline.records import Reason, Refused

CASES = Path(__file__).parent / "cases"
ROWS = json.loads((CASES / "formats_rows.json").read_text("utf-8"))
TIMES = json.loads((CASES / "formats_times.json").read_text("utf-8"))

text = st.text(max_size=5)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | text
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3), max_leaves=5
)
names = st.sampled_from(sorted(rows.FIELD_OF)) | text


@pytest.mark.parametrize("case", ROWS, ids=[case["label"] for case in ROWS])
def test_row(case: dict) -> None:
    """A row becomes the raw article that the case says."""
    article = rows.article(case["input"], b"raw", Origin("in"), "in#0")
    got = {name: getattr(article, name) for name in case["expected"]}
    assert json.loads(json.dumps(got, default=datetime.isoformat)) == case["expected"]


@pytest.mark.parametrize("case", TIMES, ids=[case["label"] for case in TIMES])
def test_time(case: dict) -> None:
    """A value is the time that the case says, or none."""
    time = times.read(case["input"])
    assert (time and [time.at.isoformat(), time.precision, time.zoned]) == case["expected"]


def test_no_text() -> None:
    """A row without text or html is refused with its names and its id; one with an empty text is another case."""
    with pytest.raises(Refused, match="headline, id") as refused:
        rows.article({"id": 5, "headline": "H"}, b"", Origin("in"), "in#0")
    assert (refused.value.reason, refused.value.external_id) == (Reason.NO_TEXT, "5")
    with pytest.raises(Refused) as refused:
        rows.article({"text": " "}, b"", Origin("in"), "in#0")
    assert refused.value.reason == Reason.EMPTY


def test_origin_fills_in() -> None:
    """What is known from outside (--source, a message's headers) is used where the row does not say it."""
    origin = Origin("in", source="S", url="u", charset="latin1", received_at=datetime(2020, 1, 1, tzinfo=timezone.utc))
    article = rows.article({"text": "T"}, b"", origin, "in#0")
    assert (article.source, article.url, article.declared_charset) == ("S", "u", "latin1")
    assert article.received_at == origin.received_at
    article = rows.article({"text": "T", "source": "own", "url": "own"}, b"", origin, "in#0")
    assert (article.source, article.url) == ("own", "own")


@given(st.dictionaries(names, values, max_size=5))
def test_any_row(row: dict) -> None:
    """Any row is an article or refused, and every string but the text can be written: no U+0000, no lone surrogate."""
    try:
        article = rows.article(row, b"", Origin("in"), "in#0")
    except Refused:
        return
    fields = (article.headline, article.byline, article.url, article.source, article.external_id, article.version)
    for value in (*fields, article.language, article.declared_charset, *sum(article.attributes, ())):
        assert value is None or "\0" not in value.encode("utf-8").decode("utf-8")


@given(st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))
def test_times_survive(at: datetime) -> None:
    """A time in RFC 3339 comes back as the same instant."""
    time = times.read(at.isoformat())
    offset = at.utcoffset()
    if offset and offset.total_seconds() % 60:  # local mean time: RFC 3339 has no seconds in offsets
        return
    assert time is not None
    assert time.at == at.astimezone(timezone.utc)


@given(values | st.text("0123456789-+:.TZ GMTae/", max_size=40))
def test_any_time(value: object) -> None:
    """No value whatever raises; what is read lies in the years that all Avro readers can hold."""
    time = times.read(value)
    assert time is None or 1685 <= time.at.year <= 2254
