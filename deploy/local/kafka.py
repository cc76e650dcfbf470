"""A real Kafka broker (KRaft, one JVM, one node) under a folder of its own, for trying `copydesk stream` and its tests.

    python deploy/local/kafka.py start FOLDER [--port 9092] [--tls] [--max-message-bytes N]
    python deploy/local/kafka.py stop FOLDER [--kill]

Needs java 17 and, the first time, mvn: the jars (43 MB) go to --cache. `start` on a folder that was used before starts
the same broker with its topics again. With --tls there is a second listener, SASL_SSL with a self-signed certificate
(FOLDER/ca.pem) and the user "desk" whose password is in FOLDER/password. FOLDER/bootstrap and FOLDER/bootstrap-tls hold
the addresses. The broker lives until `stop`.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

VERSION = "4.1.0"
CACHE = Path("~/.cache/copydesk").expanduser()
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>copydesk</groupId><artifactId>broker</artifactId><version>1</version><dependencies><dependency>
<groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>{VERSION}</version>
</dependency></dependencies></project>"""
PROPERTIES = """process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}{tls_listener}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}{tls_listener}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_SSL:SASL_SSL
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={folder}/data
num.partitions=4
message.max.bytes={max_message_bytes}
replica.fetch.max.bytes={max_message_bytes}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
log.retention.check.interval.ms=1000
auto.create.topics.enable=false
"""
TLS_PROPERTIES = """ssl.keystore.type=PEM
ssl.keystore.location={folder}/broker.pem
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
user_desk="{password}";
"""


def jars(cache: Path) -> str:
    """The class path of the broker, fetched by Maven if it isn't there."""
    libs = cache / f"kafka-{VERSION}" / "libs"
    if not any(libs.glob("kafka_2.13-*.jar")):
        libs.mkdir(parents=True, exist_ok=True)
        (libs.parent / "pom.xml").write_text(POM)
        command = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime"]
        subprocess.run([*command, f"-DoutputDirectory={libs}"], cwd=libs.parent, check=True)
    return f"{libs}/*"


def certificate(folder: Path) -> str:
    """A self-signed certificate for 127.0.0.1, in PEM; the password of the user "desk"."""
    if not (folder / "ca.pem").exists():
        subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
        files = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/ca.pem"]
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", *subject, *files]
        subprocess.run(command, check=True, capture_output=True)
        (folder / "broker.pem").write_text((folder / "key.pem").read_text() + (folder / "ca.pem").read_text())
        (folder / "password").write_text(secrets.token_hex(8))
    return (folder / "password").read_text()


def free_port() -> int:
    """A port of the loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configured(folder: Path, options: argparse.Namespace, classpath: str) -> Path:
    """server.properties of the folder, written and its storage formatted the first time."""
    properties = folder / "server.properties"
    if properties.exists():
        return properties
    port, controller, tls_port = options.port or free_port(), free_port(), free_port()
    text = PROPERTIES.format(
        port=port,
        controller=controller,
        folder=folder,
        max_message_bytes=options.max_message_bytes,
        tls_listener=f",SASL_SSL://127.0.0.1:{tls_port}" if options.tls else "",
    )
    if options.tls:
        text += TLS_PROPERTIES.format(folder=folder, password=certificate(folder))
        (folder / "bootstrap-tls").write_text(f"127.0.0.1:{tls_port}")
    (folder / "bootstrap").write_text(f"127.0.0.1:{port}")
    properties.write_text(text)
    uuid = subprocess.run(
        ["java", "-cp", classpath, "kafka.tools.StorageTool", "random-uuid"], capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    tool = ["java", "-cp", classpath, "kafka.tools.StorageTool", "format", "--standalone", "-t", uuid]
    subprocess.run([*tool, "-c", str(properties)], check=True, capture_output=True)
    return properties


def start(folder: Path, options: argparse.Namespace) -> int:
    """Start the broker and wait until it takes connections."""
    folder.mkdir(parents=True, exist_ok=True)
    classpath = jars(options.cache)
    properties = configured(folder, options, classpath)
    command = ["java", "-Xmx384m", "-XX:+UseSerialGC", "-cp", classpath, "kafka.Kafka", str(properties)]
    with (folder / "broker.log").open("ab") as log:
        broker = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    (folder / "pid").write_text(str(broker.pid))
    bootstrap = (folder / "bootstrap").read_text()
    host, port = bootstrap.split(":")
    for _ in range(600):
        if broker.poll() is not None:
            print(f"the broker ended at once: see {folder}/broker.log", file=sys.stderr)
            return 1
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                print(bootstrap)
                return 0
        time.sleep(0.1)
    print(f"no broker on {bootstrap} after 60 s: see {folder}/broker.log", file=sys.stderr)
    return 1


def stop(folder: Path, kill: bool) -> int:
    """End the broker of that folder, by TERM or at once, and wait until it is gone."""
    try:
        pid = int((folder / "pid").read_text())
        os.kill(pid, signal.SIGKILL if kill else signal.SIGTERM)
    except (OSError, ValueError):
        return 0
    for _ in range(300):
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        try:
            os.kill(pid, 0)
        except OSError:
            (folder / "pid").unlink()
            return 0
        time.sleep(0.1)
    return 1


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["start", "stop"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, default=9092, help="0: any free one (default 9092)")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--max-message-bytes", type=int, default=1048588, help="Kafka's own default")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"where the jars are kept (default {CACHE})")
    parser.add_argument("--kill", action="store_true", help="stop: kill -9")
    options = parser.parse_args()
    folder = options.folder.resolve()
    return start(folder, options) if options.action == "start" else stop(folder, options.kill)


if __name__ == "__main__":
    sys.exit(main())
