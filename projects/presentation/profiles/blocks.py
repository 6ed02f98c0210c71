"""Pieces of a profile page: text and tables that are measured before they are drawn.

A column is filled from the top. Each piece takes the room that is left and says how much it
used; what does not fit is counted, never cut in silence. Lines break by the rules of Chinese
typesetting: no closing mark begins a line, no opening one ends it, Latin words and figures
stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from projects.presentation.prints.boxes import Box
from projects.presentation.prints.sheet import INK, MM_PER_POINT, MUTED, Sheet, centred

BODY, SMALL, HEAD = 8.2, 6.8, 9.4  # type sizes, points
LEADING = 1.42
LEAST = 5.6  # smallest type before a name is cut
RULE = "#CFC8BA"
ACCENT = "#6B665C"

_NOT_FIRST = "，。；：、！？）】》〉”’…·%％,.;:!?)]}"
_NOT_LAST = "（【《〈“‘([{"
_ATOM = re.compile(r"[A-Za-z0-9_.&=+/-]+|.", re.DOTALL)


def wrapped(sheet: Sheet, text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """*text* in lines of at most *width* mm."""
    lines: list[str] = []
    line = ""
    for atom in _pieces(sheet, text, size, width):
        if line and sheet.width(line + atom.rstrip(), size, bold=bold) > width:
            keep = ""
            while atom[:1] in _NOT_FIRST and len(line) > 1:  # take the letter before the mark along
                keep, line = line[-1] + keep, line[:-1]
                if keep[0] not in _NOT_FIRST:
                    break
            while line and line[-1] in _NOT_LAST:
                keep, line = line[-1] + keep, line[:-1]
            lines.append(line.rstrip())
            line = keep
        line = (line + atom).lstrip()
    return [*lines, line] if line else lines


def height(lines: int, size: float) -> float:
    """Height of so many lines, mm."""
    return lines * size * MM_PER_POINT * LEADING


@dataclass
class Column:
    """A column that is filled from the top; ``y`` is where the next piece begins."""

    sheet: Sheet
    box: Box
    y: float

    @classmethod
    def of(cls, sheet: Sheet, box: Box) -> Column:
        """An empty column."""
        return cls(sheet, box, box.top)

    @property
    def room(self) -> float:
        """What is left, mm."""
        return self.y - self.box.bottom

    def fits(self, lines: int, size: float = BODY) -> bool:
        """Whether so many lines still fit."""
        return height(lines, size) <= self.room + 1e-6

    def gap(self, mm: float) -> None:
        """Leave room."""
        self.y -= mm

    def heading(self, text: str) -> None:
        """A heading with a rule below it."""
        step = height(1, HEAD)
        self.sheet.text(self.box.left, self.y - 0.75 * step, text, HEAD, bold=True, gid="heading:")
        self.y -= step + 0.4
        self.sheet.line(
            [(self.box.left, self.y), (self.box.right, self.y)], colour=RULE, width_pt=0.6, gid="rule:"
        )
        self.y -= 1.2

    def paragraph(
        self, text: str, *, size: float = BODY, colour: str = INK, bold: bool = False, most: int = 99
    ) -> bool:
        """Lines of *text*, at most *most*, the last one cut with … if need be; False when none fits."""
        lines = wrapped(self.sheet, text, size, self.box.width, bold=bold)
        fitting = min(most, int((self.room + 1e-6) / height(1, size)))
        if fitting < 1:
            return False
        if len(lines) > fitting:
            lines = [
                *lines[: fitting - 1],
                self.sheet.fitted("".join(lines[fitting - 1 :]), size, self.box.width),
            ]
        for line in lines:
            self._line(line, size, colour, bold)
        return True

    def chips(self, items: Sequence[tuple[str, str]], *, size: float = BODY) -> int:
        """Words with a dot of their colour, run on in lines; how many found room."""
        x, step, drawn = self.box.left, height(1, size), 0
        if not items or not self.fits(1, size):
            return 0
        for text, colour in items:
            text = self.sheet.fitted(text, size, self.box.width - 4)
            width = self.sheet.width(text, size) + 2.6
            if x > self.box.left and x + width > self.box.right:
                self.y -= step
                x = self.box.left
                if not self.fits(1, size):
                    return drawn
            base = self.y - 0.75 * step
            self.sheet.disc(x + 0.9, self.y - 0.52 * step, 0.8, fill=colour, gid="dot:")
            self.sheet.text(x + 2.3, base, text, size, gid="chip:")
            x += width + 2.4
            drawn += 1
        self.y -= step
        return drawn

    def row(
        self,
        cells: Sequence[str],
        edges: Sequence[float],
        *,
        size: float = BODY,
        colour: str = INK,
        bold: bool = False,
        dot: str = "",
    ) -> None:
        """Cells in one line: the first at the left, each other ending at its edge (mm from the left)."""
        step = height(1, size)
        base = self.y - 0.75 * step
        start = 2.4 if dot else 0.0
        if dot:
            self.sheet.disc(self.box.left + 0.9, self.y - 0.52 * step, 0.8, fill=dot, gid="dot:")
        widest = max((self.sheet.width(cell, size, bold=bold) for cell in cells[1:2]), default=0)
        room = (edges[1] - widest - 2.5 if len(edges) > 1 else self.box.width) - start
        smaller = size
        while self.sheet.width(cells[0], smaller, bold=bold) > room and smaller > LEAST:
            smaller -= 0.2
        first = self.sheet.fitted(cells[0], smaller, room, bold=bold)
        self.sheet.text(self.box.left + start, base, first, smaller, bold=bold, colour=colour, gid="cell:")
        for cell, edge in zip(cells[1:], edges[1:], strict=True):
            self.sheet.text(
                self.box.left + edge, base, cell, size, bold=bold, colour=colour, align="right", gid="cell:"
            )
        self.y -= step

    def _line(self, text: str, size: float, colour: str, bold: bool) -> None:
        step = height(1, size)
        self.sheet.text(
            self.box.left, self.y - 0.75 * step, text, size, bold=bold, colour=colour, gid="line:"
        )
        self.y -= step


def figure(sheet: Sheet, box: Box, value: str, label: str) -> None:
    """A figure with its label below it, centred in *box*."""
    x, middle = box.middle
    sheet.rectangle(box, fill="#FFFFFF", line=RULE, width_pt=0.5, radius=1.2, gid="figure:")
    size = 14.0
    while sheet.width(value, size, bold=True) > box.width - 3 and size > 7:
        size -= 0.5
    sheet.text(x, centred(middle + 2.0, size), value, size, bold=True, align="center", gid="figurevalue:")
    small = SMALL
    while sheet.width(label, small) > box.width - 2 and small > 4.5:
        small -= 0.2
    sheet.text(
        x, centred(box.bottom + 2.7, small), label, small, colour=MUTED, align="center", gid="figurelabel:"
    )


def _pieces(sheet: Sheet, text: str, size: float, width: float) -> list[str]:
    """What must not be parted: Latin words and figures as far as a line holds them, else letters."""
    atoms: list[str] = []
    for atom in _ATOM.findall(" ".join(text.split())):
        atoms += list(atom) if sheet.width(atom, size) > width else [atom]
    return atoms
