"""The stream and the batch on a real Flink, with a real Kafka."""

import subprocess
import threading
from pathlib import Path

import pytest

from tests.engines.running import (
    COMMAND,
    Broker,
    Flink,
    Stream,
    article,
    exactly_once,
    read,
    same_as_batch,
    until,
)

pytestmark = pytest.mark.engine
COUNT = 5_000
RATE = 200.0


def test_a_killed_task_manager_loses_nothing(broker: Broker, flink: Flink, tmp_path: Path) -> None:
    """5,000 messages at 200/s, one kill of the TaskManager: each once, and compact gives the batch's survivors."""
    source = broker.topic("flink")
    messages = [article(number) for number in range(COUNT)]
    sending = threading.Thread(target=broker.produce, args=("flink", messages, RATE))
    sending.start()
    out = tmp_path / "out"
    stream = Stream(source, out, *flink.options(*flink.STREAMING), window="2s")
    until(lambda: read(out) > COUNT // 4)
    flink.kill_task_manager()
    sending.join()
    until(lambda: read(out) >= COUNT, timeout_s=180)
    assert stream.stop() == 0, stream.said()
    flink.do("cancel")
    exactly_once(out, COUNT)
    same_as_batch(out, messages, tmp_path)


def test_a_batch_gives_what_one_machine_gives(flink: Flink, tmp_path: Path) -> None:
    """`copydesk run` there writes the articles, copies and rejects of `copydesk run` here, to the byte."""
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(map(article, range(500))))
    for name, options in (("here", []), ("there", flink.options())):
        subprocess.run([*COMMAND, "run", tmp_path / "in.jsonl", "--output", tmp_path / name, *options], check=True)
    here, there = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.avro")}
        for name in ("here", "there")
    )
    assert len(here) == 3
    assert here == there
