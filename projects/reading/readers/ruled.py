"""Tables with ruled lines on a page of a PDF.

The rule below the last row of a page is often missing: the row goes on over the page, and only its
sides are drawn. Such a row is closed where its sides end, at the top of a page likewise.

One column is no table but a frame around text, often a 专栏; with many rows it is a list, whose
cells are the entries. Lengths are points from the left and top of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.page import Page as PdfPage
from pdfplumber.table import Table as RuledTable

from projects.reading.readers.glyphs import plain_glyphs
from projects.reading.readers.source import Slot

Box = tuple[float, float, float, float]

_NEAR = 3.0  # rules so close are one
_ROOM = 8.0  # a row of text is higher
_LIST_ROWS, _LIST_LINES = 3, 2  # rows of a list of one column, and lines of most of its cells


def ruled_tables(page: PdfPage) -> list[RuledTable]:
    """The ruled tables of *page*, from its top down; frames of one column are none."""
    if len(page.lines) + len(page.rects) + len(page.curves) <= 3:
        return []
    found = page.find_tables()
    ends = [end for table in found if len(table.columns) > 1 for end in _open_ends(page, table)]
    if ends:
        found = page.find_tables({"explicit_horizontal_lines": ends})
    tables = [table for table in found if len(table.columns) > 1 or _is_list(table)]
    return sorted(tables, key=lambda table: table.bbox[1])


def grid(table: RuledTable) -> list[list[Slot]]:
    """Cells of a ruled table; the places of a merged cell share its Slot."""
    texts = table.extract()
    slots: dict[Box, Slot] = {}
    for row, values in zip(table.rows, texts, strict=True):
        for box, value in zip(row.cells, values, strict=True):
            if box is not None:
                text = plain_glyphs(value or "")
                slots[box] = Slot(_joined(text) if len(table.columns) == 1 else text, wraps=True)
    cells = []
    for row in table.rows:
        here = []
        for column, box in zip(table.columns, row.cells, strict=True):
            x, y = (column.bbox[0] + column.bbox[2]) / 2, (row.bbox[1] + row.bbox[3]) / 2
            key = box or next((b for b in slots if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None)
            here.append(slots[key] if key in slots else Slot())
        cells.append(here)
    return cells


def _open_ends(page: PdfPage, table: RuledTable) -> list[float]:
    """Where the sides of all columns end above or below *table*, when they go on over its rules."""
    edges: list[dict[str, Any]] = [edge for edge in page.edges if edge["orientation"] == "v"]
    places = {round(x) for column in table.columns for x in (column.bbox[0], column.bbox[2])}
    top, bottom = table.bbox[1], table.bbox[3]
    below = [_reach(edges, x, bottom, "bottom", max) for x in places]
    above = [_reach(edges, x, top, "top", min) for x in places]
    ends = []
    if max(below) - min(below) <= _NEAR and min(below) - bottom > _ROOM:
        ends.append(min(below))
    if max(above) - min(above) <= _NEAR and top - max(above) > _ROOM:
        ends.append(max(above))
    return ends


def _reach(
    edges: list[dict[str, Any]], x: float, end: float, side: str, farthest: Callable[[list[float]], float]
) -> float:
    """How far the upright rules at *x* that cross or touch the height *end* go to one *side*."""
    at = [
        float(edge[side])
        for edge in edges
        if abs(edge["x0"] - x) <= _NEAR and edge["top"] - _NEAR <= end <= edge["bottom"] + _NEAR
    ]
    return farthest([end, *at])


def _is_list(table: RuledTable) -> bool:
    if len(table.rows) < _LIST_ROWS:
        return False
    lines = [sum(1 for line in (row[0] or "").split("\n") if line.strip()) for row in table.extract()]
    return median(lines) <= _LIST_LINES


def _joined(text: str) -> str:
    """The lines of a cell as one, with a blank between words in Latin letters only."""
    lines = text.split("\n")
    parts = lines[:1]
    for before, line in pairwise(lines):
        parts += [" " if before[-1:].isascii() and line[:1].isascii() else "", line]
    return "".join(parts)
