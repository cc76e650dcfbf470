"""Pairs that the rule on copies decided by a hair: `copydesk explain OUT --borderline N`."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

import numpy as np

from pipeline.avro import staging
from pipeline.avro.manifest import Manifest
from pipeline.cli.outputs import Output
from pipeline.copies.blocks import Block
from pipeline.copies.pairs import A_COVERS, B_COVERS, Pairs
from pipeline.copies.rule import Rule
from pipeline.stages.memory import FRAMES

PAIRS = "memory/pairs.bin"


class Close(NamedTuple):
    """A judged pair close to the threshold of coverage."""

    coverage: float  # the larger share of the one that stands in the other
    copies: bool  # whether one covers the other
    ids: tuple[str, str]


def closest(output: Output, said: Manifest, rule: Rule, most: int) -> Iterator[Close]:
    """The judged pairs whose coverage is closest to the rule's, closest first. A stream's output keeps no pairs."""
    if PAIRS not in output.listing:
        return
    with output.open(PAIRS) as handle:
        pairs = Pairs.from_bytes(handle.read())
    coverage = np.fmax(pairs.cover_a, pairs.cover_b)
    near = np.argsort(np.abs(coverage - rule.coverage), kind="stable")[:most]
    names = ids(output, said, {int(row) for row in (*pairs.a[near], *pairs.b[near])})
    for at in near:
        first, second = (names[int(rows[at])] for rows in (pairs.a, pairs.b))
        yield Close(float(coverage[at]), bool(pairs.flags[at] & (A_COVERS | B_COVERS)), (first, second))


def ids(output: Output, said: Manifest, rows: set[int]) -> dict[int, str]:
    """The ids of some rows, which are numbered through the blocks of the memory in its order."""
    found: dict[int, str] = {}
    begin = 0
    for file in said.files:
        if file.name.startswith(FRAMES):
            with output.open(file.name) as handle:
                for packed, _ in staging.frames(BytesIO(handle.read()), 2):
                    block = Block.from_bytes(packed)
                    found |= {row: block.id(row - begin) for row in rows if begin <= row < begin + len(block)}
                    begin += len(block)
    return found
