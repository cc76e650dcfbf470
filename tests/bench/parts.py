"""What each part of the work costs: CPU seconds of every rule, exclusive of the rules that it calls."""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import ftfy

from pipeline.avro import files, rows, schemas
from pipeline.copies import fingerprints
from pipeline.copies.blocks import Block
from pipeline.copies.resolve import resolve
from pipeline.copies.verdicts import COPY
from pipeline.formats import Origin, records
from pipeline.news import clean as path
from pipeline.records import Article, RawArticle
from pipeline.work.split import CHUNK_ARTICLES
from tests.bench.loops import cleaned_together, decision

RULES = (  # name in the tables, module in pipeline.news, function
    ("decode", "charsets", "decode"),
    ("repair", "text", "repair"),
    ("paragraphs", "paragraphs", "read"),
    ("headline", "headlines", "take"),
    ("interface", "interface", "take"),
    ("byline", "bylines", "take"),
    ("captions", "captions", "take"),
    ("suspects", "suspects", "find"),
    ("notices", "notices", "take"),
    ("dateline", "datelines", "take"),
    ("language", "languages", "detect"),
)


class Clock:
    """CPU seconds by name, of this thread. A name inside another is not counted for the outer one."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._names: list[str] = []
        self._since = 0.0

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        self.enter(name)
        try:
            yield
        finally:
            self.leave()

    def enter(self, name: str) -> None:
        """From here on, time counts for `name`."""
        self._count()
        self._names.append(name)

    def leave(self) -> None:
        """From here on, time counts for what was before."""
        self._count()
        self._names.pop()

    def _count(self) -> None:
        now = time.thread_time()
        if self._names:
            self.seconds[self._names[-1]] += now - self._since
        self._since = now

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted for `name`."""

        @wraps(function)
        def timed(*args: Any, **options: Any) -> Any:
            self.enter(name)
            try:
                return function(*args, **options)
            finally:
                self.leave()

        return timed


@contextmanager
def rules_timed(clock: Clock) -> Iterator[None]:
    """Every rule of cleaning counts its time, as long as the block lasts."""
    before: list[tuple[ModuleType, str, Any]] = []
    try:
        for name, module_name, function_name in RULES:
            module = import_module(f"pipeline.news.{module_name}")
            before.append((module, function_name, getattr(module, function_name)))
            setattr(module, function_name, clock.timed(name, getattr(module, function_name)))
        yield
    finally:
        for module, function_name, function in before:
            setattr(module, function_name, function)


def raws(source: Path) -> list[RawArticle]:
    """The raw articles of a file of JSON Lines."""
    with source.open("rb") as handle:
        return [entry for entry in records(handle, Origin(str(source))) if isinstance(entry, RawArticle)]


def as_bytes(found: list[RawArticle]) -> list[RawArticle]:
    """The same articles with their charset still to be found out."""
    return [replace(raw, text=raw.text.encode()) if isinstance(raw.text, str) else raw for raw in found]


def batches(items: list[Any]) -> Iterator[list[Any]]:
    """A list in pieces of CHUNK_ARTICLES."""
    return (items[begin : begin + CHUNK_ARTICLES] for begin in range(0, len(items), CHUNK_ARTICLES))


def measure(source: Path, whole: bool = True) -> dict[str, float]:
    """CPU seconds a 1,000 articles of each part of a run over a file, and of ftfy alone on the same texts. Not `whole`:
    only until the fingerprints, and from bytes, as plain text comes (JSON is decoded when it is read)."""
    clock = Clock()
    with clock("read"):
        found = raws(source)
    found = found if whole else as_bytes(found)
    with rules_timed(clock), clock("the rest of cleaning"):
        articles = [article for some in batches(found) for article in cleaned_together(list(map(path.begin, some)))]
    with clock("fingerprint"):
        blocks = [Block.from_bytes(fingerprints.pack(some).to_bytes()) for some in batches(articles)]
    if whole:
        _written(clock, articles, blocks)
    texts = [raw.text if isinstance(raw.text, str) else raw.text.decode() for raw in found]
    with clock("ftfy.fix_text alone"):
        for text in texts:
            ftfy.fix_text(text)
    return {name: 1000 * seconds / len(found) for name, seconds in clock.seconds.items()}


def _written(clock: Clock, articles: list[Article], blocks: list[Block]) -> None:
    """Encode, decide, write."""
    with clock("encode"):
        encoded = [rows.encode(article) for article in articles]
    with clock("resolve"):
        resolution = resolve(blocks)
    with clock("finish"):
        finished: list[bytes] = []
        every = iter(encoded)
        for number in range(len(blocks)):
            verdicts = resolution.verdicts(number)
            for row, state in enumerate(verdicts.state.tolist()):
                record = rows.finish(next(every), *decision(verdicts, row))
                finished += [] if state == COPY else [record]
    with clock("compress and write"):
        files.write(io.BytesIO(), schemas.load("article"), finished)
