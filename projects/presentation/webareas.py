"""The areas as the map in the browser loads them: rounded, with room for their names.

Input: the areas of ``geo.boundaries`` (WGS 84 lon, lat). Output: one GeoJSON collection
with five decimals (about 1 m), enough for drawing and not meant for anything else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.datum import Datum, convert, convert_geometry
from geo.gazetteer_tables import load_gazetteer
from projects.store.visibility import COUNTY_LEVELS
from projects.vocabulary import labels

LABEL_GRID = 24
URBAN_TYPES = ("街道",)  # a sub-district: by law the built-up part of a county


def area_collection(areas: gpd.GeoDataFrame) -> dict[str, Any]:
    """GeoJSON of *areas* (indexed as by ``load_areas``), without those that have no geometry.

    ``bbox`` is west, south, east, north and ``outline`` the union of all counties. Of each
    area the properties are code, name, short_name (of zones), level, parent (code), dashed
    (approximate), lon, lat, radius_m, radius (in words), of sub-districts is_urban and, of counties
    and zones, ``label_points``: where the name may stand.
    """
    counties = areas[areas["level"] == "county"]
    outline = shapely.union_all(counties.geometry.to_numpy()) if len(counties) else shapely.Polygon()
    bounds = outline.bounds if len(counties) else areas.total_bounds
    zones = shapely.union_all(areas.geometry[areas["level"] == "zone"].to_numpy())
    return {
        "type": "FeatureCollection",
        "bbox": [round(float(value), 5) for value in bounds],
        "outline": {"type": "Feature", "properties": {}, "geometry": _geometry(outline)},
        "features": [_area(row, zones) for row in areas.to_dict("records") if row["geometry"] is not None],
    }


def shifted(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """*areas* (WGS 84) with geometry, lon and lat in GCJ-02: for drawing over a background in that datum."""
    lon, lat = convert(areas["lon"], areas["lat"], source=Datum.WGS84, target=Datum.GCJ02)
    geometry = convert_geometry(areas.geometry.to_numpy(), source=Datum.WGS84, target=Datum.GCJ02)
    return areas.assign(lon=lon, lat=lat, geometry=geometry)


def is_urban(code: str) -> bool:
    """Whether a town is a sub-district."""
    place = load_gazetteer().place(code)
    return place is not None and place.level == "town" and place.type in URBAN_TYPES


def _area(row: Mapping[str, Any], zones: shapely.Geometry) -> dict[str, Any]:
    place = load_gazetteer().place(row["code"]) if row["level"] == "zone" else None
    radius_m = None if pd.isna(row["radius_m"]) else round(float(row["radius_m"]))
    properties = {
        "code": row["code"],
        "name": row["name"],
        "short_name": place.short_name if place else "",
        "level": row["level"],
        "parent": row["parent_code"],
        # Counties are drawn after surveyed outlines, the others are worked out from seats.
        "dashed": not row["is_official"] and row["level"] != "county",
        "lon": round(float(row["lon"]), 6),
        "lat": round(float(row["lat"]), 6),
        "radius_m": radius_m,
        "radius": {lang: labels.distance(radius_m, lang) for lang in labels.LANGUAGES},
    }
    if is_urban(row["code"]):
        properties["is_urban"] = True
    if row["level"] in COUNTY_LEVELS:
        # The name of a county inside a zone would be read as the zone's.
        outside = row["geometry"].difference(zones) if row["level"] == "county" else row["geometry"]
        properties["label_points"] = _label_points(row["geometry"] if outside.is_empty else outside)
    return {"type": "Feature", "properties": properties, "geometry": _geometry(row["geometry"])}


def _label_points(area: shapely.Geometry) -> list[list[float]]:
    """Points (lon, lat) inside *area*, its middle first: where its name may stand."""
    middle = area.representative_point()
    west, south, east, north = area.bounds
    axes = np.linspace(west, east, LABEL_GRID), np.linspace(south, north, LABEL_GRID)
    lon, lat = (axis.ravel() for axis in np.meshgrid(*axes, indexing="ij"))
    # Away from the edge, so that most of the name lies inside too.
    edge = area.boundary
    shapely.prepare([area, edge])
    at_edge = shapely.dwithin(edge, shapely.points(lon, lat), min(east - west, north - south) / 12)
    is_inside = shapely.contains_xy(area, lon, lat) & ~at_edge
    lon, lat = lon[is_inside], lat[is_inside]
    nearest = np.hypot(lon - middle.x, lat - middle.y).argsort(kind="stable")
    points = [(middle.x, middle.y), *zip(lon[nearest], lat[nearest], strict=True)]
    return [[round(float(x), 5), round(float(y), 5)] for x, y in points]


def _geometry(shape: shapely.Geometry) -> dict[str, Any]:
    rounded = shapely.set_precision(shape, 1e-5, mode="pointwise")
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return geometry
