"""`copydesk stream` before and after the engine: wrong usage, its figures, what it says in the end; `doctor`."""

import urllib.request
from argparse import ArgumentParser
from pathlib import Path

import pytest

from pipeline.avro import commits
from pipeline.avro.commits import Commit
from pipeline.cli import doctor, prism, stream
from pipeline.cli.arguments import UsageError
from pipeline.cli.follow import Follower, Watch
from pipeline.cli.stream import begin, engine_options, options_of, told, usable
from pipeline.options import StreamOptions
from pipeline.stages.ledger import Ledger
from tests.outputs import copydesk


def parsed(*words: str) -> StreamOptions:
    """The options of a command line."""
    parser = ArgumentParser()
    stream.register(parser.add_subparsers())
    return options_of(parser.parse_args(["stream", *words]))


def window(out: Path, **counts: int) -> None:
    """An output with one more window."""
    ledger = Ledger(str(out))
    head = ledger.head()
    commit = Commit(0, None, commits.WINDOW, 1, window=(head.end, head.end + 10_000_000), counts=counts)
    commits.append(head, commit, ledger.create)


def test_options_mean_what_they_say(tmp_path: Path) -> None:
    """Spans are seconds, places are whole paths, what is not given has its default."""
    options = parsed("--from", "dir://in", "--output", str(tmp_path), "--window", "1m", "--horizon", "5m")
    assert (options.window_s, options.rule.horizon_s, options.shards) == (60, 300, 1)
    assert options.result()["from"] == "dir://in"
    assert parsed("--from", "dir://in", "--output", "out").output == str(Path("out").absolute())


@pytest.mark.parametrize("address", ["http://x/y", "kafka://host", "kafka://user:pass@host:1/t", "dir://"])
def test_a_wrong_address_is_refused(address: str, tmp_path: Path) -> None:
    """Exit 2, and a password in an address is not repeated."""
    said = copydesk("stream", "--from", address, "--output", tmp_path / "out", code=2).stderr
    assert "--from" in said and "pass" not in said.replace("password", "")


def test_a_finished_output_is_not_streamed_into(tmp_path: Path) -> None:
    """Neither a run's output nor any other folder that is not empty."""
    options = StreamOptions("dir://in", str(tmp_path))
    usable(options)
    (tmp_path / "other").touch()
    with pytest.raises(UsageError, match="no output of a stream"):
        usable(options)
    (tmp_path / "manifest.json").touch()
    with pytest.raises(UsageError, match="finished output of a run"):
        usable(options)
    with pytest.raises(UsageError, match="--against"):
        usable(StreamOptions("dir://in", str(tmp_path / "new"), against=(str(tmp_path / "nothing"),)))
    with pytest.raises(UsageError, match="mounted"):
        usable(StreamOptions("dir://in", "gs://bucket/out"))


def test_a_start_sweeps_what_no_commit_names(tmp_path: Path) -> None:
    """The first thing of a stream is its start in the chain; then what killed writers left is removed."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "left.avro").touch()
    ledger = Ledger(str(tmp_path))
    assert [begin(ledger, StreamOptions("dir://in", str(tmp_path))) for _ in range(2)] == [1, 2]
    assert not list((tmp_path / "articles").iterdir())
    assert [commit.options["from"] for commit in ledger.walk()] == ["dir://in", "dir://in"]


def test_the_figures_are_those_of_the_commits(tmp_path: Path) -> None:
    """The line counts since the stream began, Prometheus since the output began."""
    window(tmp_path, read=3, articles=2, copies=1)
    follower = Follower(Ledger(str(tmp_path)), lambda standing: 7)
    window(tmp_path, read=5, articles=4, rejects=1)
    follower.look()
    follower.ask()
    assert follower.since() == {"read": 5, "articles": 4, "copies": 0, "rejects": 1}
    assert "lag 7, 4 kept, 0 copies, 1 rejects, commit 2" in follower.line()
    text = follower.prometheus()
    assert "copydesk_articles_total 6\n" in text and "copydesk_lag 7\n" in text
    assert "copydesk_committed_until_seconds 20.0\n" in text


def test_a_lag_that_nobody_tells_is_unknown(tmp_path: Path) -> None:
    """A broker that does not answer costs the line only that figure."""

    def fail(_: object) -> int:
        raise RuntimeError("no broker")

    follower = Follower(Ledger(str(tmp_path)), fail)
    follower.ask()
    assert "lag ?" in follower.line() and "copydesk_lag" not in follower.prometheus()


def test_the_figures_are_served(tmp_path: Path) -> None:
    """On the loopback, as Prometheus text."""
    watch = Watch(Follower(Ledger(str(tmp_path)), lambda _: 0), port=0)
    assert watch.server
    with urllib.request.urlopen(f"http://127.0.0.1:{watch.server.server_port}/metrics") as answer:
        assert b"copydesk_read_total 0" in answer.read()
    watch.end()


def test_a_stream_outlives_the_timeout_of_beams_job_server() -> None:
    """Beam listens to a job of Prism for that long only, by default five minutes, and then gives it up."""
    from apache_beam.options.pipeline_options import PipelineOptions, PortableOptions

    options = PipelineOptions(engine_options("localhost:1")).view_as(PortableOptions)
    assert options.job_server_timeout > 365 * 86_400


def test_an_engines_traceback_is_told_in_a_line() -> None:
    """Of what an engine passes on, the error itself."""
    error = "pipeline.stages.commit.Superseded: another stream [while running 'Commit']"
    text = f"bundle failed:Traceback\n  File x\n{error}\n"
    assert told(RuntimeError(text)) == "pipeline.stages.commit.Superseded: another stream"
    assert told(RuntimeError("just this")) == "just this"


def test_doctor_finds_the_engine_or_says_how_to_build_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The one check: a path, or the one command."""
    parser = ArgumentParser()
    doctor.register(parser.add_subparsers())
    args = parser.parse_args(["doctor"])
    monkeypatch.setattr(prism, "find", lambda: None)
    assert args.run(args) == 1
    assert prism.BUILD in capsys.readouterr().out
    monkeypatch.setattr(prism, "find", lambda: tmp_path / "prism")
    assert args.run(args) == 0
    assert str(tmp_path / "prism") in capsys.readouterr().out


def test_the_engine_is_where_the_variable_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """COPYDESK_PRISM comes first, if it can be run."""
    own = tmp_path / "prism"
    own.write_text("#!/bin/sh\n")
    monkeypatch.setenv(prism.VARIABLE, str(own))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    assert prism.find() is None
    own.chmod(0o755)
    assert prism.find() == own


def test_an_engine_that_does_not_start_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it printed is in the message."""
    own = tmp_path / "prism"
    own.write_text("#!/bin/sh\necho no memory\nexit 3\n")
    own.chmod(0o755)
    monkeypatch.setenv(prism.VARIABLE, str(own))
    with pytest.raises(prism.EngineError, match="no memory"):
        prism.Prism()
