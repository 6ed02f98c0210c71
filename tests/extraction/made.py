"""Small real files for tests, made by the programs' own writers: docx, pdf, xlsx, xls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

FONT = "STSong-Light"
BODY = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
HEADING = ParagraphStyle("heading", fontName=FONT, fontSize=18, leading=30, wordWrap="CJK")
WHOLE = (Frame(60, 60, 475, 720),)
TWO_COLUMNS = (Frame(60, 60, 230, 720), Frame(310, 60, 230, 720))
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

Rows = Sequence[Sequence[Any]]


def pdf(path: Path, story: list[Flowable], frames: Sequence[Frame] = WHOLE, **options: Any) -> Path:
    """A PDF with a head line and a page number on every page."""

    def decorate(canvas: Any, document: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawString(60, 800, "某市国民经济和社会发展规划")
        canvas.drawCentredString(300, 30, f"— {document.page} —")

    document = BaseDocTemplate(str(path), pagesize=A4, **options)
    document.addPageTemplates(
        PageTemplate("page", [Frame(f.x1, f.y1, f.width, f.height) for f in frames], decorate)
    )
    document.build(story)
    return path


def heading(text: str) -> Paragraph:
    return Paragraph(text, HEADING)


def body(text: str) -> Paragraph:
    return Paragraph(text, BODY)


def ruled(rows: Rows, *styles: tuple[Any, ...]) -> Table:
    """A table with lines around its cells, whose first row is repeated on every page."""
    base = [("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)), ("FONT", (0, 0), (-1, -1), FONT, 10)]
    return Table([[str(cell) for cell in row] for row in rows], repeatRows=1, style=[*base, *styles])


def xlsx(
    path: Path, sheets: dict[str, Rows], merged: Sequence[str] = (), *, hidden: Sequence[str] = ()
) -> Path:
    """A workbook; *merged* ranges (A1:C1) hold on the first sheet, with the text of their first cell."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for index, (name, rows) in enumerate(sheets.items()):
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
            for area in merged if index == 0 else ():
                line, place = (
                    int("".join(c for c in area.split(":")[0] if c.isdigit())) - 1,
                    ord(area[0]) - ord("A"),
                )
                sheet.merge_range(area, rows[line][place])
            if name in hidden:
                sheet.hide()
    return path


def xls(path: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("项目")
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            if value is not None:
                sheet.write(line, place, value)
    book.save(str(path))
    return path


def numbered(document: Any, text: str, level: int, list_id: str = "77") -> None:
    """A paragraph that Word numbers itself: level 0 一、, level 1 （一）, level 2 1."""
    numbering = document.part.numbering_part.element
    if not any(one.get(qn("w:numId")) == list_id for one in numbering.findall(qn("w:num"))):
        abstract = _element("w:abstractNum", {"w:abstractNumId": list_id})
        for depth, (form, label) in enumerate(
            [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
        ):
            one = _element("w:lvl", {"w:ilvl": str(depth)})
            for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", label)):
                one.append(_element(name, {"w:val": value}))
            abstract.append(one)
        numbering.insert(0, abstract)
        number = _element("w:num", {"w:numId": list_id})
        number.append(_element("w:abstractNumId", {"w:val": list_id}))
        numbering.append(number)
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    belongs = _element("w:numPr", {})
    belongs.append(_element("w:ilvl", {"w:val": str(level)}))
    belongs.append(_element("w:numId", {"w:val": list_id}))
    properties.append(belongs)


def word() -> Any:
    """An empty Word document."""
    return docx.Document()


def word_table(document: Any, rows: Rows, merged: Sequence[tuple[int, int, int, int]] = ()) -> None:
    """A table; *merged* areas are (top, left, bottom, right), with the text of their first cell."""
    table = document.add_table(len(rows), max(map(len, rows)))
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            table.cell(line, place).text = "" if value is None else str(value)
    for top, left, bottom, right in merged:
        text = table.cell(top, left).text
        table.cell(top, left).merge(table.cell(bottom, right)).text = text


def _element(name: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
