"""Outlines that filter records: from WKT or a GeoJSON file to one canonical text.

Input: polygons or multipolygons in WGS 84 longitude, latitude. Output: WKT of a valid
polygon or multipolygon with at most 7 decimals, so that the same outline has the same
text in every link. Outlines that cross themselves, as drawn ones may, are mended: up to a number of
crossings, since the time that mending takes grows with their square (a star of 61 corners has 1,769).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from projects.errors import InputError
from projects.model.tables import read_bytes

GRID_DEGREES = 1e-7
_FAR = 1e6  # degrees: no number of any system that is worth telling apart
GEOD = Geod(ellps="WGS84")
# Shorter than any degree of latitude on WGS 84 (110.574 km at the equator).
_KM_PER_DEGREE = 110.5
MOST_CORNERS = 20_000
MOST_CROSSINGS = 200
_MOST_TEXT = 40 * MOST_CORNERS
_AT_ONCE = 20  # sides looked at together: an outline that crosses itself everywhere is told early
# What a GeoJSON file may call the datum it is in; CGCS2000 differs from WGS 84 by centimetres.
_LONLAT_NAMES = ("CRS84", ":4326", ":4490")


class IntricateError(InputError):
    """An outline has too many corners, or crosses itself too often, to be worked with."""


@lru_cache(maxsize=256)  # a filter is made anew, with the same outline, at every step of a page's run
def canonical(wkt: str) -> str:
    """The canonical text of a polygon or multipolygon in WKT.

    Raises
    ------
    InputError
        The text is no such WKT, the outline holds no area, or leaves the degrees of
        longitude and latitude.
    IntricateError
        It has more than ``MOST_CORNERS`` corners or crosses itself more than ``MOST_CROSSINGS`` times.
    """
    if len(wkt) > _MOST_TEXT:
        raise _too_many()
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
        return _canonical(shapely.union_all([_mended(shape) for shape in shapes]))
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


@lru_cache(maxsize=64)
def outline(wkt: str) -> shapely.Geometry:
    """The prepared shape of a canonical text."""
    shape = shapely.from_wkt(wkt)
    shapely.prepare(shape)
    return shape


def inside(wkt: str, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which of the points (WGS 84 degrees) lie in an outline: their numbers, ascending."""
    shape = outline(wkt)
    west, south, east, north = shape.bounds
    near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
    found: NDArray[np.int64] = near[shapely.contains_xy(shape, lon[near], lat[near])]
    return found


def around(
    centre: tuple[float, float], km: float, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Which of the points lie at most *km* from *centre* (lon, lat) on the ellipsoid; numbers, ascending."""
    near = np.flatnonzero(np.abs(lat - centre[1]) <= km / _KM_PER_DEGREE)
    here = np.full(len(near), centre[0]), np.full(len(near), centre[1])
    _, _, metres = GEOD.inv(*here, lon[near], lat[near])
    found: NDArray[np.int64] = near[np.asarray(metres) <= km * 1000]
    return found


def area_km2(wkt: str) -> float:
    """Area on the WGS 84 ellipsoid in km²."""
    area, _ = GEOD.geometry_area_perimeter(shapely.orient_polygons(outline(wkt)))
    return abs(area) / 1e6


def _canonical(shape: shapely.Geometry) -> str:
    shape = shapely.force_2d(shape)
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        raise _too_many()
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
    parts = shapely.get_parts(shapely.get_parts(_mended(shape)))
    if len(parts) == 1:
        return parts[0] if parts[0].geom_type == "Polygon" else shapely.Polygon()
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def _mended(shape: shapely.Geometry) -> shapely.Geometry:
    """*shape*, made valid where it is not; IntricateError when that would take long."""
    if shapely.get_num_coordinates(shape) > MOST_CORNERS:
        raise _too_many()
    is_finite = np.isfinite(shapely.get_coordinates(shape)).all()
    if is_finite:  # first: of a wild shape even is_valid() takes seconds
        _check_crossings(shape)
    if shapely.is_valid(shape):
        return shape
    if is_finite:  # the same with a corner at each crossing
        _check_crossings(shape, is_touch=True)
    return shapely.make_valid(shape)


def _check_crossings(shape: shapely.Geometry, *, is_touch: bool = False) -> None:
    """Raise IntricateError when the sides of *shape* cross others too often; *is_touch*: or touch them.

    Of a plain shape each side touches three: itself and the two beside it.
    """
    always = 3 if is_touch else 0
    rings = shapely.get_rings(shapely.get_parts(shape))
    places, ring_of = shapely.get_coordinates(rings, return_index=True)
    is_side = (ring_of[1:] == ring_of[:-1]) & (places[1:] != places[:-1]).any(axis=1)
    ends = np.stack([places[:-1][is_side], places[1:][is_side]], axis=1)
    sides = shapely.linestrings(ends)
    tree = shapely.STRtree(sides)
    met, start, many = 0, 0, _AT_ONCE
    while start < len(sides):
        some = sides[start : start + many]
        one, other = tree.query(some, predicate="intersects" if is_touch else None)
        found = len(one) if is_touch else _crossings(ends[start + one], ends[other])
        met += found - always * len(some)
        if met > 2 * MOST_CROSSINGS * max(1, always):  # a crossing is met from both its sides
            raise IntricateError(
                f"范围线自相交超过 {MOST_CROSSINGS} 处，请画得简单些"
                f" / the outline crosses itself more than {MOST_CROSSINGS} times: draw it more simply"
            )
        start, many = start + many, min(2 * many, 50 * _AT_ONCE)


def _crossings(some: NDArray[np.float64], others: NDArray[np.float64]) -> int:
    """How many pairs of sides, each with its two ends, cross within both."""

    def turn(side: NDArray[np.float64], place: NDArray[np.float64]) -> NDArray[np.float64]:
        along, to = side[:, 1] - side[:, 0], place - side[:, 0]
        turned: NDArray[np.float64] = along[:, 0] * to[:, 1] - along[:, 1] * to[:, 0]
        return np.sign(turned)

    is_parted = turn(some, others[:, 0]) * turn(some, others[:, 1]) < 0
    return int((is_parted & (turn(others, some[:, 0]) * turn(others, some[:, 1]) < 0)).sum())


def _too_many() -> IntricateError:
    return IntricateError(
        f"范围线超过 {MOST_CORNERS} 个角点，请先简化"
        f" / the outline has more than {MOST_CORNERS} corners: simplify it"
    )


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
