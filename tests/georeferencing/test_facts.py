"""What documents say about who is where, and which statements a project may use."""

from __future__ import annotations

import pytest

from projects.extraction.extract import extract
from projects.extraction.mention import Mention
from projects.extraction.scopes import Scope
from projects.georeferencing.facts import Fact, FactBook, read_facts
from projects.model.registry import Document


def facts_of(text: str, scope: str = "东昌府区") -> dict[str, tuple[str, int]]:
    document = Document("d", "d.txt", scope=scope, issued="2021")
    area = Scope(document)
    found = read_facts(extract(document, text, area), area)
    return {fact.entity: (fact.place.name, fact.strength) for fact in found}


POSITIONING = (
    "第一章 镇域\n正文一句。\n专栏10：镇域经济发展定位\n"
    "8.郑家镇。发展定位：轴承。产业定位：依托金帝、人和等企业，做强轴承。\n"
    "9.沙镇。依托立海食品，发展养殖。\n"
)


def test_a_town_names_what_is_in_it() -> None:
    found = facts_of(POSITIONING)
    assert found["金帝"] == ("郑家镇", 1) and found["人和"] == ("郑家镇", 1)
    assert found["立海食品"] == ("沙镇镇", 1)


def test_a_base_lies_where_the_park_is_that_it_relies_on() -> None:
    text = "第一章 制造业\n第二节 集群\n南部新能源汽车基地。依托凤凰工业园和中通、力得等企业，打造产业。\n"
    found = facts_of(text)
    assert found["南部新能源汽车基地"] == ("凤凰工业园", 2)
    assert found["中通"][0] == found["力得"][0] == "凤凰工业园"


def test_a_plan_of_the_city_puts_the_county_before_the_name() -> None:
    text = (
        "第一章 农业\n正文一句。\n专栏1 重点项目\n"
        "甲：临清润林牧业年产60万只湖羊项目，临清奥博特5000吨铜箔项目，阳谷凤栖湖养殖项目。\n"
    )
    city = facts_of(text, "聊城市")
    assert city["润林牧业"] == ("临清市", 3), "a firm by its word"
    assert city["奥博特"] == ("临清市", 3), "a firm by its place in a list"
    assert not any("凤栖湖" in entity for entity in city), "waters run on"
    assert facts_of(text, "东昌府区") == {}


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("保护临清舍利塔，建设莘县香瓜研发中心。", "聊城市"),
        ("推动高新区晋升国家级开发区。", "聊城市"),
        ("加快新都天府动力源建设。", "成都市"),
        ("推广姑苏早点来品牌，打造常熟长三角电影产业。", "苏州市"),
    ],
)
def test_what_has_no_name_of_a_firm_or_facility_is_no_fact(text: str, scope: str) -> None:
    found = facts_of(f"第一章 任务\n第一节 甲\n{text}\n", scope)
    assert not {entity for entity in found if entity[:2] in ("舍利", "香瓜", "晋升", "天府", "早点", "长三")}


def test_what_stands_under_a_town_without_a_name_of_its_own_is_none() -> None:
    text = (
        "第一章 镇域\n正文一句。\n专栏10：镇域经济发展定位\n"
        "14.沙镇。依托穆桂英、林果、立海种鸭养殖，发展文旅。\n"
    )
    assert set(facts_of(text)) == {"立海种鸭养殖"}


def test_a_firm_that_a_district_lists_is_of_the_district() -> None:
    text = (
        "第一章 工业\n正文一句。\n专栏3：重点项目\n"
        "1.新材料：（1）聊城市三晶新材料金刚石产品项目（2）孔繁森红色教育项目\n"
    )
    found = facts_of(text)
    assert found["三晶新材料"] == ("东昌府区", 4)
    assert not any(entity.startswith("孔繁森") for entity in found)
    assert "三晶新材料" not in facts_of(text, "聊城市"), "the plan of a city tells no county"


def test_the_plan_of_the_city_takes_a_firm_from_the_district() -> None:
    names = ("东昌府区", "聊城市")
    district, city = (Scope(Document("d", "d.txt", scope=name, issued="2021")) for name in names)
    place = district.place
    assert place is not None
    facts = FactBook([Fact("鑫大变压器", place, "d", "专栏3", "3(3)", 4, True, place.code)])
    name = "鑫大变压器220千伏变压器项目"
    asked = Mention("city", "专栏1", "1", True, name, "", "", name, (0, 9))
    assert [fact.place.name for fact in facts.about(asked, city)] == ["东昌府区"]
    assert facts.about(asked, district) == [], "its own plan says it of the project itself"


@pytest.mark.parametrize(
    "text", ["依托资源优势，发展产业。", "依托沿线城镇，打造走廊。", "依托龙头企业，壮大集群。"]
)
def test_general_words_are_no_facts(text: str) -> None:
    assert facts_of(f"第一章 任务\n第一节 甲\n{text}\n") == {}


def test_evidence_tells_document_section_and_item() -> None:
    document = Document("a-plan", "d.txt", scope="东昌府区", issued="2021")
    area = Scope(document)
    found = read_facts(extract(document, POSITIONING, area), area)
    lines = [fact.evidence() for fact in found]
    assert "a-plan 专栏10(8): 金帝 ∈ 郑家镇" in lines


def test_the_order_of_facts_does_not_matter() -> None:
    scope = Scope(Document("d", "d.txt", scope="东昌府区", issued="2021"))
    towns = [scope.gazetteer.lookup(name, within=scope.place)[0].place for name in ("郑家镇", "沙镇", "堂邑")]
    facts = [
        Fact("金帝", town, "d", "专栏10", "1", strength, True, "371502")
        for strength, town in enumerate(towns, 1)
    ]
    name = "山东金帝装备项目"
    asked = Mention("d", "专栏1", "1", True, name, "", "", name, (0, 9))
    one = [fact.place.name for fact in FactBook(facts).about(asked, scope)]
    other = [fact.place.name for fact in FactBook(reversed(facts)).about(asked, scope)]
    assert one == other == ["郑家镇", "沙镇镇", "堂邑镇"]
