"""Coordinates of the files that users bring, as degrees with the longitude first.

A projected CRS becomes degrees; without a CRS numbers that are no degrees are refused, and exchanged
axes are known by the map and told in a note (:mod:`geo.own.axes`).

In: a table as GDAL read it. Out: the same in degrees of whatever datum it has, and what was done, in words.
"""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.errors import UserFileError
from geo.own.axes import Extent, is_degrees, readings, share_inside

_SAME_AS_WGS84 = re.compile(r"WGS.?(19)?84|World Geodetic|China.*2000|CGCS.?2000", re.IGNORECASE)


def in_degrees(
    table: gpd.GeoDataFrame, *, shown: Path, crs: str | None, extent: Extent | None
) -> tuple[gpd.GeoDataFrame, tuple[str, ...]]:
    """The table in degrees, longitude first, and what was done to it, in words.

    *shown* is the file as errors name it, *crs* that of a file that names none, *extent* that of the map.
    """
    table = table.set_geometry(shapely.force_2d(table.geometry.array))
    notes: list[str] = []
    if table.crs is None and crs:
        try:
            table = table.set_crs(crs)
        except pyproj.exceptions.CRSError as error:
            raise UserFileError(f"{shown}: unknown CRS {crs!r}; expected a form like EPSG:4548") from error
    corners = shapely.get_coordinates(table.geometry.array)
    x, y = corners[:, 0], corners[:, 1]
    if table.crs is None and not is_degrees(x, y):
        raise UserFileError(_without_system(x, y, shown, extent))
    table, swapped = _upright(table, x, y, extent)
    notes += swapped
    if table.crs is not None:
        base = table.crs.geodetic_crs or table.crs
        if table.crs.is_projected:
            notes.append(f"{table.crs.name} → degrees")
        if not _SAME_AS_WGS84.search(base.name):
            notes.append(f"{base.name}: no public conversion to WGS 84, up to about 100 m may remain")
        table = table.to_crs(4326)
    bounds = table.total_bounds
    if len(table) and (abs(bounds[[0, 2]]).max() > 180 or abs(bounds[[1, 3]]).max() > 90):
        raise UserFileError(
            f"{shown}: no degrees ({bounds.round(1).tolist()}) although it says so: take the wrong"
            " system off the file (.prj, crs) and give --crs, such as EPSG:4548"
        )
    return table, tuple(notes)


def _without_system(x: np.ndarray, y: np.ndarray, shown: Path, extent: Extent | None) -> str:
    """Why metres without a CRS cannot be used, and which CRS would put them on the map."""
    bounds = [float(value) for value in np.round([x.min(), y.min(), x.max(), y.max()], 1)]
    fitting = readings(x, y, extent) if extent else []
    codes = list(dict.fromkeys(each.crs for each in fitting))
    hint = f"：按 {' 或 '.join(codes)} 落在本图范围内" if codes else "，例如 EPSG:4548"
    return (
        f"{shown}: 没有注明坐标系，数字也不是度；请注明投影（--crs{hint}）"
        f" / no CRS and no degrees ({bounds}): give --crs, such as {codes[0] if codes else 'EPSG:4548'}"
    )


def _upright(
    table: gpd.GeoDataFrame, x: np.ndarray, y: np.ndarray, extent: Extent | None
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """The table with its axes exchanged where only that puts it on the map, and a note that says so."""
    if extent is None or not len(x):
        return table, []
    is_projected = table.crs is not None and table.crs.is_projected
    lon, lat = x, y
    if is_projected:
        lon, lat = pyproj.Transformer.from_crs(table.crs, 4490, always_xy=True).transform(x, y)
    if share_inside(np.asarray(lon), np.asarray(lat), extent) > 0:
        return table, []
    system = table.crs.to_string() if is_projected else ""
    if not any(each.is_swapped for each in readings(x, y, extent, crs=system)):
        return table, []
    shapes = shapely.transform(table.geometry.array, lambda corners: corners[:, ::-1])
    note = "坐标轴颠倒（纬度或北坐标在前），已按此读取，请核对 / axes exchanged: read as northing first"
    return table.set_geometry(gpd.GeoSeries(shapes, index=table.index, crs=table.crs)), [note]
