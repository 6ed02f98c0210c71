"""The gazetteer: its keys, what its names mean, and that broken tables are refused."""

import csv
import random
import shutil

import pytest
import shapely
from pyproj import Geod

from geo import districts
from geo.errors import TableError
from geo.gazetteer import GAZETTEER, clearest, load_gazetteer, read_members, read_places
from geo.ranks import stem

CITY, DISTRICT, EAST = "371500", "371502", "371524"
TABLES = ("places.csv", "names.csv", "members.csv", "weak_names.csv")


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


def meanings(gazetteer, name, within=None, year=None):
    scope = gazetteer.place(within) if within else None
    return [(match.place.name, match.how) for match in gazetteer.lookup(name, within=scope, year=year)]


@pytest.mark.parametrize(
    ("name", "within", "expected"),
    [
        ("沙镇镇", CITY, ("沙镇镇", "official")),
        ("沙镇", CITY, ("沙镇镇", "former")),
        ("梁水镇", CITY, ("梁水镇镇", "alias")),
        ("堂邑", CITY, ("堂邑镇", "stripped")),
        ("候营镇", CITY, ("侯营镇", "former")),
        ("肖庄镇", CITY, ("肖家庄镇", "former")),
        ("定远寨乡", CITY, ("定远寨镇", "former")),
        ("茌平县", CITY, ("茌平区", "former")),
        ("茌平", CITY, ("茌平区", "stripped")),
        ("在平", CITY, ("茌平区", "ocr")),
        ("荏平县", CITY, ("茌平区", "ocr")),
        ("东昌府", CITY, ("东昌府区", "alias")),
        ("聊城", None, ("聊城市", "short")),
        ("开发区", CITY, ("聊城经济技术开发区", "scoped")),
        ("开发区", "371500Z01", ("聊城经济技术开发区", "scoped")),
        ("开发区", DISTRICT, ("嘉明经济开发区", "scoped")),
        ("高新区", CITY, ("聊城高新技术产业开发区", "alias")),
        ("高铁新城", DISTRICT, ("高铁新区", "alias")),
        ("凤凰工业园", DISTRICT, ("凤凰工业园", "official")),
    ],
)
def test_a_name_means_one_place(gazetteer, name, within, expected):
    assert meanings(gazetteer, name, within) == [expected]


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("开发区", None),  # a class of things without a scope
        ("开发区", EAST),
        ("沙镇", EAST),  # lies in another county
        ("371523106", CITY),  # a former code is no name
        ("鲁西集团", CITY),  # a company is no place
        ("平原路", None),
        ("", None),
    ],
)
def test_a_name_means_nothing(gazetteer, name, within):
    assert meanings(gazetteer, name, within) == []


def test_ambiguous_names_keep_all_their_places(gazetteer):
    assert {match.place.code for match in gazetteer.lookup("朝阳区")} == {"110105", "220104"}


def test_year_decides_what_comes_first(gazetteer):
    """凤凰街道 was a town until 2017; the park that took its place keeps the name as a former one."""
    assert meanings(gazetteer, "凤凰街道", DISTRICT, 2016)[0] == ("凤凰街道", "official")
    assert gazetteer.place("371502007").valid_to == 2017
    # 茌平县 became 茌平区 in 2019: found in any year, by the same code.
    assert {meanings(gazetteer, "茌平县", CITY, year)[0][0] for year in (2016, 2024)} == {"茌平区"}


def test_clearest_reading():
    gazetteer = load_gazetteer()
    for name, expected in {"凤凰街道": ["371502007"], "吉林": ["220000"], "东阿": [EAST]}.items():
        assert [match.place.code for match in clearest(gazetteer.lookup(name))] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("沙镇镇", "沙镇"),
        ("古楼街道办事处", "古楼"),
        ("古楼街道办", "古楼"),
        ("茌平区", "茌平"),
        ("莘县", "莘县"),
        ("贾镇", "贾镇"),
        ("聊城", "聊城"),
    ],
)
def test_stem(name, expected):
    assert stem(name) == expected


def test_where_places_lie(gazetteer):
    place = gazetteer.place
    town, zone, park = place("371502008"), place("371500Z01"), place("371502P01")
    assert gazetteer.contains(place(CITY), town)
    assert gazetteer.contains(place("370000"), town)
    assert gazetteer.contains(zone, town)
    assert not gazetteer.contains(zone, place("371502116"))  # 广平镇 left the zone after 2019
    assert not gazetteer.contains(town, zone)
    assert not gazetteer.contains(place(DISTRICT), zone)
    assert gazetteer.county_of(town) == gazetteer.county_of(park) == place(DISTRICT)
    assert gazetteer.county_of(zone) == zone
    assert gazetteer.county_of(place(CITY)) is None
    assert gazetteer.city_of(park) == gazetteer.city_of(zone) == place(CITY)
    assert gazetteer.city_of(place("370000")) is None
    assert "371502116" not in gazetteer.members("371500Z01")


def test_former_codes(gazetteer):
    assert gazetteer.place("371523106").name == "韩屯镇"  # code of the county until 2019
    assert gazetteer.place("999999") is None


# --- keys -----------------------------------------------------------------------------


def test_seats_lie_in_their_county_within_their_accuracy():
    geod, outside = Geod(ellps="WGS84"), []
    for place in read_places().values():
        if place.lon is None:
            assert place.lat is None
            continue
        assert place.accuracy_m, place
        outline = districts.polygon(place.parent)
        seat = shapely.Point(place.lon, place.lat)
        nearest = shapely.shortest_line(outline, seat)
        if geod.geometry_length(nearest) > place.accuracy_m:
            outside.append((place.code, place.name))
    assert outside == []


def test_keys(gazetteer):
    own = read_places()
    assert len({(place.name, place.parent) for place in own.values()}) == len(own)
    assert {place.level for place in own.values()} == {"town", "park", "zone"}
    for place in own.values():
        parent = gazetteer.place(place.parent)
        assert parent.level == ("city" if place.level == "zone" else "county"), place
        assert place.code.startswith(place.parent), place
        assert (place.valid_from or 0) <= (place.valid_to or 9999)
        assert place.source
    for code, towns in read_members().items():
        assert own[code].level in ("park", "zone")
        assert all(own[town].level == "town" for town in towns)
    assert set(gazetteer.weak) <= set(gazetteer.names)


def test_no_town_is_in_two_zones():
    zoned = [town for code, towns in read_members().items() if "Z" in code for town in towns]
    assert len(zoned) == len(set(zoned))


def test_every_name_of_the_tables_finds_its_place(gazetteer):
    with (GAZETTEER / "names.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 150
    for row in rows:
        scope = gazetteer.place(row["scope"] or CITY)
        codes = [match.place.code for match in gazetteer.lookup(row["name"], within=scope)]
        assert (row["code"] in codes) == (row["kind"] not in ("company", "former_code")), row


def test_order_of_rows_means_nothing(gazetteer, tmp_path):
    for table in TABLES:
        head, *rows = (GAZETTEER / table).read_text(encoding="utf-8").splitlines()
        random.Random(7).shuffle(rows)
        (tmp_path / table).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    shuffled = load_gazetteer(tmp_path)
    assert shuffled.names == gazetteer.names
    assert list(read_places(tmp_path / "places.csv")) == list(read_places())
    for scope in (None, CITY, DISTRICT, "371500Z02"):
        for name in gazetteer.names:
            assert meanings(shuffled, name, scope) == meanings(gazetteer, name, scope), (name, scope)
    for code in gazetteer.places:
        assert shuffled.members(code) == gazetteer.members(code)


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("places.csv", "371502001,又一街道,,town,街道,371502,,,116.0,36.4,100,x", "'371502001' stands twice"),
        ("places.csv", "371502999,新镇,,village,镇,371502,,,116.0,36.4,100,x", "level 'village'"),
        ("places.csv", "371502999,新镇,,town,镇,371599,,,116.0,36.4,100,x", "parent '371599'"),
        ("places.csv", "371502999,新镇,,town,镇,371502,,,east,36.4,100,x", "'east' is no number"),
        ("places.csv", "371502999,新镇,,town,镇,371502,19,,116.0,36.4,100,x", "'19' is no year"),
        ("places.csv", "371502999,新镇", "expected 12 fields"),
        ("names.csv", "371599001,新镇,alias,,,,x", "code '371599001'"),
        ("names.csv", "371502001,新镇,nickname,,,,x", "kind 'nickname'"),
        ("names.csv", "371502001,新镇,alias,,,371599,x", "scope '371599'"),
        ("names.csv", "371502001,371502002,former_code,,,,x", "code of another place"),
        ("members.csv", "371500Z01,371599001,,,x", "'371599001' is not in places.csv"),
        ("members.csv", "371500Z01,371502001,,20x9,x", "'20x9' is no year"),
        ("weak_names.csv", "沙镇,sometimes,x", "counts 'sometimes'"),
    ],
)
def test_a_broken_row_is_named(tmp_path, table, row, message):
    for name in TABLES:
        shutil.copy(GAZETTEER / name, tmp_path / name)
    with (tmp_path / table).open("a", encoding="utf-8", newline="") as stream:
        stream.write(row + "\n")
    with pytest.raises(TableError, match=message) as caught:
        load_gazetteer(tmp_path)
    assert str(tmp_path / table) in str(caught.value)


def test_a_missing_table_or_column_is_named(tmp_path):
    with pytest.raises(TableError, match=r"places\.csv: no such table"):
        load_gazetteer(tmp_path)
    (tmp_path / "places.csv").write_text("code,name\n", encoding="utf-8")
    with pytest.raises(TableError, match="no column accuracy_m"):
        read_places(tmp_path / "places.csv")
