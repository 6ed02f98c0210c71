"""Project lists whose table a conversion flattened: one row a line, or one cell a line.

A table loses its lines when a PDF or Word file becomes text. What is left is

* ``序号 项目名称 建设内容 总投资（亿元）`` – a header and rows whose cells stand apart by white space, or
* the same words one below the other, then the cells of each row one below the other.

Both are known by their header: at least three customary columns (``data/rules/list_columns.csv``) of
which the first is the number. A row begins with the next number; page numbers between rows are
passed over. A cell that a line break cut is put together where the columns leave no doubt: surplus
cells belong to the contents, or to the name while it does not close like one.

Input: a :class:`projects.extraction.readers.Source`. Output: its tables with the flattened ones among them.
Source: the layout of project lists as governments publish them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from projects.extraction.list_header import MONEY, Header, find_header
from projects.extraction.readers import Cell, Source, Table
from projects.extraction.table_shapes import whole_tables
from projects.extraction.words import is_complete_name

_NUMBER = re.compile(r"\d{1,3}[.．、]?")
_PAGE = re.compile(r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d+\s*页.*|\d{1,4}\s*/\s*\d{1,4}")
_HEADING = re.compile(r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]")
_ENDS_TABLE = re.compile(
    r"第[一二三四五六七八九十百\d]+[篇章节]|专\s*栏\s*[\d一二三四五六七八九十]|附件|附表|#|注[：:]"
)
_FIGURE = re.compile(r"[约近]?[\d,，.]+(?:亿|万)?元?|[-—－/]+")
_YEARS = re.compile(
    r"20\d\d(?:\.\d{1,2})?年?(?:\d{1,2}月)?(?:[-—－–~至]+(?:20)?\d\d(?:\.\d{1,2})?年?(?:\d{1,2}月)?)?(?:底|前)*"
)
_MIN_COLUMNS, _MAX_COLUMNS = 3, 16
_MAX_CELLS = 40  # cells of one row, one a line
_CAPTION_LINES = 3


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int

    @property
    def cells(self) -> list[Cell]:
        return [Cell(one.group(), self.start + one.start()) for one in re.finditer(r"\S+", self.text)]


def all_tables(source: Source) -> tuple[Table, ...]:
    """The tables of *source* and those that were flattened in its text, in their order and whole."""
    lines = list(_lines(source))
    found: list[Table] = []
    index = 0
    while index < len(lines):
        read = _by_line(lines, index) or _by_cell(lines, index)
        if read is None:
            index += 1
            continue
        table, index = read
        found.append(table)
    return whole_tables(source.text, sorted((*source.tables, *found), key=lambda table: table.start))


def _lines(source: Source) -> Iterator[_Line]:
    """Lines that hold something, stand in no table and are no page numbers."""
    tables = sorted(source.tables, key=lambda table: table.start)
    position = 0
    for line in source.text.split("\n"):
        while tables and tables[0].end < position:
            tables.pop(0)
        inside = bool(tables) and tables[0].start <= position < tables[0].end
        if line.strip() and not inside and not _PAGE.fullmatch(line.strip()):
            yield _Line(line, position)
        position += len(line) + 1


def _by_line(lines: Sequence[_Line], index: int) -> tuple[Table, int] | None:
    """A table of one row a line whose header is line *index*, and the line behind it."""
    head = lines[index].cells
    header = _header(head)
    if header is None:
        return None
    rows: list[list[Cell]] = [head]
    last = 0
    at = index + 1
    while at < len(lines) and not _ENDS_TABLE.match(lines[at].text.strip()):
        cells = lines[at].cells
        if [cell.text for cell in cells] == [cell.text for cell in head]:
            pass  # the header of the next page
        elif len(cells) > 1 and _is_next(cells[0].text, last):
            last = int(cells[0].text.rstrip(".．、"))
            rows.append(_fitted(cells, header, lines[at]))
        elif _HEADING.match(lines[at].text.strip()) and len(cells) <= 2:
            rows.append([_whole(lines[at])])
            last = 0 if at + 1 < len(lines) and _number(lines[at + 1]) == 1 else last
        elif "。" in lines[at].text and len(lines[at].text.strip()) > 60:
            break
        at += 1
    return _table(rows, lines, index, at) if sum(len(row) > 1 for row in rows) > 2 else None


def _by_cell(lines: Sequence[_Line], index: int) -> tuple[Table, int] | None:
    """A table of one cell a line whose header begins at line *index*, and the line behind it."""
    if lines[index].text.strip() not in ("序号", "编号", "序 号"):
        return None
    header, head = None, []
    for width in range(_MAX_COLUMNS, _MIN_COLUMNS - 1, -1):
        head = [_whole(line) for line in lines[index : index + width]]
        if len(head) == width and all(
            len(cell.text) <= 16 and not _NUMBER.fullmatch(cell.text) for cell in head
        ):
            header = _header(head)
            if header is not None and width - 1 in header.columns.values():
                break
            header = None
    if header is None:
        return None
    rows: list[list[Cell]] = [head]
    last = 0
    at = index + len(head)
    while at < len(lines) and not _ENDS_TABLE.match(lines[at].text.strip()):
        if _number(lines[at]) is None or not _is_next(lines[at].text.strip(), last):
            if _HEADING.match(lines[at].text.strip()):
                rows.append([_whole(lines[at])])
                last = 0 if at + 1 < len(lines) and _number(lines[at + 1]) == 1 else last
            at += 1
            continue
        last = _number(lines[at]) or 0
        end = _row_end(lines, at, last)
        cells = [_whole(line) for line in lines[at:end]]
        if len(cells) > len(head) and cells[-1].text.isdigit():
            cells.pop()  # a page number behind the last row of a page
        rows.append(_fitted(cells, header, None))
        at = end
    return _table(rows, lines, index, at) if sum(len(row) > 1 for row in rows) > 2 else None


def _row_end(lines: Sequence[_Line], at: int, number: int) -> int:
    """The line behind the row that begins at line *at* with *number*."""
    end = at + 1
    while end < len(lines) and end - at < _MAX_CELLS:
        text = lines[end].text.strip()
        if _number(lines[end]) == number + 1 or _HEADING.match(text) or _ENDS_TABLE.match(text):
            break
        end += 1
    return end


def _header(cells: Sequence[Cell]) -> Header | None:
    if not _MIN_COLUMNS <= len(cells) <= _MAX_COLUMNS:
        return None
    header = find_header([tuple(cells)])
    if header is None or header.columns.get("number") != 0 or len(header.columns) < _MIN_COLUMNS:
        return None
    return header


def _is_next(text: str, last: int) -> bool:
    found = _NUMBER.fullmatch(text)
    return bool(found) and (
        int(text.rstrip(".．、")) == last + 1 or (last == 0 and int(text.rstrip(".．、")) > 0)
    )


def _number(line: _Line) -> int | None:
    found = _NUMBER.match(line.text.strip())
    whole = found and (found.end() == len(line.text.strip()) or line.text.strip()[found.end()].isspace())
    return int(found.group().rstrip(".．、")) if found and whole else None


def _whole(line: _Line) -> Cell:
    text = line.text.strip()
    return Cell(text, line.start + line.text.index(text))


def _fitted(cells: list[Cell], header: Header, line: _Line | None) -> list[Cell]:
    """The cells of one row put under the columns: joined where there are too many, money by its looks."""
    width = len(header.texts)
    name = header.columns["name"]
    while len(cells) > width:
        at = _surplus(cells, header, name)
        cells = [*cells[:at], _joined(cells[at], cells[at + 1], line), *cells[at + 2 :]]
    if len(cells) < width:  # empty cells leave nothing: figures go to the columns of money and years
        return _by_looks(cells, header, name)
    return cells


def _surplus(cells: list[Cell], header: Header, name: int) -> int:
    """Which cell to join with the one behind it."""
    behind = cells[name + 1].text
    if not is_complete_name(cells[name].text) and is_complete_name(cells[name].text + behind):
        return name
    content = header.columns.get("content", header.columns.get("year_content"))
    if content is not None and content + 1 < len(cells):
        return content
    return name


def _joined(first: Cell, second: Cell, line: _Line | None) -> Cell:
    """Two cells as one, which keeps its place: white space between them stays when they share a line."""
    gap = " " * (second.start - first.end) if line is not None else ""
    return Cell(first.text + gap + second.text, first.start)


def _by_looks(cells: list[Cell], header: Header, name: int) -> list[Cell]:
    width = len(header.texts)
    empty = Cell("", cells[-1].end)
    fitted = [empty] * width
    fitted[: name + 1] = cells[: name + 1]
    fields = {column: field for field, column in header.columns.items()}
    free = list(range(name + 1, width))
    for cell in cells[name + 1 :]:
        is_figure, is_year = bool(_FIGURE.fullmatch(cell.text)), bool(_YEARS.fullmatch(cell.text))
        wanted = ("period", "start", "end") if is_year else MONEY if is_figure else ()
        found = next((c for c in free if fields.get(c) in wanted), None)
        if found is None:
            found = next((c for c in free if fields.get(c) not in ("period", "start", "end", *MONEY)), None)
        if found is None:
            continue
        fitted[found] = cell
        free = [column for column in free if column > found]
    return fitted


def _table(rows: list[list[Cell]], lines: Sequence[_Line], index: int, end: int) -> tuple[Table, int]:
    width = len(rows[0])
    filled = tuple((*row, *[Cell("", row[-1].end)] * (width - len(row))) for row in rows)
    caption = tuple(line.text.strip().lstrip("# ") for line in lines[max(0, index - _CAPTION_LINES) : index])
    last = lines[end - 1]
    table = Table(filled, lines[index].start, last.start + len(last.text), "", caption)
    return table, end
