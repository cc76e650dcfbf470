"""Plain text: one article a file. Which charset it is in, and what is its headline, is found out by `news`."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.formats.base import CHUNK_BYTES, Format, Origin, Source, reject
from pipeline.formats.gather import Gather
from pipeline.records import RawArticle, Reason, Rejection

# Without a letter in it: white space and byte order marks, in UTF-8 and UTF-16 (white space with zero bytes between).
BLANK = b" \t\r\n\v\f\0\xef\xbb\xbf\xfe\xff"


def read(source: Source, origin: Origin) -> Iterator[RawArticle | Rejection]:
    """The whole content as one article. Nothing but white space: EMPTY; over `max_record_bytes`: RECORD_TOO_LARGE."""
    whole = Gather(origin.limits.max_record_bytes, origin.limits.max_reject_bytes)
    while chunk := source.read(CHUNK_BYTES):
        whole.add(chunk)
    content = whole.content()
    if content is None:
        detail = f"a file of {whole.size} bytes, over --max-record-bytes {origin.limits.max_record_bytes}"
        yield reject(
            origin,
            Reason.RECORD_TOO_LARGE,
            detail,
            whole.head(),
            size=whole.size,
            sha256_hex=whole.sha256_hex(),
        )
    elif not content.strip(BLANK):
        yield reject(origin, Reason.EMPTY, "there is no text in it", content)
    else:
        yield RawArticle(
            origin.uri,
            content,
            content,
            declared_charset=origin.charset,
            url=origin.url,
            source=origin.source,
            received_at=origin.received_at,
        )


FORMAT = Format(
    name="text",
    summary="plain text, one article a file: headline, blank line, paragraphs",
    extensions=(".txt", ".text"),
    by_line=False,
    utf8=False,
    sniff=lambda head: True,
    read=read,
)
