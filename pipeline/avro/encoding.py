"""Avro's binary encoding, compiled from a schema: the values of an element type in, bytes out.

As fast as fastavro (tests/bench/avro.py), which takes dicts that would have to be made first, and strict: what a reader
somewhere would read differently, or not at all, is an Unencodable that names the field. A type that the output contract
does not allow is a TypeError when the schema is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from math import isfinite
from operator import attrgetter
from struct import Struct
from typing import Any

Encode = Callable[[Any], bytes]

EXACT = 2**53  # the largest whole number that a reader which knows only doubles (JavaScript) holds exactly
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MICROSECOND = timedelta(microseconds=1)
DOUBLE = Struct("<d")


class Unencodable(ValueError):  # noqa: N818  (it is a verdict on the value)
    """A value that the schema cannot hold. `path` leads to it: ("captions", "0", "credit")."""

    def __init__(self, fault: str, path: tuple[str, ...] = ()) -> None:
        super().__init__(fault, path)
        self.fault = fault
        self.path = path

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.fault}" if self.path else self.fault


def varint(number: int) -> bytes:
    """A long: zigzag, then seven bits a byte, lowest first.

    >>> varint(0), varint(-1), varint(64)
    (b'\\x00', b'\\x01', b'\\x80\\x01')
    """
    number = number << 1 if number >= 0 else (-number << 1) - 1
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


LENGTHS = tuple(varint(number) for number in range(16384))  # nearly every string, array and count is that short


def string(value: Any) -> bytes:
    """A string: its length in bytes, and UTF-8."""
    if type(value) is not str:
        raise Unencodable(f"a string is wanted, not {_shown(value)}")
    if "\0" in value:
        raise Unencodable(f"U+0000 at character {value.index(chr(0))}")
    try:
        content = value.encode()
    except UnicodeEncodeError as error:
        raise Unencodable(f"half a surrogate pair at character {error.start}") from None
    size = len(content)
    return (LENGTHS[size] if size < 16384 else varint(size)) + content


def octets(value: Any) -> bytes:
    """Bytes: their length, and they."""
    if type(value) is not bytes:
        raise Unencodable(f"bytes are wanted, not {_shown(value)}")
    return varint(len(value)) + value


def boolean(value: Any) -> bytes:
    """A boolean: one byte."""
    if type(value) is not bool:
        raise Unencodable(f"a boolean is wanted, not {_shown(value)}")
    return b"\1" if value else b"\0"


def double(value: Any) -> bytes:
    """A double: eight bytes."""
    if type(value) is not float or not isfinite(value):
        raise Unencodable(f"a finite float is wanted, not {_shown(value)}")
    return DOUBLE.pack(value)


def whole(limit: int) -> Encode:
    """The encoder of whole numbers from -limit to limit."""

    def encode(value: Any) -> bytes:
        if type(value) is not int or not -limit <= value <= limit:
            raise Unencodable(f"a whole number of at most {limit:,} is wanted, not {_shown(value)}")
        return LENGTHS[value] if 0 <= value < 16384 else varint(value)

    return encode


def micros(value: Any) -> bytes:
    """An aware time: microseconds since 1970."""
    if type(value) is not datetime or value.tzinfo is None:
        raise Unencodable(f"a time with its zone is wanted, not {_shown(value)}")
    number = (value - EPOCH) // MICROSECOND
    if not -EXACT <= number <= EXACT:
        raise Unencodable(f"a time between the years 1685 and 2255 is wanted, not {value.isoformat()}")
    return varint(number)


PRIMITIVES: Mapping[str, Encode] = {
    "boolean": boolean,
    "bytes": octets,
    "double": double,
    "int": whole(2**31 - 1),
    "long": whole(EXACT),
    "string": string,
}


def encoder(schema: Any) -> Encode:
    """The encoder of one schema. Records are read by attribute, arrays from tuples or lists, enums from their names.

    >>> encoder(["null", {"type": "array", "items": "string"}])(("a",))
    b'\\x02\\x02\\x02a\\x00'
    """
    kind = schema["type"] if isinstance(schema, dict) else schema
    if isinstance(kind, list):
        return optional(kind)
    if kind == "record":
        return record(schema["fields"])
    if kind == "array":
        return array(schema["items"])
    if kind == "enum":
        return enum(schema["symbols"])
    if isinstance(schema, dict) and "logicalType" in schema:
        kind = schema["logicalType"]
        return {"timestamp-micros": micros}[kind]
    if kind not in PRIMITIVES:
        raise TypeError(f"the output contract has no {schema!r}")
    return PRIMITIVES[kind]


def optional(branches: Sequence[Any]) -> Encode:
    """The encoder of a union of null and one other type."""
    null, other = branches
    if null != "null":
        raise TypeError(f"null stands first in a union, not {null!r}")
    inner = encoder(other)

    def encode(value: Any) -> bytes:
        return b"\0" if value is None else b"\2" + inner(value)

    return encode


def array(items: Any) -> Encode:
    """The encoder of an array: one counted block of items, and the end."""
    inner = encoder(items)

    def encode(value: Any) -> bytes:
        if not value and type(value) in (tuple, list):
            return b"\0"
        if type(value) not in (tuple, list):
            raise Unencodable(f"a tuple is wanted, not {_shown(value)}")
        try:
            return b"".join((varint(len(value)), *map(inner, value), b"\0"))
        except ValueError:
            _locate(enumerate(value), (inner for _ in value))
            raise

    return encode


def enum(symbols: Sequence[str]) -> Encode:
    """The encoder of an enum: the number of the symbol."""
    numbers = {symbol: varint(number) for number, symbol in enumerate(symbols)}

    def encode(value: Any) -> bytes:
        if value not in numbers:
            raise Unencodable(f"one of {', '.join(symbols)} is wanted, not {_shown(value)}")
        return numbers[value]

    return encode


def record(fields: Sequence[Mapping[str, Any]]) -> Encode:
    """The encoder of a record, or of some consecutive fields of one: each field, nothing between them."""
    names = [field["name"] for field in fields]
    encoders = [encoder(field["type"]) for field in fields]
    only = attrgetter(names[0])
    values: Callable[[Any], tuple[Any, ...]] = attrgetter(*names) if len(names) > 1 else lambda value: (only(value),)

    def encode(value: Any) -> bytes:
        try:
            found = values(value)
        except AttributeError as error:
            raise Unencodable(f"{_shown(value)} does not have every field: {error}") from None
        try:
            return b"".join([encode(value) for encode, value in zip(encoders, found, strict=True)])
        except ValueError:
            _locate(zip(names, found, strict=True), encoders)
            raise

    return encode


def _locate(values: Iterable[tuple[object, Any]], encoders: Iterable[Encode]) -> None:
    """Raise again what one of the values raised, with its name before the path."""
    for (name, value), encode in zip(values, encoders, strict=True):
        try:
            encode(value)
        except Unencodable as error:
            raise Unencodable(error.fault, (str(name), *error.path)) from None


def _shown(value: object) -> str:
    """A value as a message shows it: None, or its type and the beginning of it."""
    return "None" if value is None else f"{type(value).__name__} {repr(value)[:60]}"
