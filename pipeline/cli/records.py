"""One record for people: what a desk editor wants to see of an article, a copy or a reject."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.cli.terminal import bold, safe, shortened

WIDTH = 100  # characters a line
BODY_SHOWN = 600  # characters of the body
RAW_SHOWN = 300  # bytes of a reject


def shown(dataset: str, record: Mapping[str, Any]) -> str:
    """A record as some lines of text. `dataset` is articles, copies or rejects; '' for any other record."""
    if dataset == "rejects":
        return "\n".join(_reject(record))
    if dataset:
        return "\n".join(_article(record))
    return safe(json.dumps(record, default=str, ensure_ascii=False, indent=1))


def _article(record: Mapping[str, Any]) -> Iterator[str]:
    yield bold(safe(record["headline"] or "(no headline)"))
    published = record["published_at"]
    facts = (
        record["id"],
        record["source"],
        published and published.strftime("%Y-%m-%d %H:%M"),
        record["language"],
        f"{record['word_count']:,} words",
    )
    yield safe(" | ".join(fact for fact in facts if fact))
    for name in ("url", "input", "byline", "dateline", "copyright_notice"):
        if record[name]:
            yield f"{name}: {safe(record[name])}"
    if notice := record["syndication"]:
        said = {name: value for name, value in notice.items() if value and name != "notice"}
        yield "syndication: " + safe(", ".join(f"{name} {value}" for name, value in said.items()))
    for caption in record["captions"]:
        yield from _wrapped(f"caption: {caption['text']}" + (f" [{caption['credit']}]" if caption["credit"] else ""))
    for piece in record["removed"]:
        yield f"removed {piece['kind']}: {shortened(piece['text'], WIDTH)}"
    if duplicate := record["duplicate"]:
        figures = f"coverage {duplicate['coverage']:.2f}, similarity {duplicate['similarity']:.2f}"
        where = f" of {duplicate['original_output']}" if duplicate["original_output"] else ""
        yield safe(f"{duplicate['kind']} of {duplicate['original_id']}{where} ({figures})")
    for copy in record["copies"]:
        yield safe(f"copied: {copy['id']} {copy['source'] or ''} {copy['url'] or ''}".rstrip())
    body = record["body"]
    for paragraph in body[:BODY_SHOWN].split("\n\n"):
        yield from _wrapped(paragraph)
    if len(body) > BODY_SHOWN:
        yield f"    ... {len(body) - BODY_SHOWN:,} more characters"


def _reject(record: Mapping[str, Any]) -> Iterator[str]:
    yield bold(f"{record['reason']} in {safe(record['stage'])}: {safe(record['detail'].partition(chr(10))[0])}")
    yield f"input: {safe(record['input'])}"
    again = "can be replayed" if record["replayable"] else "cannot be replayed"
    yield f"raw: {record['raw_size']:,} bytes, {again}, sha256 {safe(record['raw_sha256'])}"
    yield from _wrapped(record["raw"][:RAW_SHOWN].decode("utf-8", "backslashreplace"))


def _wrapped(paragraph: str) -> list[str]:
    """A paragraph, indented."""
    return textwrap.wrap(safe(paragraph), WIDTH, initial_indent="    ", subsequent_indent="    ")
