"""A few kills at random moments (``tests/benchmarks/kills.py`` does hundreds), and that faults are seen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo import workspace
from tests.examples import examples

pytestmark = [pytest.mark.wide, pytest.mark.skipif(os.name == "nt", reason="kill -9 and fork")]


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PROJECT_MAP_STORE", "PROJECT_MAP_OWN", workspace.VARIABLE):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.thorough
def test_killed_at_random_nothing_is_lost_or_half_written(tmp_path: Path, no_names: None) -> None:
    from tests.benchmarks.kills import STEPS, look, measured, report

    kills = examples(len(STEPS), 10 * len(STEPS))
    bench, counts, faults = measured(kills, 7, tmp_path / "bench")
    assert not faults, report(bench, counts, faults)
    assert sum(one["killed"] for one in counts.values()) == kills

    # What the kills are looked at with sees a fault of each kind.
    own = bench.folder / "boundaries" / "own" / "towns.geojson"
    own.write_bytes(own.read_bytes()[:-300])
    # What a kill left may lie beside the exports: a hidden folder of work, which is none.
    for path in filter(Path.is_file, (bench.folder.parent / "out").iterdir()):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    table = bench.folder / "mentions.csv"
    table.write_bytes(table.read_bytes()[:-20])
    bench.events.add("one that is not there")
    lost, half = look(bench)
    assert "event one that is not there" in lost
    assert any(line.startswith("area ") for line in lost)
    assert {"own towns", "tables of two builds, or cut"} <= set(half)
    assert any(line.startswith("projects.") for line in half)
