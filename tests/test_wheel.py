"""What is installed is what is tested: the wheel holds the schemas and tables, where the package looks for them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the checkout and unpacked as pip would."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    for name in ("pipeline", "schemas"):
        copytree(ROOT / name, source / name, ignore=ignore_patterns("__pycache__"))
    for path in ROOT.glob("*.*"):
        if path.is_file():
            (source / path.name).write_bytes(path.read_bytes())
    ran("setup.py", "--quiet", "bdist_wheel", "--dist-dir", str(target), cwd=source)
    (wheel,) = target.glob("*.whl")
    with ZipFile(wheel) as packed:
        packed.extractall(target)
    return target


def ran(*arguments: str, cwd: Path, **environment: str) -> str:
    """The output of Python with those arguments, which must succeed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_schemas(installed: Path) -> None:
    """Each schema is in the package, and is the one that is read."""
    code = (
        "from pipeline.avro import schemas; print(schemas.__file__, *(schemas.load(n)['name'] for n in schemas.NAMES))"
    )
    told = ran("-c", code, cwd=installed, PYTHONPATH=str(installed)).split()
    assert told == [str(installed / "pipeline" / "avro" / "schemas.py"), "Article", "Rejection"]
    for path in (ROOT / "schemas").glob("*.avsc"):
        assert (installed / "pipeline" / "schemas" / path.name).read_bytes() == path.read_bytes()


def test_the_wheel_holds_every_module_and_table(installed: Path) -> None:
    """Nothing under pipeline/ is left out."""
    wanted = {path.relative_to(ROOT) for path in (ROOT / "pipeline").rglob("*") if path.suffix in (".py", ".tsv")}
    assert {path for path in wanted if not (installed / path).is_file()} == set()
