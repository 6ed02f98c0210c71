"""Boxes as other cities print them: 南京, 广州, 上海 (plans of 2026); excerpts as printed."""

from __future__ import annotations

import pytest

from projects.extraction.extract import extract
from projects.extraction.scopes import Scope
from projects.model.registry import Document


def names(content: str, title: str = "重点工程") -> list[str]:
    document = Document("d", "d.txt", scope="南京市", period_start=2026, period_end=2030)
    text = f"第一章 总则\n正文一句。\n专栏1 {title}\n{content}\n"
    return [one.name for one in extract(document, text, Scope(document)).mentions if one.listed]


FORMS: dict[str, list[str]] = {
    # what a quoted word stands for; the layout of a city is none
    "1．“两城”：指紫金山科技城和麒麟科技城，重点聚焦战略科技力量培育。": ["紫金山科技城", "麒麟科技城"],
    "1．“两港”：指长三角智能制造与装备创新港和六合产业科技创新港，重点深化校地企协同联动。": [
        "长三角智能制造与装备创新港",
        "六合产业科技创新港",
    ],
    "1．“两中心”：指全国高校区域技术转移转化中心生物医药、信息通信分中心，重点提升科技成果转移转化效能。": [
        "全国高校区域技术转移转化中心生物医药、信息通信分中心"
    ],
    # a sentence that only builds a list
    "2．重大科技基础设施：建设未来网络试验设施（CENI）、原子级制造重大科技基础设施、"
    "全场景电磁孪生试验设施、仿生人体生命支持及测控设施等。": [
        "未来网络试验设施（CENI）",
        "原子级制造重大科技基础设施",
        "全场景电磁孪生试验设施",
        "仿生人体生命支持及测控设施",
    ],
    # short routes stand alone
    "轨道交通：南京北站、北沿江高铁、宁淮城际铁路、宁宣铁路、宁扬宁马铁路、宁马线、宁滁线、宁（仪）扬线": [
        "南京北站",
        "北沿江高铁",
        "宁淮城际铁路",
        "宁宣铁路",
        "宁扬宁马铁路",
        "宁马线",
        "宁滁线",
        "宁（仪）扬线",
    ],
    # a verb before the name in a label
    "打造长江路文博街区：以长江路为轴，整体打造“都会文博区”，集中展现南京历史底蕴与人文氛围。"
    "推动场馆开放，强化与城市公共空间相链接，挖潜街边空间打造“迷你博物馆”。": ["长江路文博街区"],
}


@pytest.mark.parametrize("content", FORMS)
def test_the_names_of_a_box_are_read(content: str) -> None:
    assert names(content) == FORMS[content]


def test_a_number_of_things_on_a_numbered_line_is_no_name() -> None:
    content = (
        "\n01\n\n5个世界级地标商圈\n\n（天河路—珠江新城、广州塔—琶洲、金融城—黄埔湾、长隆—万博、白鹅潭）\n\n"
        "建设珠江太古里、华润万象城等高端商业综合体，加快马场地块开发，提高金融城岭南风情街、广州塔南广场等"
        "商业运营品质，大力吸引知名品牌开设高能级的区域首店。\n\n02\n\n2个具有世界影响力的岭南特色商圈\n\n（\n\n"
        "北京路—海珠广场、\n\n大西关\n\n）\n\n建设北京路步行街商业主轴、海珠广场至文德路慢行休闲轴，"
        "提升上下九路步行街、恩宁路周边街区体验和风貌。\n"
    )
    found = names(content, "国际知名商圈建设行动")
    assert any(name.startswith("珠江太古里") for name in found)
    assert not any("世界级地标商圈" in name for name in found)


def test_a_class_below_a_programme_is_no_project() -> None:
    content = (
        "2．智慧交通创新工程：建设交通智慧管理、交通信号区域自适应控制等项目，提升治堵保畅智能化水平。\n"
        "3．物质文化遗产保护挖掘工程：推进明故宫遗址、南朝陵墓石刻保护展示、大报恩寺二期等一批大遗址保护项目。"
    )
    found = names(content)
    assert not any("交通" in name for name in found)
    assert "明故宫遗址" in found


def test_labels_beside_labels_that_are_names_are_names() -> None:
    content = (
        "禄口新城    建设南京承载国际化功能、展示国际化形象的枢纽门户地区。\n"
        "龙潭新城    强化交通枢纽建设，高标准打造产城融合的海港经济新城。\n"
        "板桥新城    打造现代化滨江新城，高标准建设新滨江中心，提升雨花经开区、古雄街道的城市功能。\n"
        "淳化新城    加快方山、梅龙湖周边地区的功能升级，推进江宁高新区提档升级。"
    )
    assert names(content, "九大新城发展指引") == ["禄口新城", "龙潭新城", "板桥新城", "淳化新城"]


def test_many_empty_lines_close_a_box_of_plain_paragraphs() -> None:
    content = (
        "\n嘉定新城强化沪宁廊道开放创新节点作用，高标准建设嘉定新城商务区，打造创新活力新城。\n\n"
        "青浦新城加强战略联动，提升企业出海服务功能，有序推进青浦新城商务区建设。\n"
        + "\n" * 8
        + "加快建设南京江北新区机器人产业园。"
    )
    assert {"嘉定新城商务区", "青浦新城商务区"} <= set(names(content, "因城施策推动新城发展"))
    assert not any("机器人" in name for name in names(content, "因城施策推动新城发展"))
