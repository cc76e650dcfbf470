"""Records and outputs that tests are made of: written for them, small, and whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime, timezone
from enum import Enum
from hashlib import sha256
from io import BytesIO
from typing import Any

from pipeline.avro import files, manifest, rows, schemas
from pipeline.avro.manifest import File, Manifest
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
    Syndication,
)

NOON = datetime(2024, 2, 29, 12, 0, 30, 250_000, tzinfo=timezone.utc)


def identity(number: int) -> str:
    """The id of a sample article."""
    return sha256(str(number).encode()).hexdigest()[:32]


def article(number: int = 0, **changes: Any) -> Article:
    """An article in which every field has a value that is not its default."""
    values: dict[str, Any] = {
        "id": identity(number),
        "version": "2",
        "external_id": f"harbour-{number}",
        "url": f"https://gazette.example/harbour/{number}",
        "source": "The Example Gazette",
        "input": f"file:///news/harbour.jsonl#{number * 100}",
        "headline": "Harbour bridge reopens — “at last”",
        "body": "The bridge reopened.\n\nДождь шёл весь день, 雨が降った 🌧.",
        "byline": "Ann Example and Bo Sample",
        "dateline": "PORT EXAMPLE (ENA)",
        "located": "PORT EXAMPLE",
        "provider": "ENA",
        "language": "en",
        "published_at": NOON,
        "modified_at": NOON.replace(year=1968),
        "received_at": NOON.replace(microsecond=1),
        "published_precision": "second",
        "captions": (Caption("A tug.", "Cy Lens / ENA", "A tug. (Cy Lens/ENA)", 3), Caption("", None, "Photo", 0)),
        "syndication": Syndication("republished", "Republished.", "Ex", "Pa", "Vi", "May 3", "By"),
        "contributors": ("Dee Helper", "ENA"),
        "copyright_holder": "ENA",
        "copyright_notice": "© 2024 ENA",
        "usage_terms": "All rights reserved.",
        "encoding": Encoding("utf-8", "windows-1252", "windows-1252", 2),
        "repairs": (Repair("mojibake", 3), Repair("nfc", 1)),
        "removed": (Removed("byline", "By Ann Example and Bo Sample", 1),),
        "attributes": (Attribute("section", "local"), Attribute("desk", "")),
        "word_count": 9,
        "char_count": 52,
        **changes,
    }
    return Article(**values)


def bare(number: int = 0) -> Article:
    """An article in which nothing is filled in that may be left out."""
    empty = {field["name"]: field["default"] for field in schemas.load("article")["fields"] if "default" in field}
    nothing = {name: () if value == [] else value for name, value in empty.items()}
    needed = {"input": "", "body": "", "encoding": Encoding(None, None, "utf-8", 0), "word_count": 0, "char_count": 0}
    return article(number, **{**nothing, **needed})


def rejection(number: int = 0, **changes: Any) -> Rejection:
    """A reject whose raw bytes are whole."""
    raw = b"\x00\xff" + str(number).encode()
    values = {
        "stage": "read",
        "reason": Reason.BAD_FORMAT,
        "detail": "no JSON object: \ufffd",
        "input": f"file:///news/bad.jsonl#{number}",
        "external_id": None,
        "raw": raw,
        "replayable": True,
        "raw_sha256": sha256(raw).hexdigest(),
        "raw_size": len(raw),
        "received_at": NOON,
    }
    return Rejection(**{**values, **changes})


def plain(value: Any) -> Any:
    """A record as its readers give it: dicts, lists, scalars."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value


def container(records: list[bytes], schema: str = "article", codec: str = "deflate") -> bytes:
    """An Avro file of encoded records."""
    handle = BytesIO()
    files.write(handle, schemas.load(schema), records, codec)
    return handle.getvalue()


def output(changes: Mapping[str, bytes] | None = None, **parts: Any) -> dict[str, bytes]:
    """A finished output, by name: two articles, of which one has a copy, one reject, one redelivery. `changes` replace
    files before the manifest is written; `parts` replace parts of the manifest."""
    kept = rows.finish(rows.encode(article(1)), None, [CopyOf(identity(3), "Other", None)])
    copy = rows.finish(rows.encode(article(3)), Duplicate(identity(1), None, "copy", 0.9, 0.8, None))
    contents = {
        "articles/articles-00000-of-00002.avro": container([kept]),
        "articles/articles-00001-of-00002.avro": container([rows.finish(rows.encode(article(2)))]),
        "copies/copies-00000-of-00001.avro": container([copy]),
        "rejects/rejects-00000-of-00001.avro": container([rows.encode_rejection(rejection())], "rejection"),
        "memory/prints-00000-of-00001.bin": b"packed",
        **(changes or {}),
    }
    values: dict[str, Any] = {
        "counts": {"read": 5, "articles": 2, "copies": 1, "rejects": 1, "redeliveries": 1},
        "files": tuple(entry(name, content) for name, content in contents.items()),
        "options": {"codec": "deflate", "coverage": 0.6},
        "versions": {"pipeline": "0.1.0"},
        **parts,
    }
    return {**contents, manifest.NAME: manifest.dump(Manifest(**values))}


def entry(name: str, content: bytes, rows: int | None = None) -> File:
    """The manifest's line on a file."""
    dataset = name.partition("/")[0]
    rows = (0 if dataset == "memory" else 1) if rows is None else rows
    return File(name, dataset, rows, len(content), sha256(content).hexdigest())
