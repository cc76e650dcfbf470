"""Fingerprints: clean articles in, one packed block out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from typing import Any

import numpy as np

from pipeline.copies.arrays import I8, U4, U8, Array, hash_text, join, spans, starts_of
from pipeline.copies.blocks import DAY, DECLARED, DIGEST, TINY, UNDATED, Block
from pipeline.copies.outlets import outlet_key
from pipeline.copies.shingles import KEYS, LEAD, lead_keys, sample, shingles
from pipeline.copies.words import words
from pipeline.records import Article

MAX_CHARS = 500_000
"""A longer body is fingerprinted up to here (80,000 words; a novel has that many)."""

BATCH_CHARS = 100_000
"""Characters worked on at a time: the arrays then stay in the processor's cache."""

TINY_WEIGHT = 26
"""Under 13 words: a copy only if headline, body and captions are all equal."""

GALLERY_CHARS = 300
"""A page without text but with this much of captions (50 words) is a gallery, and the same one under any headline."""

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_DATELINE = re.compile(r"\n\n([A-Z][A-Z .,'’/-]{2,40}(?:, [A-Z][a-z]+\.?)?(?: \([^)]{2,30}\))? ?(?:—|–|--| - ))")


def pack(articles: Sequence[Article]) -> Block:
    """The fingerprints of some articles, one row each, in their order."""
    texts = [_pack_batch(batch) for batch in _batches(articles)]
    columns = {name: join((text[name] for text in texts), dtype) for name, dtype in _TEXT_COLUMNS.items()}
    tiny = columns.pop("weight") < TINY_WEIGHT
    return Block(**_facts(articles, tiny), **columns)


_TEXT_COLUMNS = {
    "weight": np.int64,
    "shingles": np.uint32,
    "sample_count": np.uint16,
    "key_count": np.uint8,
    "lead_count": np.uint8,
    "lead_key_count": np.uint8,
    "paragraph_count": np.uint8,
    "sample": np.uint32,
    "place": np.uint8,
    "key_top": np.uint32,
    "lead": np.uint32,
    "lead_key": np.uint8,
    "lead_key_top": np.uint32,
    "paragraph_hash": np.uint32,
    "paragraph_first": np.uint16,
}


def _batches(articles: Sequence[Article]) -> Iterator[list[str]]:
    """The bodies, some at a time."""
    batch: list[str] = []
    size = 0
    for article in articles:
        batch.append(article.body[:MAX_CHARS])
        size += len(batch[-1])
        if size >= BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _pack_batch(bodies: list[str]) -> dict[str, Array]:
    """The columns that come from the text."""
    of = shingles(words(bodies), len(bodies))
    kept = sample(of)
    keys = np.minimum(kept.count, KEYS)
    key = kept.index.take(spans(starts_of(kept.count)[:-1], keys))
    in_lead, lead_key_count = lead_keys(of)
    lead_count = np.minimum(np.diff(of.start), LEAD)
    paragraphs = np.minimum(np.diff(of.paragraph_start), 255)
    paragraph = spans(of.paragraph_start[:-1], paragraphs)
    columns = {
        "weight": of.weight,
        "shingles": kept.distinct,
        "sample_count": kept.count,
        "key_count": keys,
        "lead_count": lead_count,
        "lead_key_count": lead_key_count,
        "paragraph_count": paragraphs,
        "sample": _low(of.hash.take(kept.index)),
        "place": of.place.take(kept.index),
        "key_top": of.hash.take(key) >> np.uint64(32),
        "lead": _low(of.hash.take(spans(of.start[:-1], lead_count))),
        "lead_key": in_lead - np.repeat(of.start[:-1], lead_key_count),
        "lead_key_top": of.hash.take(in_lead) >> np.uint64(32),
        "paragraph_hash": of.paragraph_hash.take(paragraph),
        "paragraph_first": np.minimum(of.paragraph_first.take(paragraph), 65_535),
    }
    return {name: column.astype(_TEXT_COLUMNS[name]) for name, column in columns.items()}


def _low(hashes: U8) -> U4:
    return hashes.astype(np.uint32)


def _facts(articles: Sequence[Article], tiny: Array) -> dict[str, Any]:
    """The columns that come from the other fields."""
    headlines = [_folded(article.headline) for article in articles]
    source = [_utf8(article.source) for article in articles]
    url = [_utf8(article.url) for article in articles]
    external = [_utf8(article.external_id) for article in articles]
    ids = bytes.fromhex("".join(article.id for article in articles))
    return {
        "ids": np.frombuffer(ids, dtype=np.uint8).reshape(len(articles), 16),
        "published": _times([article.published_at for article in articles]),
        "modified": _times([article.modified_at for article in articles]),
        "version": np.array([_number(article.version) for article in articles], dtype=np.float64),
        "flags": np.array([_flags(*of) for of in zip(articles, tiny, strict=True)], dtype=np.uint8),
        "length": np.array([len(article.body) for article in articles], dtype=np.uint32),
        "url_key": _keys([hash_text("url", article.url) if article.url else 0 for article in articles]),
        "external_key": _keys([_external_key(article) for article in articles]),
        "headline_key": _keys([hash_text("headline", line) if line else 0 for line in headlines]),
        "whole_key": _keys([_whole_key(*of) for of in zip(articles, headlines, tiny, strict=True)]),
        "outlet": _keys([outlet_key(article.source) for article in articles]),
        "agency": _keys([outlet_key(article.provider) for article in articles]),
        "credited": _keys([outlet_key(a.syndication.source) if a.syndication else 0 for a in articles]),
        **_texts("source", source),
        **_texts("url", url),
        **_texts("external", external),
    }


def _texts(name: str, values: list[bytes]) -> dict[str, Array]:
    size = np.array([len(value) for value in values], dtype=np.uint16)
    return {f"{name}_size": size, f"{name}_text": np.frombuffer(b"".join(values), dtype=np.uint8)}


def _utf8(value: str | None) -> bytes:
    return (value or "").encode("utf-8", "replace")[:65_535]


def _keys(values: list[int]) -> U8:
    return np.array(values, dtype=np.uint64)


def _times(values: list[datetime | None]) -> I8:
    """Microseconds UTC."""
    out = np.full(len(values), UNDATED, dtype=np.int64)
    for row, value in enumerate(values):
        if value is not None:
            since = value - _EPOCH
            out[row] = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return out


def _number(version: str | None) -> float:
    """A version as a number; NaN where it is none (it then orders nothing)."""
    try:
        value = float(version) if version and version[0].isdigit() else float("nan")
    except ValueError:
        return float("nan")
    return value if abs(value) < 1e18 else float("nan")


def _flags(article: Article, tiny: bool) -> int:
    declared = article.syndication is not None and article.syndication.kind in DECLARING
    return (
        DAY * (article.published_precision == "day")
        | DECLARED * declared
        | DIGEST * _is_digest(article)
        | TINY * bool(tiny)
    )


DECLARING = frozenset({"originally_appeared", "republished", "reprinted", "translation", "canonical"})
"""Kinds of syndication notice by which an article says of itself that it is a copy. That an agency provided it, or a
partner shared in making it, is none."""


def _is_digest(article: Article) -> bool:
    """Whether several stories stand in it, each with its dateline."""
    found = _DATELINE.finditer(f"\n\n{article.body}")
    datelines = sum(paragraph[1][1:4].isupper() for paragraph in found) + (article.dateline is not None)
    return bool(datelines >= 2)


def _external_key(article: Article) -> int:
    """Source and external id; 0 unless both are there."""
    if not article.source or not article.external_id:
        return 0
    return hash_text("external", article.source, article.external_id)


def _folded(text: str | None) -> str:
    """A short text as its letters and digits, folded, to be compared whole."""
    return " ".join(re.findall(r"\w+", text.casefold())) if text else ""


def _whole_key(article: Article, headline: str, tiny: bool) -> int:
    """The whole of a tiny article, of a gallery without its headline; 0 for one that holds nothing at all."""
    if not tiny:
        return 0
    captions = [_folded(caption.text) for caption in article.captions]
    body = _folded(article.body)
    if sum(map(len, captions)) >= GALLERY_CHARS:
        return hash_text("gallery", body, *captions)
    return hash_text("whole", headline, body, *captions) if headline or body or any(captions) else 0
