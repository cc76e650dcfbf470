"""Clean: one raw article in, one clean article out. The one path through the rules of news, in their order."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

import numpy as np

from pipeline.news import (
    bylines,
    captions,
    charsets,
    datelines,
    headlines,
    interface,
    languages,
    markup,
    notices,
    paragraphs,
    text,
)
from pipeline.news.paragraphs import Text
from pipeline.news.suspects import Suspects, find
from pipeline.records import (
    Article,
    Attribute,
    Encoding,
    RawArticle,
    Reason,
    Refused,
    Repair,
)

PLAIN_UTF8 = Encoding(None, None, "utf-8")


class Draft(NamedTuple):
    """An article on its way: it is read, and the suspects in `text.data` are looked for next."""

    raw: RawArticle
    text: Text
    encoding: Encoding
    repairs: tuple[Repair, ...]


def clean(raw: RawArticle) -> Article:
    """The clean article of a raw one. Raises Refused for what has no text or no readable charset."""
    draft = begin(raw)
    return finish(draft, find([draft.text.data])[0])


def begin(raw: RawArticle) -> Draft:
    """The first half of `clean`: the text is read. Between the halves many articles are searched together."""
    content, encoding, repairs = decoded(raw)
    read = paragraphs.read(content)
    if not read.paragraphs and not raw.headline:
        raise Refused(Reason.EMPTY, "no text is left in it")
    return Draft(raw, read, encoding, (*repairs, *read.repairs))


def finish(draft: Draft, suspects: Suspects) -> Article:
    """The second half: the rules. `suspects`: what suspects.find says of the draft."""
    raw = draft.raw
    rest, headline, repeats = headlines.take(draft.text.paragraphs, _line(raw.headline), suspects)
    rest, residue = interface.take(rest, suspects.page)
    rest, byline, names = bylines.take(rest, _line(raw.byline))
    if names:  # what stood behind them is a paragraph that was not searched
        suspects = Suspects(*({*numbers, *(piece.paragraph for piece in names)} for numbers in suspects))
    rest, pictures = captions.take(rest, suspects)
    rest, said, sentences = notices.take(rest, suspects.notices, raw.source)
    rest, dateline, lines = datelines.take(rest)
    removed = (*repeats, *residue, *names, *sentences, *lines)
    body = "\n\n".join([paragraph.text for paragraph in rest])
    return Article(
        id=identity(raw),
        version=raw.version,
        external_id=raw.external_id,
        url=raw.url,
        source=raw.source,
        input=raw.input,
        headline=headline,
        body=body,
        byline=byline,
        dateline=dateline.raw if dateline else None,
        located=dateline.located if dateline else None,
        provider=dateline.provider if dateline else None,
        language=languages.detect(body, raw.language),
        published_at=raw.published_at,
        modified_at=raw.modified_at,
        received_at=raw.received_at,
        published_precision=raw.published_precision,
        captions=tuple(pictures),
        syndication=said.syndication,
        contributors=said.contributors,
        copyright_holder=said.copyright_holder,
        copyright_notice=said.copyright_notice,
        usage_terms=said.usage_terms,
        encoding=draft.encoding,
        repairs=tuple(sorted(draft.repairs)),
        removed=tuple(sorted(removed, key=lambda piece: piece.paragraph)),
        attributes=tuple(Attribute(key, value) for key, value in raw.attributes),
        word_count=_spaces(body) + len(rest),  # hardly any other space is in it; to split it takes 25 us more
        char_count=len(body),
    )


def identity(raw: RawArticle) -> str:
    """The id: the same bytes from the same source and address are the same article, wherever they were read."""
    seed = f"{raw.source or ''}\0{raw.url or ''}\0".encode("utf-8", "surrogatepass")
    return sha256(seed + raw.raw).hexdigest()[:32]


def _spaces(text: str) -> int:
    """How many spaces a text holds. (str.count looks at one character after the other, which takes twice as long.)"""
    return int(np.count_nonzero(np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8) == ord(" ")))


def decoded(raw: RawArticle) -> tuple[str, Encoding, tuple[Repair, ...]]:
    """The text of a raw article, decoded unless its format has done so already, without markup."""
    if isinstance(raw.text, str):
        content, encoding, repairs = raw.text, raw.encoding or PLAIN_UTF8, raw.repairs
    else:
        content, encoding, repairs = charsets.decode(raw.text, raw.declared_charset)
    return markup.text_of(content) if raw.html else content, encoding, repairs


def _line(value: str | None) -> str | None:
    """A headline or byline given by the input: repaired, on one line, None if nothing is left."""
    if not value:
        return None
    return " ".join((value if text.is_clean(value) else text.repair(value)[0]).split()) or None
