"""Spreadsheets: xlsx and xlsm with python-calamine, xls with xlrd, and CSV; one table a sheet.

Values are written as a person reads them in the cell: 12000 not 12000.0, dates as
2024-03-01. Hidden sheets are left out. Each sheet stands in the text as a heading with
its name, then a row a line; offsets are characters in the extracted text.
"""

from __future__ import annotations

import csv
import datetime
import io
import struct
from pathlib import Path

import xlrd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from projects.errors import InputError
from projects.extraction.readers.far_cells import without_far_cells
from projects.extraction.readers.source import Builder, Slot, Source
from projects.extraction.readers.text import decode

_DELIMITERS = ",\t;"
_MOST_ROWS, _WIDEST = 100_000, 1_000_000  # of a CSV: rows, characters of its first lines
_EXPECTED = "not a spreadsheet that can be opened"
# What xlrd raises on damaged files, beside its own exceptions.
_OLD_DAMAGED = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    ZeroDivisionError,
)


def read_xlsx(data: bytes, path: Path) -> Source:
    """Read an xlsx workbook. Raises InputError when it is protected or damaged."""
    made = Builder()
    data, notices = without_far_cells(data, path)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.typ is not SheetTypeEnum.WorkSheet or meta.visible is not SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            grid = [[Slot(_shown(value)) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
                _merge(grid, top, left, bottom, right)
            _add(made, grid, meta.name)
    except (CalamineError, ValueError, OSError) as error:
        raise InputError(f"{path}: damaged: {_EXPECTED} ({_detail(error)})") from error
    return Source(str(path), "xlsx", made.text, tuple(made.tables), notices=notices)


def read_xls(data: bytes, path: Path) -> Source:
    """Read a workbook of the old format. Raises InputError when it is protected or damaged."""
    made = Builder()
    try:
        # Merged cells are told only together with formats. What xlrd would print is not of use here.
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        for sheet in book.sheets():
            if sheet.visibility:
                continue
            grid = [
                [Slot(_shown(_old_value(cell, book.datemode))) for cell in row] for row in sheet.get_rows()
            ]
            for top, bottom, left, right in sheet.merged_cells:
                _merge(grid, top, left, bottom - 1, right - 1)
            _add(made, grid, sheet.name)
    except _OLD_DAMAGED as error:
        if "encrypted" in str(error):
            raise InputError(
                f"{path}: protected by a password; expected a file that opens without one"
            ) from error
        raise InputError(f"{path}: damaged: {_EXPECTED} ({_detail(error)})") from error
    return Source(str(path), "xls", made.text, tuple(made.tables))


def read_csv(data: bytes, path: Path) -> Source:
    """Read a CSV table, parted by comma, tab or semicolon. Raises InputError when it is none."""
    text, encoding = decode(data, path)
    head = text.split("\n", 20)
    delimiter = max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in head[:20]))
    if (rows := text.count("\n")) > _MOST_ROWS or max(map(len, head[:20])) > _WIDEST:
        raise InputError(f"{path}: {rows} lines; expected a table of {_MOST_ROWS} rows at most")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        grid = [[Slot(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: {error}; expected a CSV table") from error
    made = Builder()
    _add(made, grid, "")
    return Source(str(path), "csv", made.text, tuple(made.tables), encoding)


def _add(made: Builder, grid: list[list[Slot]], name: str) -> None:
    filled = [index for index, row in enumerate(grid) if any(slot.lines for slot in row)]
    if not filled:
        return
    if name:
        made.line(name, depth=1)
    made.table(grid[filled[0] : filled[-1] + 1], name=name, first_row=filled[0] + 1)


def _merge(grid: list[list[Slot]], top: int, left: int, bottom: int, right: int) -> None:
    if top >= len(grid):
        return
    slot = next((one for row in grid[top : bottom + 1] for one in row[left : right + 1] if one.lines), Slot())
    for row in grid[top : bottom + 1]:
        for column in range(left, min(right + 1, len(row))):
            row[column] = slot


def _old_value(cell: xlrd.sheet.Cell, datemode: int) -> object:
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return "" if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def _detail(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _shown(value: object) -> str:
    if isinstance(value, float):
        # Sums of decimals carry noise in the last digits, which a cell does not show.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    return str(value)
