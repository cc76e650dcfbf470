"""The stream on Prism, with a real Kafka."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.bench.running import family
from tests.engines.running import Broker, Stream, article, exactly_once, read, same_as_batch, starts, until

pytestmark = pytest.mark.engine
COUNT = 5_000


def test_kills_lose_nothing_and_double_nothing(broker: Broker, tmp_path: Path) -> None:
    """5,000 messages, two kills of the whole job: each is written once, and compact gives the batch's survivors."""
    source = broker.topic("kills")
    messages = [article(number) for number in range(COUNT)]
    broker.produce("kills", messages)
    out = tmp_path / "out"
    for begun, share in enumerate((0.1, 0.5), start=1):
        stream = Stream(source, out)
        until(lambda begun=begun, share=share: starts(out) == begun and read(out) > share * COUNT)  # type: ignore[misc]
        stream.kill()
    stream = Stream(source, out)
    until(lambda: starts(out) == 3 and read(out) >= COUNT)
    assert stream.stop() == 0, stream.said()
    exactly_once(out, COUNT)
    same_as_batch(out, messages, tmp_path)


def test_a_stop_writes_what_was_read(broker: Broker, tmp_path: Path) -> None:
    """SIGTERM while messages come: exit 0 within 10 s, and the next stream goes on where it ended."""
    source = broker.topic("stops")
    out = tmp_path / "out"
    stream = Stream(source, out, window="2s")
    sending = threading.Thread(target=broker.produce, args=("stops", map(article, range(1500)), 100.0))
    sending.start()
    until(lambda: read(out) > 0)
    asked = time.monotonic()
    assert stream.stop() == 0, stream.said()
    assert time.monotonic() - asked < 10
    sending.join()
    assert 0 < read(out) < 1500
    stream = Stream(source, out)
    until(lambda: read(out) >= 1500)
    assert stream.stop() == 0, stream.said()
    exactly_once(out, 1500)


def test_a_second_interrupt_ends_at_once(tmp_path: Path) -> None:
    """Where the engine hangs, Ctrl-C waits for it; the second one does not: exit 130, and no process is left."""
    (tmp_path / "in").mkdir()
    stream = Stream(f"dir://{tmp_path / 'in'}", tmp_path / "out")
    until(lambda: (tmp_path / "out" / "commits").is_dir())
    members = list(family(stream.process.pid))
    (engine,) = (pid for pid in members if b"prism" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0])
    os.kill(engine, signal.SIGSTOP)
    stream.process.send_signal(signal.SIGINT)
    until(lambda: list((tmp_path / "out" / "commits").glob("*.stop")))
    assert stream.process.poll() is None
    stream.process.send_signal(signal.SIGINT)
    assert stream.process.wait(5) == 130
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in members), timeout_s=5)
