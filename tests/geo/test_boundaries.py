"""County outlines from the data package; town, zone and park areas built on them."""

import shutil
import struct
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geo import districts, workspace
from geo.area_index import AreaIndex
from geo.area_rows import FILES
from geo.boundaries import BOUNDARIES, load_areas, town_error, town_share
from geo.build_areas import build_areas, write_areas
from geo.errors import TableError
from geo.geojson import check
from geo.power_cells import PowerCells
from geo.tessellate import Known, local_metres, tessellate, transform
from geo.town_facts import (
    TOWN_SIZES,
    VILLAGE_POINTS,
    known_of,
    read_town_sizes,
    read_village_points,
)

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


# --- tiles -----------------------------------------------------------------------------

SQUARE = shapely.box(116, 36, 116.2, 36.2)
COMB = shapely.union_all(  # two teeth on a bar: the bisector cuts across the gap
    [
        shapely.box(116, 36, 116.3, 36.05),
        shapely.box(116, 36, 116.05, 36.3),
        shapely.box(116.25, 36, 116.3, 36.3),
    ]
)


def tile(outline, *seats):
    return tessellate([outline], [np.array(seats, float).reshape(-1, 2)])[0]


def assert_tiles_fill(tiling, outline):
    assert shapely.coverage_is_valid(tiling.tiles)
    assert all(shapely.is_valid(tiling.tiles))
    assert shapely.union_all(tiling.tiles).area == pytest.approx(outline.area, rel=1e-6)
    assert tiling.outline.area == pytest.approx(outline.area, rel=1e-6)


def test_two_seats_share_a_square():
    tiling = tile(SQUARE, (116.05, 36.1), (116.15, 36.1))
    assert_tiles_fill(tiling, SQUARE)
    assert [part.area / SQUARE.area for part in tiling.tiles] == pytest.approx([0.5, 0.5], rel=1e-3)
    assert tiling.moved_m.tolist() == [0, 0]


def test_one_seat_has_all_and_none_has_nothing():
    assert tile(SQUARE, (116.1, 36.1)).tiles[0].equals(SQUARE)
    assert tile(SQUARE).tiles == []
    assert tile(SQUARE).outline.equals(SQUARE)


def test_a_face_cut_off_from_its_seat_joins_its_neighbour():
    # The top of the right tooth lies nearest to the seat in the left tooth's top.
    seats = [(116.04, 36.28), (116.27, 36.02)]
    tiling = tile(COMB, *seats)
    assert_tiles_fill(tiling, COMB)
    assert [part.geom_type for part in tiling.tiles] == ["Polygon", "Polygon"]
    assert tiling.tiles[1].contains(shapely.Point(116.29, 36.295))
    distances = [GEOD.inv(116.29, 36.295, *seat)[2] for seat in seats]
    assert distances[0] < distances[1]


def test_an_exclave_goes_to_the_nearest_seat():
    county = shapely.MultiPolygon([SQUARE, shapely.box(116.3, 36, 116.31, 36.01)])
    tiling = tile(county, (116.05, 36.1), (116.15, 36.1))
    assert_tiles_fill(tiling, county)
    assert [part.geom_type for part in tiling.tiles] == ["Polygon", "MultiPolygon"]


def test_a_seat_outside_is_moved_to_the_nearest_place_inside():
    tiling = tile(SQUARE, (116.1, 36.1), (116.21, 36.1))
    assert_tiles_fill(tiling, SQUARE)
    assert tiling.moved_m[0] == 0
    assert 900 < tiling.moved_m[1] < 1200  # 0.01 degree is 900 m, and a little into the county
    assert SQUARE.contains(shapely.Point(tiling.seats[1]))
    assert tiling.tiles[1].contains(shapely.Point(tiling.seats[1]))


def test_neighbouring_counties_share_every_corner():
    east = shapely.box(116.2, 36, 116.4, 36.2)
    seats = [np.array([(116.1, 36.05), (116.1, 36.15)]), np.array([(116.3, 36.08), (116.3, 36.19)])]
    tilings = tessellate([SQUARE, east], seats)
    assert shapely.coverage_is_valid([part for tiling in tilings for part in tiling.tiles])


def known(villages=(), towns=(), sizes=(np.nan, np.nan)):
    return Known(np.array(villages, float).reshape(-1, 2), np.array(towns, np.int64), np.array(sizes, float))


def test_a_known_village_takes_its_ground_with_it():
    seats = np.array([(116.05, 36.1), (116.15, 36.1)])
    village = (116.11, 36.1)
    plain = tessellate([SQUARE], [seats])[0]
    assert plain.tiles[1].contains(shapely.Point(village))
    tiling = tessellate([SQUARE], [seats], [known([village], [0])])[0]
    assert_tiles_fill(tiling, SQUARE)
    assert tiling.tiles[0].contains(shapely.Point(village))
    assert [part.geom_type for part in tiling.tiles] == ["Polygon", "Polygon"]


def test_a_village_does_not_reach_as_far_as_a_seat():
    seats, village = np.array([(0.0, 0.0), (100.0, 0.0)]), np.array([(60.0, 0.0)])
    ground = np.array([(x + 0.5, y) for x in range(-50, 150) for y in (-20.0, 20.0)])
    as_seat = PowerCells.plain(np.concatenate([seats, village]), np.array([0, 1, 0]))
    cells = PowerCells.reaching(seats, village, np.array([0]))
    # The border lies at 80, half-way; with a handicap of 0.5 * 40 ** 2 at 70.
    assert as_seat.shares(ground)[0] == pytest.approx(0.65)
    assert cells.shares(ground)[0] == pytest.approx(0.60)


def test_a_far_village_stays_joined_to_its_seat():
    seats = np.array([(116.03, 36.03), (116.1, 36.04)])
    village = (116.12, 36.18)
    tiling = tessellate([SQUARE], [seats], [known([village], [0])])[0]
    assert_tiles_fill(tiling, SQUARE)
    assert [part.geom_type for part in tiling.tiles] == ["Polygon", "Polygon"]
    assert tiling.tiles[0].contains(shapely.Point(village))


def test_a_size_never_takes_a_known_village():
    seats = np.array([(116.05, 36.1), (116.15, 36.1)])
    village = (116.14, 36.13)
    huge = area_km2(SQUARE) * 1e6
    tiling = tessellate([SQUARE], [seats], [known([village], [0], [np.nan, huge])])[0]
    assert_tiles_fill(tiling, SQUARE)
    assert tiling.tiles[0].contains(shapely.Point(village))
    assert tiling.tiles[1].contains(shapely.Point(seats[1]))


def test_a_cell_gets_three_fifths_of_its_known_size_however_small_it_was():
    seats = np.array([(116.02, 36.1), (116.05, 36.1), (116.19, 36.1)])
    half = area_km2(SQUARE) / 2
    plain = tessellate([SQUARE], [seats])[0]
    tiling = tessellate([SQUARE], [seats], [known(sizes=[half, np.nan, np.nan])])[0]
    assert plain.tiles[0].area / SQUARE.area < 0.2
    # 0.175 ** 0.7 * 0.5 ** 0.3 would be 0.24
    assert tiling.tiles[0].area / SQUARE.area == pytest.approx(0.3, abs=0.06)


def test_a_known_size_draws_the_cell_part_of_the_way():
    seats = np.array([(116.05, 36.1), (116.15, 36.1)])
    third = area_km2(SQUARE) / 3
    tiling = tessellate([SQUARE], [seats], [known(sizes=[third, np.nan])])[0]
    assert_tiles_fill(tiling, SQUARE)
    # 0.5 ** 0.7 * (1 / 3) ** 0.3
    assert tiling.tiles[0].area / SQUARE.area == pytest.approx(0.443, abs=0.01)


def test_a_size_never_takes_the_seat_of_a_neighbour():
    seats = np.array([(116.09, 36.1), (116.11, 36.1), (116.19, 36.1)])
    huge = area_km2(SQUARE) * 1e6
    tiling = tessellate([SQUARE], [seats], [known(sizes=[huge, np.nan, np.nan])])[0]
    assert_tiles_fill(tiling, SQUARE)
    for part, seat in zip(tiling.tiles, seats, strict=True):
        assert part.contains(shapely.Point(seat))


def test_lines_of_cells_meet_where_three_cells_meet():
    random = np.random.default_rng(2)
    points = random.uniform(0, 10_000, (12, 2))
    cells = replace(PowerCells.plain(points, np.arange(12)), weights=random.uniform(0, 500_000, 12))
    ends = shapely.get_coordinates(shapely.get_parts(cells.edges((-90_000, -90_000, 99_000, 99_000))))
    inner = ends[(np.abs(ends - 5_000) < 20_000).all(axis=1)]
    met = pd.Series(map(tuple, inner)).value_counts()
    assert set(met) == {3}
    ground = random.uniform(0, 10_000, (500, 2))
    squares = ((ground[:, None] - points) ** 2).sum(axis=2) - cells.weights
    assert (cells.owners_at(ground) == squares.argmin(axis=1)).all()


@pytest.mark.parametrize(
    ("read", "rows", "message"),
    [
        (read_village_points, "town_code,name,lon,source\n", "no column lat"),
        (read_village_points, "town_code,name,lon,lat,source\n1,甲,x,36,s\n", "'x' is no number"),
        (
            read_village_points,
            "town_code,name,lon,lat,source\n1,甲,116,36,s\n1,甲,117,36,s\n",
            "1 甲 stands twice",
        ),
        (read_village_points, "town_code,name,lon,lat,source\n1,甲,36,116,s\n", "are they exchanged"),
        (read_village_points, "town_code,name,lon,lat,source\n1,甲\n", "expected 5 fields"),
        (read_village_points, "town_code,name,lon,lat,source\n1,甲,,,s\n", "甲 has no point"),
        (
            read_village_points,
            "town_code,name,lon,lat,source\n1,甲,116,36,s\n1,乙,116,36,s\n",
            "have the same point",
        ),
        (read_town_sizes, "code,villages,area_km2,source\n1,0,,s\n", "not above 0"),
        (read_town_sizes, "code,villages,area_km2,source\n1,2,,s\n1,3,,s\n", "1 stands twice"),
    ],
)
def test_broken_tables_of_town_facts_are_named(tmp_path, read, rows, message):
    path = tmp_path / "table.csv"
    path.write_text(rows, "utf-8")
    with pytest.raises(TableError, match=message):
        read(path)
    with pytest.raises(TableError, match="no such table"):
        read(tmp_path / "absent.csv")


def test_the_order_of_the_known_villages_means_nothing():
    seats = np.array([(116.05, 36.1), (116.15, 36.1)])
    villages = np.array([(116.11, 36.1), (116.02, 36.15), (116.18, 36.02)])
    towns = np.array([0, 0, 1])
    one, other = (
        tessellate([SQUARE], [seats], [Known(villages[order], towns[order], np.full(2, np.nan))])[0]
        for order in ([0, 1, 2], [2, 0, 1])
    )
    assert all(a.equals(b) for a, b in zip(one.tiles, other.tiles, strict=True))


def test_two_seats_at_one_place_are_refused():
    with pytest.raises(TableError, match="same place"):
        tile(SQUARE, (116.1, 36.1), (116.1, 36.1))


# --- areas of the city -----------------------------------------------------------------


@pytest.fixture(scope="module")
def areas():
    return load_areas()


@pytest.fixture(scope="module")
def places():
    table = pd.read_csv(workspace.current() / "gazetteer" / "places.csv", dtype=str, keep_default_na=False)
    return table.set_index("code", drop=False)


def at_level(areas, level):
    return areas[areas["level"] == level]


def test_shipped_files_are_what_the_tables_give(tmp_path):
    """Fails when the gazetteer was edited and `python -m geo boundaries build` not run."""
    cities = pd.read_csv(workspace.current() / "cities.csv", dtype=str)["code"]
    for folder in (tmp_path / "a", tmp_path / "b"):
        write_areas(cities, folder)
        for stem in FILES.values():
            name = f"{stem}.geojson"
            assert (folder / name).read_bytes() == (BOUNDARIES / name).read_bytes(), name


def test_shipped_files_obey_rfc_7946_and_are_small():
    paths = [BOUNDARIES / f"{stem}.geojson" for stem in FILES.values()]
    assert [check(path) for path in paths] == [[], [], [], []]
    assert sum(path.stat().st_size for path in paths) < 1_500_000


def test_load_gives_what_was_built(areas):
    built = build_areas(CITY).set_index("code", drop=False)
    assert list(areas.columns) == list(built.columns)
    assert areas.drop(columns="geometry").astype(object).equals(built.drop(columns="geometry").astype(object))
    has_geometry = built.geometry.notna()
    assert shapely.equals_exact(
        areas.geometry[has_geometry], built.geometry[has_geometry], 1e-9, normalize=True
    ).all()


def test_each_level_has_its_units(areas, places):
    assert at_level(areas, "county")["name"].to_dict() == COUNTIES
    current = places[places["valid_to"] == ""]
    for level in ("zone", "town", "park"):
        assert set(at_level(areas, level).index) == set(current.index[current["level"] == level])
    assert "371502007" not in areas.index  # abolished in 2017
    assert areas.index.is_unique
    assert not areas["is_official"].any()
    assert (areas["method"] != "").all()
    assert (areas["source"] != "").all()


def test_towns_tile_their_counties_exactly(areas, places):
    towns = at_level(areas, "town")
    tiles = towns[towns.index.map(places["type"]) != "管委会"]
    assert len(tiles) == 136
    assert shapely.coverage_is_valid(tiles.geometry)
    assert tiles.geometry.is_valid.all()
    assert tiles["method"].str.contains(town_error()).all()
    for code in COUNTIES:
        own = tiles[tiles["parent_code"] == code].geometry
        union = shapely.union_all(own.to_numpy())
        for outline in (areas.geometry[code], districts.polygon(code)):
            difference = shapely.symmetric_difference(union, outline)
            assert difference.area / outline.area < 1e-6
        assert sum(map(area_km2, own)) == pytest.approx(area_km2(districts.polygon(code)), rel=1e-6)


def test_each_point_lies_in_its_area_with_six_decimals(areas):
    known = areas[areas.geometry.notna()]
    assert shapely.contains_xy(known.geometry, known["lon"], known["lat"]).all()
    assert (areas[["lon", "lat"]].round(6) == areas[["lon", "lat"]]).all(axis=None)


def test_towns_are_placed_at_their_seat(areas, places):
    towns = at_level(areas, "town")
    seats = places.loc[towns.index, ["lon", "lat"]].astype(float)
    assert np.allclose(towns[["lon", "lat"]], seats, rtol=0, atol=1e-6)


def test_radius_reaches_the_edge_plus_the_uncertainty_of_the_seat(areas, places):
    for code in ("371502", "371502102", "371502P02"):
        row = areas.loc[code]
        edge = shapely.get_coordinates(shapely.segmentize(row["geometry"], 0.001))
        distances = [GEOD.inv(row["lon"], row["lat"], lon, lat)[2] for lon, lat in edge]
        expected = max(distances) + (float(places.loc[code, "accuracy_m"]) if code in places.index else 0)
        assert expected - 1 <= row["radius_m"] < expected + 100
        assert row["radius_m"] % 100 == 0


def test_no_tile_has_a_sliver(areas):
    """Worn down by 20 m on all sides a tile stays in one piece."""
    towns = at_level(areas, "town")
    metres = local_metres(areas.geometry["371502"])
    for tile_ in transform(towns.geometry.to_numpy(), metres):
        parts = shapely.area(shapely.get_parts(tile_.buffer(-20)))
        assert parts.max() > 0.995 * parts.sum()


def test_the_order_of_the_rows_of_town_facts_means_nothing(tmp_path):
    for read, name in ((read_village_points, VILLAGE_POINTS), (read_town_sizes, TOWN_SIZES)):
        path = workspace.current() / name
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        shuffled = tmp_path / path.name
        table.sample(frac=1, random_state=3).to_csv(shuffled, index=False)
        pd.testing.assert_frame_equal(read(shuffled), read(path))


def test_known_villages_lie_in_their_towns(areas):
    villages = read_village_points()
    held = AreaIndex(areas).areas_at(villages["lon"], villages["lat"])
    assert len(villages) > 90
    assert (held["county"].to_numpy() == villages["town_code"].map(areas["parent_code"])).all()
    assert (held["town"].to_numpy() == villages["town_code"]).all()


def test_towns_of_known_size_are_drawn_towards_it(areas):
    outlines = [districts.polygon(code) for code in COUNTIES]
    towns = at_level(areas, "town")
    towns = towns[towns["method"].str.startswith("power cell")]
    seats = [towns.loc[towns["parent_code"] == code, ["lon", "lat"]].to_numpy() for code in COUNTIES]
    plain = {
        code: area_km2(tile)
        for county, tiling in zip(COUNTIES, tessellate(outlines, seats), strict=True)
        for code, tile in zip(towns.index[towns["parent_code"] == county], tiling.tiles, strict=True)
    }
    errors = []
    for code, outline in zip(COUNTIES, outlines, strict=True):
        own = towns.index[towns["parent_code"] == code].tolist()
        sizes = known_of(own, code, area_km2(outline)).sizes_km2
        errors += [
            (abs(np.log(plain[town] / size)), abs(np.log(areas["area_km2"][town] / size)))
            for town, size in zip(own, sizes, strict=True)
            if not np.isnan(size)
        ]
    before, after = np.mean(errors, axis=0)
    assert len(errors) > 120
    assert after < 0.85 * before


def test_the_published_expectation_is_the_measured_one():
    table = pd.read_csv(BOUNDARIES / "measured.csv")
    share = table.loc[table["method"] == "published expectation", "share"].item()
    assert f"{share:.0%} of villages" in town_error()
    assert not table["source"].isna().any()
    villages = table[table["test"] == "villages"].set_index("method")["share"]
    assert villages["villages and sizes"] > villages["plain"] + 0.1


def test_zones_are_the_union_of_their_towns_of_today(areas):
    held = ["371502008", "371502009", "371502010"]
    zone = areas.loc["371500Z01"]
    assert zone["parent_code"] == CITY
    assert zone["geometry"].equals(shapely.union_all(areas.geometry[held].to_numpy()))
    assert zone["area_km2"] == pytest.approx(areas.loc[held, "area_km2"].sum(), abs=0.1)
    assert not areas.geometry["371500Z02"].contains(areas.geometry["371502115"])  # left in 2019


def test_no_town_of_known_size_is_left_far_too_small(areas):
    sizes = read_town_sizes()
    each_km2 = areas["area_km2"] / sizes["villages"].reindex(areas.index)
    towns = areas.index.intersection(sizes.index).difference(list(COUNTIES))
    counted = sizes["villages"][towns] * each_km2[areas["parent_code"][towns]].to_numpy()
    parts = areas["area_km2"][towns] / sizes["area_km2"][towns].fillna(counted)
    assert parts.notna().sum() > 120
    assert parts.min() > 0.55


@pytest.mark.parametrize(
    ("code", "method", "radius_m", "area"),
    [
        ("371502P02", "circle of 2000 m", 4000, 12.55),
        ("371502P13", "towns named for it, park outline unknown", 12400, 53.41),
        ("371502400", "circle of 500 m around the office", 4000, 0.78),
    ],
)
def test_parks_and_offices(areas, code, method, radius_m, area):
    row = areas.loc[code]
    assert row["method"].startswith(method)
    assert (row["radius_m"], row["area_km2"]) == (radius_m, pytest.approx(area, abs=0.02))


def test_a_park_of_which_nothing_is_known_has_the_point_of_its_county(areas):
    park, county = areas.loc["371522P15"], areas.loc["371522"]
    assert park["geometry"] is None
    assert np.isnan(park["area_km2"])
    assert park["method"] == "no area: neither point nor towns are known"
    assert park[["lon", "lat", "radius_m"]].equals(county[["lon", "lat", "radius_m"]])


def test_parks_stay_inside_their_county(areas):
    parks = at_level(areas, "park").dropna(subset="geometry")
    for row in parks.itertuples():
        assert row.geometry.difference(areas.geometry[row.parent_code]).area < 1e-12


def test_a_city_without_town_tables_has_counties_only(tmp_path):
    write_areas(["110000", CITY], tmp_path)
    both = load_areas(tmp_path)
    assert at_level(both, "county")["parent_code"].value_counts().to_dict() == {"110000": 16, CITY: 8}
    write_areas("419001", tmp_path)
    alone = load_areas(tmp_path)
    assert alone[["name", "level"]].to_numpy().tolist() == [["济源市", "county"]]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TableError, match=r"counties\.geojson is missing.*boundaries build"):
        load_areas(tmp_path)


# --- which area holds a point ----------------------------------------------------------


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (115.7168, 36.4161, ["371502", "", "371502105", ""]),  # 郑家镇
        (116.0080, 36.3770, ["371502", "371500Z03", "371502004", "371502P02"]),  # 凤凰工业园
        (116.0186, 36.4718, ["371502", "", "371502003", ""]),  # not the market office there
        (116.4074, 39.9042, ["", "", "", ""]),  # Beijing
        (115.490, 35.905, ["", "", "", ""]),  # an enclave of the next province
        (float("nan"), float("nan"), ["", "", "", ""]),
    ],
)
def test_areas_at(areas, lon, lat, expected):
    held = AreaIndex(areas).areas_at(lon, lat)
    assert list(held.columns) == ["county", "zone", "town", "park"]
    assert held.to_numpy().tolist() == [expected]


def test_areas_at_keeps_the_order_of_the_points_and_of_shuffled_areas(areas):
    towns = at_level(areas, "town")
    towns = towns[towns["area_km2"] > 1]
    order = np.random.default_rng(5).permutation(len(towns))
    shuffled = AreaIndex(areas.sample(frac=1, random_state=4))
    held = shuffled.areas_at(towns["lon"].to_numpy()[order], towns["lat"].to_numpy()[order])
    assert held["town"].tolist() == towns.index[order].tolist()


def test_a_common_corner_belongs_to_one_side_always_the_same(areas):
    tiles = areas.geometry[["371502102", "371502105"]]
    lon, lat = shapely.get_coordinates(shapely.intersection(*tiles))[0]
    towns = {
        AreaIndex(areas.sample(frac=1, random_state=seed)).areas_at(lon, lat)["town"][0] for seed in range(4)
    }
    assert len(towns) == 1
    assert towns <= set(areas.index)


def test_no_points(areas):
    assert AreaIndex(areas).areas_at([], []).shape == (0, 4)


def test_a_million_points_at_once(areas):
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(115.2, 116.6, 1_000_000), rng.uniform(35.7, 37.1, 1_000_000)
    index = AreaIndex(areas)
    held = index.areas_at(lon, lat)
    assert 0.4 < (held["county"] != "").mean() < 0.5


def test_a_city_that_nobody_measured_says_the_figure_of_the_country(tmp_path):
    (tmp_path / "boundaries").mkdir()
    (tmp_path / "cities.csv").write_text("code\n320500\n", encoding="utf-8")
    with workspace.using(tmp_path):
        assert town_share() == 0.771
