"""From what was fetched to one parcel: read the messages, clean, encode and fingerprint the articles.

The expensive part of the stream: on one machine it is handed to the worker processes, on a cluster it is done inline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from io import BytesIO

from pipeline import counters, workers
from pipeline.avro import rows
from pipeline.copies.blocks import Block
from pipeline.formats import Origin, records
from pipeline.formats.base import reject
from pipeline.messages import Fetch, Message, Parcel
from pipeline.records import RawArticle, Refused, Rejection
from pipeline.work.job import Job
from pipeline.work.split import clean_chunk

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
PIECE = 40  # messages handed to one worker at once: some 40 ms of work

Item = Message | RawArticle | Rejection
Made = tuple[list[rows.Row], bytes, list[bytes], dict[str, int]]  # rows, block, rejects, counts


def parcel(fetch: Fetch, job: Job) -> bytes:
    """The packed parcel of a fetch, made by all the workers there are."""
    pieces = (fetch.items[at : at + PIECE] for at in range(0, len(fetch.items), PIECE))
    made: list[Made] = list(workers.run_all(clean_items, ((piece, job) for piece in pieces)))
    blocks = [Block.from_bytes(block) for _, block, _, _ in made if block]
    return Parcel(
        spans=fetch.spans,
        identity=fetch.identity,
        counts=counters.total(counts for *_, counts in made),
        rows=tuple(row for some, *_ in made for row in some),
        rejects=tuple(reject for _, _, some, _ in made for reject in some),
        block=Block.concat(blocks).to_bytes() if len(blocks) > 1 else b"".join(block for _, block, _, _ in made),
    ).pack()


def clean_items(items: Iterable[Item], job: Job) -> Made:
    """Read, clean, encode and fingerprint some messages. Never raises for what is in one."""
    found = [each for item in items for each in read_item(item, job)]
    good, block, refused = clean_chunk(found, job)
    counts = [counters.of_article(article) for article, _ in good] + [counters.of_rejection(each) for each in refused]
    return (
        [row for _, row in good],
        block if good else b"",
        [rows.encode_rejection(each) for each in refused],
        counters.total(counts),
    )


def read_item(item: Item, job: Job) -> Iterator[RawArticle | Rejection]:
    """The raw articles of a message. Its headers content-type, charset, source and url say what it doesn't itself."""
    if not isinstance(item, Message):
        yield item
        return
    headers = {name.lower(): value for name, value in item.headers}
    origin = Origin(
        uri=item.input,
        source=headers.get("source") or job.source,
        charset=headers.get("charset") or charset(headers.get("content-type")) or job.charset,
        url=headers.get("url"),
        received_at=None if item.received_us is None else EPOCH + timedelta(microseconds=item.received_us),
        rereadable=False,
        strict=job.strict,
        limits=job.limits,
    )
    try:
        yield from records(BytesIO(item.value), origin, job.format)
    except Exception as error:
        refused = Refused.of(error, job.strict)
        yield reject(origin, refused.reason, refused.detail, item.value)


def charset(content_type: str | None) -> str | None:
    """The charset in a content type.

    >>> charset('text/plain; charset="koi8-r"'), charset("application/json")
    ('koi8-r', None)
    """
    for part in (content_type or "").split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"') or None
    return None
