"""The margin of a print: neat line, title, figures, foot line; and where the parts stand."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo import districts
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.content import Content
from projects.presentation.prints.ground import Plan
from projects.presentation.prints.options import Options
from projects.presentation.prints.sheet import INK, MM_PER_POINT, MUTED, Sheet
from projects.vocabulary import labels

# Stands between the conditions of a subtitle.
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts stand, mm. ``unit`` is 1 for A3: sizes are multiples of it."""

    unit: float
    neat: Box
    head: Box
    foot: Box
    map: Box
    side: Box
    band: float

    @property
    def columns(self) -> tuple[int, float, float]:
        """Number of the list's columns, their width, and the gap between them."""
        gap = 4.5 * self.unit
        count = max(2, round(self.side.width / (60 * self.unit)))
        return count, (self.side.width - (count - 1) * gap) / count, gap

    @property
    def further(self) -> Box:
        """Where the lists of a sheet without a map stand."""
        return Box(
            self.head.left, self.foot.top + 3 * self.unit, self.head.right, self.head.top - 14 * self.unit
        )

    def onward(self, width: float) -> list[Box]:
        """Columns of a sheet that only goes on with the list, each *width* mm wide."""
        room = self.further
        count = int((room.width + 4.5 * self.unit) / (width + 4.5 * self.unit))
        step = (room.width - width) / max(1, count - 1)
        lefts = [room.left + number * step for number in range(count)]
        return [Box(left, room.bottom, left + width, room.top) for left in lefts]

    @classmethod
    def of(cls, options: Options, aspect: float, *, more: float = 0) -> Layout:
        """For a map whose ground is *aspect* times as wide as high; the head *more* mm higher."""
        width, height = options.size_mm
        unit = options.unit
        neat = Box(0, 0, width, height).grown(-9 * unit)
        inner = neat.grown(-4 * unit)
        head = Box(inner.left, inner.top - 17 * unit - more, inner.right, inner.top)
        foot = Box(inner.left, inner.bottom, inner.right, inner.bottom + 15.5 * unit)
        body = Box(inner.left, foot.top + 3 * unit, inner.right, head.bottom - 2.5 * unit)
        band, gap = 4 * unit, 6 * unit
        if options.portrait:
            high = min(0.61 * body.height, body.width / aspect)
            chart = Box(body.left, body.top - high, body.right, body.top)
            side = Box(body.left, body.bottom, body.right, chart.bottom - gap)
        else:
            least, most = (0.62, 0.66) if options.is_slide else (0.46, 0.58)
            wide = min(max(body.height * aspect * 1.04, least * body.width), most * body.width)
            chart = Box(body.left, body.bottom, body.left + wide, body.top)
            side = Box(chart.right + gap, body.bottom, body.right, body.top)
        return cls(unit, neat, head, foot, chart.grown(-band), side, band)


def draw_frame(sheet: Sheet, layout: Layout) -> None:
    """The neat line: a strong and a fine one."""
    sheet.rectangle(layout.neat, line=INK, width_pt=1.6 * layout.unit, gid="neat:")
    sheet.rectangle(layout.neat.grown(-1.1 * layout.unit), line=INK, width_pt=0.4, gid="neat:")


def draw_further_head(sheet: Sheet, layout: Layout, title: str, subtitle: str) -> None:
    """The head of a sheet that goes on with the list: *title* with its number, one line below."""
    box, unit = layout.head, layout.unit
    sheet.text(
        box.left,
        box.top - 5 * unit,
        sheet.fitted(title, 13 * unit, box.width, bold=True),
        13 * unit,
        bold=True,
    )
    line = sheet.fitted(subtitle, 7.5 * unit, box.width)
    sheet.text(box.left, box.top - 9.6 * unit, line, 7.5 * unit, colour=MUTED)


class Head:
    """Title and subtitle on the left; on the right how many records there are, and where.

    A long subtitle (all conditions of a filter) takes more lines: ``more`` says how much
    higher, in mm, the head has to be for them.
    """

    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        title: str,
        subtitle: str,
        found: Content,
        words: Mapping[str, str],
    ) -> None:
        """Work out sizes and lines."""
        unit = layout.unit
        self._sheet, self._unit = sheet, unit
        self._figures = _figures(found, words)
        widths = [
            max(sheet.width(count, 17 * unit, bold=True), sheet.width(text, 7 * unit))
            for count, text in self._figures
        ]
        self._steps = [width + 7 * unit for width in widths]
        room = layout.head.width - sum(self._steps)
        self._title_size = 27 * unit
        while self._title_size > 13 * unit and sheet.width(title, self._title_size, bold=True) > room:
            self._title_size -= unit
        self._title = sheet.fitted(title, self._title_size, room, bold=True)
        self._size = 10 * unit
        self._lines = _by_condition(sheet, subtitle, self._size, room)
        if len(self._lines) > 2:
            self._size = 7.5 * unit
            self._lines = _by_condition(sheet, subtitle, self._size, room)
        self._step = self._size * MM_PER_POINT * 1.4
        self.more = max(0, len(self._lines) - 1) * self._step

    def draw(self, box: Box) -> None:
        """Draw into *box*, which has the height that is needed."""
        sheet, unit = self._sheet, self._unit
        x = box.right
        for (count, text), step in zip(reversed(self._figures), reversed(self._steps), strict=True):
            sheet.text(x, box.top - 7.5 * unit, count, 17 * unit, bold=True, align="right", gid="figure:")
            y = box.top - 12.4 * unit
            sheet.text(x, y, text, 7 * unit, colour=MUTED, align="right", gid="figure:")
            x -= step
        sheet.text(box.left, box.top - 8.6 * unit, self._title, self._title_size, bold=True)
        for number, line in enumerate(self._lines):
            y = box.top - 15.4 * unit - number * self._step
            sheet.text(box.left, y, line, self._size, colour=MUTED)


def _by_condition(sheet: Sheet, text: str, size: float, width: float) -> list[str]:
    """*text* in lines of at most *width* mm that end between its conditions where they can."""
    lines: list[str] = []
    for part in text.split(BETWEEN):
        longer = f"{lines[-1]}{BETWEEN}{part}" if lines else part
        if lines and sheet.width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines += sheet.wrapped(part, size, width)
    return lines


def _figures(found: Content, words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(f"{count:,}", words[f"count.{name}"]) for name, count in found.counts.as_dict().items()]


def source_texts(documents: pd.DataFrame, editions: Sequence[str], lang: str) -> list[str]:
    """Sources with the published *editions* before them, as much of each as fits: all, date, title.

    The first text tells number, issuer and day of each document, the last its title alone.
    """
    words, zh = labels.texts(lang), lang == "zh"
    comma, semicolon, around = ("，", "；", "（{}）") if zh else (", ", "; ", " ({})")
    head = "".join(words["print.edition"].format(name=name) for name in editions)

    def text(fields: Sequence[str]) -> str:
        items = []
        for row in documents.itertuples():
            told = comma.join(str(part) for name in fields if (part := getattr(row, name)))
            title = f"《{row.title}》" if zh else str(row.title)
            items.append(title + (around.format(told) if told else ""))
        return head + words["print.sources"].format(items=semicolon.join(items))

    return [text(fields) for fields in (("number", "issuer", "issued"), ("issued",), ())]


def foot_texts(options: Options, made_on: datetime.date, words: Mapping[str, str]) -> list[str]:
    """Made on; approval number, its label and itself."""
    return [
        words["print.made_on"].format(date=made_on.isoformat()),
        words["print.approval"],
        options.approval_number,
    ]


def draw_foot(
    sheet: Sheet,
    layout: Layout,
    sources: Sequence[str],
    texts: list[str],
    plan: Plan,
    words: Mapping[str, str],
) -> None:
    """The longest of *sources* that fits on the left; coordinates, date, approval number, boundaries."""
    unit, box = layout.unit, layout.foot
    made_on, approval, number = texts
    size = max(6 * unit, 4.7)
    sheet.line([(box.left, box.top), (box.right, box.top)], colour="#A9A295", width_pt=0.5)
    note = words["print.note.boundaries"]
    wide = max(sheet.width(note, size * 1.1, bold=True), 62 * unit)
    split = box.right - wide - 6 * unit
    # Many sources stand closer together; one line below them is for the coordinates.
    for text, leading in itertools.product(sources, (1.5, 1.35, 1.2)):
        lines = sheet.wrapped(text, size, split - box.left)
        row = size * MM_PER_POINT * leading
        most = int((box.height - 1.5 * unit) / row) - 1
        if len(lines) <= most:
            break
    if len(lines) > most:
        lines = [*lines[: most - 1], sheet.fitted("".join(lines[most - 1 :]), size, split - box.left)]
    frame = words["print.coordinates"].format(lon=f"{plan.lon:.2f}", area=districts.SOURCE.split(" (")[0])
    for at, line in enumerate([*lines, sheet.fitted(frame, size, split - box.left)], 1):
        sheet.text(box.left, box.top - 0.8 * unit - at * row, line, size, colour=MUTED, gid="foot:")
    y = box.top - 0.8 * unit - 1.1 * row
    sheet.text(box.right, y, note, size * 1.1, bold=True, align="right", gid="foot:")
    y -= 1.5 * row
    start = split + 6 * unit
    sheet.text(start, y, approval, size * 1.1, gid="foot:")
    x = start + sheet.width(approval, size * 1.1) + 1
    date_width = sheet.width(made_on, size * 1.1)
    end = box.right - date_width - 4 * unit
    sheet.line([(x, y - 0.6 * unit), (end, y - 0.6 * unit)], colour=INK, width_pt=0.5, gid="fill-in:")
    if number:
        sheet.text(x + 1, y, sheet.fitted(number, size * 1.1, end - x - 2), size * 1.1, gid="foot:")
    sheet.text(box.right, y, made_on, size * 1.1, align="right", gid="foot:")
