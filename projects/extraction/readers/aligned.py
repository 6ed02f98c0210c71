"""Tables of a PDF without lines around their cells: told by how their words stand.

1. Rows with several words below each other, or all rows between rules of one length, may be a table;
   words are parted by wider gaps than text has. Text in two columns is no table.
2. Its columns (:mod:`projects.extraction.readers.columns`) say where its cells are.
3. Its lines become rows (:mod:`projects.extraction.readers.grid`).
4. A table goes on over the page with the columns it has.

In: the pages, with their lines, words and rules. Out: the same, tables taken out of the lines.
Lengths are points from the left and top of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projects.extraction.readers.columns import Cells, Columns, Row, columns_of, in_columns, rows_of
from projects.extraction.readers.grid import AMOUNT, NUMBER, grid, key_column
from projects.extraction.readers.page_layout import Page, Placed, Rule

_WIDE = 0.55  # of the width of the page's text: prose, when it is all that stands on its row
_FAR = 3.5  # characters between two rows of one table at most
_LEAST_ROWS = 3
_FULL_ROWS = 0.15  # share of the lines of a table without numbers that fill several columns
_LONG_CELL = 6  # lines of a cell below all others of its row
_SEEN_ROWS = 5  # so many rows with words in columns look like a table, also when it cannot be read
_PROSE = 0.85, 12  # share of its column that a line of text fills, and its characters
_TEXT_COLUMNS = 3  # more columns than that no page of text has


def take_aligned_tables(pages: Sequence[Page]) -> None:
    """Take the tables that only their words tell out of the lines of *pages*, as tables of those."""
    known: Columns = ()
    for page in pages:
        rows = rows_of(page.lines)
        found = list(_tables(page, rows, known))
        taken = {id(line) for table, _ in found for row in table for line in row.lines}
        page.lines = [line for line in page.lines if id(line) not in taken]
        for table, columns in found:
            placed = grid(table, columns, page.rules)
            page.tables.append(Placed(table[0].top, max(row.bottom for row in table), placed))
        page.tables.sort(key=lambda one: one.top)
        if not found and sum(1 for row in rows if len(row.words) >= 3) >= _SEEN_ROWS:
            page.notices.append("words stand in columns that could not be told apart; read line by line")
        known = ()
        if found:
            last, columns = max(found, key=lambda one: one[0][-1].bottom)
            below = [line for line in page.lines if line.top > last[-1].top]
            known = () if below else columns


def _tables(page: Page, rows: list[Row], known: Columns) -> Iterator[tuple[list[Row], Columns]]:
    """The rows of each table of *page* with its columns."""
    width = max((row.words[-1].x1 for row in rows), default=0.0) - min(
        (row.words[0].x0 for row in rows), default=0.0
    )
    rest = rows
    if known and rows:
        going_on = _goes_on(rows, known)
        if going_on:
            own = columns_of(going_on)
            wider = len(own) > len(known) and len(going_on) >= _LEAST_ROWS
            yield going_on, own if wider else known
            rest = rows[len(going_on) :]
    for left, right, top, bottom in _ruled_areas(page.rules):
        lines = [line for row in rest if top <= row.middle <= bottom for line in row.lines]
        inside = rows_of([line for line in lines if left - 6 <= (line.x0 + line.x1) / 2 <= right + 6])
        columns = columns_of(inside)
        if len(inside) >= 2 and len(columns) >= 2 and _is_table(inside, columns, is_ruled=True):
            yield inside, columns
            taken = {id(line) for row in inside for line in row.lines}
            rest = rows_of([line for row in rest for line in row.lines if id(line) not in taken])
    for window in _windows(rest, width):
        yield from _within(window)


def _within(window: list[Row], depth: int = 0) -> Iterator[tuple[list[Row], Columns]]:
    """The tables among *window*, which is parted at its widest gap when it is none as a whole."""
    several = [index for index, row in enumerate(window) if len(row.words) >= 2]
    if len(several) < _LEAST_ROWS or depth > 8:
        return
    columns = columns_of(window)
    table = _trimmed(window, columns)
    if len(columns) >= 2 and _is_table(table, columns_of(table), is_ruled=False):
        start = window.index(table[0])
        yield from _within(window[:start], depth + 1)
        yield table, columns_of(table)
        yield from _within(window[start + len(table) :], depth + 1)
        return
    at = max(range(1, len(window)), key=lambda index: _break(window, index))
    yield from _within(window[:at], depth + 1)
    yield from _within(window[at:], depth + 1)


def _break(window: list[Row], index: int) -> float:
    """How much speaks for a table's beginning at *index*."""
    above, row = window[index - 1], window[index]
    gap = (row.top - above.bottom) / max(row.size, 1.0)
    changes = (len(row.words) == 1) != (len(above.words) == 1)
    return gap + (1.0 if changes else 0.0) + (1.0 if abs(above.size - row.size) > 0.8 else 0.0)


def _windows(rows: list[Row], width: float) -> Iterator[list[Row]]:
    """Rows below each other, of which hardly any is a line of prose."""
    window: list[Row] = []
    for index, row in enumerate(rows):
        length = row.words[-1].x1 - row.words[0].x0
        free = length - sum(word.x1 - word.x0 for word in row.words)
        is_wide = length > _WIDE * width and free < (1.0 if len(row.words) < 3 else 1.5) * row.size
        following = rows[index + 1] if index + 1 < len(rows) else None
        within = bool(window) and len(window[-1].words) > 1 and following and len(following.words) > 2
        if (is_wide and not within) or (window and row.top - window[-1].bottom > _FAR * row.size):
            yield window
            window = []
        if not is_wide or within:
            window.append(row)
    yield window


def _ruled_areas(rules: Sequence[Rule]) -> Iterator[tuple[float, float, float, float]]:
    """Left, right, top, bottom of at least three rules of one length below each other."""
    left = sorted(rules, key=lambda rule: rule.y)
    while left:
        first = left[0]
        alike = [r for r in left if abs(r.x0 - first.x0) <= 6 and abs(r.x1 - first.x1) <= 6]
        if len(alike) >= 3 and alike[-1].y - first.y > 20:
            yield first.x0, first.x1, first.y, alike[-1].y
        left = [rule for rule in left if rule not in alike]


def _goes_on(rows: list[Row], columns: Columns) -> list[Row]:
    """The rows at the head of a page that stand in the *columns* of the page before."""
    taken: list[Row] = []
    for row in rows:
        cells = in_columns(row, columns)
        is_outside = (
            row.words[0].x0 < columns[0][0] - row.size or row.words[-1].x1 > columns[-1][1] + row.size
        )
        is_far = bool(taken) and row.top - taken[-1].bottom > 2 * row.size
        if cells.runs_over or (len(cells.texts) == 1 and (is_far or is_outside or 0 in cells.texts)):
            break
        taken.append(row)
    several = [row for row in taken if len(in_columns(row, columns).texts) >= 2]
    return taken if several else []


def _is_table(rows: list[Row], columns: Columns, *, is_ruled: bool) -> bool:
    cells = [in_columns(row, columns) for row in rows]
    full = [
        one for one in cells if len(one.texts) >= min(3, len(columns)) and not (one.runs_over or one.is_cut)
    ]
    over = sum(1 for one in cells if one.runs_over or one.is_cut)
    several = sum(1 for one in cells if len(one.texts) >= 2)
    if len(columns) < 2 or len(full) < (2 if is_ruled else _LEAST_ROWS) or over > max(1, 0.25 * several):
        return False
    if is_ruled:
        return True
    if len(full) < _FULL_ROWS * len(cells) and key_column(cells) is None:
        return False
    if len(columns) <= _TEXT_COLUMNS and _is_prose(rows, columns):
        return False
    if len(columns) == 2:
        return _has_numbers(cells)
    return True


def _is_prose(rows: list[Row], columns: Columns) -> bool:
    """Whether most lines fill their column, in every column but narrow ones: text in columns."""
    share, least = _PROSE
    for start, end in columns:
        words = [word for row in rows for word in row.words if start <= (word.x0 + word.x1) / 2 <= end]
        filled = [w for w in words if w.x1 - w.x0 >= share * (end - start) and len(w.text) >= least]
        if 2 * len(filled) < len(words):
            return False
    return True


def _has_numbers(cells: list[Cells]) -> bool:
    """Whether one of two columns holds figures alone, under a head that is none."""
    for column in (0, 1):
        texts = [one.texts[column] for one in cells if column in one.texts and len(one.texts) == 2]
        figures = sum(1 for text in texts[1:] if AMOUNT.fullmatch(text) or NUMBER.fullmatch(text))
        if len(texts) > _LEAST_ROWS and figures >= 0.8 * (len(texts) - 1) and not AMOUNT.search(texts[0]):
            return True
    return False


def _trimmed(window: list[Row], columns: Columns) -> list[Row]:
    """*window* without the lines above and below that belong to no row of the table."""
    if len(columns) < 2:
        return []
    cells = [in_columns(row, columns) for row in window]

    def is_outside(index: int, neighbour: int) -> bool:
        one = cells[index]
        if len(one.texts) >= 2 and not one.runs_over:
            return False
        first, second = window[min(index, neighbour)], window[max(index, neighbour)]
        if one.runs_over or 0 in one.texts:
            return True
        near = 0.45 if index < neighbour else 0.8  # characters; a cell goes on below rather than above
        return second.top - first.bottom > near * second.size

    start, end = 0, len(window)
    while start < end - 1 and is_outside(start, start + 1):
        start += 1
    while end - 1 > start and is_outside(end - 1, end - 2):
        end -= 1
    last = max((index for index in range(start, end) if len(cells[index].texts) >= 2), default=end - 1)
    if end - 1 - last > _LONG_CELL:  # a text below rather than the rest of a cell
        end = last + 1
    return window[start:end]
