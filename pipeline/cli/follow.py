"""Following a stream by what it commits: the figures of the progress line and of --metrics-port."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pipeline import counters
from pipeline.avro import commits
from pipeline.cli.progress import CLEAR
from pipeline.stages.ledger import Ledger

RATE_S = 30.0  # the speed shown is that of the commits of so many seconds
LAG_S = 5.0  # between two questions about the lag

METRICS = (
    ("read", "records read since the output began"),
    ("articles", "articles written"),
    ("copies", "copies written"),
    ("rejects", "rejects written"),
    ("redeliveries", "articles seen before, not written"),
)


class Follower:
    """What the commits of an output add up to, kept up to date by `look`."""

    def __init__(self, ledger: Ledger, lag: Callable[[Mapping[str, int]], int]) -> None:
        self.ledger, self._lag = ledger, lag
        self.counts: Counter[str] = Counter()
        self.head = commits.Head()
        self.recent: deque[tuple[float, int]] = deque()
        self.lag: int | None = None
        self.asked = float("-inf")
        self.look()
        self.before = Counter(self.counts)
        self.recent.clear()
        self.began = time.monotonic()

    def look(self) -> None:
        """Take in what was committed since the last look."""
        while (self.ledger.folder / commits.name(self.head.number + 1)).exists():
            commit, self.head = commits.follow(self.head, self.ledger.read(commits.name(self.head.number + 1)))
            self.counts.update(commit.counts)
            if commit.counts:
                self.recent.append((time.monotonic(), commit.counts.get(counters.READ, 0)))

    def since(self) -> dict[str, int]:
        """The counts of this stream alone."""
        return {name: self.counts[name] - self.before[name] for name in self.counts}

    def rate(self) -> float:
        """Records a second, of late."""
        now = time.monotonic()
        while self.recent and self.recent[0][0] < now - RATE_S:
            self.recent.popleft()
        return sum(count for _, count in self.recent) / max(1.0, min(RATE_S, now - self.began))

    def ask(self) -> None:
        """Ask for the lag, now and then; it is unknown while nobody answers."""
        if time.monotonic() - self.asked < LAG_S:
            return
        try:
            self.lag = self._lag(self.head.next)
        except Exception:
            self.lag = None
        self.asked = time.monotonic()

    def line(self) -> str:
        """The progress line."""
        counts = self.since()
        ago = max(0.0, time.time() - self.head.end / 1e6) if self.head.end else None
        return (
            f"{self.rate():,.0f} articles/s, lag {'?' if self.lag is None else format(self.lag, ',')}, "
            f"{counts.get('articles', 0):,} kept, {counts.get('copies', 0):,} copies, "
            f"{counts.get('rejects', 0):,} rejects, commit {self.head.number}"
            + (f" ({ago:,.0f} s ago)" if ago is not None else "")
        )

    def prometheus(self) -> str:
        """The figures as Prometheus text."""
        lines = []
        for name, what in METRICS:
            full = f"copydesk_{name}_total"
            lines += [f"# HELP {full} {what}", f"# TYPE {full} counter", f"{full} {self.counts[name]}"]
        gauges = [
            ("copydesk_records_per_second", "of late", f"{self.rate():.3f}"),
            ("copydesk_lag", "messages, or files of a folder, not committed yet", self.lag),
            ("copydesk_last_commit", "number of the newest commit", self.head.number),
            ("copydesk_committed_until_seconds", "end of the newest committed window", self.head.end / 1e6),
        ]
        for full, what, value in gauges:
            if value is not None:
                lines += [f"# HELP {full} {what}", f"# TYPE {full} gauge", f"{full} {value}"]
        return "\n".join(lines) + "\n"


class Watch:
    """A thread that keeps a follower up to date, draws its line on a terminal and serves its figures."""

    def __init__(self, follower: Follower, host: str = "127.0.0.1", port: int | None = None) -> None:
        self.follower = follower
        self.shown = sys.stderr.isatty()
        self._stop = threading.Event()
        self.server = None if port is None else ThreadingHTTPServer((host, port), _handler(follower))
        if self.server:
            threading.Thread(target=self.server.serve_forever, daemon=True).start()
        threading.Thread(target=self._ask, daemon=True).start()

    def _ask(self) -> None:
        while not self._stop.wait(0.5):
            self.follower.ask()

    def draw(self) -> None:
        """Look, and draw the line."""
        self.follower.look()
        if self.shown:
            sys.stderr.write(CLEAR + self.follower.line())
            sys.stderr.flush()

    def end(self) -> None:
        """Look a last time, take the line away, stop serving."""
        self._stop.set()
        self.follower.look()
        if self.shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
        if self.server:
            self.server.shutdown()


def _handler(follower: Follower) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Any path gives the figures."""
            content = follower.prometheus().encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nobody wants a line a scrape."""

    return Handler
