"""The geocoder: what a query means, how sure it is, and that it behaves as geopy geocoders do."""

import random
import shutil

import pytest
from geopy.distance import geodesic
from geopy.exc import GeocoderServiceError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geo.boundaries import load_areas
from geo.errors import PlaceError
from geo.gazetteer_tables import GAZETTEER, load_gazetteer
from geo.geocode import GazetteerGeocoder

CITY, DISTRICT, EAST = "聊城市", "371502", "东阿县"
KEYS = {
    "place",
    "code",
    "level",
    "type",
    "valid_to",
    "radius_m",
    "confidence",
    "method",
    "matched",
    "county",
    "county_code",
    "candidates",
    "datum",
}


@pytest.fixture(scope="module")
def geocoder():
    return GazetteerGeocoder()


def answer(geocoder, query, within=None):
    location = geocoder.geocode(query, within=within)
    return (location.raw["place"], location.raw["method"]) if location else None


@pytest.mark.parametrize(
    ("query", "within", "expected"),
    [
        ("沙镇镇", None, ("沙镇镇", "official")),
        ("371502101", None, ("沙镇镇", "code")),
        ("371523106", None, ("韩屯镇", "code")),
        ("沙镇", None, ("沙镇镇", "former")),
        ("堂邑", CITY, ("堂邑镇", "stripped")),
        ("茌平县", None, ("茌平区", "former")),
        ("在平", None, ("茌平区", "ocr")),
        ("经开区", CITY, ("聊城经济技术开发区", "alias")),
        ("聊城开发区", None, ("聊城经济技术开发区", "alias")),
        ("聊城经开区", None, ("聊城经济技术开发区", "inside")),  # not one of its names, but two of them
        ("开发区", CITY, ("聊城经济技术开发区", "scoped")),
        ("开发区", DISTRICT, ("嘉明经济开发区", "scoped")),
        ("凤凰街道", CITY, ("凤凰街道", "official")),
        ("堂邑乡", CITY, ("堂邑镇", "rank")),
        ("闫寺镇", CITY, ("闫寺街道", "rank")),
        ("山东省聊城市莘县古云镇", None, ("古云镇", "inside")),
        ("莘县古云医养院", None, ("古云镇", "inside")),
        ("莘县古云医养院", CITY, ("古云镇", "inside")),
        ("莘县古云镇", None, ("古云镇", "inside")),
        ("黄山歙县人民医院", None, ("歙县", "inside")),
        ("韩集文旅小镇", CITY, ("韩集镇", "inside")),
        ("开发区金融中心", CITY, ("聊城经济技术开发区", "inside")),
        ("聊城市义和轴承", CITY, ("聊城市", "inside")),
        ("北京朝阳区", None, ("朝阳区", "inside")),
        ("江苏省徐州市鼓楼区", None, ("鼓楼区", "inside")),
        ("沙阵镇", CITY, ("沙镇镇", "fuzzy")),
        ("张炉级镇", CITY, ("张炉集镇", "fuzzy")),
        ("蒋宫屯", CITY, ("蒋官屯街道", "fuzzy")),
        ("liaocheng", None, ("聊城市", "pinyin")),
        ("shazhen", None, ("沙镇镇", "pinyin")),
        ("Shā Zhèn", None, ("沙镇镇", "pinyin")),
        ("Lǚliáng", None, ("吕梁市", "pinyin")),
        ("Dongchangfu District", None, ("东昌府区", "pinyin")),
        ("长沙", None, ("长沙市", "short")),
        ("吉林", None, ("吉林省", "short")),
        ("拉萨", None, ("拉萨市", "short")),
    ],
)
def test_what_a_query_means(geocoder, query, within, expected):
    assert answer(geocoder, query, within) == expected


@pytest.mark.parametrize(
    "query",
    [
        "清平路",
        "平原路",
        "向阳路",
        "香江路",
        "松桂大街",
        "位山灌区",
        "江北水城·欢乐小镇",
        "上海爱谱华顿",
        "浙江四通",
        "曲江新鸥鹏",
        "东莞市魔方",
        "金帝、人和",
        "产业振兴",
        "刘集",
        "泰国",
        "德州",
        "德州市平原县清平镇",
        "古镇镇",  # three towns are one character away
        "韩庄镇",
        "郑家镇至堂邑镇公路",  # a line is not a point
        "",
        "  ",
        "，。",
        "A",
        "x" * 5000,
    ],
)
def test_what_means_nothing_in_the_city(geocoder, query):
    assert geocoder.geocode(query, within=CITY) is None


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("朝阳区", {"110105", "220104"}),
        ("开发区", {"371500Z01", "371502P01"}),
        ("suzhou", {"320500", "341300", "620902"}),
        ("郑家镇至堂邑镇公路", {"371502105", "371502102"}),
        ("刘集", {"371524101"}),
    ],
)
def test_an_ambiguous_name_stays_ambiguous(geocoder, query, codes):
    assert geocoder.geocode(query) is None
    found = geocoder.geocode(query, exactly_one=False)
    assert {location.raw["code"] for location in found} == codes
    assert all(location.raw["confidence"] < 0.5 for location in found)
    assert found[0].raw["candidates"] == found[-1].raw["candidates"]


@pytest.mark.parametrize(
    ("query", "place", "here"),
    [
        ("莘县古城镇", "古城镇", "古城镇"),
        ("四川省阿坝藏族羌族自治州茂县古城镇", "茂县", None),
        ("河北省邯郸市涉县古城镇", "涉县", None),
    ],
)
def test_a_town_of_a_county_elsewhere_is_not_ours(geocoder, query, place, here):
    assert geocoder.geocode(query).raw["place"] == place
    assert (answer(geocoder, query, CITY) or (None,))[0] == here


def test_answers_do_not_depend_on_what_was_asked_before(geocoder):
    asked = [
        ("刘集", None),
        ("刘集", EAST),
        ("开发区", CITY),
        ("开发区", DISTRICT),
        ("山东省聊城市莘县古云镇", None),
    ]
    first = [geocoder.geocode(query, within=within, exactly_one=False) for query, within in asked]
    for locations in first:
        for location in locations:
            location.raw["place"] = location.raw["candidates"] = "changed by the caller"
    again = [geocoder.geocode(query, within=within, exactly_one=False) for query, within in asked]
    geocoder.forget()
    anew = [geocoder.geocode(query, within=within, exactly_one=False) for query, within in reversed(asked)]
    assert [[one.raw for one in locations] for locations in again] == [
        [one.raw for one in locations] for locations in reversed(anew)
    ]
    assert again[0][0].raw["place"] != "changed by the caller"


def test_context_decides(geocoder):
    assert answer(geocoder, "刘集", EAST) == ("刘集镇", "stripped")
    assert answer(geocoder, "朝阳区", "北京") == ("朝阳区", "official")
    assert answer(geocoder, "东阿县刘集") == ("刘集镇", "inside")


def test_confidence_falls_along_the_chain(geocoder):
    queries = ("沙镇镇", "沙镇", "沙镇呱嗒小镇", "沙阵镇")
    sure = [geocoder.geocode(query, within=CITY).raw["confidence"] for query in queries]
    assert sure == sorted(sure, reverse=True)
    assert len(set(sure)) == len(sure)
    for query in queries:
        assert (
            geocoder.geocode(query).raw["confidence"] < geocoder.geocode(query, within=CITY).raw["confidence"]
        )


def test_raw_says_what_is_known(geocoder):
    location = geocoder.geocode("沙镇", within=CITY)
    area = load_areas().loc["371502101"]
    assert location.address == "山东省聊城市东昌府区沙镇镇"
    assert set(location.raw) == KEYS
    assert {
        key: location.raw[key] for key in ("place", "code", "level", "type", "county", "county_code")
    } == {
        "place": "沙镇镇",
        "code": "371502101",
        "level": "town",
        "type": "镇",
        "county": "东昌府区",
        "county_code": "371502",
    }
    assert location.raw["datum"] == "WGS 84"
    assert (location.longitude, location.latitude) == (area["lon"], area["lat"])
    assert location.raw["radius_m"] == area["radius_m"]


@pytest.mark.parametrize(
    ("query", "level", "near", "within_km"),
    [
        ("371500Z01", "county", (36.4545, 116.0380), 20),  # a zone ranks with counties
        ("高铁新区", "park", (36.445, 115.90), 1),
        ("凤凰街道", "town", (36.377, 116.008), 0.1),  # no longer there: its seat
        ("聊城市", "city", (36.4, 115.9), 5),
        ("洛阳市", "city", (34.3, 112.0), 40),
        ("拉萨市城关区", "county", (29.65, 91.13), 20),
        ("四川省", "province", (30.5, 103.0), 150),
    ],
)
def test_every_level_has_a_point_and_a_radius(geocoder, query, level, near, within_km):
    location = geocoder.geocode(query)
    assert location.raw["level"] == level
    assert geodesic(location.point, near).km < within_km
    assert location.raw["radius_m"] > 0


def test_radius_reaches_every_corner_of_the_unit(geocoder):
    """Of a county that is not shipped as an area, from its outline."""
    from geo import districts

    location = geocoder.geocode("洛阳市洛龙区")
    corners = districts.polygon(location.raw["code"]).exterior.coords
    farthest_m = max(geodesic(location.point, (lat, lon)).m for lon, lat in corners)
    assert farthest_m <= location.raw["radius_m"] <= farthest_m + 100


def test_every_place_of_the_tables_is_found_by_its_name_and_code(geocoder):
    gazetteer = load_gazetteer()
    own = [place for place in gazetteer.places.values() if place.level in ("town", "park", "zone")]
    assert len(own) > 150
    for place in own:
        assert geocoder.geocode(place.code).raw["code"] == place.code
        assert geocoder.geocode(place.name, within=place.parent).raw["code"] == place.code


def test_within_has_to_be_clear(geocoder):
    with pytest.raises(PlaceError, match="no such place"):
        geocoder.geocode("沙镇", within="没有的地方")
    with pytest.raises(PlaceError, match=r"not clear: .*江苏省徐州市鼓楼区 320302"):
        geocoder.geocode("沙镇", within="鼓楼区")
    assert answer(geocoder, "沙镇", "东昌府") == answer(geocoder, "沙镇", "371502")


def test_order_of_rows_means_nothing(geocoder, tmp_path):
    for path in GAZETTEER.glob("*.csv"):
        head, *rows = path.read_text(encoding="utf-8").splitlines()
        random.Random(11).shuffle(rows)
        (tmp_path / path.name).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    shuffled = GazetteerGeocoder(load_gazetteer(tmp_path))
    for query in ("古镇镇", "开发区", "沙阵镇", "suzhou", "韩庄镇", "郑家镇至堂邑镇公路", "莘县古云医养院"):
        one, other = (each.geocode(query, exactly_one=False) for each in (geocoder, shuffled))
        assert [location.raw for location in one] == [location.raw for location in other], query


def test_another_city_needs_data_files_only(tmp_path):
    for path in GAZETTEER.glob("*.csv"):
        shutil.copy(path, tmp_path / path.name)
    with (tmp_path / "places.csv").open("a", encoding="utf-8", newline="") as stream:
        stream.write("370102777,王舍人街道,,town,街道,370102,,,117.13,36.70,1500,test\n")
    geocoder = GazetteerGeocoder(load_gazetteer(tmp_path))
    location = geocoder.geocode("王舍人中心小学", within="济南市")
    assert (location.raw["place"], location.raw["county"]) == ("王舍人街道", "历下区")
    assert location.point[:2] == (36.70, 117.13)


# --- reverse --------------------------------------------------------------------------


def test_reverse_names_what_holds_a_point(geocoder):
    location = geocoder.reverse((36.2951, 115.8326))  # latitude first, as everywhere in geopy
    assert location.address == "山东省聊城市东昌府区沙镇镇"
    assert location.raw["method"] == "reverse"
    held = {key: location.raw[key] for key in ("town", "town_code", "park", "zone", "county", "county_code")}
    assert held == {
        "town": "沙镇镇",
        "town_code": "371502101",
        "park": "",
        "zone": "",
        "county": "东昌府区",
        "county_code": "371502",
    }


def test_reverse_names_parks_and_zones_too(geocoder):
    found = geocoder.reverse("36.377, 116.008", exactly_one=False)
    assert [location.raw["place"] for location in found] == [
        "湖西街道",
        "凤凰工业园",
        "江北水城旅游度假区",
        "东昌府区",
    ]
    assert all(location.raw["county"] == "东昌府区" for location in found)
    assert all(location.raw["park_code"] == "371502P02" for location in found)


@pytest.mark.parametrize(
    ("point", "county"),
    [
        ((39.905, 116.405), "东城区"),
        ((30.0, 100.0), "理塘县"),
        ((23.02, 113.75), "东莞市"),  # a city without counties
        (Point(36.8, 115.7), "临清市"),
    ],
)
def test_reverse_knows_the_counties_of_china(geocoder, point, county):
    assert geocoder.reverse(point).raw["county"] == county


def test_reverse_of_nowhere(geocoder):
    assert geocoder.reverse((35.0, 140.0)) is None
    assert geocoder.reverse((35.0, 140.0), exactly_one=False) is None


def test_there_and_back(geocoder):
    """The point of a town lies in that town."""
    areas = load_areas()
    towns = areas[(areas["level"] == "town") & (areas["area_km2"] > 5)]
    for code in towns.index[::7]:
        assert geocoder.reverse(geocoder.geocode(code).point).raw["code"] == code


# --- beside other geopy geocoders -----------------------------------------------------


class Table(Geocoder):
    """A geocoder as geopy has them, with a table for a service."""

    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def geocode(self, query, *, exactly_one=True, timeout=None):
        if query not in self.rows:
            return None
        location = Location(query, Point(*self.rows[query]), {})
        return location if exactly_one else [location]


def first(geocoders, query):
    """The first answer of a chain of geocoders."""
    return next(
        filter(None, (geocoder.geocode(query, exactly_one=True, timeout=5) for geocoder in geocoders)), None
    )


def test_stands_before_or_after_another_geocoder(geocoder):
    other = Table({"沙镇": (1, 2), "某某路1号": (36.5, 115.9)})
    assert first([geocoder, other], "沙镇").raw["code"] == "371502101"
    assert first([other, geocoder], "沙镇").point[:2] == (1, 2)
    assert first([geocoder, other], "某某路1号").point[:2] == (36.5, 115.9)
    assert first([other, geocoder], "堂邑镇").raw["place"] == "堂邑镇"
    assert first([other, geocoder], "没有的地方") is None


def test_works_with_what_geopy_offers(geocoder):
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    assert limited("沙镇", within=CITY).raw["place"] == "沙镇镇"
    with GazetteerGeocoder() as opened:
        assert isinstance(opened, Geocoder)
        assert isinstance(opened.geocode("沙镇"), Location)


def test_asks_nobody(geocoder, monkeypatch):
    import socket

    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    assert GazetteerGeocoder().geocode("沙镇").raw["place"] == "沙镇镇"
    with pytest.raises(GeocoderServiceError, match="no network"):
        geocoder.adapter.get_json("http://localhost/", timeout=1, headers={})
