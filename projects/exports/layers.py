"""The layers of an export as GeoDataFrames in the system that was asked for.

projects   the records, all columns of the contract, points of :mod:`projects.geometry`
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
import shapely
from numpy.typing import NDArray

from projects.exports.content import Content
from projects.exports.systems import transformed
from projects.geometry import geometries
from projects.records import COLUMNS

PROJECTS = "projects"
AREA_LEVELS = {"counties": ("county",), "towns": ("town",), "parks": ("park", "zone")}
# Bottom to top, as they are drawn.
LAYERS = (*AREA_LEVELS, PROJECTS)


def shapes(content: Content) -> NDArray[np.object_]:
    """Point, MultiPoint (level multi) or ``None`` of each record, in the system of *content*."""
    return transformed(geometries(content.records), content.crs)


def projects_layer(content: Content) -> gpd.GeoDataFrame:
    """The records with their geometry, in the order they came in."""
    return gpd.GeoDataFrame(content.records[list(COLUMNS)], geometry=shapes(content), crs=content.crs)


def area_layer(content: Content, name: str) -> gpd.GeoDataFrame:
    """One of the layers of areas, every geometry a MultiPolygon or ``None``, by code."""
    areas = content.areas
    chosen = areas[areas["level"].isin(AREA_LEVELS[name])].reset_index(drop=True)
    chosen = chosen.assign(
        date=chosen["date"].astype("string"), radius_m=chosen["radius_m"].astype("Float64")
    )
    polygons = as_multi(transformed(chosen.geometry.to_numpy(), content.crs))
    table = pd.DataFrame(chosen.drop(columns="geometry"))
    return gpd.GeoDataFrame(table, geometry=polygons, crs=content.crs)


def as_multi(geometry: NDArray[np.object_]) -> NDArray[np.object_]:
    """Points and polygons as collections of one, so that a layer has one type; ``None`` stays."""
    result = geometry.copy()
    kinds = shapely.get_type_id(geometry)
    for single, collect in ((0, shapely.multipoints), (3, shapely.multipolygons)):
        rows = np.flatnonzero(kinds == single)
        if len(rows):
            result[rows] = collect(geometry[rows], indices=np.arange(len(rows)))
    return result
