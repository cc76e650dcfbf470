"""Articles as Avro bytes, encoded where they are cleaned and finished where the decision on copies is known.

An Avro record is its fields one after the other, without anything between them. So all of an article can be encoded at
once except the three fields that the decision fills in and its state, and these are put in later without touching the
rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.avro import schemas
from pipeline.avro.encoding import Encode, encoder, record
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


class Row(NamedTuple):
    """An article encoded, but for what the decision fills in: duplicate, copies, supersedes; and its state."""

    head: bytes  # id ... removed
    middle: bytes  # attributes ... char_count
    versions: bytes  # pipeline_version, rules_version

    @property
    def id(self) -> str:
        """The article's id: the first field, 32 letters after one byte that says so."""
        return self.head[1:33].decode("ascii")


FIELDS: Sequence[Mapping[str, Any]] = schemas.load("article")["fields"]
NAMES = [field["name"] for field in FIELDS]


def _slice(first: str, last: str) -> Encode:
    """The encoder of consecutive fields of an article."""
    return record(FIELDS[NAMES.index(first) : NAMES.index(last) + 1])


_head = _slice("id", "removed")
_duplicate, _copies, _supersedes = (encoder(FIELDS[NAMES.index(name)]["type"]) for name in NAMES[26:29])
_middle = _slice("attributes", "char_count")
_state = encoder(FIELDS[NAMES.index("state")]["type"])
_versions = _slice("pipeline_version", "rules_version")
_rejection = encoder(schemas.load("rejection"))

UNDECIDED = b"\0\0\0"  # no duplicate, no copies, nothing superseded: most articles
ARTICLE, COPY = _state(State.ARTICLE), _state(State.COPY)


def encode(article: Article) -> Row:
    """The row of an article; what it says of duplicate, copies, supersedes and state is left out.

    Raises Unencodable (a ValueError), naming the field, for a value that the schema cannot hold."""
    return Row(_head(article), _middle(article), _versions(article))


def finish(
    row: Row,
    duplicate: Duplicate | None = None,
    copies: Sequence[CopyOf] = (),
    supersedes: Sequence[str] = (),
) -> bytes:
    """The whole record: state COPY if there is a `duplicate`, else ARTICLE."""
    if duplicate is None and not copies and not supersedes:
        return b"".join((row.head, UNDECIDED, row.middle, ARTICLE, row.versions))
    decided = _duplicate(duplicate) + _copies(copies) + _supersedes(supersedes)
    return b"".join((row.head, decided, row.middle, COPY if duplicate else ARTICLE, row.versions))


def encode_rejection(rejection: Rejection) -> bytes:
    """The whole record of a reject. Raises Unencodable."""
    return _rejection(rejection)


def article(values: Mapping[str, Any]) -> Article:
    """The article of a record that was read (files.read): the inverse of finish and encode."""
    nested: dict[str, Any] = {
        "captions": tuple(Caption(**item) for item in values["captions"]),
        "syndication": Syndication(**values["syndication"]) if values["syndication"] else None,
        "contributors": tuple(values["contributors"]),
        "encoding": Encoding(**values["encoding"]),
        "repairs": tuple(Repair(**item) for item in values["repairs"]),
        "removed": tuple(Removed(**item) for item in values["removed"]),
        "duplicate": Duplicate(**values["duplicate"]) if values["duplicate"] else None,
        "copies": tuple(CopyOf(**item) for item in values["copies"]),
        "supersedes": tuple(values["supersedes"]),
        "attributes": tuple(Attribute(**item) for item in values["attributes"]),
        "state": State(values["state"]),
    }
    return Article(**{**values, **nested})


def rejection(values: Mapping[str, Any]) -> Rejection:
    """The reject of a record that was read: the inverse of encode_rejection."""
    return Rejection(**{**values, "reason": Reason(values["reason"])})
