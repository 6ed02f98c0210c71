"""Project lists as offices write them, beside the records they mean."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from projects.__main__ import main
from projects.export.formats.reimport import read_back, read_xlsx
from projects.export.writing import export
from projects.extraction.codes import check_digit, project_code
from projects.extraction.list_header import find_header, plain, table_unit
from projects.extraction.list_values import amount_wan_yuan, years_of
from projects.extraction.readers import Cell, read_source
from projects.model.records import Record, frame
from projects.model.registry import Document
from projects.pipeline import Result, run
from projects.vocabulary.rules import rules
from tests.examples import examples
from tests.extraction import made
from tests.projects.samples import sample, samples

CITY = Document("list", "list.xlsx", scope="聊城市", period_start=2024, period_end=2024, issued="2024-01-01")
HEADER = ["序号", "项目名称", "建设单位", "建设地点", "建设内容及规模", "总投资", "建设起止年限", "责任单位"]

MONEY = ["总投资（亿元）", "2024年计划", None]
BEARINGS = (
    *("高端轴承保持架\n生产项目", "山东金帝公司", "东昌府区郑家镇", "新建"),
    *("年产1000万套轴承保持架，建筑面积2万平方米", 3.5, 1200, "封顶", "2023-2025", "东昌府区政府、市工信局"),
)
COPPER = (
    *("阳谷铜产业园项目", "阳谷祥光铜业有限公司", "阳谷县石佛镇", "续建"),
    *("建设铜加工车间", "12亿元", 3000, "投产", "2022.03-2024.12", "阳谷县政府"),
)
STATION = (
    *("聊城站改造提升工程", "市交通局", "东昌府区", "改建"),
    *("改造站房1.2万平方米", 2.1, 800, "完工", 2024, "市交通局"),
)


def read(path: Path, document: Document = CITY) -> Result:
    result = run([(document, path)])
    assert all(step.seen == step.kept + step.rejected for step in result.steps)
    assert all(box.entries == box.records + box.rejects for box in result.boxes)
    return result


def sheet(tmp_path: Path, rows: made.Rows, merged: Sequence[str] = (), name: str = "重点项目") -> Result:
    return read(made.xlsx(tmp_path / "list.xlsx", {name: rows}, merged))


def shown(result: Result, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(record, field) for field in fields) for record in result.records]


def reasons(result: Result) -> list[str]:
    return [reject.reason for reject in result.rejects]


# Whole lists


def test_a_list_as_the_city_publishes_it(tmp_path: Path) -> None:
    rows = [
        ["聊城市2024年市级重点项目清单"],
        ["单位：万元"],
        [*HEADER[:1], "项目代码", *HEADER[1:4], "建设性质", "建设内容及规模", *MONEY, *HEADER[6:], "备注"],
        [*[None] * 8, "投资", "建设内容"],
        ["合计", None, "3个", *[None] * 4, 17.6, 5000],
        ["一", "工业项目（2个）", *[None] * 5, 15.5],
        [1, "2512-420984-04-01-395957", *BEARINGS],
        [2, "2512-420984-04-01-395958", *COPPER],
        ["二、基础设施项目（1个）"],
        [None],
        [1, None, *STATION],
        ["注：本表不含涉密项目"],
    ]
    merged = ["A1:M1", "A2:M2", "I3:J3", *(f"{column}3:{column}4" for column in "ABCDEFGHKLM")]
    result = sheet(tmp_path, rows, merged)
    fields = ("item", "name", "category", "entity", "investment_wan_yuan", "period_start", "period_end")
    assert shown(result, *fields) == [
        ("1(1)", "高端轴承保持架生产项目", "工业项目", "山东金帝公司", 35000.0, 2023, 2025),
        ("1(2)", "阳谷铜产业园项目", "工业项目", "阳谷祥光铜业有限公司", 120000.0, 2022, 2024),
        ("2(1)", "聊城站改造提升工程", "基础设施项目", "市交通局", 21000.0, 2024, 2024),
    ]
    assert shown(result, "scale", "responsible", "listed", "section") == [
        ("年产1000万套;建筑面积2万平方米", "东昌府区政府|市工信局", True, "重点项目"),
        ("", "阳谷县政府", True, "重点项目"),
        ("1.2万平方米", "市交通局", True, "重点项目"),
    ]
    assert shown(result, "place", "level", "method", "evidence") == [
        ("郑家镇", "town", "column", "column: 郑家镇; code: 2512-420984-04-01-395957"),
        ("石佛镇", "town", "column", "column: 石佛镇"),
        (
            *("聊城站", "site", "facility"),
            "facility: 聊城站 (OpenStreetMap stations, ODbL 1.0, 2025-02); column: 东昌府区",
        ),
    ]
    assert reasons(result) == [
        "a title above the list",
        "a title above the list",
        "the header of the list",
        "the header of the list",
        "a sum of things",
        "a heading inside the list",
        "a wrong project code: its check digit is 8; expected 7",
        "a heading inside the list",
        "an empty row",
        "a note below or above the list",
    ]


def test_the_area_comes_from_the_title_and_not_from_the_rows(tmp_path: Path) -> None:
    rows = [["聊城市重点项目"], HEADER[:4], *([n, f"甲{n}项目", "", "东昌府区"] for n in range(1, 9))]
    result = read(made.xlsx(tmp_path / "x.xlsx", {"表": rows}, ["A1:D1"]), Document("x", "x.xlsx"))
    assert result.notices == ("x.xlsx: not in the registry; from its head: 聊城市",)
    assert {record.place for record in result.records} == {"东昌府区"}


@pytest.mark.parametrize(
    ("cell", "name", "scale"),
    [
        ("甲家电产业园三期\n总建筑面积21万平方米，建设总装车间", "甲家电产业园三期", "建筑面积21万平方米"),
        ("乙邻里商业中心\n商业综合体、农贸市场、社区服务用房", "乙邻里商业中心", ""),
        ("丙污水处理厂二期\n规模5万吨/日", "丙污水处理厂二期", "5万吨"),
        ("丁产业园\n基础设施建设项目", "丁产业园基础设施建设项目", ""),
        ("戊零部件产业园\n（二期）", "戊零部件产业园（二期）", ""),
        ("己精深加工\n生产线项目", "己精深加工生产线项目", ""),
    ],
)
def test_lines_below_a_name_tell_of_it(cell: str, name: str, scale: str, tmp_path: Path) -> None:
    result = sheet(tmp_path, [HEADER[:3], [1, cell, "甲公司"], [2, "庚项目", "乙公司"]])
    assert [record.name for record in result.records] == [name, "庚项目"]
    assert result.records[0].scale == scale


def test_several_names_in_one_cell(tmp_path: Path) -> None:
    rows = [HEADER[:3], [1, "甲河治理工程\n乙湖湿地修复项目", "甲公司"], [2, "丙项目", "乙公司"]]
    assert shown(sheet(tmp_path, rows), "item", "name", "entity") == [
        ("1(1)", "甲河治理工程", "甲公司"),
        ("1(2)", "乙湖湿地修复项目", "甲公司"),
        ("2", "丙项目", "乙公司"),
    ]


def test_merged_cells_hold_for_all_their_rows(tmp_path: Path) -> None:
    rows = [
        HEADER,
        [1, "甲铝业项目", "甲公司", "茌平区", "年产5万吨铝材", 100, "2024", "茌平区政府"],
        [None, None, None, None, "新建厂房", None, None, None],
        [2, "乙铝业项目", "乙公司", None, "年产2万吨铝箔", 200, None, None],
    ]
    result = sheet(tmp_path, rows, ["A2:A3", "B2:B3", "D2:D4", "G2:G4", "H2:H4"])
    assert shown(result, "item", "name", "place", "period_start", "responsible") == [
        ("1", "甲铝业项目", "茌平区", 2024, "茌平区政府"),
        ("2", "乙铝业项目", "茌平区", 2024, "茌平区政府"),
    ]
    assert reasons(result) == ["the header of the list", "goes on with the row above"]


def test_groups_by_county_place_their_projects(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "建设内容", "总投资（万元）"],
        ["东昌府区（1个）"],
        [1, "文化中心项目", "建筑面积1万平方米", 10],
        ["莘县（2个）"],
        [2, "蔬菜冷链项目", "冷库", 20],
        [3, "古云镇污水处理项目", "日处理2万吨", 30],
    ]
    result = sheet(tmp_path, rows)
    assert shown(result, "item", "category", "place", "method") == [
        ("1", "东昌府区", "东昌府区", "subject"),
        ("2", "莘县", "莘县", "subject"),
        ("3", "莘县", "古云镇", "name"),
    ]


def test_sheets_and_a_second_header_in_one_sheet(tmp_path: Path) -> None:
    first = [
        ["序号", "项目名称", "总投资（万元）"],
        [1, "甲项目", 10],
        ["二、储备项目"],
        ["序号", "项目名称", "总投资（亿元）", "建设地点"],
        [1, "乙项目", 10, "冠县"],
    ]
    second = [["名称", "级别"], ["某平台", "省级"]]
    path = made.xlsx(tmp_path / "list.xlsx", {"在建": first, "平台": second, "储备": first[3:]})
    result = read(path)
    assert shown(result, "section", "name", "investment_wan_yuan") == [
        ("在建", "甲项目", 10.0),
        ("在建", "乙项目", 100000.0),
        ("储备", "乙项目", 100000.0),
    ]
    assert len({record.id for record in result.records}) == 3


def test_a_header_of_two_lines_without_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        "2024年重点项目,,,,,\n序号,项目名称,投资情况（万元）,,年度目标,建设地点\n,,总投资,2024年计划投资,,\n"
        "1,甲项目,1000,200,封顶,高唐县\n2,乙项目,“约3000”,,,\n",
        encoding="gb18030",
    )
    result = read(path)
    assert shown(result, "item", "name", "investment_wan_yuan", "place") == [
        ("1", "甲项目", 1000.0, "高唐县"),
        ("2", "乙项目", None, "聊城市"),
    ]


def test_the_same_list_in_every_format(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "建设单位", "建设地点", "总投资（亿元）"],
        ["1", "甲轴承项目", "甲公司", "堂邑镇", "3.5"],
        ["2", "乙轴承项目", "乙公司", "郑家镇", "1"],
        ["合计", "", "", "", "4.5"],
    ]
    title = "表3 聊城市重点项目"
    document = made.word()
    document.add_heading("第二章 重点项目", 1)
    document.add_paragraph(title)
    made.word_table(document, rows)
    document.add_paragraph("推进各项工作，加快发展。")
    document.save(tmp_path / "list.docx")
    made.pdf(
        tmp_path / "list.pdf",
        [
            made.heading("第二章 重点项目"),
            made.body(title),
            made.ruled(rows),
            made.body("推进各项工作，加快发展。"),
        ],
    )
    cells = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    (tmp_path / "list.html").write_text(
        f"<!doctype html><h1>第二章 重点项目</h1><p>{title}</p><table>{cells}</table>"
        "<p>推进各项工作，加快发展。",
        encoding="utf-8",
    )
    (tmp_path / "list.md").write_text(
        f"# 第二章 重点项目\n\n{title}\n\n"
        + "\n".join("|" + "|".join(row) + "|" for row in [rows[0], ["---"] * 5, *rows[1:]])
        + "\n\n推进各项工作，加快发展。\n",
        encoding="utf-8",
    )
    made.xlsx(tmp_path / "list.xlsx", {"表3": [[title], *rows]}, ["A1:E1"])
    made.xls(tmp_path / "list.xls", [[title], *rows])
    for suffix in ("docx", "pdf", "html", "md", "xlsx", "xls"):
        result = read(tmp_path / f"list.{suffix}")
        assert shown(result, "item", "name", "entity", "investment_wan_yuan", "place", "listed") == [
            ("1", "甲轴承项目", "甲公司", 35000.0, "堂邑镇", True),
            ("2", "乙轴承项目", "乙公司", 10000.0, "郑家镇", True),
        ], suffix
        section = "项目" if suffix == "xls" else "表3"
        assert {record.section for record in result.records} == {section}, suffix


def test_rows_of_a_responsibility_table_are_tasks(tmp_path: Path) -> None:
    document = made.word()
    made.word_table(
        document,
        [
            ["序号", "重点任务", "牵头单位", "配合单位", "完成时限"],
            ["一、工业强市", None, None, None, None],
            ["1", "加快建设堂邑镇轴承产业园项目。", "市工信局", "市发改委、东昌府区政府", "2024年12月底"],
            ["2", "优化服务。", "市行政审批局", "——", "持续推进"],
        ],
        [(1, 0, 1, 4)],
    )
    document.save(tmp_path / "list.docx")
    result = read(tmp_path / "list.docx")
    tasks = [task for _, task in result.tasks]
    assert [(t.number, t.category, t.lead_units, t.participating_units, t.deadline) for t in tasks] == [
        ("1", "一、工业强市", ("市工信局",), ("市发改委", "东昌府区政府"), "2024年12月底"),
        ("2", "一、工业强市", ("市行政审批局",), (), "持续推进"),
    ]
    assert shown(result, "section", "name", "place", "responsible") == [
        ("任务1", "堂邑镇轴承产业园项目", "堂邑镇", "市工信局|市发改委|东昌府区政府")
    ]


def test_doubles_and_descriptions_are_rejected(tmp_path: Path) -> None:
    rows = [HEADER[:3], [1, "甲项目", "甲公司"], [1, "甲项目", "甲公司"], [2, "乙" * 61, "乙公司"]]
    rows += [[3, "3.丙项目：建设厂房2万平方米，购置设备" + "若干" * 30, "丙公司"], [4, "丁项目", ""]]
    path = made.xlsx(tmp_path / "list.xlsx", {"Sheet1": rows, "Sheet2": [*rows[:2]]})
    result = read(path)
    assert shown(result, "section", "item", "name", "scale") == [
        ("Sheet1", "1", "甲项目", ""),
        ("Sheet1", "3", "丙项目", "2万平方米"),
        ("Sheet1", "4", "丁项目", ""),
        ("Sheet2", "1", "甲项目", ""),
    ]
    assert reasons(result) == [
        "the header of the list",
        "named before in the same section",
        "a description of more than 60 characters without a name",
        "the header of the list",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["序号", "指标名称", "单位", "2020年", "2025年"], [1, "地区生产总值", "亿元", 100, 200]],
        [
            ["序号", "项目名称", "收费标准", "收费依据"],
            [1, "城市道路占用挖掘修复费", "50元", "甲价〔2019〕1号"],
        ],
        [["序号", "项目名称", "类别", "保护单位"], [1, "东昌葫芦雕刻", "传统美术", "甲文化馆"]],
    ],
)
def test_other_tables_are_no_lists(rows: list[list[object]], tmp_path: Path) -> None:
    assert sheet(tmp_path, rows).records == ()


# Parts


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, n) for n, text in enumerate(texts))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("序号", "项目名称", "总投资(万元)"), {"number": 0, "name": 1, "investment": 2}),
        (("项 目 名 称", "项目法人", "建设规模及内容"), {"name": 0, "entity": 1, "content": 2}),
        (("工程名称", "所在县（市、区）", "估算总投资"), {"name": 0, "county": 1, "investment": 2}),
        (("重点项目", "建设地点", "2024年度计划投资"), {"name": 0, "place": 1, "year_plan": 2}),
        (("名称", "业主单位", "起止年限", "行业类别"), {"name": 0, "entity": 1, "period": 2, "industry": 3}),
        (("项目名称", "截至2023年底累计完成投资", "形象进度"), {"name": 0, "done": 1, "progress": 2}),
        (("项目名称", "计划开工时间", "计划竣工时间"), {"name": 0, "start": 1, "end": 2}),
        (("项目名称", "选址", "牵头单位", "联系人"), {"name": 0, "place": 1, "lead": 2, "person": 3}),
        (("项目", "金额"), None),
        (("项目名称", "备注"), None),
        (("名称", "地址"), None),
        (("指标", "单位", "2025年"), None),
    ],
)  # fmt: skip
def test_headers(header: tuple[str, ...], expected: dict[str, int] | None) -> None:
    found = find_header([row("某市项目表"), row(*header)] if len(header) == 1 else [row(*header)])
    assert (dict(found.columns) if found else None) == expected


@pytest.mark.parametrize("rule", rules("list_columns"), ids=lambda rule: str(rule["field"]))
def test_every_column_has_an_example_that_no_earlier_row_takes(rule: dict[str, str]) -> None:
    text = plain(rule["example"])
    assert (
        next(one["field"] for one in rules("list_columns") if re.fullmatch(one["pattern"], text))
        == rule["field"]
    )


@pytest.mark.parametrize("rule", rules("list_rows"), ids=lambda rule: str(rule["example"]))
def test_every_row_rule_fits_its_example(rule: dict[str, str]) -> None:
    assert re.search(rule["pattern"], rule["example"])


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("12000", "万元", 12000.0),
        ("12,000.5", "万元", 12000.5),
        ("3.5", "亿元", 35000.0),
        ("3.5亿元", "万元", 35000.0),
        ("约2亿", "", 20000.0),
        ("500000", "元", 50.0),
        ("总投资5亿元", "", 50000.0),
        ("12000", "", None),
        ("300万美元", "万元", None),
        ("300", "万美元", None),
        ("—", "万元", None),
        ("", "万元", None),
    ],
)
def test_amounts(text: str, unit: str, expected: float | None) -> None:
    assert amount_wan_yuan(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-2025", (2023, 2025)),
        ("2023年3月—2025年12月", (2023, 2025)),
        ("2023.03-2025.12", (2023, 2025)),
        ("202303-202512", (2023, 2025)),
        ("2023-25年", (2023, 2025)),
        ("2024", (2024, 2024)),
        ("2024年", (2024, 2024)),
        ("2024-03-01", (2024, 2024)),
        ("2024年底前", (None, 2024)),
        ("至2026年", (None, 2026)),
        ("“十四五”期间", (2021, 2025)),
        ("24个月", (None, None)),
        ("", (None, None)),
    ],
)
def test_years(text: str, expected: tuple[int | None, int | None]) -> None:
    assert years_of(text) == expected


def test_unit_of_a_table() -> None:
    assert [
        table_unit([text]) for text in ("单位：万元", "（单位: 亿元）", "单 位：万美元", "填报单位：发改局")
    ] == [
        "万元",
        "亿元",
        "万美元",
        "",
    ]


# Codes printed in public notices: they hold the rule of the check digit, seven of seven.
PUBLISHED = (
    *("2512-420984-04-01-395957", "2603-141124-89-05-346948", "2411-130202-89-01-637015"),
    *("2509-140602-89-05-864976", "2211-441900-04-02-310151", "2502-140109-89-01-287745"),
    "2602-411102-04-04-398932",
)


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes_are_right(code: str) -> None:
    found = project_code(code)
    assert found is not None and (found.text, found.fault) == (code, "")
    assert project_code(code.replace("-", "")) == found
    for place, digit in enumerate(code):
        if digit.isdigit() and place > 6:
            wrong = code[:place] + str((int(digit) + 1) % 10) + code[place + 1 :]
            assert project_code(wrong).fault, "one changed digit is always noticed"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2020-330327-48-01-167360", ""),
        ("2018-371502-48-03-01234", ""),
        ("2412-371502-04-01-12345", "a digit is missing at the end"),
        ("2399-371502-04-01-123456", "2399 is neither a month (YYMM) nor a year from 2015 to 2020"),
        ("2412-001502-04-01-123456", ""),
        ("鲁发改2024-1", "not of the form"),
    ],
)
def test_other_codes(text: str, fault: str) -> None:
    found = project_code(text)
    assert found is not None
    if text.startswith("2412-00"):
        assert found.fault == f"its check digit is 6; expected {check_digit('24120015020401' + '12345')}"
    else:
        assert found.fault.startswith(fault) and bool(found.fault) == bool(fault)


@pytest.mark.parametrize("text", ["", "—", "/", "无"])
def test_no_code(text: str) -> None:
    assert project_code(text) is None


# Export and return


def test_an_exported_workbook_gives_the_same_records(tmp_path: Path) -> None:
    path = tmp_path / "records.xlsx"
    export(samples(), path)
    back, changed = read_xlsx(path)
    pd.testing.assert_frame_equal(back, samples())
    assert changed == []


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_return_through_the_command_line(
    tmp_path: Path, suffix: str, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"out{suffix}"
    assert main(["export", "--out", str(path), "--document", "dongchangfu-2024"]) == 0
    assert main(["export", "--out", str(tmp_path / "expected.csv"), "--document", "dongchangfu-2024"]) == 0
    assert main(["extract", str(path), "--out", str(tmp_path / "back.csv")]) == 0
    capfd.readouterr()
    assert (tmp_path / "back.csv").read_bytes() == (tmp_path / "expected.csv").read_bytes()


@given(
    st.lists(
        st.tuples(
            st.text(
                st.characters(codec="utf-8", exclude_characters="\x00\ufffe\uffff_"), min_size=1, max_size=30
            ),
            st.none() | st.floats(0, 1e9).map(lambda number: round(number, 4)),
            st.none() | st.integers(1990, 2050),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    )
)
@pytest.mark.thorough
@settings(max_examples=examples(6, 25), deadline=None)
def test_any_record_survives_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, float | None, int | None, bool]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "records.xlsx"
    records = frame(
        [
            sample(
                n,
                id=f"r{n}",
                name=text,
                scale=text,
                investment_wan_yuan=money,
                period_start=year,
                listed=listed,
            )
            for n, (text, money, year, listed) in enumerate(rows)
        ]
    )
    export(records, path)
    pd.testing.assert_frame_equal(read_xlsx(path)[0], records)


def test_workbook_as_people_and_programs_see_it(tmp_path: Path) -> None:
    path = tmp_path / "records.xlsx"
    export(samples(), path)
    book = pd.read_excel(path, sheet_name=None, engine="calamine", dtype=object, keep_default_na=False)
    assert list(book) == ["说明", "项目", "记录", "县区", "数据字典", "代码", "来源"]
    assert list(book["记录"].columns[:12]) == [
        *("序号", "项目名称", "建设单位", "建设地点", "建设内容及规模", "总投资（万元）"),
        *("建设起止年限", "建设阶段", "规划期", "行业", "责任单位", "规划沿革"),
    ]
    assert list(book["记录"].columns[12:]) == list(samples().columns)
    first = book["记录"].iloc[1]
    assert (first["项目名称"], first["建设起止年限"], first["行业"]) == (
        "年产1000万套“高端”轴承项目",
        "2021-2025",
        "轴承及保持器",
    )
    assert (first["建设阶段"], first["规划期"]) == ("在建", "2021-2025")
    # Years of a plan are no years of construction.
    silent = book["记录"].iloc[2]
    assert (silent["建设起止年限"], silent["规划期"]) == ("", "2021-2025")
    assert set(book["数据字典"].iloc[:, 0]) >= {*book["记录"].columns, *book["项目"].columns}
    assert "dongchangfu-14fyp" in book["来源"].iloc[:, 0].tolist()


def test_a_cell_changed_in_vain_is_told(tmp_path: Path) -> None:
    changed, _ = _edited(tmp_path, "项目名称", "新名称")
    assert changed == [
        f"{tmp_path / 'edited.xlsx'}: sheet 记录, row 2: 项目名称 says '新名称' but the columns of the record"
        " '中国轴承保持器产业振兴基地'; the latter was taken"
    ]
    _, records = _edited(tmp_path, "town", "堂邑镇")
    assert records["town"][0] == "堂邑镇"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("lon", "东经", "row 2, column lon: '东经'; expected a number"),
        ("lon", "nan", "row 2, column lon: 'nan'; expected a number"),
        ("period_start", "2021.5", "row 2, column period_start: '2021.5'; expected a whole number"),
        ("name", "", "row 2: id or name is empty"),
        ("id", "", "row 2: id or name is empty"),
        ("id", "r02", "row 3: id 'r02' stands in row 2 as well"),
    ],
)
def test_a_wrong_cell_is_named(
    tmp_path: Path, column: str, value: str, message: str, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _changed(tmp_path, column, value, suffix)
    assert main(["extract", str(path), "--out", str(tmp_path / "back.csv")]) == 2
    printed = capsys.readouterr().err
    sheet = " sheet 记录," if suffix == ".xlsx" else ""
    assert printed.startswith(f"{path}:{sheet} {message}") and printed.count("\n") == 1


def test_a_csv_that_a_spreadsheet_saved_comes_back(tmp_path: Path) -> None:
    """In Chinese one saves in GB18030, truth values in capitals and empty rows at the end."""
    export(samples(), tmp_path / "records.csv")
    with (tmp_path / "records.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows = [[cell.upper() if cell in ("true", "false") else cell for cell in row] for row in rows]
    with (tmp_path / "edited.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([*rows, [""] * len(rows[0])])
    back, changed = read_back(read_source(tmp_path / "edited.csv"))
    pd.testing.assert_frame_equal(back, samples())
    assert changed == []


def _changed(tmp_path: Path, column: str, value: object, suffix: str = ".xlsx") -> Path:
    """An export in which one cell of the first record was changed by hand."""
    export(samples(), tmp_path / f"records{suffix}")
    path = tmp_path / f"edited{suffix}"
    if suffix == ".csv":
        with (tmp_path / "records.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        rows[1][rows[0].index(column)] = str(value)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path
    book = CalamineWorkbook.from_path(tmp_path / "records.xlsx")
    sheet = book.get_sheet_by_name("记录").to_python()
    sheet[1][sheet[0].index(column)] = value
    return made.xlsx(path, {"记录": sheet})


def _edited(tmp_path: Path, column: str, value: object) -> tuple[list[str], pd.DataFrame]:
    """What is read back after one cell of the first record was changed by hand."""
    back, changed = read_xlsx(_changed(tmp_path, column, value))
    return changed, back


# Command line


@pytest.mark.parametrize("suffix", ["docx", "pdf", "xlsx", "html", "md"])
def test_extract_reads_every_format(tmp_path: Path, suffix: str, capfdbinary: Any) -> None:
    path = tmp_path / f"plan.{suffix}"
    rows = [["序号", "项目名称", "建设地点", "总投资（万元）"], ["1", "甲轴承项目", "堂邑镇", "12000"]]
    if suffix == "docx":
        document = made.word()
        document.add_paragraph("聊城市2024年重点项目")
        made.word_table(document, rows)
        document.save(path)
    elif suffix == "pdf":
        made.pdf(path, [made.body("聊城市2024年重点项目"), made.ruled(rows)])
    elif suffix == "xlsx":
        made.xlsx(path, {"项目": [["聊城市2024年重点项目"], *rows]}, ["A1:D1"])
    elif suffix == "html":
        cells = "".join("<tr>" + "".join(f"<td>{cell}" for cell in one) for one in rows)
        path.write_text(f"<html><h1>聊城市2024年重点项目</h1><table>{cells}</table>", encoding="utf-8")
    else:
        lines = ["|" + "|".join(one) + "|" for one in [rows[0], ["--"] * 4, rows[1]]]
        path.write_text("# 聊城市2024年重点项目\n\n" + "\n".join(lines), encoding="utf-8")
    assert main(["extract", str(path)]) == 0
    printed = capfdbinary.readouterr().out.decode()
    (record,) = csv.DictReader(io.StringIO(printed))
    assert (record["name"], record["place"], record["investment_wan_yuan"], record["plan_start"]) == (
        "甲轴承项目",
        "堂邑镇",
        "12000.0",
        "2024",
    )


def test_extract_refuses_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK\x03\x04 damaged")
    assert main(["extract", str(path), "--out", str(tmp_path / "out.csv")]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert str(path) in err
    assert not (tmp_path / "out.csv").exists()


def test_records_know_their_characters(tmp_path: Path) -> None:
    from projects.extraction.readers import read_source

    rows = [HEADER[:4], [1, "甲项目", "甲公司", "冠县"], [2, "乙 项目", "", ""]]
    path = made.xlsx(tmp_path / "list.xlsx", {"记录": rows})
    text = read_source(path).text
    records: tuple[Record, ...] = read(path).records
    assert [text[one.span_start : one.span_end] for one in records] == ["甲项目", "乙 项目"]
