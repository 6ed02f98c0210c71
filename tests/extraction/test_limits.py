"""Files made to exhaust a reader: far cells, wide spans, deep nesting. Each is read or refused at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import xlsxwriter
from docx.oxml.ns import qn

from projects.errors import InputError
from projects.extraction.readers import read_source
from tests.extraction import made

ROWS = [["序号", "项目名称", "地点"], ["1", "甲产业园项目", "堂邑镇"]]


def workbook(path: Path, cells: list[tuple[int, int]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("项目")
        for line, row in enumerate(ROWS):
            sheet.write_row(line, 0, row)
        for line, column in cells:
            sheet.write(line, column, "x")
    return path


@pytest.mark.parametrize("far", [(300, 16383), (1048575, 16383), (1048575, 2)])
def test_a_stray_cell_far_away_is_said_and_the_list_is_read(tmp_path: Path, far: tuple[int, int]) -> None:
    source = read_source(workbook(tmp_path / "list.xlsx", [far]))
    assert [[cell.text for cell in row] for row in source.tables[0].rows] == ROWS
    assert source.notices == (
        f"{tmp_path / 'list.xlsx'}: xl/worksheets/sheet1.xml: 1 cells far from all others; not read",
    )


def test_cells_all_over_a_huge_sheet_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", [(1000 * n, 15 * n) for n in range(1000)])
    with pytest.raises(InputError, match=r"sheet1\.xml: 1\d+ cells over \d+ columns"):
        read_source(path)


def test_an_ordinary_wide_list_is_read_whole(tmp_path: Path) -> None:
    source = read_source(workbook(tmp_path / "list.xlsx", [(400, 120), (900, 30)]))
    assert (len(source.tables[0].rows), len(source.tables[0].rows[0])) == (901, 121)
    assert source.notices == ()


def test_a_word_table_with_an_endless_span(tmp_path: Path) -> None:
    document = made.word()
    made.word_table(document, ROWS)
    for cell in document.element.body.iter(qn("w:tc")):
        cell.get_or_add_tcPr().append(made._element("w:gridSpan", {"w:val": "100000000"}))
        break
    document.save(tmp_path / "list.docx")
    assert len(read_source(tmp_path / "list.docx").tables[0].rows[0]) <= 202


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>" * 3000 + "甲产业园",
        "<table><tr><td>甲<td>" + "<div>" * 20000 + "甲产业园</table>",
        "<div>" * 20000 + "甲产业园",
        "<ul><li><a>" * 5000 + "甲产业园",
        "<table>" + "<tr><td rowspan=1000 colspan=1000>甲<td rowspan=1000>乙产业园" * 300 + "</table>",
    ],
    ids=["tables", "elements in a cell", "elements", "links", "spans"],
)
def test_a_page_nested_or_spanned_without_end(tmp_path: Path, body: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<!DOCTYPE html><html><body><p>推进建设。</p>{body}</body></html>", "utf-8")
    start = time.process_time()
    source = read_source(path)
    assert "推进建设。" in source.text
    assert time.process_time() - start < 20


def test_word_tables_in_tables_without_end(tmp_path: Path) -> None:
    document = made.word()
    document.add_paragraph("推进建设。")
    cell = document.add_table(1, 1).cell(0, 0)
    for _ in range(400):
        cell = cell.add_table(1, 1).cell(0, 0)
    document.save(tmp_path / "plan.docx")
    try:
        assert "推进建设。" in read_source(tmp_path / "plan.docx").text
    except InputError as error:
        assert str(error).startswith(str(tmp_path))
