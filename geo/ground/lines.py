"""The course of a line in a workspace: its geometry where known, else straight pieces through what it passes.

A course made of places is approximate and says so. All courses are cut to the outline of the workspace's
counties, so that a line that leads on to other cities is shown as far as the map reaches.

In: rows of ``lines.csv``, or the names of two or more places. Out: :class:`Line`, WGS 84 longitude, latitude.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import shapely

from geo import workspace
from geo.boundaries import load_areas
from geo.errors import TableError
from geo.ground.tables import LineRow, line_rows
from geo.ground.waypoints import Waypoint, waypoint

MARGIN_DEGREES = 0.02  # kept outside the outline: the edge of the map is not the end of a road


@dataclass(frozen=True)
class Line:
    """A road, railway, river or canal. ``geometry`` is a LineString or MultiLineString, WGS 84."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    geometry: shapely.Geometry
    is_approximate: bool
    source: str
    places: tuple[str, ...]  # codes of the places that it is said to pass

    @cached_property
    def counties(self) -> frozenset[str]:
        """Codes of the workspace's counties that the course touches."""
        areas = load_areas()
        counties = areas[areas["level"] == "county"]
        touched = shapely.intersects(counties.geometry.to_numpy(), self.geometry)
        return frozenset(counties["code"][touched].astype(str))


@workspace.per_workspace
def lines() -> tuple[Line, ...]:
    """The lines of the workspace's table.

    Returns
    -------
    tuple[Line, ...]
        In file order; empty while the workspace has no table.

    Raises
    ------
    TableError
        A place that a line passes is not known, its geometry is no line, or it does not touch the counties
        of the workspace: names the row.
    """
    return tuple(line_of_row(row) for row in line_rows())


def forget() -> None:
    """Read the table, and the outline that courses are cut to, anew with the next use."""
    lines.cache_clear()
    _ground.cache_clear()


def through(points: Iterable[Waypoint]) -> shapely.Geometry | None:
    """Straight pieces through two or more points, cut to the workspace.

    Parameters
    ----------
    points
        In the order in which they are passed; a point that follows itself counts once.

    Returns
    -------
    shapely.Geometry | None
        LineString or MultiLineString, WGS 84 lon, lat degrees; None for fewer than two points, or
        when nothing lies in the workspace.
    """
    corners = [(point.lon, point.lat) for point in points]
    corners = [corner for at, corner in enumerate(corners) if not at or corner != corners[at - 1]]
    return inside(shapely.LineString(corners)) if len(corners) > 1 else None


def inside(course: shapely.Geometry) -> shapely.Geometry | None:
    """The part of a *course* in the workspace; None when there is none."""
    held = shapely.intersection(course, _ground())
    parts = [part for part in shapely.get_parts(held) if part.geom_type == "LineString" and part.length > 0]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else shapely.multilinestrings(parts)


@workspace.per_workspace
def _ground() -> shapely.Geometry:
    areas = load_areas()
    outline = shapely.union_all(areas.geometry[areas["level"] == "county"].to_numpy())
    ground = shapely.buffer(outline, MARGIN_DEGREES)
    shapely.prepare(ground)
    return ground


def line_of_row(row: LineRow) -> Line:
    """One row with its course; errors as in :func:`lines`."""
    found = []
    for text in row.passes:
        point = waypoint(text)
        if point is None:
            raise TableError(f"{row.where}: {text!r} is no place with a known point")
        found.append(point)
    if row.geometry:
        try:
            course = shapely.from_wkt(row.geometry)
        except shapely.errors.ShapelyError as error:
            raise TableError(f"{row.where}: geometry is no WKT: {error}") from error
        if course.geom_type not in ("LineString", "MultiLineString"):
            raise TableError(f"{row.where}: geometry is a {course.geom_type}; expected a LineString")
        held = inside(course)
    else:
        held = through(found)
    if held is None:
        raise TableError(f"{row.where}: {row.name!r} does not touch the counties of this workspace")
    codes = tuple(dict.fromkeys(point.place.code for point in found if point.place))
    return Line(row.name, row.aliases, row.kind, held, not row.geometry, row.source, codes)
