"""The ground of the map: true to scale, boundaries, neighbours, degrees along the frame.

The projection is a transverse Mercator (Gauss–Krüger) with its central meridian in the
middle of the map, so that the scale is true all over a city: 200 km from the meridian it is
off by 0.05 %. Input: areas in WGS 84. Output: shapes in millimetres of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from geo import districts
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.sheet import GROUND, MIDDLE, MM_PER_POINT, MUTED, Sheet, centred
from projects.presentation.webareas import is_urban

# Denominators of the scale are these times a power of ten: figures that one remembers.
_ROUND = (
    *(1, 1.1, 1.2, 1.25, 1.3, 1.4, 1.5, 1.6, 1.75, 1.8, 2, 2.25, 2.5),
    *(3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 9, 10),
)
_STEPS_DEGREES = (1 / 60, 1 / 30, 1 / 12, 1 / 6, 1 / 4, 1 / 2, 1.0, 2.0, 5.0)
_NEIGHBOUR_DEGREES = 1.0
_DETAIL_MM = 0.04  # half a dot at 300 dpi

PARK = "#E2DAC8"
URBAN = "#EBE0C8"  # sub-districts, the built-up part
# Level, colour, width in points and dashes of its boundaries, from the lowest to the top.
LINES: tuple[tuple[str, str, float, tuple[float, ...]], ...] = (
    ("town", "#BFB8A9", 0.5, (3.5, 2.2)),
    ("park", "#9C917B", 0.5, (3.5, 2.2)),
    ("zone", "#8A8375", 0.8, (6.0, 3.0)),
    ("county", "#A9A295", 1.1, ()),
)

Numbers = NDArray[np.float64]


class Plan:
    """How the ground comes onto the sheet.

    Parameters
    ----------
    bounds
        West, south, east, north of what has to be seen, WGS 84 degrees.
    frame
        Where on the sheet, mm.
    margin
        Kept free on each side, mm.
    """

    def __init__(self, bounds: tuple[float, float, float, float], frame: Box, *, margin: float) -> None:
        """The largest round scale at which *bounds* fit into *frame*."""
        west, south, east, north = bounds
        self.frame = frame
        self.lon, self.lat = (west + east) / 2, (south + north) / 2
        definition = f"+proj=tmerc +lat_0={self.lat} +lon_0={self.lon} +k=1 +ellps=GRS80 +units=m"
        self._metres = Transformer.from_crs("EPSG:4326", definition, always_xy=True)
        corners = self._metres.transform(
            np.array([west, east, west, east, self.lon, self.lon]),
            np.array([south, south, north, north, south, north]),
        )
        x, y = (np.asarray(values) for values in corners)
        self._middle = (x.max() + x.min()) / 2, (y.max() + y.min()) / 2
        width, height = frame.width - 2 * margin, frame.height - 2 * margin
        self.denominator = _round_up(1000 * max(np.ptp(x) / width, np.ptp(y) / height))

    def points(self, lon: Numbers, lat: Numbers) -> Numbers:
        """Positions on the sheet, shape (n, 2), mm."""
        x, y = self._metres.transform(np.asarray(lon, float), np.asarray(lat, float))
        scale = 1000 / self.denominator
        middle = self.frame.middle
        return np.column_stack(
            [middle[0] + (x - self._middle[0]) * scale, middle[1] + (y - self._middle[1]) * scale]
        )

    def shape(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """*geometry* on the sheet, mm, not yet cut at the frame."""
        return shapely.transform(geometry, lambda corners: self.points(corners[:, 0], corners[:, 1]))

    def clipped(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """*geometry* on the sheet, mm, cut at the frame."""
        return shapely.intersection(self.shape(shapely.make_valid(geometry)), shapely.box(*self.frame))

    def light(self, geometry: shapely.Geometry) -> shapely.Geometry:
        """*geometry* (mm) without detail that no print shows."""
        return shapely.simplify(geometry, _DETAIL_MM)

    def mm(self, metres: float) -> float:
        """A length on the ground as it is on the sheet."""
        return 1000 * metres / self.denominator


class Neighbour(NamedTuple):
    """A city next to the map's: its name, and what of it lies in the frame, mm."""

    name: str
    shape: shapely.Geometry


def draw_ground(sheet: Sheet, plan: Plan, areas: gpd.GeoDataFrame) -> None:
    """Fill and outline the counties, towns, parks and zones; approximate boundaries are dashed."""
    frame = shapely.box(*plan.frame)
    by_level = {
        level: [plan.shape(shape) for shape in group.geometry if shape is not None]
        for level, group in areas.groupby("level")
    }
    surveyed = areas[areas["is_official"].astype(bool)]
    official = {
        level: [plan.shape(shape) for shape in group.geometry if shape is not None]
        for level, group in surveyed.groupby("level")
    }
    city = shapely.union_all(by_level.get("county", []))
    rim = shapely.boundary(city)

    sheet.area(shapely.intersection(plan.light(city), frame), fill=GROUND, zorder=1)
    parks = shapely.union_all(by_level.get("park", []))
    urban = [code for code in areas.index[areas["level"] == "town"] if is_urban(str(code))]
    built = shapely.union_all([plan.shape(shape) for shape in areas.geometry[urban] if shape is not None])
    sheet.area(shapely.intersection(plan.light(built), frame), fill=URBAN, zorder=1.1)
    sheet.area(shapely.intersection(plan.light(parks), frame), fill=PARK, zorder=1.2)
    for number, (level, colour, width, dashes) in enumerate(LINES):
        solid, rest = _edges(official.get(level, [])), _edges(by_level.get(level, []))
        # A boundary that one side knows officially is known.
        rest = _merged(shapely.difference(rest, solid.buffer(0.05))) if not solid.is_empty else rest
        for lines, pattern in ((rest, dashes), (solid, ())):
            if level == "town":
                # The city's own outline is drawn above, and stronger.
                lines = _merged(shapely.difference(lines, rim.buffer(0.05)))
            inside = shapely.intersection(plan.light(lines), frame)
            sheet.outlines([inside], colour=colour, width_pt=width, dashes=pattern, zorder=2 + number / 10)
    sheet.outlines([shapely.intersection(plan.light(rim), frame)], colour=MUTED, width_pt=1.9, zorder=4)


def _edges(shapes: list[shapely.Geometry]) -> shapely.Geometry:
    """The boundaries of *shapes*, one line where two meet: else dashes would fill each other's gaps."""
    return _merged(shapely.union_all([shapely.boundary(shape) for shape in shapes]))


def _merged(lines: shapely.Geometry) -> shapely.Geometry:
    return shapely.line_merge(lines) if lines.geom_type == "MultiLineString" else lines


def neighbours(plan: Plan, areas: gpd.GeoDataFrame) -> list[Neighbour]:
    """The cities around the map's, as far as they reach into the frame, largest first."""
    units = districts.units()
    counties = units[units["level"] == "county"]
    near = counties[
        (np.abs(counties["lon"] - plan.lon) < _NEIGHBOUR_DEGREES + _half_width(plan))
        & (np.abs(counties["lat"] - plan.lat) < _NEIGHBOUR_DEGREES + _half_height(plan))
    ]
    own = set(areas.loc[areas["level"] == "county", "parent_code"]) | set(areas.index)
    codes = {
        parent if units.loc[parent, "level"] == "city" else code
        for code, parent in zip(near["code"], near["parent_code"], strict=True)
        if code not in own and parent not in own
    }
    found = [
        Neighbour(str(units.loc[code, "name"]), plan.light(plan.clipped(districts.polygon(code))))
        for code in sorted(codes)
    ]
    found = [each for each in found if each.shape.area > 1]
    return sorted(found, key=lambda each: -each.shape.area)


def draw_degrees(sheet: Sheet, plan: Plan, *, size: float, band: float) -> None:
    """Ticks and figures of longitude and latitude in a band around the frame."""
    frame = plan.frame
    sheet.rectangle(frame, line="#6B665C", width_pt=0.5, zorder=30, gid="frame:")
    sheet.rectangle(frame.grown(band), line="#6B665C", width_pt=0.9, zorder=30, gid="frame:")
    step = _degree_step(plan)
    for edge, out in ((frame.top, band), (frame.bottom, -band)):
        for value, x in _meridians(plan, step, edge):
            half = sheet.width(degrees_text(value), size) / 2 + 1
            if frame.left + half < x < frame.right - half:
                sheet.line([(x, edge), (x, edge + out * 0.2)], width_pt=0.5, colour=MUTED, zorder=30)
                y = centred(edge + out * 0.6, size)
                sheet.text(x, y, degrees_text(value), size, align="center", colour=MUTED)
    for edge, out in ((frame.right, band), (frame.left, -band)):
        for value, y in _parallels(plan, step, edge):
            half = sheet.width(degrees_text(value), size) / 2 + 1
            if frame.bottom + half < y < frame.top - half:
                sheet.line([(edge, y), (edge + out * 0.2, y)], width_pt=0.5, colour=MUTED, zorder=30)
                x = edge + out * 0.6 + MIDDLE * size * MM_PER_POINT
                sheet.text(x, y, degrees_text(value), size, align="center", colour=MUTED, turned=True)


def degrees_text(value: float) -> str:
    """``115°30′``; east and north go without saying."""
    minutes = round(value * 60)
    return f"{minutes // 60}°{minutes % 60:02d}′"


def _meridians(plan: Plan, step: float, y: float) -> Iterator[tuple[float, float]]:
    """Longitudes that are multiples of *step*, and where they cross the height *y* of the sheet."""
    lat = plan.lat + np.linspace(-1.2, 1.2, 60) * _half_height(plan)
    for value in _multiples(plan.lon, 1.2 * _half_width(plan), step):
        line = plan.points(np.full(60, value), lat)
        yield value, float(np.interp(y, line[:, 1], line[:, 0]))


def _parallels(plan: Plan, step: float, x: float) -> Iterator[tuple[float, float]]:
    """Latitudes that are multiples of *step*, and where they cross the upright line at *x*."""
    lon = plan.lon + np.linspace(-1.2, 1.2, 60) * _half_width(plan)
    for value in _multiples(plan.lat, 1.2 * _half_height(plan), step):
        line = plan.points(lon, np.full(60, value))
        yield value, float(np.interp(x, line[:, 0], line[:, 1]))


def _multiples(middle: float, half: float, step: float) -> list[float]:
    first, last = np.ceil((middle - half) / step), np.floor((middle + half) / step)
    return [float(value) for value in np.arange(first, last + 1) * step]


def _degree_step(plan: Plan) -> float:
    """At least a fifth of the frame's smaller side between two figures."""
    per_degree = plan.mm(111_000) * np.cos(np.radians(plan.lat))
    least = min(plan.frame.width, plan.frame.height) / 5
    return next((step for step in _STEPS_DEGREES if step * per_degree >= least), _STEPS_DEGREES[-1])


def _half_width(plan: Plan) -> float:
    """Half the width of the frame in degrees of longitude."""
    metres = plan.frame.width / 2000 * plan.denominator
    return float(metres / (111_320 * np.cos(np.radians(plan.lat))))


def _half_height(plan: Plan) -> float:
    return plan.frame.height / 2000 * plan.denominator / 111_000


def _round_up(value: float) -> int:
    power = 10 ** int(np.floor(np.log10(value)))
    return int(next(step for step in _ROUND if step * power >= value * 0.99999) * power)
