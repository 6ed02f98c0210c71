"""The gazetteer: what its names mean, and where places lie."""

import random

import pytest

from geo.gazetteer import clearest
from geo.gazetteer_tables import GAZETTEER, load_gazetteer, read_places
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
