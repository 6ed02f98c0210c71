"""CSV and JSON lines.

CSV cells. A spreadsheet runs a text that begins with one of ``= + - @`` as a formula. Such
a cell gets an apostrophe in front, and so does one that begins with an apostrophe, so
that taking one leading apostrophe off every text gives back what was there
(:func:`projects.export.formats.reimport.read_csv` does).

``lon`` and ``lat`` are WGS 84 in every file. Another system is never put in their place:
its coordinates stand in columns whose names say what they hold, ``easting_4548_m`` and
``northing_4548_m`` (not x and y, which Chinese surveyors and GIS programs give to
different axes) or ``lon_gcj02`` and ``lat_gcj02``. The last column of a CSV is the
geometry as WKT, every place of a record of several: ``wkt``, ``wkt_4548``, ``wkt_gcj02``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.tables import RISKY
from projects.export.formats.content import Content
from projects.export.formats.layers import layer
from projects.export.formats.systems import GCJ02, LONLAT, coordinates, short_name
from projects.model.records import dictionary

# JSON lines are made of Python objects, which take much memory: not of all rows at once.
_ROWS_AT_ONCE = 5_000
_DEGREE_DECIMALS, _METRE_DECIMALS = 7, 3


def write_csv(content: Content, path: Path) -> list[str]:
    """UTF-8 with byte order mark, which Excel needs; CR LF by RFC 4180."""
    table = _with_coordinates(content)
    for column in table:
        if isinstance(table[column].dtype, pd.StringDtype):
            table[column] = harmless(table[column])
        elif table[column].dtype in ("boolean", "bool"):
            table[column] = table[column].map({True: "true", False: "false"}).astype("string")
    table["_".join(["wkt", short_name(content.crs)]).rstrip("_")] = _wkt(content)
    # With LF alone a cell that holds a CR would not be quoted.
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return []


def write_jsonl(content: Content, path: Path) -> list[str]:
    """One object a line, null where nothing is known."""
    table = _with_coordinates(content)
    names = list(table.columns)  # iterating a pandas Index for every row would take longer than all else
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for start in range(0, len(table), _ROWS_AT_ONCE):
            part = table.iloc[start : start + _ROWS_AT_ONCE]
            for row in zip(*(values(part[name]) for name in names), strict=True):
                record = dict(zip(names, row, strict=True))
                file.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
    return []


def harmless(texts: pd.Series) -> pd.Series:
    """Texts that no spreadsheet takes for a formula: risky ones with an apostrophe in front."""
    return texts.mask(texts.str.startswith(RISKY), "'" + texts)


def values(column: pd.Series) -> list[Any]:
    """Python objects of a typed column, ``None`` for what is missing."""
    return [None if value is pd.NA else value for value in column.tolist()]


@cache
def text_columns() -> tuple[str, ...]:
    """The columns of the contract that hold texts."""
    columns = dictionary()
    return tuple(columns["name"][columns["type"] == "text"])


def _with_coordinates(content: Content) -> pd.DataFrame:
    """The columns of the contract and, for a system of its own, two more with its coordinates."""
    crs = content.crs
    records = pd.DataFrame(layer(replace(content, crs=LONLAT[0])).drop(columns="geometry"))
    table = records.copy()
    for name in table:
        if table[name].dtype == object:
            table[name] = table[name].astype("string").fillna("")
    if crs not in LONLAT:
        lon = records["lon"].to_numpy(dtype=float, na_value=np.nan)
        lat = records["lat"].to_numpy(dtype=float, na_value=np.nan)
        east, north = coordinates(lon, lat, crs)
        name = short_name(crs)
        names = ("lon_gcj02", "lat_gcj02") if crs == GCJ02 else (f"easting_{name}_m", f"northing_{name}_m")
        decimals = _DEGREE_DECIMALS if crs == GCJ02 else _METRE_DECIMALS
        for column, numbers in zip(names, (east, north), strict=True):
            table[column] = pd.array(np.round(numbers, decimals), dtype="Float64")
    return table


def _wkt(content: Content) -> NDArray[np.object_]:
    decimals = _DEGREE_DECIMALS if content.crs in (*LONLAT, GCJ02) else _METRE_DECIMALS
    texts: NDArray[np.object_] = shapely.to_wkt(
        layer(content).geometry.to_numpy(), rounding_precision=decimals, trim=True
    )
    return texts
