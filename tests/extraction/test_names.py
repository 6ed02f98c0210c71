"""The parts of a name: the region before it, letters of its own, what closes it."""

from __future__ import annotations

import pytest

from projects.extraction.names import head_core, is_shared, key, whole_names, without_region


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("聊城市裕丰轨道年产1500万件轨道装备项目", "裕丰轨道年产1500万件轨道装备项目"),
        ("山东力得年产100万套制动器项目", "力得年产100万套制动器项目"),
        ("河南省洛阳市甲乙项目", "甲乙项目"),
        ("新建甲乙项目", "甲乙项目"),
        ("“梦幻后姜”乡村旅游综合体", "梦幻后姜乡村旅游综合体"),
        ("山东", "山东"),
    ],
)
def test_regions_before_a_name_go(name: str, bare: str) -> None:
    assert without_region(name) == bare


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("聊城绿亚商城建设项目", "绿亚商城建设项目", True),
        ("聊城数据湖产业园", "聊城数据湖产业园项目", True),
        ("山东齐鲁漆业有限公司", "齐鲁漆业", True),
        ("航昊轴承", "义和轴承", False),
    ],
)
def test_one_key_for_the_same_thing(one: str, other: str, is_same: bool) -> None:
    assert (key(one) == key(other)) is is_same


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("山东金帝高端装备关键零部件项目", "金帝"),
        ("航昊轴承年产1000万套", "航昊"),
        ("高端装备产业园", ""),
        ("老旧小区改造项目", ""),
        ("5G基站项目", ""),
    ],
)
def test_letters_of_its_own_at_the_head(name: str, core: str) -> None:
    assert head_core(name).startswith(core) if core else head_core(name) == ""


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("闫寺中心小学、嘉明实验小学", ["闫寺中心小学", "嘉明实验小学"]),
        ("堂邑福禄文旅小镇、沙镇绿色蔬菜小镇", ["堂邑福禄文旅小镇", "沙镇绿色蔬菜小镇"]),
        ("顾庄路、奥体路、魏大庙街等海绵城市道路工程", ["顾庄路、奥体路、魏大庙街等海绵城市道路工程"]),
        ("鑫大变压器220KV、500KV超高压变压器项目", ["鑫大变压器220KV、500KV超高压变压器项目"]),
        ("双良硅材料40GW单晶硅一期、二期项目", ["双良硅材料40GW单晶硅一期、二期项目"]),
        ("县城南部新区路网、管网建设项目", ["县城南部新区路网、管网建设项目"]),
        ("电大路项目（含二干渠桥、新水河桥）", ["电大路项目（含二干渠桥、新水河桥）"]),
    ],
)
def test_an_item_of_several_whole_names(name: str, parts: list[str]) -> None:
    assert whole_names(name) == parts


def test_names_that_several_firms_bear() -> None:
    assert is_shared("泉林") and is_shared("鲁西")
    assert not is_shared("金帝")
