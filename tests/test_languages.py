"""Which language a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news.languages import SAMPLE, _sample, detect
from tests.tongues import NEWS


@pytest.mark.parametrize("tongue", NEWS)
def test_language_is_detected(tongue: str) -> None:
    """A paragraph of each language is known, whatever the input declares."""
    assert detect(NEWS[tongue]) == tongue
    assert detect(NEWS[tongue], "xx") == tongue
    assert detect(NEWS[tongue], "en-GB") == tongue


def test_traditional_chinese_and_new_norwegian() -> None:
    """Scripts and standards that the words show are told."""
    assert detect("市長週一表示，橫跨河流的大橋將關閉至春天。我們還不知道什麼時候能重新開放，他對居民說。") == "zh-Hant"
    assert (
        detect("Ordføraren sa måndag at brua over elva ikkje vert opna før våren. Eg veit ikkje når ho kan opnast.")
        == "nn"
    )


def test_serbian_croatian_bosnian() -> None:
    """Serbian in Latin letters is told by its words; where words tell neighbours not apart the input decides."""
    serbian = (
        "Predsednik opštine rekao je da će most preko reke posle zime, pre leta, biti otvoren. Gde je novac, ne zna se."
    )
    croatian = (
        "Predsjednik općine rekao je da će most preko rijeke poslije zime, prije ljeta, biti otvoren. Gdje je novac?"
    )
    assert detect(serbian) == "sr-Latn"
    assert detect(croatian) in ("hr", "bs")
    assert detect(croatian, "bs") == "bs"
    assert detect(croatian, "hr-HR") in ("hr", "hr-HR")


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("de_AT", "de-AT"),
        ("EN", "en"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("iw", "he"),
        ("German, probably", None),
        ("", None),
    ],
)
def test_declared_language_where_the_text_cannot_tell(declared: str, tag: str | None) -> None:
    """What the input says is used for a text without words, as a BCP 47 tag if it is one."""
    assert detect("12:30", declared) == tag
    assert detect("", declared) == tag


def test_long_text_is_sampled() -> None:
    """The head and the middle decide, so that a long text costs no more than a short one."""
    long = (NEWS["de"] + "\n\n") * 2000
    assert len(_sample(long)) == 2 * SAMPLE + 1
    assert detect(long) == "de"


@given(st.text(), st.none() | st.text(max_size=5))
def test_any_text(text: str, declared: str | None) -> None:
    """Surrogates, controls and noncharacters do no harm."""
    tag = detect(text, declared)
    assert tag is None or tag.isascii()
