"""From messages to parcels: what headers say, what goes wrong, what is counted."""

import subprocess
import sys
from datetime import datetime, timezone

from pipeline.copies.blocks import Block
from pipeline.messages import Fetch, Message, Parcel, Span
from pipeline.records import RawArticle, Rejection
from pipeline.work.job import Job
from pipeline.work.parcel import parcel, read_item

JOB = Job("", "", source="The Desk")
SPANS = (Span("a", 0, 3),)


def only(message: Message, job: Job = JOB) -> RawArticle:
    """The one article of a message."""
    (found,) = read_item(message, job)
    assert isinstance(found, RawArticle)
    return found


def test_headers_say_what_the_message_does_not() -> None:
    """Outlet, address and charset of a message come from its headers, its time from the queue."""
    headers = (("Source", "Kurier"), ("url", "http://k.example/1"), ("Content-Type", "text/plain; charset=koi8-r"))
    text = "Заголовок\n\nПервый абзац новости, довольно длинный, чтобы его узнать.\n"
    raw = only(Message("a#1", text.encode("koi8-r"), 1_700_000_000_000_000, headers))
    assert (raw.source, raw.url, raw.declared_charset) == ("Kurier", "http://k.example/1", "koi8-r")
    assert raw.received_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)


def test_options_say_what_neither_says() -> None:
    """The outlet of the options is that of messages that name none; a JSON message names its own."""
    assert only(Message("a#1", b"A headline\n\nA body of some words.\n")).source == "The Desk"
    assert only(Message("a#1", b'{"text": "A body.", "source": "Own"}')).source == "Own"


def test_a_parcel_counts_articles_and_rejects() -> None:
    """Every message is an article or a reject; what was fetched for both is in the spans."""
    items = (Message("a#0", b'{"text": "A body of some words."}'), Message("a#1", b""), Message("a#2", b'{"no": 1}'))
    made = Parcel.unpack(parcel(Fetch(SPANS, items, "topic"), JOB))
    assert (made.counts["read"], made.counts["rejects"], len(made.rows), len(made.rejects)) == (3, 2, 1, 2)
    assert made.spans == SPANS and made.identity == "topic"


def test_many_messages_are_one_parcel() -> None:
    """However many pieces the workers make of it: rows and fingerprints stay together, in the messages' order."""
    items = tuple(Message(f"a#{n}", f'{{"id": "{n}", "text": "Body number {n}."}}'.encode()) for n in range(150))
    made = Parcel.unpack(parcel(Fetch((Span("a", 0, 150),), items), JOB))
    assert len(made.rows) == 150 and len({row.id for row in made.rows}) == 150
    block = Block.from_bytes(made.block)
    assert [block.id(number) for number in range(150)] == [row.id for row in made.rows]


def test_what_a_source_read_itself_passes() -> None:
    """A folder's records are articles and rejects already."""
    raw = only(Message("a#1", b"A headline\n\nA body of some words.\n"))
    (reject,) = read_item(Message("a#2", b""), JOB)
    assert isinstance(reject, Rejection)
    made = Parcel.unpack(parcel(Fetch(SPANS, (raw, reject)), JOB))
    assert made.counts["read"] == 2


def test_nothing_fetched_is_an_empty_parcel() -> None:
    """Positions may move without a record: the end of a file."""
    made = Parcel.unpack(parcel(Fetch(SPANS, ()), JOB))
    assert (made.rows, made.rejects, made.block, made.spans) == ((), (), b"", SPANS)


def test_a_worker_needs_no_beam() -> None:
    """What is handed to the worker processes does not import Beam: they stay small and start at once."""
    code = "import sys, pipeline.work.parcel; sys.exit(any(name.startswith('apache_beam') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
