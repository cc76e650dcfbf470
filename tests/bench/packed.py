"""What the packed fingerprints cost: bytes an article, in the block column by column, in deciding, and on disk.

    python -m tests.bench.packed 40000

The table in pipeline/copies/blocks.py is this one.
"""

from __future__ import annotations

import argparse
import sys
import tracemalloc
from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from pipeline.copies.blocks import Block
from pipeline.copies.chrome import Chrome
from pipeline.copies.fingerprints import pack
from pipeline.copies.index import Index
from pipeline.copies.keys import block_keys
from pipeline.copies.masks import Mask
from pipeline.copies.resolve import resolve
from tests.bench.copies import SPLIT, made
from tests.bench.running import table

GROUPS = {
    "order and identity": "ids published modified version flags length shingles",
    "keys of facts": "url_key external_key headline_key whole_key outlet agency credited",
    "counts": "sample_count key_count lead_count lead_key_count paragraph_count source_size url_size external_size",
    "sample": "sample place",
    "keys": "key_top",
    "lead": "lead lead_key lead_key_top",
    "paragraphs": "paragraph_hash paragraph_first",
    "texts": "source_text url_text external_text",
}


def rows(count: int) -> Iterator[tuple[str, float]]:
    """What is measured and its bytes an article."""
    blocks = [pack([made(number) for number in range(low, low + SPLIT)]) for low in range(0, count, SPLIT)]
    whole = Block.concat(blocks)
    size = len(whole)
    assert sorted(" ".join(GROUPS.values()).split()) == sorted(field.name for field in fields(Block))
    for name, columns in GROUPS.items():
        yield name, sum(getattr(whole, column).nbytes for column in columns.split()) / size
    yield "the block", sum(getattr(whole, field.name).nbytes for field in fields(Block)) / size
    yield "the block as bytes, in staging and memory", sum(len(block.to_bytes()) for block in blocks) / size
    yield "keys of the index, with their rows", sum(map(_bytes_of_keys, blocks)) / size
    tracemalloc.start()
    resolution = resolve(blocks)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    yield "deciding: most at once, beside the blocks", peak / size
    yield "judged pairs (memory/pairs.bin)", len(resolution.pairs.to_bytes()) / size
    yield "page chrome (memory/chrome.bin)", len(resolution.chrome.to_bytes()) / size
    verdicts = [resolution.verdicts(number) for number in range(len(blocks))]
    yield "verdicts, in memory", sum(len(each.to_bytes()) for each in verdicts) / size
    del whole, resolution
    yield "a stream's index", _bytes_of_index(blocks) / size


def _bytes_of_keys(block: Block) -> int:
    held = block_keys(block, Mask(block, Chrome()))
    return held.keys.nbytes + held.rows.nbytes


def _bytes_of_index(blocks: list[Block]) -> int:
    """What the index of a stream holds when all have come."""
    index = Index()
    for block in blocks:
        index.take(block)
    total = 0
    for run in index.runs:
        columns = [getattr(run.block, field.name) for field in fields(Block)]
        columns += [run.alive, run.stamp, run.output, *run.held, *run.ids]
        total += sum(np.asarray(column).nbytes for column in columns)
    return total


def main(argv: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="tests.bench.packed", description="Bytes an article of the packed format.")
    parser.add_argument("articles", nargs="?", type=int, default=40_000)
    args = parser.parse_args(argv)
    print(table(["what", "bytes an article"], [(name, round(value)) for name, value in rows(args.articles)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
