"""Where a record may be drawn: its points, all WGS 84 longitude, latitude in degrees.

====================  ==========================================================
site                  the record's own point
park, town, county    the representative point of the area, which the record holds
multi                 a point for each of its places, from the areas of ``geo``;
                      never the middle of them, where nothing is
city, none            no point
====================  ==========================================================
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import workspace
from geo.boundaries import load_areas
from projects.records import LIST_SEPARATOR

POINT_LEVELS = ("site", "park", "town", "county")


class Points(NamedTuple):
    """Points of many records: *row* numbers the record (from 0), *lon* and *lat* are its point.

    Three arrays of equal length, ordered by row, then longitude, then latitude. A row
    without a point is not there, one of several places is there several times.
    """

    row: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def points(records: pd.DataFrame) -> Points:
    """The points of typed *records* (columns level, lon, lat, place_code)."""
    level = records["level"].to_numpy(dtype=object)
    lon = records["lon"].to_numpy(dtype=float, na_value=np.nan)
    lat = records["lat"].to_numpy(dtype=float, na_value=np.nan)
    own = np.flatnonzero(np.isin(level, POINT_LEVELS) & np.isfinite(lon) & np.isfinite(lat))
    several = _points_of_several(records, np.flatnonzero(level == "multi"))
    row = np.concatenate([own, several.row])
    lon = np.concatenate([lon[own], several.lon])
    lat = np.concatenate([lat[own], several.lat])
    order = np.lexsort([lat, lon, row])
    return Points(row[order], lon[order], lat[order])


def geometries(records: pd.DataFrame) -> NDArray[np.object_]:
    """A shapely Point, MultiPoint (level multi) or ``None`` for each of the typed *records*."""
    found = points(records)
    is_multi = records["level"].to_numpy(dtype=object)[found.row] == "multi"
    shapes = np.full(len(records), None, dtype=object)
    shapes[found.row[~is_multi]] = shapely.points(found.lon[~is_multi], found.lat[~is_multi])
    parts = shapely.points(found.lon[is_multi], found.lat[is_multi])
    # multipoints() numbers its results by index and wants them without gaps
    rows, number = np.unique(found.row[is_multi], return_inverse=True)
    shapes[rows] = shapely.multipoints(parts, indices=number) if len(rows) else []
    return shapes


@workspace.per_workspace
def place_points() -> dict[str, tuple[float, float]]:
    """Code of a place → longitude, latitude of its point; places of unknown position are left out."""
    areas = load_areas()
    table = zip(areas.index, areas["lon"].astype(float), areas["lat"].astype(float), strict=True)
    return {str(code): (lon, lat) for code, lon, lat in table if np.isfinite(lon) and np.isfinite(lat)}


def _points_of_several(records: pd.DataFrame, rows: NDArray[np.int64]) -> Points:
    codes = records["place_code"].to_numpy(dtype=object)[rows]
    known = place_points() if len(rows) else {}
    found = [
        (row, *known[code])
        for row, text in zip(rows, codes, strict=True)
        for code in set(text.split(LIST_SEPARATOR))
        if code in known
    ]
    row, lon, lat = zip(*found, strict=True) if found else ((), (), ())
    return Points(np.array(row, np.int64), np.array(lon, float), np.array(lat, float))
