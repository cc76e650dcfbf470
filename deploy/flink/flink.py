"""A real Flink and Beam's job server on this machine, without Docker, for `copydesk stream` and `copydesk run`.

    python deploy/flink/flink.py start FOLDER          starts both; needs java 17 and, the first time, pip and mvn
    python deploy/flink/flink.py options FOLDER        the options that send a job there, one a line
    python deploy/flink/flink.py taskmanager FOLDER    starts another TaskManager (after one was killed)
    python deploy/flink/flink.py cancel FOLDER         cancels its jobs: of a stream that was stopped, the idle rest
    python deploy/flink/flink.py stop FOLDER

Run with the Python of the environment that copydesk is installed in: Flink starts its workers with it. Flink (257 MB,
from PyPI) and the runner's jars (from Maven) are kept in --cache.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

FLINK = "1.19.3"
RUNNER = "2.62.0"  # of Beam's Flink runner: the newest whose jars are a consistent set on their own
SLF4J = "2.0.16"
CACHE = Path("~/.cache/copydesk").expanduser()
LEFT_OUT = ("flink-", "conscrypt", "akka", "slf4j", "log4j")  # of the runner's jars: Flink has its own
POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>copydesk</groupId><artifactId>flink</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.beam</groupId><artifactId>beam-runners-flink-1.19</artifactId>
<version>{RUNNER}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-jdk14</artifactId><version>{SLF4J}</version></dependency>
</dependencies></project>"""
CONFIG = """env.java.opts.all: {java_options}
jobmanager.rpc.address: localhost
jobmanager.rpc.port: {rpc}
jobmanager.bind-host: localhost
jobmanager.memory.process.size: 1024m
rest.address: localhost
rest.bind-address: localhost
rest.port: {rest}
taskmanager.bind-host: localhost
taskmanager.host: localhost
taskmanager.numberOfTaskSlots: {slots}
taskmanager.memory.process.size: 1728m
taskmanager.memory.network.min: 256m
taskmanager.memory.network.max: 256m
parallelism.default: {slots}
state.checkpoints.dir: file://{folder}/checkpoints
state.savepoints.dir: file://{folder}/savepoints
execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
restart-strategy.type: fixed-delay
restart-strategy.fixed-delay.attempts: {attempts}
restart-strategy.fixed-delay.delay: 1 s
heartbeat.interval: 1000
heartbeat.timeout: 8000
"""


def home(cache: Path) -> Path:
    """FLINK_HOME, with Beam's runner in lib/beam, installed if it isn't there."""
    target = cache / f"flink-{FLINK}"
    flink = target / "pyflink"
    if not (flink / "bin" / "jobmanager.sh").exists():
        packages = [f"apache-flink=={FLINK}", f"apache-flink-libraries=={FLINK}"]
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), *packages],
            check=True,
        )
    beam = flink / "lib" / "beam"
    if not (beam / "complete").exists():
        fetched = target / "fetched"
        shutil.rmtree(beam, ignore_errors=True)
        fetched.mkdir(exist_ok=True)
        (fetched / "pom.xml").write_text(POM)
        command = ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime"]
        subprocess.run([*command, f"-DoutputDirectory={beam}"], cwd=fetched, check=True)
        for jar in beam.glob("*.jar"):
            if jar.name.startswith(LEFT_OUT):
                jar.unlink()
        (beam / "complete").touch()
    return flink


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nobody uses now, all different."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def environment(folder: Path) -> dict[str, str]:
    """What Flink's scripts need to keep to that folder."""
    own = {"FLINK_CONF_DIR": "conf", "FLINK_LOG_DIR": "log", "FLINK_PID_DIR": "pid"}
    return {**os.environ, **{name: str(folder / value) for name, value in own.items()}}


def configured(folder: Path, flink: Path, options: argparse.Namespace) -> dict[str, int]:
    """Write the configuration; the ports."""
    ports = dict(zip(("rpc", "rest", "job", "artifact", "expansion"), free_ports(5), strict=True))
    shutil.copytree(flink / "conf", folder / "conf", dirs_exist_ok=True)
    found = re.search(r"^ *all: (.*)$", (flink / "conf" / "config.yaml").read_text(), re.MULTILINE)
    assert found, "Flink's own configuration holds no java options"
    (folder / "conf" / "config.yaml").write_text(
        CONFIG.format(java_options=found[1], folder=folder, slots=options.slots, attempts=options.attempts, **ports)
    )
    boot = folder / "boot"
    script = Path(__file__).resolve().parent / "boot.py"
    boot.write_text(f'#!/bin/sh\nexport COPYDESK_FLINK={folder}\nexec {sys.executable} {script} "$@"\n')
    boot.chmod(0o755)
    with zipfile.ZipFile(folder / "empty.jar", "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
    (folder / "ports.json").write_text(json.dumps(ports))
    return ports


def start(folder: Path, options: argparse.Namespace) -> int:
    """Start JobManager, TaskManager and job server, and wait until they take jobs."""
    flink = home(options.cache)
    for name in ("conf", "log", "pid", "artifacts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    ports = configured(folder, flink, options)
    for script in ("jobmanager.sh", "taskmanager.sh"):
        subprocess.run([flink / "bin" / script, "start"], env=environment(folder), check=True, stdout=sys.stderr)
    java = f"{flink}/lib/*:{flink}/lib/beam/*"
    command = ["java", "-Xmx512m", "-cp", java, "org.apache.beam.runners.flink.FlinkJobServerDriver"]
    command += [f"--job-port={ports['job']}", f"--artifact-port={ports['artifact']}"]
    command += [f"--expansion-port={ports['expansion']}", f"--flink-master=localhost:{ports['rest']}"]
    command += [f"--artifacts-dir={folder}/artifacts", f"--flink-conf-dir={folder}/conf"]
    with (folder / "log" / "jobserver.log").open("ab") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    (folder / "pid" / "jobserver").write_text(str(server.pid))
    for _ in range(600):
        if answers(ports["job"]) and slots(ports["rest"]) >= options.slots:
            print("\n".join(job_options(folder, options.slots)))
            return 0
        time.sleep(0.1)
    print(f"no Flink after 60 s: see {folder}/log", file=sys.stderr)
    return 1


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def slots(rest: int) -> int:
    """The task slots that the JobManager knows."""
    try:
        with urllib.request.urlopen(f"http://localhost:{rest}/overview", timeout=2) as answer:
            return int(json.load(answer)["slots-total"])
    except (OSError, ValueError, KeyError):
        return 0


def job_options(folder: Path, parallelism: int = 2) -> list[str]:
    """The options that send a job to this Flink; those of streams do no harm to a batch."""
    ports = json.loads((folder / "ports.json").read_text())
    return [
        "--runner=PortableRunner",
        f"--job_endpoint=localhost:{ports['job']}",
        "--environment_type=PROCESS",
        f"--environment_config={json.dumps({'command': str(folder / 'boot')})}",
        f"--parallelism={parallelism}",
        f"--files_to_stage={folder}/empty.jar",
    ]


def cancel(folder: Path) -> int:
    """Cancel every running job, and wait until its slots are free."""
    rest = f"http://localhost:{json.loads((folder / 'ports.json').read_text())['rest']}"
    for _ in range(300):
        with urllib.request.urlopen(f"{rest}/jobs", timeout=10) as answer:
            alive = [
                job for job in json.load(answer)["jobs"] if job["status"] in ("RUNNING", "RESTARTING", "CANCELLING")
            ]
        if not alive:
            return 0
        for job in alive:
            if job["status"] != "CANCELLING":
                order = urllib.request.Request(f"{rest}/jobs/{job['id']}?mode=cancel", method="PATCH")
                urllib.request.urlopen(order, timeout=10).close()
        time.sleep(0.2)
    return 1


def stop(folder: Path) -> int:
    """End all that `start` started."""
    for path in sorted((folder / "pid").glob("*")):
        for pid in path.read_text().split():
            try:
                os.kill(int(pid), signal.SIGKILL)
            except (OSError, ValueError):
                continue
        path.unlink()
    return 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["start", "options", "taskmanager", "cancel", "stop"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--slots", type=int, default=2, help="task slots and parallelism (default 2)")
    parser.add_argument("--attempts", type=int, default=50, help="restarts of a failing job (default 50)")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"where Flink is kept (default {CACHE})")
    options = parser.parse_args()
    folder = options.folder.resolve()
    if options.action == "start":
        return start(folder, options)
    if options.action == "options":
        print("\n".join(job_options(folder, options.slots)))
        return 0
    if options.action == "taskmanager":
        command = [home(options.cache) / "bin" / "taskmanager.sh", "start"]
        return subprocess.run(command, env=environment(folder), check=False).returncode
    return cancel(folder) if options.action == "cancel" else stop(folder)


if __name__ == "__main__":
    sys.exit(main())
