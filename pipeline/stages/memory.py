"""Memory: what an output remembers of its articles, so that a later stream or run can drop what it has already.

A memory file holds frames of a packed block of fingerprints and the packed verdicts on it.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from pipeline.avro import commits, manifest, staging
from pipeline.avro.commits import Head
from pipeline.copies.blocks import MAGIC, Block
from pipeline.copies.chrome import Chrome
from pipeline.copies.verdicts import Verdicts
from pipeline.stages.ledger import Ledger

DATASET = "memory"
CHROME = "memory/chrome.bin"  # of a batch: the page chrome it has learnt
FRAMES = "memory/memory-"  # how the names of files of frames begin


class OtherVersion(ValueError):  # noqa: N818  (it is a verdict on the output)
    """A memory that another version of Copydesk wrote, whose fingerprints are not ours."""


def check(out: str) -> None:
    """Raise OtherVersion where an output remembers what this version can't read. Reads one frame."""
    path = next(_files_of_output(out), None)
    if path is None:
        return
    with path.open("rb") as handle:
        block, _ = next(staging.frames(handle, 2), (b"", b""))
    if block and not block.startswith(MAGIC):
        raise OtherVersion(
            f"{path} was written by another version of Copydesk; `copydesk compact {out} --output NEW` makes an output "
            f"with the same articles that this version can use"
        )


def frames(path: Path) -> Iterator[tuple[Block, Verdicts]]:
    """The blocks of a memory file and the verdicts on them."""
    handle = BytesIO(path.read_bytes())  # whole: blocks are views of it
    for block, verdicts in staging.frames(handle, 2):
        yield Block.from_bytes(block), Verdicts.from_bytes(verdicts)


def of_stream(ledger: Ledger, head: Head, since_us: int) -> Iterator[tuple[Block, Verdicts]]:
    """What a stream's commits up to `head` remember of the windows that end after `since_us`, oldest first."""
    for path in reversed(list(_files_of_stream(ledger, head, since_us))):
        yield from frames(path)


def of_output(out: str) -> Iterator[tuple[Block, Verdicts]]:
    """What a finished output remembers, or a stream's output as it is now, oldest first."""
    for path in reversed(list(_files_of_output(out))):
        yield from frames(path)


def _files_of_stream(ledger: Ledger, head: Head, since_us: int) -> Iterator[Path]:
    """Newest first."""
    numbers = [each for each in ledger.numbers() if each <= head.number]
    for commit in commits.backwards(numbers, ledger.read, since_us):
        yield from (ledger.out / file.name for file in commit.files if file.dataset == DATASET)


def _files_of_output(out: str) -> Iterator[Path]:
    """Newest first."""
    ledger = Ledger(out)
    if ledger.numbers():
        return _files_of_stream(ledger, ledger.head(), 0)
    files = manifest.parse((Path(out) / manifest.NAME).read_bytes()).files
    return (Path(out) / file.name for file in reversed(files) if file.name.startswith(FRAMES))


def chrome(outs: Iterable[str]) -> Chrome:
    """The page chrome that finished outputs have learnt; a stream learns none."""
    known = Chrome()
    for path in (Path(out) / CHROME for out in outs):
        if path.is_file():
            known |= Chrome.from_bytes(path.read_bytes())
    return known
