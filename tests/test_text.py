"""Repair of text."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import ftfy
import pytest
from ftfy import bad_codecs  # noqa: F401  (registers the sloppy codecs)
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news.repairs import entities, invisible, mojibake
from pipeline.news.repairs.plausibility import cost
from pipeline.news.text import repair
from pipeline.records import Repair
from tests.tongues import NEWS

CASES = json.loads((Path(__file__).parent / "cases" / "repair.json").read_text("utf-8"))
CODECS = [
    *(f"sloppy-windows-{page}" for page in (1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257)),
    *("latin-1", "mac_roman", "cp437", "koi8-r"),
]
KEPT = ftfy.TextFixerConfig(uncurl_quotes=False, fix_character_width=False, fix_latin_ligatures=False)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    """Damaged text becomes what it was; clean text stays."""
    assert repair(case["input"])[0] == case["expected"]


@pytest.mark.parametrize("tongue", NEWS)
def test_clean_text_stays(tongue: str) -> None:
    """News in any language is not touched, and counted so; ftfy agrees, but for spaces and joiners, which it leaves."""
    for text in (NEWS[tongue], NEWS[tongue].upper(), f"“{NEWS[tongue]}”…\n\n« {NEWS[tongue]} »"):
        text = unicodedata.normalize("NFC", text)
        assert repair(text) == (text, ())
        assert ftfy.fix_text(text, KEPT) == text


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("tongue", NEWS)
@pytest.mark.parametrize("layers", [1, 2])
def test_mojibake_is_undone(tongue: str, codec: str, layers: int) -> None:
    """UTF-8 read in another charset, once or twice, is restored."""
    broken = NEWS[tongue]
    for _ in range(layers):
        broken = broken.encode().decode(codec)
    text, repairs = repair(broken)
    assert text == NEWS[tongue]
    assert [change.kind for change in repairs if change.kind == "mojibake"]


def test_one_paragraph_spoils_no_other() -> None:
    """A misread paragraph is repaired though those around it are right, and they stay."""
    broken = f"{NEWS['ru']}\n\n{NEWS['de'].encode().decode('sloppy-windows-1252')}\n\n{NEWS['fr']}"
    assert repair(broken)[0] == f"{NEWS['ru']}\n\n{NEWS['de']}\n\n{NEWS['fr']}"


def test_halves_of_an_emoji() -> None:
    """Two surrogates that came apart are one character again."""
    assert repair("Goal \ud83d\ude00!") == ("Goal 😀!", (Repair("surrogate", 1),))


def test_counts() -> None:
    """Each kind of repair is counted by itself, sorted by kind."""
    text, repairs = repair("a\u200bb\u00adc\u200ed\u00a0e\x07f\r\ng &amp; h\ufeff cafÃ© e\u0301")
    assert text == "abcd ef\ng & h café é"
    assert {change.kind: change.count for change in repairs} == {
        "bidi": 1,
        "control": 1,
        "entities": 1,
        "line_ending": 1,
        "mojibake": 1,
        "nfc": 1,
        "soft_hyphen": 1,
        "space": 1,
        "zero_width": 2,
    }
    assert list(repairs) == sorted(repairs)


@given(st.text())
def test_whatever_comes_in(text: str) -> None:
    """Any text is repaired to NFC without surrogates, controls or carriage returns, and counted if it changed."""
    repaired, repairs = repair(text)
    assert repairs or repaired == text
    assert not any("\ud800" <= char <= "\udfff" for char in repaired)
    assert unicodedata.is_normalized("NFC", repaired)
    assert not any(ord(char) < 32 and char not in "\n\t" for char in repaired)


SHORT = st.text(st.sampled_from("aé Ã©â€™“\u00a0\u200b\u00ad&;amp#3\r\nЖРС\u0301x"), max_size=30)


@given(SHORT)
def test_repaired_once_is_repaired(text: str) -> None:
    """A repaired text has nothing more to repair."""
    once = repair(text)[0]
    assert repair(once)[0] == once


@given(st.text("abcXYZ019 .,-!äöüéßñÅØÐЖяїΣω中日あ한กא“”’–…«»€"))
def test_no_letter_is_lost(text: str) -> None:
    """Repair of text without damage keeps every letter and figure, in order."""
    text = text.replace(".", "\u00ad").replace(",", "\u200b").replace("-", "\u00a0").replace("!", "\r\n")
    kept = [char for char in text if char.isascii() and char.isalnum()]
    assert [char for char in repair(text)[0] if char.isascii() and char.isalnum()] == kept


@pytest.mark.parametrize("name", [*mojibake.LATIN, *mojibake.OTHER])
def test_tables_of_every_charset(name: str) -> None:
    """Each charset has a byte for 128 characters, and finds a run of its own mojibake."""
    table = mojibake.charset(name)
    assert sum(value != "\uffff" for value in table.back.values()) >= 128
    assert table.runs.search(_read("ö", name))


def _read(text: str, name: str) -> str:
    """UTF-8 read in a charset that leaves nothing undefined."""
    return "".join(mojibake._read(byte, name) if byte > 127 else chr(byte) for byte in text.encode())


def test_plausibility_is_a_sum() -> None:
    """ASCII costs nothing, and each sign out of place costs more than in place."""
    assert cost("Plain text.") == 0
    assert cost("caf\xc3\xa9") > cost("café") > 0
    assert cost("Мост") < cost("Mост")


def test_entities_of_a_line() -> None:
    """Unknown names stay, also when their ampersand was escaped."""
    assert entities.decode("&amp;unknown; &hellip;") == ("&unknown; …", 2)


def test_flag_keeps_its_tags() -> None:
    """The tags of a flag are counted neither as removed nor as kept."""
    assert invisible.clear("🏴󠁧󠁢󠁥󠁮󠁧󠁿") == ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", {})
