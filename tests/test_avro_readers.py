"""What we write is read value for value by other people's Avro: fastavro, Apache's Python and Java, DuckDB, polars."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import avro.datafile
import avro.io
import duckdb
import fastavro
import polars
import pytest

from pipeline.avro import rows, schemas
from pipeline.records import Article, CopyOf, Duplicate, Rejection, State
from tests import samples

JAVA = Path(__file__).with_name("java")
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

KEPT = samples.article(1, copies=(CopyOf(samples.identity(2), "Other", None),), supersedes=(samples.identity(9),))
COPY = samples.article(
    2, duplicate=Duplicate(samples.identity(1), None, "cut", 1 / 3, 0.1 + 0.2, None), state=State.COPY
)
MARKED = samples.bare(3)
ODD = samples.article(
    4,
    headline="\U0010ffff \ufeff \u2028 \\ \" ' </x> \x7f",
    body="",
    word_count=2**53,
    char_count=-(2**53),
    published_at=datetime(2255, 6, 5, 23, 47, 34, 740_991, tzinfo=timezone.utc),
    duplicate=Duplicate(samples.identity(1), "/news/monday", "version", 5e-324, 1.0, 0.0),
    state=State.COPY,
)
ARTICLES = [KEPT, COPY, MARKED, ODD]
REJECTS = [
    samples.rejection(1, raw=bytes(range(256)), external_id="x"),
    samples.rejection(2, raw=b"", received_at=None, replayable=False),
]
Read = Callable[[Path], list[Any]]


def by_fastavro(path: Path) -> list[Any]:
    """As fastavro reads it."""
    with path.open("rb") as handle:
        return list(fastavro.reader(handle))


def by_avro(path: Path) -> list[Any]:
    """As Apache's own library for Python reads it."""
    with path.open("rb") as handle, avro.datafile.DataFileReader(handle, avro.io.DatumReader()) as reader:
        return list(reader)


def by_duckdb(path: Path) -> list[Any]:
    """As DuckDB reads it. Its extension for Avro comes from PyPI: DuckDB itself would download it."""
    import duckdb_ext

    name = f"extensions/v{duckdb.__version__}/*/avro.duckdb_extension"
    (extension,) = (found for place in duckdb_ext.__path__ for found in Path(place).glob(name))
    with duckdb.connect() as connection:
        connection.execute(f"LOAD '{extension}'")
        result = connection.execute("SELECT * FROM read_avro(?)", [str(path)])
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


def by_polars(path: Path) -> list[Any]:
    """As polars reads it."""
    return polars.read_avro(path).to_dicts()


def by_java(path: Path) -> list[Any]:
    """As Java's Avro reads it: jars by Maven, kept in ~/.m2."""
    lines = dumped(path)[1:]
    records = [json.loads(line) for line in lines]
    for record in records:
        if "raw" in record:
            record["raw"] = record["raw"].encode("latin-1")
    return records


def dumped(path: Path) -> list[str]:
    """What tests/java/Dump.java prints of a file."""
    printed = ran("java", "-cp", classpath(), str(JAVA / "Dump.java"), str(path))
    return [line for line in printed.split("\n") if line]


@cache
def classpath() -> str:
    """Where the jars of Java's Avro are: Maven fetches them once to ~/.m2."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "classpath")
        goal = "dependency:build-classpath"
        ran("mvn", "--quiet", "--batch-mode", "--file", str(JAVA / "pom.xml"), goal, f"-Dmdep.outputFile={told}")
        return told.read_text()


def ran(*command: str) -> str:
    """The standard output of a command, which must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"
    return done.stdout


def plain(value: Any) -> Any:
    """Values as every reader can give them: times as microseconds since 1970 (some know no logical types)."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=timezone.utc)
        return (aware - EPOCH) // timedelta(microseconds=1)
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


READERS = [
    pytest.param(by_fastavro, id="fastavro"),
    pytest.param(by_avro, id="avro"),
    pytest.param(by_duckdb, id="duckdb"),
    pytest.param(by_polars, id="polars"),
    pytest.param(by_java, id="java", marks=pytest.mark.engine),
]


def written(folder: Path, records: Sequence[Article | Rejection], codec: str) -> Path:
    """A file of those records."""
    path = folder / "records.avro"
    if isinstance(records[0], Rejection):
        encoded = [rows.encode_rejection(record) for record in records if isinstance(record, Rejection)]
        path.write_bytes(samples.container(encoded, "rejection", codec))
    else:
        encoded = [
            rows.finish(rows.encode(record), record.duplicate, record.copies, record.supersedes)
            for record in records
            if isinstance(record, Article)
        ]
        path.write_bytes(samples.container(encoded, "article", codec))
    return path


@pytest.mark.parametrize("codec", ["null", "deflate", "snappy"])
@pytest.mark.parametrize("read", READERS)
def test_articles_are_read_value_for_value(tmp_path: Path, read: Read, codec: str) -> None:
    """Every reader gives the articles and copies as they were, in each codec that all of them know."""
    found = read(written(tmp_path, ARTICLES, codec))
    assert plain(found) == plain(samples.plain(tuple(ARTICLES)))


@pytest.mark.parametrize("read", READERS)
def test_rejects_are_read_value_for_value(tmp_path: Path, read: Read) -> None:
    """Every reader gives the rejects as they were, their raw bytes too."""
    found = read(written(tmp_path, REJECTS, "deflate"))
    assert plain(found) == [{name: plain(samples.plain(record))[name] for name in found[0]} for record in REJECTS]


@pytest.mark.parametrize("read", READERS)
def test_files_of_many_blocks_are_read_whole(tmp_path: Path, read: Read) -> None:
    """Blocks are joined again: every id of a file of several blocks is there, in order."""
    many = [samples.article(number, body="Rain. " * 5000) for number in range(40)]
    assert [record["id"] for record in read(written(tmp_path, many, "deflate"))] == [record.id for record in many]


@pytest.mark.parametrize("read", [READERS[0], READERS[1], READERS[4]])
def test_zstandard_is_read_by_some(tmp_path: Path, read: Read) -> None:
    """fastavro, Apache's Python and Java know zstandard; DuckDB and polars do not."""
    assert plain(read(written(tmp_path, ARTICLES, "zstandard"))) == plain(samples.plain(tuple(ARTICLES)))


@pytest.mark.engine
def test_java_gives_our_schema_the_same_fingerprint(tmp_path: Path) -> None:
    """The CRC-64-AVRO fingerprint that `copydesk schema` prints, low byte first, is the number that Java computes."""
    number = int(dumped(written(tmp_path, ARTICLES, "null"))[0], 16)
    assert number.to_bytes(8, "little").hex() == schemas.fingerprint(schemas.load("article"))
