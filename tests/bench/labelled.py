"""Cleaning against labelled real news, which is not in the repository: give your own, as JSON Lines.

    python -m tests.bench.labelled captions GOLD.jsonl     raw, caption, credit (a list of the names in it)
    python -m tests.bench.labelled plain BODY.jsonl        text: a paragraph of a body, of which nothing may be taken
    python -m tests.bench.labelled notices NOTICES.jsonl   text, kind (syndication or hard_negative), expect {source}
    python -m tests.bench.labelled charsets TEXTS.jsonl    lang, title, text: articles, put into the charsets of `lang`
    python -m tests.bench.labelled mojibake TEXTS.jsonl    the same, wrongly decoded once and twice

Prints what was right of how many, and with `--show N` the first N mistakes. Only letters and digits are compared, but
for charsets, where everything is.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from ftfy import bad_codecs  # noqa: F401  (registers the sloppy codecs)

from pipeline.news.clean import clean
from pipeline.records import Article, RawArticle, Refused
from tests.bench.running import table

AROUND = (
    "The council voted on Tuesday to keep the ferry running through the winter, in a debate that went past midnight.",
    "Members had asked for figures on what each crossing costs and were given them in a report of forty pages.",
    "The harbor office expects the boat back in service before the end of the month, if the weather allows it.",
)
"""Paragraphs between which a line under test stands."""

WESTERN = ("windows-1252", "iso-8859-15")
CHARSETS = {
    **dict.fromkeys(("en", "de", "fr", "es", "it", "pt", "nl", "no", "nb", "sv", "da", "fi", "ca", "id"), WESTERN),
    **dict.fromkeys(("cs", "pl", "hu"), ("windows-1250", "iso-8859-2")),
    "ru": ("windows-1251", "koi8-r", "iso-8859-5"),
    "uk": ("windows-1251", "koi8-u"),
    "bg": ("windows-1251",),
    "el": ("windows-1253", "iso-8859-7"),
    "tr": ("windows-1254",),
    "he": ("windows-1255",),
    "ar": ("windows-1256",),
    "lt": ("windows-1257",),
    "lv": ("windows-1257",),
    "th": ("cp874",),
    "ja": ("shift_jis", "euc_jp", "iso2022_jp"),
    "zh": ("gb18030", "big5"),
    "ko": ("euc_kr",),
}
"""The charsets in which news of a language is found."""

WRONG_CODECS = ("windows-1252", "latin-1", "windows-1254", "windows-1250", "windows-1251", "windows-1253", "mac_roman")


class Tried(NamedTuple):
    """One label: under what it counts, whether it came out right, and what to show if not."""

    what: str
    right: bool
    shown: object = ""


def captions(row: dict[str, Any]) -> Iterator[Tried]:
    """The caption and all the names of its credit."""
    found = _between(row["raw"]).captions
    want = letters(row["caption"])
    right = any(
        letters(each.text) == want
        and bool(each.credit) == bool(row["credit"])
        and all(letters(name) in letters(each.credit or "") for name in row["credit"])
        for each in found
    )
    shown = row["raw"], [(each.text, each.credit) for each in found]
    yield Tried("captions with a credit" if row["credit"] else "captions without", right, shown)


def plain(row: dict[str, Any]) -> Iterator[Tried]:
    """Nothing but a dateline is taken out of a paragraph of the body."""
    if len(row["text"]) > 40:
        article = _between(row["text"])
        yield Tried("body paragraphs left whole", letters(row["text"])[-120:] in letters(article.body), row["text"])


def notices(row: dict[str, Any]) -> Iterator[Tried]:
    """A notice of syndication is found and names its outlet; what only looks like one is left."""
    said = _between(row["text"], last=True).syndication
    if row["kind"] == "hard_negative":
        yield Tried("look-alikes left", said is None, (row["text"], said))
    elif row["kind"] == "syndication":
        want = letters(row["expect"].get("source") or row["expect"].get("partner") or "")
        named = [letters(name) for name in (said.source, said.partner) if name] if said else []
        yield Tried("notices found", said is not None, row["text"])
        right = said is not None and (not want or any(want in name and len(name) <= len(want) + 12 for name in named))
        yield Tried("outlets named", right, (row["text"], said))


def charsets(row: dict[str, Any]) -> Iterator[Tried]:
    """A whole article in a legacy charset, and as damaged UTF-8, reads as the same text does in plain UTF-8."""
    whole = f"{row['title'].strip()}\n\n{row['text'].strip()}"
    for charset in CHARSETS.get(row["lang"], ()):
        data = whole.encode(charset, "ignore")
        text = data.decode(charset)
        if len(text) > 0.97 * len(whole) and (charset == "iso2022_jp" or not data.isascii()):
            yield Tried(charset, _reads_as(data, text), (row["title"], charset))
    if not whole.isascii():
        data = whole.encode()
        space = data.index(b" ", len(data) // 2) if b" " in data[len(data) // 2 :] else len(data)
        stray = data[:space] + b" caf\xe9 " + data[space:]
        told = stray.replace(b"caf\xe9", "café".encode()).decode()
        yield Tried("UTF-8, a stray byte", _reads_as(stray, told), row["title"])
        cut = data[: max(at for at, byte in enumerate(data) if byte >= 0xC0) + 1]
        yield Tried("UTF-8, cut in a letter", _reads_as(cut, cut.decode("utf-8", "ignore")), row["title"])


def mojibake(row: dict[str, Any]) -> Iterator[Tried]:
    """Paragraphs that were decoded with the wrong charset come out as those that were not."""
    paragraphs = [text for text in row["text"].split("\n\n") if not text.isascii() and 100 < len(text) < 1500][:4]
    if len(paragraphs) < 2:
        return
    whole = "\n\n".join(paragraphs)
    want = _text(whole).split("\n\n")
    for codec in WRONG_CODECS:
        broken = whole
        for layers in (1, 2):
            try:
                broken = broken.encode().decode(f"sloppy-{codec}" if codec.startswith("windows") else codec)
            except UnicodeError:
                break
            got = {letters(text) for text in _text(broken).split("\n\n")}
            for text in want:
                yield Tried(f"{codec}, {'once' if layers == 1 else 'twice'}", letters(text) in got, text[:60])


def letters(text: str) -> str:
    """Letters and digits only, lower case."""
    return re.sub(r"\W+", "", text).lower()


def _between(line: str, last: bool = False) -> Article:
    paragraphs = [*AROUND, line] if last else [AROUND[0], line, *AROUND[1:]]
    return _clean("\n\n".join(["A headline for the test", *paragraphs]))


def _clean(text: bytes | str) -> Article:
    return clean(RawArticle("", b"", text))


def _text(text: bytes | str) -> str:
    try:
        article = _clean(text)
    except Refused as refused:
        return str(refused)
    return "\n\n".join(filter(None, (article.headline, article.body)))


def _reads_as(data: bytes, text: str) -> bool:
    return _text(data) == _text(text.encode())


def main(argv: list[str] | None = None) -> int:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ways: dict[str, Callable[[dict[str, Any]], Iterator[Tried]]] = {
        each.__name__: each for each in (captions, plain, notices, charsets, mojibake)
    }
    parser.add_argument("what", choices=ways)
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="mistakes to print")
    args = parser.parse_args(argv)
    right: dict[str, list[bool]] = {}
    wrong = []
    for line in args.file.read_text("utf-8").splitlines():
        for tried in ways[args.what](json.loads(line)):
            right.setdefault(tried.what, []).append(tried.right)
            if not tried.right:
                wrong.append((tried.what, tried.shown))
    for mistake in islice(wrong, args.show):
        print(*mistake)
    rows = [[what, sum(each), len(each), f"{sum(each) / len(each):.4f}"] for what, each in right.items()]
    print(table(["", "right", "of", "share"], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
