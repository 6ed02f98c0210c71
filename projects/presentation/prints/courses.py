"""Roads, railways and waters of the workspace under the records of a print, as the page draws them.

A line that runs only through the places that it is known to pass is broken, and bent at these; one of which
a plan only names the ends is left out. In: the plan. Out: artists on the sheet.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from geo.ground.lines import Line, lines
from projects.presentation.prints.ground import Numbers, Plan
from projects.presentation.prints.sheet import Sheet
from projects.presentation.webground import document_keys, is_planned

_PIECES = 8  # straight ones that a bend is made of
_PULL = 0.8  # of a piece's length, how far it keeps its direction


class Stroke(NamedTuple):
    """One of the lines that a course is drawn with, the widest first: width in points, dashes of both."""

    colour: str
    width: float
    known: tuple[float, ...] = ()
    broken: tuple[float, ...] = (10, 3)


WATER = (Stroke("#9DC4D8", 1.5),)
ROAD = (Stroke("#D9C08C", 0.8),)
STYLES: dict[str, tuple[Stroke, ...]] = {
    "river": WATER,
    "canal": WATER,
    "road": ROAD,
    "motorway": (Stroke("#D0A158", 1.9), Stroke("#FDF3DA", 0.8)),
    "railway": (Stroke("#8F897F", 1.5), Stroke("#FFFFFF", 0.7, (4, 4), (4, 9))),
}


def draw_courses(sheet: Sheet, plan: Plan) -> None:
    """Draw the lines of the workspace inside the frame, waters lowest."""
    frame = shapely.box(*plan.frame)
    shown = drawn_lines()
    for number, (kind, strokes) in enumerate(STYLES.items()):
        for line in (each for each in shown if each.kind == kind):
            shape = plan.shape(line.geometry)
            shape = shapely.intersection(_rounded(shape) if line.is_approximate else shape, frame)
            for at, stroke in enumerate(strokes):
                sheet.outlines(
                    [shape],
                    colour=stroke.colour,
                    width_pt=stroke.width,
                    dashes=stroke.broken if line.is_approximate else stroke.known,
                    zorder=2.6 + number / 20 + at / 100,
                )


def drawn_lines() -> list[Line]:
    """The lines of the workspace that a print shows."""
    documents = document_keys()
    return [line for line in lines() if line.kind in STYLES and not is_planned(line, documents)]


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    """Through the same points, with bends in the place of corners."""
    parts = [_bent(shapely.get_coordinates(part)) for part in shapely.get_parts(shape)]
    return shapely.multilinestrings([shapely.LineString(part) for part in parts])


def _bent(points: Numbers) -> Numbers:
    if len(points) < 3:
        return points
    ends = np.concatenate([points[:1], points, points[-1:]])
    along = ends[2:] - ends[:-2]
    along /= np.maximum(np.hypot(*along.T)[:, None], 1e-9)
    steps = np.linspace(0, 1, _PIECES + 1)[1:, None]
    found = [points[:1]]
    for at in range(len(points) - 1):
        start, end = points[at], points[at + 1]
        pull = _PULL * np.hypot(*(end - start))
        found.append(
            (2 * steps**3 - 3 * steps**2 + 1) * start
            + (steps**3 - 2 * steps**2 + steps) * pull * along[at]
            + (3 * steps**2 - 2 * steps**3) * end
            + (steps**3 - steps**2) * pull * along[at + 1]
        )
    return np.concatenate(found)
