"""Two texts beside each other, for `copydesk explain`."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.beside import beside
from pipeline.cli.terminal import cells
from pipeline.copies.alignment import aligned
from pipeline.copies.passages import shared
from tests.printings import paragraphs, text

texts = st.text(st.sampled_from("ab cß½’.\n北京𝐀"), max_size=60)
words = st.lists(st.sampled_from(["the", "harbor", "ferry", "left", "at", "noon", "it’s"]), max_size=40).map(" ".join)


@given(texts | words, texts | words)
def test_stretches_are_all_of_both_texts(a: str, b: str) -> None:
    """Law: put together they are the two texts; what is called the same has the same words; no two differing ones
    follow each other."""
    found = list(aligned(a, b))
    assert ("".join(each.a for each in found), "".join(each.b for each in found)) == (a, b)
    for each in found:
        assert not each.same or shared(each.a, each.b) == [((0, len(each.a)), (0, len(each.b)))]
    assert all(one.same or other.same for one, other in pairwise(found))


def test_a_local_paragraph_is_the_only_difference() -> None:
    """Where a paragraph was put in, the passages around it stand in both, also if they share its first word."""
    left = "The ferry left at noon on Monday. The mayor of our town waited for it. The harbor was empty until night."
    right = "The ferry left at noon on Monday. The harbor was empty until night."
    (own,) = [each for each in aligned(left, right) if not each.same and any(map(str.isalnum, each.a + each.b))]
    assert own.a.strip(" .") in ("The mayor of our town waited for it", "mayor of our town waited for it. The")
    assert not own.b.strip(" .")


def test_columns_are_straight_and_few() -> None:
    """At a terminal the right column begins in one place, whatever the letters; long stretches are cut."""
    body, local = paragraphs("s", 2), "北京" * 400
    lines = list(beside(f"{text(body)}\n\n{local}", f"{text(body)}\n\n{text(paragraphs('other', 3))}", 9, 100))
    bars = {cells(line.partition(" | ")[0]) for line in lines if " | " in line}
    assert len(bars) == 1 and len(lines) < 10
    assert all(cells(line) <= 100 for line in lines)


def test_without_a_terminal_it_is_a_diff() -> None:
    """= in both, - only in the copy, + only in the kept one; no more than was asked for."""
    own, body, other = (text(paragraphs(name, 1)) for name in ("own", "body", "other"))
    lines = list(beside(f"{own}\n\n{body}", f"{body}\n\n{other}", 3, 0))
    assert [line[4] for line in lines] == ["-", "=", "+"]
    assert [line[4:7] for line in beside(f"{own}\n\n{body}", f"{body}\n\n{other}", 1, 0)][-1] == "and"
    assert list(beside(body, body, 0, 0)) == ["    and 1 shorter ones (--passages)"]
