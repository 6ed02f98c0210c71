"""Outlines that filter records: from WKT or a GeoJSON file to one canonical text.

Input: polygons or multipolygons in WGS 84 longitude, latitude. Output: WKT of a valid
polygon or multipolygon with at most 7 decimals, so that the same outline has the same
text in every link. Outlines that cross themselves, as drawn ones may, are mended.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from projects.errors import InputError
from projects.model.tables import read_bytes

GRID_DEGREES = 1e-7
_FAR = 1e6  # degrees: no number of any system that is worth telling apart
GEOD = Geod(ellps="WGS84")
# What a GeoJSON file may call the datum it is in; CGCS2000 differs from WGS 84 by centimetres.
_LONLAT_NAMES = ("CRS84", ":4326", ":4490")


def canonical(wkt: str) -> str:
    """The canonical text of a polygon or multipolygon in WKT.

    Raises
    ------
    InputError
        The text is no such WKT, the outline holds no area, or leaves the degrees of
        longitude and latitude.
    """
    if not wkt.isascii() or "\x00" in wkt:
        raise InputError("not a polygon in WKT")
    try:
        shape = shapely.from_wkt(wkt)
    except shapely.errors.GEOSException as error:
        raise InputError("not a polygon in WKT") from error
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon"):
        raise InputError("expected POLYGON or MULTIPOLYGON in WKT")
    return _canonical(shape)


def read_outline(path: Path) -> str:
    """The canonical text of all polygons in a GeoJSON file, joined.

    Raises
    ------
    MissingError
        There is no such file.
    InputError
        It is not GeoJSON, in another datum, or holds no polygon.
    """
    try:
        document = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not GeoJSON: {error}") from error
    if not isinstance(document, dict):
        raise InputError(f"{path}: not GeoJSON: expected an object")
    crs = json.dumps(document.get("crs"))
    if crs != "null" and not any(name in crs for name in _LONLAT_NAMES):
        raise InputError(f"{path}: crs {crs} is not WGS 84 longitude, latitude")
    try:
        shapes = [shapely.from_geojson(json.dumps(geometry)) for geometry in _geometries(document)]
    except shapely.errors.GEOSException as error:
        raise InputError(f"{path}: not GeoJSON: {error}") from error
    try:
        return _canonical(shapely.union_all([shapely.make_valid(shape) for shape in shapes]))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


@lru_cache(maxsize=64)
def outline(wkt: str) -> shapely.Geometry:
    """The prepared shape of a canonical text."""
    shape = shapely.from_wkt(wkt)
    shapely.prepare(shape)
    return shape


def area_km2(wkt: str) -> float:
    """Area on the WGS 84 ellipsoid in km²."""
    area, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(outline(wkt)))
    return abs(area) / 1e6


def _canonical(shape: shapely.Geometry) -> str:
    shape = shapely.force_2d(shape)
    corners = shapely.get_coordinates(shape)
    if not np.isfinite(corners).all():
        raise InputError("the outline has a coordinate that is not finite")
    if len(corners) and np.abs(corners).max() > _FAR:  # GEOS fails on numbers whose products are infinite
        raise InputError("the outline is not in degrees of longitude and latitude")
    with np.errstate(all="ignore"):  # rings of no area, which are told below
        shape = _polygons(shapely.set_precision(_polygons(shape), GRID_DEGREES))
    if shape.is_empty:
        raise InputError("the outline holds no area")
    west, south, east, north = shape.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise InputError("the outline is not in degrees of longitude and latitude")
    return str(shapely.to_wkt(shapely.normalize(shape), rounding_precision=7, trim=True))


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """The areas of *shape*, made valid, without the points and lines it may also hold."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def _geometries(document: dict[str, Any]) -> list[Any]:
    """The geometries of a GeoJSON object; features without one are left out."""
    if document.get("type") == "FeatureCollection":
        features = document.get("features")
        features = features if isinstance(features, list) else []
    else:
        features = [document]
    found = [
        feature.get("geometry") if feature.get("type") == "Feature" else feature
        for feature in features
        if isinstance(feature, dict)
    ]
    return [geometry for geometry in found if geometry is not None]
