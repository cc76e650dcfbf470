"""The output contract: `schemas/*.avsc`, and the rule by which it may change.

Avro's own library (`avro`) parses and judges the schemas; fastavro reads and writes by them.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

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
