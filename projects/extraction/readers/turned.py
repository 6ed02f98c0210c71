"""Pages of a PDF that lie on their side, and words that do on a page that stands upright.

A wide table is often printed along a page: the page is turned so that most of its text reads from
left to right, whatever its own rotation says. What reads in another direction is kept apart; text at a slant
is a watermark and is left out. Angles are degrees, counted against the clock.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import product
from typing import Any

from pdfplumber.page import Page as PdfPage

_SLANT = 0.1  # of the length of a line, that it may rise
_TWICE = 0.4  # of a character's width; one drawn twice so near is bold
_LEAST = 6  # characters


def angle(char: dict[str, Any]) -> int | None:
    """0, 90, 180 or 270; None for a character at a slant."""
    a, b = float(char["matrix"][0]), float(char["matrix"][1])
    if abs(b) <= _SLANT * abs(a):
        return 0 if a >= 0 else 180
    if abs(a) <= _SLANT * abs(b):
        return 90 if b > 0 else 270
    return None


def upright(page: PdfPage) -> PdfPage:
    """*page*, turned when most of its characters read in another direction than from left to right."""
    counts = Counter(angle(char) for char in page.chars if char["text"].strip())
    most, count = max(counts.items(), key=lambda one: one[1], default=(0, 0))
    if not most or 2 * count <= counts.total():
        return page
    page.close()
    of_pdf = page.page_obj
    of_pdf.rotate = (page.rotation + most) % 360
    of_pdf.attrs["Rotate"] = of_pdf.rotate
    return PdfPage(page.pdf, of_pdf, page.page_number, page.initial_doctop)


def sideways(chars: Iterable[dict[str, Any]], width: float, height: float) -> list[list[dict[str, Any]]]:
    """The characters that read up or down, as if the page were turned to read them; one list a direction."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for char in chars:
        turn = angle(char)
        if turn == 90:
            place = height - char["bottom"], height - char["top"], char["x0"], char["x1"]
        elif turn == 270:
            place = char["top"], char["bottom"], width - char["x1"], width - char["x0"]
        else:
            continue
        found[turn].append(char | dict(zip(("x0", "x1", "top", "bottom"), place, strict=True)))
    return [found[turn] for turn in sorted(found) if len(found[turn]) >= _LEAST]


def once(chars: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """*chars* without those that are drawn twice, a hair's breadth apart, to look bold."""
    kept: list[dict[str, Any]] = []
    near: dict[tuple[str, int, int], list[dict[str, Any]]] = defaultdict(list)
    for char in chars:
        room = _TWICE * min(char["size"], char["x1"] - char["x0"])
        x, y = float(char["x0"]), float(char["top"])
        column, row = int(x // 20), int(y // 20)
        columns = {column, int((x - room) // 20), int((x + room) // 20)}
        rows = {row, int((y - room) // 20), int((y + room) // 20)}
        others = (one for key in product((char["text"],), columns, rows) for one in near.get(key, ()))
        if any(abs(one["x0"] - x) < room and abs(one["top"] - y) < room for one in others):
            continue
        near[char["text"], column, row].append(char)
        kept.append(char)
    return kept
