"""`copydesk stream`: articles arrive, one clean record a story leaves, window by window, until it is stopped."""

from __future__ import annotations

import argparse
import logging
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline import allocator, files, workers
from pipeline.avro import commits, manifest
from pipeline.avro.commits import Commit, Taken
from pipeline.cli import beam_options
from pipeline.cli.arguments import UsageError, at_least, span
from pipeline.cli.follow import Follower, Watch
from pipeline.cli.job_options import add_copies, add_reading, add_running, check_memory, limits_of, rule_of
from pipeline.cli.prism import EngineError, Prism, find
from pipeline.cli.progress import summary
from pipeline.options import StreamOptions
from pipeline.records import PIPELINE_VERSION, RULES_VERSION
from pipeline.stages.ledger import Ledger

DESCRIPTION = """Read articles as they arrive, clean them, drop the copies of what was there before, write Avro.

SOURCE is kafka://HOST:PORT/TOPIC (one message = one article) or dir://PATH (files that appear there). OUT holds a chain
of commits, one a window; only the files that they name count. It is also the checkpoint: started again on the same OUT
after a stop, a crash or a kill, the stream goes on where the commits end, and writes nothing twice.
Ctrl-C or SIGTERM: what was read is written and committed, then it ends (exit 0). A second Ctrl-C ends it at once."""

EPILOG = """examples:
  copydesk stream --from kafka://localhost:9092/news --output OUT
  copydesk stream --from dir://incoming --output OUT --window 60s --against YESTERDAY

In a Kafka address ?begin=latest skips what is there already, ?group=NAME names the consumer group whose offsets show
the lag, and any other NAME=VALUE is a setting of the client (librdkafka). Secrets go into the environment
(COPYDESK_KAFKA_SASL_PASSWORD is sasl.password) or into --kafka-settings FILE, lines of name=value."""

PRISM = "PrismRunner"
TICK_S = 0.3
FOREVER_S = 10 * 365 * 86_400
DRAIN_S = 10.0  # and a window: a cluster's job without a new commit for so long after its sources stopped is at its end


def register(commands_: Any) -> None:
    """Add the command and its options."""
    parser = commands_.add_parser(
        "stream",
        help="clean articles and drop copies as they arrive",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--from", dest="address", required=True, metavar="SOURCE", help="kafka://... or dir://...")
    parser.add_argument("--output", required=True, metavar="OUT", help="folder to be made, or to be gone on with")
    parser.add_argument(
        "--window", type=span, default=10, metavar="SPAN", help="of reading time a commit (default 10s)"
    )
    reading = parser.add_argument_group("reading")
    add_reading(reading, "messages or files")
    reading.add_argument("--kafka-settings", metavar="FILE", help="settings of the Kafka client, name=value lines")
    horizon = "how long an article is remembered, and how far apart two may be published to be copies"
    add_copies(parser.add_argument_group("copies"), horizon)
    _running(parser.add_argument_group("running and writing"))
    parser.set_defaults(run=run, takes_beam_options=True, parser=parser)


def _running(group: Any) -> None:
    add_running(group, "processes that clean")
    one = at_least(1)
    group.add_argument("--readers", type=one, default=1, metavar="N", help="side by side on a cluster (default 1)")
    group.add_argument("--shards", type=one, default=1, metavar="N", help="files a dataset and window (default 1)")
    port = "serve the figures for Prometheus there"
    group.add_argument("--metrics-port", type=at_least(0), metavar="PORT", help=port)
    group.add_argument("--metrics-host", default="127.0.0.1", metavar="HOST", help="(default: this machine only)")
    group.add_argument("--runner", default=PRISM, help="Beam runner (default: Prism, on this machine)")


def options_of(args: argparse.Namespace) -> StreamOptions:
    """The options that a command line means."""
    return StreamOptions(
        source=args.address,
        output=placed(args.output),
        against=tuple(map(placed, args.against)),
        window_s=args.window,
        shards=args.shards,
        readers=args.readers,
        workers=args.workers,
        format=args.format,
        outlet=args.source,
        charset=args.charset,
        codec=args.codec,
        rule=rule_of(args),
        limits=limits_of(args),
        strict=args.strict,
    )


def placed(path: str) -> str:
    """A place as the workers find it too."""
    return path if files.is_remote(path) else str(Path(path).absolute())


def run(args: argparse.Namespace) -> int:
    """Run the stream until it is stopped; the exit code."""
    options = options_of(args)
    local = args.runner == PRISM
    if local:
        allocator.save()
        workers.start(options.workers)
    beam_options.check(args.beam_options, list(args.parser._option_string_actions))
    ledger = usable(options)
    engine = None
    try:
        engine = Prism() if local and find() else None  # before Beam and its threads are imported
        source = source_of(options, args.kafka_settings)
        engine = engine or Prism() if local else None  # or it says how to install it, now that all else is right
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until it reads there is nothing to drain
        start = begin(ledger, options)
        return Stream(ledger, start, source, options, args, engine).run()
    except EngineError as error:
        print(f"copydesk: {error}", file=sys.stderr)
        return 1
    finally:
        workers.stop()
        if engine:
            engine.stop()


def usable(options: StreamOptions) -> Ledger:
    """The ledger of the output, if a stream may write there."""
    out = Path(options.output)
    if any(files.is_remote(each) for each in (options.output, *options.against)):
        raise UsageError("a stream's output is a folder on a disk or a mounted file system")
    if (out / manifest.NAME).exists():
        raise UsageError(f"{out} is the finished output of a run: a stream needs an output of its own (use --against)")
    if out.exists() and not (out / commits.FOLDER).is_dir() and any(out.iterdir()):
        raise UsageError(f"{out} is there and is no output of a stream")
    for other in options.against:
        if not (Path(other) / manifest.NAME).is_file() and not (Path(other) / commits.FOLDER).is_dir():
            raise UsageError(f"--against {other}: it is no output")
    ledger = Ledger(options.output)
    check_memory([*options.against, *([options.output] if ledger.numbers() else [])])
    return ledger


def source_of(options: StreamOptions, settings_file: str | None) -> Any:
    """The source that the address names."""
    beam_options.import_beam()
    try:
        if options.source.startswith("dir://"):
            from pipeline.stages import folder

            return folder.parse(options)
        if options.source.startswith("kafka://"):
            try:
                from pipeline.stages import kafka
            except ImportError:
                raise UsageError("reading Kafka needs an extra: pip install 'copydesk[kafka]'") from None
            return kafka.parse(options.source, settings_file, options.readers)
    except ValueError as error:
        raise UsageError(f"--from: {error}") from None
    raise UsageError(f"--from {options.source}: a source begins with kafka:// or dir://")


def begin(ledger: Ledger, options: StreamOptions) -> int:
    """Append the start of this stream, which fences every older one off, then sweep what they left; its number."""
    versions = {"pipeline": PIPELINE_VERSION, "rules": RULES_VERSION}
    while True:
        commit = Commit(0, None, commits.START, 0, options=options.result(), versions=versions)
        try:
            commit, _ = commits.append(ledger.head(), commit, ledger.create)
        except Taken:
            continue
        ledger.sweep()
        return commit.number


class Stream:
    """One stream from its start to its end."""

    def __init__(
        self,
        ledger: Ledger,
        start: int,
        source: Any,
        options: StreamOptions,
        args: argparse.Namespace,
        engine: Prism | None,
    ) -> None:
        self.ledger, self.start, self.source, self.options, self.args = ledger, start, source, options, args
        self.engine = engine
        self.failure: BaseException | None = None
        self.result: Any = None
        self.stopped = self.cancelled = False
        self.quiet_since = time.monotonic()

    def run(self) -> int:
        """Run the job in a thread; draw, hear signals, wait for its end."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        watch = Watch(Follower(self.ledger, self.source.lag), self.args.metrics_host, self.args.metrics_port)
        job = threading.Thread(target=self.job, name="beam", daemon=True)
        job.start()
        while job.is_alive():
            job.join(TICK_S)
            before = watch.follower.head.number
            watch.draw()
            if watch.follower.head.number != before or self.ledger.stopping(self.start) is None:
                self.quiet_since = time.monotonic()
            if self.engine is None and self.result and self.quiet() and not self.cancelled:
                self.cancelled = True
                self.result.cancel()
        watch.end()
        return self.ended(watch.follower.since())

    def quiet(self) -> bool:
        """Whether a stream that was asked to end has committed all it had. A cluster's job does not end by itself when
        its sources have; should it be too early, the next start reads what is not committed again."""
        return time.monotonic() - self.quiet_since > self.options.window_s + DRAIN_S

    def stop(self, number: int, _: Any) -> None:
        """A signal: drain; the second Ctrl-C ends everything at once."""
        if self.stopped and number == signal.SIGINT:
            workers.kill()
            if self.engine:
                self.engine.stop()
            os._exit(130)
        self.stopped = True
        self.ledger.stop(self.start)

    def job(self) -> None:
        """Build the graph, run it to its end."""
        try:
            beam_options.import_beam()
            quiet()
            import apache_beam as beam
            from apache_beam.options.pipeline_options import PipelineOptions

            from pipeline import graph

            pipeline = beam.Pipeline(options=PipelineOptions(self.arguments()))
            graph.stream(pipeline, self.source, self.start, self.options)
            self.result = pipeline.run()
            self.result.wait_until_finish()
            if self.result.state != "DONE":
                raise EngineError(f"the job ended as {self.result.state}")
        except BaseException as error:
            self.failure = error

    def arguments(self) -> list[str]:
        """The options for Beam."""
        if self.engine is None:
            return [f"--runner={self.args.runner}", "--streaming", *self.args.beam_options]
        return [*engine_options(self.engine.endpoint), *self.args.beam_options]

    def ended(self, counts: Mapping[str, int]) -> int:
        """Say how it ended; the exit code."""
        print(summary(counts, self.args.output), file=sys.stderr)
        reason = self.ledger.stopping(self.start)
        if reason:
            print(f"copydesk: {reason}", file=sys.stderr)
            return 1
        if self.failure is not None and not self.cancelled:
            print(f"copydesk: {told(self.failure)}", file=sys.stderr)
            print("copydesk: what is committed stays; start the stream again to go on from there", file=sys.stderr)
            return 1
        return 0


def engine_options(endpoint: str) -> list[str]:
    """The options for Beam that send a stream to the local engine.

    Beam would end it after 300 seconds otherwise: for Prism the timeout of the job server is that of the calls that
    listen to the job. The state is read once after a start, so a cache of it would only hold memory."""
    own = ["--runner=PortableRunner", f"--job_endpoint={endpoint}", "--environment_type=LOOPBACK"]
    return [*own, "--streaming", f"--job_server_timeout={FOREVER_S}", "--max_cache_memory_usage_mb=0"]


def quiet() -> None:
    """Only our own warnings are logged: what makes a job fail is told when it ends, once."""
    logging.getLogger().setLevel(logging.CRITICAL)
    logging.getLogger("apache_beam").setLevel(logging.CRITICAL)
    ours = logging.getLogger("pipeline")
    ours.setLevel(logging.WARNING)
    ours.propagate = False
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("copydesk: %(message)s"))
    ours.handlers = [handler]


def told(error: BaseException) -> str:
    """What went wrong, in one line: of a traceback that an engine passes on, its last line.

    >>> told(RuntimeError("Pipeline failed: Traceback:\\n  File x\\nOSError: [Errno 28] No space"))
    'OSError: [Errno 28] No space'
    """
    details = getattr(error, "details", None)  # of a call by gRPC, which prints itself over several lines
    said = str(details()) if callable(details) else str(error)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    known = [line for line in lines if re.match(r"[\w.]*(Error|Superseded|Taken|Broken|Exception)\b", line)]
    return (known or lines or [repr(error)])[-1].split(" [while running")[0]
