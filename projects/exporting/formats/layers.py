"""The layers of an export as GeoDataFrames in the system that was asked for.

projects   the records, all columns of the contract, points of :mod:`projects.asking.geometry`
towns      areas of towns
parks      areas of parks and of zones (groups of towns that act as counties)
counties   areas of counties

In files of several layers, areas come whole, whatever the filters: they are the ground
on which the records lie.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from projects.asking.geometry import geometries
from projects.exporting.formats import wkb
from projects.exporting.formats.content import Content
from projects.exporting.formats.systems import coordinates, transformed
from projects.records import COLUMNS

PROJECTS = "projects"
AREA_LEVELS = {"counties": ("county",), "towns": ("town",), "parks": ("park", "zone")}
# Bottom to top, as they are drawn.
LAYERS = (*AREA_LEVELS, PROJECTS)

_POLYGON = 3  # shapely's type id


def shapes(content: Content) -> NDArray[np.object_]:
    """Point, MultiPoint (level multi) or ``None`` of each record, in the system of *content*."""
    return transformed(geometries(content.records), content.crs)


def projects_layer(content: Content) -> gpd.GeoDataFrame:
    """The records with their geometry, in the order they came in."""
    return gpd.GeoDataFrame(content.records[list(COLUMNS)], geometry=shapes(content), crs=content.crs)


def multipoint_table(content: Content, geometry: str) -> pa.Table:
    """The records with a column *geometry* of WKB, every one a MultiPoint or null: a layer of one type."""
    row, lon, lat = content.points
    x, y = coordinates(lon, lat, content.crs)
    table = pa.Table.from_pandas(content.records[list(COLUMNS)], preserve_index=False)
    return table.append_column(geometry, wkb.multipoints(row, x, y, rows=len(content.records)))


def area_layer(content: Content, name: str) -> gpd.GeoDataFrame:
    """One of the layers of areas, every geometry a MultiPolygon or ``None``, by code."""
    areas = content.areas
    chosen = areas[areas["level"].isin(AREA_LEVELS[name])].reset_index(drop=True)
    chosen = chosen.assign(
        date=chosen["date"].astype("string"), radius_m=chosen["radius_m"].astype("Float64")
    )
    polygons = _multipolygons(transformed(chosen.geometry.to_numpy(), content.crs))
    table = pd.DataFrame(chosen.drop(columns="geometry"))
    return gpd.GeoDataFrame(table, geometry=polygons, crs=content.crs)


def _multipolygons(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Polygons as collections of one, so that a layer has one type; ``None`` stays."""
    result = shapes.copy()
    rows = np.flatnonzero(shapely.get_type_id(shapes) == _POLYGON)
    if len(rows):
        result[rows] = shapely.multipolygons(shapes[rows], indices=np.arange(len(rows)))
    return result
