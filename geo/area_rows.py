"""One row of the table of areas: its point, reach, size and what it was made from.

In: a place and its geometry, WGS 84 lon, lat degrees. Out: a dict with the columns of
:data:`COLUMNS` and the geometry.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from geo.errors import TableError

DECIMALS = 6  # of a degree
FILES = {"county": "counties", "zone": "zones", "town": "towns", "park": "parks"}
COLUMNS = [
    "code",
    "name",
    "level",
    "parent_code",
    "lon",
    "lat",
    "radius_m",
    "area_km2",
    "method",
    "source",
    "date",
    "is_official",
]
_CIRCLE_CORNERS = 64
_GEOD = Geod(ellps="WGS84")


def area_row(
    place: dict[str, Any],
    geometry: shapely.Geometry,
    *,
    point: tuple[float, float],
    accuracy_m: float,
    method: str,
    source: str,
) -> dict[str, Any]:
    """One row.

    *point* lon, lat degrees, kept where it lies inside; *accuracy_m* the uncertainty of the
    edge. The date is the last year that the place's own source names.
    """
    lon, lat, radius_m = representative_point(geometry, point, accuracy_m=accuracy_m)
    return {
        "code": place["code"],
        "name": place["name"],
        "level": place["level"],
        "parent_code": place["parent"],
        "lon": lon,
        "lat": lat,
        "radius_m": radius_m,
        "area_km2": round(size_km2(geometry), 2),
        "method": method,
        "source": source,
        "date": _year(place.get("source", "")),
        "is_official": False,
        "geometry": geometry,
    }


def circle_row(place: dict[str, Any], radius_m: float, county: dict[str, Any], method: str) -> dict[str, Any]:
    """One row: the part of a circle around a place that lies in its *county*. TableError when none does."""
    bearings = np.linspace(0, 360, _CIRCLE_CORNERS, endpoint=False)
    size = np.ones(_CIRCLE_CORNERS)
    lon, lat, _ = _GEOD.fwd(place["lon"] * size, place["lat"] * size, bearings, radius_m * size)
    circle = shapely.Polygon(np.column_stack([lon, lat]).round(DECIMALS))
    clipped = shapely.intersection(circle, county["geometry"], grid_size=10.0**-DECIMALS)
    if clipped.is_empty:
        raise TableError(
            f"{place['code']} {place['name']!r} lies more than {radius_m:.0f} m outside its county"
        )
    return area_row(
        place,
        shapely.normalize(clipped),
        point=(place["lon"], place["lat"]),
        accuracy_m=place["accuracy_m"],
        method=method,
        source=place["source"],
    )


def representative_point(
    geometry: shapely.Geometry, point: tuple[float, float], *, accuracy_m: float = 0
) -> tuple[float, float, int]:
    """A point that stands for an area, and how far the edge may be from it.

    Parameters
    ----------
    geometry
        Polygon or multipolygon, WGS 84 lon, lat degrees.
    point
        lon, lat. Kept if it lies inside (NaN does not), else a point inside is chosen.
    accuracy_m
        Uncertainty of the edge, added to the distance.

    Returns
    -------
    lon, lat (6 decimals) and the radius in metres, rounded up to 100 m.
    """
    if not shapely.contains_xy(geometry, *point):
        point = shapely.point_on_surface(geometry).coords[0]
    lon, lat = (round(float(value), DECIMALS) for value in point)
    corners = shapely.get_coordinates(geometry)
    ones = np.ones(len(corners))
    distances_m = _GEOD.inv(lon * ones, lat * ones, corners[:, 0], corners[:, 1])[2]
    return lon, lat, math.ceil(round(distances_m.max() + accuracy_m) / 100) * 100


def size_km2(geometry: shapely.Geometry) -> float:
    """Area on the ellipsoid.

    Parameters
    ----------
    geometry
        Polygon or multipolygon, WGS 84 lon, lat degrees.

    Returns
    -------
    float
        Square kilometres, not rounded.
    """
    return float(abs(_GEOD.geometry_area_perimeter(geometry)[0]) / 1e6)


def _year(source: str) -> str | None:
    """Last year that a source names, None if it names none."""
    years = re.findall(r"(?<!\d)20\d\d(?!\d)", source)
    return years[-1] if years else None
