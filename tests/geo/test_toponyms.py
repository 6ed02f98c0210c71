"""Place names in running text: what is one, what only looks like one."""

import pytest

from geo.gazetteer_tables import load_gazetteer
from geo.toponyms import find_toponyms

CITY, DISTRICT, EAST = "371500", "371502", "371524"


def places(text, scope=CITY, year=None):
    gazetteer = load_gazetteer()
    found, _ = find_toponyms(text, gazetteer, gazetteer.place(scope), year=year)
    return [toponym.place.name if toponym.place else None for toponym in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("韩集文旅小镇", ["韩集镇"]),
        ("莘县古云医养院", ["莘县", "古云镇"]),
        ("闫寺中心小学", ["闫寺街道"]),
        ("区中医院郑家分院", ["郑家镇"]),
        ("广平中心卫生院", ["广平镇"]),
        ("开发区金融中心", ["聊城经济技术开发区"]),
        ("高新区国环现代生态农业园", ["聊城高新技术产业开发区"]),
        ("梁水镇镇卫生院", ["梁水镇镇"]),
        ("梁水镇运河古镇", ["梁水镇镇"]),
        ("沙镇镇葫芦小镇", ["沙镇镇"]),
        ("沙镇呱嗒小镇", ["沙镇镇"]),
        ("侯营镇、广平镇、沙镇", ["侯营镇", "广平镇", "沙镇镇"]),
        ("在平县信发街道", ["茌平区", "信发街道"]),
        ("茌平肖庄镇", ["茌平区", "肖家庄镇"]),
        ("新区街道江北水城小镇", ["新区街道"]),
        ("青年路街道", ["青年路街道"]),
        ("东阿县刘集镇", ["东阿县", "刘集镇"]),
        ("东阿县刘集", ["东阿县", "刘集镇"]),
        ("刘集镇", ["刘集镇"]),
        ("高唐县人和街道", ["高唐县", "人和街道"]),
        ("茌平区振兴街道", ["茌平区", "振兴街道"]),
        ("莘县古城", ["莘县", "古城镇"]),
        ("郑家镇至堂邑镇公路", ["郑家镇", "堂邑镇"]),
        ("冯官屯镇韩集村高标准农田", ["冯官屯镇"]),  # a village in the town before it
        ("唐园镇潘庄镇产业园", ["唐园镇", "潘庄镇"]),
        ("北馆陶镇遗址", ["北馆陶镇"]),
        ("聊城北城橡胶坝", ["聊城市", "北城街道"]),
    ],
)
def test_places_in_a_text(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "清平路改造",  # streets named after towns
        "平原路",
        "向阳路",
        "香江路",
        "堂邑东路",
        "郑家大街",
        "新华路拓宽",
        "松桂大街",
        "松桂路小学",
        "位山灌区",  # in several counties, not at one of them
        "东阿灌区",
        "沙镇河",
        "江北水城·欢乐小镇",  # in 新区街道, not in the 旅游度假区
        "上海爱谱华顿",  # companies
        "浙江四通",
        "曲江新鸥鹏",
        "东莞市魔方",
        "中住（北京）",
        "金帝、人和",
        "汇鑫纺织",
        "产业振兴",  # everyday words
        "老城区古城保护",
        "刘集",  # in two counties
        "古城",
        "泉林",
        "顺达",
        "银河",
        "德州",  # off the map
        "邯郸",
        "平阴",
        "台前",
        "晏城",
        "泰国",
        "广平县合作产业园",  # a county of another province
        "河北馆陶",
        "凤凰新城",
    ],
)
def test_what_is_no_place_here(text):
    assert places(text) == []


def test_names_passed_over_say_why():
    gazetteer = load_gazetteer()
    reasons = {
        text: [(one.text, one.reason) for one in find_toponyms(text, gazetteer, gazetteer.place(CITY))[1]]
        for text in ("清平路", "金帝、人和")
    }
    assert reasons == {
        "清平路": [("清平", "清平路 is a street, river or line, not the place 清平")],
        "金帝、人和": [("人和", "人和 is an everyday word or a company's name here")],
    }


@pytest.mark.parametrize(
    ("text", "scope", "expected"),
    [
        ("开发区金融中心", DISTRICT, ["嘉明经济开发区"]),
        ("开发区金融中心", EAST, []),
        ("沙镇镇", EAST, []),
        ("刘集", EAST, ["刘集镇"]),
        ("高铁新城", DISTRICT, ["高铁新区"]),
        ("凤凰工业园", DISTRICT, ["凤凰工业园"]),
        ("凤凰街道", DISTRICT, ["凤凰街道"]),
    ],
)
def test_the_scope_decides(text, scope, expected):
    assert places(text, scope) == expected


def test_ambiguous_name_is_decided_by_the_county_before_it():
    gazetteer = load_gazetteer()
    found, _ = find_toponyms("徐州市鼓楼区", gazetteer, gazetteer.place("320000"))
    assert [toponym.place.code for toponym in found] == ["320300", "320302"]
    found, _ = find_toponyms("鼓楼区", gazetteer, gazetteer.place("320000"))
    assert [toponym.place for toponym in found] == [None]
    assert {match.place.code for match in found[0].matches} == {"320106", "320302"}


def test_spans_lie_where_the_names_stand():
    gazetteer = load_gazetteer()
    text = "支持莘县古云、郑家镇和开发区发展"
    found, _ = find_toponyms(text, gazetteer, gazetteer.place(CITY))
    assert [text[toponym.start : toponym.end] for toponym in found] == [toponym.text for toponym in found]
    assert [toponym.text for toponym in found] == ["莘县", "古云", "郑家镇", "开发区"]
