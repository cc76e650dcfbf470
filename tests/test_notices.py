"""Notices: what is read off them, what leaves the text, what must stay."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.news import notices, suspects, tables
from pipeline.news.notice import frames, wordings
from pipeline.news.suspects import find
from pipeline.records import Paragraph, Removed

CASES = Path(__file__).parent / "cases"
SYNDICATION = [
    case for name in ("notices", "notices_grammar") for case in json.loads((CASES / f"{name}.json").read_text("utf-8"))
]
RIGHTS = json.loads((CASES / "rights.json").read_text("utf-8"))
STORY = "The river rose by two metres on Monday, and nobody knew why."


def ids(cases: list[dict]) -> list[str]:
    """The labels of the cases."""
    return [case["label"] for case in cases]


def letters(*texts: str) -> str:
    """The letters and digits of some texts, sorted: order and spaces do not count."""
    return "".join(sorted(char for text in texts for char in text if char.isalnum()))


@pytest.mark.parametrize("case", SYNDICATION, ids=ids(SYNDICATION))
def test_syndication(case: dict, request: pytest.FixtureRequest) -> None:
    """A notice at the end of a story fills the fields that the case says and leaves the body; what is none stays."""
    if case["comment"] == "known failure":
        request.applymarker(pytest.mark.xfail(strict=True))
    kept, said, removed = notices.take([Paragraph(0, STORY), Paragraph(1, case["input"])])
    if case["expected"] is None:
        assert (kept, said, removed) == ([Paragraph(0, STORY), Paragraph(1, case["input"])], notices.Notices(), [])
        return
    assert said.syndication is not None
    assert {name: getattr(said.syndication, name) for name in case["expected"]} == case["expected"]
    assert {piece.kind for piece in removed} & {"syndication", "rights"}


@pytest.mark.parametrize("case", RIGHTS, ids=ids(RIGHTS))
def test_rights_and_contributions(case: dict) -> None:
    """A rights or contribution line fills its fields and leaves the body; what is none stays."""
    kept, said, _ = notices.take([Paragraph(0, STORY), Paragraph(1, case["input"])])
    if case["expected"] is None:
        assert (len(kept), said) == (2, notices.Notices())
        return
    got = {name: getattr(said, name) for name in case["expected"]}
    assert {name: list(value) if isinstance(value, tuple) else value for name, value in got.items()} == case["expected"]
    assert (len(kept) == 2) if case.get("kept") else (kept == [Paragraph(0, STORY)])


def test_notice_behind_a_biography() -> None:
    """A notice in a longer paragraph leaves alone: the biography before it stays."""
    text = "Jane Doe teaches law at Hill College. This column first ran in the (Salem, Ore.) Harbour Journal."
    kept, said, removed = notices.take([Paragraph(0, STORY), Paragraph(3, text)])
    assert [paragraph.text for paragraph in kept] == [STORY, "Jane Doe teaches law at Hill College."]
    assert said.syndication is not None
    assert said.syndication.source == "(Salem, Ore.) Harbour Journal"
    assert removed == [
        Removed("syndication", "This column first ran in the (Salem, Ore.) Harbour Journal.", paragraph=3)
    ]


@pytest.mark.parametrize(
    ("source", "named"),
    [(None, None), ("Harbour Times", "The Long Review"), ("The Long Review", None), ("www.thelongreview.com", None)],
)
def test_issue_of_another_outlet(source: str | None, named: str | None) -> None:
    """The issue of a magazine is another's only if it is known who printed the story."""
    text = "This essay appeared first in the May 2019 issue of The Long Review."
    _, said, _ = notices.take([Paragraph(0, STORY), Paragraph(1, text)], source=source)
    assert (said.syndication.source if said.syndication else None) == named


def test_notice_at_the_head() -> None:
    """An editor's note over the story leaves whole, with all its sentences."""
    note = "Editor’s note: Jane Doe gave this talk in May. It first appeared in The Long Review."
    kept, said, removed = notices.take([Paragraph(0, note), Paragraph(1, STORY)])
    assert (kept, removed) == ([Paragraph(1, STORY)], [Removed("syndication", note, 0)])
    assert said.syndication is not None
    assert said.syndication.source == "The Long Review"


def test_companion_sentences_go_along() -> None:
    """Sentences about the outlet and invitations to read the original leave with the notice."""
    text = "Reprinted with permission from Green Ledger. Ledger stays. Green Ledger covers rivers. Sign up for more."
    kept, _, removed = notices.take([Paragraph(0, text)])
    assert len(removed) >= 1
    assert "Green Ledger" not in " ".join(paragraph.text for paragraph in kept)


def test_agency_took_over_the_report() -> None:
    """The German form in which an outlet says that it did not edit the report leaves whole."""
    text = "Die Elbe-Zeitung hat diese Meldung nicht bearbeitet. Sie wurde von der Deutschen Presse-Agentur übernommen."
    kept, said, _ = notices.take([Paragraph(0, STORY), Paragraph(1, text)])
    assert kept == [Paragraph(0, STORY)]
    assert said.syndication is not None
    assert said.syndication.source == "Deutsche Presse-Agentur"


def test_first_notice_wins() -> None:
    """Of two notices in an article the first fills the record."""
    texts = ("This story originally appeared in The Harbour Times.", "Distributed by Meridian Content Agency")
    _, said, removed = notices.take([Paragraph(number, text) for number, text in enumerate(texts)])
    assert said.syndication is not None
    assert said.syndication.source == "The Harbour Times"
    assert len(removed) == 2


def test_leave_behind_a_rights_line() -> None:
    """Whose rights a line tells gave leave to print the story, if the next sentence says that somebody did."""
    _, said, removed = notices.take([Paragraph(0, STORY), Paragraph(1, "© 2021 Harbour Times. Used by permission.")])
    assert said.syndication is not None
    assert (said.syndication.source, said.syndication.kind) == ("Harbour Times", "reprinted")
    assert [piece.kind for piece in removed] == ["rights"]


def test_holder_behind_all_rights_reserved() -> None:
    """The company that stands alone behind "all rights reserved" holds them."""
    _, said, _ = notices.take([Paragraph(0, STORY), Paragraph(1, "Alle Rechte vorbehalten. Hafenzeitung GmbH")])
    assert said.copyright_holder == "Hafenzeitung GmbH"


def test_who_gave_money_is_no_author() -> None:
    """The name of who paid for the work is neither the author nor the outlet."""
    text = "This story was reported with support from the Hill Fund and published in partnership with Delta Standard."
    _, said, _ = notices.take([Paragraph(0, STORY), Paragraph(1, text)])
    assert said.syndication is not None
    assert (said.syndication.partner, said.syndication.source, said.syndication.by) == ("Delta Standard", None, None)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("(Avec AFP)", True),
        ("Source: Reuters", True),
        ("Traduzido por Ana Silva. © Folha do Rio 2021.", True),
        ("RIPRODUZIONE RISERVATA © Copyright ANSA", True),
        ("© AFP", False),
        ("Photo: Reuters", False),
        ("The harbour at dawn. © AFP", False),
    ],
)
def test_notice_is_no_credit(text: str, covered: bool) -> None:
    """A paragraph that is nothing but a notice is told from a credit, so that it is not taken for a picture's."""
    assert notices.covers(text) is covered


@given(st.lists(st.sampled_from([case["input"] for case in SYNDICATION + RIGHTS]) | st.text(max_size=80), max_size=5))
def test_no_letter_is_lost(texts: list[str]) -> None:
    """Kept paragraphs and removed pieces hold every letter of the input."""
    paragraphs = [Paragraph(number, text) for number, text in enumerate(texts) if text.strip()]
    kept, _, removed = notices.take(paragraphs)
    assert letters(*(p.text for p in paragraphs)) == letters(*(p.text for p in kept), *(p.text for p in removed))


def halves() -> list[str]:
    """The beginnings and ends of notices, which would be whole ones if one stood behind the other."""
    words = [case["input"].split() for case in SYNDICATION[::7]]
    return [" ".join(some) for each in words for some in (each[: len(each) // 2], each[len(each) // 2 :]) if some]


@given(st.lists(st.lists(st.sampled_from(halves()), max_size=3), max_size=6))
def test_articles_searched_together(articles: list[list[str]]) -> None:
    """Law: what is found in many articles at once is what is found in each alone, whatever stands beside it."""
    texts = ["\n\n".join(article).encode() for article in articles]
    assert find(texts) == [find([text])[0] for text in texts]


@pytest.mark.parametrize("row", tables.rows("notice_frames"), ids=" ".join)
def test_frame_is_well_formed(row: tuple[str, ...]) -> None:
    """Each frame has four columns, one mark for its rarest part, and only roles that its language has."""
    language, _, where, frame = row
    tokens = frame.split()
    assert where in ("any", "clean", "alone", "end", "bare")
    assert sum(token.startswith("!") for token in tokens) == 1
    capitals = {token.lstrip("!") for token in tokens if token.lstrip("!").isupper() and len(token.lstrip("!")) > 1}
    assert capitals - set(frames.SLOTS) - {"TITLE"} <= set(wordings.roles(language))


@pytest.mark.parametrize("row", tables.rows("notice_plain"), ids=" ".join)
def test_plain_frame_is_well_formed(row: tuple[str, ...]) -> None:
    """Each frame of the plain kind has three columns, one mark, one name and only roles that its language has."""
    language, _, frame = row
    tokens = [token.lstrip("!") for token in frame.split()]
    assert frame.count("!") == 1
    assert sum(token in frames.SLOTS for token in tokens) == 1
    capitals = {token for token in tokens if token.isascii() and token.isupper()}
    assert capitals - set(frames.SLOTS) <= set(wordings.roles(language))


@pytest.mark.parametrize(
    "name",
    [
        "abbreviations",
        "byline_words",
        "contribution_words",
        "dateline_words",
        "months",
        "notice_frames",
        "notice_plain",
        "notice_words",
        "rights_words",
        "title_words",
    ],
)
def test_table_is_sorted(name: str) -> None:
    """The rows of each table are sorted and no row stands twice."""
    rows = tables.rows(name)
    assert list(rows) == sorted(set(rows))


@pytest.mark.parametrize(
    ("story", "place", "found"),
    [("en", 0, True), ("en", 15, False), ("en", 30, True), ("de", 15, True)],
)
def test_a_notice_in_another_language(story: str, place: int, found: bool) -> None:
    """A German notice is looked for around an English story, not inside, and everywhere in a German one."""
    lines = {"en": "The mayor said the bridge to the old town would close.", "de": "Die Brücke wird im Mai gesperrt."}
    texts = 30 * [lines[story]]
    texts.insert(place, "Dieser Artikel erschien zuerst in der Neuen Abendpost.")
    _, said, _ = notices.take([Paragraph(number, text) for number, text in enumerate(texts)])
    assert (said.syndication is not None) == found


def test_gate_is_fast() -> None:
    """The search that every article goes through takes as long as finding the words of a text (.9 times it, at most 3):
    had its automaton outgrown its memory, as a table entry with ".." in a marked role can do, it would take 5 times."""
    stories = [case["input"] for case in SYNDICATION if case["expected"] is None]
    text = " ".join(40 * " ".join(stories).replace("originally", "").split())
    data = text.encode()
    gates = min(took(lambda: sum(1 for gate in suspects._notices() for _ in gate.finditer(data))) for _ in range(3))
    words = min(took(lambda: len(set(text.casefold().split()))) for _ in range(3))
    assert gates < 3 * words


def took(what: Callable[[], object]) -> float:
    """Seconds of CPU."""
    start = time.process_time()
    what()
    return time.process_time() - start
