"""What tables of known ground say of a record: real names, and what must stay where it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.gazetteer_tables import load_gazetteer
from projects.extraction.scopes import Scope
from projects.georeferencing.areas import Areas
from projects.georeferencing.courses import course_of
from projects.georeferencing.known import KnownGround
from projects.georeferencing.sharing import shared
from projects.model.records import Record, from_frame, read_records
from projects.model.registry import Document

GAZETTEER, AREAS = load_gazetteer(), Areas()
KNOWN = KnownGround(GAZETTEER, AREAS)
BLANK = from_frame(read_records().head(1))[0]
CODES = {"聊城市": ("371500", "city"), "东昌府区": ("371502", "county"), "莘县": ("371522", "county")}


def record(name: str, area: str = "聊城市", **values: object) -> Record:
    code, level = CODES[area]
    coarse = replace(
        BLANK,
        name=name,
        place=area,
        place_code=code,
        level=level,
        county="",
        county_code="",
        town="",
        park="",
        method="scope",
        evidence=f"scope: {area}",
        status="candidate",
        entity="",
        project="",
        lon=None,
        lat=None,
    )
    return replace(coarse, **values)  # type: ignore[arg-type]


def refined(name: str, area: str = "聊城市", issued: str = "2021", **values: object) -> Record:
    scope = Scope(Document("d", "d.txt", scope=area, issued=issued))
    return KNOWN.refine(record(name, area, **values), scope)[0]


@pytest.mark.parametrize(
    ("name", "method", "place", "level"),
    [
        ("祥光铜业精炼电解扩建项目", "company register", "祥光生态工业园", "park"),
        ("山东嘉华5万吨大豆蛋白深加工产业链延伸项目", "company register", "莘县", "county"),
        ("绿亚禽业肉鸡宰杀深加工项目", "company register", "堂邑镇", "town"),
        ("聊城站综合客运枢纽", "facility", "聊城站", "site"),
        ("孔繁森同志纪念馆", "facility", "古楼街道", "town"),
        ("京九铁路聊城站站房改造工程", "facility", "聊城站", "site"),
        ("邯济铁路扩能改造", "line", "聊城市", "city"),
        ("青银高速（G20）-高邢高速（S14）聊城段", "line", "聊城市", "city"),
    ],
)
def test_known_ground_places_what_the_plan_leaves_open(
    name: str, method: str, place: str, level: str
) -> None:
    found = refined(name)
    assert (found.method, found.place, found.level) == (method, place, level)
    assert found.evidence.startswith(f"{method}: ") and found.evidence.endswith("scope: 聊城市")


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("鲁西集团退城进园项目", "聊城市"),  # it is to leave
        ("鲁西集团第一化肥有限公司", "聊城市"),  # a works of its own
        ("祥光铜业光伏发电项目", "聊城市"),  # in the fields
        ("时风中学改建", "聊城市"),  # a house
        ("绿亚禽业肉鸡宰杀深加工项目", "莘县"),  # the seat lies in another county
        ("铁路聊城站和公路聊城西站", "聊城市"),  # two things
        ("徒骇河支流河道治理", "聊城市"),  # not the river itself
        ("运河码头", "东昌府区"),  # a thing at the canal
        ("黄河故道生态农耕旅游区", "聊城市"),
        ("东昌—莘县现代农业联合体", "聊城市"),  # two names and no road
        ("高唐至台前至聊城高速公路", "聊城市"),  # it turns back: two roads printed as one
        ("甲乙丙项目", "聊城市"),
    ],
)
def test_what_must_stay_where_it_is(name: str, area: str) -> None:
    assert refined(name, area) == record(name, area)


def test_what_the_document_says_stands_first() -> None:
    town = record(
        "祥光铜业精炼电解扩建项目", level="town", place="古云镇", place_code="371522109", method="name"
    )
    scope = Scope(Document("d", "d.txt", scope="聊城市", issued="2021"))
    assert KNOWN.refine(town, scope) == (town, [])
    edited = record("祥光铜业精炼电解扩建项目", status="edited")
    assert KNOWN.refine(edited, scope) == (edited, [])


def test_a_site_chosen_later_places_no_older_plan() -> None:
    assert refined("聊城民用机场", issued="2024").place == "郑家镇"
    assert refined("聊城机场项目", issued="2016").place == "聊城市"


def test_a_road_named_by_its_ends_is_a_line_and_no_pin() -> None:
    ends = record("鱼山镇-俎店镇", level="multi", place="鱼山镇|俎店镇", method="name", lon=115.9, lat=36.2)
    found, _ = KNOWN.refine(ends, Scope(Document("d", "d.txt", scope="聊城市", issued="2016")))
    course = course_of(ends.name)
    assert (found.method, found.level, found.lon, found.lat) == ("line", "multi", None, None)
    assert course is not None and course.is_approximate and course.has_ends
    assert course.geometry.geom_type == "LineString"


def test_a_section_is_cut_out_of_the_line() -> None:
    whole, part = course_of("德商高速"), course_of("德商高速夏津至聊城段")
    assert whole is not None and part is not None
    assert part.geometry.length < whole.geometry.length


def test_a_place_is_shared_by_the_mentions_of_a_project() -> None:
    fine = replace(
        refined("绿亚禽业肉鸡宰杀深加工项目"),
        id="a",
        project="p1",
        document="one",
        section="专栏2",
        item="8(4)",
    )
    coarse = record("绿亚肉鸡项目", id="b", project="p1")
    elsewhere = record("绿亚肉鸡项目", "莘县", id="c", project="p1")
    found = shared([fine, coarse, elsewhere], GAZETTEER, AREAS)
    assert [one.place for one in found] == ["堂邑镇", "堂邑镇", "莘县"]
    assert (found[1].method, found[1].lon) == ("project", fine.lon)
    assert found[1].evidence.startswith("project: one 专栏2(8(4)) ∈ 堂邑镇")


def test_places_that_disagree_are_not_shared() -> None:
    one = replace(refined("绿亚禽业肉鸡宰杀深加工项目"), id="a", project="p1")
    two = replace(refined("祥光铜业精炼电解扩建项目"), id="b", project="p1")
    coarse = record("甲乙项目", id="c", project="p1")
    assert shared([one, two, coarse], GAZETTEER, AREAS)[2] == coarse
