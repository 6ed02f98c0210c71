"""Tables of known companies, facilities and lines: what their rows mean, and what is refused in one line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import shapely

from geo import workspace
from geo.boundaries import load_areas
from geo.errors import GeoError
from geo.gazetteer_tables import load_gazetteer
from geo.ground.importer import forget, import_table
from geo.ground.lines import inside, lines, through
from geo.ground.stations import stations
from geo.ground.tables import COLUMNS, companies, facilities, is_placed, line_rows, mark_placed
from geo.ground.waypoints import waypoint
from geo.national import table as national
from projects.city import make


def table(folder: Path, kind: str, *rows: dict[str, str]) -> Path:
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS[kind], restval="")
        writer.writeheader()
        writer.writerows({"source": "a page", **row} for row in rows)
    return path


@pytest.mark.parametrize(
    ("row", "places"),
    [
        ({"county": "东昌府区", "place": "郑家镇"}, ["郑家镇"]),
        ({"county": "阳谷县", "address": "山东省聊城市阳谷县石佛镇祥光路1号"}, ["石佛镇"]),
        ({"county": "莘县", "address": "莘县鸿图街19号"}, ["莘县"]),
        ({"county": "经开区"}, ["聊城经济技术开发区"]),
        ({"county": "东昌府区", "place": "郑家镇|嘉明经济开发区"}, ["郑家镇", "嘉明经济开发区"]),
    ],
)
def test_a_company_is_where_its_row_supports_it(
    tmp_path: Path, row: dict[str, str], places: list[str]
) -> None:
    (company,) = companies(table(tmp_path, "companies", {"name": "甲公司", **row}))
    assert [place.name for place in company.places] == places


def test_a_facility_has_a_point_or_the_area_that_holds_it(tmp_path: Path) -> None:
    rows = (
        {"name": "甲站", "county": "莘县", "lon": "115.68", "lat": "36.24", "accuracy_m": "300"},
        {"name": "乙馆", "county": "莘县", "place": "古云镇"},
        {"name": "丙院", "county": "莘县", "lon": "115.68", "lat": "36.24", "datum": "gcj02"},
    )
    point, area, shifted = (one.place for one in facilities(table(tmp_path, "facilities", *rows)))
    assert (point.level, point.lon, point.lat, point.accuracy_m) == ("site", 115.68, 36.24, 300)
    assert (area.level, area.name) == ("town", "古云镇")
    assert shifted.lon is not None and 0.003 < 115.68 - shifted.lon < 0.01, "GCJ-02 is converted"


@pytest.mark.parametrize(
    ("kind", "rows", "message"),
    [
        ("companies", [{"name": "甲", "county": "莘县"}], "too short"),
        ("companies", [{"name": "甲乙", "county": "无此县"}], "no county or zone"),
        ("companies", [{"name": "甲乙", "county": "莘县", "place": "郑家镇"}], "no town or park in 莘县"),
        ("companies", [{"name": "甲乙", "county": "莘县", "source": ""}], "no source"),
        ("companies", [{"name": "甲乙", "county": "莘县"}] * 2, "stands already"),
        ("facilities", [{"name": "甲乙", "county": "莘县", "lon": "36.2", "lat": "115.7"}], "exchanged"),
        (
            "facilities",
            [{"name": "甲乙", "county": "莘县", "lon": "115", "lat": "36", "datum": "x"}],
            "datum 'x'",
        ),
        ("lines", [{"name": "甲路", "passes": "莘县"}], "two places"),
        ("lines", [{"name": "甲路", "passes": "莘县|无此镇"}], "'无此镇' is no place"),
        ("lines", [{"name": "甲路", "geometry": "POINT (115 36)"}], "expected a LineString"),
        ("lines", [{"name": "甲路", "geometry": "LINESTRING (1 1, 2 2)"}], "does not touch"),
    ],
)
def test_a_wrong_row_is_one_line_that_names_it(
    tmp_path: Path, kind: str, rows: list[dict[str, str]], message: str
) -> None:
    path = table(tmp_path, kind, *rows)
    with pytest.raises(GeoError, match=message) as error:
        import_table(path, is_trial=True)
    assert str(error.value).startswith(f"{path}:{len(rows) + 1}") and "\n" not in str(error.value)


def test_a_line_through_places_is_approximate_and_ends_where_the_map_does() -> None:
    ends = [waypoint(name) for name in ("莘县", "濮阳市/南乐县")]
    course = through([end for end in ends if end])
    outline = shapely.union_all(load_areas().query("level == 'county'").geometry.to_numpy())
    assert course is not None and course.geom_type == "LineString"
    assert shapely.distance(outline, shapely.Point(course.coords[-1])) < 0.03
    assert inside(shapely.LineString([(100, 30), (101, 30)])) is None


@pytest.mark.parametrize(
    ("text", "level"),
    [("张秋镇", "town"), ("东阿县/刘集镇", "town"), ("聊城站", "site"), ("茌平", "county"), ("无此地", None)],
)
def test_a_waypoint_is_a_place_with_a_point(text: str, level: str | None) -> None:
    found = waypoint(text)
    assert (found.place.level if found and found.place else None) == level


def test_stations_of_the_country_are_facilities_of_their_county() -> None:
    found = {station.name: station.place for station in stations()}
    gazetteer = load_gazetteer()
    county = gazetteer.county_of(found["聊城站"])
    assert county is not None and county.name == "东昌府区"
    assert "台前站" not in found, "it lies in another province"


def test_a_station_of_railway_and_metro_is_one_and_what_lies_elsewhere_takes_no_name(tmp_path: Path) -> None:
    """渝中区: 重庆 (railway) and 重庆站 (metro), two lines at 大坪, the other 歇台子 beyond the border."""
    with workspace.using(make("渝中区", tmp_path / "city").workspace.folder):
        found = [station.name for station in stations()]
        assert len(found) == len(set(found)) and {"大坪站", "歇台子站"} <= set(found)
        (place,) = (station.place for station in stations() if station.name == "重庆站")
    rows = national.read("station").query("name == '重庆'")
    assert rows["type"].item() == "train"
    assert (place.lon, place.lat) == (rows["lon"].item(), rows["lat"].item()), "where the railway has it"


def test_of_stations_of_one_name_that_lie_apart_there_is_none(tmp_path: Path) -> None:
    """禹州市 has two of them, 12 km apart: nobody can tell which one is meant."""
    with workspace.using(make("禹州市", tmp_path / "city").workspace.folder):
        found = [station.name for station in stations()]
    assert found and "禹州站" not in found


def test_an_import_replaces_rows_of_the_same_name_and_nothing_is_half_written(tmp_path: Path) -> None:
    city = tmp_path / "city"
    (city / "boundaries").mkdir(parents=True)
    shipped = workspace.shipped()
    for name in ("cities.csv", "gazetteer", "boundaries"):
        (city / name).unlink(missing_ok=True) if (city / name).is_file() else None
    for source in [
        shipped / "cities.csv",
        *(shipped / "gazetteer").glob("*"),
        *(shipped / "boundaries").glob("*.*"),
    ]:
        target = city / source.relative_to(shipped)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(source.read_bytes())
    with workspace.using(city):
        first = import_table(table(tmp_path, "companies", {"name": "甲公司", "county": "莘县"}))
        mark_placed()
        again = import_table(
            table(
                tmp_path,
                "companies",
                {"name": "甲公司", "county": "冠县"},
                {"name": "乙公司", "county": "冠县"},
            )
        )
        assert (first.total, again.replaced, again.total) == (1, 1, 2)
        assert not is_placed(), "the records are not placed by the new table"
        before = (city / "ground" / "companies.csv").read_bytes()
        with pytest.raises(GeoError):
            import_table(table(tmp_path, "companies", {"name": "丙公司", "county": "无"}))
        assert (city / "ground" / "companies.csv").read_bytes() == before
        assert [company.places[0].name for company in companies()] == ["冠县", "冠县"]
    forget()


def test_a_table_with_a_course_alone_is_one_of_lines(tmp_path: Path) -> None:
    path = tmp_path / "甲.csv"
    path.write_text(
        'name,geometry,source\n甲路,"LINESTRING (115.9 36.4, 116 36.5)",a page\n', encoding="utf-8"
    )
    report = import_table(path, is_trial=True)
    assert (report.table, report.rows) == ("lines", 1)


def test_every_shipped_row_has_a_source_and_a_day_and_lies_in_the_city() -> None:
    rows = [*companies(), *facilities(), *line_rows()]
    assert len(rows) > 70 and all(row.source for row in rows)
    for kind in COLUMNS:
        with (workspace.shipped() / "ground" / f"{kind}.csv").open(encoding="utf-8", newline="") as stream:
            assert all(row["as_of"] for row in csv.DictReader(stream))
    assert all(line.is_approximate and line.counties for line in lines())


def test_the_shipped_records_are_placed_by_the_shipped_tables() -> None:
    assert is_placed(workspace.shipped())


def test_a_county_is_where_the_workspace_knows_its_first_town() -> None:
    """The country's table has no point of the sub-districts of 高唐, whose next town lies 12 km off."""
    point, town = waypoint("高唐县"), load_gazetteer().places["371526001"]
    assert point is not None
    assert (point.lon, point.lat) == (town.lon, town.lat)
