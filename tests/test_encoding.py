"""pipeline.avro.encoding: values to Avro's bytes, and what is refused."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.avro.encoding import Unencodable, encoder, varint
from tests import strategies

CASES = json.loads(Path(__file__).with_name("cases").joinpath("encoding.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_value_is_encoded_or_refused(case: dict[str, Any]) -> None:
    """Each labelled value gives its bytes, or the message that names what is wrong."""
    value = eval(case["input"], {"nan": float("nan"), "inf": float("inf"), "datetime": datetime})
    encode = encoder(case["schema"])
    if "fault" in case:
        with pytest.raises(Unencodable, match=case["fault"]):
            encode(value)
    else:
        assert encode(value).hex() == case["expected"]


@given(st.integers(-(2**63), 2**63 - 1))
def test_longs_are_as_fastavro_writes_them(number: int) -> None:
    """A long has the bytes that fastavro gives it, whatever its size."""
    handle = BytesIO()
    fastavro.schemaless_writer(handle, {"type": "long"}, number)
    assert varint(number) == handle.getvalue()


@given(strategies.times, st.integers(-14, 14))
def test_a_time_is_the_same_instant_in_any_zone(time: datetime, hours: int) -> None:
    """The zone that a time is given in does not show in its bytes."""
    encode = encoder({"type": "long", "logicalType": "timestamp-micros"})
    assert encode(time) == encode(time.astimezone(timezone(timedelta(hours=hours))))


def test_the_path_leads_to_the_value() -> None:
    """A refused value deep in a record is named by the way to it."""
    inner = {"type": "record", "name": "B", "fields": [{"name": "b", "type": "string"}, {"name": "c", "type": "int"}]}
    outer = {"type": "record", "name": "A", "fields": [{"name": "list", "type": {"type": "array", "items": inner}}]}
    good, bad = SimpleNamespace(b="x", c=1), SimpleNamespace(b="x\0", c=1)
    with pytest.raises(Unencodable, match=r"^list\.1\.b: U\+0000 at character 1$") as raised:
        encoder(outer)(SimpleNamespace(list=(good, bad)))
    assert raised.value.path == ("list", "1", "b")


def test_a_record_without_one_of_its_fields_is_refused() -> None:
    """A value of another type, in place of a record, is said to lack the field."""
    with pytest.raises(Unencodable, match="does not have every field"):
        encoder({"type": "record", "name": "A", "fields": [{"name": "a", "type": "int"}]})("text")


@pytest.mark.parametrize(
    "schema",
    ["float", ["string", "null"], {"type": "map", "values": "int"}],
    ids=["float", "null last", "map"],
)
def test_what_the_contract_forbids_is_not_compiled(schema: Any) -> None:
    """A type that some reader reads differently is an error of the schema, found before any value is seen."""
    with pytest.raises(TypeError):
        encoder(schema)
