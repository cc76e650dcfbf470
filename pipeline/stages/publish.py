"""Publish: an output appears under its name whole, or not at all. No Beam in here: plain steps on folders.

On a file system, everything is made in a hidden folder beside the output and appears with one rename. An object store
cannot rename a folder: there files are written in place, and the manifest, written last, is the commit.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from pipeline import files
from pipeline.avro import manifest

FINISHED = "it holds a finished output; give another --output, or --overwrite"


class Unusable(ValueError):  # noqa: N818  (named for what it says to the user)
    """The output cannot be written: wrong usage, with the cure."""


class Place(NamedTuple):
    """Where an output is made and where it will be."""

    output: str
    staging: str  # folder of this run alone
    target: str  # folder in which the output is made

    @property
    def aside(self) -> Path:
        """Where an older output waits until the new one is whole."""
        return Path(self.staging).with_suffix(".old")


def place(output: str) -> Place:
    """The folders of an output.

    >>> place("/news/today").staging
    '/news/.today.staging'
    """
    if files.is_remote(output):
        root = output.rstrip("/")
        return Place(root, f"{root}/.staging", root)
    path = Path(output).absolute()
    staging = path.with_name(f".{path.name}.staging")
    return Place(str(path), str(staging), str(staging / "out"))


def prepare(where: Place, overwrite: bool) -> None:
    """Make room for a run: take back or clear what a killed run left, refuse a finished output, lock the staging
    folder until the process ends. Raises Unusable."""
    if files.is_remote(where.output):
        return _prepare_remote(where, overwrite)
    output, staging = Path(where.output), Path(where.staging)
    output.parent.mkdir(parents=True, exist_ok=True)
    _lock(staging)
    if where.aside.exists() and not output.exists():
        where.aside.rename(output)
    elif where.aside.exists():
        shutil.rmtree(where.aside)
    for left in staging.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    if output.exists() and (fault := _not_ours(output, overwrite)):
        shutil.rmtree(staging)
        raise Unusable(fault)
    Path(where.target).mkdir()
    return None


def _not_ours(output: Path, overwrite: bool) -> str | None:
    """Why an existing output may not be replaced, or None."""
    if output.is_dir() and not any(output.iterdir()):
        return None
    if not (output / manifest.NAME).is_file():
        return "it exists and is no output of a run; give another --output"
    return None if overwrite else FINISHED


_held: list[int] = []  # locks live as long as the process


def _lock(staging: Path) -> None:
    """Hold the staging folder. The kernel lets go of it when the process ends, however it ends."""
    staging.mkdir(exist_ok=True)
    handle = os.open(staging, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Unusable(f"another run is writing it (and holds {staging})") from None
    _held.append(handle)


def _prepare_remote(where: Place, overwrite: bool) -> None:
    from apache_beam.io.filesystems import FileSystems

    if not FileSystems.exists(f"{where.output}/{manifest.NAME}"):
        return
    if not overwrite:
        raise Unusable(FINISHED)
    FileSystems.delete([where.output])


def publish(where: Place, content: bytes) -> None:
    """Write the manifest, then let the output appear. Done again after a retry, it does nothing."""
    output, target = Path(where.output), Path(where.target)
    if not files.is_remote(where.output) and not target.exists() and (output / manifest.NAME).is_file():
        return
    with files.create(f"{where.target}/{manifest.NAME}") as handle:
        handle.write(content)
    if files.is_remote(where.output):
        return
    _sync(target)
    if output.exists() and any(output.iterdir()):
        output.rename(where.aside)
    target.rename(output)
    shutil.rmtree(where.aside, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Bring every file to the disk: a name that outlives a power cut must not outlive its content."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def clear(where: Place) -> None:
    """Remove the staging folder, after a run or instead of its end."""
    if files.is_remote(where.output):
        from apache_beam.io.filesystems import FileSystems

        FileSystems.delete([where.staging])
        return
    shutil.rmtree(where.staging, ignore_errors=True)
