"""pipeline.avro.reading: container files that may be anything."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.avro import files, rows, schemas
from pipeline.avro.encoding import varint
from pipeline.avro.reading import CODECS, Damaged, read
from tests import samples

RECORDS = [rows.finish(rows.encode(samples.article(number))) for number in range(3)]
WHOLE = samples.container(RECORDS)
LONG = {"type": "record", "name": "A", "fields": [{"name": "a", "type": "long"}]}


def container(schema: Any, *blocks: tuple[int, bytes], codec: str = "null") -> bytes:
    """A file of blocks as they are given: (promised records, packed bytes)."""
    start = files.header(schema, codec) + bytes(16)
    return start + b"".join(varint(count) + varint(len(block)) + block + bytes(16) for count, block in blocks)


def deflated(content: bytes) -> bytes:
    """Raw deflate, at its smallest."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


@pytest.mark.parametrize("codec", sorted(CODECS))
def test_what_fastavro_writes_is_read(codec: str) -> None:
    """Files of other writers are read in every codec, whatever their sync marker and block size."""
    handle = BytesIO()
    records = [{"a": number} for number in range(2000)]
    fastavro.writer(handle, LONG, records, codec=codec, sync_interval=500)
    handle.seek(0)
    assert list(read(handle)) == records


@pytest.mark.parametrize("codec", files.CODECS)
def test_our_own_files_are_read(codec: str) -> None:
    """What pipeline.avro.files wrote comes back as the articles that they were."""
    articles = [rows.article(record) for record in read(BytesIO(samples.container(RECORDS, codec=codec)))]
    assert articles == [samples.article(number) for number in range(3)]


def test_an_older_file_is_read_by_a_newer_schema() -> None:
    """Fields that a file does not have yet get their default."""
    newer = {**LONG, "fields": [*LONG["fields"], {"name": "b", "type": ["null", "string"], "default": None}]}
    assert list(read(BytesIO(container(LONG, (1, varint(7)))), newer)) == [{"a": 7, "b": None}]


def test_records_of_another_kind_are_damage() -> None:
    """A file whose schema is not the one that is wanted is damage, said in a line and not in whole schemas."""
    other = json.loads(json.dumps(schemas.load("article")).replace('"char_count"', '"chap_count"'))
    for content in (container(LONG, (1, varint(7))), container(other, (1, RECORDS[0]))):
        with pytest.raises(Damaged, match=r"record 1 before byte .* cannot be decoded") as raised:
            list(read(BytesIO(content), schemas.load("article")))
        assert len(str(raised.value)) < 300


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 41))
def test_a_cut_file_is_damaged(cut: int) -> None:
    """A file cut anywhere but behind a whole block is damaged; the header without blocks is a file without records."""
    end_of_header = WHOLE.index(WHOLE[-16:]) + 16
    assert cut != end_of_header
    with pytest.raises(Damaged, match=r"cut|empty|does not begin|no schema"):
        list(read(BytesIO(WHOLE[:cut])))


@given(at=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_never_does_worse_than_damage(at: int, bit: int) -> None:
    """With any bit flipped a file is read, or damaged; nothing else is raised."""
    content = bytearray(WHOLE)
    content[at] ^= 1 << bit
    with suppress(Damaged):
        list(read(BytesIO(bytes(content)), limit=1 << 20))


@given(st.binary(max_size=200))
def test_any_bytes_never_do_worse_than_damage(content: bytes) -> None:
    """Whatever follows the header is read, or damaged."""
    for codec in sorted(CODECS):
        with suppress(Damaged):
            list(read(BytesIO(files.header(LONG, codec) + content), limit=1 << 20))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "the file is empty"),
        (b"PAR1" + bytes(40), "does not begin like an Avro file: b'PAR1'"),
        (b"Obj\x01" + bytes(17), "the header holds no schema"),
        (files.header(LONG, "lzo") + bytes(16), "codec 'lzo' is unknown"),
        (files.header({"type": "nothing"}, "null") + bytes(16), "the schema in the header is none"),
        (
            files.header("string", "null").replace(b'"string"', b'"string ') + bytes(16),
            "the schema in the header is none",
        ),
        (b"Obj\x01" + b"\xff" * 12, "the header at byte .* is no number"),
        (b"Obj\x01\x02" + varint(2**40), "says it has 1,099,511,627,776 bytes"),
        (container(LONG, (2, varint(7))), "block 1 at byte .* says it has 2 records in 1 bytes"),
        (container(LONG, (-1, varint(7))), "says it has -1 records"),
        (container(LONG, (1, varint(7) + varint(8))), "holds more bytes than its 1 records"),
        (container(LONG, (2, b"\x02\x80")), "record 2 before byte .* cannot be decoded"),
        (container(LONG, (1, varint(7)))[:-1] + b"x", "does not end with the sync marker"),
        (container(LONG, (1, b"\xff\xff"), codec="deflate"), "its deflate is damaged"),
        (container(LONG, (1, deflated(b"\2")[:-1]), codec="deflate"), "its compressed data are cut"),
        (container(LONG, (1, deflated(b"\2") + b"12345"), codec="deflate"), "1 bytes follow its compressed data"),
        (container(LONG, (1, b"\1\0\2wxyz"), codec="snappy"), "checksum does not fit"),
        (container(LONG, (1, b"xyz"), codec="snappy"), "its snappy is damaged"),
        (container(LONG, (1, b"xyz"), codec="zstandard"), "its zstandard is damaged"),
        (container(LONG, (1, b"xyz"), codec="bzip2"), "its bzip2 is damaged|cut"),
        (container(LONG, (1, b"xyz"), codec="xz"), "its xz is damaged|cut"),
    ],
)
def test_damage_is_named(content: bytes, fault: str) -> None:
    """Each kind of damage is told apart, with its place."""
    with pytest.raises(Damaged, match=fault):
        list(read(BytesIO(content)))


@pytest.mark.parametrize("codec", ["bzip2", "deflate", "snappy", "xz", "zstandard"])
def test_a_bomb_is_not_inflated(codec: str) -> None:
    """A block that grows over the limit is damage, found before it is in memory."""
    handle = BytesIO()
    schema = {"type": "record", "name": "A", "fields": [{"name": "a", "type": "string"}]}
    fastavro.writer(handle, schema, [{"a": "x" * 3_000_000}], codec=codec)
    with pytest.raises(Damaged, match=r"over 1,000,000 bytes large|is damaged"):
        list(read(BytesIO(handle.getvalue()), limit=1_000_000))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "record", "name": "A", "fields": []},
        {"type": "record", "name": "A", "fields": [{"name": "a", "type": {"type": "array", "items": "null"}}]},
        {"type": "record", "name": "A", "fields": [
            {"name": "f", "type": {"type": "fixed", "name": "F", "size": 0}},
            {"name": "a", "type": {"type": "array", "items": "F"}},
        ]},
        {"type": "array", "items": {"type": "record", "name": "n.R", "fields": [{"name": "a", "type": "null"}]}},
    ],
    ids=["empty records", "array of nulls", "array of empty fixed", "array of empty records"],
)  # fmt: skip
def test_items_without_bytes_are_refused(schema: Any) -> None:
    """A few bytes cannot promise 2**40 values: the schema that makes it possible is refused."""
    with pytest.raises(Damaged, match="take no bytes"):
        list(read(BytesIO(container(schema, (1, varint(2**40) + b"\0")))))


def test_recursive_schemas_are_read() -> None:
    """A tree, whose nodes hold nodes behind a union, is no endless schema."""
    tree = {"type": "record", "name": "T", "fields": [{"name": "next", "type": ["null", "T"]}]}
    assert list(read(BytesIO(container(tree, (1, b"\2\0"))))) == [{"next": {"next": None}}]


def test_the_schema_in_a_file_is_the_whole_schema() -> None:
    """A file explains itself: it carries the docs of its fields too."""
    assert json.loads(fastavro.reader(BytesIO(WHOLE)).metadata["avro.schema"]) == schemas.load("article")
