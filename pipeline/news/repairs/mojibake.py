"""Mojibake: UTF-8 that was read as another charset, once or several times, undone.

A misread text, written back to the bytes it was read from, is valid UTF-8 again, which a text that was never misread
hardly ever is: so each charset is tried, and a reading counts if it is the more plausible one. First the paragraph as a
whole, then each run of misread characters in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

import re2

from pipeline.news.repairs.plausibility import NON_ASCII, cost

SURROGATE = re.compile("[\ud800-\udfff]")
LAYERS = 4  # how often a text may have been misread; more than three has not been seen
# Charsets of the Latin alphabet: one misread character is enough to look closer.
LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "mac_roman", "iso8859_2", "cp850", "cp437")
# Others: their letters form pairs of a lead and a continuation byte in clean text too ("Ві" in Ukrainian).
OTHER = ("cp1251", "cp1253", "cp1255", "cp1256", "cp874", "koi8_r", "cp866", "iso8859_5", "iso8859_7", "mac_cyrillic")
SHORT_RUN = 12  # characters: the same few quotation marks and letters are most of a misread text
LETTERS = ("cp866",)  # its continuation bytes are small letters too: a short word may be a character
COMMON = ("cp1252", "cp1254", "cp1250", "cp1251")  # of which two signs by themselves are enough
SPANS = (0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4), (0x80, 0xBF)  # bytes that begin two, three, four; that go on
WORDS = re.compile(r"(?:[A-Za-z]{2}[^A-Za-z]*){10}")  # a text, no formula or drawing of signs
LATIN_1 = ("cp1252", "cp1254")  # these stand for iso-8859-1 and iso-8859-9 too, which have controls at 0x80 to 0x9F
# Which share of the signs outside ASCII must be misread for a part of a paragraph to be put right. None in cp1252: to
# paste right and misread text together is common there. Pairs of letters of the others come in clean words.
SHARE = {"cp1252": 0.0, **dict.fromkeys(LATIN[1:], 0.6)}
SHARE_OTHER = 0.8
# Five bytes are undefined in windows-1252, and lost or U+FFFD where a decoder was strict. Of the quotation marks and
# dashes only the closing quotation mark has one; of other characters no more than their place is known.
LOST_QUOTE = re.compile(r"â€(?:\ufffd|\?(?![^\s.,;:!?)\]])|$|(?=[\s.,;:!)\]]))")
# The byte 0xA0 came as a no-break space, and that as a space. In "à" it is followed by the true space but for the
# Portuguese "às", "àquele", "àquilo".
LOST_GRAVE = re.compile(r"([ÃĂГΓ]) (?!(?:s\s|quel[ae]|quilo))(?=\S)")
LOST_NBSP = re.compile(r"([ÃĂГΓÅĹÐ]) (?=\S)")
LOST = re.compile("[\xc2-\xf4][\x80-\xbf]*\ufffd")
FEW = 5  # sequences below which each must make the text much more plausible
# What each place further down the list of charsets adds to the cost of a reading, and the share of it: of two readings
# that are nearly as plausible, that by the commoner charset is right.
PRIOR, PRIOR_SHARE = 0.5, 0.01
MARGIN_FEW, MARGIN = 1.75, 0.5  # by how much cheaper each sequence must make the text


class Charset(NamedTuple):
    """A charset that UTF-8 is misread as: character -> byte (as a Latin-1 character), and the runs it makes."""

    name: str
    back: dict[int, str]
    runs: re.Pattern[str]
    sure: re.Pattern[str]  # what one finds in text misread so even if it has few signs


@cache
def charset(name: str) -> Charset:
    """The tables of one charset. What it leaves undefined was read as Latin-1 (WHATWG and `sloppy` decoders do so)."""
    back = {ord(_read(byte, name)): chr(byte) for byte in range(0x80, 0x100)}
    if name in LATIN_1:
        back = {**{code: chr(code) for code in range(0x80, 0xA0)}, **back}
    back = {**dict.fromkeys(range(0x80, 0x100), "\uffff"), **back}  # U+FFFF: no byte of this charset
    two, three, four, more = (_set(name, *span) for span in SPANS)
    some = sequence(name)
    lost = f"|{two}\ufffd|{three}{more}\ufffd" if name in LATIN[:4] else ""
    quote = f"|{LOST_QUOTE.pattern}" if name == "cp1252" else ""
    sure = f"{three}{more}|{four}{more}|[A-Za-z0-9]{two}{more}|{two}{more}[A-Za-z0-9]"
    return Charset(name, back, re.compile(f"(?:{some}{lost}{quote})+"), re.compile("" if name in COMMON else sure))


def _read(byte: int, name: str) -> str:
    """One byte read in a charset."""
    try:
        return bytes([byte]).decode(name)
    except UnicodeDecodeError:
        return chr(byte)


def sequence(name: str) -> str:
    """A pattern of what a character of two to four bytes is misread as."""
    two, three, four, more = (_set(name, *span) for span in SPANS)
    return f"{two}{more}|{three}{more}{{2}}|{four}{more}{{3}}"


def _set(name: str, first: int, last: int) -> str:
    """The characters that a range of bytes is misread as, as a set of a pattern."""
    chars = {_read(byte, name) for byte in range(first, last + 1)}
    if name in LATIN_1:
        chars |= {chr(byte) for byte in range(first, last + 1) if byte < 0xA0}
    return "[" + "".join(map(re.escape, sorted(chars))) + "]"


def _suspect() -> str:
    """A pattern that every misread text holds and hardly any clean one."""
    several = "|".join(f"(?:{sequence(name)}){{2}}" for name in OTHER)
    quotes = "|".join(re.escape("".join(_read(byte, name) for byte in b"\xe2\x80")) for name in OTHER)
    pairs = "|".join(sequence(name) for name in OTHER if name not in LETTERS)
    beside_latin = f"[A-Za-z](?:{pairs})|(?:{pairs})[A-Za-z0-9]"
    return "|".join([*(sequence(name) for name in LATIN), "â€", several, quotes, beside_latin])


SUSPECT = re2.compile(_suspect())


def restore(paragraph: str) -> tuple[str, int]:
    """The paragraph as it was written, and how many characters of it were restored.

    >>> restore("cafÃ©"), restore("РљРёС—РІ"), restore("NESTLÉ®"), restore("Ві")
    (('café', 1), ('Київ', 4), ('NESTLÉ®', 0), ('Ві', 0))
    """
    found = _layers(paragraph)
    spaced = LOST_NBSP.sub("\\1\xa0", LOST_GRAVE.sub("\\1\xa0 ", paragraph))
    if spaced != paragraph and found[1]:
        found = min(_layers(spaced), found, key=lambda result: cost(result[0]))
    return found


def _layers(paragraph: str) -> tuple[str, int]:
    """The paragraph with one layer of mojibake after the other taken off, and how many characters were restored."""
    restored = 0
    for _ in range(LAYERS):
        if paragraph.isascii():
            break
        readings = list(_readings(paragraph, _whole)) or list(_readings(paragraph, _in_part))
        if not readings:
            break
        best = min(readings, key=lambda reading: reading.cost)
        paragraph, restored = best.text, max(restored, best.restored)
    return paragraph, restored


class Reading(NamedTuple):
    """A more plausible reading of a paragraph."""

    text: str
    cost: float
    restored: int


Reader = Callable[[str, Charset], Iterable[tuple[str, int]]]


def _readings(paragraph: str, read: Reader) -> Iterator[Reading]:
    """The more plausible readings of a paragraph."""
    now = cost(paragraph)
    seen = {paragraph}
    for rank, name in enumerate((*LATIN, *OTHER)):
        for text, restored in read(paragraph, charset(name)):
            if text in seen:
                continue
            seen.add(text)
            then = cost(text)
            few = restored < FEW
            if few and name in LETTERS:
                continue
            if now - then < (MARGIN_FEW if few else MARGIN) * restored:
                continue
            if not few or charset(name).sure.search(paragraph) or (read is _whole and WORDS.search(paragraph)):
                yield Reading(text, then + rank * (PRIOR + PRIOR_SHARE * then), restored)


def _whole(paragraph: str, read_as: Charset) -> Iterator[tuple[str, int]]:
    """The paragraph as it reads if it was misread as a whole, once or more, and how many characters were restored."""
    for _ in range(LAYERS):
        try:
            paragraph = _utf8(paragraph.translate(read_as.back))
        except UnicodeError:
            return
        restored = len(NON_ASCII.findall(paragraph))
        yield paragraph, restored
        if not restored:
            return


def _in_part(paragraph: str, read_as: Charset) -> Iterator[tuple[str, int]]:
    """The paragraph with those runs put right that become more plausible by it, if they are enough of it."""
    restored = misread = 0

    def put_right(found: re.Match[str]) -> str:
        nonlocal restored, misread
        before, after = paragraph[max(0, found.start() - 1) : found.start()], paragraph[found.end() : found.end() + 1]
        judge = _judged if len(found[0]) <= SHORT_RUN else _judged.__wrapped__
        right = judge(before, found[0], after, read_as.name)
        if right is None:
            return found[0]
        restored += len(right)
        misread += len(found[0])
        return right

    text = read_as.runs.sub(put_right, paragraph)
    if restored and misread >= SHARE.get(read_as.name, SHARE_OTHER) * len(NON_ASCII.findall(paragraph)):
        yield text, restored


@lru_cache(maxsize=4096)
def _judged(before: str, run: str, after: str, name: str) -> str | None:
    """A run between its neighbours put right, None if it is not the more plausible for it."""
    right = _run(run, charset(name))
    saved = cost(before + run + after) - cost(before + right + after)
    return right if saved >= MARGIN_FEW * len(right) else None


def _run(run: str, read_as: Charset) -> str:
    """A run put right; itself if it cannot be."""
    read = LOST_QUOTE.sub("â€\x9d", run).translate(read_as.back)
    try:
        return "\ufffd".join(map(_utf8, LOST.split(read)))
    except UnicodeError:
        return run


def _utf8(read: str) -> str:
    """Bytes, as characters of Latin-1, read as UTF-8. Emoji may have come by way of UTF-16 surrogates (CESU-8).

    Raises UnicodeError for what is no UTF-8."""
    text = read.encode("latin-1").decode("utf-8", "surrogatepass")
    return text.encode("utf-16", "surrogatepass").decode("utf-16") if SURROGATE.search(text) else text
