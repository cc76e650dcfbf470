"""Reject: what cannot become an article becomes a dead letter. What an exception means says Refused.of.

No Beam in here: it is called inside the work on a split, a bundle or a message alike.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TypeVar

from pipeline.records import RawArticle, Reason, Refused, Rejection

T = TypeVar("T")
S = TypeVar("S")


def attempt(
    function: Callable[[S], T],
    value: S,
    raw: RawArticle,
    stage: str,
    max_reject_bytes: int,
    strict: bool = False,
) -> T | Rejection:
    """function(value), or the reject of the article `raw` that it belongs to."""
    try:
        return function(value)
    except Exception as error:
        refused = Refused.of(error, strict)
        return reject(raw, stage, refused.reason, refused.detail, max_reject_bytes)


def attempt_each(
    function: Callable[[S], T], values: list[tuple[RawArticle, S]], stage: str, max_reject_bytes: int, strict: bool
) -> tuple[list[tuple[RawArticle, T]], list[Rejection]]:
    """function over each value, and the rejects of those that it fails on."""
    done: list[tuple[RawArticle, T]] = []
    refused: list[Rejection] = []
    for raw, value in values:
        got = attempt(function, value, raw, stage, max_reject_bytes, strict)
        if isinstance(got, Rejection):
            refused.append(got)
        else:
            done.append((raw, got))
    return done, refused


def attempt_together(
    function: Callable[[list[S]], T],
    values: list[tuple[RawArticle, S]],
    stage: str,
    max_reject_bytes: int,
    strict: bool = False,
) -> tuple[list[S], T, list[Rejection]]:
    """function over many values at once, for what is only fast together: (values that it took, its result, rejects).
    If it fails, the values are tried one by one to find those that it fails on."""
    refused: list[Rejection] = []
    good = [value for _, value in values]
    try:
        return good, function(good), refused
    except Exception:
        if strict:
            raise
    taken, refused = attempt_each(lambda value: (function([value]), value), values, stage, max_reject_bytes, strict)
    good = [value for _, (_, value) in taken]
    return good, function(good), refused


def reject(raw: RawArticle, stage: str, reason: Reason, detail: str, max_reject_bytes: int) -> Rejection:
    """The dead letter of an article, with its raw bytes up to `max_reject_bytes`."""
    return Rejection(
        stage=stage,
        reason=reason,
        detail=detail,
        input=raw.input,
        external_id=raw.external_id,
        raw=raw.raw[:max_reject_bytes],
        replayable=len(raw.raw) <= max_reject_bytes,
        raw_sha256=sha256(raw.raw).hexdigest(),
        raw_size=len(raw.raw),
        received_at=raw.received_at,
    )
