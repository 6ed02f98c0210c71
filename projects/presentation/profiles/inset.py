"""The small map of a profile: the area in its county, or the county in its city."""

from __future__ import annotations

import numpy as np
import shapely

from projects.presentation.prints.boxes import Box
from projects.presentation.prints.furniture import draw_scale
from projects.presentation.prints.ground import Plan
from projects.presentation.prints.sheet import GROUND, MUTED, Sheet, centred
from projects.presentation.profiles.blocks import RULE, SMALL
from projects.presentation.profiles.words import colour_of
from projects.store.geometry import points
from projects.store.profile import Profile, Tables

_HIGHLIGHT = "#E8C9A0"
_DASHES = (3.0, 2.0)
_SCALE_HEIGHT = 9.0


def draw_inset(sheet: Sheet, box: Box, profile: Profile, tables: Tables, *, lang: str) -> None:
    """Outer area, towns or counties in it, the area itself, its records' points, a scale bar."""
    areas = tables.areas
    level, code = profile.area.level, profile.area.code
    own = areas.geometry[code]
    counties = areas[areas["level"] == "county"]
    parent = str(areas.loc[code, "parent_code"])
    inside = level in ("town", "park") and parent in counties.index
    outer = areas.geometry[parent] if inside else shapely.union_all(counties.geometry.to_numpy())
    frame = Box(box.left, box.bottom, box.right, box.top)
    shown = shapely.union_all([shape for shape in (outer, own) if shape is not None])
    plan = Plan(
        shown.bounds, Box(frame.left, frame.bottom + _SCALE_HEIGHT, frame.right, frame.top), margin=2.5
    )
    sheet.rectangle(frame, fill="#FFFFFF", line=RULE, width_pt=0.5, gid="frame:")
    sheet.area(plan.shape(outer), fill=GROUND, zorder=6)
    parts = areas[(areas["level"] == "town") & (areas["parent_code"] == parent)] if inside else counties
    lines = [shapely.boundary(plan.shape(shape)) for shape in parts.geometry if shape is not None]
    if own is not None:
        sheet.area(plan.shape(own), fill=_HIGHLIGHT, zorder=7)
    sheet.outlines(
        [shapely.union_all(lines)], colour="#C9C2B4", width_pt=0.5, dashes=_DASHES if inside else (), zorder=8
    )
    sheet.outlines([shapely.boundary(plan.shape(outer))], colour=MUTED, width_pt=1.0, zorder=9)
    if own is not None:
        edge = shapely.boundary(plan.shape(own))
        sheet.outlines(
            [edge], colour="#B5322A", width_pt=1.2, dashes=() if profile.is_official else _DASHES, zorder=10
        )
    _draw_points(sheet, plan, profile)
    scale = Box(frame.left + 2, frame.bottom, frame.right - 2, frame.bottom + _SCALE_HEIGHT)
    draw_scale(sheet, plan, scale, _SCALE_WORDS[lang], size=5.6)
    x = frame.right - 4
    sheet.text(x, centred(frame.top - 5, SMALL), _NORTH[lang], SMALL, bold=True, align="center", gid="north:")
    tip = frame.top - 6.8
    arrow = shapely.Polygon([(x, tip), (x - 1.1, tip - 4), (x, tip - 3), (x + 1.1, tip - 4)])
    sheet.area(arrow, fill=MUTED, gid="north:", zorder=31)


_SCALE_WORDS = {"zh": {"print.scale": "1:{value}"}, "en": {"print.scale": "1:{value}"}}
_NORTH = {"zh": "北", "en": "N"}


def _draw_points(sheet: Sheet, plan: Plan, profile: Profile) -> None:
    """One dot per place, in the colour of its most frequent industry, as large as it has records."""
    records = profile.records
    near = records[records["level"].isin(["site", "park", "town", "multi"])].reset_index(drop=True)
    found = points(near)
    spots: dict[tuple[float, float], list[str]] = {}
    for row, lon, lat in zip(found.row, found.lon, found.lat, strict=True):
        spots.setdefault((float(lon), float(lat)), []).append(str(near["industry"].iloc[row]))
    for (lon, lat), codes in sorted(spots.items()):
        x, y = plan.points(np.array([lon]), np.array([lat]))[0]
        if not (plan.frame.left < x < plan.frame.right and plan.frame.bottom < y < plan.frame.top):
            continue
        most = max(sorted(set(codes)), key=codes.count)
        radius = min(0.7 + 0.28 * len(codes) ** 0.5, 2.2)
        sheet.disc(x, y, radius, fill=colour_of().get(most, MUTED), line="#FFFFFF", width_pt=0.5, gid="spot:")
