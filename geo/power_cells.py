"""Which of several sites a point belongs to, and the lines between their cells.

A power diagram: a point goes to the site with the smallest squared distance minus the
weight of the site. With all weights zero these are Voronoi cells. A site may be one of
several of an owner (a town by its seat and by villages known to be its own); only the
lines between different owners count, and all sites of an owner weigh the same.

Where the size of an owner is known, its weight moves its cell part of the way
(:data:`PULL`) to that size: all the way would trust figures that are rounded, old or
counted in villages more than the places themselves. ``data/boundaries/measured.csv``,
made by ``tests/benchmarks/measure_town_areas.py``, holds what this gains and what did not
gain anything.

In and out: metres in any plane projection, points as arrays of shape (n, 2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

PULL = 0.3  # power of the known size against that of the plain cell

_STEPS = 600
_STEP = 0.15  # weight, as a part of the area that a cell lacks
_NEAR = 0.005  # a cell fits when it is off by less than this part of a mean cell
_HOLD = 0.9  # how near another owner's cell may come to a seat, as a part of the squared distance
_MM = 3  # decimals of metres: ends of lines that meet are the same number
_Array = NDArray[np.float64]
_Owners = NDArray[np.int64]


@dataclass(frozen=True)
class PowerCells:
    """Sites with owners and weights.

    ``points`` shape (n, 2), metres; ``owners`` shape (n,), numbers of the owners from 0, the
    first site of each being its seat; ``weights`` one number per owner, square metres.
    """

    points: _Array
    owners: _Owners
    weights: _Array

    @classmethod
    def plain(cls, points: _Array, owners: _Owners) -> PowerCells:
        """Voronoi cells: no owner weighs anything."""
        return cls(points, owners, np.zeros(int(owners.max(initial=-1)) + 1))

    def owners_at(self, points: _Array) -> _Owners:
        """Number of the owner of each of the *points*, shape (m, 2)."""
        owners: _Owners = self.owners[self._nearest(_squares(points, self.points))]
        return owners

    def shares(self, ground: _Array) -> _Array:
        """Part of the *ground*, points spread evenly, that each owner has."""
        counts = np.bincount(self.owners_at(ground), minlength=len(self.weights))
        shares: _Array = counts / max(len(ground), 1)
        return shares

    def sized(self, ground: _Array, area: float, sizes: _Array, *, pull: float = PULL) -> PowerCells:
        """Cells moved towards known sizes.

        Parameters
        ----------
        ground
            Points spread evenly over the area that is cut, shape (m, 2), metres.
        area
            Size of that area, square metres.
        sizes
            For each owner its known size, square metres; NaN where unknown.
        pull
            0 leaves the cells as they are, 1 goes all the way.

        Returns
        -------
        The cells with new weights. Owners of unknown size weigh nothing, unless a neighbour would
        take their seat: every seat stays in the cell of its own owner.
        """
        known = ~np.isnan(sizes)
        if not known.any():
            return self
        now = np.maximum(self.shares(ground), 0.5 / len(ground))
        aim = np.where(known, now ** (1 - pull) * np.where(known, sizes / area, 1.0) ** pull, now)
        squares = _squares(ground, self.points)
        cells, best, least = self, self, np.inf
        for step in range(_STEPS):
            has = np.bincount(self.owners[cells._nearest(squares)], minlength=len(aim)) / len(ground)
            lacks = np.where(known, aim - has, 0.0)
            worst = float(np.abs(lacks).max())
            if worst < least:
                best, least = cells, worst
            if worst * len(aim) < _NEAR:
                break
            slower = 1 + step / 80
            cells = cells._with_seats(cells.weights + _STEP * area * lacks / slower)
        return best

    def edges(self, box: tuple[float, float, float, float]) -> shapely.MultiLineString:
        """Lines between cells of different owners, clipped to a *box* (west, south, east, north).

        Where three cells meet, their three lines end at one and the same point.
        """
        reach = 2 * float(np.hypot(box[2] - box[0], box[3] - box[1]))
        lines = []
        for one, other in zip(*np.nonzero(self.owners[:, None] < self.owners[None, :]), strict=True):
            ends = self._edge(int(one), int(other), reach)
            if ends is not None:
                lines.append(shapely.clip_by_rect(shapely.LineString(ends), *box))
        return shapely.multilinestrings([line for line in shapely.get_parts(lines) if not line.is_empty])

    def _nearest(self, squares: _Array) -> _Owners:
        nearest: _Owners = (squares - self.weights[self.owners]).argmin(axis=1)
        return nearest

    def _with_seats(self, weights: _Array) -> PowerCells:
        """With these weights, raised where an owner would lose its seat."""
        seats = np.unique(self.owners, return_index=True)[1]
        room = _HOLD * _squares(self.points[seats], self.points)
        own = self.owners == np.arange(len(seats))[:, None]
        raised = weights
        for _ in seats:  # a raised weight may press on the next seat
            pressed = np.where(own, -np.inf, raised[self.owners] - room).max(axis=1)
            raised = np.maximum(raised, pressed)
        return replace(self, weights=raised)

    def _edge(self, one: int, other: int, reach: float) -> _Array | None:
        """Ends of the line between two sites, shape (2, 2), at most *reach* from it; None without one."""
        weights = self.weights[self.owners]
        step = self.points[other] - self.points[one]
        square = float(step @ step)
        foot = self.points[one] + step * (square + weights[one] - weights[other]) / (2 * square)
        along = np.array([-step[1], step[0]]) / np.sqrt(square)
        # On foot + t * along the line belongs to site *one* while room + t * slope >= 0 for all sites.
        room = ((foot - self.points) ** 2).sum(axis=1) - weights
        room = np.delete(room - room[one], [one, other])
        slope = np.delete(2 * (self.points[one] - self.points) @ along, [one, other])
        flat = np.abs(slope) < 1e-9
        if (room[flat] < 0).any():
            return None
        ends = -room[~flat] / slope[~flat]
        rising = slope[~flat] > 0
        start = max(-reach, ends[rising].max(initial=-np.inf))
        stop = min(reach, ends[~rising].min(initial=np.inf))
        if stop <= start:
            return None
        result: _Array = (foot + np.array([[start], [stop]]) * along).round(_MM)
        return result


def _squares(points: _Array, others: _Array) -> _Array:
    squares: _Array = ((points[:, None, :] - others[None, :, :]) ** 2).sum(axis=2)
    return squares
