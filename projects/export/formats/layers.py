"""The layers of an export as GeoDataFrames in the system that was asked for.

mentions   the records, all columns of the contract, points of :mod:`projects.store.geometry`
lines      those of the records that stand on a road, railway or river, with its course, its name,
           whether that is approximate, and how many records share it
projects   the real projects, a point or points each (:mod:`projects.store.project_table`)
towns      areas of towns
parks      areas of parks
counties   areas of counties and zones, with the five figures of what is in each

Records and projects that have no symbol on the map have no geometry; those known to a county
only are counted on its area. A zone is counted apart from the county around it. Areas come
whole, whatever the filters: they are the ground on which the records lie; their figures are
those of the filter.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from projects.export.formats import wkb
from projects.export.formats.content import AREA_LEVELS, LAYERS, LINES, MENTIONS, PROJECTS, Content
from projects.export.formats.systems import GCJ02, coordinates, transformed
from projects.model.records import COLUMNS, LIST_SEPARATOR
from projects.store.counting import FIGURES, counts
from projects.store.geometry import geometries
from projects.store.project_table import columns as project_columns
from projects.store.visibility import stand, standing

__all__ = ["AREA_LEVELS", "LAYERS", "LINES", "MENTIONS", "PROJECTS", "area_layer", "layer", "shapes"]

_POLYGON = 3


def layer(content: Content, name: str = "") -> gpd.GeoDataFrame:
    """The layer called *name*, by default the one that *content* names."""
    name = name or content.layer
    if name == MENTIONS:
        return mentions_layer(content)
    return projects_layer(content) if name == PROJECTS else area_layer(content, name)


def shapes(content: Content) -> NDArray[np.object_]:
    """Point, MultiPoint (level multi) or ``None`` of each record, in the system of *content*."""
    return transformed(geometries(content.records), content.crs)


def mentions_layer(content: Content) -> gpd.GeoDataFrame:
    """The records with their geometry, in the order they came in."""
    return gpd.GeoDataFrame(content.records[list(COLUMNS)], geometry=shapes(content), crs=_crs(content))


def projects_layer(content: Content) -> gpd.GeoDataFrame:
    """The real projects with their geometry, by id."""
    table = content.projects[list(project_columns())]
    return gpd.GeoDataFrame(table, geometry=transformed(geometries(table), content.crs), crs=_crs(content))


def lines_layer(content: Content) -> gpd.GeoDataFrame:
    """The records on lines, every geometry a MultiLineString; no rows where there are none."""
    found = stand(content.records)
    shapes = [shapely.multilinestrings(shapely.get_parts(one.geometry)) for one in found.course]
    rows = content.records.iloc[found.line_row][list(COLUMNS)].reset_index(drop=True)
    course = pd.Series([one.geometry.wkb for one in found.course], dtype=object)
    rows = rows.assign(
        line=[one.name for one in found.course],
        is_approximate=[one.is_approximate for one in found.course],
        sharing=course.map(course.value_counts()).astype("int64"),
        turn=course.groupby(course).cumcount().astype("int64") + 1,
    )
    geometry = transformed(np.array(shapes, dtype=object), content.crs)
    return gpd.GeoDataFrame(rows, geometry=geometry, crs=_crs(content))


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
    if name == "counties":
        table = table.merge(county_counts(content), how="left", left_on="code", right_index=True)
        table[list(FIGURES)] = table[list(FIGURES)].fillna(0).astype("int64")
    return gpd.GeoDataFrame(table, geometry=polygons, crs=_crs(content))


def county_counts(content: Content) -> pd.DataFrame:
    """The five figures of the records in each county and zone, by code; one of several counts at each."""
    records = content.records.reset_index(drop=True)
    marks = standing(records)
    codes = records["county_code"].str.split(LIST_SEPARATOR, regex=False).explode()
    codes = codes[codes != ""]
    rows = {
        str(code): counts(records.loc[group.index], marks=marks[group.index.to_numpy()]).as_dict()
        for code, group in codes.groupby(codes.to_numpy())
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(FIGURES))


def _crs(content: Content) -> str | None:
    """The registered system; GCJ-02 is none, and only tables of texts are written in it."""
    return None if content.crs == GCJ02 else content.crs


def _multipolygons(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Polygons as collections of one, so that a layer has one type; ``None`` stays."""
    result = shapes.copy()
    rows = np.flatnonzero(shapely.get_type_id(shapes) == _POLYGON)
    if len(rows):
        result[rows] = shapely.multipolygons(shapes[rows], indices=np.arange(len(rows)))
    return result
