"""Every character of a document is in exactly one unit, and a unit that is dropped is missed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from projects.extraction.conservation import balance
from projects.extraction.extract import Extraction, extract
from projects.extraction.scopes import Scope
from projects.model.registry import Document

DOCUMENT = Document("d", "d.txt", scope="聊城市", issued="2022", period_start=2021, period_end=2025)
PLAN = """聊城市某规划

第一章 产业
第一节 制造业
加快推进祁离、离隰高速建设，完善体制机制。全市经济平稳运行。
专栏1 重点项目
1.轴承：（1）沁水轴承产业园（2）阳城保持器项目
2.现有平台：某实验室。
— 12 —
序号
重点任务
责任单位
| 图 | 表 |
第二节 服务业
（一）物流。建设阳城冷链物流园。
"""
TASKS = """任务分工方案
一、工作任务
1.推进沁水水库建设。〔牵头领导：甲；牵头单位：市水利局；责任单位：各镇〕
2.加强作风建设。〔牵头单位：市政府办〕
"""


def read(text: str) -> Extraction:
    return extract(DOCUMENT, text, Scope(DOCUMENT))


@pytest.mark.parametrize("text", [PLAN, TASKS])
def test_nothing_is_lost(text: str) -> None:
    found = balance(read(text))
    assert found.total == sum(not char.isspace() for char in text)
    assert [text[at] for at in found.lost] == []
    assert found.characters["mention"] and found.characters["heading"]


@pytest.mark.parametrize("text", [PLAN, TASKS])
def test_a_unit_that_is_dropped_is_missed(text: str) -> None:
    whole = read(text)
    units = whole.tree.units
    assert len(units) >= 2
    for index in range(len(units)):
        less = replace(whole.tree, units=(*units[:index], *units[index + 1 :]))
        assert balance(replace(whole, tree=less)).lost, f"unit {index} is not missed"


def test_a_responsibility_table_between_two_boxes_loses_nothing() -> None:
    text = PLAN.replace("第二节 服务业", "专栏2 能源重点项目\n1.沁水光伏电站\n2.阳城风电场\n第二节 服务业")
    found = read(text)
    assert [one.name for one in found.mentions if one.section == "专栏2"] == ["沁水光伏电站", "阳城风电场"]
    assert not balance(found).lost
