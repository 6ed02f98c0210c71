"""The list beside the map: places by number, with their projects, in columns.

Input: numbered symbols and the content. Output: lines of type in columns. A list that is too
long for the sheet of the map goes on on further sheets. Where there are none (a picture), each
place lists its first projects and says how many more there are; where not even all places have
room, the last line says how many are missing.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd

from projects.model.records import years_of
from projects.presentation.prints.boxes import Box
from projects.presentation.prints.content import Content
from projects.presentation.prints.marks import draw_tag, tag_size
from projects.presentation.prints.sheet import MM_PER_POINT, MUTED, Sheet, centred
from projects.presentation.prints.themap import Numbered
from projects.store.vocabulary import KINDS
from projects.vocabulary import style
from projects.vocabulary.labels import years

_LARGER = (1.5, 1.35, 1.2, 1.1)
_MOST_SHEETS = 200
_MOST = (10_000, 24, 18, 14, 12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: ``kind`` is county, place, project, onward, more or rest.

    An onward line goes on with the name of the project, or in bold of the place, above it.
    """

    kind: str
    text: str
    number: int = 0
    industry: int = -1
    count: str = ""
    beside: str = ""  # the only project of a place, on the line of the place
    is_bold: bool = False


class Entry(NamedTuple):
    """A place of the list: the heading over it with a note, its number (0 for none), and what is there."""

    head: str
    note: str
    number: int
    name: str
    records: int
    names: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes of the list: type in points, the rest in mm."""

    text: float
    head: float
    row: float
    head_row: float
    chip: float

    @classmethod
    def of(cls, unit: float) -> Measures:
        """Those of A3 times *unit*, type not below what can be read."""
        text = max(6.6 * unit, 4.9)
        row = text * MM_PER_POINT * 1.42
        return cls(text, text * 1.16, row, row * 1.62, row * 0.78)


class Placed(NamedTuple):
    """A line with its column and where it starts, mm."""

    line: Line
    column: int
    top: float
    height: float


class Listing:
    """The list, made to fit.

    Parameters
    ----------
    choices
        Ways to divide the room into columns of one width each, few wide ones first: the last
        is for a list that is long.
    onward
        The columns of a further sheet, of the width of the last choice; empty where there are no
        further sheets.
    head
        The one heading over all places; empty for the counties.
    """

    def __init__(
        self,
        sheet: Sheet,
        choices: Sequence[Sequence[Box]],
        numbered: Sequence[Numbered],
        content: Content,
        areas: gpd.GeoDataFrame,
        words: Mapping[str, str],
        *,
        lang: str,
        unit: float,
        onward: Sequence[Box] = (),
        head: str = "",
    ) -> None:
        """Choose how many projects each place may list."""
        self._onward, self._head = onward, head
        self._sheet = sheet
        self._words, self._lang, self._content = words, lang, content
        self._unit = unit
        self._counties = areas["name"].to_dict()
        order = list(KINDS)
        self._called = [str(name) for name in content.records["name"]]
        self._kinds = [order.index(str(kind)) for kind in content.records["kind"]]
        self._entries = [self._entry(each) for each in numbered]
        self._divide(choices[-1], unit)
        self.placed = self._fill(choices)

    @property
    def sheets(self) -> int:
        """Number of sheets that the list takes, that of the map among them."""
        last = max((placed.column for placed in self.placed), default=0)
        return 1 + (max(0, last - self._first + 1) + len(self._onward) - 1) // max(1, len(self._onward))

    def draw(self, sheet: Sheet | None = None, number: int = 0) -> None:
        """Draw the lines of a sheet (0 is that of the map), and a hairline between columns."""
        self._sheet = sheet or self._sheet
        start = self._first + (number - 1) * len(self._onward) if number else 0
        stop = start + len(self._onward) if number else self._first
        here = [placed for placed in self.placed if start <= placed.column < stop]
        for placed in here:
            self._draw_line(placed, self._columns[placed.column].left)
        used = max((placed.column for placed in here), default=0)
        for left, right in itertools.pairwise(self._columns[start : used + 1]):
            x, bottom = (left.right + right.left) / 2, max(left.bottom, right.bottom)
            self._sheet.line([(x, bottom), (x, left.top)], colour="#DCD7CC", width_pt=0.5, gid="rule:")

    def _divide(self, columns: Sequence[Box], unit: float) -> None:
        self._columns, self._width, self._first = columns, columns[0].width, len(columns)
        self._sizes = Measures.of(unit)

    def _fill(self, choices: Sequence[Sequence[Box]]) -> list[Placed]:
        """All in larger type where there is room; else as many projects of each place as fit.

        What has no place of its own follows when all places are listed in full.
        """
        entries = self._entries
        everything = [*entries, *self._unplaced()]
        # No list is shorter than one line for a place with a single project.
        least = sum(
            1 if entry.number and len(entry.names) == 1 else 1 + len(entry.names) for entry in everything
        )
        for larger, columns in itertools.product(_LARGER, choices):
            self._divide(columns, self._unit * larger)
            if least * self._sizes.row > sum(column.height for column in columns):
                continue
            placed, is_whole = self._flow(self._lines(everything, [_MOST[0]] * len(everything)))
            if is_whole:
                return placed
        self._divide(choices[-1], self._unit)
        if self._onward:
            self._columns = [*choices[-1], *(list(self._onward) * _MOST_SHEETS)]
            return self._flow(self._lines(everything, [_MOST[0]] * len(everything)))[0]
        wanted = [len(entry.names) for entry in entries]
        for most in _MOST:
            caps = [most] * len(entries)
            best, is_whole = self._flow(self._lines(entries, caps))
            if is_whole:
                break
        else:
            return self._shortened(self._lines(entries, caps))
        growing = [at for at, names in enumerate(wanted) if names > caps[at]]
        if not growing:
            return self._with_unplaced(best)
        while growing:
            for at in list(growing):
                raised = [*caps[:at], caps[at] + 1, *caps[at + 1 :]]
                more, is_whole = self._flow(self._lines(entries, raised))
                if is_whole:
                    best, caps = more, raised
                if not is_whole or caps[at] >= wanted[at]:
                    growing.remove(at)
        return best

    def _with_unplaced(self, best: list[Placed]) -> list[Placed]:
        """All places are listed in full: what the map only counts follows, as far as there is room."""
        rest = self._unplaced()
        for most in _MOST[:-1] if rest else ():
            entries = [*self._entries, *rest]
            placed, is_whole = self._flow(
                self._lines(entries, [_MOST[0]] * len(self._entries) + [most] * len(rest))
            )
            if is_whole:
                return placed
        return best

    def _unplaced(self) -> list[Entry]:
        county, off = self._words["print.list.county"], self._words["print.list.off"]
        entries = []
        for code, rows in self._content.unplaced().items():
            head = county if code else off
            name = str(self._counties.get(code, "")) if code else self._words["count.unplaced"]
            entries.append(Entry(head, "", 0, name, len(rows), self._names(rows, "")))
        return entries

    def _lines(self, entries: Sequence[Entry], caps: Sequence[int]) -> list[Line]:
        lines: list[Line] = []
        head = None
        for entry, most in zip(entries, caps, strict=True):
            if entry.head != head:
                head = entry.head
                lines.append(Line("county", head, count=entry.note))
            names, number = entry.names, entry.number
            if number and len(names) == 1 and most and self._fits_beside(number, entry.name, names[0][0]):
                lines.append(Line("place", entry.name, number, names[0][1], beside=names[0][0]))
                continue
            lines += self._place_lines(entry)
            # A line that says "1 more" takes as much room as that one.
            shown = names if len(names) == most + 1 and most else names[:most]
            for text, industry in shown:
                first, *onward = self._sheet.wrapped(text, self._sizes.text, self._project_room)
                lines += [
                    Line("project", first, industry=industry),
                    *(Line("onward", part) for part in onward),
                ]
            if len(names) > len(shown) > 0:
                rest = self._words["map.more.short"].format(count=len(names) - len(shown))
                lines.append(Line("more", rest))
        return lines

    def _place_lines(self, entry: Entry) -> list[Line]:
        """The name of a place with the number of its records, on as many lines as the name takes."""
        count = str(entry.records)
        room = (
            self._width
            - self._name_x(entry.number)
            - self._sheet.width(count, self._sizes.text, bold=True)
            - 1
        )
        first, *onward = self._sheet.wrapped(entry.name, self._sizes.text, room, bold=True)
        return [
            Line("place", first, entry.number, count=count),
            *(Line("onward", part, entry.number, is_bold=True) for part in onward),
        ]

    @property
    def _project_room(self) -> float:
        return self._width - self._name_x(1) - self._sizes.chip - 0.9

    def _name_x(self, number: int) -> float:
        """Where names start, from the left of the column, beside the *number* of the place or 0 for none."""
        return self._tag_width(number) + 1.2 if number else 0

    def _entry(self, each: Numbered) -> Entry:
        spot = each.symbol.spot
        names = self._names(spot.rows, spot.name)
        if self._head:
            return Entry(self._head, "", each.number, spot.name, len(spot.rows), names)
        only = len(self._content.counties.get(spot.county, ()))
        note = self._words["print.badge"].format(count=f"{only:,}") if only else ""
        county = str(self._counties.get(spot.county, ""))
        return Entry(county, note, each.number, spot.name, len(spot.rows), names)

    def _names(self, rows: Sequence[int], place: str) -> list[tuple[str, int]]:
        """The records of *rows* at *place*, projects and bases first, each name once, with the industry."""
        kinds = self._kinds
        order = sorted(rows, key=lambda row: (kinds[row], row))
        names: dict[str, int] = {}
        for row in order:
            names.setdefault(self._text(row, place), self._content.industries[row])
        return list(names.items())

    def _text(self, row: int, place: str) -> str:
        """The name of a record; what it is where the name only repeats the place."""
        if not place or not place.startswith(self._called[row]):
            return self._called[row]
        record = self._content.records.iloc[row]
        kind = KINDS[str(record["kind"])].in_language(self._lang)
        return f"{kind} {years(*years_of(record))}".strip()

    def _fits_beside(self, number: int, place: str, text: str) -> bool:
        return self._beside_x(number, place) + self._sheet.width(text, self._sizes.text) <= self._width

    def _beside_x(self, number: int, place: str) -> float:
        """Where the text of the only project starts, from the left of the column."""
        sizes = self._sizes
        name = self._sheet.width(place, sizes.text, bold=True)
        return self._tag_width(number) + 1.2 + name + 2 + sizes.chip + 0.9

    def _tag_width(self, number: int) -> float:
        return max(tag_size(self._sheet, each, self._sizes.text * 0.9)[0] for each in (number, 88))

    def _flow(self, lines: Sequence[Line]) -> tuple[list[Placed], bool]:
        """The lines as far as there is room, and whether that is all; no heading ends a column."""
        placed: list[Placed] = []
        column, top = 0, self._columns[0].top
        for number, line in enumerate(lines):
            needed = sum(self._height(each) for each in lines[number : self._kept_until(lines, number)])
            if top - needed < self._columns[column].bottom:
                column += 1
                if column == len(self._columns):
                    return placed, False
                top = self._columns[column].top
            is_first = top == self._columns[column].top
            height = self._height(line) * (0.8 if is_first and line.kind == "county" else 1)
            placed.append(Placed(line, column, top, height))
            top -= height
        return placed, True

    def _kept_until(self, lines: Sequence[Line], number: int) -> int:
        """One past the last line that has to stand in the same column: a heading keeps what it heads."""
        end = number + 1
        if lines[number].kind == "county" and end < len(lines):
            return self._kept_until(lines, end)
        while end < len(lines) and lines[end].kind == "onward":
            end += 1
        is_headed = end < len(lines) and lines[end].kind == "project"
        return self._kept_until(lines, end) if lines[number].kind == "place" and is_headed else end

    def _shortened(self, lines: Sequence[Line]) -> list[Placed]:
        """The lines that have room, the last replaced by a note of how many places are missing."""
        placed, _ = self._flow(lines)
        shown = sum(each.line.kind == "place" for each in placed[:-1])
        missing = sum(line.kind == "place" for line in lines) - shown
        rest = Line("more", self._words["print.list.rest"].format(count=missing))
        return [*placed[:-1], placed[-1]._replace(line=rest)]

    def _height(self, line: Line) -> float:
        if line.kind == "county":
            return self._sizes.head_row
        return self._sizes.row * (1.12 if line.kind == "place" else 1)

    def _draw_line(self, placed: Placed, left: float) -> None:
        sheet, sizes = self._sheet, self._sizes
        line, right = placed.line, left + self._width
        y = placed.top - placed.height + sizes.row / 2
        base = centred(y, sizes.text)
        if line.kind == "county":
            head = centred(y, sizes.head)
            sheet.text(left, head, line.text, sizes.head, bold=True)
            sheet.text(right, base, line.count, sizes.text, colour=MUTED, align="right")
            bottom = placed.top - placed.height - 0.1
            sheet.line([(left, bottom), (right, bottom)], colour="#6B665C", width_pt=0.5, gid="rule:")
        elif line.kind == "place":
            self._draw_place(line, left, right, y, base)
        elif line.kind == "project":
            x = left + self._tag_width(1) + 1.2
            self._draw_chip(x, y, line.industry)
            x += sizes.chip + 0.9
            sheet.text(x, base, line.text, sizes.text, gid="project:")
        elif line.kind == "onward":
            x = left + (self._name_x(line.number) if line.is_bold else self._width - self._project_room)
            sheet.text(x, base, line.text, sizes.text, bold=line.is_bold, gid="project:")
        else:
            x = left + self._tag_width(1) + 1.2
            sheet.text(x, base, sheet.fitted(line.text, sizes.text, right - x), sizes.text, colour=MUTED)

    def _draw_place(self, line: Line, left: float, right: float, y: float, base: float) -> None:
        sheet, sizes = self._sheet, self._sizes
        if line.number:
            wide = self._tag_width(line.number)
            _, high = tag_size(sheet, line.number, sizes.text * 0.9)
            tag = Box(left, y - high / 2, left + wide, y + high / 2)
            draw_tag(sheet, tag, line.number, sizes.text * 0.9, gid="key:")
        sheet.text(left + self._name_x(line.number), base, line.text, sizes.text, bold=True)
        if line.beside:
            x = left + self._beside_x(line.number, line.text) - sizes.chip - 0.9
            self._draw_chip(x, y, line.industry)
            sheet.text(x + sizes.chip + 0.9, base, line.beside, sizes.text, gid="project:")
        elif line.count:
            sheet.text(right, base, line.count, sizes.text, bold=True, align="right")

    def _draw_chip(self, x: float, y: float, industry: int) -> None:
        """The industry: a square in its family's colour with its glyph, which grey print keeps apart."""
        each = style.industries()[industry]
        colour = next(family.colour for family in style.families() if family.code == each.family)
        chip = self._sizes.chip
        box = Box(x, y - chip / 2, x + chip, y + chip / 2)
        self._sheet.rectangle(box, fill=colour, radius=0.4, gid="chip:")
        size = chip * 0.78 / MM_PER_POINT
        self._sheet.text(
            x + chip / 2,
            centred(y, size),
            each.glyph,
            size,
            bold=True,
            colour="#FFFFFF",
            align="center",
            gid="glyph:",
        )
