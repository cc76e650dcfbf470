"""The packed block: the fingerprints of many articles as numpy columns.

Bytes an article, of articles of 6 kB with 27 paragraphs (`python -m tests.bench.packed 160000` prints these figures):

    order and identity   id 16, published 8, modified 8, version 8, flags 1, length 4, shingles 4            49
    keys of facts        url 8, external id 8, headline 8, whole text 8, outlet 8, agency 8, credited 8       56
    counts               sample 2, lead 1, keys 1, lead keys 1, paragraphs 1, three texts 2 each               12
    sample               300 x (hash 4 + place 1); a text of fewer shingles holds them all                  1,499
    keys                 24 x (upper half of the hash 4; the lower is in the sample)                           96
    lead                 128 x 4; its 8 keys x (index 1 + upper half 4)                                       552
    paragraphs           27 x (hash 4 + first shingle 2)                                                      161
    texts                source, url, external id in UTF-8                                                     65
    the block                                                                                               2,490

    staged, and in OUT/memory: the block as bytes, its columns with their names aligned to 8                2,491
    keys that it gives the index: 24 + 8 of text, url and external id, each key 8 + row 8                     544
    deciding, beside the blocks: 32 keys x 4 side by side, the rows that meet, the pairs; most at once        510
        and, whatever the number of articles, 90 MB for the keys that are gathered at a time
    OUT/memory besides: verdict 49, judged pairs 49 each (7 where 12 % are copies), page chrome 8 a paragraph  56
    in the index of a stream: 2,100 of the block and its sorted keys, of kept articles; 24 of all           2,230

By these a decision over a million articles holds 3.1 GB, and its output remembers them in 2.5 GB.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from pipeline.copies.arrays import F8, I8, U1, U2, U4, U8, Array, join, pack_columns, spans, starts_of, unpack_columns

MAGIC = b"CDBLOCK2"
UNDATED = np.iinfo(np.int64).min
"""`published` and `modified` of an article without that date."""

DAY, DECLARED, DIGEST, TINY = 1, 2, 4, 8
"""Flags: its date has no time; it declares itself a copy; it holds two datelines; it has under 13 words."""

_RAGGED = {
    "sample": "sample_count",
    "place": "sample_count",
    "key_top": "key_count",
    "lead": "lead_count",
    "lead_key": "lead_key_count",
    "lead_key_top": "lead_key_count",
    "paragraph_hash": "paragraph_count",
    "paragraph_first": "paragraph_count",
    "source_text": "source_size",
    "url_text": "url_size",
    "external_text": "external_size",
}

_TYPES = {"U1": np.uint8, "U2": np.uint16, "U4": np.uint32, "U8": np.uint64, "I8": np.int64, "F8": np.float64}


@dataclass(frozen=True)
class Block:
    """Fingerprints of many articles, one row each, in the order in which they were packed. Ragged columns hold the
    rows one after the other; the column of their sizes is named in _RAGGED."""

    ids: U1  # 16 bytes a row
    published: I8  # microseconds UTC
    modified: I8
    version: F8  # NaN where there is none or it is no number
    flags: U1
    length: U4  # characters of the body
    shingles: U4  # different ones
    url_key: U8  # 0 = none, as in the next six
    external_key: U8  # source and external id
    headline_key: U8
    whole_key: U8  # headline, body and captions of a tiny article
    outlet: U8  # the name of its source, folded
    agency: U8  # its dateline's
    credited: U8  # the outlet that it says it comes from
    sample_count: U2
    key_count: U1
    lead_count: U1
    lead_key_count: U1
    paragraph_count: U1
    source_size: U2
    url_size: U2
    external_size: U2
    sample: U4  # smallest shingle hashes, ascending
    place: U1  # of each: paragraph number, NAMED
    key_top: U4  # upper half of the first ones
    lead: U4  # shingle hashes in the order of the text
    lead_key: U1  # places in the lead
    lead_key_top: U4
    paragraph_hash: U4
    paragraph_first: U2  # its first shingle
    source_text: U1
    url_text: U1
    external_text: U1

    def __len__(self) -> int:
        return len(self.published)

    def starts(self, column: str) -> I8:
        """Where each row of a ragged column begins."""
        return self._starts[_RAGGED[column]]

    @cached_property
    def _starts(self) -> dict[str, I8]:
        return {size: starts_of(getattr(self, size)) for size in set(_RAGGED.values())}

    def id(self, row: int) -> str:
        """The article id (32 hex digits) of a row."""
        return bytes(self.ids[row]).hex()

    def source(self, row: int) -> str | None:
        return self._text("source_text", row)

    def url(self, row: int) -> str | None:
        return self._text("url_text", row)

    def external_id(self, row: int) -> str | None:
        return self._text("external_text", row)

    def _text(self, column: str, row: int) -> str | None:
        start = self.starts(column)
        data: U1 = getattr(self, column)[start[row] : start[row + 1]]
        return data.tobytes().decode("utf-8", "replace") or None

    def ragged(self, column: str, rows: I8) -> tuple[Array, I8]:
        """Some rows of a ragged column, one after the other, and the size of each."""
        size = _RAGGED[column]
        count = getattr(self, size).take(rows).astype(np.int64)
        if not len(getattr(self, column)):  # none has any, or it was left out
            return getattr(self, column), np.zeros_like(count)
        return getattr(self, column).take(spans(self._starts[size].take(rows), count)), count

    def take(self, rows: Sequence[int] | I8) -> Block:
        """A block of some rows, in the order given."""
        index = np.asarray(rows, dtype=np.int64)
        columns = {
            field.name: self.ragged(field.name, index)[0]
            if field.name in _RAGGED
            else getattr(self, field.name).take(index, axis=0)
            for field in fields(self)
        }
        return Block(**columns)

    def slim(self, paragraphs: bool) -> Block:
        """The block without its texts, the upper halves of its keys and, unless they are wanted, its paragraphs: what a
        judge of pairs needs."""
        gone = {"key_top": "", "lead_key_top": "", "source_text": "source_size", "url_text": "url_size"}
        gone |= {"external_text": "external_size"}
        gone |= {} if paragraphs else {"paragraph_hash": "paragraph_count", "paragraph_first": "paragraph_count"}
        empty = {column: getattr(self, column)[:0] for column in gone}
        zeros = {size: np.zeros_like(getattr(self, size)) for size in gone.values() if size}
        return replace(self, **empty, **zeros)

    def to_bytes(self) -> bytes:
        """The same bytes for the same articles, in every process and version."""
        return pack_columns(MAGIC, {field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def from_bytes(cls, data: bytes | memoryview) -> Block:
        """The block again; its columns are views of `data` (which may be a mapped file), nothing is copied.
        Raises ValueError for other bytes."""
        columns = unpack_columns(MAGIC, data)
        try:
            return cls(**columns)
        except TypeError as error:
            raise ValueError(f"the columns of this block are not those of {MAGIC!r}: {error}") from None

    @classmethod
    def empty(cls) -> Block:
        """A block of no article."""
        columns = {field.name: np.zeros(0, dtype=_TYPES[str(field.type)]) for field in fields(cls)}
        return cls(**(columns | {"ids": np.zeros((0, 16), dtype=np.uint8)}))

    @classmethod
    def concat(cls, blocks: Sequence[Block]) -> Block:
        """One block of several."""
        blocks = blocks or [cls.empty()]
        names = [field.name for field in fields(cls)]
        return cls(**{name: join((getattr(block, name) for block in blocks), np.uint8) for name in names})
