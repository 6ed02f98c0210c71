"""Where names stand on the map: beside symbols, never across them or each other.

Input: boxes that are taken, candidates for each name in the order of preference. Output:
the first candidate that is free. What must be shown (numbers of places, counties) is
looked for ever farther away; what may be left out (names of places) is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from projects.presentation.prints.boxes import Box

_GAP_MM = 0.3


class Room:
    """The free room inside *frame*."""

    def __init__(self, frame: Box) -> None:
        """All of the frame is free."""
        self.frame = frame
        self._taken = np.empty((0, 4))

    def take(self, *boxes: Box) -> None:
        """Nothing else may stand on *boxes*."""
        self._taken = np.vstack([self._taken, np.array(boxes).reshape(-1, 4)])

    def is_free(self, box: Box) -> bool:
        """Whether *box* lies inside the frame and on nothing that is taken."""
        if not self.frame.holds(box):
            return False
        left, bottom, right, top = self._taken.T
        over = (left < box.right) & (right > box.left) & (bottom < box.top) & (top > box.bottom)
        return not over.any()

    def first_free(self, candidates: Iterable[Box]) -> Box | None:
        """The first of *candidates* that is free; it is taken then."""
        for box in candidates:
            if self.is_free(box):
                self.take(box.grown(_GAP_MM))
                return box
        return None


def beside(x: float, y: float, clear: float, width: float, height: float) -> Iterator[Box]:
    """Boxes around a symbol at *x*, *y* that reaches *clear* mm: right, left, above, below, corners."""
    dx, dy = clear + width / 2, clear + height / 2
    slant = 0.75
    for right, up in (
        *((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)),
        *((1.0, slant), (1.0, -slant), (-1.0, slant), (-1.0, -slant)),
        *((slant, 1.0), (-slant, 1.0), (slant, -1.0), (-slant, -1.0)),
    ):
        yield Box.around(x + right * dx, y + up * dy, width, height)


def around(x: float, y: float, clear: float, width: float, height: float, *, most: float) -> Iterator[Box]:
    """As :func:`beside`, then ever farther out, up to *most* mm."""
    yield from beside(x, y, clear, width, height)
    distance = clear
    while distance < most:
        distance += 0.8
        for step in range(24):
            angle = step * math.tau / 24
            dx, dy = math.cos(angle), math.sin(angle)
            yield Box.around(x + dx * (distance + width / 2), y + dy * (distance + height / 2), width, height)


def nearest_edge(box: Box, x: float, y: float) -> tuple[float, float]:
    """The point of *box* that is nearest to *x*, *y*: where a leader line meets a label."""
    return min(max(x, box.left), box.right), min(max(y, box.bottom), box.top)
