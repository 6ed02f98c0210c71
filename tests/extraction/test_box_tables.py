"""Boxes printed as tables 类别 | 重点项目: the lines of a cell that the file marks are its entries."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.extraction.box_tables import goes_on, written_as_boxes
from projects.extraction.readers.source import Builder, Slot
from projects.model.registry import Document
from projects.pipeline import run
from tests.extraction.made import body, pdf, ruled

# The rows of a box (| parts cells, / the lines of one) and its names with their categories.
TABLES: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "one name a line below a header": (
        [
            "类别|重点项目",
            "生态修复|甲县石漠化综合治理工程/乙江湿地公园保护项目",
            "固废处置|丙县生活垃圾焚烧发电项目",
        ],
        [
            ("甲县石漠化综合治理工程", "生态修复"),
            ("乙江湿地公园保护项目", "生态修复"),
            ("丙县生活垃圾焚烧发电项目", "固废处置"),
        ],
    ),
    "names parted by ； in one line, others with verbs": (
        [
            "铁路|续建甲乙客运专线丙段，建设丁戊铁路扩能改造工程",
            "港口|己港液体化工码头工程；庚港矿石码头一期工程。",
        ],
        [
            ("甲乙客运专线丙段", "铁路"),
            ("丁戊铁路扩能改造工程", "铁路"),
            ("己港液体化工码头工程", "港口"),
            ("庚港矿石码头一期工程", "港口"),
        ],
    ),
    "numbers and bullets in the cells": (
        [
            "水环境|1.甲河综合整治工程/2.乙污水处理厂提标改造工程",
            "水资源|●丙水库除险加固工程/●丁供水管线复线工程",
        ],
        [
            ("甲河综合整治工程", "水环境"),
            ("乙污水处理厂提标改造工程", "水环境"),
            ("丙水库除险加固工程", "水资源"),
            ("丁供水管线复线工程", "水资源"),
        ],
    ),
    "a name over two lines": (
        ["污水治理|甲县乙镇污水处理厂提标改造/及管网延伸工程/丙县污泥处置中心/（二期）"],
        [
            ("甲县乙镇污水处理厂提标改造及管网延伸工程", "污水治理"),
            ("丙县污泥处置中心（二期）", "污水治理"),
        ],
    ),
    "a name and a line that tells of it": (
        ["园区建设|甲乙循环经济产业园/规划面积2平方公里，到2025年入驻企业30家。"],
        [("甲乙循环经济产业园", "园区建设")],
    ),
}


def word(path: Path, title: str, rows: list[str]) -> Path:
    document = WordDocument()
    document.add_heading("第三章 重点任务", 1)
    document.add_paragraph(title)
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row.split("|"), strict=True):
            cell.text = text.replace("/", "\n")
    document.add_heading("第四章 保障措施", 1)
    document.save(str(path))
    return path


def page(path: Path, title: str, rows: list[str]) -> Path:
    made = "".join(
        "<tr>" + "".join(f"<td><p>{cell.replace('/', '<br>')}</p></td>" for cell in row.split("|")) + "</tr>"
        for row in rows
    )
    path.write_text(
        '<html><meta charset="utf-8"><body><p>第三章 重点任务</p><table><tr><td colspan="2">'
        f"<p>{title}</p></td></tr>{made}</table><p>第四章 保障措施</p></body></html>",
        encoding="utf-8",
    )
    return path


def entries(path: Path) -> list[tuple[str, str]]:
    return [(one.name, one.category) for one in run([(Document("plan", path.name), path)]).records]


@pytest.mark.parametrize("form", TABLES)
@pytest.mark.parametrize("make", [word, page])
def test_lines_of_a_cell_are_entries(
    make: Callable[[Path, str, list[str]], Path], form: str, tmp_path: Path
) -> None:
    rows, expected = TABLES[form]
    suffix = "docx" if make is word else "html"
    assert entries(make(tmp_path / f"plan.{suffix}", "专栏2 生态环保重点项目", rows)) == expected


def test_towns_beside_their_county(tmp_path: Path) -> None:
    path = page(tmp_path / "plan.html", "专栏7 重点镇", ["甲市|乙州镇、丙桥镇", "丁县|戊佛镇"])
    assert entries(path) == [("乙州镇", "甲市"), ("丙桥镇", "甲市"), ("戊佛镇", "丁县")]


def test_a_category_below_another_and_numbers(tmp_path: Path) -> None:
    rows = ["领域|方向|重点项目", "生态|森林修复|甲县石漠化综合治理工程/乙江湿地公园保护项目"]
    rows += ["环保|固废处置|丙县垃圾焚烧发电项目"]
    expected = [
        ("甲县石漠化综合治理工程", "森林修复"),
        ("乙江湿地公园保护项目", "森林修复"),
        ("丙县垃圾焚烧发电项目", "固废处置"),
    ]
    assert entries(page(tmp_path / "plan.html", "专栏2 生态环保重点项目", rows)) == expected
    rows = [f"{number}|{row.partition('|')[2]}" for number, row in zip(("序号", "1", "2"), rows, strict=True)]
    assert entries(page(tmp_path / "numbered.html", "专栏2 生态环保重点项目", rows)) == expected


def test_two_columns_of_names(tmp_path: Path) -> None:
    rows = ["甲县石漠化综合治理工程|丁县污泥处置中心", "乙江湿地公园保护项目|丙县垃圾焚烧发电项目"]
    path = page(tmp_path / "plan.html", "专栏2 生态环保重点项目", rows)
    assert [name for name, _ in entries(path)] == [name for row in rows for name in row.split("|")]


def test_columns_named_in_spaced_letters_and_a_label_of_two_lines(tmp_path: Path) -> None:
    rows = [
        "板块|项 目 名 称",
        "响水县|1.甲乙风电塔筒",
        "盐都区<br>亭湖区|2.丙丁动力电池；3.戊己金融商务中心",
    ]
    path = page(tmp_path / "plan.html", "专栏1 重大产业项目", rows)
    assert entries(path) == [
        ("甲乙风电塔筒", "响水县"),
        ("丙丁动力电池", "盐都区、亭湖区"),
        ("戊己金融商务中心", "盐都区、亭湖区"),
    ]


def test_a_category_merged_over_rows(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        '<meta charset="utf-8"><p>专栏5 能源重点项目</p><table><tr><td rowspan="2">电力</td>'
        "<td>甲西500千伏变电站；乙东电厂三期</td></tr><tr><td>丙县风电场二期</td></tr>"
        "<tr><td>油气</td><td>丁戊输气管道己段</td></tr></table>",
        encoding="utf-8",
    )
    assert entries(path) == [
        ("甲西500千伏变电站", "电力"),
        ("乙东电厂三期", "电力"),
        ("丙县风电场二期", "电力"),
        ("丁戊输气管道己段", "油气"),
    ]


def test_a_list_merged_over_rows(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    path.write_text(
        '<meta charset="utf-8"><p>专栏5 能源重点项目</p><table><tr><td rowspan="2">电力</td>'
        '<td rowspan="2">甲西500千伏变电站；乙东电厂三期</td></tr><tr></tr>'
        '<tr><td>油气</td><td rowspan="2">丁戊输气管道己段</td></tr><tr><td>管道</td></tr></table>',
        encoding="utf-8",
    )
    assert [name for name, _ in entries(path)][:3] == [
        "甲西500千伏变电站",
        "乙东电厂三期",
        "丁戊输气管道己段",
    ]


def test_lines_that_a_page_ends_are_no_entries(tmp_path: Path) -> None:
    rows = [["污水治理", "甲县城区污水处理厂扩容\n提标改造工程"], ["固废处置", "乙县垃圾焚烧发电项目"]]
    path = pdf(tmp_path / "plan.pdf", [body("专栏2 生态环保重点项目"), ruled(rows)])
    assert entries(path) == [
        ("甲县城区污水处理厂扩容提标改造工程", "污水治理"),
        ("乙县垃圾焚烧发电项目", "固废处置"),
    ]


def test_the_unit_above_a_table_is_no_entry(tmp_path: Path) -> None:
    document = WordDocument()
    document.add_paragraph("专栏4 工业重点项目")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=0, cols=3)
    for row in (("序号", "项目名称", "总投资"), ("1", "甲乙茶叶精深加工项目", "26000")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    path = tmp_path / "plan.docx"
    document.save(str(path))
    assert [name for name, _ in entries(path)] == ["甲乙茶叶精深加工项目"]


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("甲县污水处理厂提标改造", "及管网延伸工程", True),
        ("甲乙产业园", "（二期）", True),
        ("甲县乙镇（2021—", "2025年）改造工程", True),
        ("甲县高标准农田", "建设项目", True),
        ("甲县石漠化综合治理工程", "乙江湿地公园", False),
        ("甲西500千伏变电站", "丁戊输气管道", False),
    ],
)
def test_lines_that_go_on(line: str, following: str, expected: bool) -> None:
    assert goes_on(line, following) is expected


CELLS = [
    "",
    "类别",
    "重点项目",
    "电力",
    "1",
    "甲西变电站",
    "●乙电厂",
    "丙风电场\n丁项目",
    "（二期）",
    "建设；改造。",
]


@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=4), min_size=1, max_size=5),
    st.lists(st.tuples(*[st.integers(0, 4)] * 4), max_size=3),
)
@settings(max_examples=200, deadline=None)
def test_any_table_keeps_the_places_of_its_characters(
    texts: list[list[str]], merged: list[tuple[int, int, int, int]]
) -> None:
    grid = [[Slot(text) for text in row] for row in texts]
    for top, left, bottom, right in merged:
        for row in grid[top : bottom + 1]:
            for column in range(left, min(right + 1, len(row))):
                row[column] = grid[top][left] if left < len(grid[top]) else row[column]
    made = Builder()
    made.line("专栏5 能源重点项目")
    made.table(grid)
    written = written_as_boxes(made.text, made.tables)
    assert len(written) == len(made.text)
    marks = " \t\n：；。、"
    assert all(
        a == b or (a in marks and b in marks) or b == " " for a, b in zip(made.text, written, strict=True)
    )
