"""Whether an output is what its manifest says: every file there, whole and readable, nothing else, every count right.

A problem is a line that names the file and what is wrong with it; no problem, and the output can be trusted.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from pipeline.avro import manifest, schemas
from pipeline.avro.manifest import File, Manifest
from pipeline.avro.reading import Damaged, read
from pipeline.counters import ARTICLES, COPIES, REJECTS

Open = Callable[[str], BinaryIO]  # by the name relative to the output

CHUNK_BYTES = 1 << 20
SHOWN = 5  # offenders named in one problem


class Problem(NamedTuple):
    """What is wrong, and with which file ('' : with the output as a whole)."""

    file: str
    fault: str

    def __str__(self) -> str:
        return f"{self.file}: {self.fault}" if self.file else self.fault


def problems(listing: Mapping[str, int], open_file: Open) -> Iterator[Problem]:
    """Everything that is wrong with the finished output of a batch. `listing`: the size of every file under it, by its
    name relative to the output. Memory: 30 bytes an article."""
    if manifest.NAME not in listing:
        yield Problem(manifest.NAME, "is missing: the output was never finished")
        return
    with open_file(manifest.NAME) as handle:
        content = handle.read()
    try:
        said = manifest.parse(content)
    except manifest.Edited as error:
        yield Problem(manifest.NAME, str(error))
        said = error.manifest
    except ValueError as error:
        yield Problem(manifest.NAME, f"is no manifest: {error}")
        return
    rest = {name: size for name, size in listing.items() if name != manifest.NAME}
    yield from against(said, rest, open_file)


def against(said: Manifest, listing: Mapping[str, int], open_file: Open, *, live: bool = False) -> Iterator[Problem]:
    """Everything in which an output differs from what is said of it. `live`: it is a stream's, where an id may come
    twice when its first copy is older than the horizon, and what no commit names is none of it yet."""
    census = Census()
    found = list(_listed(said.files, listing, live))
    for file in said.files:
        if file.name in listing:
            found += _file(file, listing[file.name], open_file, census)
    yield from found
    if fault := manifest.unbalanced(said.counts):
        yield Problem("", f"the counts are wrong: {fault}")
    if not found:  # else these would only say again, of all records, what is wrong with some files
        yield from _counted(said, census)
        yield from census.problems(live)


def _listed(files: Iterable[File], listing: Mapping[str, int], live: bool) -> Iterator[Problem]:
    """Files that are missing, named twice, in the wrong folder, or there without being named."""
    names = Counter(file.name for file in files)
    for file in files:
        if file.name not in listing:
            yield Problem(file.name, "is missing")
        if not file.name.startswith(f"{file.dataset}/"):
            yield Problem(file.name, f"is said to be of dataset {file.dataset}")
    yield from (Problem(name, f"is named {count} times") for name, count in names.items() if count > 1)
    if not live:
        yield from (Problem(name, "does not belong to the output") for name in sorted(listing.keys() - names.keys()))


def _file(file: File, size: int, open_file: Open, census: Census) -> Iterator[Problem]:
    """What is wrong with one file. Its records are read even where its hash is wrong: to say where it is damaged."""
    if size != file.bytes:
        yield Problem(file.name, f"has {size:,} bytes, {file.bytes:,} were written")
    try:
        with open_file(file.name) as handle:
            if digest(handle) != file.sha256:
                yield Problem(file.name, "its bytes are not those that were written (sha256)")
        if file.dataset in schemas.DATASETS:
            with open_file(file.name) as handle:
                yield from _records(file, handle, census)
    except OSError as error:
        yield Problem(file.name, f"cannot be read: {error.strerror or error}")


def _records(file: File, handle: BinaryIO, census: Census) -> Iterator[Problem]:
    """What is wrong with the records of one file."""
    rows = 0
    try:
        for record in read(handle, schemas.load(schemas.DATASETS[file.dataset])):
            rows += 1
            if fault := census.add(file.dataset, record):
                yield Problem(file.name, f"record {rows:,} {fault}")
    except Damaged as error:
        yield Problem(file.name, f"is damaged: {error}")
    if rows != file.rows:
        yield Problem(file.name, f"has {rows:,} readable records, {file.rows:,} were written")


def digest(handle: BinaryIO) -> str:
    """The hex sha256 of all bytes of a handle."""
    sha = sha256()
    while chunk := handle.read(CHUNK_BYTES):
        sha.update(chunk)
    return sha.hexdigest()


def _counted(said: Manifest, census: Census) -> Iterator[Problem]:
    """Counts that differ from the records that are there."""
    for name in (ARTICLES, COPIES, REJECTS):
        if census.counts[name] != said.counts.get(name, 0):
            yield Problem("", f"{said.counts.get(name, 0):,} {name} were counted, {census.counts[name]:,} are there")
    if census.marked and not said.options.get("mark_only"):
        yield Problem("", f"{census.marked:,} copies stand among the articles, without --mark-only")


class Census:
    """What the records of an output are, all in all: how many of each kind, and which name which.

    An id is kept as its first 64 bits: two of ten million different ones agree in those in 3 of 1,000,000 outputs."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.marked = 0  # copies among the articles
        self._ids = {ARTICLES: array("Q"), COPIES: array("Q")}
        self._named = {ARTICLES: array("Q"), COPIES: array("Q")}  # as an original; as a copy

    def add(self, dataset: str, record: Mapping[str, Any]) -> str | None:
        """Count a record; what is wrong with it by itself, or None."""
        if dataset == REJECTS:
            self.counts[REJECTS] += 1
            return _torn(record)
        duplicate = record["duplicate"]
        kind = COPIES if duplicate else ARTICLES
        self.counts[kind] += 1
        self.marked += dataset == ARTICLES and kind == COPIES
        if record["state"] != ("COPY" if duplicate else "ARTICLE") or (dataset == COPIES and not duplicate):
            return f"({record['id']}) has state {record['state']} and duplicate {duplicate}"
        try:
            self._ids[kind].append(_short(record["id"]))
            if duplicate and duplicate["original_output"] is None:
                self._named[ARTICLES].append(_short(duplicate["original_id"]))
            self._named[COPIES].extend(_short(copy["id"]) for copy in record["copies"])
        except ValueError:
            return f"({record['id']}) names an id that is none"
        return None

    def problems(self, live: bool = False) -> Iterator[Problem]:
        """What is wrong between the records: an id twice, an original or a copy that is named and not there."""
        ids = {kind: np.frombuffer(found, np.uint64) for kind, found in self._ids.items()}
        unique, counts = np.unique(np.concatenate(list(ids.values())), return_counts=True)
        if not live:
            yield from _named("ids are there more than once", unique[counts > 1])
        for kind, what in ((ARTICLES, "originals"), (COPIES, "copies")):
            named = np.unique(np.frombuffer(self._named[kind], np.uint64))
            missing = named[~np.isin(named, ids[kind])]
            yield from _named(f"{what} are named by a record, and are not among the {kind}", missing)


def _named(what: str, ids: np.ndarray[Any, np.dtype[np.uint64]]) -> Iterator[Problem]:
    """One problem for some ids, the first of them by name."""
    if len(ids):
        shown = ", ".join(f"{int(short):016x}..." for short in ids[:SHOWN])
        yield Problem("", f"{len(ids):,} {what}: {shown}{' and others' if len(ids) > SHOWN else ''}")


def _short(identity: str) -> int:
    """The first 64 bits of an id. Raises ValueError for what is no id."""
    if len(identity) != 32:
        raise ValueError(identity)
    return int(identity[:16], 16)


def _torn(record: Mapping[str, Any]) -> str | None:
    """What is wrong with a reject: raw bytes that are all there must have the hash that is said."""
    raw = record["raw"]
    if len(raw) > record["raw_size"]:
        return "holds more raw bytes than there were"
    if len(raw) == record["raw_size"] and sha256(raw).hexdigest() != record["raw_sha256"]:
        return "holds other raw bytes than were read (raw_sha256)"
    return None
