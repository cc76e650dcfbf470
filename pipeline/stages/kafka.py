"""Kafka as a source: `kafka://HOST:PORT[,HOST:PORT]/TOPIC[?KEY=VALUE&...]`, one message = one raw article.

Read with confluent-kafka, no Java. Partitions are shared out by number and discovered while running. No consumer group
takes part in what is read: the output's commits say where to go on; the group's offsets are set from them so that the
usual tools show the lag.
"""

import logging
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import confluent_kafka as kafka
from confluent_kafka.admin import AdminClient

from pipeline.avro.commits import Head
from pipeline.messages import Fetch, Message, Span
from pipeline.stages.source import Ended

LOG = logging.getLogger(__name__)
DISCOVER_S = 5.0  # between two looks at the topic: new partitions, and whether it is still the same topic
ANSWER_S = 10.0  # how long a broker may take to answer a question about the topic
SECRET = ("password", "secret", "token", "key")  # in an option's name: refused in the address, which is printed
ENVIRONMENT = "COPYDESK_KAFKA_"  # COPYDESK_KAFKA_SASL_PASSWORD is the client's sasl.password
GONE = (kafka.KafkaError.UNKNOWN_TOPIC_OR_PART, kafka.KafkaError._UNKNOWN_TOPIC, kafka.KafkaError._UNKNOWN_PARTITION)
OUT_OF_RANGE = (kafka.KafkaError._AUTO_OFFSET_RESET, kafka.KafkaError.OFFSET_OUT_OF_RANGE)


@dataclass(frozen=True)
class KafkaSource:
    """A topic. `settings` are the client's own (librdkafka's names) and hold no secret: those come, in the worker, from
    `settings_file` (lines of name=value) and from the environment."""

    brokers: str
    topic: str
    settings: tuple[tuple[str, str], ...] = ()
    settings_file: str | None = None
    begin: str = "earliest"  # where partitions begin that no commit names: earliest, latest
    readers: int = 1
    group: str = "copydesk"  # whose offsets show the lag

    def open(self, number: int, position: Mapping[str, int], head: Head) -> "KafkaReader":
        """See Source."""
        return KafkaReader(self, number, position, head)

    def client(self) -> dict[str, Any]:
        """The client's settings, secrets included: never to be printed."""
        own: dict[str, Any] = {
            "group.id": self.group,
            "queued.max.messages.kbytes": 32 << 10,
            "queued.min.messages": 2000,
            "fetch.wait.max.ms": 100,
            "reconnect.backoff.max.ms": 1000,
            "receive.message.max.bytes": 1 << 30,
            "fetch.message.max.bytes": 4 << 20,
        }
        fixed = {
            "bootstrap.servers": self.brokers,
            "enable.auto.commit": False,
            "auto.offset.reset": "error",
            "enable.partition.eof": False,
            "log_level": 2,
        }
        return {**own, **dict(self.settings), **_file(self.settings_file), **_environment(), **fixed}

    def topic_state(self) -> tuple[str, list[int]]:
        """The topic's own id and its partitions. Raises Ended if there is no such topic, KafkaException if no broker
        answers."""
        return topic_state(AdminClient(_only_common(self.client())), self.topic)

    def lag(self, next_: Mapping[str, int]) -> int:
        """How many messages wait beyond those positions. Raises KafkaException if no broker answers."""
        consumer = kafka.Consumer(self.client())
        try:
            waiting = 0
            for number in consumer.list_topics(self.topic, ANSWER_S).topics[self.topic].partitions:
                low, high = consumer.get_watermark_offsets(kafka.TopicPartition(self.topic, number), ANSWER_S)
                waiting += max(0, high - next_.get(f"{self.topic}/{number}", low))
            return waiting
        finally:
            consumer.close()


def parse(address: str, settings_file: str | None = None, readers: int = 1) -> KafkaSource:
    """The source of an address. Raises ValueError, without repeating a secret.

    >>> parse("kafka://localhost:9092/news?begin=latest&security.protocol=ssl").settings
    (('security.protocol', 'ssl'),)
    >>> parse("kafka://localhost:9092/news?sasl.password=xyzzy")
    Traceback (most recent call last):
    ValueError: sasl.password does not belong in an address: use COPYDESK_KAFKA_SASL_PASSWORD or --kafka-settings FILE
    """
    parts = urlsplit(address)
    topic = parts.path.strip("/")
    if parts.scheme != "kafka" or not parts.netloc or not topic or "/" in topic:
        raise ValueError("a Kafka source is written kafka://HOST:PORT/TOPIC")
    if "@" in parts.netloc:
        raise ValueError("user and password do not belong in an address: use the environment or --kafka-settings FILE")
    settings = dict(parse_qsl(parts.query, keep_blank_values=True))
    begin = settings.pop("begin", "earliest")
    group = settings.pop("group", "copydesk")
    if begin not in ("earliest", "latest"):
        raise ValueError(f"begin is earliest or latest, not {begin!r}")
    for name in settings:
        if any(word in name.lower() for word in SECRET):
            variable = ENVIRONMENT + name.upper().replace(".", "_")
            raise ValueError(f"{name} does not belong in an address: use {variable} or --kafka-settings FILE")
    return KafkaSource(parts.netloc, topic, tuple(sorted(settings.items())), settings_file, begin, readers, group)


class KafkaReader:
    """One consumer with its share of the partitions. See Reader."""

    def __init__(self, source: KafkaSource, number: int, position: Mapping[str, int], head: Head) -> None:
        self.source, self.number = source, number
        self._next = dict(position)
        self._opening: set[str] = set()
        self.consumer = kafka.Consumer(source.client())
        self.admin = AdminClient(_only_common(source.client()))
        self.identity = head.identity
        self.looked = float("-inf")
        try:
            self.discover(head.next, source.begin)
        except BaseException:
            self.consumer.close()
            raise

    def position(self) -> Mapping[str, int]:
        """See Reader."""
        return {name: at for name, at in self._next.items() if name not in self._opening}

    def discover(self, standing: Mapping[str, int], begin: str = "earliest") -> None:
        """Take up the partitions of this reader that it doesn't read yet; see that the topic is still the same."""
        self.looked = time.monotonic()
        identity, _ = topic_state(self.admin, self.source.topic)
        partitions = self.consumer.list_topics(self.source.topic, ANSWER_S).topics[self.source.topic].partitions
        if self.identity and identity != self.identity:
            raise Ended(
                f"topic {self.source.topic} was deleted and made anew: its id is {identity}, the output was read from "
                f"{self.identity}. Stream it to another output"
            )
        self.identity = identity
        ours = [each for each in sorted(partitions) if each % self.source.readers == self.number]
        taken = {each.partition for each in self.consumer.assignment()}
        assigned = [self.begin(each, standing, begin) for each in ours if each not in taken]
        if assigned:
            self.consumer.incremental_assign(assigned)

    def begin(self, partition: int, standing: Mapping[str, int], begin: str) -> kafka.TopicPartition:
        """The partition, at the position to go on from."""
        name = f"{self.source.topic}/{partition}"
        at = kafka.TopicPartition(self.source.topic, partition)
        low, high = self.consumer.get_watermark_offsets(at, timeout=ANSWER_S)
        known = [place[name] for place in (standing, self._next) if name in place]
        if not known:
            known = [high if begin == "latest" else low]
            self._opening.add(name)
        at.offset = max(known)
        if not low <= at.offset <= high:
            raise Ended(
                f"{name}: the next message is {at.offset}, but the broker holds {low} to {high}: messages were removed "
                f"before they were read, or the topic was emptied. Stream it to another output"
            )
        self._next[name] = at.offset
        return at

    def poll(self, messages: int, size: int, wait_s: float) -> Fetch | None:
        """See Reader."""
        if time.monotonic() - self.looked >= DISCOVER_S:
            try:
                self.discover({})
            except kafka.KafkaException as error:  # no broker answers now: the client goes on trying
                LOG.warning("topic %s: %s", self.source.topic, error.args[0])
        first = dict(self._next)
        items: list[Message] = []
        deadline = time.monotonic() + wait_s
        while len(items) < messages and size > 0:
            wait_s = 0.0 if items else max(0.0, deadline - time.monotonic())
            batch = self.consumer.consume(min(100, messages - len(items)), wait_s)
            if not batch:
                break
            for message in batch:
                if message.error():
                    self.trouble(message)
                    continue
                items.append(_message(message))
                size -= len(items[-1].value)
                self._next[f"{message.topic()}/{message.partition()}"] = message.offset() + 1
        if not items:
            return None
        return Fetch(self.spans(first), tuple(items), self.identity)

    def spans(self, first: Mapping[str, int]) -> tuple[Span, ...]:
        """What was read since `first`, a partition each."""
        moved = [name for name, at in sorted(self._next.items()) if at != first[name]]
        spans = tuple(Span(name, first[name], self._next[name], name in self._opening) for name in moved)
        self._opening.difference_update(moved)
        return spans

    def trouble(self, message: kafka.Message) -> None:
        """An error in place of a message: the end if it cannot get better, else the client goes on trying."""
        error = message.error()
        where = f"{message.topic()}/{message.partition()}"
        if error.code() in GONE:
            raise Ended(f"topic {self.source.topic} is gone: {error.str()}")
        if error.code() in OUT_OF_RANGE:
            raise Ended(f"{where}: position {self._next.get(where)} is no longer there: {error.str()}")
        LOG.warning("%s: %s", where, error.str())

    def committed(self, head: Head) -> None:
        """Set the group's offsets to what is committed: only for others to see the lag."""
        ours = {f"{each.topic}/{each.partition}": each.partition for each in self.consumer.assignment()}
        offsets = [
            kafka.TopicPartition(self.source.topic, ours[name], at) for name, at in head.next.items() if name in ours
        ]
        if offsets:
            try:
                self.consumer.commit(offsets=offsets, asynchronous=True)
            except kafka.KafkaException as error:
                LOG.warning("the group's offsets: %s", error.args[0])

    def close(self) -> None:
        """See Reader."""
        self.consumer.close()


def topic_state(admin: AdminClient, topic: str) -> tuple[str, list[int]]:
    """A topic's own id and the numbers of its partitions. Raises Ended if there is none of that name."""
    asked = admin.describe_topics(kafka.TopicCollection([topic]), request_timeout=ANSWER_S)
    try:
        description = asked[topic].result(ANSWER_S + 1)
    except kafka.KafkaException as error:
        if error.args[0].code() in GONE:
            raise Ended(f"there is no topic {topic}, or it is not readable for this user") from None
        raise
    return str(description.topic_id), sorted(each.id for each in description.partitions)


def _message(message: kafka.Message) -> Message:
    kind, received_ms = message.timestamp()
    headers = tuple((name, (value or b"").decode("utf-8", "replace")) for name, value in message.headers() or ())
    return Message(
        input=f"kafka:{message.topic()}/{message.partition()}#{message.offset()}",
        value=message.value() or b"",
        received_us=None if kind == kafka.TIMESTAMP_NOT_AVAILABLE else received_ms * 1000,
        headers=headers,
    )


def _only_common(client: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that a client without a consumer takes."""
    consumer = ("group.id", "enable.auto", "auto.offset", "enable.partition", "queued.", "fetch.")
    return {name: value for name, value in client.items() if not name.startswith(consumer)}


def _file(path: str | None) -> dict[str, str]:
    """name=value lines; lines that begin with # are remarks."""
    if not path:
        return {}
    lines = (line.strip() for line in Path(path).read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def _environment() -> dict[str, str]:
    """COPYDESK_KAFKA_* as settings."""
    own = {name: value for name, value in os.environ.items() if name.startswith(ENVIRONMENT)}
    return {name.removeprefix(ENVIRONMENT).lower().replace("_", "."): value for name, value in own.items()}
