"""The manifest of a finished output: what was counted, which files there are, and by which options and versions.

It is written last and holds no clock, host or worker count, so the same run gives the same bytes. It carries a sha256
of its own content. Whether the output is what its manifest says is asked in pipeline.avro.verification.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Any

from pipeline.counters import LAW, READ

NAME = "manifest.json"
FORMAT = 1  # of the manifest; raise it when a reader of this one would misunderstand the next


class Edited(ValueError):  # noqa: N818  (it is a verdict on the file)
    """A manifest that is not as it was written; `manifest` is what it says now."""

    def __init__(self, fault: str, manifest: Manifest) -> None:
        super().__init__(fault)
        self.manifest = manifest


@dataclass(frozen=True, slots=True, order=True)
class File:
    """One file of an output. `name` is relative to the output, with '/'; `rows` is 0 for memory files."""

    name: str
    dataset: str  # articles, copies, rejects, memory
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """See the module. `counts` holds at least read and the counts of the conservation law; `options` only such as
    change the result."""

    counts: Mapping[str, int]
    files: tuple[File, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)


def dump(manifest: Manifest) -> bytes:
    """The bytes of manifest.json: keys and files sorted, UTF-8, indented for people, with its own sha256."""
    content = {"format": FORMAT, **asdict(manifest), "files": [asdict(file) for file in sorted(manifest.files)]}
    return _json({**content, "sha256": sha256(_json(content)).hexdigest()})


def parse(content: bytes) -> Manifest:
    """The manifest of those bytes. Raises ValueError for what is none, Edited for one changed since it was written."""
    try:
        values = json.loads(content)
        if values["format"] != FORMAT:
            raise ValueError(f"it has format {values['format']!r}, this version of Copydesk reads {FORMAT}")
        files = tuple(File(**file) for file in values["files"])
        manifest = Manifest(values["counts"], files, values["options"], values["versions"])
        written = dump(manifest)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"parts of it are missing or of another kind: {error!r}") from None
    if written != content:
        raise Edited("it is not as it was written: its sha256 does not fit its content", manifest)
    return manifest


def unbalanced(counts: Mapping[str, int]) -> str | None:
    """What breaks the conservation law read = articles + copies + rejects + redeliveries, or None.

    >>> unbalanced({"read": 3, "articles": 1, "copies": 1})
    'read 3 = articles 1 + copies 1 + rejects 0 + redeliveries 0 does not hold'
    """
    if counts.get(READ, 0) == sum(counts.get(name, 0) for name in LAW):
        return None
    parts = " + ".join(f"{name} {counts.get(name, 0)}" for name in LAW)
    return f"read {counts.get(READ, 0)} = {parts} does not hold"


def _json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False).encode() + b"\n"
