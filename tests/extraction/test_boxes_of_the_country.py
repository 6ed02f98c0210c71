"""Boxes in the forms of the plans of the country and of 南京; shortened, some from memory."""

from __future__ import annotations

import pytest

from projects.extraction.extract import Extraction, extract
from projects.extraction.scopes import Scope
from projects.model.registry import Document


def read(content: str, title: str = "重点工程") -> Extraction:
    document = Document("d", "d.txt", period_start=2021, period_end=2025)
    text = f"第一章 总则\n正文一句。\n专栏1 {title}\n{content}\n"
    return extract(document, text, Scope(document))


def names(content: str, title: str = "重点工程") -> list[str]:
    return [one.name for one in read(content, title).mentions if one.listed]


FORMS: dict[str, list[str]] = {
    # a number and a title on a line, the sentence on the next: 建设 there is no rest of the title
    "04 电力系统调节\n建设桐城、磐安、泰安二期、浑源等抽水蓄能电站，实施压缩空气、飞轮等储能示范项目。": [
        "桐城抽水蓄能电站",
        "磐安抽水蓄能电站",
        "泰安二期抽水蓄能电站",
        "浑源抽水蓄能电站",
    ],
    # a sentence that builds a list and says nothing else: its members close as they will
    "01 战略导向型\n建设空间环境地基监测网、高精度地基授时系统、大型低速风洞、海底科学观测网、"
    "空间环境地面模拟装置、聚变堆主机关键系统综合研究设施等。": [
        "空间环境地基监测网",
        "高精度地基授时系统",
        "大型低速风洞",
        "海底科学观测网",
        "空间环境地面模拟装置",
        "聚变堆主机关键系统综合研究设施",
    ],
    # what closes like a name takes the class of its neighbours
    "02 供水灌溉\n推进四川向家坝、云南耿马、安徽怀洪新河、海南牛路岭、江西大坳等大型灌区建设。": [
        "四川向家坝灌区",
        "云南耿马灌区",
        "安徽怀洪新河灌区",
        "海南牛路岭灌区",
        "江西大坳灌区",
    ],
    # places alone are the beginnings of names
    "03 非常规油气\n加快四川长宁—威远、重庆涪陵、云南昭通等页岩气勘查开发。": [
        "四川长宁—威远页岩气勘查开发",
        "重庆涪陵页岩气勘查开发",
        "云南昭通页岩气勘查开发",
    ],
    # one without letters of its own among names that have some
    "07 重大文化设施建设\n建设中国共产党历史展览馆、国家版本馆、故宫博物院北院区、国家美术馆。": [
        "中国共产党历史展览馆",
        "国家版本馆",
        "故宫博物院北院区",
        "国家美术馆",
    ],
    # a route shares no other route
    "01 铁路\n推进日喀则至吉隆、和田至日喀则铁路前期工作。": ["日喀则至吉隆铁路", "和田至日喀则铁路"],
    # a label with letters of its own over three names is their category
    "03 自然保护地及野生动植物保护\n推进三江源、东北虎豹、大熊猫和海南热带雨林等国家公园建设。": [
        "三江源国家公园",
        "东北虎豹国家公园",
        "大熊猫国家公园",
        "海南热带雨林国家公园",
    ],
    # classes of things that are built, and amounts of them
    "（一）工业污染源全面达标排放。完成燃煤锅炉脱硫脱硝除尘改造、水泥行业脱硝改造。": [],
    "（三）燃煤电厂超低排放改造。实施1.1亿千瓦机组达标改造。": ["燃煤电厂超低排放改造"],
    "05 中医药发展\n打造20个左右中西医协同旗舰医院，20个左右中医疫病防治基地。": [],
    # what an undertaking is about is not what it builds
    "物质文化遗产：开展薛城遗址、昝庙遗址、西街遗址、明故宫遗址为重点的主动性考古项目。": [],
    # sentences, though the first opens with no verb
    "06 乡村基础设施\n因地制宜推动自然村通硬化路，加强村组连通和村内道路建设，"
    "推进农村水源保护和供水保障工程建设，升级改造农村电网。": [],
}


@pytest.mark.parametrize("content", FORMS)
def test_the_names_of_a_box_are_read(content: str) -> None:
    assert names(content) == FORMS[content]


def test_a_label_is_a_category_where_the_others_are() -> None:
    content = (
        "01 战略骨干通道\n建设伊宁至阿克苏、酒泉至额济纳等铁路。\n"
        "02 高速铁路\n建设西安至重庆、长沙至赣州等高铁。\n"
        "03 港航设施\n推进舟山江海联运服务中心和北部湾国际门户港、洋浦枢纽港建设。\n"
        "04 现代化机场\n建设朔州、嘉兴、瑞金等支线机场。\n"
    )
    found = names(content, "交通强国建设工程")
    assert "战略骨干通道" not in found
    assert {"酒泉至额济纳铁路", "长沙至赣州高铁", "洋浦枢纽港", "嘉兴支线机场"} <= {*found}


def test_a_box_that_begins_inside_a_paragraph_is_one_of_its_own() -> None:
    content = (
        "（一）核设施退役。建成核与辐射安全监管技术研发基地。专栏2　山水林田湖生态工程"
        "（一）生物多样性保护。建设澜沧江—湄公河水资源合作中心。（二）国土绿化行动。加快建设用材林基地。"
    )
    found = read(content, "环境治理保护重点工程")
    assert [(one.section, one.title) for one in found.boxes] == [
        ("专栏1", "环境治理保护重点工程"),
        ("专栏2", "山水林田湖生态工程"),
    ]
    assert ("专栏2", "澜沧江—湄公河水资源合作中心") in {(one.section, one.name) for one in found.mentions}
