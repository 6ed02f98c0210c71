"""Rows of a CSV table with the place of each in its file, and what their fields hold.

In: a table of a gazetteer. Out: texts, years, numbers; TableError names file and line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path

from geo.errors import TableError


def rows(path: Path, columns: Iterable[str]) -> list[tuple[dict[str, str], str]]:
    """Rows with ``file:line`` each; TableError when the table or a column is missing."""
    if not path.is_file():
        raise TableError(f"{path}: no such table")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        absent = set(columns) - set(reader.fieldnames or ())
        if absent:
            raise TableError(f"{path}: no column {', '.join(sorted(absent))}")
        found = [(row, f"{path}:{reader.line_num}") for row in reader]
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


def number(text: str, where: str) -> float | None:
    """A number, None for an empty field."""
    try:
        return float(text) if text else None
    except ValueError as error:
        raise TableError(f"{where}: {text!r} is no number") from error
