"""The chain of places: every step by name, every trap, and never closer than the text supports."""

from __future__ import annotations

import pytest

from projects.extraction.scopes import Scope
from projects.georeferencing.facts import Fact, FactBook
from projects.georeferencing.place import Placement, place
from projects.model.registry import Document
from projects.vocabulary.rules import rules
from tests.georeferencing.mentions import mention

DISTRICT, CITY, ZONE = "东昌府区", "聊城市", "聊城经济技术开发区"
SCOPES = {
    name: Scope(Document("d", "d.txt", scope=name, issued="2021")) for name in (DISTRICT, CITY, ZONE, "")
}


def placed(name: str, scope: str = DISTRICT, facts: list[Fact] | None = None, **values: object) -> Placement:
    return place(mention(name, **values), SCOPES[scope], FactBook(facts or []))


def fact(entity: str, town: str, *, company: bool = False, strength: int = 1, area: str = "371502") -> Fact:
    (match, *_) = SCOPES[CITY].gazetteer.lookup(town, within=SCOPES[DISTRICT].place)
    return Fact(entity, match.place, "other", "专栏10", "1", strength, company, area)


def summary(found: Placement) -> tuple[str, str, str]:
    return "|".join(place.name for place in found.places), found.level, found.method


METHODS = {  # each step of the chain
    "name": (placed("沙镇医疗康复一体化病房"), ("沙镇镇", "town", "name")),
    "name, of a park": (placed("嘉明经济开发区建成区设施提升项目"), ("嘉明经济开发区", "park", "name")),
    "name, of two": (placed("堂邑福禄文旅小镇、沙镇绿色蔬菜小镇"), ("堂邑镇|沙镇镇", "multi", "name")),
    "name, of a county": (placed("东阿县肉驴规模化养殖项目", CITY), ("东阿县", "county", "name")),
    "item": (placed("宜居乡村建设项目", text="宜居乡村建设项目。在侯营镇建设。"), ("侯营镇", "town", "item")),
    "subject": (placed("国际会展中心", subject="高铁新区", listed=False), ("高铁新区", "park", "subject")),
    "category": (placed("甲乙丙园", CITY, category="临清"), ("临清市", "county", "category")),
    "fact, of the thing": (
        placed("中国轴承保持器产业振兴基地", facts=[fact("中国轴承保持器产业振兴基地", "郑家镇")]),
        ("郑家镇", "town", "fact"),
    ),
    "fact, of the company": (
        placed("山东金帝高端装备零部件项目", facts=[fact("金帝", "郑家镇", company=True)]),
        ("郑家镇", "town", "fact"),
    ),
    "responsible": (
        placed("中华葫芦文化园", responsible=("区文旅局", "侯营镇政府")),
        ("侯营镇", "town", "responsible"),
    ),
    "scope": (placed("义和轴承滚子轴承项目"), ("东昌府区", "county", "scope")),
    "scope, of a city": (placed("中央厨房供应体系建设项目", CITY), ("聊城市", "city", "scope")),
    "abroad": (placed("冠丰种业巴西油棕种植项目", CITY), ("", "none", "abroad")),
    "none": (placed("甲乙丙项目", ""), ("", "none", "none")),
}


@pytest.mark.parametrize("step", METHODS)
def test_every_step_of_the_chain(step: str) -> None:
    found, expected = METHODS[step]
    assert summary(found) == expected
    assert 0 < found.confidence <= 1
    assert found.evidence or found.level == "none"


TRAPS = {  # names that look like places and are none here
    "streets are no towns": [
        placed("清平路项目", CITY),
        placed("平原路项目"),
        placed("向阳路项目"),
        placed("松桂大街"),
    ],
    "firms named after a city": [
        placed("上海爱谱华顿集团5G数据中心建设项目"),
        placed("中住（北京）数据科技有限公司住建云"),
        placed("曲江新鸥鹏大运河国际文化港项目"),
    ],
    "an irrigation district is not at the place of its name": [placed("位山灌区节水改造项目")],
    "rivers and lines are not at one town": [
        placed("聊位河水体治理工程"),
        placed("郑济高铁", facts=[fact("郑济高铁", "郑家镇")]),
        placed("班滑河河道治理项目", facts=[fact("班滑河河道治理项目", "郑家镇")]),
    ],
    "a firm of one name in another area": [
        placed("金帝装备项目", facts=[fact("金帝", "郑家镇", company=True, area="371500")])
    ],
    "names that two firms bear": [placed("泉林纸业项目", facts=[fact("泉林", "郑家镇", company=True)])],
    "all towns at once": [placed("乡村提升项目", responsible=("各镇政府", "侯营镇政府"))],
    "two towns that are responsible": [placed("联合项目", responsible=("侯营镇政府", "沙镇镇政府"))],
    "a street, a school and a river of one name": [
        placed("松桂路小学"),
        placed("松桂河治理"),
        placed("松桂大街改造"),
    ],
    "towns of one name in two counties": [placed("刘集供水工程", CITY), placed("古城保护工程", CITY)],
    "names that a firm, a school or a park may bear": [
        placed("顺达项目", facts=[fact("顺达", "郑家镇", company=True)]),
        placed("银河项目", facts=[fact("银河", "郑家镇", company=True)]),
        placed("人和中学", facts=[fact("人和", "郑家镇", company=True)]),
    ],
    "goods are no firms": [
        placed("氧化铝项目", facts=[fact("氧化铝", "郑家镇")]),
        placed("蔬菜生产基地建设项目", facts=[fact("蔬菜生产基地", "沙镇")]),
        placed("高端装备制造产业集群", facts=[fact("高端装备制造", "郑家镇", strength=2)]),
    ],
    "a firm of two letters known by its county, in another plan": [
        place(
            mention("福和家居项目", document="third"),
            SCOPES[DISTRICT],
            FactBook([fact("福和", "郑家镇", company=True, strength=3)]),
        )
    ],
    "partners, markets and neighbours off the map": [
        placed("洛阳研究院合作项目", CITY),
        placed("浙江四通新能源项目", CITY),
        placed("东莞市魔方互联网产业园", CITY),
        placed("德州至聊城输气管道", CITY),
        placed("邯郸至济南铁路", CITY),
        placed("平阴黄河大桥", CITY),
        placed("台前物流园合作项目", CITY),
        placed("晏城快速路", CITY),
        placed("广平县合作产业园", CITY),
        placed("河北馆陶合作产业园", CITY),
    ],
    "one end of a line": [placed("徒骇河城区至沙镇段治理"), placed("城区至沙镇快速路")],
    "a base that is no industrial base": [placed("实训基地建设"), placed("研学基地提升工程")],
    "only a part of a list is named": [placed("闫寺中心小学、嘉城实验小学")],
}


@pytest.mark.parametrize("trap", TRAPS)
def test_traps_stay_at_the_area_of_the_document(trap: str) -> None:
    for found in TRAPS[trap]:
        assert found.method == "scope"
        assert found.level in ("county", "city")


def test_a_place_of_its_own_name_is_in_the_town_that_a_plan_puts_it_in() -> None:
    """欢乐小镇 bears the name of a zone (江北水城) and lies in 新区街道."""
    said = [fact("江北水城·欢乐小镇", "新区街道")]
    assert summary(placed("江北水城·欢乐小镇", facts=said)) == ("新区街道", "town", "fact")
    assert placed("江北水城·欢乐小镇").method == "scope"
    assert placed("泰国橡胶合作项目", CITY).level == "none"


@pytest.mark.parametrize("county", ["东阿县", "茌平区"])
def test_the_county_decides_between_towns_of_one_name(county: str) -> None:
    found = placed(f"{county}刘集供水工程", CITY)
    assert found.places[0].name in ("刘集镇", county)
    assert SCOPES[CITY].gazetteer.county_of(found.places[0]).name == county


def test_the_same_thing_named_in_full_is_placed_by_its_class() -> None:
    said = [fact("中国轴承保持器产业振兴基地", "郑家镇")]
    assert placed("轴承保持器产业振兴基地", facts=said, document="other").method == "fact"
    assert placed("产业振兴基地", facts=said, document="other").method == "scope"


def test_what_was_considered_and_not_taken_is_kept() -> None:
    two = [fact("金帝", "郑家镇", company=True), fact("金帝", "沙镇", company=True)]
    found = placed("山东金帝装备项目", facts=two)
    assert summary(found) == ("东昌府区", "county", "scope")
    assert sum("several places bear it" in text for text in found.rejected) == 2
    assert any("清平路 is a street" in text for text in placed("清平路项目", CITY).rejected)


def test_a_stronger_statement_wins() -> None:
    facts = [fact("金帝", "郑家镇", company=True), fact("金帝", "沙镇", company=True, strength=3)]
    assert summary(placed("山东金帝装备项目", facts=facts)) == ("郑家镇", "town", "fact")


def test_the_same_name_means_another_place_in_another_plan() -> None:
    """开发区 is one zone in the city's plans and a park in the district's."""
    city, district = placed("开发区金融中心", CITY), placed("开发区金融中心")
    assert [place.name for place in city.places] == ["聊城经济技术开发区"]
    assert [place.name for place in district.places] in (["嘉明经济开发区"], ["东昌府区"])
    assert [place.name for place in city.places] != [place.name for place in district.places]


@pytest.mark.parametrize(
    ("scope", "name", "county"),
    [
        ("洛阳市", "嵩县萤石高值化利用项目", "嵩县"),
        ("洛阳市", "偃师区钛合金精密铸件基地", "偃师区"),
        ("宜昌市", "秭归县脐橙精深加工产业园", "秭归县"),
        ("洛阳市", "甲乙丙项目", "洛阳市"),
        ("章丘区", "甲乙丙项目", "章丘区"),
    ],
)
def test_counties_of_other_cities(scope: str, name: str, county: str) -> None:
    other = Scope(Document("d", "d.txt", scope=scope, issued="2022"))
    found = place(mention(name), other, FactBook([]))
    assert [one.name for one in found.places] == [county]


def test_former_names_hold_in_old_plans() -> None:
    old = Scope(Document("d", "d.txt", scope=CITY, issued="2016"))
    found = place(mention("茌平县甲乙项目"), old, FactBook([]))
    assert [one.name for one in found.places] == ["茌平区"]


@pytest.mark.parametrize("row", rules("confidence"), ids=lambda row: str(row["method"]))
def test_no_method_is_surer_than_labels_allow(row: dict[str, str]) -> None:
    """The stated confidence lies inside the 95% interval of what labels found right, or a little below."""
    sure = float(row["confidence"])
    if not row["labels"]:
        assert sure <= 0.95
        assert row["basis"].startswith("no label")
        return
    right, tried, z = int(row["right"]), int(row["labels"]), 1.96
    share = right / tried
    middle = (share + z * z / 2 / tried) / (1 + z * z / tried)
    half = z * (share * (1 - share) / tried + z * z / 4 / tried**2) ** 0.5 / (1 + z * z / tried)
    assert middle - half - 0.01 <= sure <= middle + half
    assert sure < 1


@pytest.mark.parametrize(
    "name",
    [
        "湛徐高速沙镇支线扩建工程",  # the town that a long line reaches
        "沙镇口岸高速公路",
        "G330（沙镇至陈瑶湖段）",  # one end, the other is not known
        "沙镇-甘河农场项目",
        "沙镇东二路",
        "郑家湾电厂",
        "郑家溪大桥",
    ],
)
def test_a_line_or_a_feature_is_not_at_the_town_in_its_name(name: str) -> None:
    assert summary(placed(name, CITY))[:2] == (CITY, "city")


@pytest.mark.parametrize("name", ["沙镇高速出口", "京九铁路沙镇站", "沙镇县域医疗次中心", "郑家县级示范园"])
def test_what_stands_at_a_line_is_at_its_town(name: str) -> None:
    assert summary(placed(name, CITY))[1] == "town"


def test_a_line_between_a_town_and_its_county_is_in_the_county() -> None:
    assert summary(placed("古云-莘县供水管线", CITY)) == ("莘县", "county", "name")


def test_a_heading_that_only_speaks_of_a_place_places_nothing() -> None:
    spoken = placed("甲乙丙园", CITY, category="着力建设一流旅游城市和沙镇世界级旅游景区")
    assert summary(spoken)[1:] == ("city", "scope")
    assert summary(placed("甲乙丙园", CITY, category="沙镇：特色小镇"))[0] == "沙镇镇"


def test_the_name_of_a_county_is_no_thing_of_a_town() -> None:
    county = placed("莘县智慧仓储物流园二期", CITY, facts=[fact("莘县", "郑家镇", area="371500")])
    assert "郑家镇" not in summary(county)[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("太原地铁1号线", ("太原市", "city", "name")),
        ("晋中国家骨干冷链物流基地", ("晋中市", "city", "name")),
        ("山西大水网工程", ("山西省", "none", "scope")),
    ],
)
def test_a_plan_of_a_province_names_its_cities(name: str, expected: tuple[str, str, str]) -> None:
    found = place(mention(name), Scope(Document("d", "d.txt", scope="山西省")), FactBook([]))
    assert (found.places[0].name, found.level, found.method) == expected
