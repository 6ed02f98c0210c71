"""Which datum makes the edges of a file meet the county outlines.

A file says in which datum its degrees are, or its user does, and either may be wrong:
degrees in GCJ-02 look like any others, only about 500 m off here. Areas that reach the
edge of a county run along an outline that is known in WGS 84. So:

1. points are set every 100 m along the edges of the areas that touch these counties;
2. for each datum the points are converted from it to WGS 84, and their distance to the nearest
   county outline is measured;
3. in the right datum the points on county edges lie on the outline (within
   :data:`NEAR_M`, since two sources of one boundary differ), in a wrong one only those few do
   that lie where the shift runs along the edge. Points on inner edges are near by chance,
   in every datum alike.

The datum with the most near points fits best; it convicts the declared one if that has
less than :data:`RIVAL` of them. With under :data:`ENOUGH` near points, areas inside a county,
the outlines say nothing, and :func:`fit_inside` asks what else is known there:

* the edges of the known towns, where most of the file runs along them (those imported before, or
  a copy of the approximate ones);
* the middles of the areas: all off by the one shift between two datums, in its direction
  and of its length, is no accident;
* the seats and villages of the towns: which datum puts more of them into their own town.

Approximate edges that the file does not follow say nothing; then it stays unknown.

In: polygons as read, county outlines in WGS 84. Out: :class:`Fit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.datum import Datum, convert, convert_geometry
from geo.tessellate import local_metres, transform

NEAR_M = 150.0
STEP_M = 100.0
ENOUGH = 30  # 3 km of common edge
RIVAL = 0.67

MOST_ALONG = 0.5  # share of the edge that must run along known edges for these to tell
_SHIFT_NEAR, _SHIFT_LEFT = 0.5, 0.35  # of the length of a shift: how close to it, how little without it
# Points that lie in their town in another datum only: how many, how many times those of the declared
# datum only, and the share of all points that must lie in their town then.
_LEAST_MOVED, _RATIO, _AT_HOME = 4, 4, 0.9

_CANDIDATES = (Datum.WGS84, Datum.GCJ02, Datum.BD09)
_MOST_POINTS = 20_000
_DEGREE_M = 111_000.0


@dataclass(frozen=True)
class Fit:
    """How well each datum fits.

    ``near`` counts the points near an outline, of ``points`` in all. ``best`` is None where too
    little of the edge runs along county outlines. ``fit_m`` is the median distance of the
    points near an outline, read in the best datum; ``shift_m`` how far the declared datum
    puts the points from where the best one does (0 where they are the same). ``by`` says what
    told: county, edges, middles or places.
    """

    declared: Datum
    best: Datum | None
    points: int
    near: dict[Datum, int]
    fit_m: float
    shift_m: float
    by: str = "county"

    @property
    def is_wrong(self) -> bool:
        """Whether another datum than the declared one fits clearly better."""
        return self.best is not None and self.best != self.declared


def fit_datum(
    shapes: Sequence[shapely.Geometry], outlines: Sequence[shapely.Geometry], declared: Datum
) -> Fit:
    """Compare the datums.

    Parameters
    ----------
    shapes
        Valid polygons, degrees in the datum that is to be found, lon, lat.
    outlines
        County polygons, WGS 84 degrees, that lie near.
    declared
        What the user says. CGCS2000 counts as WGS 84.
    """
    said = Datum.WGS84 if declared == Datum.CGCS2000 else declared
    # Every edge, not the outer one of all together: in a file of a province the lines of the
    # counties lie inside.
    edges = shapely.boundary(np.asarray(shapes))
    step = max(STEP_M / _DEGREE_M, float(shapely.length(edges).sum()) / _MOST_POINTS)
    corners = shapely.get_coordinates(shapely.segmentize(edges, step))
    metres = local_metres(shapely.union_all(np.asarray(outlines)))
    tree = shapely.STRtree(_segments(transform(np.asarray(outlines), metres)))
    points = {datum: _points(corners, datum, metres) for datum in _CANDIDATES}
    distances = {datum: _distances(points[datum], tree) for datum in _CANDIDATES}
    near = {datum: int((values <= NEAR_M).sum()) for datum, values in distances.items()}
    best = max(_CANDIDATES, key=lambda datum: (near[datum], datum == said))
    if near[best] < ENOUGH:
        return Fit(said, None, len(corners), near, float("nan"), float("nan"))
    if near[said] >= RIVAL * near[best]:
        best = said
    fit_m = float(np.median(distances[best][distances[best] <= NEAR_M]))
    shift_m = float(np.median(shapely.distance(points[said], points[best])))
    return Fit(said, best, len(corners), near, fit_m, shift_m)


def fit_inside(
    shapes: Sequence[shapely.Geometry],
    known: Sequence[shapely.Geometry],
    places: Sequence[NDArray[np.float64]],
    declared: Datum,
) -> Fit:
    """Compare the datums for areas that do not reach a county line.

    Parameters
    ----------
    shapes
        Valid polygons, degrees in the datum that is to be found.
    known
        The area of the same unit that stands now, WGS 84, for each of *shapes*.
    places
        Lon, lat of the seat and villages of the unit, WGS 84, an array of shape (n, 2) each.
    declared
        What the user says.

    Returns
    -------
    A fit whose ``best`` is None where nothing of this tells.
    """
    fit = fit_datum(shapes, known, declared)
    if fit.best is not None and fit.near[fit.best] >= MOST_ALONG * fit.points:
        return replace(fit, by="edges")
    said, unknown = fit.declared, replace(fit, best=None, fit_m=float("nan"), shift_m=float("nan"))
    read = {datum: np.array([_as(shape, datum) for shape in shapes], dtype=object) for datum in _CANDIDATES}
    for best, by in ((_by_middles(read, known, said), "middles"), (_by_places(read, places, said), "places")):
        if best is not None:
            apart = _apart(read[said], read[best])
            return replace(unknown, best=best, by=by, shift_m=float(np.median(np.hypot(*apart.T))))
    return unknown


def _by_middles(
    read: dict[Datum, NDArray[np.object_]], known: Sequence[shapely.Geometry], said: Datum
) -> Datum | None:
    """The datum in which the middles meet those of the known areas, if in the declared one all are off."""
    away = _apart(np.asarray(known, dtype=object), read[said])
    length = float(np.median(np.hypot(*away.T)))
    for datum in _CANDIDATES:
        shift = float(np.median(np.hypot(*_apart(read[datum], read[said]).T))) if datum != said else 0.0
        if shift <= 0:
            continue
        left = float(np.median(np.hypot(*_apart(np.asarray(known, dtype=object), read[datum]).T)))
        if abs(length - shift) <= _SHIFT_NEAR * shift and left <= _SHIFT_LEFT * shift:
            return datum
    return None


def _by_places(
    read: dict[Datum, NDArray[np.object_]], places: Sequence[NDArray[np.float64]], said: Datum
) -> Datum | None:
    """The datum that puts clearly more seats and villages into their own area than the declared one."""
    inside = {
        datum: np.concatenate(
            [
                shapely.contains_xy(shape, points[:, 0], points[:, 1])
                for shape, points in zip(shapes, places, strict=True)
            ]
        )
        for datum, shapes in read.items()
    }
    for datum in _CANDIDATES:
        only, lost = int((inside[datum] & ~inside[said]).sum()), int((inside[said] & ~inside[datum]).sum())
        is_clear = only >= max(_LEAST_MOVED, _RATIO * lost)
        if datum != said and is_clear and inside[datum].mean() >= _AT_HOME:
            return datum
    return None


def _as(shape: shapely.Geometry, datum: Datum) -> shapely.Geometry:
    return convert_geometry(shape, source=datum, target=Datum.WGS84)


def _apart(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.float64]:
    """Metres east and north from the middles of *one* to those of *other*, shape (n, 2)."""
    a, b = (shapely.get_coordinates(shapely.centroid(each)) for each in (one, other))
    east = (b[:, 0] - a[:, 0]) * _DEGREE_M * np.cos(np.radians(a[:, 1]))
    return np.column_stack([east, (b[:, 1] - a[:, 1]) * _DEGREE_M])


def _points(corners: NDArray[np.float64], datum: Datum, metres: pyproj.Transformer) -> NDArray[np.object_]:
    """The corners, read in *datum*, as points in metres."""
    lon, lat = convert(corners[:, 0], corners[:, 1], source=datum, target=Datum.WGS84)
    return np.asarray(transform(shapely.points(lon, lat), metres), dtype=object)


def _distances(points: NDArray[np.object_], tree: shapely.STRtree) -> NDArray[np.float64]:
    """Metres from each point to the nearest outline."""
    (asked, _), found = tree.query_nearest(points, return_distance=True, all_matches=False)
    result = np.full(len(points), np.inf)
    result[asked] = found
    return result


def _segments(outlines: NDArray[np.object_]) -> NDArray[np.object_]:
    lines = []
    for ring in shapely.get_parts(shapely.boundary(outlines)):
        corners = shapely.get_coordinates(ring)
        lines.append(shapely.linestrings(np.stack([corners[:-1], corners[1:]], axis=1)))
    return np.concatenate(lines)
