"""Page and print count what stands where by one rule."""

from __future__ import annotations

from dataclasses import asdict

import geopandas as gpd
import pandas as pd
import pytest

from geo.boundaries import load_areas
from projects.model.records import read_records
from projects.presentation import listtables
from projects.presentation.prints.content import content
from projects.store.counting import counts
from projects.store.visibility import standing
from tests.projects.samples import sample

TOWN, OTHER_TOWN, COUNTY, OTHER_COUNTY = "371502105", "371502106", "371502", "371525"


@pytest.fixture(scope="module")
def areas() -> gpd.GeoDataFrame:
    return load_areas()


def record(level: str, code: str, *, point: bool = False) -> pd.DataFrame:
    lon, lat = (115.9, 36.4) if point else (float("nan"), float("nan"))
    return pd.DataFrame([asdict(sample(0, level=level, place_code=code)) | {"lon": lon, "lat": lat}])


@pytest.mark.parametrize(
    ("level", "code", "point", "mark"),
    [
        ("site", COUNTY, True, "site"),
        ("site", COUNTY, False, "off"),
        ("town", TOWN, False, "area"),
        ("county", COUNTY, False, "county"),
        ("multi", f"{TOWN}|{OTHER_TOWN}", False, "several"),
        ("multi", f"{TOWN}|{COUNTY}", False, "several"),
        # Several counties: a count on each, no symbol.
        ("multi", f"{COUNTY}|{OTHER_COUNTY}", False, "county"),
        # A development zone counts as a county; it has a name and a badge of its own.
        ("park", "371500Z01", False, "county"),
        ("city", "371500", False, "off"),
        ("none", "", False, "off"),
        ("town", "999999999", False, "off"),
    ],
)
def test_what_stands_where(level: str, code: str, point: bool, mark: str, areas: gpd.GeoDataFrame):
    assert standing(record(level, code, point=point), areas).tolist() == [mark]


def test_a_park_of_unknown_extent_counts_on_its_county(areas: gpd.GeoDataFrame):
    unknown = areas[(areas["level"] == "park") & areas["geometry"].isna()]
    assert len(unknown)
    assert standing(record("park", str(unknown.index[0])), areas).tolist() == ["county"]


def test_the_page_counts_as_the_print_does(areas: gpd.GeoDataFrame):
    records = read_records()
    marks = standing(records, areas)
    printed = content(records, areas).by_mark
    assert printed == {mark: int((marks == mark).sum()) for mark in printed}
    assert listtables.has_no_symbol(marks).sum() == printed["county"] + printed["off"]
    assert content(records, areas).counts == counts(records, marks=marks)
