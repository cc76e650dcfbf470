"""The schemas of the output, `schemas/*.avsc`: where they are, and how they are told apart.

What they may hold and how they may change is in pipeline.avro.contract.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from fastavro.schema import fingerprint as fastavro_fingerprint
from fastavro.schema import to_parsing_canonical_form

NAMES = ("article", "rejection")
DATASETS = {"articles": "article", "copies": "article", "rejects": "rejection"}  # dataset -> schema of its records


@cache
def text(name: str) -> str:
    """The schema file, as written. `name` is one of NAMES."""
    if name not in NAMES:
        raise ValueError(f"no schema {name!r}: there are {', '.join(NAMES)}")
    installed = resources.files("pipeline") / "schemas" / f"{name}.avsc"
    if installed.is_file():
        return installed.read_text(encoding="utf-8")
    # A checkout or an editable install: the folder lies beside the package, as setup.py maps it into the wheel.
    return (Path(__file__).parents[2] / "schemas" / f"{name}.avsc").read_text(encoding="utf-8")


@cache
def load(name: str) -> dict[str, Any]:
    """The schema as JSON. Shared between callers: do not change it."""
    schema: dict[str, Any] = json.loads(text(name))
    return schema


def canonical(schema: dict[str, Any]) -> str:
    """Parsing Canonical Form: what matters for reading, in one fixed spelling. By fastavro, which agrees with Java's
    Avro; the `avro` package (1.12) writes {"type":"long"} for "long" where there is a logical type."""
    return str(to_parsing_canonical_form(schema))


def fingerprint(schema: dict[str, Any], algorithm: str = "CRC-64-AVRO") -> str:
    """The fingerprint of the canonical form, in hex: CRC-64-AVRO (as registries and single-object encoding have it, low
    byte first) or sha256."""
    return str(fastavro_fingerprint(canonical(schema), algorithm))
