"""Names of administrative units, and which of them are a document's own."""

from __future__ import annotations

from projects.extraction.toponyms import is_place, names_within, place_at


def test_a_unit_knows_its_own_names_those_in_it_and_those_above_it() -> None:
    city = names_within("371500")
    assert {"聊城市", "聊城", "东阿县", "东阿", "山东省", "山东"} <= city
    assert "威海" not in city
    county = names_within("371502")
    assert {"东昌府", "聊城", "山东"} <= county
    assert "东阿" not in county


def test_a_code_that_ends_in_one_naught_more_is_not_its_neighbours() -> None:
    assert "烟台" not in names_within("371000")  # 威海, 3710; 烟台 is 3706
    assert "聊城" not in names_within("371000")  # 3715
    assert "坪山" in names_within("440310") and "龙华" not in names_within("440310")


def test_a_province_knows_its_cities_and_counties() -> None:
    province = names_within("140000")
    assert {"山西", "太原", "临汾", "洪洞"} <= province
    assert "聊城" not in province


def test_the_longest_name_is_found() -> None:
    assert place_at("临清市城区") == "临清市"
    assert is_place("琅琊") and not is_place("产业园")
