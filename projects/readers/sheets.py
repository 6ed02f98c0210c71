"""Spreadsheets (xlsx, xlsm, xls) with python-calamine, and CSV: one table a sheet.

Values are written as a person reads them in the cell: 12000 not 12000.0, dates as
2024-03-01. Hidden sheets are left out. Each sheet stands in the text as a heading with
its name, then a row a line; offsets are characters in the extracted text.
"""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from projects.errors import InputError
from projects.readers.source import Builder, Slot, Source
from projects.readers.text import decode

_DELIMITERS = ",\t;"


def read_workbook(data: bytes, path: Path, kind: str) -> Source:
    """Read a workbook; *kind* is xlsx or xls. Raises InputError when it is protected or damaged."""
    made = Builder()
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
    except PasswordError as error:
        raise InputError(
            f"{path}: protected by a password; expected a file that opens without one"
        ) from error
    except (CalamineError, ValueError, OSError) as error:
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(f"{path}: damaged: not a spreadsheet that can be opened ({detail})") from error
    return Source(str(path), kind, made.text, tuple(made.tables))


def read_csv(data: bytes, path: Path) -> Source:
    """Read a CSV table, parted by comma, tab or semicolon. Raises InputError when it is none."""
    text, encoding = decode(data, path)
    head = text.split("\n", 20)
    delimiter = max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in head[:20]))
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


def _shown(value: object) -> str:
    if isinstance(value, float):
        # Sums of decimals carry noise in the last digits, which a cell does not show.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(sep=" ")
    return str(value)
