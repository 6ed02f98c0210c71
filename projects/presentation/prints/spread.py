"""Symbols that do not touch: pushed apart a little, or joined where that is not enough.

Input: spots with their positions on the sheet. Output: :class:`Symbol`, one per spot or
per group of near spots. A symbol that had to move keeps its true position, which the
print marks with a point and a line. The same input gives the same symbols.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from projects.presentation.prints.boxes import Box
from projects.presentation.prints.content import Spot

_STEPS = 400
_GAP_MM = 0.7
_MOST = 160
# Distances within which spots are joined, mm, tried in turn.
_JOIN_MM = (0.0, 1.5, 3.0, 4.5, 6.0, 8.0, 10.0, 13.0, 17.0, 22.0)

Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol on the sheet, mm: true position ``at_x``, ``at_y``, drawn position ``x``, ``y``."""

    spot: Spot
    at_x: float
    at_y: float
    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        """The square around it."""
        return Box.around(self.x, self.y, 2 * self.radius, 2 * self.radius)

    @property
    def is_moved(self) -> bool:
        """Whether the true position is no longer under the middle of the symbol."""
        return math.hypot(self.x - self.at_x, self.y - self.at_y) > 0.6 * self.radius


def spread(
    spots: Sequence[Spot],
    positions: Points,
    frame: Box,
    blocked: Sequence[Box],
    *,
    unit: float,
    together: str,
) -> list[Symbol]:
    """Symbols for *spots* inside *frame*, clear of each other and of the *blocked* boxes.

    Parameters
    ----------
    positions
        x, y on the sheet of each spot, shape (n, 2), mm.
    unit
        1 for A3; sizes are multiples of it.
    together
        Name of several places that share a symbol, with ``{first}`` and ``{count}``.
    """
    found: list[Symbol] = []
    for distance in _JOIN_MM:
        joined, centres = _join(spots, positions, distance * unit, together)
        if len(joined) > _MOST and distance != _JOIN_MM[-1]:
            continue  # too many, however they are pushed
        radii = np.array([radius(len(spot.rows), unit) for spot in joined])
        moved, is_clear = _push(centres, radii, frame, blocked)
        found = [
            Symbol(spot, float(at[0]), float(at[1]), float(to[0]), float(to[1]), float(size))
            for spot, at, to, size in zip(joined, centres, moved, radii, strict=True)
        ]
        far = np.hypot(*(moved - centres).T).max(initial=0.0)
        if is_clear and len(joined) <= _MOST and far <= 9 * unit:
            break
    return found


def radius(count: int, unit: float) -> float:
    """Radius of the symbol of *count* records, mm."""
    return unit * min(2.05 + 0.4 * math.log2(max(count, 1)), 4.6)


def _join(
    spots: Sequence[Spot], positions: Points, distance: float, together: str
) -> tuple[list[Spot], Points]:
    """The fullest spot first takes in those within *distance*; exact sites stay by themselves if alone."""
    order = sorted(range(len(spots)), key=lambda at: (-len(spots[at].rows), spots[at].code, at))
    free = np.ones(len(spots), bool)
    groups: list[list[int]] = []
    for at in order:
        if not free[at]:
            continue
        near = (
            np.hypot(*(positions - positions[at]).T) <= distance if distance else np.arange(len(spots)) == at
        )
        members = [at, *(int(other) for other in np.flatnonzero(near & free) if other != at)]
        free[members] = False
        groups.append(members)
    joined = [_together([spots[at] for at in members], together) for members in groups]
    centres = [positions[members[0]] for members in groups]
    return joined, np.array(centres, float).reshape(-1, 2)


def _together(members: Sequence[Spot], words: str) -> Spot:
    first = members[0]
    if len(members) == 1:
        return first
    rows = tuple(dict.fromkeys(row for spot in members for row in spot.rows))
    return replace(
        first,
        name=words.format(first=first.name, count=len(members)),
        rows=rows,
        is_site=False,
        is_thin=all(spot.is_thin for spot in members),
        places=len(members),
    )


def _push(
    centres: Points, radii: NDArray[np.float64], frame: Box, blocked: Sequence[Box]
) -> tuple[Points, bool]:
    """Positions near *centres* at which discs of *radii* are clear, and whether they all are."""
    at = centres.copy()
    if not len(at):
        return at, True
    wanted = radii[:, None] + radii[None, :] + _GAP_MM
    np.fill_diagonal(wanted, 0)
    # Two on one point have no direction to part in: give each its own.
    angles = np.arange(len(at)) * 2.399963
    nudge = np.column_stack([np.cos(angles), np.sin(angles)]) * 1e-3
    for _ in range(_STEPS):
        apart = (at + nudge)[:, None, :] - (at + nudge)[None, :, :]
        distance = np.hypot(apart[..., 0], apart[..., 1])
        lack = np.clip(wanted - distance, 0, None)
        np.fill_diagonal(distance, 1)
        push = (apart / distance[..., None] * lack[..., None] * 0.5).sum(axis=1)
        at += push * 0.6
        at = _inside(at, radii, frame, blocked)
        if lack.max() < 0.02:
            return at, True
    return at, bool(lack.max() < 0.3)


def _inside(at: Points, radii: NDArray[np.float64], frame: Box, blocked: Sequence[Box]) -> Points:
    margin = radii + _GAP_MM
    x = np.clip(at[:, 0], frame.left + margin, frame.right - margin)
    y = np.clip(at[:, 1], frame.bottom + margin, frame.top - margin)
    for box in blocked:
        exits = np.stack(
            [x - (box.left - margin), box.right + margin - x, y - (box.bottom - margin), box.top + margin - y]
        )
        inside = (exits > 0).all(axis=0)
        side = exits.argmin(axis=0)
        step = exits.min(axis=0)
        x = np.where(inside & (side == 0), x - step, np.where(inside & (side == 1), x + step, x))
        y = np.where(inside & (side == 2), y - step, np.where(inside & (side == 3), y + step, y))
    return np.column_stack([x, y])
