"""What a view adds to the ground of a print: areas shaded, chosen and drawn.

Input: the plan, areas, the :class:`projects.presentation.prints.view.View`. Output: artists on the sheet.
"""

from __future__ import annotations

import geopandas as gpd
import shapely

from projects.presentation.prints.ground import Plan
from projects.presentation.prints.sheet import GROUND, Sheet
from projects.presentation.prints.view import View

ACCENT = "#B5322A"  # what a person chose, as on the page
_SHADE = 0.85  # of a colour on the ground
# A zone lies in its county, and is shaded over it.
_ORDERS = {"county": 1.3, "zone": 1.35, "town": 1.3}


def draw_view(sheet: Sheet, plan: Plan, areas: gpd.GeoDataFrame, view: View) -> None:
    """The shaded areas, the outlines of those that were chosen, and what was drawn."""
    frame = shapely.box(*plan.frame)
    for code, shade in (view.shading.areas if view.shading else {}).items():
        if code in areas.index and areas.geometry[code] is not None:
            shape = shapely.intersection(plan.light(plan.shape(areas.geometry[code])), frame)
            order = _ORDERS.get(str(areas.loc[code, "level"]), 1.3)
            sheet.area(shape, fill=mixed(shade.colour, GROUND, _SHADE), gid="shade:", zorder=order)
    chosen = [areas.geometry[code] for code in view.chosen if code in areas.index]
    for shapes, width, dashes in ((chosen, 1.4, ()), (view.outlines, 1.2, (4.0, 2.0))):
        lines = [
            shapely.intersection(shapely.boundary(plan.light(plan.shape(shape))), frame)
            for shape in shapes
            if shape is not None
        ]
        sheet.outlines(lines, colour=ACCENT, width_pt=width, dashes=dashes, zorder=16)


def mixed(colour: str, ground: str, share: float) -> str:
    """A *colour* as it shows where it covers that *share* of the *ground*."""
    pairs = zip(_levels(colour), _levels(ground), strict=True)
    return "#" + "".join(f"{round(share * own + (1 - share) * other):02X}" for own, other in pairs)


def _levels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
