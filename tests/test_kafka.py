"""Kafka without a broker: addresses, settings, secrets (tests/engines has the real one)."""

from pathlib import Path

import pytest

from pipeline.stages import kafka


def test_an_address_says_broker_topic_and_settings() -> None:
    """begin and group are ours, everything else is the client's."""
    source = kafka.parse("kafka://a:1,b:2/news?begin=latest&group=desk&fetch.wait.max.ms=5", readers=3)
    assert (source.brokers, source.topic, source.begin, source.group, source.readers) == (
        "a:1,b:2",
        "news",
        "latest",
        "desk",
        3,
    )
    assert source.client()["fetch.wait.max.ms"] == "5" and source.client()["group.id"] == "desk"


@pytest.mark.parametrize(
    "address",
    [
        "kafka://a:1",
        "kafka:///news",
        "kafka://a:1/news/more",
        "kafka://a:1/news?begin=middle",
        "kafka://me:hunter2@a:1/news",
        "kafka://a:1/news?sasl.password=hunter2",
        "kafka://a:1/news?ssl.key.pem=hunter2",
    ],
)
def test_a_wrong_address_is_refused_and_its_secrets_not_repeated(address: str) -> None:
    """The message says how it is written."""
    with pytest.raises(ValueError) as refused:
        kafka.parse(address)
    assert "hunter2" not in str(refused.value)


def test_secrets_come_from_file_and_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment is stronger than the file, the file than the address; what travels to the workers holds none."""
    settings = tmp_path / "settings"
    settings.write_text("# of the desk\nsasl.username=desk\nsasl.password = from-file\nclient.id=file\n\n")
    source = kafka.parse("kafka://a:1/news?client.id=address", str(settings))
    assert source.client()["sasl.password"] == "from-file"
    assert source.client()["client.id"] == "file"
    monkeypatch.setenv("COPYDESK_KAFKA_SASL_PASSWORD", "from-environment")
    assert source.client()["sasl.password"] == "from-environment"
    assert "from-" not in repr(source)


def test_what_keeps_positions_right_cannot_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offsets are never reset or committed by the client itself, whatever the settings say."""
    monkeypatch.setenv("COPYDESK_KAFKA_AUTO_OFFSET_RESET", "earliest")
    client = kafka.parse("kafka://a:1/news?enable.auto.commit=true").client()
    assert client["auto.offset.reset"] == "error" and client["enable.auto.commit"] is False
