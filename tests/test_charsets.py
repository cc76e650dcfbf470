"""Bytes to text."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news.charsets import SAMPLE_BYTES, decode
from pipeline.news.decoding.names import READERS, readers, web_name
from pipeline.records import Reason, Refused, Repair
from tests.tongues import NEWS

LEGACY = [
    *(("ru", codec) for codec in ("cp1251", "koi8_r", "iso8859_5")),
    ("uk", "cp1251"),
    ("bg", "cp1251"),
    *((tongue, codec) for tongue in ("cs", "pl", "hu") for codec in ("cp1250", "iso8859_2")),
    ("el", "cp1253"),
    ("he", "cp1255"),
    ("ar", "cp1256"),
    ("lt", "cp1257"),
    ("lv", "cp1257"),
    ("th", "cp874"),
    ("tr", "cp1254"),
    *(("ja", codec) for codec in ("shift_jis", "euc_jp", "iso2022_jp")),
    ("ko", "euc_kr"),
    ("zh", "gb18030"),
    *((tongue, "cp1252") for tongue in ("da", "de", "en", "es", "fr", "it", "nl", "no", "pt", "sv")),
]


@pytest.mark.parametrize(("tongue", "codec"), LEGACY)
def test_legacy_charset_is_detected(tongue: str, codec: str) -> None:
    """An article in a charset of its language is read exactly, though nobody declared it."""
    text = "\n\n".join([NEWS[tongue]] * 3).encode(codec, "ignore").decode(codec)
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize(("tongue", "codec"), LEGACY)
def test_declared_charset_decides_short_text(tongue: str, codec: str) -> None:
    """Three words are read in the charset that is declared."""
    text = " ".join(NEWS[tongue].split()[:3]).encode(codec, "ignore").decode(codec)
    assert decode(text.encode(codec), codec).text == text


@pytest.mark.parametrize("tongue", NEWS)
@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig"])
def test_unicode_forms(tongue: str, codec: str) -> None:
    """UTF-16 and UTF-32 with and without a mark are text, not binary data."""
    text = "\n\n".join([NEWS[tongue]] * 2)
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize("tongue", NEWS)
def test_stray_bytes_in_utf8(tongue: str) -> None:
    """Bytes of windows-1252 pasted between the words of UTF-8 are read as such, the rest stays UTF-8."""
    text = "\n\n".join([NEWS[tongue]] * 4)
    data = text.encode().replace(b"\n\n", b" caf\xe9 \x93so\x94\n\n")
    expected = text.replace("\n\n", " café “so”\n\n")
    found = decode(data)
    assert (found.text, found.encoding.used) == (expected, "utf-8")
    assert found.repairs == (Repair("stray_bytes", 9),)


@pytest.mark.parametrize("tongue", NEWS)
def test_utf8_cut_in_a_character(tongue: str) -> None:
    """A character cut at the end is dropped, even if it was the only one outside ASCII, and the article stays UTF-8."""
    data = NEWS[tongue].encode()
    last = max(place for place, byte in enumerate(data) if byte >= 0xC0)
    found = decode(data[: last + 1])
    assert found.text == data[:last].decode()
    assert found.repairs == (Repair("cut_tail", 1),)


def test_only_high_byte_of_a_title_is_no_cut_utf8() -> None:
    """A short line that ends with its only accented letter is windows-1252."""
    assert decode("El rey llega a Panamá".encode("cp1252")).text == "El rey llega a Panamá"


def test_emoji_by_way_of_utf16() -> None:
    """CESU-8, which databases write, is read."""
    assert decode("Größe ".encode() + b"\xed\xa0\xbd\xed\xb8\x80").text == "Größe 😀"


def test_part_of_a_character_becomes_a_replacement() -> None:
    """What is left of a character in the middle of a text is U+FFFD, and counted."""
    found = decode("Он сказал ".encode() + b"\xe2\x80 " + "и ушёл".encode())
    assert (found.text, found.encoding.replaced) == ("Он сказал \ufffd и ушёл", 1)


def test_many_quotes_of_windows_do_not_outvote_one_of_utf8() -> None:
    """An English article with one dash in UTF-8 and five stray quotation marks is UTF-8."""
    data = "The vote was close — very close. ".encode() + b"\x93No\x94 and \x93yes\x94 and caf\xe9."
    assert decode(data).text == "The vote was close — very close. “No” and “yes” and café."


def test_latin_9() -> None:
    """The euro sign and the oe of ISO 8859-15 are not the signs that ISO 8859-1 has there."""
    text = "Le cœur de la cité coûte 100 € de plus, a déclaré le maire à l'été."
    assert decode(text.encode("iso8859_15")).text == text


def test_yen_sign() -> None:
    """The byte 0x5C of Japanese charsets is the yen sign before a figure."""
    text = NEWS["ja"] + "料金は¥500となる。"
    assert decode(text.encode("shift_jis")).text == text


def test_hz() -> None:
    """Chinese in HZ is pure ASCII, and still read."""
    assert decode(NEWS["zh"].encode("hz", "ignore"), "hz-gb-2312").text.startswith("市长")


def test_long_text_is_detected_by_its_head() -> None:
    """Where the sample ends no character is cut, whatever the length of the article."""
    text = NEWS["ja"] * (3 * SAMPLE_BYTES // len(NEWS["ja"]))
    for start in range(3):
        assert decode(b"a" * start + text.encode("shift_jis")).text == "a" * start + text


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\x03\x04\x14\0\0\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        random.Random(1).randbytes(5000),
        bytes(range(256)) * 20,
        b"\0\1\2\3" * 50,
    ],
)
def test_binary_data_is_refused(data: bytes) -> None:
    """Pictures, archives, PDF and noise are no articles."""
    with pytest.raises(Refused) as refused:
        decode(data)
    assert refused.value.reason is Reason.UNDECODABLE


def test_a_nul_or_an_escape_is_still_text() -> None:
    """A control character that slipped in does not make text binary."""
    assert decode("Die Größe\0 zählt".encode()).text == "Die Größe\0 zählt"
    assert decode(b"plain \x1b[31mtext").text == "plain \x1b[31mtext"


def test_wrong_declaration() -> None:
    """A declared charset that cannot be, or that every server declares, is not believed."""
    text = "\n\n".join([NEWS["ru"]] * 3)
    for declared in ("utf-8", "us-ascii", "iso-8859-1", "no-such-charset", "base64", "utf-7", ""):
        assert decode(text.encode("cp1251"), declared).text == text
    assert decode(text.encode(), "windows-1251").text == text


def test_encoding_says_how() -> None:
    """What was declared, detected and used is told in the names of the web."""
    data = "\n\n".join([NEWS["ru"]] * 3).encode("koi8_r", "ignore")
    assert decode(data).encoding.used == "koi8-r"
    assert decode(data, "KOI8-R").encoding.declared == "KOI8-R"
    assert decode(b"").encoding.used == "utf-8"


def test_every_reader_is_a_codec() -> None:
    """Each name in the table of readers can be read with each of its codecs."""
    for name in READERS:
        for codec in readers(name):
            assert b"abc".decode(codec) == "abc"


@pytest.mark.parametrize(
    ("label", "name"),
    [("latin1", "windows-1252"), ("Shift-JIS", "shift_jis"), ("x-gbk", "gb18030"), ("binary", None), ("rot13", None)],
)
def test_labels(label: str, name: str | None) -> None:
    """A label means what it means on the web."""
    assert web_name(label) == name


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\x1b\ufeff~")))
def test_utf8_is_read_as_it_is(text: str) -> None:
    """Whatever is valid UTF-8 is read as UTF-8 and comes out unchanged, unless it opens like a file of another kind."""
    if not text.startswith(("%PDF-", "GIF8", "PK\x03\x04", "{\\rtf")):
        assert decode(text.encode()).text == text


@given(
    st.binary(max_size=300), st.none() | st.sampled_from(["utf-8", "latin-1", "shift_jis", "gb2312", "x", "hz", "hex"])
)
def test_bytes_never_break_it(data: bytes, declared: str | None) -> None:
    """Any bytes are read or refused, and U+FFFD is counted."""
    try:
        found = decode(data, declared)
    except Refused as refused:
        assert refused.reason is Reason.UNDECODABLE
    else:
        assert found.encoding.replaced <= found.text.count("\ufffd")
