"""Repairs of imported areas, and their overlaps and gaps.

In: polygons. Out: valid polygons and plain lists of what was found; nothing is moved to
close a gap, since the user's file is the authority. An edge that crosses itself very often is no
outline of anything, and mending it takes minutes: it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import Geod

_GEOD = Geod(ellps="WGS84")
_MOST_CROSSINGS = 200
_AT_ONCE = 100  # edges that are looked at before counting again: each may cross all others
_LEAST_KM2 = 0.001  # 1,000 m²: less is rounding along a common edge


@dataclass(frozen=True)
class Overlap:
    """Two areas that cover the same ground."""

    first: str
    second: str
    area_km2: float


def area_km2(geometry: shapely.Geometry) -> float:
    """Area on the ellipsoid of a valid polygon in degrees."""
    # Holes only count as holes when they turn the other way.
    parts = shapely.get_parts(shapely.orient_polygons(geometry))
    return float(sum(abs(_GEOD.geometry_area_perimeter(part)[0]) for part in parts) / 1e6)


def repaired(geometry: shapely.Geometry | None) -> tuple[shapely.Geometry | None, str]:
    """The valid areas of a geometry, and what was wrong (empty if nothing was).

    None where it has no area: a point, a line, nothing.
    """
    if geometry is None or geometry.is_empty:
        return None, "no geometry"
    if shapely.get_dimensions(geometry) < 2:
        return None, f"a {geometry.geom_type}, not an area"
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return None, "a corner is no number"
    wrong = "" if geometry.is_valid else shapely.is_valid_reason(geometry)
    if wrong and _crosses_often(geometry):
        return None, f"crosses itself more than {_MOST_CROSSINGS} times: draw or export it again"
    whole = geometry if not wrong else shapely.make_valid(geometry)
    parts = [part for part in _polygons(whole) if part.area > 0]
    if not parts:
        return None, f"no area ({wrong or geometry.geom_type})"
    return shapely.normalize(shapely.union_all(parts) if len(parts) > 1 else parts[0]), wrong


def overlaps(names: list[str], shapes: list[shapely.Geometry]) -> list[Overlap]:
    """Pairs that overlap by more than 1,000 m², the largest first."""
    tree = shapely.STRtree(shapes)
    found = []
    for first, second in zip(*tree.query(shapes, predicate="intersects"), strict=True):
        if first < second:
            common = _polygons(shapely.intersection(shapes[first], shapes[second]))
            size = sum(area_km2(part) for part in common)
            if size > _LEAST_KM2:
                found.append(Overlap(names[first], names[second], round(size, 3)))
    return sorted(found, key=lambda pair: (-pair.area_km2, pair.first, pair.second))


def gaps(shapes: list[shapely.Geometry], outline: shapely.Geometry) -> list[float]:
    """km² of each part of *outline* that no shape covers, the largest first, from 1,000 m² on."""
    rest = shapely.difference(outline, shapely.union_all(shapes))
    sizes = [round(area_km2(part), 3) for part in _polygons(rest)]
    return sorted((size for size in sizes if size > _LEAST_KM2), reverse=True)


def _crosses_often(geometry: shapely.Geometry) -> bool:
    """Whether edges of the geometry's rings cross one another too often to be mended."""
    edges = []
    for ring in shapely.get_parts(shapely.get_rings(geometry)):
        corners = shapely.get_coordinates(ring)
        edges.append(shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1)))
    lines = np.concatenate(edges) if edges else np.array([], dtype=object)
    tree = shapely.STRtree(lines)
    found = 0
    for start in range(0, len(lines), _AT_ONCE):
        pairs = tree.query(lines[start : start + _AT_ONCE], predicate="crosses")
        found += pairs.shape[1]
        if found > 2 * _MOST_CROSSINGS:  # every crossing is found from both of its edges
            return True
    return False


def _polygons(geometry: shapely.Geometry) -> list[shapely.Geometry]:
    """The polygons in a geometry of any kind, nested collections included."""
    parts = list(shapely.get_parts(geometry))
    if any(part.geom_type.startswith(("Multi", "Geometry")) for part in parts):
        return [polygon for part in parts for polygon in _polygons(part)]
    return [part for part in parts if part.geom_type == "Polygon"]
