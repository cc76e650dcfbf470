"""A broker and a Flink for the tests that need them. Only by command (`-m engine`): they need a JVM and minutes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines.running import Broker, Flink, Stream


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """A real broker, with a TLS listener too, that takes messages of up to 64 MB."""
    folder: Path = tmp_path_factory.mktemp("kafka")
    running = Broker(folder)
    running.start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No stream outlives its test."""
    yield
    while Stream.running:
        Stream.running.pop().kill()


@pytest.fixture(scope="session")
def flink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flink]:
    """A real Flink with two task slots and Beam's job server."""
    running = Flink(tmp_path_factory.mktemp("flink"))
    running.do("start")
    yield running
    running.do("stop")
