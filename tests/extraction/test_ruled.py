"""Ruled tables of a PDF: rows that a page cuts, frames and lists of one column, page headers above them."""

from __future__ import annotations

from pathlib import Path

from reportlab.platypus import PageBreak, Table

from projects.extraction.readers import Cell, read_source
from tests.extraction import made

BLACK = (0, 0, 0)
FONT = ("FONT", (0, 0), (-1, -1), made.FONT, 10)
HEADER = ["序号", "重点任务", "牵头单位"]


def table(rows: list[list[str]], *styles: tuple[object, ...]) -> Table:
    return Table(rows, colWidths=(40, 260, 120), style=[FONT, *styles])


def texts(rows: tuple[tuple[Cell, ...], ...]) -> list[list[str]]:
    return [[cell.text.replace(" ", "") for cell in row] for row in rows]


def test_a_row_that_the_page_cuts_is_one(tmp_path: Path) -> None:
    """Its sides are drawn to the end of the page and from the top of the next, without a rule there."""
    ruled = ("INNERGRID", (0, 0), (-1, -1), 0.5, BLACK)
    sides = [(side, (0, 0), (-1, -1), 0.5, BLACK) for side in ("LINEBEFORE", "LINEAFTER")]
    story = [
        table(
            [HEADER, ["1", "建设甲园区。", "市工信局"], ["2", "建设乙园区、\n丙产业园、", "市发改委"]],
            ruled,
            *sides,
            ("LINEABOVE", (0, 0), (-1, 0), 0.5, BLACK),
        ),
        PageBreak(),
        table(
            [HEADER, ["", "丁物流园。", ""], ["3", "建设戊大桥。", "市交通局"]],
            ruled,
            *sides,
            ("BOX", (0, 0), (-1, -1), 0.5, BLACK),
        ),
        PageBreak(),
        made.body("推进各项工作，加快发展。"),
    ]
    source = read_source(made.pdf(tmp_path / "plan.pdf", story))
    assert [texts(one.rows) for one in source.tables] == [
        [
            HEADER,
            ["1", "建设甲园区。", "市工信局"],
            ["2", "建设乙园区、丙产业园、丁物流园。", "市发改委"],
            ["3", "建设戊大桥。", "市交通局"],
        ]
    ]
    assert "—" not in source.text
    assert "某市国民经济" not in source.text


def test_a_frame_is_text_and_a_list_of_one_column_is_entries(tmp_path: Path) -> None:
    frame = Table(
        [
            ["专栏1 重点项目"],
            [made.body("煤炭：甲煤矿改扩建，乙煤矿，" + "丙矿井及选煤厂，" * 9 + "丁煤矿。")],
        ],
        colWidths=(400,),
        style=[FONT, ("GRID", (0, 0), (-1, -1), 0.5, BLACK)],
    )
    listed = Table(
        [["甲产业园基础设施\n建设项目"], ["乙产业园"], ["丙物流园"], ["丁大桥"]],
        colWidths=(200,),
        style=[FONT, ("GRID", (0, 0), (-1, -1), 0.5, BLACK)],
    )
    source = read_source(made.pdf(tmp_path / "plan.pdf", [frame, made.body("专栏2 重点项目"), listed]))
    lines = [line.replace(" ", "") for line in source.text.split("\n") if line.strip()]
    start, at = lines.index("专栏1重点项目"), lines.index("专栏2重点项目")
    assert source.tables == ()
    assert "".join(lines[start + 1 : at]) == f"煤炭：甲煤矿改扩建，乙煤矿，{'丙矿井及选煤厂，' * 9}丁煤矿。"
    assert lines[at + 1 : at + 5] == ["甲产业园基础设施建设项目", "乙产业园", "丙物流园", "丁大桥"]
