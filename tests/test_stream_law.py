"""The equivalence law: however a stream comes, is cut and is killed, after `compact` it is the batch."""

import functools
import tempfile
from io import BytesIO
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.avro import commits
from pipeline.cli import outputs
from pipeline.cli.compact import compacted
from pipeline.copies import fingerprints
from pipeline.copies.resolve import resolve
from pipeline.copies.rule import Rule
from pipeline.copies.verdicts import KEPT
from pipeline.formats import Origin
from pipeline.formats import records as records_of
from pipeline.news.clean import clean
from pipeline.records import RawArticle
from pipeline.stages.publish import place, prepare
from tests.outputs import records
from tests.streams import Engine, stories, topic_of

STORIES = stories()
STEPS = st.one_of(
    st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 6)),
    st.sampled_from(["commit", "checkpoint", "restore", "kill"]),
)


def play(out: Path, order: list[int], steps: list[object]) -> Engine:
    """Stream all stories in that order, and end with everything committed."""
    engine = Engine(out, topic_of(STORIES[number] for number in order))
    kept = engine.checkpoint()
    for step in steps:
        if isinstance(step, tuple):
            engine.read(*step) if engine.left(step[0]) else None
        elif step == "commit":
            engine.commit()
        elif step == "checkpoint":
            kept = engine.checkpoint()
        elif step == "restore":
            engine.restore(kept)
        else:
            engine.begin()
            kept = engine.checkpoint()
    for partition in "ab":
        while engine.left(partition):
            engine.read(partition, 5)
    engine.commit()
    return engine


def compact(*outs: Path, to: Path) -> Path:
    """The outputs decided anew."""
    found = [outputs.find(str(out)) for out in outs]
    where = place(str(to))
    prepare(where, False)
    compacted(found, [each.said() for each in found], Rule(), where)
    return to


@functools.cache
def batch() -> list[str]:
    """The survivors of all stories, decided at once."""
    found = [each for number, story in enumerate(STORIES) for each in records_of(BytesIO(story), Origin(f"x{number}"))]
    articles = [clean(each) for each in found if isinstance(each, RawArticle)]
    block = fingerprints.pack(articles)
    state = resolve([block]).verdicts(0).state
    return sorted(article.id for article, each in zip(articles, state, strict=True) if each == KEPT)


def survivors(out: Path) -> list[str]:
    """The ids of the articles of an output."""
    return sorted(record["id"] for record in records(out, "articles"))


@mock.patch("os.fsync", lambda _: None)  # thousands of them, and no power cut here
@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(STORIES))), st.lists(STEPS, max_size=25))
def test_any_order_any_cut_any_kill_gives_the_batch(order: list[int], steps: list[object]) -> None:
    """Nothing is lost, nothing written twice, positions and counts hold; compact has the survivors of the batch."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        engine = play(out, order, steps)
        total = commits.total(engine.ledger.walk())
        assert total["read"] == len(STORIES) and total["rejects"] == 1
        named = [file.name for commit in engine.ledger.walk() for file in commit.files if file.name.endswith(".avro")]
        written = [record["id"] for dataset in ("articles", "copies") for record in records(out, dataset)]
        assert len(written) == len(set(written)) == len(STORIES) - 1
        assert len(named) == len(list(out.glob("*/*.avro")))
        assert survivors(compact(out, to=Path(folder, "compact"))) == batch()
