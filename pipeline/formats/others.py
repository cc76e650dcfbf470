"""Formats that are known and not read: better one reject that names the cure than markup or bytes taken for news."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.formats.base import Format, Origin, Source
from pipeline.records import RawArticle, Reason, Refused, Rejection

# name, extensions, how the content begins (after white space, in lower case), what to do.
KNOWN: tuple[tuple[str, tuple[str, ...], tuple[bytes, ...], str], ...] = (
    ("Avro", (".avro",), (b"obj\x01",), "convert it to JSON Lines (`fastavro --json`)"),
    ("CSV", (".csv", ".tsv"), (), "convert it to JSON Lines"),
    ("e-mail", (".eml", ".mbox"), (), "extract the text"),
    ("HTML", (".html", ".htm", ".xhtml"), (b"<!doctype html", b"<html"), "extract the text (trafilatura does it well)"),
    ("Parquet", (".parquet",), (b"par1",), "convert it to JSON Lines"),
    ("PDF", (".pdf",), (b"%pdf-",), "extract the text (`pdftotext`)"),
    ("RTF", (".rtf",), (b"{\\rtf",), "save it as text"),
    ("tar", (".tar", ".tgz"), (), "unpack it and give the folder"),
    ("WARC", (".warc",), (b"warc/1.",), "extract the text (trafilatura does it well)"),
    ("Word or other office document", (".doc", ".docx", ".odt"), (b"\xd0\xcf\x11\xe0",), "save it as text"),
    ("XML", (".xml", ".rss", ".atom"), (b"<?xml", b"<rss", b"<feed"), "convert it to JSON Lines"),
    ("ZIP", (".zip", ".epub"), (b"pk\x03\x04",), "unpack it and give the folder"),
)


def _format(name: str, extensions: tuple[str, ...], magics: tuple[bytes, ...], cure: str) -> Format:
    return Format(name, cure, extensions, False, False, _sniffer(magics), _refuser(name, cure))


def _sniffer(magics: tuple[bytes, ...]) -> Callable[[bytes], bool]:
    return lambda head: bool(magics) and head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(magics)


def _refuser(name: str, cure: str) -> Callable[[Source, Origin], Iterator[RawArticle | Rejection]]:
    def read(source: Source, origin: Origin) -> Iterator[RawArticle | Rejection]:
        raise Refused(Reason.UNSUPPORTED, f"{name} is not read: {cure}; --format text takes it as it is")
        yield  # makes it a generator, as every `read` is

    return read


FORMATS = tuple(_format(*each) for each in KNOWN)
