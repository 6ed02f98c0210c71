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
nothing can be said.

In: polygons as read, county outlines in WGS 84. Out: :class:`Fit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from geo.datum import Datum, convert
from geo.tessellate import local_metres, transform

NEAR_M = 150.0
STEP_M = 100.0
ENOUGH = 30  # 3 km of common edge
RIVAL = 0.67

_CANDIDATES = (Datum.WGS84, Datum.GCJ02, Datum.BD09)
_MOST_POINTS = 20_000
_DEGREE_M = 111_000.0


@dataclass(frozen=True)
class Fit:
    """How well each datum fits.

    ``near`` counts the points near an outline, of ``points`` in all. ``best`` is None where too
    little of the edge runs along county outlines. ``fit_m`` is the median distance of the
    points near an outline, read in the best datum; ``shift_m`` how far the declared datum
    puts the points from where the best one does (0 where they are the same).
    """

    declared: Datum
    best: Datum | None
    points: int
    near: dict[Datum, int]
    fit_m: float
    shift_m: float

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
