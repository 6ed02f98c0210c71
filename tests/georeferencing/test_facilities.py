"""Projects at facilities whose point the user has imported; placements after an import of areas."""

from dataclasses import replace

import geopandas as gpd
import pyogrio
import pytest

from geo import __main__ as geo_cli
from geo.boundaries import load_areas
from geo.gazetteer_tables import load_gazetteer
from projects.extraction.mention import Mention
from projects.extraction.scopes import Scope
from projects.georeferencing.facilities import facility_of
from projects.georeferencing.facts import FactBook
from projects.georeferencing.place import names_a_line, place
from projects.georeferencing.refresh import Refresher
from projects.model.records import from_frame, read_records
from projects.model.registry import Document
from projects.store.database import open_store

CITY = Document("city", "city.txt", scope="聊城市", issued="2021")
DISTRICT = Document("district", "district.txt", scope="东昌府区", issued="2021")
FACILITIES = """名称,经度,纬度
聊城西站,115.9100,36.4400
聊城西站北广场,115.9105,36.4420
东昌中学,115.9800,36.4500
高唐县人民医院,116.2300,36.8600
"""


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("PROJECT_MAP_OWN", str(tmp_path / "own"))
    load_gazetteer.cache_clear()
    yield tmp_path / "own"
    load_gazetteer.cache_clear()


@pytest.fixture
def facilities(tmp_path):
    table = tmp_path / "facilities.csv"
    table.write_text(FACILITIES, encoding="utf-8")
    assert geo_cli.main(["boundaries", "import", str(table), "--level", "site", "--datum", "wgs84"]) == 0


def mention(name, document="city"):
    return Mention(document, "专栏1", "1", True, name, "", "", name, (0, len(name)))


@pytest.mark.parametrize(
    ("name", "document", "facility", "reason"),
    [
        ("聊城西站综合交通枢纽", CITY, "聊城西站", ""),
        ("聊城西站北广场改造", CITY, "聊城西站北广场", ""),  # the longest name counts
        ("聊城西站综合交通枢纽", DISTRICT, "聊城西站", ""),
        ("高唐县人民医院门诊楼", CITY, "高唐县人民医院", ""),
        ("高唐县人民医院门诊楼", DISTRICT, "", "lies elsewhere"),
        ("聊城西站片区综合开发", CITY, "", "片区: only near it"),
        ("聊城西站至高铁新区快速路", CITY, "", "至: a line"),
        ("市区至聊城西站公交专线", CITY, "", "至: a line"),
        ("东昌中学附属小学", CITY, "", "附属: another thing"),
        ("东昌中学路改造", CITY, "", "路: a road"),
        ("东昌中学和聊城西站供热工程", CITY, "", "several facilities"),
        ("冠县东昌中学扩建", CITY, "", "lies elsewhere"),  # another school of that name
        ("污水处理厂", CITY, "", ""),
    ],
)
def test_a_name_and_its_facility(facilities, name, document, facility, reason):
    scope = Scope(document)
    printed = [toponym.place for toponym in scope.toponyms(name)[0] if toponym.place]
    found, rejected = facility_of(name, scope, printed)
    assert (found.name if found else "") == facility
    assert reason in "; ".join(rejected)
    assert bool(rejected) == bool(reason)


def test_without_facilities_there_is_none():
    assert facility_of("聊城西站综合交通枢纽", Scope(CITY)) == (None, [])


def test_the_chain_puts_the_project_at_the_point(facilities):
    placement = place(mention("聊城西站综合交通枢纽"), Scope(CITY), FactBook([]))
    (site,) = placement.places
    assert (placement.level, placement.method) == ("site", "facility")
    assert placement.evidence == "facility: 聊城西站 (facilities.csv)"
    assert (site.lon, site.lat) == (115.91, 36.44)
    line = place(mention("聊城西站高速公路工程"), Scope(CITY), FactBook([]))
    assert line.level != "site", "a line is at no one point"


def test_the_names_of_facilities_do_not_change_what_is_read(facilities):
    scope = Scope(CITY)
    assert scope.toponyms("聊城西站北广场改造")[0] == Scope(CITY).toponyms("聊城西站北广场改造")[0]
    assert all(t.place is None or t.place.level != "site" for t in scope.toponyms("聊城西站北广场")[0])


def test_refreshing_the_shipped_records_changes_nothing():
    """Fails when the areas or the gazetteer were changed and the records not built anew."""
    records = from_frame(read_records())
    assert Refresher().refresh_all(records) == records


@pytest.fixture
def imported(tmp_path):
    """The towns of one county, each a little smaller than the approximate ones."""
    areas = load_areas()
    towns = areas[(areas["level"] == "town") & (areas["parent_code"] == "371502")]
    towns = towns[~towns["method"].str.startswith("circle of")]
    frame = gpd.GeoDataFrame(
        {"code": list(towns["code"])}, geometry=[shape.buffer(-0.0005) for shape in towns.geometry], crs=4326
    )
    pyogrio.write_dataframe(frame, tmp_path / "towns.gpkg")
    command = ["boundaries", "import", str(tmp_path / "towns.gpkg"), "--datum", "wgs84", "--official"]
    assert geo_cli.main(command) == 0


def test_records_of_imported_towns_get_their_points_and_radii(imported):
    areas = load_areas()
    before = from_frame(read_records())
    refresher = Refresher()
    after = refresher.refresh_all(before)
    assert [record.id for record in after] == [record.id for record in before]
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert changed
    for old, new in changed:
        assert replace(new, lon=old.lon, lat=old.lat, radius_m=old.radius_m) == old
    towns = [record for record in after if record.level == "town" and record.county_code == "371502"]
    assert towns
    for record in towns:
        row = areas.loc[record.place_code]
        assert (record.lon, record.lat, record.radius_m) == (row["lon"], row["lat"], row["radius_m"])
    assert refresher.refresh_all(after) == after, "twice changes nothing"


def test_what_a_person_edited_stays(imported):
    record = next(r for r in from_frame(read_records()) if r.level == "town" and r.county_code == "371502")
    edited = replace(
        record, status="edited", method="person", level="site", lon=116.0, lat=36.5, radius_m=10.0
    )
    assert Refresher().refresh(edited) == edited


def test_the_store_follows_an_import_and_its_removal(tmp_path, imported):
    """The shipped table stays; what page, export and explain read is the store."""
    path = tmp_path / "store.sqlite"
    shipped = from_frame(read_records())
    assert from_frame(open_store(path).records()) == Refresher().refresh_all(shipped) != shipped
    assert geo_cli.main(["boundaries", "remove"]) == 0
    assert from_frame(open_store(path).records()) == shipped


def test_the_store_places_projects_at_facilities(tmp_path):
    record = next(
        record
        for record in from_frame(read_records())
        if (record.document, record.level) == ("dongchangfu-14fyp", "county")
        and len(record.name) > 6
        and not names_a_line(record.name)
    )
    table = tmp_path / "points.csv"
    table.write_text(f"名称,经度,纬度,坐标系\n{record.name},115.91,36.44,WGS 84\n", encoding="gb18030")
    assert geo_cli.main(["boundaries", "import", str(table)]) == 0
    placed = open_store(tmp_path / "store.sqlite").record(record.id)
    assert (placed.method, placed.level, placed.place) == ("facility", "site", record.name)
    assert (placed.lon, placed.lat, placed.radius_m) == (115.91, 36.44, 100.0)
    assert (placed.county_code, placed.town) == ("371502", "")


def test_an_imported_facility_leaves_what_the_text_says(facilities):
    """The town and the park that the document names are not erased by a point."""
    record = next(iter(from_frame(read_records().head(1))))
    said = replace(
        record,
        document="city",
        name="聊城西站综合交通枢纽",
        status="candidate",
        level="town",
        county="东昌府区",
        county_code="371502",
        town="郑家镇",
        park="嘉明经济开发区",
        places_in_text="郑家镇",
    )
    found = Refresher({"city": CITY}).refresh(said)
    assert (found.level, found.place) == ("site", "聊城西站")
    assert (found.town, found.park, found.places_in_text) == ("郑家镇", "嘉明经济开发区", "郑家镇")
