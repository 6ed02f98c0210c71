"""What is exported is read back, by other readers, as it was; what cannot be is refused in one line."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.boundaries import load_areas
from geo.datum import convert
from geo.geojson import check
from projects.errors import InputError
from projects.export.formats.reimport import read_csv
from projects.export.writing import FORMATS, export, file_name, to_bytes
from projects.model.records import COLUMNS, frame
from projects.store.counting import counts
from projects.store.filters import Filters
from projects.store.geometry import geometries
from tests.projects.samples import generated, sample, samples

# Geometry of each sample record (r01 ...): P point, M several points, - none.
SHAPES = "PPPPM----------"
# The formats without a system of their own and of no bytes for no records.
PLAIN = (".csv", ".geojson", ".geojsonl", ".jsonl")


def plain(records: pd.DataFrame) -> list[dict[str, object]]:
    """Records as Python objects, ``None`` for what is missing."""
    return [
        {name: None if value is pd.NA else value for name, value in row.items()}
        for row in records.astype(object).to_dict("records")
    ]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("suffix", FORMATS)
def test_report_adds_up(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"records{suffix}"
    report = export(samples(), path)
    assert report.counts == counts(samples())
    assert (report.path, report.records, report.with_geometry, report.without_geometry) == (path, 15, 5, 10)
    assert list(tmp_path.iterdir()) == [path]


def test_csv_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    export(samples(), path)
    pd.testing.assert_frame_equal(read_csv(path), samples())


def test_csv_as_another_program_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    export(samples(), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,name,kind,document,")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [*COLUMNS, "wkt"]
    assert [row["id"] for row in rows] == samples()["id"].tolist()
    assert rows[1]["name"] == "年产1000万套“高端”轴承项目"
    assert rows[1]["investment_wan_yuan"] == "85000.5"
    assert (rows[0]["listed"], rows[0]["period_start"], rows[9]["period_start"]) == ("true", "2021", "")
    assert rows[13]["name"] == "''; DROP TABLE records; --"
    assert rows[13]["evidence"] == 'a "quoted", cell\nwith a second line'
    assert rows[14]["name"] == "𠮷林路与㐂寿街改造 "
    # numbers stay numbers, a negative one too; texts that a spreadsheet would run do not start it
    assert [rows[11][name] for name in ("name", "entity", "scale", "category")] == [
        "'=1+1（公式）",
        "'@某公司",
        "'-5万吨",
        "''引号开头",
    ]
    others = pyogrio.read_dataframe(path)
    assert others["name"].tolist() == [row["name"] for row in rows]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=5))
@settings(max_examples=40, deadline=None)
def test_any_text_survives_csv(texts: list[str]) -> None:
    records = frame([sample(1, name=text, evidence=text) for text in texts])
    data = to_bytes(records, ".csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(data, newline="")))
    assert [row["name"].removeprefix("'") for row in rows] == texts
    assert [row["evidence"].removeprefix("'") for row in rows] == texts
    assert {row["name"][:1] for row in rows}.isdisjoint("=+-@＝＋－＠\t\r")


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    export(samples(), path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert rows == plain(samples())
    assert list(rows[0]) == list(COLUMNS)
    assert (rows[0]["listed"], rows[8]["confidence"], rows[8]["lon"]) == (True, None, None)
    assert "轴承" in path.read_text(encoding="utf-8"), "Chinese is written as such, not escaped"


def test_geojson_keeps_the_rules_and_the_records(tmp_path: Path) -> None:
    path = tmp_path / "records.geojson"
    export(samples(), path)
    assert check(path) == []
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert [feature["properties"] for feature in features] == plain(samples())
    assert list(features[0]["properties"]) == list(COLUMNS)
    assert [feature["id"] for feature in features] == samples()["id"].tolist()
    names = {None: "-", "Point": "P", "MultiPoint": "M"}
    kinds = [names[(feature["geometry"] or {}).get("type")] for feature in features]
    assert "".join(kinds) == SHAPES
    assert features[3]["geometry"]["coordinates"] == [115.8461234, 36.4391234]


def test_geojson_opens_in_gdal(tmp_path: Path) -> None:
    path = tmp_path / "records.geojson"
    export(samples(), path)
    info = pyogrio.read_info(path)
    assert (info["features"], info["crs"]) == (15, "EPSG:4326")
    layer = pyogrio.read_dataframe(path)
    assert layer["name"].tolist() == samples()["name"].tolist()
    for shape, expected in zip(layer.geometry, geometries(samples()), strict=True):
        assert (shape is None) == (expected is None)
        assert shape is None or shapely.equals_exact(shape, expected, tolerance=1e-7)


def test_several_places_are_drawn_at_each_of_them_and_not_between() -> None:
    shape = geometries(samples())[4]
    places = load_areas().loc[["371502105", "371502101"], ["lon", "lat"]].astype(float)
    assert sorted(map(tuple, shapely.get_coordinates(shape))) == sorted(map(tuple, places.to_numpy()))


def test_places_without_a_known_point_are_not_guessed() -> None:
    records = frame(
        [
            sample(5, place_code="371502105|nowhere"),
            sample(6, place_code="nowhere|elsewhere"),
            sample(4, lon=None),
            sample(8, lon=116.0, lat=36.0),  # a city has no point, whatever its row says
        ]
    )
    shapes = geometries(records)
    assert [shape and shape.geom_type for shape in shapes] == ["MultiPoint", None, None, None]
    assert len(shapes[0].geoms) == 1


@pytest.mark.parametrize("suffix", PLAIN)
def test_no_records_give_a_valid_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"records{suffix}"
    report = export(samples(), path, filters=Filters(text="nichts"))
    assert (report.records, report.with_geometry, report.without_geometry) == (0, 0, 0)
    if suffix == ".csv":
        assert read_csv(path).empty
    elif suffix == ".geojson":
        assert check(path) == []
        assert json.loads(path.read_bytes())["features"] == []
    else:
        assert path.read_bytes() == b""


@pytest.mark.sampled(3)
@pytest.mark.parametrize("suffix", FORMATS)
def test_records_without_any_place(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"records{suffix}"
    report = export(samples(), path, filters=Filters(level=("city", "none")))
    assert (report.records, report.with_geometry, report.without_geometry) == (2, 0, 2)
    if suffix == ".geojson":
        assert check(path) == []


def test_exactly_what_is_filtered(tmp_path: Path) -> None:
    filters = Filters(town=("郑家镇",))
    export(samples(), tmp_path / "records.csv", filters=filters)
    assert read_csv(tmp_path / "records.csv")["id"].tolist() == ["r01", "r02", "r05"]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("suffix", FORMATS)
def test_bytes_are_those_of_the_file_and_the_same_every_time(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"records{suffix}"
    export(samples(), path)
    assert to_bytes(samples(), suffix) == to_bytes(samples(), suffix) == path.read_bytes()


# Coordinate systems


def test_cgcs2000_is_treated_as_equal(tmp_path: Path) -> None:
    for suffix in PLAIN:
        assert to_bytes(samples(), suffix, crs="EPSG:4490") == to_bytes(samples(), suffix)


def test_projected_coordinates(tmp_path: Path) -> None:
    # On the central meridian the easting is 500 000 m by definition and the northing is the
    # length of the meridian from the equator.
    records = frame([sample(1, lon=117.0, lat=36.0), sample(8)])
    path = tmp_path / "records.csv"
    export(records, path, crs="EPSG:4548")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert list(rows[0])[-4:] == ["edition", "easting_4548_m", "northing_4548_m", "wkt_4548"]
    assert float(rows[0]["easting_4548_m"]) == 500_000
    assert math.isclose(float(rows[0]["northing_4548_m"]), _meridian_arc_m(36.0), abs_tol=0.01)
    assert (rows[0]["lon"], rows[0]["lat"]) == ("117.0", "36.0")
    assert rows[1]["easting_4548_m"] == rows[1]["northing_4548_m"] == ""
    line = json.loads(to_bytes(records, ".jsonl", crs="4548").splitlines()[0])
    assert line["easting_4548_m"] == 500_000


def _meridian_arc_m(latitude: float) -> float:
    """Length of the meridian from the equator, by Simpson's rule on the CGCS2000 ellipsoid."""
    major, flattening = 6_378_137.0, 1 / 298.257222101
    e2 = flattening * (2 - flattening)
    phi = np.linspace(0, math.radians(latitude), 2001)
    radius = major * (1 - e2) / (1 - e2 * np.sin(phi) ** 2) ** 1.5
    weights = np.ones(2001)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    return float((radius * weights).sum() * (phi[1] - phi[0]) / 3)


def test_projected_coordinates_are_refused_where_the_zone_does_not_reach(tmp_path: Path) -> None:
    records = frame([sample(1), sample(2, lon=104.0)])
    with pytest.raises(InputError, match=r"EPSG:4548 is for 115\.5 to 118\.5 degrees east"):
        export(records, tmp_path / "records.csv", crs="EPSG:4548")
    assert list(tmp_path.iterdir()) == []


def test_gcj02_stands_beside_wgs84_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / file_name("records", ".csv", crs="GCJ-02")
    assert path.name == "records-gcj02.csv"
    export(samples(), path, crs="gcj02")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert (rows[3]["lon"], rows[3]["lat"]) == ("115.8461234", "36.4391234")
    lon, lat = convert(115.8461234, 36.4391234, source="wgs84", target="gcj02")
    assert float(rows[3]["lon_gcj02"]) == pytest.approx(float(lon), abs=1e-7)
    assert float(rows[3]["lat_gcj02"]) == pytest.approx(float(lat), abs=1e-7)
    assert abs(float(rows[3]["lon_gcj02"]) - 115.8461234) > 0.003
    assert rows[7]["lon_gcj02"] == ""


# What is refused


@pytest.mark.parametrize(
    ("name", "crs", "message"),
    [
        (
            "x.dwg",
            "EPSG:4326",
            r"no format for the suffix '\.dwg'; there are \.\w+",
        ),
        ("x", "EPSG:4326", "no format for the suffix ''"),
        (
            "x.csv",
            "EPSG:3857",
            "unknown CRS 'EPSG:3857'; there are EPSG:4326 EPSG:4490 EPSG:4548 EPSG:4547 EPSG:4527",
        ),
        ("x.geojson", "EPSG:4548", r"not EPSG:4548; formats for EPSG:4548: .*\.csv \.jsonl"),
        ("x-gcj02.geojson", "GCJ-02", "GeoJSON is written in EPSG:4326 or EPSG:4490, not GCJ-02"),
        ("x.csv", "GCJ-02", "must have gcj02 in its name"),
        ("nowhere/x.csv", "EPSG:4326", "cannot be written: No such file"),
    ],
)
def test_refused_in_one_line(tmp_path: Path, name: str, crs: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        export(samples(), tmp_path / name, crs=crs)
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_fault_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("old")
    with pytest.raises(ValueError, match="JSON"):
        # no table from the store holds such a number; it stands for any fault midway
        export(samples().assign(radius_m=pd.array([np.inf] * 15, dtype="Float64")), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_many_json_lines() -> None:
    records = generated(5001)  # one more than are written at once
    rows = [json.loads(line) for line in to_bytes(records, ".jsonl").splitlines()]
    assert rows == plain(records)


def test_many_records(tmp_path: Path) -> None:
    records = generated(5000)
    path = tmp_path / "records.geojson"
    report = export(records, path)
    assert (report.records, report.with_geometry + report.without_geometry) == (5000, 5000)
    assert report.without_geometry == int(records["level"].isin(["city", "none"]).sum())
    layer = pyogrio.read_dataframe(path)
    assert layer["name"].tolist() == records["name"].tolist()
    assert int(layer.geometry.isna().sum()) == report.without_geometry
