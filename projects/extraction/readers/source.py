"""What every reader returns: the text of a file, and its tables with each cell's place in that text.

A :class:`Source` is the same whatever the file was. ``text`` holds headings on lines of
their own (``#`` marks give the depth), paragraphs, and tables one row a line with a tab
between cells; a table of one column stands as plain lines, since plans print their boxes
(专栏) that way. For plain text and Markdown it is the decoded file itself; for all other
formats a :class:`Builder` makes it, and offsets are characters in the extracted text.

A cell merged over several rows or columns stands once in the text and is the same
:class:`Cell` at each of its places in the grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

PARAGRAPH_END = "\u2029"  # alone on a line: what stands above it is complete (projects.parse knows it)
# A longer paragraph without closing punctuation may have been cut in two by a conversion to Word or HTML.
_SURELY_COMPLETE = 40
_CLOSING = tuple("。！？；：!?;:…”〕】）)]")
_CAPTION_LINES = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: ``text``, on one line, stands at ``start`` in the text of its source.

    ``breaks`` are the places in ``text`` of blanks that stand for the end of a line which the format
    itself marks (a paragraph in the cell, ``<br>``, Alt+Enter); where a page ends a line none is known.
    """

    text: str
    start: int
    breaks: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """Offset behind the last character."""
        return self.start + len(self.text)

    @property
    def lines(self) -> tuple[Cell, ...]:
        """The cell line by line, as ``breaks`` part it; itself when it has none."""
        ends = (*self.breaks, len(self.text))
        starts = (0, *(at + 1 for at in self.breaks))
        return tuple(
            Cell(self.text[start:end], self.start + start) for start, end in zip(starts, ends, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of equal length, every place of the grid filled.

    ``name`` is that of the sheet, empty elsewhere; ``caption`` holds the lines right above
    the table, nearest last; ``first_row`` is the number of its first row in a sheet.
    """

    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int
    name: str = ""
    caption: tuple[str, ...] = ()
    first_row: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """One file. ``format`` is ``docx``, ``pdf`` …; ``encoding`` that of a text file, empty else.

    ``title`` is what the file says to be called outside of its text. ``furniture`` are lines of a
    text file that belong to the page it was taken from: they stand in ``text`` as blanks, so all
    else keeps its offset.
    """

    path: str
    format: str
    text: str
    tables: tuple[Table, ...] = ()
    encoding: str = ""
    notices: tuple[str, ...] = ()
    title: str = ""
    furniture: tuple[Cell, ...] = ()

    def without(self, tables: Iterable[Table]) -> str:
        """The text with *tables* blanked out; every other character keeps its offset."""
        text = self.text
        for table in tables:
            blank = "".join(char if char == "\n" else " " for char in text[table.start : table.end])
            text = text[: table.start] + blank + text[table.end :]
        return text


class Slot:
    """A cell that has no offset yet; one Slot at several places of a grid is a merged cell.

    With *wraps* its lines end where the page does, which means nothing.
    """

    __slots__ = ("lines", "wraps")

    def __init__(self, text: str = "", *, wraps: bool = False) -> None:
        self.lines = [line for part in text.splitlines() if (line := " ".join(part.split()))]
        self.wraps = wraps

    @property
    def text(self) -> str:
        """All lines in one."""
        return " ".join(self.lines)

    def at(self, start: int) -> Cell:
        """The cell whose text stands at *start*."""
        ends = accumulate(len(line) + 1 for line in self.lines[:-1])
        return Cell(self.text, start, () if self.wraps else tuple(end - 1 for end in ends))


class Builder:
    """Puts the text of a source together, line by line and table by table."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._recent: list[str] = []
        self.tables: list[Table] = []

    @property
    def text(self) -> str:
        """All that was added so far."""
        return "".join(self._parts)

    def raw(self, line: str) -> None:
        """A line as it is; paragraphs may run over it."""
        if line.strip():
            self._recent = [*self._recent[1 - _CAPTION_LINES :], line.strip().lstrip("# ")]
        self._parts.append(line + "\n")
        self._length += len(line) + 1

    def more(self, text: str) -> None:
        """Go on with the last line."""
        last = self._parts[-1][:-1]
        gap = " " if last[-1:].isascii() and text[:1].isascii() and last[-1:].isalnum() else ""
        self._parts[-1] = f"{last}{gap}{text}\n"
        self._length += len(gap) + len(text)

    def line(self, text: str, *, depth: int = 0) -> None:
        """A paragraph, or with *depth* 1 to 6 a heading; nothing when there is no text."""
        for part in text.splitlines():
            if not part.strip():
                continue
            self.raw(f"{'#' * depth} {part.strip()}" if depth else part.rstrip())
        whole = text.strip()
        if whole and not depth and (len(whole) <= _SURELY_COMPLETE or whole.endswith(_CLOSING)):
            self.raw(PARAGRAPH_END)

    def table(self, grid: Sequence[Sequence[Slot]], *, name: str = "", first_row: int = 1) -> None:
        """A table; rows may differ in length, and are filled up with empty cells."""
        width = max((len(row) for row in grid), default=0)
        if len({id(slot) for row in grid for slot in row if slot.lines}) <= 1 or width < 2:
            for slot in dict.fromkeys(slot for row in grid for slot in row):
                for line in slot.lines:
                    self.line(line)
            return
        start, caption = self._length, tuple(self._recent)
        cells: dict[Slot, Cell] = {}
        rows: list[tuple[Cell, ...]] = []
        for row in grid:
            here: list[str] = []
            position = self._length
            for slot in row:
                if slot not in cells:
                    position += len("\t") if here else 0
                    cells[slot] = slot.at(position)
                    here.append(slot.text)
                    position += len(slot.text)
            self.raw("\t".join(here))
            empty = Cell("", self._length - 1)
            rows.append((*(cells[slot] for slot in row), *[empty] * (width - len(row))))
        self.tables.append(Table(tuple(rows), start, self._length - 1, name, caption, first_row))
        self.raw(PARAGRAPH_END)
        self._recent = []
