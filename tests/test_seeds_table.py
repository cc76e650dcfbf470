"""The seeds, what is expected of them and the table in their README agree."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parents[1] / "seeds"
EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "seeds_expected.json").read_text(encoding="utf-8"))


def files() -> set[str]:
    """Every input below seeds/."""
    return {str(path.relative_to(SEEDS)) for path in SEEDS.rglob("*") if path.is_file() and path.parent != SEEDS}


def test_every_seed_has_an_expected_outcome_and_a_line_in_the_readme() -> None:
    """No seed is only there: each is expected to give something, and the README says what."""
    expected = [*EXPECTED["records"].values(), *EXPECTED["rejects"], *EXPECTED["redeliveries"]]
    assert {outcome["file"] for outcome in expected} == files()
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    assert [file for file in sorted(files()) if f"`{file}`" not in readme] == []


def test_expected_counts_keep_the_conservation_law() -> None:
    """Read = articles + copies + rejects + redeliveries, and the counts are those of the lists."""
    counts = EXPECTED["counts"]
    assert counts["read"] == sum(counts[part] for part in ("articles", "copies", "rejects", "redeliveries"))
    datasets = [record["dataset"] for record in EXPECTED["records"].values()]
    assert counts["articles"] == datasets.count("articles")
    assert counts["copies"] == datasets.count("copies")
    assert counts["rejects"] == len(EXPECTED["rejects"])


def test_copies_and_their_articles_name_each_other() -> None:
    """Each expected copy names an article that lists it, and no article lists anything else."""
    records = EXPECTED["records"]
    told = {(key, record["duplicate"]["of"]) for key, record in records.items() if record["duplicate"]}
    assert told == {(copy, key) for key, record in records.items() for copy in record["copies"]}
    assert {records[of]["dataset"] for _, of in told} == {"articles"}
