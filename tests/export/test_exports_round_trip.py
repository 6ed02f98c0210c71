"""Every format in every system, of all, some, none and nowhere: read back by another program.

Records, ids, Chinese texts, geometries (1e-7 degrees or 1 mm) and missing locations are
equal. What a format cannot hold is written here as an expectation, not left out.
"""

from __future__ import annotations

import csv
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from projects.export.formats.layers import AREA_LEVELS
from projects.export.formats.shapefile import cut_text
from projects.export.formats.systems import GCJ02, LONLAT, transformed
from projects.export.writing import FORMATS, export, file_name
from projects.model.records import COLUMNS
from projects.store.database import open_store
from projects.store.filters import Filters
from projects.store.geometry import geometries
from projects.store.query import mask
from tests.export.export_readers import READERS, read
from tests.projects.samples import samples

SUBSETS = {
    "awkward": (samples, Filters()),
    "all": (lambda: shipped(), Filters()),
    "one county": (lambda: shipped(), Filters(county=("371503",))),
    "nothing": (samples, Filters(text="无此项目")),
    "nowhere": (lambda: shipped(), Filters(level=("city", "none"))),
}
# Of the zones those that the data lie in.
SYSTEMS = (*LONLAT, "EPSG:4548", "EPSG:4527", "EPSG:4547", GCJ02)
EVERY = [(suffix, crs) for suffix in READERS for crs in SYSTEMS if crs in FORMATS[suffix].crs]
# Formats of records without geometry of their own: lon and lat are columns.
NO_GEOMETRY = (".jsonl", ".xlsx")
# A layer of GeoPackage and FlatGeobuf has one type: points are collections of one. KML has the order
# of folders.
SINGLE_TYPE = (".gpkg", ".fgb")
OTHER_ORDER = (".kml", ".kmz", ".shp.zip")


@cache
def shipped() -> pd.DataFrame:
    return open_store().records()


def expected_of(records: pd.DataFrame, suffix: str) -> list[dict[str, Any]]:
    rows = [
        {name: None if value is pd.NA else value for name, value in row.items()}
        for row in records[list(COLUMNS)].astype(object).to_dict("records")
    ]
    if suffix == ".shp.zip":  # 254 bytes a text, no blanks at its end
        rows = [
            {
                name: cut_text(value).rstrip(" ") if isinstance(value, str) else value
                for name, value in row.items()
            }
            for row in rows
        ]
    return rows


def test_every_format_but_the_packages_has_a_reader() -> None:
    assert set(FORMATS) - set(READERS) == {".iati.csv", ".oc4ids.json", ".qgis.zip", ".zip"}


@pytest.mark.sampled(4)
@pytest.mark.parametrize("subset", SUBSETS)
@pytest.mark.parametrize(("suffix", "crs"), EVERY)
def test_round_trip(tmp_path: Path, suffix: str, crs: str, subset: str) -> None:
    make, filters = SUBSETS[subset]
    records = make()
    path = tmp_path / file_name("records", suffix, crs=crs)
    report = export(records, path, crs=crs, filters=filters)
    assert list(tmp_path.iterdir()) == [path]
    chosen = records[mask(records, filters)]
    found = read(path)
    shapes = dict(zip(chosen["id"], transformed(geometries(chosen), crs), strict=True))
    expected = {row["id"]: row for row in expected_of(chosen, suffix)}
    assert report.records == len(chosen)
    if suffix == ".fgb":  # holds no null geometries, and says how many that leaves out
        chosen = chosen[np.array([shapes[each] is not None for each in chosen["id"]], dtype=bool)]
        assert bool(report.notes) == (len(chosen) < report.records)
    assert len(found) == len(chosen)
    if suffix not in OTHER_ORDER:
        assert [row.record["id"] for row in found] == chosen["id"].tolist()
    for row in found:
        assert row.record == expected[row.record["id"]]
    if suffix in NO_GEOMETRY:
        return
    tolerance = 1e-7 if crs in (*LONLAT, GCJ02) else 1e-3
    assert sum(row.shape is not None for row in found) == report.with_geometry
    for row in found:
        shape = shapes[row.record["id"]]
        assert (row.shape is None) == (shape is None)
        if shape is not None:
            assert suffix in SINGLE_TYPE or row.shape.geom_type == shape.geom_type
            corners = [np.sort(shapely.get_coordinates(one), axis=0) for one in (row.shape, shape)]
            np.testing.assert_allclose(*corners, rtol=0, atol=tolerance)


def test_the_subsets_are_what_they_are_called() -> None:
    counts = {name: int(mask(make(), filters).sum()) for name, (make, filters) in SUBSETS.items()}
    in_county = shipped()["county_code"].str.split("|").map(lambda codes: "371503" in codes)
    assert counts == {
        "awkward": 15,
        "all": len(shipped()),
        "one county": int(in_county.sum()),
        "nothing": 0,
        "nowhere": int(shipped()["level"].isin(["city", "none"]).sum()),
    }
    assert min(count for name, count in counts.items() if name != "nothing") > 5


@pytest.mark.parametrize("subset", SUBSETS)
def test_iati_has_a_row_for_every_place_and_every_record(tmp_path: Path, subset: str) -> None:
    make, filters = SUBSETS[subset]
    path = tmp_path / "records.iati.csv"
    report = export(make(), path, filters=filters)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = list(dict.fromkeys(row["activity_id"] for row in rows))
    assert len(ids) == report.records
    records = make().set_index("id")
    for row in rows:
        record = records.loc[row["activity_id"]]
        assert row["activity_title"].removeprefix("'") == record["name"]
        assert row["location_name"] in record["place"].split("|")
        assert bool(row["point_pos"]) == pd.notna(record["lon"]) or record["level"] == "multi"
        assert not (row["point_pos"] and record["method"] == "line"), "a line is at no one point"
        assert (row["exactness"], row["location_class"]) != ("", "") or not record["place"]
        if record["level"] == "site":
            lat, lon = map(float, row["point_pos"].split())
            assert (round(lon, 7), round(lat, 7)) == (record["lon"], record["lat"])
            assert row["exactness"] == "1"


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4548"])
def test_the_package_holds_every_format_and_each_can_be_read(tmp_path: Path, crs: str) -> None:
    path = tmp_path / file_name("all", ".zip", crs=crs)
    export(samples(), path, crs=crs)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        archive.extractall(tmp_path / "out")
    assert names[:3] == ["README.txt", "datapackage.json", "metadata.xml"]

    def called(stem: str, suffix: str) -> str:
        return file_name(stem, suffix, crs=crs if crs in FORMATS[suffix].crs else "EPSG:4326")

    vectors = (".geojson", ".geojsonl", ".fgb", ".parquet")
    several = {called("projects", suffix) for suffix in (".gpkg", ".shp.zip", ".kml", ".kmz", ".xlsx")}
    several |= {"projects.qgz", "projects.oc4ids.json", "projects.iati.csv"}
    records = {called("mentions", suffix) for suffix in (*vectors, ".csv", ".jsonl")}
    others = {called("projects", suffix) for suffix in (".csv", ".jsonl")}
    others |= {called(name, suffix) for name in ("projects", *AREA_LEVELS) for suffix in vectors}
    assert set(names[3:]) == several | records | others
    placed = int(samples()["lon"].notna().sum())
    for name in [*records, *several]:
        if any(name.endswith(suffix) for suffix in READERS) and "iati" not in name:
            assert len(read(tmp_path / "out" / name)) == (placed if name.endswith(".fgb") else 15)
