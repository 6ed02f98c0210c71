"""XLSX: the records as a list that Chinese offices know, with dictionary and sources.

Sheet 说明 tells how many there are, by which filter, of which edition and day. Sheet 项目 has the real
projects in Chinese, for people. Sheet 记录 has the records: the customary columns first (项目名称,
建设单位, 建设地点 …) and the life in the plans, then the columns of the contract under their own
names, for programs: these are what :mod:`projects.export.formats.reimport` takes. Sheet 县区 counts by
county and zone, 数据字典 explains every column, 代码 every code, and 来源 names the documents, the
levels of precision and what is to be known of places and datum.

Texts are written as texts whatever they begin with, and marked as such (quote prefix), so
that Excel does not make a formula of one when its cell is edited.

In: a ``Content``. Out: the file.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from geo.tables import RISKY
from projects.errors import InputError
from projects.export.formats.codes import code_tables, columns_of
from projects.export.formats.content import Content
from projects.export.formats.layers import area_layer
from projects.export.formats.metadata import (
    COUNT_NOTE,
    DATUM_NOTE,
    LICENCE_NOTE,
    POINT_NOTE,
    about,
    boundary_note,
    editions,
    facts,
    industries,
    precision,
)
from projects.export.formats.systems import LONLAT
from projects.export.formats.text import values
from projects.model.records import COLUMNS, LIST_SEPARATOR, dictionary
from projects.store.counting import FIGURES
from projects.store.historytext import history_column
from projects.store.vocabulary import vocabulary
from projects.vocabulary import labels

ABOUT, PROJECTS, SHEET, COUNTIES = "说明", "项目", "记录", "县区"
DICTIONARY, CODES, SOURCES = "数据字典", "代码", "来源"
_HISTORY = "规划沿革"
_MAX_TEXT = 32_767  # characters in a cell
_MAX_ROWS = 1_048_575  # below the header
_HEAD, _HEAD_CONTRACT = "#DCE6F1", "#EDEDED"


@dataclass(frozen=True, slots=True)
class Customary:
    """A column for people: its header, width in characters, and its text or number in one record."""

    header: str
    width: int
    value: Callable[[Mapping[str, Any]], Any]


CUSTOMARY = (
    Customary("项目名称", 40, lambda row: row["name"]),
    Customary("建设单位", 24, lambda row: row["entity"]),
    Customary("建设地点", 20, lambda row: _spoken(row["place"])),
    Customary("建设内容及规模", 30, lambda row: row["scale"].replace(";", "；")),
    Customary("总投资（万元）", 14, lambda row: row["investment_wan_yuan"]),
    Customary("建设起止年限", 13, lambda row: _years(row["period_start"], row["period_end"])),
    Customary("建设阶段", 10, lambda row: row["stage"]),
    Customary("规划期", 11, lambda row: _years(row["plan_start"], row["plan_end"])),
    Customary("行业", 18, lambda row: _industry(row["industry"])),
    Customary("责任单位", 24, lambda row: _spoken(row["responsible"])),
)
_OF_PROJECTS = (
    Customary("项目名称", 40, lambda row: row["name"]),
    Customary("行业", 18, lambda row: _industry(row["industry"])),
    Customary("所在地", 20, lambda row: _spoken(row["place"])),
    Customary("定位精度", 10, lambda row: _level(row["level"])),
    Customary("县区", 12, lambda row: _spoken(row["county"])),
    Customary("镇街", 12, lambda row: _spoken(row["town"])),
    Customary("园区", 16, lambda row: _spoken(row["park"])),
    Customary("建设阶段", 10, lambda row: row["stage"]),
    Customary("年份", 12, lambda row: _years(row["year_start"], row["year_end"])),
    Customary("总投资（万元）", 14, lambda row: row["investment_wan_yuan"]),
    Customary("最早写到的规划", 26, lambda row: _plan(row["first_plan"])),
    Customary("最近写到的规划", 26, lambda row: _plan(row["last_plan"])),
    Customary("记录数", 8, lambda row: row["mentions"]),
)
_BEHIND = ("id", "industry", "level", "place_code", "county_code", "selected", "mention_ids", "why_one")
_WIDTHS = {
    "id": 14,
    "name": 30,
    "evidence": 40,
    "industry_rule": 16,
    "category": 16,
    "responsible": 20,
    "scale": 20,
}


def write_xlsx(content: Content, path: Path) -> list[str]:
    """Write the workbook; an error names the record when a text is too long for a cell."""
    if len(content.records) > _MAX_ROWS:
        raise InputError(f"{path}: {len(content.records)} records; a sheet holds {_MAX_ROWS}")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # In memory, since on a full disk the library leaves a zip open, which complains later.
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(
            {"title": "项目地图导出", "created": datetime.datetime.combine(content.made, datetime.time())}
        )
        formats = _Formats(book)
        _write_about(book.add_worksheet(ABOUT), content, formats)
        _write_projects(book.add_worksheet(PROJECTS), content, formats)
        _write_records(book.add_worksheet(SHEET), content, formats)
        _write_counties(book.add_worksheet(COUNTIES), content, formats)
        _write_dictionary(book.add_worksheet(DICTIONARY), formats)
        _write_codes(book.add_worksheet(CODES), content, formats)
        _write_sources(book.add_worksheet(SOURCES), content, formats)
    path.write_bytes(target.getbuffer())
    return []


class _Formats:
    """The cell formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        base = {"valign": "top", "font_name": "宋体"}
        head = {**base, "bold": True, "text_wrap": True, "border": 1}
        self.head: CellFormat = book.add_format({**head, "bg_color": _HEAD})
        self.head_contract: CellFormat = book.add_format({**head, "bg_color": _HEAD_CONTRACT})
        self.text: CellFormat = book.add_format(base)
        self.risky: CellFormat = book.add_format({**base, "quote_prefix": True})
        self.wrapped: CellFormat = book.add_format({**base, "text_wrap": True})


def _write_about(sheet: Worksheet, content: Content, formats: _Formats) -> None:
    rows: list[tuple[str, ...]] = [("内容 item", "说明 value")]
    rows += list(about(content).items())
    sheets = {
        PROJECTS: "每个真实项目一行（中文）",
        SHEET: "规划文件中的每一处一行：前几列供阅读，其后为程序所用的列，可再导入",
        COUNTIES: "各县区、功能区的计数；功能区不计入周围的县区",
        DICTIONARY: "每一列的含义",
        CODES: "每个代码的含义",
        SOURCES: "规划文件、精度与须知",
    }
    rows += [("", ""), *((f"表 {name}", text) for name, text in sheets.items())]
    _write_rows(sheet, rows, (28, 90), formats)


def _write_projects(sheet: Worksheet, content: Content, formats: _Formats) -> None:
    """Real projects in Chinese; their ids and those of their records behind, for programs."""
    columns = {name: values(content.projects[name]) for name in content.projects}
    rows = (dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True))
    _write_list(sheet, (_OF_PROJECTS, _BEHIND), {}, rows, len(content.projects), formats)


def _write_records(sheet: Worksheet, content: Content, formats: _Formats) -> None:
    columns = [values(content.records[name]) for name in COLUMNS]
    lives = history_column(content.records, content.history).tolist()
    names = (*COLUMNS, _HISTORY)
    rows = (dict(zip(names, cells, strict=True)) for cells in zip(*columns, lives, strict=True))
    widths = {name: _WIDTHS.get(name, 12) for name in COLUMNS}
    life = Customary(_HISTORY, 28, lambda row: row[_HISTORY])
    _write_list(sheet, ((*CUSTOMARY, life), COLUMNS), widths, rows, len(content.records), formats)


def _write_list(
    sheet: Worksheet,
    columns: tuple[Sequence[Customary], Sequence[str]],
    widths: Mapping[str, int],
    rows: Iterable[Mapping[str, Any]],
    count: int,
    formats: _Formats,
) -> None:
    """Numbered rows: the *columns* for people, then those for programs under their own names."""
    spoken, behind = columns
    headers = ["序号", *(column.header for column in spoken), *behind]
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(count, 1), len(headers) - 1)
    sheet.set_column(0, 0, 6)
    wide = {column.header: column.width for column in spoken} | dict(widths)
    for place, name in enumerate(headers):
        if name in wide:
            sheet.set_column(place, place, wide[name])
    sheet.set_row(0, 30)
    for place, text in enumerate(headers):
        sheet.write_string(0, place, text, formats.head if place <= len(spoken) else formats.head_contract)
    for line, row in enumerate(rows, start=1):
        sheet.write_number(line, 0, line, formats.text)
        cells = (*(column.value(row) for column in spoken), *(row[name] for name in behind))
        for place, value in enumerate(cells, start=1):
            _write(sheet, line, place, value, formats, row["id"])


def _write_counties(sheet: Worksheet, content: Content, formats: _Formats) -> None:
    table = area_layer(replace(content, crs=LONLAT[0]), "counties")
    words = labels.texts("zh")
    sheet.freeze_panes(1, 2)
    for place, text in enumerate(("代码", "县区、功能区", *(words[f"count.{name}"] for name in FIGURES))):
        sheet.write_string(0, place, text, formats.head)
    sheet.set_column(0, 1, 24)
    for line, row in enumerate(table.to_dict("records"), start=1):
        sheet.write_string(line, 0, str(row["code"]), formats.text)
        sheet.write_string(line, 1, str(row["name"]), formats.text)
        for place, name in enumerate(FIGURES, start=2):
            sheet.write_number(line, place, int(row[name]), formats.text)


def _write_codes(sheet: Worksheet, content: Content, formats: _Formats) -> None:
    rows: list[tuple[str, ...]] = [("代码表 table", "代码 code", "中文名", "English", "说明 more")]
    for name, table in code_tables(content).items():
        for row in table:
            more = [text for key, text in row.items() if key not in ("code", "label_zh", "label_en") and text]
            told = (row.get("label_zh", ""), row.get("label_en", ""), " · ".join(more))
            rows.append((name.removeprefix("code_"), row["code"], *told))
    _write_rows(sheet, rows, (14, 18, 22, 30, 80), formats)


def _write_dictionary(sheet: Worksheet, formats: _Formats) -> None:
    told = "For reading; taken from the columns further right"
    keys = ("name", "label_zh", "label_en", "type", "unit", "values")
    headers = ("列 column", "中文名", "English", "类型 type", "单位 unit", "取值 values")
    rows: list[tuple[str, ...]] = [headers, ("序号", "序号", "Number in this file", "integer", "", "")]
    rows += [(column.header, column.header, told, "", "", "") for column in CUSTOMARY]
    rows.append((_HISTORY, _HISTORY, "In which plans it stands, against the plan before", "", "", ""))
    rows += [tuple(row[key] for key in keys) for row in dictionary().to_dict("records")]
    rows.append((PROJECTS, "项目表的列", "columns of the projects", "", "", ""))
    rows += [(column.header, column.header, told, "", "", "") for column in _OF_PROJECTS]
    rows += [tuple(row[key] for key in keys) for row in columns_of("projects")]
    _write_rows(sheet, rows, (24, 20, 36, 10, 18, 40), formats)


def _write_sources(sheet: Worksheet, content: Content, formats: _Formats) -> None:
    meta = facts(content)
    known = {row["document"]: row for row in meta["documents"]}
    rows: list[tuple[str, ...]] = [
        ("文件 document", "标题 title", "发文机关 issuer", "文号 number", "日期 issued")
    ]
    for key in dict.fromkeys(content.records["document"].tolist()):
        row = known.get(key, {})
        rows.append((key, *(row.get(name, "") for name in ("title", "issuer", "number", "issued"))))
    rows += [
        ("",),
        ("导出日期 exported", content.made.isoformat()),
        ("版次 edition", editions(content)),
        ("计数 counts", labels.figures(meta["counts"], "zh")),
        ("坐标系 CRS", f"{meta['crs']['code']} {meta['crs']['label_zh']}"),
        ("审图号 map approval number", content.approval),
        ("筛选 filters", "；".join(meta["filters"]["labels_zh"]) or "全部"),
        ("须知 notes", POINT_NOTE["zh"]),
    ]
    rows += [
        ("", note["zh"]) for note in (COUNT_NOTE, boundary_note(content.areas), DATUM_NOTE, LICENCE_NOTE)
    ]
    rows += [("",), ("精度 precision", "含义 meaning")]
    rows += [(row["label_zh"], row["meaning"]) for row in precision()]
    _write_rows(sheet, rows, (26, 70, 24, 24, 12), formats)


def _write_rows(
    sheet: Worksheet, rows: list[tuple[str, ...]], widths: tuple[int, ...], formats: _Formats
) -> None:
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    for line, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(line, place, text, formats.head if line == 0 else formats.wrapped)


def _write(sheet: Worksheet, line: int, place: int, value: Any, formats: _Formats, record: str) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value, formats.text)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value, formats.text)
    else:
        if len(value) > _MAX_TEXT:
            raise InputError(f"record {record}: a text of {len(value)} characters; a cell holds {_MAX_TEXT}")
        sheet.write_string(line, place, value, formats.risky if value.startswith(RISKY) else formats.text)


def _spoken(texts: str) -> str:
    return texts.replace(LIST_SEPARATOR, "、")


def _years(start: int | None, end: int | None) -> str:
    if start is None and end is None:
        return ""
    return str(start or end) if start == end or not (start and end) else f"{start}-{end}"


def _industry(code: str) -> str:
    return _labels().get(code, "")


def _level(code: str) -> str:
    return {row["code"]: row["label_zh"] for row in precision()}.get(code, code)


def _plan(key: str) -> str:
    return vocabulary().label("document", key, "zh")


@cache
def _labels() -> dict[str, str]:
    return {row["code"]: row["label_zh"] for row in industries()}
