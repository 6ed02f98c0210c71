"""Weak names: a town named by an everyday word places something only with its rank or beside its county."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from geo.gazetteer import Gazetteer
from geo.gazetteer_tables import load_gazetteer
from geo.national import table
from geo.national.city import all_cities, find_unit, places_of
from geo.ranks import stem
from geo.toponyms import find_toponyms
from projects.city import write_gazetteer
from projects.extraction.scopes import Scope
from projects.georeferencing.facts import FactBook
from projects.georeferencing.place import place
from projects.georeferencing.weak_names import weak_names
from projects.model.registry import Document
from tests.georeferencing.mentions import mention

# Words of plans, nouns and a hill that towns are named by.
WORDS = Path(__file__).with_name("weak_words.txt").read_text(encoding="utf-8").split()
# None of these texts names a town, whatever the word.
BARE = (
    "{word}",
    "加快{word}一批重大项目",
    "推进{word}示范工程",
    "全市{word}、服务能力提升项目",
    "依托{word}和交通优势",
    "智慧{word}产业园项目",
)
PLACED = ("{name}养老服务中心", "{name}", "在{name}新建污水处理厂")


@cache
def towns_by_city() -> dict[str, list[tuple[str, str]]]:
    """Names of the towns named by one of the words with their bare form, by city (four digits)."""
    towns = table.read("town")
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, code, unit in zip(towns["name"], towns["code"], towns["unit"], strict=True):
        if unit and stem(name) in WORDS and name.endswith(("街道", "镇", "乡")):
            found[code[:2] + "00" if code[:2] in ("11", "12", "31", "50") else code[:4]].append(
                (name, stem(name))
            )
    return dict(found)


def gazetteer_of(city: str, folder: Path) -> Gazetteer:
    write_gazetteer(find_unit(city), folder)
    return load_gazetteer(folder)


def check(city: str, names: list[tuple[str, str]], folder: Path) -> None:
    """Every name of a city: bare it places nothing, neither from a category; with its rank it does."""
    code = city.ljust(6, "0")
    if code not in all_cities():  # counties that their province governs: 仙桃市
        return
    gazetteer = gazetteer_of(city, folder)
    scope = Scope(Document("d", "d.txt", scope=gazetteer.places[code].name), gazetteer)
    assert scope.place is not None and scope.place.code == code
    for name, word in names:
        for text in BARE:
            found = find_toponyms(text.format(word=word), gazetteer, scope.place)[0]
            towns = [one for one in found for match in one.matches if match.place.level == "town"]
            assert not [one for one in towns if stem(one.text) == word], (city, text.format(word=word))
        for record in (
            mention("智能制造项目", category=word),
            mention(f"{word}一批智能制造项目"),
            mention("智能制造项目", responsible=(word,)),
        ):
            done = place(record, scope, FactBook([]))
            assert done.level in ("city", "county"), (city, record.name, word, done)
        if gazetteer.weak.get(name) == "beside":
            continue  # 中心镇 is a class of things even with its rank
        for text in PLACED:
            found = find_toponyms(text.format(name=name), gazetteer, scope.place)[0]
            places = [match.place.name for one in found for match in one.matches]
            assert name in places, (city, text.format(name=name), places)


def test_there_are_68_words_and_many_cities() -> None:
    assert len(WORDS) == len(set(WORDS)) == 68
    assert len(towns_by_city()) > 150


@pytest.mark.parametrize("city", ["4401", "3205", "4206", "5000", "6501", "2301", "4503", "3715"])
def test_weak_names_of_a_city(city: str, tmp_path: Path) -> None:
    check(city, towns_by_city().get(city, []), tmp_path)


@pytest.mark.slow
def test_weak_names_of_every_city(tmp_path: Path) -> None:
    for city, names in sorted(towns_by_city().items()):
        check(city, names, tmp_path / city)


@pytest.fixture(scope="module")
def guangzhou(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    return gazetteer_of("4401", tmp_path_factory.mktemp("guangzhou"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建设街道养老中心", ["建设街道"]),
        ("花山镇污水处理厂", ["花山镇"]),
        ("花都区花山水厂", ["花都区", "花山镇"]),  # behind its county
        ("狮岭、花山文旅小镇", ["狮岭镇", "花山镇"]),  # beside a name of the same county
        ("花山、狮岭管网改造", ["花山镇", "狮岭镇"]),
        ("花山水厂", []),
        ("越秀区建设工程", ["越秀区"]),  # a verb, although its county stands before it
        ("越秀区人民政府", ["越秀区"]),
        ("狮岭、建设文旅小镇", ["狮岭镇"]),
        ("建设、六榕街道", ["六榕街道"]),
        ("加快建设街道路网", []),
        ("白云国际机场", ["白云区"]),  # the district, not 白云街道 of another
        ("北京大学", []),
        ("新增城镇就业", []),  # 增城 is a district
        ("增城开发区", ["增城区"]),
        ("从化温泉", ["从化区"]),
        ("新塘镇TOD", ["新塘镇"]),
    ],
)
def test_texts_of_guangzhou(guangzhou: Gazetteer, text: str, expected: list[str]) -> None:
    city = guangzhou.places["440100"]
    found = find_toponyms(text, guangzhou, city)[0]
    assert [one.place.name for one in found if one.place] == expected


@pytest.mark.parametrize(
    ("city", "text", "expected"),
    [
        ("吉安市", "井冈山大学附属医院", []),  # in another district
        ("吉安市", "井冈山国家公园", ["井冈山市"]),
        ("遵义市", "海龙屯土司小镇", []),  # a fort in another town than 海龙镇
        ("河源市", "紫金苏区革命旧址群", ["紫金县"]),
        ("泰安市", "泰山博物馆", []),  # the mountain
        ("泰安市", "泰山、岱岳老旧小区改造", ["泰山区", "岱岳区"]),
        ("泰安市", "泰山区医院", ["泰山区"]),
        ("清远市", "广清城际延长线", []),  # an intercity railway, no 清城
        ("西安市", "汉长安城遗址公园", []),
        ("西安市", "小雁塔历史文化片区", []),
        ("西安市", "长安区医院", ["长安区"]),
    ],
)
def test_longer_names(tmp_path: Path, city: str, text: str, expected: list[str]) -> None:
    gazetteer = gazetteer_of(city, tmp_path)
    found = find_toponyms(text, gazetteer, gazetteer.places[find_unit(city).code])[0]
    assert [one.place.name for one in found if one.place] == expected


def test_what_is_passed_over_says_why(guangzhou: Gazetteer) -> None:
    passed = find_toponyms("花山水厂", guangzhou, guangzhou.places["440100"])[1]
    assert [(one.text, "no name of its county" in one.reason) for one in passed] == [("花山", True)]


@pytest.mark.parametrize(
    ("city", "name", "counts", "reason"),
    [
        ("广州市", "建设", "rank", "plan word"),
        ("广州市", "花山", "beside", "common noun"),
        ("河源市", "苏区", "rank", "common noun"),
        ("广州市", "大塘", "beside", "cities"),
        ("广州市", "景泰", "beside", "the name of 景泰县 too"),
        ("广州市", "增城", "head", "plan word"),
        ("绵阳市", "涪江", "beside", "river, lake or mountain"),
        ("聊城市", "汇鑫", "beside", "letters that firms"),
        ("聊城市", "信发", "beside", "a firm's name"),
        ("苏州市", "开发区", "beside", "a class of things"),
        ("吕梁市", "刘胡兰", "beside", "a personal name"),
    ],
)
def test_each_rule_gives_its_reason(city: str, name: str, counts: str, reason: str) -> None:
    unit = find_unit(city)
    rows = {row.name: row for row in weak_names(places_of(unit), unit.counties)}
    assert rows[name].counts == counts and reason in rows[name].reason


@pytest.mark.parametrize("name", ["狮岭", "新塘镇", "白云", "郑家", "沙镇"])
def test_names_of_their_own_are_not_weak(name: str) -> None:
    for city in ("广州市", "聊城市"):
        unit = find_unit(city)
        assert name not in {row.name for row in weak_names(places_of(unit), unit.counties)}


def test_the_table_does_not_depend_on_the_order(tmp_path: Path) -> None:
    unit = find_unit("广州市")
    places = places_of(unit)
    assert weak_names(places, unit.counties) == weak_names(reversed(places), unit.counties)
    write_gazetteer(unit, tmp_path)
    with (tmp_path / "weak_names.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["name"] for row in csv.DictReader(stream)]
    assert names == sorted(names) and len(names) == len(set(names))


@pytest.mark.parametrize(
    ("city", "name", "counts"),
    [
        ("230500", "二马路", "rank"),  # 二马路街道: the street runs on
        ("370100", "玫瑰", "beside"),  # 玫瑰镇: 玫瑰种质资源库
        ("440800", "英利", "beside"),  # 英利镇 and the firm
    ],
)
def test_streets_rare_nouns_and_firms_are_weak(city: str, name: str, counts: str) -> None:
    unit = find_unit(city)
    found = {row.name: row.counts for row in weak_names(places_of(unit), unit.counties)}
    assert found[name] == counts
