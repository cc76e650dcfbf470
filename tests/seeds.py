"""What must come out of `seeds/`: tests/seeds_expected.json, and how an output differs from it.

Records are named by their external id, or by the file name of their input where they have none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent.parent / "seeds"
INPUTS = tuple(str(folder) for folder in sorted(SEEDS.iterdir()) if folder.is_dir())
EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "seeds_expected.json").read_text(encoding="utf-8"))

Record = Mapping[str, Any]
SAME = ("headline", "byline", "located", "provider", "language", "copyright_holder", "contributors")


def name(record: Record) -> str:
    """What the expectations call a record."""
    return str(record["external_id"] or record["input"].split("#")[0].rsplit("/", 1)[-1])


def mistakes(articles: Iterable[Record], copies: Iterable[Record], rejects: Iterable[Record]) -> list[str]:
    """Every difference between an output of the seeds and what is expected, one line each; none is a pass."""
    written = {"articles": list(articles), "copies": list(copies)}
    by_id = {record["id"]: name(record) for records in written.values() for record in records}
    found = {name(record): (dataset, record) for dataset, records in written.items() for record in records}
    out = [f"{key}: not expected" for key in sorted(found.keys() - EXPECTED["records"].keys())]
    out += [f"{key}: missing" for key in sorted(EXPECTED["records"].keys() - found.keys())]
    if sum(map(len, written.values())) != len(by_id):
        out.append("an id is written twice")
    for key in sorted(found.keys() & EXPECTED["records"].keys()):
        dataset, record = found[key]
        want = EXPECTED["records"][key]
        have = {"dataset": dataset, **seen(record, want, by_id)}
        out += [f"{key}.{field}: {have[field]!r}, not {want[field]!r}" for field in have if have[field] != want[field]]
        out += [f"{key}.body: lacks {piece!r}" for piece in want["holds"] if piece not in record["body"]]
        out += [f"{key}.body: holds {piece!r}" for piece in want["lacks"] if piece in record["body"]]
    return out + _rejects(list(rejects))


def seen(record: Record, want: Record, by_id: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a record that `want` fixes, in the same shape."""
    paragraphs = [part for part in record["body"].split("\n\n") if part]
    duplicate = record["duplicate"]
    all_of_them: dict[str, Any] = {
        **{field: record[field] for field in SAME},
        "dateline": record["dateline"] and record["dateline"].rstrip(" -–—_"),  # with or without what separates it
        "captions": [{"text": caption["text"], "credit": caption["credit"]} for caption in record["captions"]],
        "syndication": record["syndication"] and {key: record["syndication"][key] for key in want["syndication"] or ()},
        "duplicate": duplicate and {"of": by_id.get(duplicate["original_id"]), "kind": duplicate["kind"]},
        "copies": sorted(by_id.get(copy["id"], "?") for copy in record["copies"]),
        "removed": sorted(piece["kind"] for piece in record["removed"]),
        "repairs": sorted(repair["kind"] for repair in record["repairs"]),
        "encoding": record["encoding"]["used"],
        "paragraphs": len(paragraphs),
        "first": paragraphs[0] if paragraphs else None,
        "last": paragraphs[-1] if paragraphs else None,
        "published_precision": record["published_precision"],
        "published_at": _iso(record["published_at"]),
        "attributes": {attribute["key"]: attribute["value"] for attribute in record["attributes"]},
    }
    return {field: value for field, value in all_of_them.items() if field in want}


def _iso(time: datetime | None) -> str | None:
    return time and time.isoformat()


def _rejects(rejects: Sequence[Record]) -> list[str]:
    """The differences of the rejects."""
    fields = ("file", "stage", "reason", "external_id")
    want = sorted(str([reject.get(field) for field in fields]) for reject in EXPECTED["rejects"])
    files = ("/".join(reject["input"].split("#")[0].rsplit("/", 2)[-2:]) for reject in rejects)
    pairs = zip(files, rejects, strict=True)
    have = sorted(str([file, *(reject[field] for field in fields[1:])]) for file, reject in pairs)
    return [] if have == want else [f"rejects: {have}, not {want}"]
