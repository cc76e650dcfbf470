"""Outputs as the commands find them: of a finished batch, with its manifest, or of a stream, with its commits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from pipeline import files
from pipeline.avro import commits, manifest, reading
from pipeline.avro.manifest import File, Manifest
from pipeline.cli.arguments import UsageError


class NothingToRead(ValueError):  # noqa: N818  (named for what it says to the user)
    """There is no output at all at that place (exit 5)."""


class Unsound(ValueError):  # noqa: N818  (it is a verdict on the output)
    """What an output says of itself cannot be trusted."""


class Output(NamedTuple):
    """A place that holds an output. `listing`: the size of every file under it, by its name relative to it."""

    root: str
    listing: dict[str, int]

    @property
    def live(self) -> bool:
        """Whether it is a stream's."""
        return manifest.NAME not in self.listing and any(name.startswith(f"{commits.FOLDER}/") for name in self.listing)

    def open(self, name: str) -> BinaryIO:
        """Open one of its files."""
        return files.read(f"{self.root}/{name}")

    def said(self) -> Manifest:
        """What it says of itself: its manifest, or all its commits together. Raises Unsound."""
        try:
            return self._chain() if self.live else manifest.parse(self._content(manifest.NAME))
        except ValueError as error:
            raise Unsound(f"{commits.FOLDER if self.live else manifest.NAME}: {error}") from None

    def _chain(self) -> Manifest:
        """What the commits of a stream say together. Raises Broken."""
        numbers = [commits.number(name.partition("/")[2]) for name in self.listing if name.startswith(commits.FOLDER)]
        present = [number for number in numbers if number is not None]
        chain = list(commits.walk(present, lambda name: self._content(f"{commits.FOLDER}/{name}")))
        options: dict[str, Any] = {}
        versions: dict[str, str] = {}
        for commit in chain:
            options.update(commit.options)
            versions.update(commit.versions)
        written = tuple(file for commit in chain for file in commit.files)
        return Manifest(commits.total(chain), written, options, versions)

    def _content(self, name: str) -> bytes:
        with self.open(name) as handle:
            return handle.read()

    def records(self, file: File, schema: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """The records of one of its Avro files. Raises Damaged."""
        with self.open(file.name) as handle:
            yield from reading.read(handle, schema)


def find(root: str) -> Output:
    """The output at that place. Raises NothingToRead if there is none."""
    listing = _listing(root)
    if not listing:
        raise NothingToRead(f"{root}: there is nothing")
    return Output(root.rstrip("/"), listing)


def _listing(root: str) -> dict[str, int]:
    """The files under a folder, sorted."""
    if files.is_remote(root):
        return _remote(root)
    if not Path(root).exists():
        return {}
    if not Path(root).is_dir():
        raise UsageError(f"{root} is a file: name the folder of an output")
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            found[path.relative_to(root).as_posix()] = path.lstat().st_size
    return dict(sorted(found.items()))


def _remote(root: str) -> dict[str, int]:
    """The files under a prefix of an object store, by Beam's FileSystems (imported only here: it takes 1.5 s)."""
    from apache_beam.io.filesystems import FileSystems

    (found,) = FileSystems.match([f"{root.rstrip('/')}/**"])
    prefix = len(root.rstrip("/")) + 1
    return {each.path[prefix:]: each.size_in_bytes for each in sorted(found.metadata_list, key=lambda each: each.path)}
