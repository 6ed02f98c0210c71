"""Own layers on a print: marks on the map, a part of the legend, a list under its own heading.

Input: rows as :func:`projects.presentation.ownlayers.for_print` gives them. They are no part of what plans
say: their mark is a square on its corner in ink, as on the page, they are counted nowhere, and their
list has a heading and sources of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import shapely

from projects.presentation.prints.boxes import Box
from projects.presentation.prints.ground import Plan
from projects.presentation.prints.options import OwnLayer, OwnRow
from projects.presentation.prints.sheet import INK, MM_PER_POINT, MUTED, Sheet, centred

_HALF = 1.9  # of the diagonal, mm on A3
_BESIDE = 3.2  # right above a point that is an area's: there the area has its own ring
_SIZE, _SMALL, _HEAD = 6.6, 5.8, 7.8  # type, points on A3
_INDENT = 1.4  # of a row after its mark, lines
_SCALES = ((1.7, 2), (1.4, 3), (1.0, 4))  # of the type, and columns then


def own_characters(layers: Sequence[OwnLayer]) -> str:
    """All that may be printed of the *layers*."""
    return "".join(
        text
        for layer in layers
        for row in layer.rows
        for text in (layer.name, layer.source, row.text, row.glyph)
    )


def draw_marks(sheet: Sheet, plan: Plan, layers: Sequence[OwnLayer], *, unit: float) -> list[Box]:
    """One mark for all rows at a point of the frame; the boxes of the marks."""
    places: dict[tuple[float, float], list[OwnRow]] = {}
    for layer in layers:
        for row in layer.rows:
            if row.place is not None:
                places.setdefault(row.place, []).append(row)
    boxes = []
    for (lon, lat), rows in places.items():
        x, y = plan.points(np.array([lon]), np.array([lat]))[0]
        is_near = all(row.is_near for row in rows)
        if is_near:
            x, y = x + _BESIDE * unit, y + _BESIDE * unit
        box = Box.around(x, y, 2 * _HALF * unit, 2 * _HALF * unit)
        if plan.frame.holds(box):
            draw_mark(sheet, box, str(len(rows)) if len(rows) > 1 else rows[0].glyph, is_near=is_near)
            boxes.append(box)
    return boxes


def draw_mark(sheet: Sheet, box: Box, text: str, *, is_near: bool = False, gid: str = "own:") -> None:
    """A square on its corner, dashed where the place is that of an area, with *text* in it."""
    (x, y), half = box.middle, box.width / 2
    corners = [(x, y + half), (x + half, y), (x, y - half), (x - half, y)]
    shape = shapely.Polygon(corners)
    sheet.area(shape, fill="#FFFFFF", gid=gid, zorder=26)
    dashes = (2.0, 1.2) if is_near else ()
    sheet.outlines([shape.exterior], colour=INK, width_pt=0.9, dashes=dashes, zorder=26.5)
    size = half / MM_PER_POINT * 0.95
    sheet.text(x, centred(y, size), text, size, bold=True, align="center", gid="owntext:", zorder=27)


class OwnList:
    """The list of the layers in columns, on sheets of its own: few rows in larger type."""

    def __init__(
        self, sheet: Sheet, room: Box, layers: Sequence[OwnLayer], words: Mapping[str, str], unit: float
    ) -> None:
        """Break the lines for columns in *room*, which each sheet has."""
        for larger, count in _SCALES:
            self._unit = unit * larger
            self._size, self._small, self._head = _SIZE * self._unit, _SMALL * self._unit, _HEAD * self._unit
            self._row = self._size * MM_PER_POINT * 1.5
            gap = 2 * self._row
            width = (room.width - (count - 1) * gap) / count
            lefts = [room.left + number * (width + gap) for number in range(count)]
            self._columns = [Box(left, room.bottom, left + width, room.top) for left in lefts]
            lines = self._lines(sheet, layers, words, width)
            most = int(room.height / self._row)
            chunks = [lines[start : start + most] for start in range(0, len(lines), most)]
            if len(chunks) <= count:
                break
        self._sheets = [chunks[start : start + count] for start in range(0, len(chunks), count)]

    @property
    def sheets(self) -> int:
        """Number of sheets that the list takes."""
        return len(self._sheets)

    def draw(self, sheet: Sheet, number: int) -> None:
        """Draw the list's sheet of that *number*, from 0."""
        for column, lines in zip(self._columns, self._sheets[number], strict=False):
            for at, line in enumerate(lines):
                self._draw_line(sheet, column, column.top - (at + 0.5) * self._row, line)

    def _lines(
        self, sheet: Sheet, layers: Sequence[OwnLayer], words: Mapping[str, str], width: float
    ) -> list[_Line]:
        lines: list[_Line] = []
        for layer in layers:
            if lines:
                lines.append(_Line("blank", ""))
            head = sheet.wrapped(f"{layer.name} · {len(layer.rows):,}", self._head, width, bold=True)
            lines += [_Line("head", each) for each in head]
            told = f"{words['map.own.note']} · {layer.source}"
            lines += [_Line("source", each) for each in sheet.wrapped(told, self._small, width)]
            for row in layer.rows:
                first, *more = sheet.wrapped(row.text, self._size, width - _INDENT * self._row) or [""]
                lines += [_Line("row", first, row), *(_Line("onward", each) for each in more)]
        return lines

    def _draw_line(self, sheet: Sheet, column: Box, y: float, line: _Line) -> None:
        if line.kind == "head":
            sheet.text(column.left, centred(y, self._head), line.text, self._head, bold=True, gid="ownhead:")
        elif line.kind == "source":
            base = centred(y, self._small)
            sheet.text(column.left, base, line.text, self._small, colour=MUTED, gid="ownsource:")
        elif line.kind != "blank":
            if line.row is not None:
                mark = Box.around(column.left + 0.55 * self._row, y, 0.9 * self._row, 0.9 * self._row)
                is_near = line.row.is_near or line.row.place is None
                draw_mark(sheet, mark, line.row.glyph, is_near=is_near, gid="ownkey:")
            x = column.left + _INDENT * self._row
            sheet.text(x, centred(y, self._size), line.text, self._size, gid="ownrow:")


class _Line(NamedTuple):
    """A line of the list: ``kind`` is head, source, row, onward or blank."""

    kind: str
    text: str
    row: OwnRow | None = None
