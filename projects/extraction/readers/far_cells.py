"""Cells of a workbook that stand far from all others, as in XFD1048576, are taken out before it is read.

A sheet is read as a full grid up to its last cell; one stray cell would make that billions of
places. Only sheets whose grid is large and all but empty are changed. Input and output: the bytes
of an xlsx file; a notice for each sheet that lost cells.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from pathlib import Path

from projects.errors import InputError

_MAX_PLACES = 2_000_000  # of a grid that is all but empty
_MAX_DENSE = 20_000_000
_FILLED = 0.02  # share of places filled in a grid that is not all but empty
_KEPT = 0.995  # share of the cells that stand near
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_WHOLE_CELL = re.compile(
    rb"<((?:\w+:)?c)\s[^>]*?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^>]*?(?:/>|>.*?</\1>)", re.DOTALL
)


def without_far_cells(data: bytes, path: Path) -> tuple[bytes, tuple[str, ...]]:
    """*data* without the cells that stand far from all others, and what was left out.

    Raises InputError when a sheet is larger than any list of projects, with cells all over it.
    """
    changed: dict[str, bytes] = {}
    notices: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                if not _SHEET.fullmatch(name):
                    continue
                sheet = package.read(name)
                limits = _limits(sheet, f"{path}: {name}")
                if limits is not None:
                    changed[name], count = _within(sheet, *limits)
                    notices.append(f"{path}: {name}: {count} cells far from all others; not read")
            if not changed:
                return data, ()
            made = io.BytesIO()
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
                for name in package.namelist():
                    copy.writestr(name, changed.get(name) or package.read(name))
    except InputError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ):
        return data, ()  # damaged: the reader says so
    return made.getvalue(), tuple(notices)


def _limits(sheet: bytes, where: str) -> tuple[int, int] | None:
    """The last column and row that are near, for a sheet whose grid is large and all but empty."""
    columns: Counter[int] = Counter()
    rows: Counter[int] = Counter()
    for found in _CELL.finditer(sheet):
        columns[_number(found.group(1))] += 1
        rows[int(found.group(2))] += 1
    count = columns.total()
    places = max(columns, default=0) * max(rows, default=0)
    if places <= _MAX_PLACES or (count >= _FILLED * places and places <= _MAX_DENSE):
        return None
    near = _near(columns), _near(rows)
    if near[0] * near[1] > max(_MAX_PLACES, count / _FILLED):
        raise InputError(f"{where}: {count} cells over {near[0]} columns and {near[1]} rows; expected a list")
    return near


def _near(counts: Counter[int]) -> int:
    """Up to where all but a few cells stand."""
    wanted = _KEPT * counts.total() if counts.total() > 200 else counts.total() - 1
    passed = 0
    last = 0
    for place in sorted(counts):
        if passed >= wanted and place > 4 * last + 100:
            break
        passed += counts[place]
        last = place
    return last


def _within(sheet: bytes, last_column: int, last_row: int) -> tuple[bytes, int]:
    count = 0

    def kept(found: re.Match[bytes]) -> bytes:
        nonlocal count
        if _number(found.group(2)) <= last_column and int(found.group(3)) <= last_row:
            return found.group()
        count += 1
        return b""

    return _WHOLE_CELL.sub(kept, sheet), count


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
