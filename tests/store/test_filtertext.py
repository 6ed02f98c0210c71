"""A filter in words: a chip for every condition, in both languages."""

from __future__ import annotations

from projects.store.filters import Filters, Near
from projects.store.filtertext import describe

SQUARE = "POLYGON ((115.7 36.4, 115.75 36.4, 115.75 36.45, 115.7 36.45, 115.7 36.4))"


def test_chips_name_every_condition_and_lift_it() -> None:
    filters = Filters(
        industry=("bearings", "machinery"),
        document=("dongchangfu-14fyp",),
        county=("371502",),
        level=("town",),
        year_from=2016,
        year_to=2020,
        text="<b>轴承</b>",
        within=SQUARE,
        near=Near(116, 36.4, 5),
    )
    zh, en = describe(filters), describe(filters, "en")
    assert [chip.label for chip in zh] == [
        "轴承及保持器",
        "装备与汽车",
        "东昌府区 五年规划纲要 2021–2025",
        "东昌府区",
        "镇街",
        "2016–2020",
        "<b>轴承</b>",
        "范围 24.9 km²",
        "5 km · 116, 36.4",
    ]
    assert [chip.label for chip in en][:3] == [
        "Bearings and cages",
        "Machinery and vehicles",
        "Dongchangfu District, Five-Year Plan 2021–2025",
    ]
    assert [chip[:2] for chip in zh] == [chip[:2] for chip in en]
    for chip in zh:
        filters = filters.without(chip.key, chip.value)
    assert filters == Filters()


def test_open_ended_years() -> None:
    assert [describe(Filters(**{key: 2020}))[0].label for key in ("year_from", "year_to")] == [
        "2020–",
        "–2020",
    ]
    assert describe(Filters(year_from=2020, year_to=2020))[0].label == "2020"
