"""Entries of boxes in all printed forms: path, category, name; figures and 、 inside names stay inside."""

from __future__ import annotations

import pytest

from projects.extraction.entries import box_type
from projects.extraction.extract import extract
from projects.extraction.mention import Mention
from projects.extraction.scopes import Scope
from projects.extraction.words import MAX_NAME
from projects.model.registry import Document
from projects.vocabulary.rules import rules

Row = tuple[str, str, str]


def read(content: str, title: str = "重点项目") -> list[Row]:
    return [
        (one.item, one.category, one.name)
        for one in listed(f"第一章 总则\n正文一句。\n专栏1 {title}\n{content}\n")
    ]


def listed(text: str) -> list[Mention]:
    document = Document("d", "d.txt", scope="聊城市", period_start=2021, period_end=2025)
    return [one for one in extract(document, text, Scope(document)).mentions if one.listed]


FORMS: dict[str, list[Row]] = {
    # numbers of all kinds
    "（1）甲河治理项目（2）乙河治理项目": [("1", "", "甲河治理项目"), ("2", "", "乙河治理项目")],
    "(1)甲河治理项目(2) 乙河治理项目": [("1", "", "甲河治理项目"), ("2", "", "乙河治理项目")],
    "①甲园②乙园③丙园": [("1", "", "甲园"), ("2", "", "乙园"), ("3", "", "丙园")],
    "1. 甲园\n2．乙园\n3、丙园": [("1", "", "甲园"), ("2", "", "乙园"), ("3", "", "丙园")],
    "1.甲园；2.乙园；3.丙园。": [("1", "", "甲园"), ("2", "", "乙园"), ("3", "", "丙园")],
    "01 甲园\n02 乙园\n03 丙园": [("1", "", "甲园"), ("2", "", "乙园"), ("3", "", "丙园")],
    "——甲园\n——乙园：面积2平方公里。": [("1", "", "甲园"), ("2", "", "乙园")],
    "● 甲园\n● 乙园": [("1", "", "甲园"), ("2", "", "乙园")],
    "一、甲园\n二、乙园": [("1", "", "甲园"), ("2", "", "乙园")],
    # plain lines
    "甲河科技产业园\n乙河冷链物流园\n丙河机器人小镇": [
        ("1", "", "甲河科技产业园"),
        ("2", "", "乙河冷链物流园"),
        ("3", "", "丙河机器人小镇"),
    ],
    # categories
    "1.轴承：（1）甲基地（2）乙项目\n2.汽车：（1）丙项目": [
        ("1(1)", "轴承", "甲基地"),
        ("1(2)", "轴承", "乙项目"),
        ("2(1)", "汽车", "丙项目"),
    ],
    "1.轴承：（1）甲基地（2）乙项目\n2.高精管材:聊城市高精管材特色产业园": [
        ("1(1)", "轴承", "甲基地"),
        ("1(2)", "轴承", "乙项目"),
        ("2", "高精管材", "聊城市高精管材特色产业园"),
    ],
    "新能源：冠县生物柴油生产线项目，冠县光伏基地项目。": [
        ("1(1)", "新能源", "冠县生物柴油生产线项目"),
        ("1(2)", "新能源", "冠县光伏基地项目"),
    ],
    "东昌府区：堂邑镇、郑家镇；\n临清：烟店镇、康庄镇": [
        ("1(1)", "东昌府区", "堂邑镇"),
        ("1(2)", "东昌府区", "郑家镇"),
        ("2(1)", "临清", "烟店镇"),
        ("2(2)", "临清", "康庄镇"),
    ],
    # words after dashes above names with what is told of them
    "——水源工程\n甲坪水库：总库容1280万立方米。\n乙江水库扩建工程：加高大坝6.5米。\n"
    "——防洪排涝\n\u2029\n丙江防洪治理工程：治理河长9公里。": [
        ("1(1)", "水源工程", "甲坪水库"),
        ("1(2)", "水源工程", "乙江水库扩建工程"),
        ("2(1)", "防洪排涝", "丙江防洪治理工程"),
    ],
    # years alone in brackets are of the name, what is told with them is not
    "1.甲城老旧小区改造项目（2021—2025年）\n2.乙溪廊道（投资3亿元，2021—2025年）": [
        ("1", "", "甲城老旧小区改造项目（2021—2025年）"),
        ("2", "", "乙溪廊道"),
    ],
    "甲坪智慧茶业大数据平台：建设一中心、三平台、八系统。\n乙河大桥：主桥长2公里。": [
        ("1", "", "甲坪智慧茶业大数据平台"),
        ("2", "", "乙河大桥"),
    ],
    "教育类\n1.甲中学\n2.乙小学\n卫生类\n1.丙医院": [
        ("1(1)", "教育类", "甲中学"),
        ("1(2)", "教育类", "乙小学"),
        ("2(1)", "卫生类", "丙医院"),
    ],
    "一、教育\n1.章丘四中新校区；2.清照小学扩建工程": [
        ("1(1)", "教育", "章丘四中新校区"),
        ("1(2)", "教育", "清照小学扩建工程"),
    ],
    "（1）综合交通：①沪苏湖高铁长兴段②商合杭高铁联络线\n（2）水利：①泗安塘综合治理": [
        ("1(1)", "综合交通", "沪苏湖高铁长兴段"),
        ("1(2)", "综合交通", "商合杭高铁联络线"),
        ("2(1)", "水利", "泗安塘综合治理"),
    ],
    # several projects in one sentence
    "1.高端装备。推进伊滨矿山装备产业园、中科辰光机器人项目等项目建设。": [
        ("1(1)", "高端装备", "伊滨矿山装备产业园"),
        ("1(2)", "高端装备", "中科辰光机器人项目"),
    ],
    "（一）公路。建成明巢高速凤阳段、小溪河互通；新开工S311府城绕城段；谋划徐明高速连接线。": [
        ("1(1)", "公路", "明巢高速凤阳段"),
        ("1(2)", "公路", "小溪河互通"),
        ("1(3)", "公路", "S311府城绕城段"),
        ("1(4)", "公路", "徐明高速连接线"),
    ],
    "（一）铁路。推动合新、沿淮城际高铁前期工作。": [
        ("1(1)", "铁路", "合新城际高铁"),
        ("1(2)", "铁路", "沿淮城际高铁"),
    ],
    "铁路：呼南高铁洛阳段、洛宜铁路扩能改造工程、三洋铁路洛阳段。": [
        ("1(1)", "铁路", "呼南高铁洛阳段"),
        ("1(2)", "铁路", "洛宜铁路扩能改造工程"),
        ("1(3)", "铁路", "三洋铁路洛阳段"),
    ],
    # names with a description behind them
    "②龙门石窟数字化展示工程：建设数字洞窟，推出夜游产品。": [("2", "", "龙门石窟数字化展示工程")],
    "（1）白云山索道改造项目。计划投资3.2亿元。": [("1", "", "白云山索道改造项目")],
    "（1）伊莱特法兰锻造基地项目，新增建筑面积6.5万平方米": [("1", "", "伊莱特法兰锻造基地项目")],
    "（1）兴发六氟磷酸锂项目（总投资12.5亿元，2024年6月开工）": [("1", "", "兴发六氟磷酸锂项目")],
    "1.顺德中专新校区 建设内容：新建教学楼3栋，面积5万平方米": [("1", "", "顺德中专新校区")],
    "1.甲河产业园项目\n建设标准厂房5万平方米，总投资3亿元。\n2.乙河物流园\n建设冷库。": [
        ("1", "", "甲河产业园项目"),
        ("2", "", "乙河物流园"),
    ],
    # figures, brackets and 、 that belong to the name
    "（1）鑫大变压器220KV、500KV超高压变压器项目": [("1", "", "鑫大变压器220KV、500KV超高压变压器项目")],
    "电网：凤阳东500千伏、220千伏输变电工程；刘府110千伏变电站增容。": [
        ("1(1)", "电网", "凤阳东500千伏、220千伏输变电工程"),
        ("1(2)", "电网", "刘府110千伏变电站增容"),
    ],
    "（1）顾庄路、奥体路、魏大庙街等海绵城市道路工程（2）甲项目": [
        ("1", "", "顾庄路、奥体路、魏大庙街等海绵城市道路工程"),
        ("2", "", "甲项目"),
    ],
    "（1）中创联投年产5000台（套）智能机器人项目（2）甲项目": [
        ("1", "", "中创联投年产5000台（套）智能机器人项目"),
        ("2", "", "甲项目"),
    ],
    "（1）香江路项目（含二干渠桥）（2）甲项目": [("1", "", "香江路项目（含二干渠桥）"), ("2", "", "甲项目")],
    "（1）年出栏1500万只817白羽鸡养殖项目": [("1", "", "年出栏1500万只817白羽鸡养殖项目")],
    "（1）2024年甲小区改造项目（2）5G基站项目": [("1", "", "2024年甲小区改造项目"), ("2", "", "5G基站项目")],
    # cut off, or going on from another part
    "1.特色小镇：（1）韩集文旅小镇（2）中国轴承保持": [
        ("1(1)", "特色小镇", "韩集文旅小镇"),
        ("1(2)", "特色小镇", "中国轴承保持"),
    ],
    "5.三峡银岭冷链物流园\n6.秭归脐橙产业园": [("5", "", "三峡银岭冷链物流园"), ("6", "", "秭归脐橙产业园")],
}


@pytest.mark.parametrize("content", FORMS)
def test_entries_of_each_printed_form(content: str) -> None:
    assert read(content) == FORMS[content]


def test_names_lead_back_to_the_text() -> None:
    text = "专栏1 重点项目\n\n1.汽车：（1）甲车升级改造项\n\n目(2)乙车项目\n"
    found = listed(text)
    assert len(found) == 2
    for one in found:
        assert text[slice(*one.span)].replace("\n", "") == one.name


LONG = "统筹推进各类生产要素向优势区域集聚并持续完善配套服务体系" * 3


@pytest.mark.parametrize(
    "content",
    [
        f"（1）沁水产业园，{LONG}，{LONG}",
        f"（1）沁水产业园：{LONG}",
        f"沁水产业园。{LONG}。",
        f"1.沁水产业园项目 建设内容：{LONG}",
        f"①沁水产业园（总投资3亿元，{LONG}）",
    ],
)
def test_a_long_description_is_no_part_of_the_name(content: str) -> None:
    names = [name for _, _, name in read(content)]
    assert names[0].startswith("沁水产业园") and len(names[0]) <= 8
    assert all(len(name) <= MAX_NAME for name in names)


def test_every_rule_of_box_types_catches_its_example() -> None:
    for row in rules("box_types"):
        if row["pattern"]:
            assert row["example"], f"the rule {row['pattern']!r} has no example"
            found = box_type(row["example"])
            assert (found.type, found.reason) == (row["type"], row["reason"]), row["example"]
    last = max(rules("box_types"), key=lambda row: int(row["priority"]))
    assert last["pattern"] == "", "the last rule fits every title"


@pytest.mark.parametrize(
    ("title", "kind", "is_read"),
    [
        ("现有省级以上科技创新平台", "existing", False),
        ("“十四五”时期主要指标", "indicators", False),
        ("“三射、六纵、五横、八环”主干线公路网", "roads", True),
        ("县（市）城区发展定位及目标", "counties", False),
        ("重点改革举措", "actions", False),
        ("节约用水措施", "actions", False),
        ("民生补短板行动", "projects", True),
        ("镇域经济发展定位", "positioning", True),
        ("重点发展乡镇", "towns", True),
        ("先进制造业重点项目", "projects", True),
        ("“十四五”重大交通基础设施项目", "projects", True),
        ("重点发展特色小镇及产业园区", "towns", True),
    ],
)
def test_what_a_box_holds_is_told_by_its_title(title: str, kind: str, is_read: bool) -> None:
    found = box_type(title)
    assert found.type == kind
    assert bool(found.reason) is not is_read
