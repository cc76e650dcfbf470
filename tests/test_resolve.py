"""Resolve: the decision about a whole batch, and its laws."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.copies.pairs import A_COVERS, B_COVERS
from pipeline.copies.resolve import Known, resolve
from pipeline.copies.rule import RULE
from pipeline.copies.verdicts import COPY, KEPT
from pipeline.records import Article, CopyOf, State, Syndication
from tests.printings import START, article, kept, outcome, packed, paragraphs, printing, said, story, text, verdicts_on

seeds = st.integers(0, 5)
printings = st.builds(printing, seeds, st.integers(0, 9), st.integers(5, 9))
stories = st.builds(
    lambda seed, count: article(f"{seed}, {count}", text(paragraphs(seed, count)), None), seeds, st.integers(0, 6)
)
sets = st.lists(printings | stories, max_size=24)
few = settings(max_examples=40, deadline=None)


def test_a_story_and_its_copies_leave_one_article() -> None:
    """The first published printing stays; a copy with local paragraphs and a cut one are dropped for it."""
    body = paragraphs("s")
    original = article("original", text(body), 0)
    local = article("local", text([body[0], paragraphs("own", 1)[0], *body[1:]]), 30)
    cut = article("cut", text(body[:3]), 60)
    assert outcome([cut, local, original]) == {
        original.id: None,
        local.id: ("copy", original.id),
        cut.id: ("cut", original.id),
    }


def test_a_cut_copy_that_came_first_is_dropped_for_the_whole_story() -> None:
    """A mere cut comes after what it was cut from, whenever it was published."""
    body = paragraphs("s")
    cut, whole = article("cut", text(body[:3]), 0), article("whole", text(body), 90)
    assert outcome([cut, whole]) == {whole.id: None, cut.id: ("cut", whole.id)}


def test_a_digest_of_several_stories_drops_none_of_them() -> None:
    """An article that holds three stories, each with its dateline, covers none of them."""
    names = ("LONDON — ", "PARIS — ", "ROME — ")
    bodies = [name + text(paragraphs(name, 4)) for name in names]
    singles = [article(name, body, 60) for name, body in zip(names, bodies, strict=True)]
    digest = article("digest", "\n\n".join(bodies), 0)
    assert all(dropped is None for dropped in outcome([digest, *singles]).values())


def test_a_long_quotation_is_no_copy() -> None:
    """Two stories that share a statement in their middle both stay."""
    statement = paragraphs("statement", 2)
    one = article("one", text([*paragraphs("a", 5), *statement, *paragraphs("a2", 5)]))
    other = article("other", text([*paragraphs("b", 5), *statement, *paragraphs("b2", 5)]))
    assert kept(outcome([one, other])) == {one.id, other.id}


def test_a_declared_copy_gives_way_to_its_original() -> None:
    """An article that says where it first appeared is the copy, even if it came earlier and is longer."""
    body = paragraphs("s")
    notice = Syndication("originally_appeared", "This story originally appeared in The Herald.", "The Herald")
    copy = article("copy", text([*body, *paragraphs("more", 2)]), 0, source="Gazette", syndication=notice)
    original = article("original", text(body), 60, source="The Herald")
    assert outcome([copy, original]) == {original.id: None, copy.id: ("copy", original.id)}


def test_the_preferred_source_is_kept() -> None:
    """Of two equal printings that of a source under `prefer` stays."""
    early, late = story("s", minutes=0, source="Gazette"), article("late", text(paragraphs("s")), 60, source="Herald")
    rule = RULE._replace(prefer=("Herald",))
    assert kept(outcome([early, late], rule=rule)) == {late.id}
    assert kept(outcome([early, late])) == {early.id}


def test_beyond_the_horizon_nothing_is_a_copy() -> None:
    """The same text eight days later stays; an undated one is compared with all."""
    first, later = story("s"), article("later", text(paragraphs("s")), 8 * 1440)
    assert kept(outcome([first, later])) == {first.id, later.id}
    undated = article("undated", text(paragraphs("s")), None)
    assert kept(outcome([first, undated])) == {first.id}


def test_versions_leave_the_latest() -> None:
    """Of printings under one address that share their text the latest stays, and the others are its versions."""
    body, url = paragraphs("s"), "https://paper.example/a"
    versions = [
        article(f"v{number}", text([*body[:5], *paragraphs(f"new {number}", 2)]), 10 * number, url=url)
        for number in range(3)
    ]
    last = versions[-1].id
    assert outcome(versions) == {last: None, versions[0].id: ("version", last), versions[1].id: ("version", last)}


def test_a_later_version_number_wins_over_a_later_date() -> None:
    """The provider's own version number decides first."""
    corrected = story("s", minutes=0, source="Wire", external_id="7", version="2")
    first = article("first", text(paragraphs("s")), 60, source="Wire", external_id="7", version="1")
    assert outcome([first, corrected]) == {corrected.id: None, first.id: ("version", corrected.id)}


def test_an_address_that_many_stories_share_makes_no_versions() -> None:
    """Different stories under one home page, and under equal row numbers, all stay."""
    shared = [story(number, url="https://paper.example/", source="Paper", external_id="1") for number in range(4)]
    assert len(kept(outcome(shared))) == 4


def test_versions_of_a_dropped_article_name_what_it_was_dropped_for() -> None:
    """If the latest version is itself a copy, the older one names the same original."""
    body = paragraphs("s")
    original = article("original", text(body), 0, source="Wire")
    old, new = (
        article(name, text(body), minutes, url="https://paper.example/a", source="Paper")
        for name, minutes in (("old", 10), ("new", 20))
    )
    found = outcome([old, new, original])
    assert found == {original.id: None, new.id: ("copy", original.id), old.id: ("version", original.id)}


def test_tiny_articles_are_copies_only_if_all_is_equal() -> None:
    """Under 13 words headline, body and captions decide together; empty bodies with other headlines stay."""
    same = [article(name, "Rain is expected.", headline="Weather") for name in ("a", "b")]
    other = [article("c", "Rain is expected.", headline="Sports"), article("d", "", headline="E"), article("e", "")]
    nothing = [article(name, "", headline=None) for name in ("f", "g")]
    assert len(kept(outcome([*same, *other, *nothing]))) == len([*same, *other, *nothing]) - 1


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    """A Chinese and a Thai story with a local paragraph are copies; other stories in these scripts are not."""
    for begin, size in ((0x4E00, 4_000), (0x0E01, 45)):
        rng = random.Random(begin)
        stories = ["".join(chr(begin + rng.randrange(size)) for _ in range(400)) + "。" for _ in range(4)]
        one, two = article("one", stories[0]), article("two", f"{stories[0]}\n\n{stories[1][:80]}。", 5)
        others = [article(k, body) for k, body in enumerate(stories[2:])]
        assert kept(outcome([two, one, *others])) == {one.id, *(other.id for other in others)}


def test_page_chrome_makes_no_copies() -> None:
    """Galleries of one outlet that share hundreds of words of chrome and nothing else all stay."""
    chrome = paragraphs("newsletter", 8)
    pages = [article(k, text([*paragraphs(f"gallery {k}", 2), *chrome]), k, source="Outlet") for k in range(8)]
    longer = [article(f"l{k}", text([*paragraphs(f"long {k}", 12), *chrome]), k, source="Outlet") for k in range(3)]
    assert len(kept(outcome([*pages, *longer]))) == 11


def test_filled_forms_are_different_stories() -> None:
    """A form of which only names and numbers differ is another story each time."""
    form = (
        "{0} on Monday reported net income of ${1}.{2} million in its fiscal quarter, after a loss a year ago. The {3} "
        "company said it had profit of {4} cents per share, and expects full-year earnings of {5} to {6} cents per "
        "share. The results topped the expectations of analysts who follow the company and its industry closely."
    )
    rng = random.Random(3)
    drawn = [
        [f"{rng.choice('ABCDEFG')}{k}corp", *rng.sample(range(100), 2), f"T{k}ville", *rng.sample(range(99), 3)]
        for k in range(20)
    ]
    assert len(kept(outcome([article(k, form.format(*values)) for k, values in enumerate(drawn)]))) == 20


def test_two_thousand_unedited_printings_leave_one() -> None:
    """A story printed everywhere leaves one article, that first published."""
    found = outcome([article(k, text(paragraphs("s")), k % 1440 + 1) for k in range(2_000)] + [story("s", minutes=0)])
    assert kept(found) == {story("s").id}


def test_many_edited_printings_leave_few() -> None:
    """Of 1,500 printings that are cut, have local paragraphs and edited words, under 2 % stay."""
    assert len(kept(outcome([printing("s", number, 16) for number in range(1_500)]))) < 30


def test_a_redelivery_is_counted_and_changes_nothing() -> None:
    """The same id again is neither article nor copy; the first in block order stays."""
    articles = [story(number) for number in range(3)]
    resolution = resolve(packed([*articles, articles[1], articles[2]], [4]))
    assert resolution.counts == {"articles": 3, "copies": 0, "versions": 0, "redeliveries": 2}
    assert resolution.state.tolist() == [0, 0, 0, 2, 2]
    assert resolution.verdicts(1).apply(0, articles[2]) is None


def test_nothing_at_all_resolves_to_nothing() -> None:
    """No block, and blocks of no article."""
    assert resolve([]).counts["articles"] == 0
    assert resolve(packed([])).counts["articles"] == 0
    assert outcome([]) == {}


def test_verdicts_fill_in_the_articles() -> None:
    """A kept article lists its copies by id, a dropped one says what it repeats and by which figures."""
    original = story("s", source="Wire", url="https://wire.example/1")
    copy = article("copy", text(paragraphs("s")), 5, source="Paper", url="https://paper.example/é")
    (verdicts,) = verdicts_on(packed([copy, original]))
    dropped, stays = verdicts.apply(0, copy), verdicts.apply(1, original)
    assert dropped and stays
    assert dropped.state == State.COPY and stays.state == State.ARTICLE
    assert stays.copies == (CopyOf(copy.id, "Paper", "https://paper.example/é"),)
    assert dropped.duplicate and dropped.duplicate._replace(original_id="") == ("", None, "copy", 1.0, 1.0, 1.0)


def known(articles: list[Article], output: str = "yesterday", against: tuple[Known, ...] = ()) -> Known:
    """The memory of an output of these articles."""
    blocks = packed(articles)
    return Known(output, blocks, verdicts_on(blocks, against=against))


def test_an_earlier_output_has_it_already() -> None:
    """A copy of what an earlier output holds is dropped and says where that is; the same id again is a redelivery."""
    first, copy = story("s"), article("copy", text(paragraphs("s")), 60)
    blocks = packed([copy, first])
    (verdicts,) = verdicts_on(blocks, against=[known([first])])
    duplicate = verdicts.duplicate(0)
    assert duplicate and (duplicate.original_id, duplicate.original_output) == (first.id, "yesterday")
    assert verdicts.state.tolist() == [1, 2]


def test_what_comes_before_an_earlier_output_supersedes_it() -> None:
    """An article that is published before a written copy of it is kept and names it; the copy counts no more."""
    copy = article("copy", text(paragraphs("s")), 60)
    first, another = story("s", minutes=0), article("another", text(paragraphs("s")), 90)
    monday = known([copy])
    tuesday = Known("tuesday", blocks := packed([first]), verdicts := verdicts_on(blocks, against=[monday]))
    assert verdicts[0].superseded(0) == (copy.id,)
    (last,) = verdicts_on(packed([another]), against=[monday, tuesday])
    duplicate = last.duplicate(0)
    assert duplicate and (duplicate.original_id, duplicate.original_output) == (first.id, "tuesday")


def test_versions_across_outputs() -> None:
    """An older version than the written one is dropped as a version of it; a newer one supersedes it."""
    first, second, third = (
        article(f"v{k}", text(paragraphs("s")), k, url="https://paper.example/a", version=str(k)) for k in (1, 2, 3)
    )
    (verdicts,) = verdicts_on(packed([first, third]), against=[known([second])])
    assert verdicts.superseded(1) == (second.id,)
    assert verdicts.duplicate(0) and said(packed([first, third]), [verdicts])[first.id] == ("version", third.id)


@few
@given(sets, st.randoms(use_true_random=False), st.lists(st.integers(0, 30), max_size=4), st.sampled_from([3, 64]))
def test_order_and_cutting_change_nothing(
    articles: list[Article], rng: random.Random, cuts: list[int], busy: int
) -> None:
    """Law: shuffled, cut into other blocks, delivered twice, the same articles are kept and dropped for the same."""
    rule = RULE._replace(busy=busy)
    once = outcome(articles, rule=rule)
    again = [*articles, *articles[:3]]
    rng.shuffle(again)
    assert outcome(again, cuts, rule) == once


@few
@given(sets)
def test_every_copy_is_covered_by_a_kept_article(articles: list[Article]) -> None:
    """Law: a dropped article's original is kept, and the judged pair says that it covers it; a group's last stays."""
    resolution = resolve(packed(articles))
    covers = {}
    pairs = resolution.pairs
    for a, b, flags in zip(pairs.a.tolist(), pairs.b.tolist(), pairs.flags.tolist(), strict=True):
        covers[a, b], covers[b, a] = bool(flags & A_COVERS), bool(flags & B_COVERS)
    for row in np.flatnonzero(resolution.state == COPY).tolist():
        original = int(resolution.original[row])
        assert resolution.state[original] == KEPT
        assert covers[original, row]
    assert (resolution.state == KEPT).any() or not articles


@few
@given(sets, st.integers(1, 3))
def test_copies_are_listed_where_they_were_dropped(articles: list[Article], cut: int) -> None:
    """Law: the lists of copies and the duplicates name each other, across blocks."""
    blocks = packed(articles, [cut])
    verdicts = verdicts_on(blocks)
    listed = Counter(
        (block.id(row), copy.id)
        for block, each in zip(blocks, verdicts, strict=True)
        for row in range(len(block))
        for copy in each.copies(row)
    )
    named = Counter((dropped[1], id_) for id_, dropped in said(blocks, verdicts).items() if dropped)
    assert listed == named


@few
@given(sets, st.integers(0, 24))
def test_days_compacted_are_one_run(articles: list[Article], cut: int) -> None:
    """Law: day by day against the earlier output, then decided anew over both, is one run over all."""
    unique = list({each.id: each for each in articles}.values())
    days = [unique[:cut], unique[cut:]]
    first = known(days[0])
    second = known(days[1], "today", (first,))
    assert said([*first.blocks, *second.blocks], verdicts_on([*first.blocks, *second.blocks])) == outcome(unique)


def test_days_have_the_end_of_their_date() -> None:
    """A date without a time comes after every time of that day."""
    day = story("s", minutes=0, published_precision="day")
    timed = article("timed", text(paragraphs("s")), 23 * 60)
    assert kept(outcome([day, timed])) == {timed.id}
    assert timed.published_at and timed.published_at - START == timedelta(hours=23)


def test_what_is_not_at_hand_stays_superseded() -> None:
    """An article that superseded one in an output that is not given still does, or the one that it is dropped for
    now; what was decided about anew is not carried over."""
    first, copy, another = story("s"), article("copy", text(paragraphs("s")), 60), story("another", minutes=90)
    blocks = packed([copy, first, another])
    resolution = resolve(blocks)
    gone, also = (article(name, "").id for name in ("gone", "also"))
    assert resolution.holds([gone, first.id]).tolist() == [False, True]
    pairs = [(copy.id, gone), (first.id, gone), (another.id, also), (another.id, gone), (first.id, copy.id)]
    resolution.keep_superseding(pairs)
    (verdicts,) = (resolution.verdicts(number) for number in range(len(blocks)))
    assert [verdicts.superseded(row) for row in range(3)] == [(), (gone,), tuple(sorted([also, gone]))]
    elsewhere = resolve(blocks, against=[known([first])])
    elsewhere.keep_superseding(pairs)
    assert [elsewhere.verdicts(0).superseded(row) for row in range(3)] == [(gone,), (), tuple(sorted([also, gone]))]
