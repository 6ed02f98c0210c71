"""County outlines from the data package; town, zone and park areas built on them."""

import shutil
import struct

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo import districts
from geo.errors import TableError

CITY = "371500"
COUNTIES = {
    "371502": "东昌府区",
    "371503": "茌平区",
    "371521": "阳谷县",
    "371522": "莘县",
    "371524": "东阿县",
    "371525": "冠县",
    "371526": "高唐县",
    "371581": "临清市",
}
GEOD = Geod(ellps="WGS84")


def area_km2(geometry):
    return abs(GEOD.geometry_area_perimeter(geometry)[0]) / 1e6


# --- county outlines -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name", "level", "parent_code"),
    [
        ("370000", "山东省", "province", ""),
        ("371500", "聊城市", "city", "370000"),
        ("371502", "东昌府区", "county", "371500"),
        ("110000", "北京市", "province", ""),  # listed as province and as city
        ("110101", "东城区", "county", "110000"),
        ("441900", "东莞市", "city", "440000"),  # listed as city and as county
        ("419001", "济源市", "county", "410000"),  # governed by the province
    ],
)
def test_units_state_level_and_parent(code, name, level, parent_code):
    row = districts.units().loc[code]
    assert (row["name"], row["level"], row["parent_code"]) == (name, level, parent_code)


def test_units_are_unique_and_their_parents_exist():
    units = districts.units()
    assert units.index.is_unique
    assert units["level"].value_counts().to_dict() == {"county": 2872, "city": 333, "province": 34}
    assert set(units["parent_code"]) - {""} <= set(units.index)
    assert (units.loc[units["parent_code"] == "", "level"] == "province").all()


@pytest.mark.parametrize(
    ("code", "count"), [(CITY, 8), ("110000", 16), ("441900", 1), ("419001", 1), ("371502", 1)]
)
def test_counties_of_a_unit(code, count):
    assert len(districts.counties(code)) == count


def test_counties_of_the_city():
    assert districts.counties(CITY)["name"].to_dict() == COUNTIES


def test_city_area_and_no_overlap():
    outlines = [districts.polygon(code) for code in COUNTIES]
    assert all(shapely.is_valid(outlines))
    assert sum(map(area_km2, outlines)) == pytest.approx(8635, rel=0.005)
    assert shapely.coverage_is_valid(outlines)
    assert area_km2(districts.polygon(CITY)) == pytest.approx(8635, rel=0.005)


def test_multipolygons_and_holes_are_read():
    islands = districts.polygon("330900")  # Zhoushan, an archipelago
    assert islands.geom_type == "MultiPolygon"
    assert islands.is_valid
    assert len(islands.geoms) > 100
    ring = next(
        shape
        for code in districts.units().index[:400]
        for shape in getattr(districts.polygon(code), "geoms", [districts.polygon(code)])
        if shape.interiors
    )
    assert ring.is_valid


@pytest.mark.parametrize("read", [districts.polygon, districts.counties])
def test_unknown_code(read):
    with pytest.raises(TableError, match="'999999'"):
        read("999999")


@pytest.fixture
def copy(tmp_path):
    """A writable copy of the smallest level of the package."""
    for suffix in (".csv", ".bin"):
        shutil.copyfile(districts.folder() / f"cn_province{suffix}", tmp_path / f"cn_province{suffix}")
    return tmp_path / "cn_province.bin"


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: data[:-100], r"cn_province\.bin at byte 4: .*the file has 2496264"),
        (lambda data: data[:40], r"cn_province\.bin at byte 4: needs 34 numbers"),
        (lambda data: b"", r"cn_province\.bin at byte 0: needs 1 numbers"),
        (lambda data: struct.pack("<I", 33) + data[4:], r"cn_province\.bin at byte 0: holds 33 outlines"),
    ],
)
def test_damaged_file_is_named_with_the_offset(copy, damage, message):
    copy.write_bytes(damage(copy.read_bytes()))
    with pytest.raises(TableError, match=message):
        districts.open_layer(copy.parent, "province")


@pytest.mark.parametrize(
    ("at", "message"),
    [(0, "byte 140: geometry type 77"), (4, "byte 144: lists .* bytes"), (12, "byte 152: ring of type 77")],
)
def test_damaged_outline_is_named_with_the_offset(copy, at, message):
    data = bytearray(copy.read_bytes())
    first = 4 + 4 * 34
    data[first + at : first + at + 4] = struct.pack("<I", 77)
    copy.write_bytes(data)
    layer = districts.open_layer(copy.parent, "province")
    with pytest.raises(TableError, match=message):
        districts.read_outline(layer, 0)


def test_outlines_lie_on_six_decimals():
    corners = shapely.get_coordinates(districts.polygon("371502"))
    assert np.array_equal(corners, corners.round(6))
