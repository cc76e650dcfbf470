"""copydesk schema: show the output's schemas, and check how they may change."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.avro import contract, reading, schemas
from pipeline.avro.files import MAGIC
from pipeline.cli.arguments import UsageError

DONE, FAILED = 0, 4


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command and its two parts."""
    parser = commands.add_parser("schema", help="show or check the Avro schemas of the output")
    parts = parser.add_subparsers(metavar="show|check", required=True)
    show = parts.add_parser("show", help="print a schema", description="Print a schema of the output, as Avro JSON.")
    show.add_argument("name", nargs="?", choices=schemas.NAMES, default=schemas.NAMES[0], help="default: article")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--canonical", action="store_true", help="in Parsing Canonical Form, without docs and defaults")
    form.add_argument("--fingerprint", action="store_true", help="only the CRC-64-AVRO and sha256 fingerprints of it")
    show.set_defaults(run=run_show)
    check = parts.add_parser(
        "check",
        help="check that the schemas keep the contract",
        description="Check that the schemas hold only what every reader of Avro reads alike, and that they only add to "
        "each OLD one, so that either reads what the other wrote (FULL_TRANSITIVE). Exit 4 if not.",
    )
    check.add_argument("old", nargs="*", metavar="OLD", help="an older .avsc, or an .avro file that carries it")
    check.set_defaults(run=run_check)


def run_show(args: argparse.Namespace) -> int:
    """Print a schema, its canonical form or its fingerprints."""
    schema = schemas.load(args.name)
    if args.canonical:
        print(schemas.canonical(schema))
    elif args.fingerprint:
        print(f"CRC-64-AVRO {schemas.fingerprint(schema)}\nsha256 {schemas.fingerprint(schema, 'sha256')}")
    else:
        print(schemas.text(args.name), end="")
    return DONE


def run_check(args: argparse.Namespace) -> int:
    """Check the schemas by themselves and against older ones; each fault is a line."""
    faults = [f"{name}.avsc: {fault}" for name in schemas.NAMES for fault in contract.faults(schemas.load(name))]
    for path in args.old:
        faults += (f"{path}: {fault}" for fault in _against(path))
    for fault in faults:
        print(fault)
    if not faults:
        fingerprints = ", ".join(f"{name} {schemas.fingerprint(schemas.load(name))}" for name in schemas.NAMES)
        print(f"The schemas keep the contract{f' with {len(args.old)} older' if args.old else ''}: {fingerprints}")
    return FAILED if faults else DONE


def _against(path: str) -> Iterator[str]:
    """What breaks the promise of an older schema."""
    old = _load(path)
    name = str(old.get("name", "") if isinstance(old, dict) else "").rpartition(".")[2].lower()
    if name not in schemas.NAMES:
        raise UsageError(f"{path} is no older schema of ours: its record is {name!r}, not Article or Rejection")
    yield from contract.changes(old, schemas.load(name))


def _load(path: str) -> Any:
    """The schema in a file."""
    try:
        with Path(path).open("rb") as handle:
            if handle.read(len(MAGIC)) != MAGIC:
                handle.seek(0)
                return json.load(handle)
            handle.seek(0)
            return reading.header(reading.Source(handle)).written
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{path} is neither an Avro schema nor an Avro file: {error}") from None
