"""Prism: Beam's small engine, which runs a stream on one machine without a JVM: where it is, how it is built."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

VERSION = "2.77.0"  # Beam's own: the engine and the SDK speak the same protocol, but only equal versions were run
VARIABLE = "COPYDESK_PRISM"
HOME = "~/.cache/copydesk/prism"
BUILD = f"GOBIN={HOME} go install github.com/apache/beam/sdks/v2/go/cmd/prism@v{VERSION}"
UP_S = 20.0  # it takes .1 s
PR_SET_PDEATHSIG = 1
GOGC = "40"  # collect garbage at 1.4 x what is in use: 262 MB at its peak for 576, no more CPU (few, large values)


class EngineError(RuntimeError):
    """The engine is not there, or did not start: the message says what to do."""


def find() -> Path | None:
    """The engine: $COPYDESK_PRISM, the cache, the PATH, or where go puts what it installs; None if it is nowhere."""
    places = [os.environ.get(VARIABLE), f"{HOME}/prism", shutil.which("prism"), "~/go/bin/prism"]
    for place in filter(None, places):
        path = Path(place).expanduser()
        if path.is_file() and os.access(path, os.X_OK):
            return path
    return None


class Prism:
    """A running engine. It ends with this process, however that ends (Linux), and is out of reach of the terminal's
    Ctrl-C, so that a stream can drain."""

    def __init__(self) -> None:
        path = find()
        if path is None:
            raise EngineError(f"the local engine is not installed; build it once with: {BUILD}")
        self.port = _free_port()
        self.log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  (as long as the engine)
        command = [str(path), "--job_port", str(self.port), "--serve_http=false", "--log_level=error"]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            env={"GOGC": GOGC, **os.environ},
            preexec_fn=_die_with_parent(),
        )
        self._wait()

    @property
    def endpoint(self) -> str:
        """Where it takes jobs."""
        return f"localhost:{self.port}"

    def _wait(self) -> None:
        deadline = time.monotonic() + UP_S
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        self.stop()
        raise EngineError(f"the local engine did not start: {self.said()}")

    def said(self) -> str:
        """The last lines of its log."""
        self.log.seek(0)
        return self.log.read()[-2000:].decode("utf-8", "replace").strip()

    def stop(self) -> None:
        """End it at once."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def _die_with_parent() -> Callable[[], None] | None:
    """What a new process does first: ask to be killed when its parent ends."""
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
