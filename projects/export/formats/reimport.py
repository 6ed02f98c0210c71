"""An export that comes back: records of a CSV or a workbook, as they were.

In: a file that :mod:`projects.export.formats.workbook` or ``text`` wrote, perhaps edited since. Out: its
records by the columns of the contract, and lines on customary cells that were changed and are not taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, WorksheetNotFound

from projects.errors import InputError
from projects.export.formats.text import text_columns
from projects.export.formats.workbook import CUSTOMARY, PROJECTS, SHEET
from projects.extraction.readers import Source
from projects.model.records import COLUMNS, dictionary, typed
from projects.model.tables import read_edited


def is_exported(source: Source) -> bool:
    """Whether a file is an export of records: one of its tables has all columns of the contract.

    Parameters
    ----------
    source
        The file as :func:`projects.extraction.readers.read_source` read it; first rows count as headers.

    Returns
    -------
    bool
        True where :func:`read_back` should read it instead of the steps of extraction.
    """
    return any(
        set(COLUMNS) <= {cell.text for cell in table.rows[0]} for table in source.tables if len(table.rows)
    )


def read_back(source: Source) -> tuple[pd.DataFrame, list[str]]:
    """Records of an exported CSV or workbook, as they were.

    Parameters
    ----------
    source
        The export; its file (``source.path``) is read again.

    Returns
    -------
    tuple[pd.DataFrame, list[str]]
        Typed records, and a line for the user on each customary cell of a workbook changed in vain.

    Raises
    ------
    InputError
        It cannot be read, lacks a column, a number is none, an id or a name is missing or an id stands
        twice; of a row the message names row and column.
    """
    path = Path(source.path)
    return (read_csv(path), []) if source.format == "csv" else read_xlsx(path)


def read_csv(path: Path) -> pd.DataFrame:
    """Records of an exported CSV, typed, with the cells as they were before the export.

    Errors as in :func:`projects.model.tables.read_edited`, and those of :func:`read_xlsx`.
    """
    table = read_edited(path, COLUMNS)
    for column in text_columns():
        table[column] = table[column].str.removeprefix("'")
    rows = table.itertuples(index=False, name=None)
    return _typed(record for *_, record in _records(list(COLUMNS), rows, f"{path}:"))


def read_xlsx(path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Records of an exported workbook, typed, as they were; and what was changed by hand in vain.

    Raises InputError, naming row and column, when a number is none, an id or a name is missing or an
    id stands twice.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        # Before there was a table of real projects the records stood under their name.
        sheet = book.get_sheet_by_name(SHEET if SHEET in book.sheet_names else PROJECTS)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, WorksheetNotFound, OSError) as error:
        raise InputError(f"{path}: no sheet {SHEET} that can be read ({error})") from error
    header = [str(cell) for cell in rows[0]] if rows else []
    if missing := next((column for column in COLUMNS if column not in header), None):
        raise InputError(f"{path}: sheet {SHEET}: no column {missing!r}; expected {', '.join(COLUMNS)}")
    found = list(_records(header, rows[1:], f"{path}: sheet {SHEET},"))
    notices = [line for where, row, one in found for line in _changed_in_vain(header, row, one, where)]
    return _typed(one for *_, one in found), notices


def _records(
    header: list[str], rows: Iterable[Sequence[Any]], table: str
) -> Iterator[tuple[str, Sequence[Any], dict[str, Any]]]:
    """Of each row that says anything: where it stands, its cells, its record; a spreadsheet's row numbers."""
    kinds = dict(zip(*(dictionary()[key] for key in ("name", "type")), strict=True))
    places = {column: header.index(column) for column in COLUMNS}
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        if not any(cell != "" for cell in row):
            continue
        where = f"{table} row {number}"
        record = {
            column: _read(row[place], kinds[column], f"{where}, column {column}")
            for column, place in places.items()
        }
        if not record["id"] or not record["name"]:
            raise InputError(f"{where}: id or name is empty; expected a record as it was exported")
        if record["id"] in seen:
            raise InputError(f"{where}: id {record['id']!r} stands in row {seen[record['id']]} as well")
        seen[record["id"]] = number
        yield where, row, record


def _typed(records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    return typed(pd.DataFrame(list(records), columns=list(COLUMNS), dtype=object))


def _read(value: Any, kind: str, where: str) -> Any:
    if value == "":
        return "" if kind == "text" else None
    if kind == "text":
        # A figure typed over a text is a number to the spreadsheet.
        return f"{value:.12g}" if isinstance(value, float) else str(value)
    if kind == "boolean":
        return value if isinstance(value, bool) else str(value).strip().lower() in ("true", "是", "1", "1.0")
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"{where}: {value!r}; expected a number") from error
    if not math.isfinite(number):
        raise InputError(f"{where}: {value!r}; expected a number")
    if kind == "integer" and not number.is_integer():
        raise InputError(f"{where}: {value!r}; expected a whole number")
    return int(number) if kind == "integer" else number


def _changed_in_vain(
    header: list[str], row: Sequence[Any], record: Mapping[str, Any], where: str
) -> list[str]:
    notices = []
    for column in CUSTOMARY:
        if column.header not in header:
            continue
        printed, expected = row[header.index(column.header)], column.value(record)
        expected = "" if expected is None else expected
        if printed != expected:
            notices.append(
                f"{where}: {column.header} says {printed!r} but the columns of the record {expected!r};"
                " the latter was taken"
            )
    return notices
