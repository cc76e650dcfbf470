"""The stream on a real Flink against its targets.

    python -m tests.bench.flink starts 10            fresh starts that read
    python -m tests.bench.flink kills 20000 200      articles at a rate; kill -9 of TaskManager and worker, three each
    python -m tests.bench.flink savepoint 5000 200   stop with a savepoint, resume from it

Needs what deploy/README.md names. Each prints Markdown and a line of JSON, and ends with 1 if its target is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.running import machine, table
from tests.bench.stream import finished, told
from tests.engines.running import Broker, Flink, Stream, article, counted, exactly_once, read, same_as_batch, until

WINDOW = "2s"


def starts(broker: Broker, flink: Flink, folder: Path, times: int) -> bool:
    """Fresh outputs on a topic that holds messages already: each must read them."""
    source = broker.topic("starts")
    broker.produce("starts", map(article, range(100)))
    rows = []
    for number in range(times):
        out = folder / f"out{number}"
        began = time.monotonic()
        stream = Stream(source, out, *flink.options(*flink.STREAMING), window=WINDOW)
        try:
            until(lambda out=out: read(out) >= 100, timeout_s=120)  # type: ignore[misc]
            rows.append((number, f"{time.monotonic() - began:.0f} s"))
        except AssertionError:
            rows.append((number, "nothing"))
        assert stream.stop() == 0, stream.said()
        flink.do("cancel")
    print(table(["start", "all read after"], rows))
    good = sum(said != "nothing" for _, said in rows)
    return told(good=good, of=times) and good == times


def kills(broker: Broker, flink: Flink, folder: Path, count: int, rate: int) -> bool:
    """The TaskManager and the Python workers are killed in turn, three times each."""
    source = broker.topic("kills")
    messages = [article(number) for number in range(count)]
    sending = threading.Thread(target=broker.produce, args=("kills", messages, rate))
    sending.start()
    out = folder / "out"
    stream = Stream(source, out, *flink.options(*flink.STREAMING), window=WINDOW)
    rows = []
    for number in range(6):
        until(lambda number=number: read(out) > (number + 0.5) * count / 7, timeout_s=300)  # type: ignore[misc]
        before, began = read(out), time.monotonic()
        if before == count:
            break
        if number % 2:
            flink.kill_workers()
        else:
            flink.kill_task_manager()
        until(lambda before=before: read(out) > before, timeout_s=180)  # type: ignore[misc]
        rows.append(("worker" if number % 2 else "TaskManager", f"{time.monotonic() - began:.0f} s"))
    sending.join()
    finished(out, count, stream)
    assert stream.stop() == 0, stream.said()
    print(table(["killed", "new commit after"], rows))
    exactly_once(out, count)
    same_as_batch(out, messages, folder)
    again = counted(out).get("redeliveries", 0)
    return told(lost=0, twice=0, redeliveries=again, kills=len(rows)) and len(rows) == 6


def savepoint(broker: Broker, flink: Flink, folder: Path, count: int, rate: int) -> bool:
    """Stopped with a savepoint in the middle, resumed from it by another submission."""
    source = broker.topic("savepoint")
    messages = [article(number) for number in range(count)]
    broker.produce("savepoint", messages[:1])
    out = folder / "out"
    stream = Stream(source, out, *flink.options(*flink.STREAMING), window=WINDOW)
    until(lambda: read(out) > 0, timeout_s=300)  # or a slow start would find all of them there, and read them at once
    sending = threading.Thread(target=broker.produce, args=("savepoint", messages[1:], rate))
    sending.start()
    until(lambda: read(out) > count / 3, timeout_s=300)
    began = time.monotonic()
    place = stopped(flink, folder)
    stream.process.wait(60)
    stopping = time.monotonic() - began
    stream = Stream(source, out, *flink.options(*flink.STREAMING, f"--savepoint_path={place}"), window=WINDOW)
    before, began = read(out), time.monotonic()
    until(lambda: read(out) > before, timeout_s=180)
    resuming = time.monotonic() - began
    sending.join()
    finished(out, count, stream)
    assert stream.stop() == 0, stream.said()
    exactly_once(out, count)
    same_as_batch(out, messages, folder)
    print(table(["", "s"], [("stop", stopping), ("resume, to a new commit", resuming)]))
    return told(lost=0, twice=0)


def stopped(flink: Flink, folder: Path) -> str:
    """Stop the running job with a savepoint; where that is."""
    rest = f"http://localhost:{json.loads((flink.folder / 'ports.json').read_text())['rest']}"
    (job,) = [job["jid"] for job in asked(f"{rest}/jobs/overview")["jobs"] if job["state"] == "RUNNING"]
    order = asked(f"{rest}/jobs/{job}/stop", {"targetDirectory": f"file://{folder}/savepoints", "drain": False})
    answer: dict[str, Any] = {}

    def done() -> bool:
        answer.update(asked(f"{rest}/jobs/{job}/savepoints/{order['request-id']}"))
        return bool(answer["status"]["id"] == "COMPLETED")

    until(done)
    return str(answer["operation"]["location"])


def asked(address: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
    """A call of Flink's REST interface."""
    data = None if content is None else json.dumps(content).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which: dict[str, Callable[..., bool]] = {"starts": starts, "kills": kills, "savepoint": savepoint}
    parser.add_argument("what", choices=which)
    parser.add_argument("figures", nargs="+", type=int)
    args = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="copydesk-flink-") as temporary:
        folder = Path(temporary)
        broker, flink = Broker(folder / "kafka"), Flink(folder / "flink")
        try:
            broker.start()
            flink.do("start")
            good = which[args.what](broker, flink, folder, *args.figures)
        finally:
            while Stream.running:
                Stream.running.pop().kill()
            flink.do("stop")
            broker.stop()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
