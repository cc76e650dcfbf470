"""Articles as Avro bytes, encoded where they are cleaned and finished where the decision on copies is known.

An Avro record is its fields one after the other, without anything between them. So all of an article can be encoded at
once except the three fields that the decision fills in and its state, and these are put in later without touching the
rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.records import Article, CopyOf, Duplicate, Rejection


class Row(NamedTuple):
    """An article encoded, but for what the decision fills in: duplicate, copies, supersedes; and its state."""

    head: bytes  # id ... removed
    middle: bytes  # attributes ... char_count
    versions: bytes  # pipeline_version, rules_version

    @property
    def id(self) -> str:
        """The article's id."""
        raise NotImplementedError


def encode(article: Article) -> Row:
    """The row of an article; what it says of duplicate, copies, supersedes and state is left out.

    Raises ValueError, naming the field, for a value that the schema cannot hold."""
    raise NotImplementedError


def finish(
    row: Row,
    duplicate: Duplicate | None = None,
    copies: Sequence[CopyOf] = (),
    supersedes: Sequence[str] = (),
) -> bytes:
    """The whole record: state COPY if there is a `duplicate`, else ARTICLE."""
    raise NotImplementedError


def split(record: bytes) -> tuple[Row, Duplicate | None, tuple[CopyOf, ...], tuple[str, ...]]:
    """The inverse of finish: a written record as a row, and what had been decided."""
    raise NotImplementedError


def encode_rejection(rejection: Rejection) -> bytes:
    """The whole record of a reject."""
    raise NotImplementedError
