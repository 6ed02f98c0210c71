"""Project lists whose table was flattened to lines, and lists inside sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.extraction.extract import extract
from projects.extraction.flat_tables import all_tables
from projects.extraction.readers import Source
from projects.extraction.scopes import Scope
from projects.model.registry import Document
from projects.pipeline import Result, run

ROWS_ON_LINES = """附件：2024年重大项目表
单位：亿元
序号 项目名称 建设内容 总投资 责任单位
一、产业项目
1 甲县智慧物流港 建设仓储、分拨中心 12.5 市交通局
2 乙山文化产业园 建设展览馆 工坊 6.8 乙山市政府
— 3 —
序号 项目名称 建设内容 总投资 责任单位
3 丙河电厂扩建 5.2 市发改委
"""
CELLS_ON_LINES = """2024年重大项目表
单位：亿元
序号
项目名称
建设内容
总投资
责任单位
1
甲县智慧物流港
建设仓储，
配套分拨中心
12.5
市交通局
7
二、文化项目
2
乙山文化产
业园
建设展览馆
6.8
乙山市政府
— 3 —
3
丙河电厂扩建
二期机组
5.2
市发改委
"""
EXPECTED = [
    ("1", "甲县智慧物流港", 125000.0, "市交通局"),
    ("2", "乙山文化产业园", 68000.0, "乙山市政府"),
    ("3", "丙河电厂扩建", 52000.0, "市发改委"),
]


def read(text: str, folder: Path) -> Result:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return run([(Document("plan", path.name, period_start=2024, period_end=2024), path)])


@pytest.mark.parametrize("text", [ROWS_ON_LINES, CELLS_ON_LINES])
def test_flattened_lists(text: str, tmp_path: Path) -> None:
    records = read(text, tmp_path).records
    assert [(r.item, r.name, r.investment_wan_yuan, r.responsible) for r in records] == EXPECTED
    for record in records:
        printed = text[record.span_start : record.span_end]
        assert printed.startswith(record.name[:4])


def test_sections_of_a_flattened_list_are_categories(tmp_path: Path) -> None:
    assert [r.category for r in read(ROWS_ON_LINES, tmp_path).records] == ["产业项目"] * 3
    assert [r.category for r in read(CELLS_ON_LINES, tmp_path).records] == ["", "文化项目", "文化项目"]


@pytest.mark.parametrize(
    "text",
    [
        "序号 项目名称 总投资\n",
        "本表列出序号、项目名称和总投资。\n1 说明\n2 说明\n3 说明\n",
        "序号\n重点任务\n责任单位\n完成时间\n1\n推进甲路建设\n区住建局\n2024年\n",
    ],
)
def test_no_flattened_list(text: str) -> None:
    assert all_tables(Source("x.txt", "text", text)) == ()


COLUMNS = """专栏1 制造业重大项目
甲乙新能源超级工厂        丙丁智慧供应链产业园
专栏2 材料重大项目
1.戊己精密铜板带项目\t2.庚辛玻璃深加工
3.壬癸大桥
"""


def test_entries_side_by_side(tmp_path: Path) -> None:
    assert [r.name for r in read(COLUMNS, tmp_path).records] == [
        "甲乙新能源超级工厂",
        "丙丁智慧供应链产业园",
        "戊己精密铜板带项目",
        "庚辛玻璃深加工",
        "壬癸大桥",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("做强食品产业。重点推进：沁水智能酿酒扩能项目、阳城食品产业园、高平冷库。", 3),
        ("加快建设：沁阳高铁、阳城港区；完善机制。", 2),
        ("重点推进：完善机制、提高效率、优化服务。", 0),
        ("牵头单位：市发改委、市交通局。", 0),
    ],
)
def test_lists_in_a_sentence(text: str, names: int) -> None:
    document = Document("d", "d.txt", scope="聊城市", issued="2022")
    found = extract(document, f"二、重点任务\n{text}\n", Scope(document))
    assert len(found.mentions) == names


TASKS = """甲市三年行动计划（2023—2025年）
一、重点任务
（一）壮大产业
1.做强食品产业。重点推进：乙丙酿酒扩能、丁戊食品产业园。（责任单位：市工信局）
（二）优化载体
1.提升园区能级。推动己庚经济开发区建设。（责任单位：市商务局）
2.建设物流枢纽。重点建设：
（1）辛壬保税物流中心
（2）癸子港区三期码头
（责任单位：市交通局）
"""


def test_tasks_that_begin_again_stay_distinct(tmp_path: Path) -> None:
    result = read(TASKS, tmp_path)
    tasks = {task.number: task.participating_units for _, task in result.tasks}
    assert tasks == {
        "一（一）1": ("市工信局",),
        "一（二）1": ("市商务局",),
        "一（二）2": ("市交通局",),
    }
    assert [(r.section, r.item, r.name) for r in result.records if r.listed and "（二）2" in r.section] == [
        ("任务一（二）2", "1", "辛壬保税物流中心"),
        ("任务一（二）2", "2", "癸子港区三期码头"),
    ]
