"""Raw formats, one module each: bytes -> RawArticle or Rejection. `records` is the one way in; `table` lists them."""

from pipeline.formats.base import Format, Handle, Limits, Origin, unreadable
from pipeline.formats.read import records
from pipeline.formats.splits import File, Part, Split, plan

__all__ = ["File", "Format", "Handle", "Limits", "Origin", "Part", "Split", "plan", "records", "unreadable"]
