"""pipeline.avro.staging: rows and rejects on their way."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.avro import staging
from pipeline.avro.rows import Row

binaries = st.binary(max_size=30)
rows = st.builds(Row, binaries, binaries, binaries)


def staged(frames: list[tuple[bytes, ...]], pieces: int) -> bytes:
    """A whole staged file."""
    handle = BytesIO()
    stage = staging.Stage(handle, pieces)
    for frame in frames:
        stage.append(*frame)
    assert stage.close() == len(frames)
    return handle.getvalue()


@given(st.lists(rows))
def test_rows_come_back(given_rows: list[Row]) -> None:
    """Rows come back as they were, in order."""
    assert list(staging.rows(BytesIO(staged(list(given_rows), 3)))) == given_rows


@given(st.lists(binaries))
def test_rejects_come_back(records: list[bytes]) -> None:
    """Records come back as they were, in order."""
    assert list(staging.records(BytesIO(staged([(record,) for record in records], 1)))) == records


@given(st.lists(rows, max_size=3), st.data())
def test_a_cut_file_is_never_whole(given_rows: list[Row], data: st.DataObject) -> None:
    """A file that was not written to its end, wherever it was cut, is Truncated; what came before the cut is given."""
    content = staged(list(given_rows), 3)
    cut = data.draw(st.integers(0, len(content) - 1))
    found = []
    with pytest.raises(staging.Truncated):
        found.extend(staging.rows(BytesIO(content[:cut])))
    assert found == given_rows[: len(found)]


def test_bytes_after_the_end_are_told() -> None:
    """A file with something after its trailer is not as it was written."""
    with pytest.raises(staging.Truncated):
        list(staging.records(BytesIO(staged([(b"a",)], 1) + b"x")))


def test_a_file_of_another_kind_is_told() -> None:
    """Rejects are not taken for rows."""
    with pytest.raises(staging.Truncated, match="another kind"):
        list(staging.rows(BytesIO(staged([(b"a",)], 1))))
