"""Names on the map that belong to areas: counties with their counts, towns, cities around.

Counties must be named, since their records hang on the name; a town's name is left out
where it has no room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geo.gazetteer_tables import load_gazetteer
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.content import Content
from projects.presentation.prints.ground import Neighbour, Plan
from projects.presentation.prints.labelling import Room, around, nearest_edge
from projects.presentation.prints.marks import draw_badge
from projects.presentation.prints.sheet import DESCENT, GROUND, MM_PER_POINT, MUTED, PAPER, Sheet, centred

_LINE = 1.2  # height of a line of type, em
_GRID_MM = 2.5


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of type on the map, points."""

    county: float
    name: float
    tag: float
    town: float
    badge: float
    count: float
    neighbour: float

    @classmethod
    def of(cls, unit: float) -> Sizes:
        """Those of A3 times *unit*, none below what can be read."""
        sizes = {"county": 12, "name": 7, "tag": 6, "town": 6, "badge": 6.6, "count": 6.4, "neighbour": 10}
        return cls(**{name: max(size * unit, 4.6) for name, size in sizes.items()})


def label_counties(
    sheet: Sheet,
    plan: Plan,
    areas: gpd.GeoDataFrame,
    content: Content,
    room: Room,
    words: Mapping[str, str],
    sizes: Sizes,
    unit: float,
    figures: Mapping[str, str] | None = None,
) -> None:
    """The name of each county and zone and, under it, how many records are known to it only.

    *figures*, of areas that are shaded, take the place of these numbers.
    """
    chosen = areas[areas["level"].isin(["county", "zone"])]
    zones = shapely.union_all([plan.clipped(shape) for shape in areas.geometry[areas["level"] == "zone"]])
    for row in chosen.to_dict("records"):
        shape = plan.clipped(row["geometry"])
        if row["level"] == "county":
            outside = shapely.difference(shape, zones)
            shape = shape if outside.is_empty else outside
        count = len(content.counties.get(row["code"], ()))
        badge = words["print.badge"].format(count=f"{count:,}") if count else ""
        badge = badge if figures is None else figures.get(row["code"], "")
        if shape.area < 4 or (row["level"] == "zone" and not badge):
            continue
        _label_county(sheet, row, shape, badge, room, sizes, unit)


def _label_county(
    sheet: Sheet,
    row: Mapping[str, object],
    shape: shapely.Geometry,
    badge: str,
    room: Room,
    sizes: Sizes,
    unit: float,
) -> None:
    is_zone = row["level"] == "zone"
    text = _short_name(str(row["code"]), str(row["name"])) if is_zone else str(row["name"])
    size = sizes.county * (0.72 if is_zone else 1)
    em, badge_em = size * MM_PER_POINT, sizes.badge * MM_PER_POINT
    badge_height = badge_em * 1.55 if badge else 0.0
    badge_width = sheet.width(badge, sizes.badge) + 2.2 * unit if badge else 0.0
    gap = 0.4 * unit
    width = max(sheet.width(text, size, bold=True), badge_width)
    height = em * _LINE + (gap + badge_height if badge else 0)
    box = room.first_free(_inside(shape, width, height)) or room.first_free(
        around(*_middle(shape), 0, width, height, most=120)
    )
    if box is None:
        return
    x = box.middle[0]
    sheet.text(
        x,
        box.top - em * (_LINE - DESCENT),
        text,
        size,
        bold=True,
        align="center",
        colour="#6B5F49" if is_zone else "#3D3A34",
        gid="county:",
        halo=PAPER,
    )
    if not shapely.intersects(shape, shapely.box(*box)):
        sheet.line([_middle(shape), nearest_edge(box, *_middle(shape))], colour=MUTED, width_pt=0.4, zorder=9)
    if badge:
        pill = Box(x - badge_width / 2, box.bottom, x + badge_width / 2, box.bottom + badge_height)
        draw_badge(sheet, pill, badge, sizes.badge)


def _inside(shape: shapely.Geometry, width: float, height: float) -> Iterator[Box]:
    """Boxes that lie in *shape*, nearest to its middle first; then those with their middle in it."""
    left, bottom, right, top = shape.bounds
    xs, ys = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(left, right, _GRID_MM), np.arange(bottom, top, _GRID_MM))
    )
    boxes = shapely.box(xs - width / 2, ys - height / 2, xs + width / 2, ys + height / 2)
    shapely.prepare(shape)
    middle = _middle(shape)
    distance = np.hypot(xs - middle[0], ys - middle[1])
    is_inside = shapely.contains(shape, boxes)
    is_middle = shapely.contains_xy(shape, xs, ys)
    for number in np.lexsort([distance, ~is_inside]):
        if is_inside[number] or is_middle[number]:
            yield Box.around(float(xs[number]), float(ys[number]), width, height)


def _middle(shape: shapely.Geometry) -> tuple[float, float]:
    point = shape.centroid if shapely.contains(shape, shape.centroid) else shapely.point_on_surface(shape)
    return float(point.x), float(point.y)


def label_towns(
    sheet: Sheet, plan: Plan, areas: gpd.GeoDataFrame, labelled: set[str], room: Room, sizes: Sizes
) -> None:
    """Names of towns without records, where there is room."""
    towns = areas[(areas["level"] == "town") & ~areas["code"].isin(labelled) & areas.geometry.notna()]
    at = plan.points(towns["lon"].to_numpy(float), towns["lat"].to_numpy(float))
    for name, (x, y) in zip(towns["name"], at, strict=True):
        width, height = sheet.width(name, sizes.town), sizes.town * MM_PER_POINT * _LINE
        candidates = [
            Box.around(float(x) + dx * width / 2, float(y) + dy * height, width, height)
            for dx, dy in ((0, 0), (0, 0.7), (0, -0.7), (0.6, 0), (-0.6, 0))
        ]
        box = room.first_free(candidates)
        if box is not None:
            base = centred(box.middle[1], sizes.town)
            sheet.text(box.left, base, name, sizes.town, colour="#8A8375", gid="town:", halo=GROUND, zorder=8)


def label_figures(
    sheet: Sheet, plan: Plan, areas: gpd.GeoDataFrame, figures: Mapping[str, str], room: Room, sizes: Sizes
) -> None:
    """The figures of shaded towns, at their seats."""
    towns = areas[(areas["level"] == "town") & areas["code"].isin(list(figures))]
    at = plan.points(towns["lon"].to_numpy(float), towns["lat"].to_numpy(float))
    for code, (x, y) in zip(towns["code"], at, strict=True):
        text, size = figures[str(code)], sizes.badge
        box = Box.around(float(x), float(y), sheet.width(text, size, bold=True), size * MM_PER_POINT * _LINE)
        if text and room.first_free([box]) is not None:
            base = centred(box.middle[1], size)
            sheet.text(box.left, base, text, size, bold=True, gid="shade:", halo=PAPER)


def label_neighbour(sheet: Sheet, neighbour: Neighbour, room: Room, sizes: Sizes) -> None:
    """The name of a city around, spaced and pale, where it fits into what is seen of the city."""
    text, size = " ".join(neighbour.name), sizes.neighbour
    width, height = sheet.width(text, size), size * MM_PER_POINT * _LINE
    box = room.first_free(
        box
        for box in _inside(neighbour.shape, width, height)
        if shapely.contains(neighbour.shape, shapely.box(*box))
    )
    if box is not None:
        colour = "#C4BDAF"
        sheet.text(
            box.left, centred(box.middle[1], size), text, size, colour=colour, gid="neighbour:", zorder=7
        )


def _short_name(code: str, name: str) -> str:
    place = load_gazetteer().place(code)
    return place.short_name if place is not None and place.short_name else name
