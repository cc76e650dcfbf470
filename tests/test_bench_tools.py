"""What the benchmarks measure with measures right: the cost of a command, templated texts, clusters, scores."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.bench import generator, labelled, parts, templated
from tests.bench.parts import Clock
from tests.bench.peers.compare import LabelledSet, score
from tests.bench.peers.methods import bucketed, clusters, shingles
from tests.bench.running import family, memory_kb, run

BUSY = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(10**7))']); b = bytearray(60 << 20)"


def test_cost_counts_the_children_and_keeps_the_exit_code() -> None:
    """The CPU time of a child is part of its parent's cost, and a failure is told apart."""
    cost = run([sys.executable, "-c", BUSY + "; sys.exit(3)"])
    assert cost.code == 3
    assert cost.cpu_s > run([sys.executable, "-c", ""]).cpu_s


def test_memory_is_that_of_the_process_and_its_children() -> None:
    """Our own process has memory, shared parts counted once are no more than all of it, and it is its own family."""
    pss, rss = memory_kb(os.getpid())
    assert 0 < pss <= rss
    assert next(family(os.getpid())) == os.getpid()
    assert memory_kb(2**22 + 1) == (0, 0)


def test_clock_counts_a_part_inside_another_only_once() -> None:
    """Time inside a nested part is not the outer part's."""
    clock = Clock()
    inner = clock.timed("inner", lambda: sum(range(10**6)))
    with clock("outer"):
        inner()
    assert clock.seconds["inner"] > clock.seconds["outer"] > 0


def test_every_part_of_cleaning_is_measured(tmp_path: Path) -> None:
    """Each rule of the table is found where the table says, called, and put back."""
    generator.write(tmp_path / "news.jsonl", 3, seed=1)
    spent = parts.measure(tmp_path / "news.jsonl", whole=False)
    named = {name for name, *_ in parts.RULES} - {"repair"}  # clean text needs none
    assert all(spent[name] > 0 for name in (*named, "fingerprint"))


def test_templated_stories_are_many_all_different_and_the_same_every_time() -> None:
    """Over 500 stories of at least ten kinds, no two with one text; a seed gives the same ones again."""
    made = list(templated.texts())
    assert len(made) >= 500
    assert len({kind for kind, _ in made}) >= 10
    assert len({record["text"] for _, record in made}) == len({record["id"] for _, record in made}) == len(made)
    assert made == list(templated.texts())
    assert min(len(record["text"].split()) for _, record in made) > 60


def test_clusters_join_what_pairs_join() -> None:
    """Pairs from equal buckets become clusters, however far apart their ends are."""
    pairs = bucketed([(0, ["a", "x"]), (1, ["b", "y"]), (2, ["a", "z"]), (3, ["c", "z"]), (4, ["d", "w"])])
    assert clusters(pairs, 5) == [[0, 2, 3]]
    assert shingles("One two three four five.") == ["one two three four", "two three four five"]


def test_score_counts_drops_and_leaves_out_what_is_labelled_neither() -> None:
    """A gold drop is right, an unlisted one wrong, an ignored one neither; a gold pair of which both live is missed."""
    docs = [{"id": name} for name in "abcdef"]
    labelled = LabelledSet("test", docs, {("a", "b"), ("c", "d")}, {("a", "e")})
    found = score(labelled, [("b", "a"), ("e", "a"), ("f", "a")])
    assert (found.wrong, found.missed) == (1, 1)
    assert (found.precision, found.recall) == (0.5, 0.5)


def test_labelled_lines_are_counted_right_or_wrong() -> None:
    """A caption whose credit is named in the label is right; with another name in the label it is wrong."""
    row = {"raw": "The old rope works. (Bay Courier)", "caption": "The old rope works.", "credit": ["Courier"]}
    assert [tried.right for tried in labelled.captions(row)] == [True]
    assert [tried.right for tried in labelled.captions(row | {"credit": ["Gazette"]})] == [False]


def test_a_notice_counts_if_its_outlet_is_named_and_a_look_alike_if_it_is_left() -> None:
    """The label says which of the two a line is."""
    told = {"text": "This story originally appeared in Harbor Courier.", "kind": "syndication"}
    assert [each.right for each in labelled.notices(told | {"expect": {"source": "Harbor Courier"}})] == [True, True]
    assert [each.right for each in labelled.notices(told | {"expect": {"source": "Bay Gazette"}})] == [True, False]
    assert [each.right for each in labelled.notices(told | {"kind": "hard_negative"})] == [False]


def test_labelled_texts_are_tried_in_every_charset_of_their_language() -> None:
    """A German text is tried in two legacy charsets, as damaged UTF-8, and wrongly decoded."""
    said = "Die Stadträte stimmten am Dienstag für die Fähre, sagte {}. " * 3
    text = "\n\n".join(said.replace("{}", name) for name in ("Adam", "Berta"))
    row = {"lang": "de", "title": "Fähre fährt weiter", "text": text}
    assert len([tried for tried in labelled.charsets(row) if tried.right]) == 4
    assert len([tried for tried in labelled.mojibake(row) if tried.right]) == 2 * 2 * len(labelled.WRONG_CODECS)
