"""Tables as they were meant: one printed in several pieces, and one folded into columns side by side.

* A list that goes on behind （续表）, a page number or nothing at all is one table: its header is
  printed again, or its rows go on with the next number.
* ``序号 项目名称 序号 项目名称`` is one list of two columns whose halves stand beside each other.

Input and output: tables of one source, in order. A piece that stands in a sheet of its own stays one.
Source: the layout of lists as governments publish them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from projects.extraction.list_header import find_header, plain
from projects.extraction.readers import Cell, Table

_GOES_ON = re.compile(  # what may stand between two pieces of a table
    r"[（(]?(?:续表?|接上[页表]|转下页|下接.{0,6}|上接.{0,6})\s*[\d一二三四五六七八九十]*[）)]?|.{2,40}[（(]续表?[）)]"
    r"|[-—–－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–－\s]*|[（(]?单\s*位\s*[：:].{1,8}[）)]?|\u2029"
)
_NUMBER = re.compile(r"(\d{1,4})[.．、]?")
_HEADER_ROWS = 4  # a header stands in the first rows


def whole_tables(text: str, tables: Iterable[Table]) -> tuple[Table, ...]:
    """*tables* of the document *text* with pieces of one list joined and folded ones unfolded."""
    joined: list[Table] = []
    for table in map(_unfolded, tables):
        if joined and _is_more_of(joined[-1], table, text):
            joined[-1] = _joined(joined[-1], table)
        else:
            joined.append(table)
    return tuple(joined)


def _is_more_of(table: Table, more: Table, text: str) -> bool:
    if table.name or more.name or len(table.rows[0]) != len(more.rows[0]) or more.start < table.end:
        return False
    between = [line.strip().lstrip("# ") for line in text[table.end : more.start].split("\n") if line.strip()]
    titles = {*table.caption[-1:], *(_texts(row)[0] for row in table.rows[:_HEADER_ROWS] if row)}
    if not all(_GOES_ON.fullmatch(line) or line in titles for line in between):
        return False
    head = next((row for row in more.rows if len({cell.start for cell in row if cell.text}) > 1), None)
    if head is None:
        return False
    if _texts(head) in map(_texts, table.rows[:_HEADER_ROWS]):
        return True
    return find_header(more.rows) is None and _first_number(more) == _last_number(table) + 1


def _joined(table: Table, more: Table) -> Table:
    return Table((*table.rows, *more.rows), table.start, more.end, table.name, table.caption, table.first_row)


def _texts(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(plain(cell.text) for cell in row)


def _numbers(table: Table) -> list[int]:
    cells = {row[0].start: row[0].text for row in table.rows if row[0].text}
    return [int(found.group(1)) for text in cells.values() if (found := _NUMBER.fullmatch(text))]


def _first_number(table: Table) -> int:
    return next(iter(_numbers(table)), -1)


def _last_number(table: Table) -> int:
    return next(reversed(_numbers(table)), -2)


def _unfolded(table: Table) -> Table:
    """*table* with its halves (or thirds) one below the other; itself when its columns stand only once."""
    header = find_header(table.rows)
    if header is None:
        return table
    parts = _parts([cell.text and plain(cell.text) for cell in table.rows[header.first]])
    if len(parts) < 2:
        return table
    width = parts[0][1] - parts[0][0]
    rows: list[tuple[Cell, ...]] = []
    waiting: list[Sequence[Cell]] = []

    def close() -> None:
        """Put down the rows between two headings, which hold for all parts."""
        across = _counts_across(waiting, parts)
        halves = [row[start:end] for row in waiting for start, end in parts] if across else []
        halves = halves or [row[start:end] for start, end in parts for row in waiting]
        rows.extend(tuple(half) for half in halves if any(cell.text for cell in half))
        waiting.clear()

    for number, row in enumerate(table.rows):
        filled = {cell.text for cell in row if cell.text}
        if header.first <= number <= header.last or _texts(row) == _texts(table.rows[header.first]):
            close()
            rows.append(tuple(row[:width]))
        elif len(filled) <= 1:
            close()
            rows.append(tuple([next((c for c in row if c.text), row[0])] * width))
        else:
            waiting.append(row)
    close()
    return Table(tuple(rows), table.start, table.end, table.name, table.caption, table.first_row)


def _parts(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The column ranges of a header that says the same several times, an empty column between or none."""
    for width in range(2, len(texts) // 2 + 1):
        for gap in (0, 1):
            starts = range(0, len(texts), width + gap)
            parts = [(start, start + width) for start in starts]
            said = {tuple(texts[start:end]) for start, end in parts}
            if len(said) == 1 and parts[-1][1] == len(texts) and len(set(texts[:width])) == width:
                return parts
    return []


def _counts_across(rows: Sequence[Sequence[Cell]], parts: Sequence[tuple[int, int]]) -> bool:
    """Whether numbers go on from half to half in a row: 1 甲 | 2 乙, and not down the first half."""
    first = [_NUMBER.fullmatch(rows[0][start].text) for start, _ in parts[:2]] if rows else []
    numbers = [int(found.group(1)) for found in first if found]
    return len(numbers) == 2 and numbers[1] == numbers[0] + 1 and len(rows) > 1
