"""The index of a stream: provisional verdicts, restarts, expiry."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies.blocks import Block
from pipeline.copies.fingerprints import pack
from pipeline.copies.index import Index
from pipeline.copies.resolve import resolve
from pipeline.copies.rule import RULE
from pipeline.copies.verdicts import Verdicts
from pipeline.records import Article
from tests.printings import article, kept, outcome, packed, paragraphs, printing, story, text

printings = st.lists(st.builds(printing, st.integers(0, 4), st.integers(0, 9), st.integers(5, 9)), max_size=20)


def streamed(index: Index, articles: list[Article], size: int = 3) -> set[str]:
    """The ids that a stream has written and not superseded."""
    alive: set[str] = set()
    for begin in range(0, len(articles), size):
        block = pack(articles[begin : begin + size])
        verdicts = index.take(block)
        for row in range(len(block)):
            if verdicts.state[row] == 0:
                alive.add(block.id(row))
            alive -= set(verdicts.superseded(row))
    return alive


def test_a_later_copy_is_dropped_for_the_written_article() -> None:
    """In another block, and in the same one."""
    index = Index()
    first, second, third = (article(k, text(paragraphs("s")), k) for k in range(3))
    assert index.take(pack([first])).state.tolist() == [0]
    verdicts = index.take(pack([third, story("other"), second]))
    assert verdicts.state.tolist() == [1, 0, 1]
    duplicate = verdicts.duplicate(0)
    assert duplicate and (duplicate.original_id, duplicate.original_output) == (first.id, None)


def test_an_earlier_article_that_comes_late_supersedes_its_copy() -> None:
    """It is written and names the written copy, which then drops nothing any more."""
    index = Index()
    late, early, last = article("late", text(paragraphs("s")), 60), story("s"), article("z", text(paragraphs("s")), 90)
    index.take(pack([late]))
    verdicts = index.take(pack([early]))
    assert verdicts.state.tolist() == [0] and verdicts.superseded(0) == (late.id,)
    duplicate = index.take(pack([last])).duplicate(0)
    assert duplicate and duplicate.original_id == early.id


def test_the_same_id_again_is_a_redelivery() -> None:
    """Of kept and of dropped articles, across merged runs and within a block; copies stay unlisted."""
    index = Index()
    articles = [story(number % 30, minutes=number) for number in range(30)] + [
        article(f"copy {number}", text(paragraphs(number)), 99) for number in range(30)
    ]
    for each in articles:
        verdicts = index.take(pack([each]))
        assert verdicts.copies(0) == ()
    assert index.take(pack([*articles, articles[0]])).state.tolist() == [2] * 61
    assert len(index) == 60


def test_an_earlier_output_is_named() -> None:
    """A copy of what --against holds says which output that is."""
    index = Index()
    (block,) = packed([story("s")])
    index.restore(block, Index().take(block), "monday")
    duplicate = index.take(pack([article("copy", text(paragraphs("s")), 5)])).duplicate(0)
    assert duplicate and (duplicate.original_id, duplicate.original_output) == (story("s").id, "monday")


def test_page_chrome_of_an_earlier_output_makes_no_copies() -> None:
    """Galleries that share only what their outlet prints around all of them stay, also when they come one by one."""
    frame = paragraphs("newsletter", 8)
    known = [article(f"k{k}", text([*paragraphs(f"long {k}", 12), *frame]), k, source="Outlet") for k in range(3)]
    pages = [article(k, text([*paragraphs(f"gallery {k}", 2), *frame]), k, source="Outlet") for k in range(6)]
    chrome = resolve(packed(known)).chrome
    assert len(streamed(Index(chrome=chrome), pages, size=1)) == 6
    assert len(streamed(Index(), pages, size=1)) == 1


def test_what_is_older_than_the_horizon_is_forgotten() -> None:
    """Added before one horizon ago by the clock of whoever calls: no longer compared, nor known."""
    index = Index(RULE._replace(horizon_s=60))
    index.take(pack([story("s")]))
    index.expire(1_000_000_000)  # now = this + 60 s
    assert index.take(pack([story("s")])).state.tolist() == [2]
    index.expire(1_000_000_000 + 61_000_000)
    assert len(index) == 0
    assert index.take(pack([story("s")])).state.tolist() == [0]


@settings(max_examples=40, deadline=None)
@given(printings, st.integers(1, 6), st.lists(st.integers(0, 20), max_size=3))
def test_a_restart_changes_nothing(articles: list[Article], size: int, restarts: list[int]) -> None:
    """Law: an index made again from its blocks and verdicts gives the verdicts that the old one would have given."""
    steady, index = Index(), Index()
    history: list[tuple[Block, Verdicts]] = []
    for number, begin in enumerate(range(0, len(articles), size)):
        block = Block.from_bytes(pack(articles[begin : begin + size]).to_bytes())
        if number in restarts:
            index = Index()
            for held, said in history:
                index.restore(held, said)
        verdicts = index.take(block)
        assert verdicts.to_bytes() == steady.take(block).to_bytes()
        history.append((block, Verdicts.from_bytes(verdicts.to_bytes())))


@settings(max_examples=40, deadline=None)
@given(printings, st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_stream_keeps_about_what_the_batch_keeps(articles: list[Article], size: int, rng: random.Random) -> None:
    """Whatever the order, every story that the batch keeps something of has something left in the stream."""
    rng.shuffle(articles)
    alive = streamed(Index(), articles, size)
    assert alive <= {each.id for each in articles}
    found = outcome(articles)
    groups = {id_: dropped[1] if dropped else id_ for id_, dropped in found.items()}
    assert {groups[id_] for id_ in alive} >= kept(found) or len(alive) >= len(kept(found))
