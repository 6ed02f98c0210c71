"""Records written to a file, by suffix. Each format is one row of ``FORMATS``.

============  ================================================================
``.csv``      the columns of the contract; UTF-8 with byte order mark for Excel
``.geojson``  RFC 7946, one feature a record, geometry as in ``geometry``
``.jsonl``    one record a line as a JSON object, null where nothing is known
============  ================================================================

Coordinates. ``lon`` and ``lat`` are WGS 84 in every file; CGCS2000 (EPSG:4490) differs
from it by centimetres and is treated as equal. Another system is never put in their
place: CSV and JSON lines get two more columns whose names say what they hold,
``easting_4548_m`` and ``northing_4548_m`` (not x and y, which Chinese surveyors and GIS
programs give to different axes) or ``lon_gcj02`` and ``lat_gcj02``; a file with the
latter must also say gcj02 in its name. GeoJSON is WGS 84 by its definition.

CSV cells. A spreadsheet runs a text that begins with one of ``= + - @`` as a formula. Such
a cell gets an apostrophe in front, and so does one that begins with an apostrophe, so
that taking one leading apostrophe off every text gives back what was there
(:func:`read_csv` does).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from geo.datum import Datum, convert
from geo.geojson import write_geojson
from projects.errors import InputError
from projects.geometry import geometries, points
from projects.query import Filters, mask
from projects.records import COLUMNS, dictionary, typed
from projects.tables import read_table

LONLAT = ("EPSG:4326", "EPSG:4490")
PROJECTED = "EPSG:4548"
GCJ02 = "GCJ-02"

# Also the full-width forms, tab and carriage return, which some spreadsheets strip first.
_FORMULA = r"^[=+\-@＝＋－＠\t\r']"
# How far beyond the area of use of a projected system points may lie, degrees: half a zone.
_MARGIN_DEGREES = 1.5
# JSON lines are made of Python objects, which take much memory: not of all rows at once.
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Report:
    """What was written: number of records, and how many of them have a point or points."""

    path: Path
    records: int
    with_geometry: int
    without_geometry: int


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: what it is called, the systems it can carry, and its writer.

    ``write(records, path, crs)`` writes typed records to a path that has the right suffix.
    """

    label_zh: str
    label_en: str
    media_type: str
    crs: tuple[str, ...]
    write: Callable[[pd.DataFrame, Path, str], None]


def export(
    records: pd.DataFrame, path: Path, *, crs: str = "EPSG:4326", filters: Filters | None = None
) -> Report:
    """Write typed *records*, or those that *filters* select, to *path*; whole or not at all.

    Raises
    ------
    InputError
        The suffix or the system is not supported, the name must say gcj02 and does not,
        or the file cannot be written. The message is one line; an existing file stays.
    """
    form, system = _checked(path, crs)
    chosen = records if filters is None else records[mask(records, filters)]
    try:
        # Beside the target, so that the last step is a move and not a copy.
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
            staged = Path(folder) / path.name
            form.write(chosen, staged, system)
            staged.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error
    with_geometry = len(np.unique(points(chosen).row))
    return Report(path, len(chosen), with_geometry, len(chosen) - with_geometry)


def to_bytes(records: pd.DataFrame, suffix: str, *, crs: str = "EPSG:4326") -> bytes:
    """The content of a file of that *suffix* (``.csv``), as :func:`export` would write it.

    The caller names the file: with GCJ-02 its name must say gcj02, as ``file_name`` does.
    """
    name = file_name("records", suffix, crs=crs)
    form, system = _checked(Path(name), crs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        form.write(records, path, system)
        return path.read_bytes()


def file_name(stem: str, suffix: str, *, crs: str = "EPSG:4326") -> str:
    """A file name for an export, which names the system unless it is WGS 84."""
    system = _system(crs)
    note = "" if system in LONLAT else "-" + system.removeprefix("EPSG:").replace("-", "").lower()
    return f"{stem}{note}{suffix}"


def read_csv(path: Path) -> pd.DataFrame:
    """Records from an exported CSV, typed, with the cells as they were before the export.

    Errors as in :func:`projects.tables.read_table`.
    """
    table = read_table(path, COLUMNS)
    for column in _text_columns():
        table[column] = table[column].str.removeprefix("'")
    return typed(table)


def _checked(path: Path, crs: str) -> tuple[Format, str]:
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise InputError(f"{path}: no format for the suffix {path.suffix!r}; there are {' '.join(FORMATS)}")
    system = _system(crs)
    if system not in form.crs:
        others = " ".join(suffix for suffix, other in FORMATS.items() if system in other.crs)
        raise InputError(
            f"{path}: {form.label_en} is written in {' or '.join(form.crs)}, not {system};"
            f" formats for {system}: {others}"
        )
    if system == GCJ02 and "gcj02" not in path.stem.lower().replace("-", "").replace("_", ""):
        raise InputError(f"{path}: a file with GCJ-02 coordinates must have gcj02 in its name")
    return form, system


def _system(crs: str) -> str:
    plain = crs.strip().upper().replace("_", "-")
    plain = {"GCJ02": GCJ02, "WGS84": LONLAT[0], "CGCS2000": LONLAT[1]}.get(plain, plain)
    plain = f"EPSG:{plain}" if plain.isdigit() else plain
    if plain not in (*LONLAT, PROJECTED, GCJ02):
        raise InputError(f"unknown CRS {crs!r}; there are {' '.join((*LONLAT, PROJECTED, GCJ02))}")
    return plain


# Writers


def _write_csv(records: pd.DataFrame, path: Path, crs: str) -> None:
    table = _with_coordinates(records, crs)
    for column in _text_columns():
        texts = table[column]
        table[column] = texts.mask(texts.str.contains(_FORMULA, regex=True), "'" + texts)
    table["listed"] = table["listed"].map({True: "true", False: "false"}).astype("string")
    # CR LF by RFC 4180; with LF alone a cell that holds a CR would not be quoted.
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _write_jsonl(records: pd.DataFrame, path: Path, crs: str) -> None:
    table = _with_coordinates(records, crs)
    names = list(table.columns)  # iterating a pandas Index for every row would take longer than all else
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for start in range(0, len(table), _ROWS_AT_ONCE):
            part = table.iloc[start : start + _ROWS_AT_ONCE]
            for row in zip(*(_values(part[name]) for name in names), strict=True):
                record = dict(zip(names, row, strict=True))
                file.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")


def _write_geojson(records: pd.DataFrame, path: Path, crs: str) -> None:
    write_geojson(_features(records), path, properties=COLUMNS)


FORMATS = {
    ".csv": Format("CSV（Excel 可直接打开）", "CSV", "text/csv", (*LONLAT, PROJECTED, GCJ02), _write_csv),
    ".geojson": Format("GeoJSON", "GeoJSON", "application/geo+json", LONLAT, _write_geojson),
    ".jsonl": Format(
        "JSON（每行一条记录）",
        "JSON, one record a line",
        "application/x-ndjson",
        (*LONLAT, PROJECTED, GCJ02),
        _write_jsonl,
    ),
}


def _features(records: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(records[list(COLUMNS)], geometry=geometries(records), crs=LONLAT[0])


def _with_coordinates(records: pd.DataFrame, crs: str) -> pd.DataFrame:
    """The columns of the contract and, for a system of its own, two more with its coordinates."""
    table = records[list(COLUMNS)].copy()
    lon = table["lon"].to_numpy(dtype=float, na_value=np.nan)
    lat = table["lat"].to_numpy(dtype=float, na_value=np.nan)
    if crs == PROJECTED:
        east, north = _projected(lon, lat)
        table["easting_4548_m"], table["northing_4548_m"] = _numbers(east, 3), _numbers(north, 3)
    elif crs == GCJ02:
        east, north = convert(lon, lat, source=Datum.WGS84, target=Datum.GCJ02)
        table["lon_gcj02"], table["lat_gcj02"] = _numbers(east, 7), _numbers(north, 7)
    return table


def _projected(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Easting and northing in metres; NaN where there is no point."""
    known = np.isfinite(lon) & np.isfinite(lat)
    use = CRS(PROJECTED).area_of_use
    if use is not None and np.any(
        (lon[known] < use.west - _MARGIN_DEGREES) | (lon[known] > use.east + _MARGIN_DEGREES)
    ):
        raise InputError(
            f"{PROJECTED} is for {use.west:g} to {use.east:g} degrees east; the records lie between"
            f" {lon[known].min():.1f} and {lon[known].max():.1f}"
        )
    east, north = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
    east[known], north[known] = _transformer().transform(lon[known], lat[known])
    return east, north


@cache
def _transformer() -> Transformer:
    return Transformer.from_crs(LONLAT[1], PROJECTED, always_xy=True)


def _numbers(values: NDArray[np.float64], decimals: int) -> pd.api.extensions.ExtensionArray:
    return pd.array(np.round(values, decimals), dtype="Float64")


@cache
def _text_columns() -> tuple[str, ...]:
    columns = dictionary()
    return tuple(columns["name"][columns["type"] == "text"])


def _values(column: pd.Series) -> list[Any]:
    return [None if value is pd.NA else value for value in column.tolist()]
