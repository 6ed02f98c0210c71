"""What the rows of a list are: projects, headings, parts, sums and notes, as offices print them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extraction import made
from tests.extraction.test_lists import read

HEADER = ["序号", "项目名称", "建设内容", "建设地点", "总投资（万元）", "责任单位", "备注"]
Expected = list[tuple[str, str, str]]  # item, category, name


def project(number: str, name: str) -> list[str]:
    return [number, name, "新建厂房", "东昌府区", "100", "市工信局", ""]


def heading(number: str, name: str, total: str = "", note: str = "") -> list[str]:
    return [number, name, "", "", total, "", note]


FORMS: dict[str, tuple[list[list[str]], Expected, list[str]]] = {
    "headings with sums and a remark": (
        [
            heading("一", "续建项目", "300", "列入考核"),
            project("1", "甲轴承项目"),
            heading("二", "储备（前期）项目", "200", "前期工作经费"),
            project("2", "乙养殖场"),
        ],
        [("1", "续建项目", "甲轴承项目"), ("2", "储备（前期）项目", "乙养殖场")],
        ["a heading inside the list"] * 2,
    ),
    "headings with letters": (
        [
            heading("A类", "工业项目"),
            project("1", "甲轴承项目"),
            heading("Ⅱ", "农业项目"),
            project("2", "乙场"),
        ],
        [("1", "工业项目", "甲轴承项目"), ("2", "农业项目", "乙场")],
        ["a heading inside the list"] * 2,
    ),
    "headings without numbers, with sums": (
        [
            heading("", "前期项目", "500"),
            project("1", "甲轴承项目"),
            heading("", "农业", "300"),
            project("2", "乙养殖场"),
            heading("", "小  计", "300"),
        ],
        [("1", "前期项目", "甲轴承项目"), ("2", "农业", "乙养殖场")],
        ["a heading inside the list", "a heading inside the list", "a sum of things"],
    ),
    "headings in place of a number": (
        [["一、工业项目", "", "", "", "500", "市工信局", ""], project("1", "甲轴承项目")],
        [("1", "工业项目", "甲轴承项目")],
        ["a heading inside the list"],
    ),
    "bracketed numbers that begin again": (
        [
            heading("一", "工业"),
            project("（1）", "甲轴承项目"),
            project("（2）", "乙轴承项目"),
            heading("二", "农业"),
            project("（1）", "丙养殖场"),
        ],
        [("1(1)", "工业", "甲轴承项目"), ("1(2)", "工业", "乙轴承项目"), ("2(1)", "农业", "丙养殖场")],
        ["a heading inside the list"] * 2,
    ),
    "parts of a project": (
        [
            project("1", "甲园区基础设施项目"),
            project("", "其中：长田片区3号、5号道路"),
            project("", "土官片区供水管网"),
            heading("", "其中：省级项目", "100"),
        ],
        [
            ("1", "", "甲园区基础设施项目"),
            ("", "", "长田片区3号、5号道路"),
            ("", "", "土官片区供水管网"),
        ],
        ["a sum of things"],
    ),
    "marks that refer to a note": (
        [
            project("1", "*甲铁路（莘县段）"),
            project("★2", "乙铁路▲"),
            project("3", "湘桂运河前期工作"),
            ["注", "*为省重点", *[""] * 5],
        ],
        [("1", "", "甲铁路（莘县段）"), ("2", "", "乙铁路"), ("3", "", "湘桂运河")],
        ["a note below or above the list"],
    ),
    "a remark below a project": (
        [project("1", "甲轴承项目"), heading("", "（含配套工程）"), project("2", "乙养殖场")],
        [("1", "", "甲轴承项目"), ("2", "", "乙养殖场")],
        ["a note below or above the list"],
    ),
    "the header printed again below a row with an empty cell": (
        [project("1", "甲轴承项目"), HEADER, project("2", "乙养殖场")],
        [("1", "", "甲轴承项目"), ("2", "", "乙养殖场")],
        ["the header of the list"],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_rows(form: str, tmp_path: Path) -> None:
    rows, expected, rejected = FORMS[form]
    result = read(made.xlsx(tmp_path / "list.xlsx", {"表": [HEADER, *rows]}))
    assert [(one.item, one.category, one.name) for one in result.records] == expected
    assert [one.reason for one in result.rejects] == ["the header of the list", *rejected]


@pytest.mark.parametrize(
    ("column", "cell", "name"),
    [
        ("项目名称及概况", "甲铝材生产线：新建车间2栋", "甲铝材生产线"),
        ("项目名称及建设内容", "乙轴承产业园。占地200亩，建设标准厂房", "乙轴承产业园"),
        ("项目名称（建设内容）", "丙冷链中心\n建设内容：冷库2万吨", "丙冷链中心"),
        ("项目名称", "金佰特种钛材铸件项目：引进航空、医疗用材加工企业", "金佰特种钛材铸件项目"),
        ("项目名称", "恐龙主题研学营地。位于恐龙山镇，与景区联动。", "恐龙主题研学营地"),
        ("项目名称", "老城片区：城中村改造", "老城片区：城中村改造"),
    ],
)
def test_what_is_told_in_the_cell_of_a_name(column: str, cell: str, name: str, tmp_path: Path) -> None:
    rows = [["项目编号", column, "投资额", "合作方式"], ["LC-01", cell, "2亿元", "独资"]]
    result = read(made.xlsx(tmp_path / "list.xlsx", {"招商": rows}))
    assert [(one.item, one.name, one.investment_wan_yuan) for one in result.records] == [
        ("LC-01", name, 20000)
    ]


def test_units_in_a_line_of_their_own(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "总投资", "2024年计划", "责任单位"],
        ["", "", "（亿元）", "（万元）", ""],
        ["1", "甲轴承项目", "2.5", "3000", "市工信局"],
    ]
    result = read(made.xlsx(tmp_path / "list.xlsx", {"表": rows}))
    assert [(one.name, one.investment_wan_yuan) for one in result.records] == [("甲轴承项目", 25000)]


@pytest.mark.parametrize(
    ("counties", "places"),
    [
        (["莘县", "", "冠县", ""], ["莘县", "莘县", "冠县", "冠县"]),  # printed once for a group
        (["莘县", "莘县", "", "冠县"], ["莘县", "莘县", "聊城市", "冠县"]),  # printed in each row
    ],
)
def test_what_stands_left_of_the_names_holds_for_a_group(
    counties: list[str], places: list[str], tmp_path: Path
) -> None:
    rows = [[county, n, f"金佰{n}号轴承项目", 2] for n, county in enumerate(counties, 1)]
    result = read(
        made.xlsx(tmp_path / "list.xlsx", {"表": [["县区", "序号", "项目名称", "总投资（亿元）"], *rows]})
    )
    assert [one.place for one in result.records] == places


@pytest.mark.parametrize(
    "cell", ["1.金佰大道工程\n2.银岭大道", "①金佰大道工程；②银岭大道", "（1）金佰大道工程\n（2）银岭大道。"]
)
def test_numbered_names_in_one_cell(cell: str, tmp_path: Path) -> None:
    rows = [HEADER, project("1", cell)]
    result = read(made.xlsx(tmp_path / "list.xlsx", {"表": rows}))
    assert [(one.item, one.name) for one in result.records] == [
        ("1(1)", "金佰大道工程"),
        ("1(2)", "银岭大道"),
    ]
