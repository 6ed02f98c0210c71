"""What the scripts of the map do, by the shipped records: in Node, beside what Python makes of the same.

Each file ``tests/javascript/*.test.js`` is one test here; what it compares with is worked out here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from geo.assets import STATIC_DIR, install_assets, read_assets
from geo.boundaries import load_areas
from projects.model.records import read_records, years
from projects.presentation.mapactions import toggle_place
from projects.store.conditions import PLACE_LEVELS
from projects.store.counting import counts
from projects.store.filters import Filters
from projects.store.query import Index, mask
from projects.store.vocabulary import Place, Vocabulary, vocabulary
from tests.node import FOLDER, node
from tests.presentation.test_standalone import data_of, make

RECORDS = read_records()
WHOLE = {"industry": ("machinery",), "county": ("371503",), "year_from": 2021}
SQUARE = "POLYGON((115.6 36.3,115.9 36.3,115.9 36.6,115.6 36.6,115.6 36.3))"
OTHER = "115.9 36.4,116.1 36.4,116.1 36.7,115.9 36.4"


def table(areas: gpd.GeoDataFrame) -> list[Filters]:
    """Every value of every list alone, and conditions of other kinds alone and together."""
    known = vocabulary()
    lists: list[dict[str, Any]] = [
        {key: (value,)} for key, values in known.labels.items() for value in values
    ]
    lists += [{"industry": (family,)} for family in known.families]
    lists += [
        {key: (code,)}
        for key, levels in PLACE_LEVELS.items()
        for code in areas["code"][areas["level"].isin(levels)]
    ]
    return [
        *(Filters(**one) for one in lists),
        *(Filters(year_from=year, year_to=to) for year in range(2018, 2031) for to in (None, year, year + 2)),
        *(Filters(year_to=year) for year in (2020, 2025)),
        *(
            Filters(text=text)
            for text in ("轴承", "zhengjia", "zjz", "基地 轴承", "ＺＨＯＵ", "engjia", "5G", "无此")
        ),
        *(Filters(within=outline) for outline in (SQUARE, f"MULTIPOLYGON((({OTHER})),{SQUARE[7:]})")),
        *(Filters.from_query({"near": [f"115.97,36.46,{km}"]})[0] for km in (1, 8, 40)),
        Filters(county=("371502", "371503"), stage=("在建",)),
        Filters(industry=("bearings", "machinery"), kind=("project",), year_from=2022, text="轴承"),
        Filters(**WHOLE, text="项目", within=SQUARE),
    ]


def toggled() -> Iterator[dict[str, Any]]:
    """Clicks on areas, one after the other: what is clicked, and the filter that the page then has."""
    known = vocabulary()
    filters = Filters(stage=("在建",))
    codes = [
        "371502",
        "371502105",
        "371503",
        "371500Z01",
        "371502P01",
        "371502105",
        "371503",
        "371503",
        "371502105",
    ]
    for add in (False, True):
        for code in codes:
            before = filters
            filters = toggle_place(filters, code, add=add, known=known)
            yield {
                "query": before.to_query(),
                "code": code,
                "add": add,
                "then": [place.code for place in chosen(filters, known)],
            }


def chosen(filters: Filters, known: Vocabulary) -> list[Place]:
    found = [known.places(key, value)[0] for key in PLACE_LEVELS for value in getattr(filters, key)]
    return sorted(found, key=lambda place: place.code)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the tests in Node read: the data of a stand-alone file, and what Python says of them."""
    install_assets()
    areas = load_areas()
    data = data_of(make(RECORDS, areas))
    at = {row[0]: number for number, row in enumerate(data["details"])}
    numbers = RECORDS["id"].map(at).to_numpy()
    index = Index(RECORDS)

    def found(filters: Filters) -> list[int]:
        return sorted(numbers[mask(index, filters)].tolist())

    def case(filters: Filters) -> dict[str, Any]:
        keep = mask(index, filters)
        lifted = [key for key in filters.active() if key in ("industry", "stage", "kind", "years", "text")]
        return {
            "query": filters.to_query(),
            "records": found(filters),
            "lifted": {key: int(mask(index, filters.without(key)).sum()) for key in lifted},
            "counts": counts(RECORDS[keep], areas=areas).as_dict(),
        }

    period = years(RECORDS)
    first, last = int(np.nanmin(period.min())), int(np.nanmax(period.max()))
    content = {
        "data": data,
        "leaflet": str(
            STATIC_DIR / next(one.target for one in read_assets() if one.target.endswith("leaflet.js"))
        ),
        "filters": [case(filters) for filters in table(areas)],
        "toggled": list(toggled()),
        "years": [first, last],
        "played": {
            str(year): {
                "force": found(Filters(year_from=year, year_to=year)),
                "sum": found(Filters(year_to=year)),
            }
            for year in range(first, last + 1)
        },
    }
    path = tmp_path_factory.mktemp("scripts") / "given.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.test.js")))
def test_in_node(name: str, given: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PROJECT_MAP_GIVEN", str(given))
    done = node("--test", "--test-reporter=spec", FOLDER / name)
    assert done.returncode == 0, done.stdout.partition("failing tests:")[2] or done.stdout + done.stderr
    assert "pass 0" not in done.stdout
