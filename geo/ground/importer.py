"""A user's file of companies, facilities or lines → the table of the workspace.

The header tells which table a file is: ``passes`` or ``geometry`` makes it lines, ``kind`` with ``lon``
facilities, ``address`` or else companies. Rows are checked as when they are used, and nothing is written
unless all are right. Rows of names that the table has already replace them.

In: CSV (UTF-8 or GB18030) or XLSX with the columns of :mod:`geo.ground.tables`; missing columns are empty.
Out: the table, and a report.
"""

from __future__ import annotations

import csv
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from geo import tables
from geo.errors import UserFileError
from geo.files import make_folder, write_whole
from geo.ground import lines as courses
from geo.ground.stations import stations
from geo.ground.tables import COLUMNS, companies, facilities, folder, line_rows
from geo.locks import writing_workspace
from geo.own.files import read_user_file

_NEEDED = ("name", "source")


@dataclass(frozen=True, slots=True)
class Report:
    """What was read: the table, rows of the file, how many of them replaced others, rows there now."""

    table: str
    rows: int
    replaced: int
    total: int


def import_table(path: Path, *, table: str | None = None, is_trial: bool = False) -> Report:
    """Check a file and put its rows into the workspace's table.

    Parameters
    ----------
    path
        CSV (UTF-8 or GB18030) or XLSX with the columns of :mod:`geo.ground.tables`.
    table
        One of companies, facilities, lines; by default what the header says.
    is_trial
        True only checks.

    Returns
    -------
    Report
        In a trial with the numbers as they would be.

    Raises
    ------
    UserFileError, TableError
        One line: the file cannot be read, lacks a column, or a row is wrong; the row is named by the
        line of the table that would be written.
    BusyError, WriteError
        Another process writes to the workspace, or the table cannot be written; nothing was changed.
    """
    rows = read_user_file(path).rows
    # A map file has a geometry always; in a table it is a column like others.
    is_table = not isinstance(rows, gpd.GeoDataFrame) or "passes" in rows.columns
    header = [str(name).strip() for name in rows.columns if name != "geometry" or is_table]
    kind = table or _kind(header)
    if kind not in COLUMNS:
        raise UserFileError(f"{path}: no table {kind!r}; expected one of {', '.join(COLUMNS)}")
    absent = [name for name in _NEEDED if name not in header]
    if absent:
        raise UserFileError(f"{path}: no column {', '.join(absent)} among {', '.join(header)}")
    unknown = [name for name in header if name not in COLUMNS[kind]]
    if unknown:
        raise UserFileError(
            f"{path}: column {unknown[0]!r} is none of {kind}; they are {', '.join(COLUMNS[kind])}"
        )
    own = [
        {name: str(row.get(name, "") or "").strip() for name in COLUMNS[kind]}
        for row in rows.to_dict("records")
    ]
    if not own:
        raise UserFileError(f"{path}: it has no rows")
    with nullcontext() if is_trial else writing_workspace():
        return _merge(kind, own, path, is_trial=is_trial)


def _merge(kind: str, own: list[dict[str, str]], path: Path, *, is_trial: bool) -> Report:
    """The rows of the file in the table, in the place of those of the same names."""
    target = folder() / f"{kind}.csv"
    before = _stored(target)
    names = {row["name"] for row in own}
    kept = [row for row in before if row["name"] not in names]
    _check(kind, own, path)
    with tempfile.TemporaryDirectory() as name:
        staged = Path(name) / path.name
        _write(kind, [*kept, *own], staged)
        _use(kind, staged)
        if not is_trial:
            make_folder(target.parent)
            write_whole(target, staged.read_bytes())
    forget()
    return Report(kind, len(own), len(before) - len(kept), len(kept) + len(own))


def forget() -> None:
    """Read the tables, and the areas that they lie in, anew with the next use."""
    courses.forget()
    stations.cache_clear()


def lines_of(report: Report, *, is_trial: bool) -> list[str]:
    """What an import found and did, in lines for the user.

    Parameters
    ----------
    report
        Of :func:`import_table`.
    is_trial
        Whether the import only checked.

    Returns
    -------
    list[str]
        One line, in Chinese and English.
    """
    names = {"companies": "企业 companies", "facilities": "设施 facilities", "lines": "线路 lines"}
    told = f"{names[report.table]}: {report.rows} 行 rows, {report.replaced} 行替换原有 replace others"
    done = "仅检查，未写入 checked only" if is_trial else f"现有 {report.total} 行 rows now"
    return [f"{told}; {done}"]


def _kind(header: list[str]) -> str:
    if "passes" in header or "geometry" in header:
        return "lines"
    return "facilities" if "kind" in header else "companies"


def _check(kind: str, rows: list[dict[str, str]], path: Path) -> None:
    """Check the rows alone, so that an error names the line of the user's file."""
    with tempfile.TemporaryDirectory() as name:
        staged = Path(name) / path.with_suffix(".csv").name
        _write(kind, rows, staged)
        try:
            _use(kind, staged)
        except UserFileError:
            raise
        except ValueError as error:
            raise UserFileError(str(error).replace(str(staged), str(path))) from error


def _use(kind: str, path: Path) -> None:
    if kind == "companies":
        companies(path)
    elif kind == "facilities":
        facilities(path)
    else:
        for row in line_rows(path):
            courses.line_of_row(row)


def _stored(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    return tables.records(path)


def _write(kind: str, rows: list[dict[str, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS[kind], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
