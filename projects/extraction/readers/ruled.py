"""Tables with ruled lines on a page of a PDF.

The rule below the last row of a page is often missing: the row goes on over the page, and only its
sides are drawn. Such a row is closed where its sides end, at the top of a page likewise.

One column is no table but a frame around text, often a 专栏; with many rows it is a list, whose
cells are the entries. Lengths are points from the left and top of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.page import Page as PdfPage
from pdfplumber.table import Table as RuledTable

from projects.extraction.readers.glyphs import plain_glyphs
from projects.extraction.readers.page_layout import Rule
from projects.extraction.readers.source import Slot

Box = tuple[float, float, float, float]

_NEAR = 3.0  # rules so close are one
_ROOM = 8.0  # a row of text is higher
_RULE = 0.2  # share of the page's width
_FIGURE = re.compile(r"[-+—－–/％%\d,，.．]+")
_LIST_ROWS, _LIST_LINES = 3, 2  # rows of a list of one column, and lines of most of its cells


def ruled_tables(page: PdfPage) -> tuple[list[RuledTable], list[Rule]]:
    """The ruled tables of *page*, from its top down, and the lines across that belong to none.

    Frames of one column are no tables. One whose rules part its columns but not its rows is none
    either: its rules are among those returned.
    """
    if len(page.lines) + len(page.rects) + len(page.curves) <= 1:
        return [], []
    filtered = page.filter(_is_drawn)
    drawn: PdfPage = page if len(filtered.edges) < 4 else filtered
    found = _with_sides(drawn, drawn.find_tables())
    ends = [end for table in found if len(table.columns) > 1 for end in _open_ends(drawn, table)]
    if ends:
        found = _with_sides(drawn, drawn.find_tables({"explicit_horizontal_lines": ends}))
    frames = [table for table in found if not _is_parted_by_columns_only(table)]
    tables = [table for table in frames if len(table.columns) > 1 or _is_list(table)]
    inside = [table.bbox for table in frames]
    rules = [
        rule
        for rule in _rules(drawn)
        if not any(
            box[1] - _NEAR <= rule.y <= box[3] + _NEAR and rule.x0 <= box[2] and rule.x1 >= box[0]
            for box in inside
        )
    ]
    return sorted(tables, key=lambda table: table.bbox[1]), rules


def _is_drawn(one: dict[str, Any]) -> bool:
    """Whether it may be a rule: areas of colour are none, which programs lay behind cells and words."""
    if one["object_type"] != "rect" or one.get("stroke"):
        return True
    return min(float(one["width"]), float(one["height"])) <= _NEAR


def _rules(page: PdfPage) -> list[Rule]:
    """Lines across a good part of *page*; dotted ones are put together of their dots."""
    edges = sorted((e for e in page.edges if e["orientation"] == "h"), key=lambda e: (e["top"], e["x0"]))
    heights: list[list[dict[str, Any]]] = []
    for edge in edges:
        if not heights or edge["top"] - heights[-1][0]["top"] > _NEAR:
            heights.append([])
        heights[-1].append(edge)
    rules: list[Rule] = []
    for height in heights:
        parts: list[list[float]] = []
        for start, end in sorted((float(edge["x0"]), float(edge["x1"])) for edge in height):
            if parts and start - parts[-1][1] <= _NEAR:
                parts[-1][1] = max(parts[-1][1], end)
            else:
                parts.append([start, end])
        y = float(height[0]["top"])
        rules += [Rule(start, end, y) for start, end in parts if end - start >= _RULE * float(page.width)]
    return rules


def _with_sides(page: PdfPage, tables: list[RuledTable]) -> list[RuledTable]:
    """*tables*, those that are open at their sides closed where their rules end."""
    result = []
    for table in tables:
        left, top, right, bottom = table.bbox
        across = [rule for rule in _rules(page) if top - _NEAR <= rule.y <= bottom + _NEAR]
        across = [rule for rule in across if rule.x0 < right and rule.x1 > left]
        # A rule or two may be longer than the table; two that end at one place are its own.
        starts = sorted(rule.x0 for rule in across)
        ends = sorted((rule.x1 for rule in across), reverse=True)
        missing = [x for x in _shared(starts) if left - x > _ROOM] + [
            x for x in _shared(ends) if x - right > _ROOM
        ]
        if not missing:
            result.append(table)
            continue
        box = (min(left, *missing) - 1, top - 1, max(right, *missing) + 1, bottom + 1)
        part = page.crop(box, strict=False)
        result += part.find_tables({"explicit_vertical_lines": missing}) or [table]
    return result


def _shared(places: list[float]) -> list[float]:
    """The first of *places* near which another one is."""
    return [one for one, two in pairwise(places) if abs(one - two) <= _NEAR][:1]


def _is_parted_by_columns_only(table: RuledTable) -> bool:
    """Whether several cells of a row hold figures below each other: no rule parts the rows."""
    if len(table.columns) < 2:
        return False
    for row in table.extract():
        figures = [
            text
            for text in row
            if text and len(lines := text.split("\n")) >= _LIST_ROWS and all(map(_FIGURE.fullmatch, lines))
        ]
        if len(figures) >= 2:
            return True
    return False


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
