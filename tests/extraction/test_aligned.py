"""Tables of a PDF without lines around their cells, and pages that lie on their side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table

from projects.extraction.readers import Source, read_source
from tests.extraction import made

BLACK = (0, 0, 0)
CELL = ParagraphStyle("cell", fontName=made.FONT, fontSize=10, leading=13, wordWrap="CJK")
HEADER = ["序号", "项目名称", "建设地点", "建设内容", "总投资（万元）", "责任单位"]
WIDTHS = (35, 130, 55, 120, 75, 75)
INTRO = "根据工作安排，现将重点项目清单公布如下，请各单位认真落实，加快推进项目建设。"
OUTRO = "各责任单位要加强协调，确保完成。"
TIGHT = (("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 1))
ENDS = (("LINEABOVE", (0, 0), (-1, 0), 1, BLACK), ("LINEBELOW", (0, 0), (-1, 0), 0.5, BLACK))
WEIHAI = Path(__file__).parents[2].parent / "shared/corpus/unlabelled/lgfv-weihai-lingang.pdf"


def listed(count: int = 60) -> list[list[str]]:
    """A list of projects whose names, contents and units run over several lines in many rows."""
    rows = [HEADER]
    for n in range(1, count + 1):
        name = f"第{n}号轴承保持器生产线改扩建及配套仓储物流中心项目" if n % 3 == 0 else f"{n}号产业园项目"
        works = "新建标准厂房"
        if n % 4 == 0:
            works = "新建厂房2万平方米，购置设备100台套，年产轴承500万套，配套建设污水处理设施"
        units = "县发改局" if n % 5 else "县发改局、县工信局、县住建局"
        rows.append([str(n), name, "堂邑镇", works, str(1000 + 37 * n), units])
    return rows


def table(rows: list[list[str]], *styles: tuple[Any, ...], widths: tuple[int, ...] = WIDTHS) -> Table:
    wrapped = [
        rows[0],
        *([r[0], *(Paragraph(c, CELL) for c in r[1:4]), r[4], Paragraph(r[5], CELL)] for r in rows[1:]),
    ]
    return Table(
        wrapped, colWidths=widths, repeatRows=1, style=[("FONT", (0, 0), (-1, -1), made.FONT, 10), *styles]
    )


def texts(source: Source, index: int = 0) -> list[list[str]]:
    for row in source.tables[index].rows:
        for cell in row:
            assert source.text[cell.start : cell.end] == cell.text
    return [[cell.text for cell in row] for row in source.tables[index].rows]


@pytest.mark.parametrize("place", ["TOP", "MIDDLE"])
@pytest.mark.parametrize(
    "styles",
    [
        (),
        TIGHT,
        (("VALIGN", (0, 0), (-1, -1), "BOTTOM"),),
        (("ALIGN", (0, 0), (-1, -1), "CENTER"),),
        (*ENDS, ("LINEBELOW", (0, -1), (-1, -1), 1, BLACK)),
        (("LINEBELOW", (0, 0), (-1, -1), 0.5, BLACK), ENDS[0]),
    ],
    ids=[
        "no rules",
        "no room between rows",
        "to the bottom",
        "centred",
        "three rules",
        "a rule below each row",
    ],
)
def test_sixty_projects_in_columns(tmp_path: Path, place: str, styles: tuple[Any, ...]) -> None:
    """Over four pages with a repeated header, cells of up to four lines joined again, row by row."""
    rows = listed()
    story = [made.heading("附件 重点项目清单"), made.body(INTRO)]
    story += [table(rows, ("VALIGN", (0, 0), (-1, -1), place), *styles), made.body(OUTRO)]
    source = read_source(made.pdf(tmp_path / "list.pdf", story))
    assert len(source.tables) == 1
    assert texts(source) == rows
    rest = source.without(source.tables)
    assert "附件重点项目清单" in rest and INTRO in rest and OUTRO in rest
    assert source.notices == ()


def test_a_sum_and_group_headings_are_rows(tmp_path: Path) -> None:
    rows = [
        ["序号", "项目名称", "总投资"],
        ["一、工业项目", "", ""],
        *[[str(n), f"第{n}号产业园", str(90 + n)] for n in range(1, 9)],
    ]
    rows += [
        ["二、交通项目", "", ""],
        *[[str(n), f"第{n}号大桥", str(90 + n)] for n in range(9, 14)],
        ["", "合计", "1261"],
    ]
    flowing = Table(rows, colWidths=(60, 160, 80), style=[("FONT", (0, 0), (-1, -1), made.FONT, 10)])
    source = read_source(made.pdf(tmp_path / "list.pdf", [made.body(INTRO), flowing]))
    assert texts(source) == rows


def test_columns_of_text_are_no_table(tmp_path: Path) -> None:
    text = "加快推进轴承产业振兴基地建设，支持企业扩大生产规模，推动产业集群向高端迈进。" * 6
    story = [made.body(f"{n}.{text}") for n in range(1, 15)]
    assert read_source(made.pdf(tmp_path / "plan.pdf", story, made.TWO_COLUMNS)).tables == ()


def test_contents_with_page_numbers_are_no_table(tmp_path: Path) -> None:
    rows = [[f"第{n}章 第{n}个重要方面的主要任务", str(3 * n)] for n in range(1, 13)]
    contents = Table(rows, colWidths=(380, 40), style=[("FONT", (0, 0), (-1, -1), made.FONT, 12)])
    source = read_source(made.pdf(tmp_path / "plan.pdf", [made.heading("目录"), contents, made.body(INTRO)]))
    assert source.tables == ()


def test_words_in_columns_that_make_no_table_are_said(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    canvas.setFont(made.FONT, 10)
    for n in range(12):
        for place in range(4):
            canvas.drawString(50 + 90 * place + (37 * n) % 61, 700 - 16 * n, "甲乙丙丁戊")
    canvas.save()
    source = read_source(tmp_path / "plan.pdf")
    assert source.tables == ()
    assert [notice.partition(": ")[2] for notice in source.notices] == [
        "page 1: words stand in columns that could not be told apart; read line by line"
    ]


# Pages and words on their side


def draw_page(canvas: Canvas, height: float) -> None:
    canvas.setFont(made.FONT, 12)
    for n, line in enumerate(
        ["加快推进轴承产业振兴基地建设，支持企业扩大。", "1.甲产业园项目", "2.乙物流园项目"]
    ):
        canvas.drawString(60, height - 80 - 20 * n, line)
    for n, row in enumerate(
        [["序号", "项目名称", "地点"], ["1", "丙大桥", "堂邑镇"], ["2", "丁水库", "石佛镇"]]
    ):
        for place, cell in enumerate(row):
            canvas.drawString(60 + 120 * place, height - 200 - 20 * n, cell)
    for n in range(4):
        canvas.line(55, height - 185 - 20 * n, 415, height - 185 - 20 * n)
    for place in range(4):
        canvas.line(55 + 120 * place, height - 185, 55 + 120 * place, height - 245)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("drawn", [0, 90, 180, 270])
def test_a_turned_page_is_read_upright(tmp_path: Path, rotation: int, drawn: int) -> None:
    """Whatever the page's own rotation and the direction in which its text is drawn."""
    width, height = A4
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    canvas.setPageRotation(rotation)
    canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[drawn])
    canvas.rotate(drawn)
    draw_page(canvas, height if drawn in (0, 180) else width)
    canvas.save()
    source = read_source(tmp_path / "plan.pdf")
    lines = [line for line in source.without(source.tables).split("\n") if line.strip()]
    assert [line for line in lines if line != "\u2029"] == [
        "加快推进轴承产业振兴基地建设，支持企业扩大。",
        "1.甲产业园项目",
        "2.乙物流园项目",
    ]
    assert texts(source) == [
        ["序号", "项目名称", "地点"],
        ["1", "丙大桥", "堂邑镇"],
        ["2", "丁水库", "石佛镇"],
    ]


def test_words_along_the_page_come_last_and_at_a_slant_are_said(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    canvas.setFont(made.FONT, 12)
    canvas.drawString(60, 600, "推进轴承产业园建设，加快发展。")
    canvas.saveState()
    canvas.translate(560, 200)
    canvas.rotate(90)
    canvas.drawString(0, 0, "配套建设甲物流园项目")
    canvas.restoreState()
    canvas.showPage()
    canvas.setFont(made.FONT, 12)
    canvas.rotate(30)
    for n in range(5):
        canvas.drawString(300, 300 - 20 * n, "建设乙产业园、丙产业园、丁大桥。")
    canvas.save()
    source = read_source(tmp_path / "plan.pdf")
    assert source.text.split() == ["推进轴承产业园建设，加快发展。", "配套建设甲物流园项目"]
    assert source.notices == (
        f"{tmp_path / 'plan.pdf'}: page 2: 80 of 80 characters stand at a slant; not read",
    )


def test_what_is_drawn_twice_to_look_bold_is_read_once(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    canvas.setFont(made.FONT, 12)
    for shift in (0, 0.4):
        canvas.drawString(60 + shift, 600, "推进人民医院、日日新产业园建设illi。")
    canvas.save()
    assert read_source(tmp_path / "plan.pdf").text.strip() == "推进人民医院、日日新产业园建设illi。"


@pytest.mark.skipif(not WEIHAI.is_file(), reason="the corpus is not part of the repository")
def test_a_real_report_with_open_sides_and_dotted_rules() -> None:
    """A bond report: tables without sides, without row rules, beside a column of text."""
    source = read_source(WEIHAI)
    by_head = {tuple(cell.text for cell in table.rows[0]): table for table in source.tables}
    built = by_head["项目名称", "建设期间", "总投资规模", "已回笼资金金额"]
    planned = next(table for head, table in by_head.items() if head[:2] == ("项目名称", "计划开发"))
    assert len(built.rows) == 26 and all(row[0].text for row in built.rows)
    assert len(planned.rows) == 17 and all(row[0].text for row in planned.rows)
    figures = next(table for head, table in by_head.items() if head[0].startswith("主要财务数据"))
    assert [cell.text for cell in figures.rows[1]] == ["资产总额［亿元]", "74.60", "78.69", "79.32"]
    beside = next(table for head, table in by_head.items() if head == ("项目", "2016年", "2017年", "2018年"))
    assert [cell.text for cell in beside.rows[3]] == ["货币资金", "5.78", "6.96", "2.47"]
    assert "22001166" not in source.text
