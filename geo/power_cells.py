"""Which of several sites a point belongs to, and the lines between their cells.

A power diagram: a point goes to the site with the smallest squared distance minus the
weight of the site. With all weights zero these are Voronoi cells. A site may be one of
several of an owner (a town by its seat and by villages known to be its own); only the
lines between different owners count. All sites of an owner weigh the same, but a village
has a handicap of half the squared distance (:data:`HANDICAP`) to the nearest place of
another owner: it keeps the ground around it and does not reach as far as a seat. Without
that a town of which villages are known swallows neighbours of which none is. Sites on the
way from a village to its seat keep the two in one piece. No weight takes a seat or a
village from its owner.

Where the size of an owner is known, its weight moves its cell part of the way
(:data:`PULL`) to that size: all the way would trust figures that are rounded, old or
counted in villages more than the places themselves. Only what lacks to :data:`LEAST` of
the size is made up in full. A seat among others in a county town stands at the edge of its
ground, hemmed in by places that are not its own: where weight alone does not bring its cell
to that part, a site half way (:data:`OUTWARD`) to the middle of the cell leads to where there
is room. ``data/boundaries/measured.csv``, made by ``tests/benchmarks/measure_town_areas.py``,
holds what this gains and what did not gain anything.

In and out: metres in any plane projection, points as arrays of shape (n, 2).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

PULL = 0.3  # power of the known size against that of the plain cell
LEAST = 0.6  # part of its known size that a cell gets however small it was
OUTWARD = 0.5  # of the way from a hemmed-in seat to the middle of its cell, where it gets another site
HANDICAP = 0.5  # of a village, as a part of the squared distance to the nearest place of another owner

_STEPS = 600
_STEP = 0.15  # weight, as a part of the area that a cell lacks
_NEAR = 0.005  # a cell fits when it is off by less than this part of a mean cell
_ON_THE_WAY = (0.0, 0.25, 0.5, 0.75)  # sites from a village to its seat, as parts of the way
_ROUNDS = 4  # of sites for hemmed-in seats
_SHORT = 0.95  # a cell is short when it has less than this part of the least it should have
_HOLD = 0.9  # how near another owner's cell may come to a place, as a part of the squared distance
_TOUCH_M = 1.0  # cells that come this near to each other may share a line
_MM = 3  # decimals of metres: ends of lines that meet are the same number
_Array = NDArray[np.float64]
_Owners = NDArray[np.int64]


@dataclass(frozen=True)
class PowerCells:
    """Sites with owners and weights.

    ``points`` shape (n, 2), metres; ``owners`` shape (n,), numbers of the owners from 0, the
    first site of each being its seat; ``weights`` one number per owner, ``handicaps`` one per
    site, 0 for a seat, both in square metres; ``held`` the numbers of the sites that stay with
    their owner.
    """

    points: _Array
    owners: _Owners
    weights: _Array
    handicaps: _Array
    held: _Owners

    @classmethod
    def plain(cls, points: _Array, owners: _Owners) -> PowerCells:
        """Voronoi cells: no owner weighs anything, no site has a handicap."""
        seats = np.unique(owners, return_index=True)[1].astype(np.int64)
        return cls(points, owners, np.zeros(len(seats)), np.zeros(len(points)), seats)

    @classmethod
    def reaching(cls, seats: _Array, villages: _Array, towns: _Owners) -> PowerCells:
        """Cells of seats that reach to villages of their own; no owner weighs anything.

        ``seats`` shape (n, 2), ``villages`` shape (m, 2), ``towns`` shape (m,): the number of
        the seat of each village.
        """
        numbers = np.arange(len(seats))
        way = [villages + part * (seats[towns] - villages) for part in _ON_THE_WAY]
        cells = cls.plain(np.concatenate([seats, *way]), np.concatenate([numbers, *[towns] * len(way)]))
        places, their_owners = np.concatenate([seats, villages]), np.concatenate([numbers, towns])
        squares = np.where(cells.owners[:, None] == their_owners, np.inf, _squares(cells.points, places))
        nearest = squares.min(axis=1, initial=np.inf)
        handicaps = np.where(np.isfinite(nearest), HANDICAP * nearest, 0.0)
        handicaps[: len(seats)] = 0.0
        return replace(cells, handicaps=handicaps, held=np.arange(len(places)))

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
        The cells with new weights, and with more sites for owners that are far too small without
        them. Owners of unknown size weigh nothing, unless a neighbour would take a place of
        theirs: every seat and village stays in the cell of its own owner.
        """
        known = ~np.isnan(sizes)
        if not known.any():
            return self
        wanted = np.where(known, sizes / area, 0.0)
        found = self._weighed(ground, area, wanted, pull)
        for _ in range(_ROUNDS):
            has = found.shares(ground)
            short = (has > 0) & (has < _SHORT * LEAST * wanted)
            if not short.any():
                break
            found = found._outward(ground, short)._weighed(ground, area, wanted, pull)
        return found

    def _outward(self, ground: _Array, short: NDArray[np.bool_]) -> PowerCells:
        """Without weights, but with one site more for each owner that is *short*."""
        owners = np.flatnonzero(short)
        holders = self.owners_at(ground)
        seats = self.points[np.unique(self.owners, return_index=True)[1]][owners]
        middles = [ground[holders == owner].mean(axis=0) for owner in owners]
        return replace(
            self,
            points=np.concatenate([self.points, seats + OUTWARD * (np.array(middles) - seats)]),
            owners=np.concatenate([self.owners, owners]),
            weights=np.zeros(len(self.weights)),
            handicaps=np.concatenate([self.handicaps, np.zeros(len(owners))]),
        )

    def _weighed(self, ground: _Array, area: float, wanted: _Array, pull: float) -> PowerCells:
        """Weights that bring the cells nearest to their aims; *wanted* parts of the area, 0 where unknown."""
        known = wanted > 0
        now = np.maximum(self.shares(ground), 0.5 / len(ground))
        aim = np.maximum(now ** (1 - pull) * np.where(known, wanted, now) ** pull, LEAST * wanted)
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
            cells = cells._holding(cells.weights + _STEP * area * lacks / slower)
        return best

    def edges(self, box: tuple[float, float, float, float]) -> shapely.MultiLineString:
        """Lines between cells of different owners, clipped to a *box* (west, south, east, north).

        Where three cells meet, their three lines end at one and the same point.
        """
        reach = 2 * float(np.hypot(box[2] - box[0], box[3] - box[1]))
        lines = []
        for one, other in self._neighbours(reach):
            ends = self._edge(one, other, reach)
            if ends is not None:
                lines.append(shapely.clip_by_rect(shapely.LineString(ends), *box))
        return shapely.multilinestrings([line for line in shapely.get_parts(lines) if not line.is_empty])

    def _neighbours(self, reach: float) -> list[tuple[int, int]]:
        """Pairs of sites of different owners whose cells may share a line, and few others, in order.

        The cell of each site is cut out of a square by the lines to the other sites, nearest
        first, until the next is farther away than any corner.
        """
        weights = self._site_weights()
        pairs: set[tuple[int, int]] = set()
        square = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]) * reach
        for one in range(len(self.points)):
            steps = self.points - self.points[one]
            lengths = np.hypot(steps[:, 0], steps[:, 1])
            lengths[one] = np.inf
            with np.errstate(divide="ignore", invalid="ignore"):
                away = (lengths**2 + weights[one] - weights) / (2 * lengths)
                towards = steps / lengths[:, None]
            away[one] = np.inf
            away[lengths == 0] = np.inf
            order = np.argsort(away, kind="stable")
            corners = square
            for other in order:
                if not len(corners) or away[other] > np.hypot(corners[:, 0], corners[:, 1]).max() + _TOUCH_M:
                    break
                corners = _cut(corners, towards[other], float(away[other]))
            if not len(corners):
                continue
            near = np.flatnonzero(away <= np.hypot(corners[:, 0], corners[:, 1]).max() + _TOUCH_M)
            touching = near[(corners @ towards[near].T).max(axis=0) >= away[near] - _TOUCH_M]
            pairs |= {
                (one, int(other)) if self.owners[one] < self.owners[other] else (int(other), one)
                for other in touching
                if self.owners[one] != self.owners[other]
            }
        return sorted(pairs)

    def _nearest(self, squares: _Array) -> _Owners:
        nearest: _Owners = (squares - self._site_weights()).argmin(axis=1)
        return nearest

    def _site_weights(self) -> _Array:
        weights: _Array = self.weights[self.owners] - self.handicaps
        return weights

    def _holding(self, weights: _Array) -> PowerCells:
        """With these weights, raised where an owner would lose a place."""
        holders = self.owners[self.held]
        room = _HOLD * _squares(self.points[self.held], self.points) + self.handicaps
        room -= self.handicaps[self.held, None]
        room[holders[:, None] == self.owners] = np.inf
        raised = weights
        for _ in weights:  # a raised weight may press on the next owner
            before = raised
            raised = before.copy()
            np.maximum.at(raised, holders, (before[self.owners] - room).max(axis=1))
            if (raised == before).all():
                break
        return replace(self, weights=raised)

    def _edge(self, one: int, other: int, reach: float) -> _Array | None:
        """Ends of the line between two sites, shape (2, 2), at most *reach* from it; None without one."""
        weights = self._site_weights()
        step = self.points[other] - self.points[one]
        square = float(step @ step)
        if square == 0:
            return None
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


def _cut(corners: _Array, towards: _Array, away: float) -> _Array:
    """The part of a convex polygon, shape (n, 2), that lies no farther than *away* in a direction."""
    over = corners @ towards - away
    if (over <= 0).all():
        return corners
    following = np.roll(corners, -1, axis=0)
    beyond = np.roll(over, -1)
    crossing = (over <= 0) != (beyond <= 0)
    kept: list[_Array] = []
    for number in range(len(corners)):
        if over[number] <= 0:
            kept.append(corners[number])
        if crossing[number]:
            part = over[number] / (over[number] - beyond[number])
            kept.append(corners[number] + part * (following[number] - corners[number]))
    return np.array(kept).reshape(-1, 2)


def _squares(points: _Array, others: _Array) -> _Array:
    squares: _Array = ((points[:, None, :] - others[None, :, :]) ** 2).sum(axis=2)
    return squares
