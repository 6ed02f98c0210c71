"""Lists in pieces, and lists folded into columns side by side, beside the rows they mean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from projects.model.registry import Document
from projects.pipeline import Result, run
from tests.extraction import made

CITY = Document("list", "list.docx", scope="聊城市", period_start=2024, period_end=2024, issued="2024-01-01")
HEADER = ["序号", "项目名称", "建设地点", "总投资"]
FIRST = [
    HEADER,
    ["一、工业", *[""] * 3],
    ["1", "甲轴承项目", "堂邑镇", "1"],
    ["2", "乙轴承项目", "郑家镇", "2"],
]
MORE = [["3", "丙轴承项目", "堂邑镇", "3"], ["4", "丁轴承项目", "郑家镇", "4"]]
TITLE = ["附件1 重点项目表", "单位：亿元"]


def read(folder: Path, parts: Sequence[str | list[list[str]]]) -> Result:
    document = made.word()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            made.word_table(document, part)
    document.save(folder / "list.docx")
    return run([(CITY, folder / "list.docx")])


@pytest.mark.parametrize(
    "between",
    [
        ["（续表）", [HEADER, *MORE]],
        ["续表1", [HEADER, *MORE]],
        ["附件1 重点项目表（续）", [HEADER, *MORE]],
        ["— 12 —", "单位：亿元", [HEADER, *MORE]],
        ["", MORE],  # the header is missing, the numbers go on
    ],
)
def test_a_list_in_two_pieces_is_one(between: list[str | list[list[str]]], tmp_path: Path) -> None:
    result = read(tmp_path, [*TITLE, FIRST, *between])
    assert [(r.section, r.item, r.category, r.name, r.investment_wan_yuan) for r in result.records] == [
        ("附件1", "1", "工业", "甲轴承项目", 10000),
        ("附件1", "2", "工业", "乙轴承项目", 20000),
        ("附件1", "3", "工业", "丙轴承项目", 30000),
        ("附件1", "4", "工业", "丁轴承项目", 40000),
    ]


@pytest.mark.parametrize("between", ["表2 储备项目表", "全市储备项目如下，抓紧做好前期工作。"])
def test_another_list_begins_below_a_title(between: str, tmp_path: Path) -> None:
    result = read(tmp_path, ["表1 在建项目表", FIRST, between, [HEADER, ["1", "戊养殖场", "堂邑镇", "1"]]])
    last = result.records[-1]
    assert (last.name, last.item, last.category) == ("戊养殖场", "1", "")
    assert last.section != "表1"


def test_a_responsibility_table_in_two_pieces_is_one(tmp_path: Path) -> None:
    header = ["序号", "主要工作举措", "牵头单位", "完成时限"]
    first = [header, ["一", "工业强市", "", ""], ["1", "加快建设堂邑镇轴承产业园项目。", "市工信局", "年底"]]
    result = read(
        tmp_path, [first, "（续表）", [header, ["2", "建设郑家镇轴承小镇项目。", "市工信局", "年底"]]]
    )
    assert [(task.number, task.category) for _, task in result.tasks] == [
        ("1", "工业强市"),
        ("2", "工业强市"),
    ]
    assert [(r.section, r.name) for r in result.records] == [
        ("任务1", "堂邑镇轴承产业园项目"),
        ("任务2", "郑家镇轴承小镇项目"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["序号", "项目名称"] * 2, ["1", "甲水库", "3", "丙水库"], ["2", "乙水库", "", ""]],
            [("1", "甲水库", ""), ("3", "丙水库", ""), ("2", "乙水库", "")],
        ),
        (  # an empty column between the halves
            [
                ["序号", "项目名称", "建设地点", "", "序号", "项目名称", "建设地点"],
                ["1", "甲水库", "莘县", "", "2", "乙水库", "冠县"],
            ],
            [("1", "甲水库", ""), ("2", "乙水库", "")],
        ),
        (  # a heading over both halves holds for both; the numbers go across
            [
                ["序号", "项目名称"] * 2,
                ["一、水利"] * 4,
                ["1", "甲水库", "2", "乙水库"],
                ["3", "丙水库", "4", "丁水库"],
                ["二、交通"] * 4,
                ["5", "戊大桥", "", ""],
            ],
            [
                ("1", "甲水库", "水利"),
                ("2", "乙水库", "水利"),
                ("3", "丙水库", "水利"),
                ("4", "丁水库", "水利"),
                ("5", "戊大桥", "交通"),
            ],
        ),
    ],
)
def test_columns_side_by_side(
    rows: list[list[str]], expected: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    result = read(tmp_path, ["附件2 前期项目表", rows])
    assert [(r.item, r.name, r.category) for r in result.records] == expected
    assert all(r.listed and r.section == "附件2" for r in result.records)
    assert all(box.entries == box.records + box.rejects for box in result.boxes)
