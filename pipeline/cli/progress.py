"""The progress line and the end summary, on stderr, for people at a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping

from pipeline import counters, workers

EVERY_S = 0.5
CLEAR = "\r\x1b[K"


class Line:
    """One line that is drawn again and again; nothing at all if stderr is no terminal."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.began = time.monotonic()
        self.last: list[tuple[float, int]] = [(self.began, 0)]

    def draw(self) -> None:
        """Draw what the workers have done until now, with the speed of the last ten seconds."""
        if not self.shown:
            return
        read, cleaned, rejected = workers.done()
        now = time.monotonic()
        self.last = [*self.last[-20:], (now, read)]
        (then, before) = self.last[0]
        speed = (read - before) / max(now - then, 0.1)
        text = f"{read:,} read, {cleaned:,} clean, {rejected:,} rejected, {speed:,.0f}/s, {now - self.began:.0f} s"
        sys.stderr.write(CLEAR + text)
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()


def summary(counts: Mapping[str, int], output: str) -> str:
    """What came of a run: the conservation law with its figures, and the reasons of the rejects.

    >>> print(summary({"read": 5, "articles": 3, "copies": 1, "rejects": 1, "rejects_empty": 1}, "OUT"))
    OUT: 5 read = 3 articles + 1 copies + 1 rejects + 0 redeliveries
    rejects: 1 empty
    """
    law = " + ".join(f"{counts.get(name, 0):,} {name}" for name in counters.LAW)
    lines = [f"{output}: {counts.get(counters.READ, 0):,} read = {law}"]
    prefix = counters.REJECTS + "_"
    reasons = [(count, name.removeprefix(prefix)) for name, count in counts.items() if name.startswith(prefix)]
    if reasons:
        most = sorted(reasons, key=lambda reason: (-reason[0], reason[1]))
        lines.append("rejects: " + ", ".join(f"{count:,} {name}" for count, name in most))
    return "\n".join(lines)
