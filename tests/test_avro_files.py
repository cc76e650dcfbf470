"""pipeline.avro.files: container files over encoded records."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.avro import files, rows, schemas
from tests import samples, strategies

CODECS = pytest.mark.parametrize("codec", files.CODECS)


class WriteOnly(BytesIO):
    """A handle as an object store gives it: it can be written to, and nothing else."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise OSError("not seekable")

    tell = read = seek  # type: ignore[assignment]


@given(articles=st.lists(strategies.articles, max_size=4), codec=st.sampled_from(sorted(files.CODECS)))
def test_fastavro_reads_what_was_written(articles: list[object], codec: str) -> None:
    """Every codec gives a file from which fastavro reads the articles, value for value."""
    content = samples.container([rows.finish(rows.encode(article)) for article in articles], codec=codec)
    expected = [samples.plain(article) for article in articles]
    for article in expected:
        article.update(duplicate=None, copies=[], supersedes=[], state="ARTICLE")
    assert list(fastavro.reader(BytesIO(content))) == expected


@CODECS
def test_the_same_records_give_the_same_bytes(codec: str) -> None:
    """Nothing of the moment is in a file: written twice it is the same."""
    records = [rows.finish(rows.encode(samples.article(number))) for number in range(200)]
    assert samples.container(records, codec=codec) == samples.container(records, codec=codec)


@CODECS
def test_what_was_written_is_counted(codec: str) -> None:
    """Rows, bytes and hash are those of the file, and a handle that only writes will do."""
    records = [rows.finish(rows.encode(samples.article(number))) for number in range(3)]
    handle = WriteOnly()
    written = files.write(handle, schemas.load("article"), iter(records), codec)
    content = handle.getvalue()
    assert written == (3, len(content), sha256(content).hexdigest())


def test_no_records_give_a_file_with_none() -> None:
    """A file without records is an Avro file, and says its schema."""
    reader = fastavro.reader(BytesIO(samples.container([])))
    assert list(reader) == []
    assert reader.writer_schema["name"] == "copydesk.Article"


def test_blocks_are_bounded() -> None:
    """Records are gathered to blocks of a fixed size; a larger record is a block of its own."""
    sizes = [files.BLOCK_BYTES // 2, files.BLOCK_BYTES // 2, 3 * files.BLOCK_BYTES, 10]
    blocks = list(files.gathered(bytes(size) for size in sizes))
    assert [(count, len(block)) for count, block in blocks] == [(2, sizes[0] * 2), (1, sizes[2]), (1, 10)]


def test_only_one_block_is_held() -> None:
    """A block is written before the records of the next are asked for."""
    handle, asked = BytesIO(), []

    def records() -> object:
        for number in range(6):
            asked.append(len(handle.getvalue()))
            yield bytes((number,)) * files.BLOCK_BYTES

    files.write(handle, schemas.load("article"), records(), "null")
    assert all(size >= number * files.BLOCK_BYTES for number, size in enumerate(asked))
    assert len(asked) == 6


def test_other_content_has_another_marker() -> None:
    """The sync marker comes from the content."""
    one, other = (samples.container([rows.finish(rows.encode(samples.article(number)))]) for number in (1, 2))
    assert one[-files.SYNC_BYTES :] != other[-files.SYNC_BYTES :]


def test_an_unknown_codec_is_refused() -> None:
    """A codec that is none is named, with those that are."""
    with pytest.raises(ValueError, match="no codec 'lzo': there are deflate, null, snappy, zstandard"):
        samples.container([], codec="lzo")
