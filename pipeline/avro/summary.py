"""What an output holds, in figures: for people who look at one for the first time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pipeline.avro import schemas

TOP = 10  # of each list

# The fields that are counted; the others are skipped when reading, the text most of all.
ARTICLE_FIELDS = {
    "id",
    "source",
    "headline",
    "provider",
    "language",
    "published_at",
    "captions",
    "syndication",
    "encoding",
    "repairs",
    "duplicate",
    "copies",
    "word_count",
}
REJECT_FIELDS = {"stage", "reason", "replayable", "raw_size"}


def projection(dataset: str) -> dict[str, Any]:
    """The reader schema of what a summary needs of a dataset."""
    schema = schemas.load(schemas.DATASETS[dataset])
    wanted = REJECT_FIELDS if dataset == "rejects" else ARTICLE_FIELDS
    return {**schema, "fields": [field for field in schema["fields"] if field["name"] in wanted]}


class Summary:
    """Counts records as they are read, of all datasets."""

    def __init__(self) -> None:
        self.records: Counter[str] = Counter()  # articles, copies (also such as stand among the articles), rejects
        self.words = 0
        self.figures: dict[str, Counter[str]] = {}
        self.spread: list[tuple[int, str, str]] = []  # copies, id, headline of the articles that went furthest
        self.first: datetime | None = None
        self.last: datetime | None = None

    def add(self, dataset: str, record: Mapping[str, Any]) -> None:
        """Count one record."""
        self.records["copies" if record.get("duplicate") else dataset] += 1
        if dataset == "rejects":
            self._count("rejects_by_reason", record["reason"])
            self._count("rejects_by_stage", record["stage"])
        elif record["duplicate"]:
            self._count("copies_by_kind", record["duplicate"]["kind"])
            self._count("sources_of_copies", record["source"])
        else:
            self._article(record)

    def _article(self, record: Mapping[str, Any]) -> None:
        self.words += record["word_count"]
        for what, name in (("languages", "language"), ("sources", "source"), ("agencies", "provider")):
            self._count(what, record[name])
        self._count("charsets", record["encoding"]["used"])
        for caption in record["captions"]:
            self._count("credits", caption["credit"])
        if notice := record["syndication"]:
            self._count("notices_by_kind", notice["kind"])
            self._count("notices_by_source", notice["source"])
        for repair in record["repairs"]:
            self._count("articles_repaired", repair["kind"])
        self._date(record["published_at"])
        if record["copies"]:
            self.spread.append((-len(record["copies"]), record["id"], record["headline"] or ""))
            self.spread = sorted(self.spread)[:TOP]

    def _count(self, what: str, value: str | None) -> None:
        self.figures.setdefault(what, Counter())[value or "(none)"] += 1

    def _date(self, time: datetime | None) -> None:
        if time is None:
            self._count("articles_without", "date")
            return
        self.first = min(self.first or time, time)
        self.last = max(self.last or time, time)

    def values(self, top: int | None = TOP) -> dict[str, Any]:
        """All of it as plain values; of each list the `top` most frequent, ties by name."""
        lists = {
            what: dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top])
            for what, counts in self.figures.items()
        }
        return {
            "records": dict(self.records),
            "words": self.words,
            "published": [time and time.isoformat() for time in (self.first, self.last)],
            "distinct": {what: len(counts) for what, counts in self.figures.items()},
            **lists,
            "most_copied": [{"copies": -count, "id": id, "headline": headline} for count, id, headline in self.spread],
        }
