"""Beam's own options, passed through: checked before Beam sees them, since it prints what it does not know verbatim,
secrets included."""

from __future__ import annotations

import argparse
import difflib
import logging
from collections.abc import Sequence
from typing import Any

from pipeline.cli.arguments import UsageError

LOCAL = ("DirectRunner", "FnApiRunner")  # both mean Beam's in-process runner
OF_FLINK = (  # options that only its job server knows: Beam passes them on
    "--checkpointing_interval",
    "--finish_bundle_before_checkpointing",
    "--max_bundle_size",
    "--max_bundle_time_mills",
    "--parallelism",
    "--savepoint_path",
    "--state_backend",
    "--state_backend_storage_path",
)


def import_beam() -> None:
    """Import Beam without its remark on cloud libraries that are not installed."""
    level = logging.getLogger().level
    logging.getLogger().setLevel(logging.ERROR)
    import apache_beam  # noqa: F401

    logging.getLogger().setLevel(level)
    logging.getLogger("apache_beam.runners.common").setLevel(logging.CRITICAL)  # what it logs, it also raises


def check(rest: Sequence[str], ours: Sequence[str]) -> None:
    """Raise UsageError for an argument that is no option of Beam's; `ours` are this command's own, for the hint."""
    names = [arg.split("=")[0] for arg in rest if arg.startswith("-")]
    if not rest:
        return
    known = beam_names()
    if not rest[0].startswith("-"):
        raise UsageError(f"unknown argument {rest[0]!r}")
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, [*ours, *known], 1)
            hint = f": did you mean {near[0]}?" if near else ". `copydesk run --help` lists them"
            raise UsageError(f"unknown option {name}{hint}")


def beam_names() -> set[str]:
    """The names of all options that Beam knows."""
    import_beam()
    from apache_beam.options.pipeline_options import PipelineOptions

    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, conflict_handler="resolve")
    for kind in PipelineOptions.__subclasses__():
        if "_add_argparse_args" in vars(kind):
            kind._add_argparse_args(parser)
    return {name for action in parser._actions for name in action.option_strings} | set(OF_FLINK)


def runner(name: str) -> Any:
    """The runner to give to beam.Pipeline: named explicitly on one machine (the bare DirectRunner would first look for
    an engine to download)."""
    import_beam()
    if name in LOCAL:
        from apache_beam.runners.portability.fn_api_runner import FnApiRunner

        return FnApiRunner()
    return name
