"""What the tests of the formats share."""

from __future__ import annotations

from io import BytesIO

from pipeline.formats import Limits, Origin, records
from pipeline.records import RawArticle, Rejection


def read(data: bytes, uri: str = "in.jsonl", format: str = "auto", **origin: object) -> list[RawArticle | Rejection]:
    """All records of some bytes; a bug of ours is raised."""
    return list(records(BytesIO(data), Origin(uri, strict=True, **origin), format))  # type: ignore[arg-type]


def brief(found: list[RawArticle | Rejection]) -> list[str]:
    """The text of each article, the reason of each reject."""
    return [each.reason.name if isinstance(each, Rejection) else as_text(each.text) for each in found]


def as_text(text: bytes | str) -> str:
    """A text, decoded if it is bytes."""
    return text if isinstance(text, str) else text.decode("utf-8")


def limits(**over: int) -> Limits:
    """Small limits."""
    return Limits(**over)


class Failing(BytesIO):
    """A file whose disk fails after so many bytes."""

    def __init__(self, data: bytes, good: int) -> None:
        super().__init__(data)
        self._good = good

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self._good:
            raise OSError(5, "Input/output error")
        return super().read(min(size or -1, self._good - self.tell()))
