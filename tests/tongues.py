"""A paragraph of made-up news in each of many languages, for tests of charsets, repair and languages."""

from __future__ import annotations

import json
from pathlib import Path

# BCP 47 tag -> the paragraph, with the letters, quotation marks and dashes of its language.
NEWS: dict[str, str] = json.loads((Path(__file__).parent / "cases" / "tongues.json").read_text("utf-8"))
