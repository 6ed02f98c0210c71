"""An empty folder of own boundaries for each test, and known towns to make files of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest

from geo.boundaries import load_areas
from geo.gazetteer_tables import load_gazetteer

DISTRICT = "371502"


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "own"
    monkeypatch.setenv("PROJECT_MAP_OWN", str(folder))
    load_gazetteer.cache_clear()
    yield folder
    load_gazetteer.cache_clear()


def towns() -> gpd.GeoDataFrame:
    areas = load_areas()
    chosen = areas[(areas["level"] == "town") & (areas["parent_code"] == DISTRICT)]
    return chosen[~chosen["method"].str.startswith("circle of")]
