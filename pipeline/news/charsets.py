"""Bytes to text: which charset an article is really written in.

The order: byte order mark, strict UTF-8, UTF-8 with damage, UTF-16 and UTF-32 without a mark, what the container
declares, what the bytes look like. Each was measured to be surer than the next.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

import chardet
from chardet import EncodingEra

from pipeline.news.decoding import damage as utf8_damage
from pipeline.news.decoding.names import readers, web_name
from pipeline.news.repairs.plausibility import cost
from pipeline.records import Encoding, Reason, Refused, Repair

SAMPLE_BYTES = 64 * 1024  # what the detector sees: ten articles' worth; its time is linear in it
MARKS = (  # UTF-32 before UTF-16: the mark of UTF-32LE begins with that of UTF-16LE
    (codecs.BOM_UTF32_LE, "utf-32le"),
    (codecs.BOM_UTF32_BE, "utf-32be"),
    (codecs.BOM_UTF16_LE, "utf-16le"),
    (codecs.BOM_UTF16_BE, "utf-16be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# The openings of files that may pass for text: they hold long runs of it, or no byte that text cannot.
BINARY_OPENINGS = (
    b"%PDF-",
    b"\x89PNG",
    b"GIF8",
    b"PK\x03\x04",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
)
BINARY_CONTROLS = 0.02  # share of control bytes above which data is no text; random bytes have 0.11, text has none
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b") + b"\x7f"
SHIFTS = re.compile(rb"\x1b(?:\$[@ABC]|\$[()][A-DGH]|\([ABIJ])")  # the escapes of ISO 2022 that news is written with
YEN = re.compile(r"\\(?=\d)")  # the backslash of JIS X 0201 is the yen sign, and no path of a file begins with a digit


# Signs that ISO 8859-15 gave up for the euro and for letters: the currency sign, and fractions and accents in a word.
LATIN9 = re.compile(r"¤|(?<=[^\W\d_])[¦¨´¸¼½¾]+(?=[^\W\d_])|(?<!\d)[¼½](?=[^\W\d_])")
LATIN = ("windows-1252", "macintosh", "iso-8859-15")
JUDGED_BYTES = 4096  # of which the plausibility is compared
ERAS = EncodingEra.MODERN_WEB | EncodingEra.LEGACY_ISO | EncodingEra.LEGACY_MAC | EncodingEra.DOS  # no mainframes
WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")


class Decoded(NamedTuple):
    """The text, how it was read, and the repairs that reading it took (stray_bytes, cut_tail)."""

    text: str
    encoding: Encoding
    repairs: tuple[Repair, ...]


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode one article; `declared` is what its container names. Raises Refused(UNDECODABLE) for binary data.

    >>> decode("Жизнь".encode("koi8-r"), "koi8-r").text
    'Жизнь'
    """
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    if b"\0" not in data and b"\x1b" not in data and not data.startswith(BINARY_OPENINGS):
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if not (text.isascii() and b"~{" in data):
                return Decoded(text, Encoding(declared, None, "utf-8"), ())
    return _legacy(data, declared)


def _legacy(data: bytes, declared: str | None) -> Decoded:
    """Decode what is not plain UTF-8."""
    for mark, codec in MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], declared, None, codec)
    sample = _sample(data)
    if b"\0" in sample and (wide := _wide(sample)):
        return _lenient(data, declared, None, wide)
    _refuse_binary(data, sample)
    if not data.isascii() and utf8_damage.is_utf8(data):
        mended, repairs, replaced = utf8_damage.read(data)
        return Decoded(mended, Encoding(declared, None, "utf-8", replaced), repairs)
    name = web_name(declared)
    if name and (name != "windows-1252" or not utf8_damage.is_dense(sample)):
        text = _strict(data, name)
        if text is not None and _sane(text):
            return Decoded(text, Encoding(declared, None, name), ())
    return _detected(data, sample, declared)


def _detected(data: bytes, sample: bytes, declared: str | None) -> Decoded:
    """Decode by what the bytes look like."""
    if sample.isascii():
        return _shifted(data, sample, declared)
    found = chardet.detect(sample, prefer_superset=False, encoding_era=ERAS)["encoding"]
    name = _arbitrated(web_name(found) or "windows-1252", sample, web_name(declared))
    text = _strict(data, name)
    if text is None:
        return _lenient(data, declared, found, name)
    return Decoded(text, Encoding(declared, found, name), ())


def _shifted(data: bytes, sample: bytes, declared: str | None) -> Decoded:
    """Decode what is ASCII, but shifted to other characters by escapes (ISO 2022) or tildes (HZ)."""
    shifts = SHIFTS.search(sample)
    for name in ("iso-2022-jp", "iso-2022-kr") if shifts else ("hz-gb-2312",) if b"~}" in sample else ():
        text = _strict(data, name)
        if text is not None and not text.isascii():
            return Decoded(text, Encoding(declared, name, name), ())
    return _lenient(data, declared, None, "iso-2022-jp" if shifts else "utf-8")


def _arbitrated(found: str, sample: bytes, declared: str | None) -> str:
    """The detected charset, unless another reading of Latin text is more plausible: it takes some for Mac Roman that
    are windows-1252, and the other way round, and knows no word of what was declared."""
    if found not in LATIN and declared != "windows-1252":
        return found
    piece = sample[:JUDGED_BYTES]
    names = ["windows-1252", found]
    if found in LATIN:
        euro = not WINDOWS_ONLY.search(sample) and LATIN9.search(sample.decode("latin-1"))
        names = ["iso-8859-15" if euro or found == "iso-8859-15" else "windows-1252", "macintosh"]
    return min(names, key=lambda name: cost(piece.decode(readers(name)[0], "replace")))


def _strict(data: bytes, name: str) -> str | None:
    """The text if one of the charset's codecs reads every byte, else None."""
    for codec in readers(name):
        try:
            text = data.decode(codec)
        except UnicodeError:
            continue
        return YEN.sub("¥", text) if name in ("shift_jis", "euc-jp") else text
    return None


def _lenient(data: bytes, declared: str | None, found: str | None, name: str) -> Decoded:
    """Decode with U+FFFD for what the charset cannot read; a character cut at the end is dropped and counted."""
    text = data.decode(readers(name)[:2][-1], "replace")  # the second is the vendors' superset, where there is one
    cut = text.endswith("\ufffd") and name != "windows-1252"
    text = text[:-1] if cut else text
    repairs = (Repair("cut_tail", 1),) if cut else ()
    return Decoded(text, Encoding(declared, found, name, text.count("\ufffd")), repairs)


def _sample(data: bytes) -> bytes:
    """The head of long data, cut where no character is cut: after a line or, failing that, a space."""
    if len(data) <= SAMPLE_BYTES:
        return data
    head = data[:SAMPLE_BYTES]
    end = max(head.rfind(b"\n"), head.rfind(b" ")) + 1
    return head[: end or SAMPLE_BYTES]


def _wide(sample: bytes) -> str | None:
    """The UTF-16 or UTF-32 that data with NUL bytes is written in, None if it is none of them."""
    for codec, unit in (("utf-32le", 4), ("utf-32be", 4), ("utf-16le", 2), ("utf-16be", 2)):
        try:
            text = sample[: len(sample) // unit * unit].decode(codec)
        except UnicodeDecodeError:
            continue
        if _sane(text) and sum(char in " \n\r\t。、，" for char in text) * 100 >= len(text):
            return codec
    return None


def _sane(text: str) -> bool:
    """Whether a text holds no more control characters than a damaged article may."""
    odd = sum(map(text.count, CONTROL_CHARACTERS))
    return odd <= len(text) * BINARY_CONTROLS / 4


CONTROL_CHARACTERS = [chr(byte) for byte in CONTROLS] + [chr(code) for code in range(0x80, 0xA0) if code != 0x85]


def _refuse_binary(data: bytes, sample: bytes) -> None:
    """Raise Refused(UNDECODABLE) for an image, an archive, a PDF."""
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    if data.startswith(BINARY_OPENINGS) or controls > max(2, len(sample) * BINARY_CONTROLS):
        seen = f"{controls} control bytes in {len(sample)}, opens with {data[:8].hex(' ')}"
        raise Refused(Reason.UNDECODABLE, f"binary data: {seen}")
