"""What a schema of the output may hold, and how it may change, so that every reader of Avro reads it the same.

Two rules, each a function from schemas to what breaks it:

- `faults`: only the part of Avro that fifteen independent readers read identically, value for value;
- `changes`: fields are only ever added, with a default of null or []; nothing is renamed, retyped, moved or dropped.
  So any version reads what any other wrote (FULL_TRANSITIVE). Avro's own library has the last word on that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from avro.compatibility import ReaderWriterCompatibilityChecker
from avro.errors import AvroException
from avro.schema import parse

SCALARS = {"boolean", "bytes", "double", "int", "long", "string"}
ABSENT = object()


def faults(schema: Any) -> Iterator[str]:
    """What in a schema some reader would not read, or differently; each begins with the field.

    >>> list(faults({"type": "record", "name": "A", "doc": "", "fields": [
    ...     {"name": "a", "doc": "", "type": {"type": "map", "values": "int"}}]}))
    ["a: type 'map' is not read alike everywhere"]
    """
    try:
        parse(json.dumps(schema))
    except (AvroException, TypeError) as error:
        yield f"it is no Avro schema: {error}"
        return
    yield from _record(schema, "", set())


def _record(schema: Any, path: str, names: set[str]) -> Iterator[str]:
    """The faults of a record's fields."""
    yield from _named(schema, path, names)
    for field in schema["fields"]:
        inner = f"{path}.{field['name']}" if path else field["name"]
        if "doc" not in field:
            yield f"{inner}: has no doc"
        yield from _type(field["type"], inner, names)
        yield from _default(field, inner)


def _default(field: Any, path: str) -> Iterator[str]:
    """A default is null for a union with null, [] for an array, and absent otherwise."""
    kind, default = field["type"], field.get("default", ABSENT)
    wanted: Any = ABSENT
    if isinstance(kind, list):
        wanted = None
    elif isinstance(kind, dict) and kind["type"] == "array":
        wanted = []
    if default is not wanted and default != wanted:
        yield f"{path}: the default must be {'absent' if wanted is ABSENT else json.dumps(wanted)}"


def _type(kind: Any, path: str, names: set[str]) -> Iterator[str]:
    """The faults of one type."""
    if isinstance(kind, list):
        if len(kind) != 2 or kind[0] != "null":
            yield f"{path}: a union is of null, first, and one other type"
            return
        if isinstance(kind[1], dict) and kind[1]["type"] == "array":
            yield f"{path}: an array is empty, not null"
        yield from _type(kind[1], path, names)
    elif isinstance(kind, str):
        if kind not in SCALARS:
            yield f"{path}: type {kind!r} is not read alike everywhere"
    elif kind["type"] == "record":
        yield from _record(kind, path, names)
    elif kind["type"] == "array":
        if isinstance(kind["items"], dict) and kind["items"]["type"] == "array":
            yield f"{path}: an array of arrays is not read alike everywhere"
        yield from _type(kind["items"], path, names)
    elif kind["type"] == "enum":
        yield from _named(kind, path, names)
        if "default" not in kind or "." in path:
            yield f"{path}: an enum stands at the top and has a default symbol"
    elif kind != {"type": "long", "logicalType": "timestamp-micros"}:
        yield f"{path}: type {kind.get('logicalType', kind['type'])!r} is not read alike everywhere"


def _named(schema: Any, path: str, names: set[str]) -> Iterator[str]:
    """A named type is defined once, and used there only."""
    if schema["name"] in names:
        yield f"{path}: the name {schema['name']} is used twice"
    names.add(schema["name"])


def changes(old: Any, new: Any) -> Iterator[str]:
    """What in `new` breaks the promise that `old` made; each begins with the field. `old` and `new` are two versions of
    one schema.

    >>> old = {"type": "record", "name": "A", "fields": [{"name": "a", "type": "int"}]}
    >>> list(changes(old, {**old, "fields": [{"name": "a", "type": "long"}, {"name": "b", "type": "int"}]}))
    ['a: "int" became "long"', 'b: is new, and its default is neither null nor []']
    """
    found = list(_changed(old, new, ""))
    yield from found
    if not found:  # else Avro would only say the same, less plainly
        yield from _incompatible(old, new)


def _changed(old: Any, new: Any, path: str) -> Iterator[str]:
    """The changes of one type."""
    shapes = [_shape(old), _shape(new)]
    if shapes[0] != shapes[1]:
        yield f"{path or 'the record'}: {json.dumps(shapes[0])} became {json.dumps(shapes[1])}"
    elif isinstance(old, list):
        for one, other in zip(old, new, strict=True):
            yield from _changed(one, other, path)
    elif isinstance(old, dict) and old["type"] == "array":
        yield from _changed(old["items"], new["items"], path)
    elif isinstance(old, dict) and old["type"] == "enum":
        if new["symbols"][: len(old["symbols"])] != old["symbols"]:
            yield f"{path}: symbols are only added, at the end"
        if new.get("default") != old.get("default"):
            yield f"{path}: the default symbol changed"
    elif isinstance(old, dict) and old["type"] == "record":
        yield from _fields(old["fields"], new["fields"], path)


def _fields(old: Any, new: Any, path: str) -> Iterator[str]:
    """The changes of a record's fields."""
    after = {field["name"]: field for field in new}
    before = {field["name"]: field for field in old}
    for name in [*before, *(name for name in after if name not in before)]:
        inner = f"{path}.{name}" if path else name
        if name not in after:
            yield f"{inner}: is gone (a field is never dropped or renamed)"
        elif name not in before:
            if after[name].get("default", ABSENT) not in (None, []):
                yield f"{inner}: is new, and its default is neither null nor []"
        else:
            yield from _changed(before[name]["type"], after[name]["type"], inner)
            if before[name].get("default", ABSENT) != after[name].get("default", ABSENT):
                yield f"{inner}: its default changed"
    kept = [name for name in after if name in before]
    if kept != [name for name in before if name in after]:
        yield f"{path or 'the record'}: fields changed their order"


def _shape(kind: Any) -> Any:
    """What of a type may never change, without its parts: kind, name, logical type."""
    if isinstance(kind, list):
        return [_shape(branch) for branch in kind]
    if isinstance(kind, dict):
        parts = {key: kind[key] for key in ("type", "name", "namespace", "logicalType") if key in kind}
        return parts["type"] if len(parts) == 1 else parts
    return kind


def _incompatible(old: Any, new: Any) -> Iterator[str]:
    """What Avro's own library finds, in both directions."""
    versions = {"the new version": parse(json.dumps(new)), "the old version": parse(json.dumps(old))}
    for reader, writer in (("the new version", "the old version"), ("the old version", "the new version")):
        result = ReaderWriterCompatibilityChecker().get_compatibility(versions[reader], versions[writer])
        yield from (f"{reader} cannot read what {writer} wrote: {message}" for message in sorted(result.messages))
