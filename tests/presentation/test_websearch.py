"""What the search box is given: names of places and companies, and how every name is spelled."""

from __future__ import annotations

import unicodedata

import pytest

from geo.boundaries import load_areas
from projects.presentation.websearch import TOKENS, search_index
from projects.vocabulary.pinyin import syllables
from tests.projects.samples import samples

AREAS = load_areas()


def index_of(*names: str, entity: str = ""):
    records = samples().iloc[: len(names)].assign(name=list(names), entity=entity)
    return search_index(records, AREAS)


@pytest.mark.parametrize(
    "name",
    [
        "郑家镇轴承产业双创基地",
        "重庆路重点工程",  # one character, two readings
        "5G＋工业互联网（二期）",
        "东阿阿胶",
        "绿色ABC项目",
    ],
)
def test_readings_and_exceptions_give_the_syllables_of_every_name(name: str):
    index = index_of("重点项目", name)
    tokens = TOKENS.findall(unicodedata.normalize("NFKC", name).lower())
    spelled = index["spelled"].get(name) or " ".join(index["readings"].get(each, each) for each in tokens)
    assert spelled == syllables(name)


def test_only_names_that_are_read_otherwise_are_spelled_out():
    index = index_of("重点工程", "重点项目", "重庆路")
    assert [name for name in ("重点工程", "重点项目", "重庆路") if name in index["spelled"]] == ["重庆路"]


def test_a_place_has_its_official_name_first_and_then_those_it_also_goes_by():
    places = index_of("甲")["places"]
    names = [name for code, name in places if code == "371503"]
    assert names[0] == "茌平区"
    assert {"茌平", "茌平县"} <= set(names)
    assert {code for code, _ in places} == set(AREAS.index)


def test_a_park_is_not_found_by_the_company_in_it():
    assert "信发铝业" not in {name for _, name in index_of("甲")["places"]}


def test_a_company_has_all_its_records():
    index = index_of("甲", "乙", "丙", entity="泉林集团|信发集团")
    assert index["companies"] == [("泉林集团", [0, 1, 2]), ("信发集团", [0, 1, 2])]
    assert index["records"] == ["甲", "乙", "丙"]


@pytest.mark.parametrize("entity", ["中通新能源; 诚通客车", "中通新能源；诚通客车", "中通新能源、诚通客车"])
def test_several_companies_in_one_field_are_several(entity: str):
    assert index_of("甲", entity=entity)["companies"] == [("中通新能源", [0]), ("诚通客车", [0])]


def test_records_without_a_company_name_none():
    assert index_of("甲")["companies"] == []
