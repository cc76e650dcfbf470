"""Copydesk: raw news articles in, one clean Avro record per story out, on Apache Beam.

    inputs --Plan--> Task --CleanSplits--> Staged --DecideSplits--> Shard --WriteShards--> File --Commit--> Manifest

is the batch job (graph.py): whole splits go from stage to stage, as files. The same rules, article by article, inside
your own pipeline:

    RawArticle --CleanArticles--> Article --DropCopies--> Article (kept | copies) --WriteArticles--> Manifest
                      \\_____________________ Rejection ______________________________/

Rules of news are in `news/`, what a copy is in `copies/`, raw formats in `formats/`, the output in `avro/`: plain
Python without Beam. `stages/` are the transforms that carry them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.stages.clean import CleanArticles
    from pipeline.stages.drop_copies import DropCopies
    from pipeline.stages.write import WriteArticles

__all__ = ["CleanArticles", "DropCopies", "WriteArticles"]

_HOMES = {"CleanArticles": "clean", "DropCopies": "drop_copies", "WriteArticles": "write"}


def __getattr__(name: str) -> Any:
    """The public transforms, imported when they are asked for: Beam takes 1.5 s, and most commands need none of it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"pipeline.stages.{_HOMES[name]}"), name)
