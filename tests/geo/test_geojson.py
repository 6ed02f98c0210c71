"""GeoJSON: what is written obeys RFC 7946, and the checker notices every breach."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from shapely import MultiPoint, MultiPolygon, Point, Polygon, box

from geo.errors import TableError
from geo.geojson import check, feature_collection, write_geojson

CLOCKWISE = Polygon([(0, 0), (0, 3), (3, 3), (3, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])


@pytest.fixture
def mixed():
    columns = {
        "id": ["371502001", "b", "c", "d", "e", "f"],
        "年份": pd.array([2016, None, 2021, 2022, 2024, 0], dtype="Int64"),
        "amount": pd.array([0.1, None, 2.5, 1e300, -0.0, 3], dtype="Float64"),
        "ratio": [0.5, np.nan, np.inf, -np.inf, 1, 2],
        "name": pd.array(["轴承“园”\n|<b>", None, "", 'a"b\\', "𠮷", "é"], dtype="string"),
        "listed": pd.array([True, None, False, True, True, False], dtype="boolean"),
        "nothing": [None] * 6,
    }
    shapes = [
        Point(116.123456789, 36.1),
        MultiPoint([(116, 36), (117.00000001, 37)]),
        CLOCKWISE,
        MultiPolygon([CLOCKWISE, box(5, 5, 6, 6)]),
        None,
        Polygon(),
    ]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


def test_values_geometries_and_order(mixed, tmp_path):
    path = tmp_path / "out.geojson"
    write_geojson(mixed, path)
    assert check(path) == []
    data = json.loads(path.read_text(encoding="utf-8"))
    features = data["features"]
    assert [feature["id"] for feature in features] == list(mixed["id"])
    assert features[0]["properties"] == {
        "id": "371502001",
        "年份": 2016,
        "amount": 0.1,
        "ratio": 0.5,
        "name": "轴承“园”\n|<b>",
        "listed": True,
        "nothing": None,
    }
    assert list(features[0]["properties"]) == list(mixed.columns[:-1])
    assert set(features[1]["properties"].values()) == {"b", None}
    assert [feature["properties"]["ratio"] for feature in features] == [0.5, None, None, None, 1, 2]
    assert features[2]["properties"]["name"] == ""
    assert type(features[2]["properties"]["年份"]) is int
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [116.1234568, 36.1]}
    assert features[2]["geometry"]["coordinates"] == [
        [[0, 0], [3, 0], [3, 3], [0, 3], [0, 0]],
        [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]],
    ]
    assert [feature["geometry"] for feature in features[4:]] == [None, None]
    assert data["bbox"] == [0, 0, 117, 37]
    assert "crs" not in data


def test_bytes_are_plain_utf8_with_lf_and_repeatable(mixed, tmp_path):
    write_geojson(mixed, tmp_path / "a.geojson")
    write_geojson(mixed, tmp_path / "b.geojson")
    data = (tmp_path / "a.geojson").read_bytes()
    assert data == (tmp_path / "b.geojson").read_bytes()
    assert "𠮷".encode() in data
    assert b"\r" not in data
    assert b"\\u" not in data


@pytest.mark.parametrize("count", [0, 1])
def test_empty_result_is_a_valid_collection(mixed, tmp_path, count):
    path = tmp_path / "none.geojson"
    write_geojson(mixed.iloc[4 : 4 + count], path)  # row 4 has no geometry
    assert check(path) == []
    assert len(json.loads(path.read_text(encoding="utf-8"))["features"]) == count


def test_collection_in_memory_is_the_file(mixed, tmp_path):
    write_geojson(mixed, tmp_path / "a.geojson", properties=["name", "年份"])
    collection = feature_collection(mixed, properties=["name", "年份"])
    assert collection == json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert list(collection["features"][0]["properties"]) == ["name", "年份"]


def test_plain_rows_are_accepted():
    rows = [{"code": 7, "geometry": Point(1, 2)}, {"code": 8, "geometry": None}]
    features = feature_collection(rows, id_column="code")["features"]
    assert [(item["id"], item["geometry"] is None) for item in features] == [("7", False), ("8", True)]


def test_pyogrio_reads_back_the_same(mixed, tmp_path):
    write_geojson(mixed, tmp_path / "a.geojson")
    back = pyogrio.read_dataframe(tmp_path / "a.geojson")
    assert list(back["id"]) == list(mixed["id"])
    assert back.crs == 4326
    assert back.geometry[0].equals_exact(mixed.geometry[0], 1e-7)


def test_another_crs_is_converted(mixed):
    metres = mixed.iloc[:1].to_crs(32650)
    assert feature_collection(metres)["features"][0]["geometry"]["coordinates"] == [116.1234568, 36.1]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"id": "a", "geometry": None}, {"id": "a", "geometry": None}], "unique ids: 'a' at row 1"),
        ([{"id": "a", "geometry": None}, {"id": None, "geometry": None}], "unique ids"),
        ([{"code": "a", "geometry": None}], "no column 'id'"),
        ([{"id": "a", "geometry": Point(500_000, 4_000_000)}], "not longitude and latitude"),
        ([{"id": "a", "geometry": Point(36, 116)}], "not longitude and latitude"),
    ],
)
def test_unusable_rows_leave_the_old_file(tmp_path, rows, message):
    path = tmp_path / "kept.geojson"
    path.write_text("old")
    with pytest.raises(TableError, match=message):
        write_geojson(rows, path)
    assert [file.name for file in tmp_path.iterdir()] == ["kept.geojson"]
    assert path.read_text() == "old"


def feature(geometry, **members):
    return {"type": "Feature", "id": "a", "properties": {}, "geometry": geometry, **members}


def collection(*features, **members):
    return {"type": "FeatureCollection", "bbox": [-180, -90, 180, 90], "features": list(features), **members}


def point(*coordinates):
    return {"type": "Point", "coordinates": list(coordinates)}


def rings(*parts):
    return {"type": "Polygon", "coordinates": [list(map(list, part)) for part in parts]}


RIGHT = [(0, 0), (3, 0), (3, 3), (0, 3), (0, 0)]
LEFT = RIGHT[::-1]
SMALL = [(1, 1), (1, 2), (2, 2), (2, 1), (1, 1)]
GOOD = [
    collection(),
    collection(feature(None)),
    collection(feature(point(116, 36.1234567))),
    collection(feature(point(116, 36, 50.5))),
    collection(feature(rings(RIGHT, SMALL), bbox=[0, 0, 3, 3])),
    collection(feature({"type": "LineString", "coordinates": [[0, 0], [1, 1]]}, properties=None)),
    collection(feature(None), feature(None, id=1), name="foreign members are allowed"),
]
BAD = [
    (feature(None), "no FeatureCollection"),
    ([], "no FeatureCollection"),
    ({"type": "FeatureCollection"}, "features is no list"),
    (collection(crs={"type": "name"}), "crs member"),
    (collection(coordinates=[]), "member coordinates"),
    ({"type": "FeatureCollection", "features": [feature(point(1, 2))]}, "no bbox"),
    (collection(bbox=[0, 1, 2]), "4 or 6 numbers"),
    (collection(bbox=[0, 5, 2, 1]), "south above"),
    (collection({"type": "Point"}), "feature 0 is no Feature"),
    (collection(feature(None, id=None)), "id must be"),
    (collection(feature(None), feature(None)), "'a' occurs twice"),
    (collection({"type": "Feature", "id": 1, "properties": {}}), "geometry member is missing"),
    (collection({"type": "Feature", "id": 1, "geometry": None}), "properties must be"),
    (collection(feature(None, features=[])), "member features"),
    (collection(feature({**point(1, 2), "properties": {}})), "member properties"),
    (collection(feature({"type": "Circle"})), "no such geometry"),
    (collection(feature(point(36.5, 116))), "no longitude, latitude"),
    (collection(feature(point(1))), "form of a Point"),
    (collection(feature(point("1", "2"))), "form of a Point"),
    (collection(feature(point(True, 2))), "form of a Point"),
    (collection(feature({"type": "MultiPoint", "coordinates": [1, 2]})), "form of a MultiPoint"),
    (collection(feature({"type": "MultiPolygon", "coordinates": []})), "should be null"),
    (collection(feature(point(1.12345678, 2))), "more than 7 decimals"),
    (collection(feature(rings(LEFT))), "outer ring turns the wrong way"),
    (collection(feature(rings(RIGHT, SMALL[::-1]))), "hole 1 turns the wrong way"),
    (collection(feature(rings(RIGHT[:-1]))), "not closed"),
    (collection(feature(rings([(0, 0), (1, 1), (0, 0)]))), "fewer than 4"),
    (collection(feature(point(5, 5), bbox=[0, 0, 1, 1])), "does not hold the geometry"),
]


@pytest.mark.parametrize("data", GOOD)
def test_check_accepts(tmp_path, data):
    path = tmp_path / "good.geojson"
    path.write_text(json.dumps(data))
    assert check(path) == []


@pytest.mark.parametrize(("data", "problem"), BAD)
def test_check_reports(tmp_path, data, problem):
    path = tmp_path / "bad.geojson"
    path.write_text(json.dumps(data))
    found = check(path)
    assert len(found) == 1
    assert problem in found[0]


@pytest.mark.parametrize(
    "text", [b"", b"{", b'{"a": NaN}', '{"a": "中"}'.encode("gb18030"), b"\xef\xbb\xbf{}"]
)
def test_check_reports_what_is_no_json(tmp_path, text):
    path = tmp_path / "bad.geojson"
    path.write_bytes(text)
    assert check(path)[0].startswith("not JSON in UTF-8")


def test_check_notices_what_geopandas_writes_by_default(mixed, tmp_path):
    path = tmp_path / "default.geojson"
    mixed.iloc[:3][["id", "geometry"]].to_crs(4490).to_file(path, driver="GeoJSON")
    found = " ".join(check(path))
    for breach in ("crs member", "no bbox", "turns the wrong way"):
        assert breach in found
