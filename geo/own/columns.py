"""Which column of a user's file holds the code, the name, the coordinates.

The usual headers are rows of ``data/boundary_columns.csv``; of several that fit, the one
that stands first there counts. A Shapefile cuts headers, so the beginning of a usual header
of three characters or more counts too. A code column without a usual header is known by its values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import pandas as pd

from geo import DATA_DIR, tables
from geo.errors import UserFileError

COLUMNS = DATA_DIR / "boundary_columns.csv"
ROLES = ("code", "name", "lon", "lat", "x", "y", "datum", "accuracy_m")
_LAYERS = "layer_"  # before the level: names that a layer or file of the level may have

_CODE = re.compile(r"\d{6}(\d{3}){0,2}")
_MOST = 0.8
_SHORTEST_CUT = 9  # bytes of three characters in UTF-8


def find_columns(rows: pd.DataFrame, chosen: dict[str, str | None]) -> dict[str, str]:
    """Role → column, only for the roles that a column was found for.

    Parameters
    ----------
    rows
        Texts.
    chosen
        Role → the column that the user named, None where none was.

    Raises
    ------
    UserFileError
        A column that the user named is not there.
    """
    names = [str(name) for name in rows.columns if name != "geometry"]
    found: dict[str, str] = {}
    for role in ROLES:
        free = [name for name in names if name not in found.values()]
        column = chosen.get(role) or _usual(role, free) or _cut(role, free, rows)
        if column is not None and column not in names:
            raise UserFileError(f"no column {column!r}; there are {', '.join(names)}")
        if column is not None:
            found[role] = column
    if "code" not in found:
        codes = [name for name in names if name not in found.values() and _is_code(rows[name])]
        found |= {"code": codes[0]} if codes else {}
    return found


def layer_names(level: str | None) -> frozenset[str]:
    """Names, in small letters, of layers and files that hold the areas of a level; none without a level."""
    return frozenset(_headers().get(f"{_LAYERS}{level}", []))


def _usual(role: str, names: Sequence[str]) -> str | None:
    plain = {re.sub(r"[\s_（）()/-]", "", name).lower(): name for name in reversed(names)}
    return next((plain[header] for header in _headers()[role] if header in plain), None)


def _cut(role: str, names: Sequence[str], rows: pd.DataFrame) -> str | None:
    """A column whose header is the beginning of a usual one, as a Shapefile's ten bytes leave it."""
    for name in names:
        # 行政区 may be left of the header of codes or of names: the values tell.
        is_cut = len(name.encode()) >= _SHORTEST_CUT and any(
            header.startswith(name) for header in _headers()[role]
        )
        if is_cut and (role == "code") == _is_code(rows[name]):
            return name
    return None


def _is_code(values: pd.Series) -> bool:
    filled = values[values != ""]
    return len(filled) > 0 and filled.str.fullmatch(_CODE).mean() >= _MOST


@cache
def _headers() -> dict[str, list[str]]:
    rows = tables.records(COLUMNS, ("role", "header"))
    return {
        role: [row["header"].replace("_", "").lower() for row in rows if row["role"] == role]
        for role in {row["role"] for row in rows}
    }
