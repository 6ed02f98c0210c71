"""How a page of a PDF is laid out: characters to lines, page headers and footers, columns.

A head or foot stands at the edge of most pages, set off by a gap. On a page of two columns the
right column's lines begin at one place in the middle and hardly any line runs over it; lines
that do part the page into bands. All lengths are points from the left and top of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from projects.extraction.readers.source import Slot

_STARTS_TRIED = 5
_WORD_GAP = 0.4  # characters
_SET_IN = 2.5  # characters
_EDGE = 0.12  # share of the page's height in which page headers and footers stand
_PAGE_NUMBER = re.compile(
    r"[-—–－\s]*(第\s*)?[\dIVXivx]{1,4}(\s*页)?([\s/／，,]*共?\s*\d{1,4}\s*页?)?[-—–－\s]*"
)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a gap wider than text has, from ``x0`` to ``x1``."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A line drawn across at height ``y``."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A table and where on its page it begins and ends."""

    top: float
    bottom: float
    grid: list[list[Slot]]


@dataclass(frozen=True, slots=True)
class Line:
    """A run of characters on one line; points from the left and top of the page.

    ``left`` and ``right`` are the edges of its column; ``words`` are what wider gaps part.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    left: float = 0.0
    right: float = 0.0
    words: tuple[Word, ...] = ()

    @property
    def is_indented(self) -> bool:
        """Whether it begins more than a character behind the left edge."""
        return self.x0 - self.left > 1.2 * self.size

    @property
    def room(self) -> float:
        """How many characters would still have fitted."""
        return (self.right - self.x1) / max(self.size, 1.0)


@dataclass(slots=True)
class Page:
    """What one page holds; its lines are put in reading order by :func:`put_in_order`.

    ``rules`` are lines across that belong to no ruled table; ``notices`` say what was not
    read; ``aside`` are lines that read up or down along the page.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[Placed]
    is_scanned: bool
    rules: list[Rule] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    aside: list[Line] = field(default_factory=list)


def lines_of(chars: list[dict[str, Any]]) -> list[Line]:
    """Runs of characters; a gap of more than one and a half characters parts two."""
    rows: list[list[dict[str, Any]]] = []
    middle = -1.0
    for char in sorted(chars, key=lambda one: ((one["top"] + one["bottom"]) / 2, one["x0"])):
        here = (char["top"] + char["bottom"]) / 2
        if not rows or here - middle > char["size"] * 0.4:
            rows.append([])
            middle = here
        rows[-1].append(char)
    lines = []
    for row in rows:
        row.sort(key=lambda one: float(one["x0"]))
        start = 0
        for index in range(1, len(row) + 1):
            if index < len(row) and row[index]["x0"] - row[index - 1]["x1"] <= 1.5 * row[index]["size"]:
                continue
            lines.append(_line(row[start:index]))
            start = index
    return lines


def drop_running_heads(pages: list[Page]) -> None:
    """Take page numbers, and lines that stand at the edge of most pages, out of *pages*."""
    seen = Counter(key for page in pages for key in {_head_key(page, line) for line in _edges(page)})
    needed = max(2, len(pages) * 0.5)
    for page in pages:
        dropped = {
            line
            for line in _edges(page)
            if _PAGE_NUMBER.fullmatch(line.text) or (len(pages) > 1 and seen[_head_key(page, line)] >= needed)
        }
        page.lines = [line for line in page.lines if line not in dropped]
    along = Counter(text for page in pages for text in {line.text for line in page.aside})
    for page in pages:
        page.aside = [line for line in page.aside if len(pages) == 1 or along[line.text] < needed]


def is_page_number(text: str) -> bool:
    """Whether *text* is a page number with its signs (— 12 —, 第 3 页); a bare figure may be one."""
    return bool(_PAGE_NUMBER.fullmatch(text)) and not text.strip().isdigit()


def put_in_order(pages: list[Page]) -> None:
    """Put the lines of each page in reading order; a short page has the columns of the others."""
    gutters = [_gutter(page.lines) for page in pages]
    known = [gutter for gutter in gutters if gutter is not None]
    usual = median(known) if len(known) * 2 >= len(pages) else None
    for page, gutter in zip(pages, gutters, strict=True):
        over = sum(1 for line in page.lines if usual is not None and line.x0 < usual < line.x1)
        if gutter is None and over * 4 <= len(page.lines):
            gutter = usual
        page.lines = _in_reading_order(page.lines, gutter)


def _line(chars: list[dict[str, Any]]) -> Line:
    starts = [0]
    for index, (before, char) in enumerate(pairwise(chars), 1):
        if char["x0"] - before["x1"] > _WORD_GAP * char["size"]:
            starts.append(index)
    return Line(
        _text(chars),
        float(chars[0]["x0"]),
        float(chars[-1]["x1"]),
        min(float(one["top"]) for one in chars),
        max(float(one["bottom"]) for one in chars),
        median(float(one["size"]) for one in chars),
        words=tuple(_word(chars[start:end]) for start, end in pairwise((*starts, len(chars)))),
    )


def _word(chars: list[dict[str, Any]]) -> Word:
    return Word(_text(chars), float(chars[0]["x0"]), float(chars[-1]["x1"]))


def _text(chars: list[dict[str, Any]]) -> str:
    text = str(chars[0]["text"])
    for before, char in pairwise(chars):
        gap = char["x0"] - before["x1"]
        parts_words = gap > 0.15 * char["size"] and before["text"].isascii() and char["text"].isascii()
        text += (" " if parts_words else "") + char["text"]
    return text


def _in_reading_order(lines: list[Line], gutter: float | None) -> list[Line]:
    lines = sorted(lines, key=lambda one: (one.top, one.x0))
    if gutter is None:
        return _with_edges(_joined(lines), lines)
    is_left = [line.x1 <= gutter for line in lines]
    sides = {
        True: [line for line, left in zip(lines, is_left, strict=True) if left],
        False: [line for line in lines if line.x0 >= gutter],
    }
    ordered: list[Line] = []
    waiting: dict[bool, list[Line]] = {True: [], False: []}

    def close() -> None:
        for side in (True, False):
            ordered.extend(_with_edges(_joined(waiting[side]), sides[side]))
            waiting[side] = []

    for line, left in zip(lines, is_left, strict=True):
        if line.x0 < gutter < line.x1:
            close()
            ordered.extend(_with_edges([line], lines))
        else:
            waiting[left].append(line)
    close()
    return ordered


def _with_edges(lines: list[Line], column: list[Line]) -> list[Line]:
    """*lines* with the left and right edges of the *column* that they belong to."""
    if not column:
        return lines
    left, right = min(line.x0 for line in column), max(line.x1 for line in column)
    return [replace(line, left=left, right=right) for line in lines]


def _gutter(lines: list[Line]) -> float | None:
    """Where the gap between two columns is, in points from the left; None for one column.

    The right column's lines begin at one place in the middle part of the page, hardly any
    line runs over it, and both sides have several lines.
    """
    if len(lines) < 8:
        return None
    first, last = min(line.x0 for line in lines), max(line.x1 for line in lines)
    starts = Counter(
        round(line.x0) for line in lines if 0.35 < (line.x0 - first) / max(last - first, 1) < 0.65
    )
    possible: list[tuple[int, float]] = []  # lines that run over the edge, the edge
    for start, _ in starts.most_common(_STARTS_TRIED):
        edge = start - 2.0
        left = [line for line in lines if line.x1 <= edge + 1]
        right = [line for line in lines if line.x0 >= edge]
        over = len(lines) - len(left) - len(right)
        # First lines are indented, boxes set in: their lines begin a little behind the edge.
        aligned = sum(1 for line in right if line.x0 - start <= _SET_IN * line.size)
        if min(len(left), len(right)) >= 4 and over * 4 <= len(lines) and aligned * 2 >= len(right):
            possible.append((over, edge))
    return min(possible)[1] if possible else None


def _joined(lines: list[Line]) -> list[Line]:
    """Runs on the same line put together, with the gap kept as white space."""
    result: list[Line] = []
    for line in lines:
        if result and abs(line.top - result[-1].top) < line.size * 0.5 and line.x0 >= result[-1].x1:
            last = result.pop()
            line = Line(
                f"{last.text}  {line.text}",
                last.x0,
                line.x1,
                last.top,
                max(last.bottom, line.bottom),
                last.size,
            )
        result.append(line)
    return result


def _edges(page: Page) -> list[Line]:
    """Lines at the head and foot of a page that a gap sets off from what stands between."""
    found: list[Line] = []
    gaps = [
        b.top - a.bottom for a, b in pairwise(sorted(page.lines, key=lambda one: one.top)) if b.top > a.bottom
    ]
    # Of a page that a table fills, few lines are left, far from each other.
    usual = min(median(gaps), 1.5 * median(line.size for line in page.lines)) if gaps else 0.0
    for at_top in (True, False):
        # From the edge inwards; what was passed counts when a gap follows.
        passed: list[Line] = []
        reached = 0.0
        for line in sorted(page.lines, key=lambda one: one.top if at_top else -one.bottom):
            near, far = (
                (line.top, line.bottom) if at_top else (page.height - line.bottom, page.height - line.top)
            )
            if passed and near - reached > max(1.3 * usual, 0.5 * line.size):
                found += passed
                passed = []
            if far > page.height * _EDGE:
                break
            passed.append(line)
            reached = max(reached, far)
        else:
            found += passed
    return found


def _head_key(page: Page, line: Line) -> tuple[str, bool]:
    """A head without the page number before or behind it; and whether it is at the top.

    A list number (12. or 12、) is none: entries of a list may begin alike on many pages.
    """
    text = re.sub(r"\s", "", line.text)
    bare = re.sub(r"^[-—·|]*\d{1,4}(?![\d.．、）)年])[-—·|]*|[-—·|]*\d{1,4}[-—·|]*$", "", text)
    return bare, line.bottom < page.height / 2
