"""Names in reports of many cities: abbreviated and former units, and what only bears the name of one.

Each text stands so in a report of its city.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from geo import workspace
from geo.gazetteer import Gazetteer
from geo.gazetteer_tables import load_gazetteer
from geo.national.city import find_unit, places_of
from geo.ranks import short_banner
from geo.toponyms import find_toponyms
from projects.city import make, write_gazetteer
from projects.extraction.scopes import Scope
from projects.georeferencing.facts import FactBook
from projects.georeferencing.place import place
from projects.georeferencing.weak_names import weak_names
from projects.model.registry import Document
from projects.pipeline import run
from tests.georeferencing.mentions import mention

Gazetteers = Callable[[str], Gazetteer]


@pytest.fixture(scope="module")
def gazetteers(tmp_path_factory: pytest.TempPathFactory) -> Gazetteers:
    @cache
    def of(city: str) -> Gazetteer:
        folder = tmp_path_factory.mktemp("city")
        write_gazetteer(find_unit(city), folder)
        return load_gazetteer(folder)

    return of


TEXTS = [
    ("赤峰市", "喀旗新材料产业园", ["喀喇沁旗"]),
    ("赤峰市", "阿旗蒙古族游牧文化生态保护区", ["阿鲁科尔沁旗"]),
    ("赤峰市", "内蒙古林西工业园区", ["内蒙古林西工业园区"]),  # nor is it abroad
    ("赤峰市", "克什克腾循环经济开发区", ["克什克腾旗"]),
    ("丹东市", "宽甸城南工业园区", ["宽甸满族自治县"]),
    ("怀化市", "芷江机场航站楼改扩建", ["芷江侗族自治县"]),
    ("怀化市", "西部陆海新通道怀化枢纽", ["怀化市"]),  # not 通道侗族自治县
    ("烟台市", "长岛海洋生态文明综合试验区", ["蓬莱区"]),  # a county of its own until 2020
    ("烟台市", "莱州湾东部海域海洋牧场", []),
    ("延边朝鲜族自治州", "大图们江开发开放经济带", []),
    ("白山市", "长白山黑木耳产业集群", []),
    ("怒江傈僳族自治州", "高黎贡山国家公园", []),
    ("怒江傈僳族自治州", "滇藏铁路贡山方案铁路", ["贡山独龙族怒族自治县"]),
    ("荆门市", "沙洋江滩公园", ["沙洋县"]),
    ("吉安市", "井冈山经开区电子信息产业园", []),
    ("北京市", "昌平线支线", []),
    ("北京市", "丰台河西第二水厂", ["丰台区"]),
    ("北京市", "宣武医院房山院区", ["房山区"]),
    ("北京市", "十三陵景区", ["十三陵镇"]),  # its station bears the name, too, and is near
    ("赤峰市", "哈达和硕公园", []),  # 哈达街道, and 乌兰哈达乡 of another county
    ("恩施土家族苗族自治州", "郑万高铁巴东段", ["巴东县"]),
    ("天津市", "滨海—中关村科技园", ["滨海新区"]),
    ("天津市", "滨海B1线", []),
    ("楚雄彝族自治州", "湾碧码头", ["湾碧傣族傈僳族乡"]),
    ("恩施土家族苗族自治州", "高铁新区", []),  # a kind of area, though a town's code has the name
]


@pytest.mark.parametrize(("city", "text", "expected"), TEXTS)
def test_places_in_a_text(gazetteers: Gazetteers, city: str, text: str, expected: list[str]) -> None:
    gazetteer = gazetteers(city)
    found, _ = find_toponyms(text, gazetteer, gazetteer.places[find_unit(city).code])
    assert [one.place.name for one in found if one.place] == expected
    scope = Scope(Document("d", "d.txt", scope=city), gazetteer)
    done = place(mention(text), scope, FactBook([]))
    assert [one.name for one in done.places] == (expected or [city])


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("喀喇沁旗", "喀旗"),
        ("科尔沁左翼后旗", "科左后旗"),
        ("乌拉特前旗", "乌前旗"),
        ("阿拉善左旗", "阿左旗"),
        ("莫力达瓦达斡尔族自治旗", "莫旗"),
        ("敖汉旗", ""),
        ("四子王旗", ""),
        ("林西县", ""),
    ],
)
def test_banners_are_named_by_their_first_letter(name: str, short: str) -> None:
    assert short_banner(name) == short


@pytest.mark.parametrize("name", ["南朗快线", "四纵包括西环高速（含小榄支线）", "小榄至石岐500千伏输电工程"])
def test_a_line_is_not_at_a_town_that_it_passes(gazetteers: Gazetteers, name: str) -> None:
    scope = Scope(Document("d", "d.txt", scope="中山市"), gazetteers("中山市"))
    assert place(mention(name), scope, FactBook([])).level in ("city", "multi")


def test_a_name_is_weak_only_for_what_is_far() -> None:
    unit = find_unit("北京市")
    names = {row.name: row.reason for row in weak_names(places_of(unit), unit.counties)}
    assert "十三陵" not in names and "八达岭" not in names
    assert "station" in names["亦庄"]  # whose station lies in another town


def test_an_autonomous_county_named_by_a_word_counts_at_the_head() -> None:
    unit = find_unit("怀化市")
    rows = {row.name: row for row in weak_names(places_of(unit), unit.counties)}
    assert rows["通道"].counts == "head" and "芷江" not in rows


REPORT = """政府工作报告

二、2023年重点工作

壮大开放平台。申建延吉重点开发开放试验区，推动设立敦化新区，支持敦化经开区建设省级医药高新区。扩大对外贸易。
支持延边大学“双一流”建设。推动延边朝医医院申报三级甲等医院。
"""


def test_what_a_place_sets_up_is_there(tmp_path: Path) -> None:
    """Of an untitled report in a city's workspace: the city is its area, and who acts is where."""
    folder = make("延边朝鲜族自治州", tmp_path / "yanbian").workspace.folder
    text = tmp_path / "report.md"
    text.write_text(REPORT + "全面振兴延边。", encoding="utf-8")
    with workspace.using(folder):
        result = run([(Document("report", "report.md"), text)])
    counties = {record.name: record.county for record in result.records}
    assert counties["省级医药高新区"] == "敦化市"
    assert any("read as one of 延边朝鲜族自治州" in notice for notice in result.notices)
