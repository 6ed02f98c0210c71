"""Rows of a CSV table with the place of each in its file, and what their fields hold.

The one reader of CSV in ``geo``; its columns, keys and sources are declared in ``data/datapackage.json``.
Files of the user, in whatever encoding, are read by :mod:`geo.own.files`.

In: a table. Out: texts, years, numbers; TableError names file and line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from pathlib import Path

from geo.datum import CHINA_BOX
from geo.errors import TableError

# What a spreadsheet may take for the beginning of a formula, also in full width; tab and carriage return,
# which some strip first; and the apostrophe itself, so that :func:`plain` gives back what was written.
RISKY = tuple("=+-@＝＋－＠\t\r'")


def harmless(text: str) -> str:
    """A cell for a table that people open in a spreadsheet: no formula, whatever the text.

    Parameters
    ----------
    text
        What the cell is to say.

    Returns
    -------
    str
        With an apostrophe before it where it begins with one of :data:`RISKY`.
    """
    return f"'{text}" if text.startswith(RISKY) else text


def plain(text: str) -> str:
    """The text of a cell that :func:`harmless` wrote.

    Parameters
    ----------
    text
        The cell as it stands in the file.

    Returns
    -------
    str
        Without the apostrophe that was put before it.
    """
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text


def records(path: Path, columns: Iterable[str] = ()) -> list[dict[str, str]]:
    """Rows alone, for tables in which only the whole can be wrong.

    Parameters
    ----------
    path, columns
        As for :func:`rows`.

    Returns
    -------
    list[dict[str, str]]
        Column → text, in file order.

    Raises
    ------
    TableError
        As in :func:`rows`.
    """
    return [row for row, _ in rows(path, columns)]


def header(path: Path) -> list[str]:
    """The names of the columns.

    Parameters
    ----------
    path
        CSV in UTF-8.

    Returns
    -------
    list[str]
        In file order; empty when the file is.

    Raises
    ------
    TableError
        The table is missing or not UTF-8.
    """
    return next(csv.reader(io.StringIO(_text(path), newline="")), [])


def rows(path: Path, columns: Iterable[str]) -> list[tuple[dict[str, str], str]]:
    """Rows of a table, each with its place.

    Parameters
    ----------
    path
        CSV in UTF-8, with or without a mark.
    columns
        Names that the table has to have; it may have more.

    Returns
    -------
    list[tuple[dict[str, str], str]]
        Column → text with ``file:line``, in file order.

    Raises
    ------
    TableError
        The table or a column is missing, it is not UTF-8, or a row has too few or too many fields.
    """
    text = _text(path)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        absent = set(columns) - set(reader.fieldnames or ())
        if absent:
            raise TableError(f"{path}: no column {', '.join(sorted(absent))}")
        found = [(row, f"{path}:{reader.line_num}") for row in reader]
    except csv.Error as error:
        raise TableError(f"{path}:{reader.line_num}: not a CSV table ({error})") from error
    for row, where in found:
        if None in row or None in row.values():
            raise TableError(f"{where}: expected {len(reader.fieldnames or ())} fields")
    return found


def year(text: str, where: str) -> int | None:
    """A year of four digits, None for an empty field."""
    if not text:
        return None
    if not re.fullmatch(r"\d{4}", text):
        raise TableError(f"{where}: {text!r} is no year")
    return int(text)


def position(lon: str, lat: str, where: str) -> tuple[float | None, float | None]:
    """Longitude and latitude in China, None for empty fields; TableError when they cannot be."""
    x, y = number(lon, where), number(lat, where)
    if (x is None) != (y is None):
        raise TableError(f"{where}: only one of lon {lon!r} and lat {lat!r} is given")
    west, south, east, north = CHINA_BOX
    if x is None or y is None or (west <= x <= east and south <= y <= north):
        return x, y
    hint = ": are they exchanged?" if west <= y <= east and south <= x <= north else ""
    raise TableError(f"{where}: lon {lon}, lat {lat} does not lie in China{hint}")


def number(text: str, where: str) -> float | None:
    """A number, None for an empty field."""
    try:
        return float(text) if text else None
    except ValueError as error:
        raise TableError(f"{where}: {text!r} is no number") from error


def _text(path: Path) -> str:
    if not path.is_file():
        raise TableError(f"{path}: no such table")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: byte {error.start} is not UTF-8; save it as CSV UTF-8") from error
