"""The map inside its frame: neighbours, counties with counts, symbols with numbers and names.

Input: the plan, areas, content. Output: artists on the sheet; the numbers given to the
places, for the list beside the map.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from projects.presentation.prints.boxes import Box
from projects.presentation.prints.content import Content
from projects.presentation.prints.courses import draw_courses, drawn_lines
from projects.presentation.prints.ground import Plan, draw_ground, neighbours
from projects.presentation.prints.labelling import Room, around, beside, nearest_edge
from projects.presentation.prints.marks import draw_ring, draw_tag, tag_size
from projects.presentation.prints.names import (
    Sizes,
    label_counties,
    label_figures,
    label_neighbour,
    label_towns,
)
from projects.presentation.prints.shades import draw_view, mixed
from projects.presentation.prints.sheet import GROUND, INK, MM_PER_POINT, MUTED, PAPER, Sheet, centred
from projects.presentation.prints.spread import Symbol, spread
from projects.presentation.prints.view import View
from projects.vocabulary.style import families

_FEW_RUNS = 12
_PALE = 0.45  # of a colour on the ground
_LINE = 1.2  # height of a line of type, em


@dataclass(frozen=True, slots=True)
class Numbered:
    """A symbol with the number under which the list has it."""

    number: int
    symbol: Symbol


def draw_map(
    sheet: Sheet,
    plan: Plan,
    areas: gpd.GeoDataFrame,
    content: Content,
    blocked: Sequence[Box],
    words: Mapping[str, str],
    *,
    unit: float,
    view: View | None = None,
    has_numbers: bool = True,
) -> list[Numbered]:
    """Draw all that lies inside the frame; *blocked* boxes hold scale bar and the like.

    Without numbers, and where the *view* is shaded and has no symbols, those given back are 0.
    """
    sizes = Sizes.of(unit)
    shading = view.shading if view else None
    around_it = neighbours(plan, areas)
    for neighbour in around_it:
        sheet.outlines([shapely.boundary(neighbour.shape)], colour="#DCD7CC", width_pt=0.8, zorder=0.5)
    draw_ground(sheet, plan, areas)
    draw_courses(sheet, plan)
    if view:
        draw_view(sheet, plan, areas, view)
    room = Room(plan.frame.grown(-0.6))
    room.take(*blocked)
    numbered = _number(_symbols(plan, content, blocked, words, unit), content)
    if shading or not has_numbers:
        numbered = [Numbered(0, each.symbol) for each in numbered]
    if shading:
        figures = {code: shade.figure for code, shade in shading.areas.items()}
        label_counties(sheet, plan, areas, content, room, words, sizes, unit, figures)
        label_figures(sheet, plan, areas, figures, room, sizes)
        label_towns(sheet, plan, areas, set(), room, sizes)
        for neighbour in around_it:
            label_neighbour(sheet, neighbour, room, sizes)
        return numbered
    _draw_runs(sheet, plan, content)
    for each in numbered:
        _draw_symbol(sheet, each.symbol, content, sizes, unit)
        room.take(each.symbol.box.grown(0.35 * unit))
        if each.symbol.is_moved:
            room.take(Box.around(each.symbol.at_x, each.symbol.at_y, 0.8, 0.8))
    label_counties(sheet, plan, areas, content, room, words, sizes, unit)
    for each in sorted(numbered, key=lambda one: -len(one.symbol.spot.rows)):
        _label_symbol(sheet, each, room, sizes, unit)
    labelled = {each.symbol.spot.code for each in numbered}
    label_towns(sheet, plan, areas, labelled, room, sizes)
    for neighbour in around_it:
        label_neighbour(sheet, neighbour, room, sizes)
    return numbered


def _draw_runs(sheet: Sheet, plan: Plan, content: Content) -> None:
    """Roads, railways and rivers under the symbols, in the colour of most of their records."""
    known = families()
    # Many at once are a hint, as on the page: what stands at a place is read first.
    is_quiet = len(content.runs) > _FEW_RUNS
    drawn = {line.geometry.wkb for line in drawn_lines()} if is_quiet else set()
    for run in content.runs:
        if run.geometry.wkb in drawn:
            continue
        shape = shapely.intersection(plan.shape(run.geometry), shapely.box(*plan.frame))
        counts = np.bincount([content.families[row] for row in run.rows])
        if not is_quiet:
            sheet.outlines([shape], colour=PAPER, width_pt=2.6, zorder=15)
        colour = known[int(counts.argmax())].colour
        sheet.outlines(
            [shape],
            colour=mixed(colour, GROUND, _PALE) if is_quiet else colour,
            width_pt=0.8 if is_quiet else 1.3,
            dashes=(4, 2.5) if run.is_approximate else (),
            zorder=15.1,
        )


def _symbols(
    plan: Plan, content: Content, blocked: Sequence[Box], words: Mapping[str, str], unit: float
) -> list[Symbol]:
    spots = content.spots
    at = plan.points(np.array([spot.lon for spot in spots]), np.array([spot.lat for spot in spots]))
    frame = plan.frame
    seen = [
        number
        for number, (x, y) in enumerate(at)
        if frame.left < x < frame.right and frame.bottom < y < frame.top
    ]
    return spread(
        [spots[number] for number in seen],
        at[seen],
        frame,
        blocked,
        unit=unit,
        together=words["map.places"],
    )


def _number(symbols: Sequence[Symbol], content: Content) -> list[Numbered]:
    """Numbers from 1, county by county in order of their codes, then by code."""
    order = sorted(symbols, key=lambda one: (one.spot.county, one.spot.code, one.spot.lon, one.spot.lat))
    return [Numbered(number, symbol) for number, symbol in enumerate(order, 1)]


def _draw_symbol(sheet: Sheet, symbol: Symbol, content: Content, sizes: Sizes, unit: float) -> None:
    spot = symbol.spot
    if symbol.is_moved:
        sheet.line(
            [(symbol.at_x, symbol.at_y), (symbol.x, symbol.y)],
            colour=MUTED,
            width_pt=0.5,
            gid="leader:",
            zorder=18,
        )
        sheet.disc(symbol.at_x, symbol.at_y, 0.35 * unit, fill=MUTED, gid="true:", zorder=18)
    draw_ring(
        sheet,
        symbol.x,
        symbol.y,
        symbol.radius,
        content.shares(spot),
        unit=unit,
        is_site=spot.is_site and spot.places == 1,
        is_thin=spot.is_thin,
        is_merged=spot.places > 1,
    )
    text, inner = str(len(spot.rows)), 2 * (symbol.radius - 0.9 * unit)
    size = min(sizes.count, sizes.count * inner / max(sheet.width(text, sizes.count, bold=True), 1e-6) * 0.98)
    colour = "#FFFFFF" if spot.is_site and spot.places == 1 else INK
    sheet.text(
        symbol.x,
        centred(symbol.y, size),
        text,
        size,
        bold=True,
        colour=colour,
        align="center",
        gid="count:",
        zorder=22,
    )


def _label_symbol(sheet: Sheet, each: Numbered, room: Room, sizes: Sizes, unit: float) -> None:
    """Number, if any, and name beside the symbol; the number alone where the name has no room."""
    symbol, size = each.symbol, sizes.name
    tag_width, tag_height = tag_size(sheet, each.number, sizes.tag) if each.number else (0.0, 0.0)
    gap, clear = 0.5 * unit, symbol.radius + 0.6 * unit
    name_width = sheet.width(symbol.spot.name, size)
    height = max(size * MM_PER_POINT * _LINE, tag_height)
    box = room.first_free(
        beside(symbol.x, symbol.y, clear, tag_width + gap + name_width, height)
        if symbol.spot.places == 1
        else ()
    )
    if box is not None:
        x = box.left + tag_width + gap
        base = centred(box.middle[1], size)
        sheet.text(x, base, symbol.spot.name, size, gid="name:", halo=PAPER)
        if not each.number:
            return
        tag = Box.around(box.left + tag_width / 2, box.middle[1], tag_width, tag_height)
        draw_tag(sheet, tag, each.number, sizes.tag)
        return
    if not each.number:
        return
    alone = room.first_free(around(symbol.x, symbol.y, clear, tag_width, tag_height, most=60))
    if alone is None:
        return  # no room within 60 mm: the sheet is full, and the list still has the place
    end = nearest_edge(alone, symbol.x, symbol.y)
    if math.dist(end, (symbol.x, symbol.y)) > symbol.radius + 1.6 * unit:
        sheet.line([(symbol.x, symbol.y), end], colour=INK, width_pt=0.4, gid="leader:", zorder=19)
    draw_tag(sheet, alone, each.number, sizes.tag)
