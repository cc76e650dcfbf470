"""Lines of an input, or of a byte range of it: linear in its bytes, in memory bounded by the longest record allowed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats.base import CHUNK_BYTES, Origin, Source, reject
from pipeline.formats.gather import Gather
from pipeline.records import Reason, Refused, Rejection


def lines(source: Source, origin: Origin) -> Iterator[tuple[int, bytes] | Rejection]:
    r"""Every line that begins in [origin.start, origin.end), with its byte offset, without its \n or \r\n.

    `source` stands at origin.start - 1, or at 0: a line begins at `start` if the byte before is a line end. A line over
    `max_record_bytes` is read through without being held, and is a reject. Raises Refused as the source does."""
    for at, line in _split(source, origin):
        if isinstance(line, Gather):
            yield _too_long(origin, at, line)
            continue
        content = line[:-1] if line.endswith(b"\r") else line
        if len(content) > origin.limits.max_record_bytes:
            whole = Gather(-1, origin.limits.max_reject_bytes)
            whole.add(line)
            yield _too_long(origin, at, whole)
        else:
            yield at, content


def _split(source: Source, origin: Origin) -> Iterator[tuple[int, bytes | Gather]]:
    """The lines with their offsets; one that is too long to be held comes as the Gather of it."""
    at, end = origin.start, origin.end
    skipping = origin.start > 0  # the rest of a line that began before the range
    at -= skipping
    held = _gather(origin)
    while chunk := _next(source, at, held):
        pieces = chunk.split(b"\n")
        held.add(pieces[0])
        if len(pieces) == 1:
            if skipping:
                at, held = at + held.size, _gather(origin)
                if end is not None and at >= end:
                    return
            continue
        content = held.content()
        if not skipping:
            yield at, held if content is None else content
        at, skipping = at + held.size + 1, False
        for index in range(1, len(pieces) - 1):
            if end is not None and at >= end:
                return
            yield at, pieces[index]
            at += len(pieces[index]) + 1
        if end is not None and at >= end:
            return
        held = _gather(origin)
        held.add(pieces[-1])
    if held.size and not skipping:
        content = held.content()
        yield at, held if content is None else content


def _gather(origin: Origin) -> Gather:
    return Gather(origin.limits.max_record_bytes + 1, origin.limits.max_reject_bytes)  # + 1: a \r to be taken off


def _next(source: Source, at: int, held: Gather) -> bytes:
    """The next chunk. If the source fails, the line that it was in is not lost silently: the refusal names it."""
    try:
        return source.read(CHUNK_BYTES)
    except Refused as refused:
        if not held.size:
            raise
        cut = f"the line that begins at byte {at} is cut off after {held.size} bytes and is not read"
        raise Refused(refused.reason, f"{refused.detail}; {cut}") from refused


def _too_long(origin: Origin, at: int, line: Gather) -> Rejection:
    limit = origin.limits.max_record_bytes
    return reject(
        origin,
        Reason.RECORD_TOO_LARGE,
        f"a line of {line.size} bytes, over --max-record-bytes {limit}",
        line.head(),
        input=f"{origin.uri}#{at}",
        size=line.size,
        sha256_hex=line.sha256_hex(),
    )
