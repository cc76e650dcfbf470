"""What goes wrong around a stream: the broker, the topic, the disk, a second stream, a huge message."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from pipeline.stages.ledger import Ledger
from tests.engines.running import Broker, Stream, article, counted, exactly_once, read, until

pytestmark = pytest.mark.engine


def test_a_broker_that_restarts_is_waited_for(broker: Broker, tmp_path: Path) -> None:
    """The broker is killed and comes back: the stream goes on, nothing is lost or doubled."""
    source = broker.topic("restarts")
    broker.produce("restarts", map(article, range(200)))
    out = tmp_path / "out"
    stream = Stream(source, out)
    until(lambda: read(out) >= 200)
    broker.stop(kill=True)
    broker.start()
    broker.produce("restarts", map(article, range(200, 400)))
    until(lambda: read(out) >= 400)
    assert stream.stop() == 0, stream.said()
    exactly_once(out, 400)


def test_a_new_partition_is_found(broker: Broker, tmp_path: Path) -> None:
    """A topic that grows is read whole, without a restart."""
    source = broker.topic("grows", 1)
    broker.produce("grows", map(article, range(50)))
    out = tmp_path / "out"
    stream = Stream(source, out)
    until(lambda: read(out) >= 50)
    broker.grow("grows", 4)
    admin = broker.admin
    until(lambda: len(admin.list_topics("grows", timeout=5).topics["grows"].partitions) == 4)
    broker.produce("grows", map(article, range(50, 250)))
    until(lambda: read(out) >= 250)
    assert stream.stop() == 0, stream.said()
    exactly_once(out, 250)


def test_a_deleted_topic_ends_the_stream_with_a_message(broker: Broker, tmp_path: Path) -> None:
    """What was read is committed, the exit code is 1; a topic of the same name is not taken for the old one."""
    source = broker.topic("goes")
    broker.produce("goes", map(article, range(100)))
    out = tmp_path / "out"
    stream = Stream(source, out)
    until(lambda: read(out) >= 100)
    broker.delete("goes")
    assert stream.process.wait(60) == 1
    assert "goes" in stream.said()
    exactly_once(out, 100)
    broker.topic("goes")
    stream = Stream(source, out)
    assert stream.process.wait(60) == 1
    assert "made anew" in stream.said()
    exactly_once(out, 100)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a file system")
def test_a_full_disk_ends_the_stream_and_a_restart_goes_on(broker: Broker, tmp_path: Path) -> None:
    """On a small tmpfs the stream ends with the reason; with more room the next one goes on, nothing is lost."""
    mount = tmp_path / "small"
    mount.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "copydesk-test", mount], check=True)
    try:
        source = broker.topic("fills")
        broker.produce("fills", map(article, range(1000)))
        out = mount / "out"
        stream = Stream(source, out, log=tmp_path / "log")
        assert stream.process.wait(120) == 1
        subprocess.run(["mount", "-o", "remount,size=200m", mount], check=True)
        assert "No space left" in stream.said()
        stream = Stream(source, out, log=tmp_path / "log")
        until(lambda: read(out) >= 1000)
        assert stream.stop() == 0, stream.said()
        exactly_once(out, 1000)
    finally:
        subprocess.run(["umount", "-l", mount], check=True)


def test_of_two_streams_on_one_output_the_newer_goes_on(broker: Broker, tmp_path: Path) -> None:
    """The older one ends with a message that says so; nothing is lost or doubled."""
    source = broker.topic("twice")
    broker.produce("twice", map(article, range(100)))
    out = tmp_path / "out"
    first = Stream(source, out)
    until(lambda: read(out) >= 100)
    second = Stream(source, out)
    until(lambda: Ledger(str(out)).head().start > 1)
    broker.produce("twice", map(article, range(100, 400)), rate=100)
    assert first.process.wait(60) == 1
    until(lambda: read(out) >= 400)
    assert second.stop() == 0
    assert "another stream was started" in first.said()
    exactly_once(out, 400)


def test_a_huge_message_is_a_reject(broker: Broker, tmp_path: Path) -> None:
    """A message of 50 MB is a reject that keeps its first bytes; those around it are articles."""
    source = broker.topic("huge", 1)
    big = json.dumps({"id": "big", "headline": "Big", "text": "x" * (50 << 20)}).encode()
    broker.produce("huge", [article(0), big, article(1)])
    out = tmp_path / "out"
    stream = Stream(source, out)
    until(lambda: read(out) >= 3)
    assert stream.stop() == 0, stream.said()
    assert counted(out)["rejects_record_too_large"] == 1
    exactly_once(out, 2)


def test_tls_and_a_password_that_nobody_sees(broker: Broker, tmp_path: Path) -> None:
    """SASL over TLS with a self-signed certificate: settings from a file, the password from the environment."""
    broker.topic("secret", 2)
    broker.produce("secret", map(article, range(50)))
    password = (broker.folder / "password").read_text()
    settings = tmp_path / "kafka.properties"
    settings.write_text(
        f"security.protocol=SASL_SSL\nssl.ca.location={broker.folder}/ca.pem\nsasl.mechanism=PLAIN\nsasl.username=desk\n"
    )
    out = tmp_path / "out"
    stream = Stream(
        f"kafka://{(broker.folder / 'bootstrap-tls').read_text()}/secret",
        out,
        "--kafka-settings",
        str(settings),
        env={"COPYDESK_KAFKA_SASL_PASSWORD": password},
    )
    until(lambda: read(out) >= 50)
    assert stream.stop() == 0
    exactly_once(out, 50)
    everything = stream.said() + "".join(path.read_text() for path in (out / "commits").glob("*.json"))
    assert password not in everything
