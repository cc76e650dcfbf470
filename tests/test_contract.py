"""pipeline.avro.contract and schemas: what the schemas may hold, and how they may change."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from avro.schema import parse

from pipeline.avro import contract, schemas
from pipeline.records import Article, Reason, Rejection, State

FIELD = {"type": "record", "name": "A", "doc": "", "fields": [{"name": "f", "doc": "", "type": "string"}]}
ITEM = {"type": "record", "name": "I", "doc": "", "fields": [{"name": "i", "doc": "", "type": "int"}]}


@pytest.mark.parametrize("name", schemas.NAMES)
def test_our_schemas_keep_the_contract(name: str) -> None:
    """Both schemas hold only what every reader reads alike, and Avro's own library parses them."""
    assert list(contract.faults(schemas.load(name))) == []
    assert parse(schemas.text(name)).fullname == f"copydesk.{name.capitalize()}"


@pytest.mark.parametrize(("name", "element"), [("article", Article), ("rejection", Rejection)])
def test_schemas_and_element_types_are_in_step(name: str, element: type) -> None:
    """The fields of a schema are those of the element type; the article's in the same order."""
    names = [field["name"] for field in schemas.load(name)["fields"]]
    declared = list(element.__dataclass_fields__)  # type: ignore[attr-defined]
    assert names == declared if element is Article else set(names) == set(declared)


def test_enums_are_in_step() -> None:
    """The symbols of the schemas are the members of the enums, and UNKNOWN, their default."""
    by_name = {field["name"]: field["type"] for name in schemas.NAMES for field in schemas.load(name)["fields"]}
    assert by_name["state"]["symbols"] == [state.value for state in State]
    assert by_name["reason"]["symbols"] == ["UNKNOWN", *(reason.value for reason in Reason)]


def test_an_unknown_schema_is_named() -> None:
    """A schema that is none is refused with the names of those that are."""
    with pytest.raises(ValueError, match="no schema 'articles': there are article, rejection"):
        schemas.text("articles")


def field(kind: Any, **more: Any) -> Any:
    """A schema of one field."""
    return {**FIELD, "fields": [{"name": "f", "doc": "", "type": kind, **more}]}


@pytest.mark.parametrize(
    "schema",
    [
        field("string"),
        field(["null", "string"], default=None),
        field({"type": "array", "items": ITEM}, default=[]),
        field(["null", ITEM], default=None),
        field({"type": "enum", "name": "E", "symbols": ["A"], "default": "A"}),
        field({"type": "long", "logicalType": "timestamp-micros"}),
    ],
    ids=["scalar", "optional", "array", "optional record", "enum", "time"],
)
def test_what_is_read_alike_is_no_fault(schema: Any) -> None:
    """The allowed part of Avro."""
    assert list(contract.faults(schema)) == []


@pytest.mark.parametrize(
    ("schema", "fault"),
    [
        (field("string", default=""), "f: the default must be absent"),
        (field(["null", "string"]), "f: the default must be null"),
        (field({"type": "array", "items": "int"}), r"f: the default must be \[\]"),
        (field(["string", "null"], default=""), "f: a union is of null, first, and one other type"),
        (field(["null", "int", "string"], default=None), "f: a union is of null, first, and one other type"),
        (field({"type": "map", "values": "int"}), "f: type 'map' is not read alike"),
        (field("float"), "f: type 'float' is not read alike"),
        (field({"type": "string", "logicalType": "uuid"}), "f: type 'uuid' is not read alike"),
        (field({"type": "fixed", "name": "F", "size": 4}), "f: type 'fixed' is not read alike"),
        (field(["null", {"type": "array", "items": "int"}], default=None), "f: an array is empty, not null"),
        (field({"type": "array", "items": {"type": "array", "items": "int"}}, default=[]), "f: an array of arrays"),
        (field({"type": "enum", "name": "E", "symbols": ["A"]}), "f: an enum stands at the top and has a default"),
        (
            field(
                {"type": "array", "items": {**FIELD, "name": "B", "fields": [{"name": "x", "type": "int"}]}}, default=[]
            ),
            "f.x: has no doc",
        ),
        ({"type": "record", "name": "A"}, "it is no Avro schema"),
        (field("sting"), "it is no Avro schema"),
    ],
)
def test_what_some_reader_reads_otherwise_is_a_fault(schema: Any, fault: str) -> None:
    """Each forbidden part of Avro is named with its field."""
    said = list(contract.faults(schema))
    assert said
    with pytest.raises(AssertionError, match=fault):
        raise AssertionError("; ".join(said))


def field_of(schema: Any, name: str) -> Any:
    """A field of a schema, to change it."""
    return next(field for field in schema["fields"] if field["name"] == name)


ALLOWED: dict[str, Callable[[Any], Any]] = {
    "nothing": lambda new: None,
    "a doc": lambda new: new["fields"][0].update(doc="better"),
    "an optional field": lambda new: new["fields"].append({"name": "n", "type": ["null", "int"], "default": None}),
    "an array": lambda new: new["fields"].append(
        {"name": "n", "type": {"type": "array", "items": "int"}, "default": []}
    ),
    "a field between others": lambda new: new["fields"].insert(
        3, {"name": "n", "type": ["null", "int"], "default": None}
    ),
    "a field of a part": lambda new: field_of(new, "captions")["type"]["items"]["fields"].append(
        {"name": "n", "type": ["null", "int"], "default": None}
    ),
    "a symbol": lambda new: field_of(new, "state")["type"]["symbols"].append("DRAFT"),
}
FORBIDDEN: dict[str, tuple[Callable[[Any], Any], str]] = {
    "dropped": (lambda new: new["fields"].remove(field_of(new, "url")), "url: is gone"),
    "renamed": (lambda new: field_of(new, "url").update(name="link"), "url: is gone"),
    "required": (
        lambda new: new["fields"].append({"name": "n", "type": "int"}),
        "n: is new, and its default is neither",
    ),
    "other default": (
        lambda new: new["fields"].append({"name": "n", "type": ["int", "null"], "default": 0}),
        "n: is new",
    ),
    "retyped": (lambda new: field_of(new, "body").update(type="bytes"), 'body: "string" became "bytes"'),
    "widened": (
        lambda new: field_of(new, "captions")["type"]["items"]["fields"][3].update(type="long"),
        "captions.paragraph",
    ),
    "made optional": (lambda new: field_of(new, "body").update(type=["null", "string"], default=None), "body: "),
    "other unit": (
        lambda new: field_of(new, "published_at")["type"][1].update(logicalType="timestamp-millis"),
        "published_at: .*timestamp-millis",
    ),
    "symbols moved": (lambda new: field_of(new, "state")["type"]["symbols"].sort(), "state: symbols are only added"),
    "symbol default": (
        lambda new: field_of(new, "state")["type"].update(default="COPY"),
        "state: the default symbol changed",
    ),
    "type renamed": (lambda new: field_of(new, "encoding")["type"].update(name="Charset"), "encoding: .*Charset"),
    "reordered": (lambda new: new["fields"].reverse(), "the record: fields changed their order"),
    "other record": (lambda new: new.update(name="Story"), "the record: .*Story"),
}


@pytest.mark.parametrize("change", ALLOWED.values(), ids=ALLOWED)
def test_additions_are_allowed(change: Callable[[Any], Any]) -> None:
    """What is only added, with a default, breaks nothing: each version reads the other."""
    new = deepcopy(schemas.load("article"))
    change(new)
    assert list(contract.changes(schemas.load("article"), new)) == []


@pytest.mark.parametrize(("change", "fault"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_everything_else_is_forbidden(change: Callable[[Any], Any], fault: str) -> None:
    """What changes the meaning of bytes that were written, or of a name that is used, is told by its field."""
    new = deepcopy(schemas.load("article"))
    change(new)
    said = list(contract.changes(schemas.load("article"), new))
    with pytest.raises(AssertionError, match=fault):
        raise AssertionError("; ".join(said))


def test_the_rule_is_at_least_as_strict_as_avro() -> None:
    """Whatever Avro's own library calls incompatible, in either direction, the rule forbids too."""
    for change, _ in FORBIDDEN.values():
        new = deepcopy(schemas.load("article"))
        change(new)
        said = list(contract._incompatible(schemas.load("article"), json.loads(json.dumps(new))))
        assert not said or list(contract.changes(schemas.load("article"), new))


def test_fingerprints_do_not_know_docs() -> None:
    """The canonical form, and so the fingerprint, is the same whatever the docs say; another field makes another."""
    schema = deepcopy(schemas.load("article"))
    schema["fields"][0]["doc"] = "other"
    assert schemas.fingerprint(schema) == schemas.fingerprint(schemas.load("article"))
    ALLOWED["an array"](schema)
    assert schemas.fingerprint(schema) != schemas.fingerprint(schemas.load("article"))
