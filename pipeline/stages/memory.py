"""Memory: what an output remembers of its articles, so that a later stream or run can drop what it has already.

A memory file holds frames of a packed block of fingerprints and the packed verdicts on it.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from pipeline.avro import commits, manifest, staging
from pipeline.avro.commits import Head
from pipeline.copies.blocks import Block
from pipeline.copies.chrome import Chrome
from pipeline.copies.verdicts import Verdicts
from pipeline.stages.ledger import Ledger

DATASET = "memory"
CHROME = "memory/chrome.bin"  # of a batch: the page chrome it has learnt
FRAMES = "memory/memory-"  # how the names of files of frames begin


def frames(path: Path) -> Iterator[tuple[Block, Verdicts]]:
    """The blocks of a memory file and the verdicts on them."""
    handle = BytesIO(path.read_bytes())  # whole: blocks are views of it
    for block, verdicts in staging.frames(handle, 2):
        yield Block.from_bytes(block), Verdicts.from_bytes(verdicts)


def of_stream(ledger: Ledger, head: Head, since_us: int) -> Iterator[tuple[Block, Verdicts]]:
    """What a stream's commits up to `head` remember of the windows that end after `since_us`, oldest first."""
    numbers = [each for each in ledger.numbers() if each <= head.number]
    newest_first = [
        file
        for commit in commits.backwards(numbers, ledger.read, since_us)
        for file in commit.files
        if file.dataset == DATASET
    ]
    for file in reversed(newest_first):
        yield from frames(ledger.out / file.name)


def of_output(out: str) -> Iterator[tuple[Block, Verdicts]]:
    """What a finished output remembers, or a stream's output as it is now."""
    ledger = Ledger(out)
    if ledger.numbers():
        yield from of_stream(ledger, ledger.head(), 0)
        return
    for file in manifest.parse((Path(out) / manifest.NAME).read_bytes()).files:
        if file.name.startswith(FRAMES):
            yield from frames(Path(out) / file.name)


def chrome(outs: Iterable[str]) -> Chrome:
    """The page chrome that finished outputs have learnt; a stream learns none."""
    known = Chrome()
    for path in (Path(out) / CHROME for out in outs):
        if path.is_file():
            known |= Chrome.from_bytes(path.read_bytes())
    return known
