"""A Beam job in the background of the process: the main thread draws progress and hears signals."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from pipeline import workers
from pipeline.cli.progress import EVERY_S, Line

SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143}


def attend(job: Callable[[], None], abandon: Callable[[], None]) -> None:
    """Run `job` in a thread and return when it has ended; what it raises is raised here.

    A signal ends everything at once: the workers are killed, `abandon` removes what was half made, and the process
    exits with 130 (Ctrl-C) or 143 (SIGTERM)."""
    failure: list[BaseException] = []

    def run() -> None:
        try:
            job()
        except BaseException as error:
            failure.append(error)

    def end(number: int, _: FrameType | None) -> None:
        workers.kill()
        line.end()
        abandon()
        os._exit(SIGNALS[signal.Signals(number)])

    line = Line()
    for number in SIGNALS:
        signal.signal(number, end)
    thread = threading.Thread(target=run, name="beam", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(EVERY_S)
        line.draw()
    line.end()
    if failure:
        raise failure[0]
