"""What stands around a map: scale bar, north arrow, inset, legend.

Each function draws into a box that it is given; the sizes of the scale bar and the legend
are asked for beforehand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import shapely

from geo import districts
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.content import Content
from projects.presentation.prints.courses import STYLES
from projects.presentation.prints.ground import LINES, PARK, Plan
from projects.presentation.prints.marks import draw_badge, draw_ring
from projects.presentation.prints.options import OwnLayer
from projects.presentation.prints.ownmarks import draw_mark
from projects.presentation.prints.shades import ACCENT
from projects.presentation.prints.sheet import GROUND, INK, MM_PER_POINT, MUTED, Sheet, centred
from projects.presentation.prints.view import View
from projects.vocabulary import style

_ROUND_METRES: tuple[int, ...] = tuple(step * 10**power for power in range(2, 7) for step in (1, 2, 5))
_PARTS = 4
PLATE_ORDER = 30.5  # under scale bar and arrow, over all of the map
_ORDER = 31  # of scale bar and arrow with their type


def scale_metres(plan: Plan, most_mm: float) -> int:
    """Length of the scale bar on the ground: round, and at most *most_mm* on paper."""
    fitting = [metres for metres in _ROUND_METRES if plan.mm(metres) <= most_mm]
    return max(fitting, default=_ROUND_METRES[0])


def draw_scale(sheet: Sheet, plan: Plan, box: Box, words: Mapping[str, str], *, size: float) -> None:
    """Scale as a figure and as a bar of four parts, centred in *box*."""
    metres = scale_metres(plan, box.width - sheet.width("100 km", size) - 4)
    length, high = plan.mm(metres), size * MM_PER_POINT * 0.55
    left, y = box.middle[0] - length / 2, box.bottom + 0.36 * box.height
    for part in range(_PARTS):
        piece = Box(left + length * part / _PARTS, y, left + length * (part + 1) / _PARTS, y + high)
        fill = INK if part % 2 == 0 else "#FFFFFF"
        sheet.rectangle(piece, fill=fill, line=INK, width_pt=0.5, gid="scale:", zorder=_ORDER)
    base = y - size * MM_PER_POINT * 1.1
    for part in (0, _PARTS // 2, _PARTS):
        value = metres * part / _PARTS / 1000
        unit = " km" if part == _PARTS else ""
        # The figure stands under its mark, the unit hangs on behind it.
        x = left + length * part / _PARTS - sheet.width(f"{value:g}", size) / 2
        sheet.text(x, base, f"{value:g}{unit}", size, gid="scaletext:", zorder=_ORDER)
    figure = words["print.scale"].format(value=f"{plan.denominator:,}".replace(",", " "))
    above = y + high + size * MM_PER_POINT * 0.55
    sheet.text(
        *(box.middle[0], above, figure, size * 1.1),
        bold=True,
        align="center",
        gid="scaletext:",
        zorder=_ORDER,
    )


def draw_north(sheet: Sheet, box: Box, words: Mapping[str, str], *, size: float) -> None:
    """An arrow that points up: north is up in the middle of the map."""
    x, _ = box.middle
    letter = size * MM_PER_POINT
    top, bottom, half = box.top - letter * 1.25, box.bottom, box.width * 0.3
    waist = bottom + (top - bottom) * 0.26
    sheet.area(
        shapely.Polygon([(x, top), (x - half, bottom), (x, waist)]), fill=INK, gid="north:", zorder=_ORDER
    )
    right = shapely.Polygon([(x, top), (x + half, bottom), (x, waist)])
    sheet.area(right, fill="#FFFFFF", gid="north:", zorder=_ORDER)
    sheet.outlines([right.boundary], colour=INK, width_pt=0.6, zorder=_ORDER + 1)
    sheet.text(
        *(x, box.top - letter * 0.95, words["print.north"], size),
        bold=True,
        align="center",
        gid="northtext:",
        zorder=_ORDER,
    )


def draw_inset(sheet: Sheet, box: Box, city: str, words: Mapping[str, str], *, size: float) -> None:
    """Where the *city* (code) lies in its province; nothing but the frame when it has none."""
    units = districts.units()
    province = city[:2] + "0000"
    sheet.rectangle(box, fill="#FFFFFF", line=MUTED, width_pt=0.6, gid="frame:", zorder=3)
    if province not in units.index or city not in units.index:
        return
    title = words["print.inset"].format(city=units.loc[city, "name"], province=units.loc[province, "name"])
    line = size * MM_PER_POINT * 1.6
    sheet.text(
        box.left + 2, box.top - line, sheet.fitted(title, size, box.width - 4, bold=True), size, bold=True
    )
    outline = districts.polygon(province)
    inner = Box(box.left + 2.5, box.bottom + 2.5, box.right - 2.5, box.top - line - 2)
    plan = Plan(outline.bounds, inner, margin=0)
    # Detail of less than a fifth of a millimetre only thickens the line.
    land = shapely.simplify(plan.shape(outline), 0.12)
    sheet.area(land, fill=GROUND, gid="inset:", zorder=4)
    cities = [code for code in units.index[units["parent_code"] == province] if code != province]
    lines = [shapely.boundary(shapely.simplify(plan.shape(districts.polygon(code)), 0.12)) for code in cities]
    sheet.outlines(lines, colour="#CFC8BA", width_pt=0.4, zorder=5)
    if city != province:
        sheet.area(
            shapely.simplify(plan.shape(districts.polygon(city)), 0.1), fill=MUTED, gid="inset:", zorder=6
        )
    sheet.outlines([shapely.boundary(land)], colour=MUTED, width_pt=0.8, zorder=7)


class Legend:
    """The legend: what it says, how large that is, and how it is drawn.

    Families with their counts on the left, symbols on the right, notes below.
    """

    def __init__(
        self,
        sheet: Sheet,
        content: Content,
        words: Mapping[str, str],
        *,
        lang: str,
        unit: float,
        width: float,
        solid: frozenset[str] = frozenset(),
        view: View | None = None,
        is_slide: bool = False,
        own: Sequence[OwnLayer] = (),
    ) -> None:
        """Work out the rows; *width* is that of the box, mm; lines of the levels in *solid* are official."""
        self._own = sum(len(layer.rows) for layer in own)
        self._view, self._shading = view, view.shading if view else None
        self._solid = solid
        self._sheet, self._words, self._unit = sheet, words, unit
        self._size, self._small = max(7.2 * unit, 5.2), max(5.8 * unit, 4.7)
        self._row, self._pad = 4.7 * unit, 3.2 * unit
        self._families = self._family_rows(content, lang)
        self._symbols = self._symbol_rows(content)
        inner = width - 2 * self._pad
        blank = " " if lang == "en" else ""
        self._title = self._shading.title if self._shading else words["map.legend"]
        names = ("rings", "dashed") if is_slide else ("rings", "tags", "dashed")
        notes = blank.join([words[f"print.note.{each}"] for each in names])
        if content.by_mark["off"]:
            notes += blank + words["print.note.off"].format(count=f"{content.by_mark['off']:,}")
        items = _glyphs(content, lang)
        glyphs = words["print.note.glyphs"].format(items=items) if items and not is_slide else ""
        if self._shading:
            notes = blank.join([*self._shading.notes, words["print.note.dashed"]])
        items = "；".join(f"{layer.name}（{layer.source}）" for layer in own)
        told = words["print.own.note"].format(items=items) if own else ""
        self._notes = [
            line for note in (notes, glyphs, told) for line in sheet.wrapped(note, self._small, inner)
        ]

    @property
    def height(self) -> float:
        """Height of the box, mm."""
        rows = max(len(self._families), len(self._symbols))
        notes = len(self._notes) * self._small * MM_PER_POINT * 1.45
        return 2 * self._pad + 6.5 * self._unit + rows * self._row + 1.2 * self._unit + notes

    def draw(self, box: Box) -> None:
        """Draw into *box*, which has the legend's width and height."""
        sheet, unit = self._sheet, self._unit
        sheet.rectangle(box, fill="#FFFFFF", line=MUTED, width_pt=0.6, gid="frame:", zorder=3)
        left, right = box.left + self._pad, box.right - self._pad
        y = box.top - self._pad - 3.3 * unit
        sheet.text(left, y, self._title, 9.5 * unit, bold=True)
        top = y - 2.6 * unit - self._row / 2
        texts = [sheet.width(text, self._size) for _, text, _ in self._symbols]
        counts = [sheet.width(count, self._size, bold=True) for _, _, count in self._symbols]
        wide = max(texts) + max(counts) + 11 * unit
        split = max(right - wide, left + 0.5 * (right - left))
        for number, row in enumerate(self._families):
            self._draw_family(left, split - 4 * unit, top - number * self._row, *row)
        for number, (kind, text, count) in enumerate(self._symbols):
            self._draw_symbol(split, right, top - number * self._row, kind, text, count)
        rows = max(len(self._families), len(self._symbols))
        y = top - (rows - 0.5) * self._row - 0.8 * unit
        sheet.line([(left, y), (right, y)], colour="#DCD7CC", width_pt=0.5)
        step = self._small * MM_PER_POINT * 1.45
        for number, line in enumerate(self._notes, 1):
            sheet.text(left, y - number * step, line, self._small, colour=MUTED)

    def _family_rows(self, content: Content, lang: str) -> list[tuple[str, str, str]]:
        """Colour, name and count of each family that the map shows, or of each class of the shading."""
        if self._shading:
            return list(self._shading.rows)
        return [
            (family.colour, family.label_en if lang == "en" else family.label_zh, f"{count:,}")
            for family, count in zip(style.families(), content.by_family, strict=True)
            if count
        ]

    def _symbol_rows(self, content: Content) -> list[tuple[str, str, str]]:
        marks, words = content.by_mark, self._words
        rows = [
            ("site", words["map.key.site"], marks["site"]),
            ("area", words["map.key.area"], marks["area"]),
            ("thin", words["map.key.multi"], marks["several"]),
            ("run", words["map.key.line"], marks["line"]),
            ("badge", words["map.key.county"], marks["county"]),
        ]
        found = [(kind, text, f"{count:,}") for kind, text, count in rows if count and not self._shading]
        if self._own:
            found.append(("own", words["map.own"], f"{self._own:,}"))
        if self._view and (self._view.outlines or self._view.chosen):
            found.append(("chosen", words["print.line.chosen"], ""))
        lines = [
            ("county", words["print.line.county"]),
            ("zone", words["print.line.zone"]),
            ("town", words["print.line.town"]),
            ("park", words["print.line.park"]),
            ("ground", words["print.line.ground"]),
        ]
        return [*found, *((kind, text, "") for kind, text in lines)]

    def _draw_family(self, left: float, right: float, y: float, colour: str, name: str, count: str) -> None:
        sheet, size, unit = self._sheet, self._size, self._unit
        swatch = Box(left, y - 1.4 * unit, left + 4.2 * unit, y + 1.4 * unit)
        sheet.rectangle(swatch, fill=colour, radius=0.5, gid="swatch:")
        x, base = left + 6 * unit, centred(y, size)
        room = right - sheet.width(count, size, bold=True) - 2 * unit - x
        sheet.text(x, base, sheet.fitted(name, size, room), size)
        sheet.text(right, base, count, size, bold=True, align="right")

    def _draw_symbol(self, left: float, right: float, y: float, kind: str, text: str, count: str) -> None:
        sheet, size, unit = self._sheet, self._size, self._unit
        x = left + 3 * unit
        if kind in ("site", "area", "thin"):
            grey = [(len(style.families()) - 1, 1)]
            draw_ring(
                sheet,
                x,
                y,
                1.9 * unit,
                grey,
                unit=unit,
                is_site=kind == "site",
                is_thin=kind == "thin",
                gid="key:",
            )
        elif kind == "run":
            sheet.line(
                [(x - 2.8 * unit, y), (x + 2.8 * unit, y)], colour=MUTED, width_pt=1.3 * unit, gid="key:"
            )
        elif kind == "badge":
            draw_badge(sheet, Box.around(x, y, 5.6 * unit, 3.1 * unit), "12", 5.4 * unit)
        elif kind == "own":
            draw_mark(sheet, Box.around(x, y, 4 * unit, 4 * unit), "", gid="key:")
        else:
            self._draw_line(x, y, kind)
        base = centred(y, size)
        wide = sheet.width(count, size, bold=True) + 2 * unit if count else 0
        sheet.text(left + 8 * unit, base, sheet.fitted(text, size, right - wide - left - 8 * unit), size)
        if count:
            sheet.text(right, base, count, size, bold=True, align="right")

    def _draw_line(self, x: float, y: float, level: str) -> None:
        unit = self._unit
        if level == "ground":
            self._draw_courses(x, y)
            return
        if level == "chosen":
            self._sheet.line([(x - 3 * unit, y), (x + 3 * unit, y)], colour=ACCENT, width_pt=1.4, gid="key:")
            return
        colour, width, dashes = next(line[1:] for line in LINES if line[0] == level)
        dashes = () if level in self._solid else dashes
        if level == "park":
            ring = shapely.Point(x, y).buffer(1.7 * unit)
            self._sheet.area(ring, fill=PARK, gid="key:", zorder=5)
            self._sheet.outlines([ring.boundary], colour=colour, width_pt=width, dashes=dashes, zorder=6)
            return
        half = 3 * unit
        self._sheet.line([(x - half, y), (x + half, y)], colour=colour, width_pt=width, dashes=dashes)

    def _draw_courses(self, x: float, y: float) -> None:
        """A water, a road and a railway, one above the other."""
        half = 3 * self._unit
        for number, kind in enumerate(("river", "motorway", "railway")):
            level = y + (1 - number) * 1.1 * self._unit
            for stroke in STYLES[kind]:
                ends = [(x - half, level), (x + half, level)]
                width = stroke.width * 0.7
                self._sheet.line(ends, colour=stroke.colour, width_pt=width, dashes=stroke.known)


def _glyphs(content: Content, lang: str) -> str:
    """The glyph of each industry in the list, and what it stands for."""
    shown = set(content.industries)
    return (", " if lang == "en" else "、").join(
        f"{each.glyph}＝{each.label_en if lang == 'en' else each.label_zh}"
        for number, each in enumerate(style.industries())
        if number in shown
    )


def covered(shape: shapely.Geometry, box: Box) -> float:
    """How much of *shape* lies under *box*, mm²."""
    return float(shapely.intersection(shape, shapely.box(*box)).area)


def inset_size(city: str, width: float, size: float) -> tuple[float, float]:
    """Width and height of the inset for a *city*: as high as its province needs."""
    province = city[:2] + "0000"
    if province not in districts.units().index:
        return width, 0.75 * width
    west, south, east, north = districts.polygon(province).bounds
    aspect = (east - west) * math.cos(math.radians((south + north) / 2)) / (north - south)
    return width, (width - 5) / aspect + size * MM_PER_POINT * 1.6 + 4.5
