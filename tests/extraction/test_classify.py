"""Industry and kind: rules are rows, each catches its own example; the name decides before the heading."""

from __future__ import annotations

import re

import pyarrow.parquet as pq
import pytest

from geo import DATA_DIR
from projects.extraction.classify import Industry, industry, kind, names_industry, of_each
from projects.extraction.weighing import BIAS, SCALE, TABLE
from projects.model.tables import read_table
from projects.vocabulary.rules import rules

CODES = set(read_table(DATA_DIR / "industries.csv", ["code"])["code"])
ROWS = list(rules("industry_rules"))


def texts(row: dict[str, str]) -> dict[str, str]:
    """The example as the texts of a Mention, where the rule's scope looks."""
    if row["scope"] == "category+name":
        category, _, name = row["example"].partition(" ")
        return {"name": name, "category": category, "heading": ""}
    empty = {"name": "", "category": "", "heading": ""}
    return empty | {row["scope"].removesuffix("-whole"): row["example"]}


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_every_rule_catches_its_example(row: dict[str, str]) -> None:
    assert row["industry"] in CODES
    found = industry(**texts(row))
    assert (found.code, found.rule) == (row["industry"], row["id"])


def test_ids_of_rules_stand_once_and_priorities_are_numbers() -> None:
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids))
    assert all(row["priority"].isdigit() for row in ROWS)
    assert {row["scope"] for row in ROWS} <= {"category", "category+name", "name", "name-whole", "heading"}


CASES = [  # name, the document's own category, heading → code
    ("山东泰一年产6000万只锂电池及电池组项目", "新能源汽车及零部件", "先进制造业重点项目", "auto"),
    ("山东泰一年产6000万只锂电池及电池组项目", "", "先进制造业重点项目", "auto"),
    ("聊城数据湖产业园项目", "", "科技创新重点项目", "digital"),
    ("嘉明经济开发区", "", "镇域经济发展定位", "mixed"),
    ("洛宜铁路扩能改造工程", "铁路", "重大交通项目", "transport"),
    ("凤阳东500千伏、220千伏输变电工程", "", "能源项目", "energy"),
    ("海上风电法兰锻造基地项目", "", "产业升级重点项目", "equipment"),
    ("第二污水处理厂扩建", "", "水利与生态重点项目", "env"),
    ("绣江河综合治理工程", "", "水利与生态重点项目", "water"),
    ("相公庄街道社区卫生服务中心", "医疗", "社会事业重点项目", "health"),
    ("长阳县职教中心", "", "重大民生项目", "education"),
    ("隋唐洛阳城国家遗址公园二期", "", "文化旅游重点工程", "tourism"),
    ("老旧小区改造项目", "", "新型城镇化重点项目", "urban"),
    ("横港化工新材料产业园", "铜陵市", "新材料产业重点园区", "newmat"),
    ("合肥维信诺OLED蒸镀材料国产化项目", "新型显示材料", "重点项目", "newmat"),
    ("甲年产20万吨复合肥项目", "", "", "chem"),
    ("甲优质浮法玻璃生产线节能改造工程", "", "", "newmat"),
    ("公共建筑节能改造", "", "", "urban"),
    ("中集冷链装备西南生产基地", "", "", "equipment"),
    ("福洪镇客家文化乡村旅游度假区", "", "", "tourism"),
    ("高县月江镇2万吨黄金芽茶精制加工项目", "", "", "food"),
    ("翠亨新区国际医疗器械产业园", "", "", "pharma"),
    ("晨鸣高档特种纸", "", "做大做强实体经济", "light"),
    # several sectors side by side tell none: the name does
    ("柳沟产业园污水处理厂提标扩容", "能源及工业项目", "", "env"),
    ("瓜州县职业技术学校实训基地", "城建交通及社会事业", "", "education"),
    ("东河水库扩建工程", "交通水利", "", "water"),
    ("涵西街道楼下片区城市更新项目", "城建环保项目", "", "urban"),
    ("高县郭家沟水库", "建设安全可靠的水利能源设施", "", "water"),
    ("海林北站冷链物流园", "文旅商贸", "", "logistics"),
    ("蜀南竹海景区提升工程", "发展数字经济和现代服务业", "", "tourism"),
    ("会昌五丰米粉精深加工扩建项目", "医药食品产业", "", "food"),
    ("干部教育培训基地（中心）项目", "红色教育", "", "education"),
    ("甲乙建设", "城建项目", "", "urban"),
    # what seems to stand in a word
    ("美科硅能源35GW单晶硅棒", "", "", "energy"),
    ("中国科学院包头稀土研发中心", "", "", "sci"),
    ("年产6万吨转子级海绵钛智能制造技改", "", "", "nonferrous"),
    ("远程摩擦密封材料公司高铁闸片产业化", "工业项目", "", "equipment"),
    ("贵州天福化工合成氨节能降碳改造", "在建", "", "chem"),
    ("北大桥产业园标准化厂房（三期）", "", "", "equipment"),
    ("东海岛应急救援中心", "", "", "social"),
    ("南康家居特色小镇", "特色小镇", "", "light"),
    ("腰站子戈壁日光温室小区", "", "", "agri"),
    ("通化石墨电极产业园", "", "", "newmat"),
    ("瓜州蜜瓜交易市场", "", "", "commerce"),
    ("花园湖行洪区调整和建设工程", "", "", "water"),
    ("平陆运河工程", "基础设施项目", "", "transport"),
    ("桂林融创国际旅游度假区", "社会事业", "", "tourism"),
    ("柳州国轩电池年产10GWh产线", "产业项目", "", "auto"),
    ("神木锦界氢能产业园", "", "", "energy"),
    ("黄河流域超高速互联互通关键枢纽工程", "新型基础设施建设", "数字经济产业重点项目", "digital"),
]


@pytest.mark.parametrize(("name", "category", "heading", "code"), CASES)
def test_industries(name: str, category: str, heading: str, code: str) -> None:
    found = industry(name, category, heading)
    assert found.code == code and found.rule


def test_the_name_decides_before_the_heading_and_both_are_kept() -> None:
    name = "甲园仓储物流冷库项目"
    assert industry(name, "", "") == Industry("logistics", "n-logi", "")
    assert industry(name, "现代文旅", "") == Industry("logistics", "n-logi", "tourism")
    assert industry("甲乙丙", "现代文旅", "") == Industry("tourism", "c-culture", "")


def test_weights_decide_where_no_rule_does_and_name_what_weighed_most() -> None:
    found = industry("甲乙丙商业街", "", "")
    assert found.code == "commerce" and found.rule.startswith("weighed: ")


def test_the_table_of_weights_has_a_column_for_each_industry_and_a_row_for_each_feature() -> None:
    table = pq.read_table(TABLE)
    features = table["feature"].to_pylist()
    assert set(table.column_names) == {"feature", *CODES}
    assert len(set(features)) == len(features) <= 60_001
    assert {feature.partition(":")[0] for feature in features} == {*SCALE, BIAS}


def test_the_words_beside_a_name_tell_what_its_own_do_not() -> None:
    chips = "做大做强电子信息产业，推进康佳智能制造、江西康士显、万年晶第三代半导体、罡丰半导体等项目"
    dams = "加快江西康士显、青峪口、江家口水库等项目的前期工作"
    assert industry("江西康士显", "", "", clause=chips).code == "digital"
    assert industry("江西康士显", "", "", clause=dams).code == "water"


def test_a_firm_may_build_what_its_name_does_not_say() -> None:
    name = "山东盛联新能源新建年产1000台多功能农业机械项目"
    assert industry(name, "", "", company="山东盛联新能源").code == "equipment"


def test_no_rule_says_so() -> None:
    found = industry("甲乙丙", "", "")
    assert (found.code, found.rule) == ("", "")
    assert not names_industry("甲乙丙") and names_industry("甲乙轴承")


def test_an_item_of_several_things_is_mixed_unless_they_agree() -> None:
    assert of_each(["甲文旅小镇", "乙绿色蔬菜小镇"], "", "").code == "mixed"
    assert of_each(["甲小学", "乙中学"], "", "").code == "education"
    assert of_each(["清泉镇", "姚渡镇农村供水管网提升工程"], "", "").code == "water"


@pytest.mark.parametrize("row", rules("kind_rules"), ids=lambda row: row["id"])
def test_every_rule_of_kinds_catches_its_example(row: dict[str, str]) -> None:
    assert kind(row["example"]) == row["kind"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("堂邑镇", "town"),
        ("龙江街道", "town"),
        ("沙镇绿色蔬菜小镇", "town"),
        ("中国轴承保持器产业振兴基地", "base"),
        ("聊城市惠众母婴健康养老基地建设项目", "base"),
        ("聊城数据湖产业园项目", "park"),
        ("嘉明经济开发区", "park"),
        ("粤桂园", "park"),
        ("凤凰苑植物园", "project"),
        ("孟口幼儿园", "project"),
        ("章丘四中新校区", "project"),
        ("小镇污水处理厂", "project"),
        ("基地道路工程", "project"),
    ],
)
def test_kinds_by_the_end_of_the_name(name: str, expected: str) -> None:
    assert kind(name) == expected


def test_patterns_compile() -> None:
    for table in ("industry_rules", "kind_rules", "aims", "box_types", "section_types"):
        for row in rules(table):
            re.compile(row["pattern"])


def test_a_name_cut_off_is_what_it_is_listed_as():
    assert kind("中国轴承保持", "产业园区") == "park"
    assert kind("聊城质检中心", "产业园区") == "project"
