"""Tables of a PDF without lines around their cells: told by how their words stand.

1. A row is what stands at one height; words are parted by wider gaps than text has. Rows with
   several words below each other, or all rows between rules of one length, may be a table.
2. Columns are parted where no word stands, whatever the rows; words that run over several
   columns (a heading within the table) do not count. Text in two columns is no table.
3. Lines become rows of the table: by rules between them, else around the lines that carry a
   number or fill most columns. What stands between two of those belongs to that on its side of
   the wider gap; where all gaps are alike, as the cells of this table stand elsewhere (to the
   top, to the middle, to the bottom of their row).
4. A table goes on over the page with the columns it has.

Lengths are points from the left and top of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from projects.extraction.readers.page_layout import Line, Page, Placed, Rule, Word, is_page_number
from projects.extraction.readers.source import Slot

_COLUMN_GAP = 0.5  # characters between columns at least
_WIDE = 0.55  # of the width of the page's text: prose, when it is all that stands on its row
_FAR = 3.5  # characters between two rows of one table at most
_SPANNING = 0.1  # share of rows that may run over a gap between columns
_LEAST_ROWS = 3
_FULL_ROWS = 0.15  # share of the lines of a table without numbers that fill several columns
_LONG_CELL = 6  # lines of a cell below all others of its row
_SEEN_ROWS = 5  # so many rows with words in columns look like a table, also when it cannot be read
_PROSE = 0.85, 12  # share of its column that a line of text fills, and its characters
_TEXT_COLUMNS = 3  # more columns than that no page of text has
_NUMBER = re.compile(r"[（(]?\d{1,4}(?:[-.]\d{1,3})?[)）.、．]?")
_AMOUNT = re.compile(r"[-+—－–/％%\d,，.．~～]+")
_LIST_MARK = re.compile(r"[（(]?\d{1,2}[)）.、．](?!\d)|[①-⑳●■◆•·]")

Columns = tuple[tuple[float, float], ...]


@dataclass(slots=True)
class _Row:
    """What stands at one height."""

    lines: list[Line]
    words: list[Word] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class _Cells:
    """A row put into columns: column → text.

    When it *runs_over*, a word stands in several of them; when it *is_cut*, long cells all but meet
    and were parted where the others are.
    """

    row: _Row
    texts: dict[int, str]
    runs_over: bool
    is_cut: bool


def take_aligned_tables(pages: Sequence[Page]) -> None:
    """Take the tables that only their words tell out of the lines of *pages*, as tables of those."""
    known: Columns = ()
    for page in pages:
        rows = _rows(page.lines)
        found = list(_tables(page, rows, known))
        taken = {id(line) for table, _ in found for row in table for line in row.lines}
        page.lines = [line for line in page.lines if id(line) not in taken]
        for table, columns in found:
            grid = _grid(table, columns, page.rules)
            page.tables.append(Placed(table[0].top, max(row.bottom for row in table), grid))
        page.tables.sort(key=lambda one: one.top)
        if not found and sum(1 for row in rows if len(row.words) >= 3) >= _SEEN_ROWS:
            page.notices.append("words stand in columns that could not be told apart; read line by line")
        known = ()
        if found:
            last, columns = max(found, key=lambda one: one[0][-1].bottom)
            below = [line for line in page.lines if line.top > last[-1].top]
            known = () if below else columns


# Where tables are


def _tables(page: Page, rows: list[_Row], known: Columns) -> Iterator[tuple[list[_Row], Columns]]:
    """The rows of each table of *page* with its columns."""
    width = max((row.words[-1].x1 for row in rows), default=0.0) - min(
        (row.words[0].x0 for row in rows), default=0.0
    )
    rest = rows
    if known and rows:
        going_on = _goes_on(rows, known)
        if going_on:
            own = _columns(going_on)
            wider = len(own) > len(known) and len(going_on) >= _LEAST_ROWS
            yield going_on, own if wider else known
            rest = rows[len(going_on) :]
    for left, right, top, bottom in _ruled_areas(page.rules):
        lines = [line for row in rest if top <= row.middle <= bottom for line in row.lines]
        inside = _rows([line for line in lines if left - 6 <= (line.x0 + line.x1) / 2 <= right + 6])
        columns = _columns(inside)
        if len(inside) >= 2 and len(columns) >= 2 and _is_table(inside, columns, is_ruled=True):
            yield inside, columns
            taken = {id(line) for row in inside for line in row.lines}
            rest = _rows([line for row in rest for line in row.lines if id(line) not in taken])
    for window in _windows(rest, width):
        yield from _within(window)


def _within(window: list[_Row], depth: int = 0) -> Iterator[tuple[list[_Row], Columns]]:
    """The tables among *window*, which is parted at its widest gap when it is none as a whole."""
    several = [index for index, row in enumerate(window) if len(row.words) >= 2]
    if len(several) < _LEAST_ROWS or depth > 8:
        return
    columns = _columns(window)
    table = _trimmed(window, columns)
    if len(columns) >= 2 and _is_table(table, _columns(table), is_ruled=False):
        start = window.index(table[0])
        yield from _within(window[:start], depth + 1)
        yield table, _columns(table)
        yield from _within(window[start + len(table) :], depth + 1)
        return
    at = max(range(1, len(window)), key=lambda index: _break(window, index))
    yield from _within(window[:at], depth + 1)
    yield from _within(window[at:], depth + 1)


def _break(window: list[_Row], index: int) -> float:
    """How much speaks for a table's beginning at *index*."""
    above, row = window[index - 1], window[index]
    gap = (row.top - above.bottom) / max(row.size, 1.0)
    changes = (len(row.words) == 1) != (len(above.words) == 1)
    return gap + (1.0 if changes else 0.0) + (1.0 if abs(above.size - row.size) > 0.8 else 0.0)


def _windows(rows: list[_Row], width: float) -> Iterator[list[_Row]]:
    """Rows below each other, of which hardly any is a line of prose."""
    window: list[_Row] = []
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


def _goes_on(rows: list[_Row], columns: Columns) -> list[_Row]:
    """The rows at the head of a page that stand in the *columns* of the page before."""
    taken: list[_Row] = []
    for row in rows:
        cells = _in_columns(row, columns)
        is_outside = (
            row.words[0].x0 < columns[0][0] - row.size or row.words[-1].x1 > columns[-1][1] + row.size
        )
        is_far = bool(taken) and row.top - taken[-1].bottom > 2 * row.size
        if cells.runs_over or (len(cells.texts) == 1 and (is_far or is_outside or 0 in cells.texts)):
            break
        taken.append(row)
    several = [row for row in taken if len(_in_columns(row, columns).texts) >= 2]
    return taken if several else []


def _is_table(rows: list[_Row], columns: Columns, *, is_ruled: bool) -> bool:
    cells = [_in_columns(row, columns) for row in rows]
    full = [
        one for one in cells if len(one.texts) >= min(3, len(columns)) and not (one.runs_over or one.is_cut)
    ]
    over = sum(1 for one in cells if one.runs_over or one.is_cut)
    several = sum(1 for one in cells if len(one.texts) >= 2)
    if len(columns) < 2 or len(full) < (2 if is_ruled else _LEAST_ROWS) or over > max(1, 0.25 * several):
        return False
    if is_ruled:
        return True
    if len(full) < _FULL_ROWS * len(cells) and _key(cells) is None:
        return False
    if len(columns) <= _TEXT_COLUMNS and _is_prose(rows, columns):
        return False
    if len(columns) == 2:
        return _has_numbers(cells)
    return True


def _is_prose(rows: list[_Row], columns: Columns) -> bool:
    """Whether most lines fill their column, in every column but narrow ones: text in columns."""
    share, least = _PROSE
    for start, end in columns:
        words = [word for row in rows for word in row.words if start <= (word.x0 + word.x1) / 2 <= end]
        filled = [w for w in words if w.x1 - w.x0 >= share * (end - start) and len(w.text) >= least]
        if 2 * len(filled) < len(words):
            return False
    return True


def _has_numbers(cells: list[_Cells]) -> bool:
    """Whether one of two columns holds figures alone, under a head that is none."""
    for column in (0, 1):
        texts = [one.texts[column] for one in cells if column in one.texts and len(one.texts) == 2]
        figures = sum(1 for text in texts[1:] if _AMOUNT.fullmatch(text) or _NUMBER.fullmatch(text))
        if len(texts) > _LEAST_ROWS and figures >= 0.8 * (len(texts) - 1) and not _AMOUNT.search(texts[0]):
            return True
    return False


def _trimmed(window: list[_Row], columns: Columns) -> list[_Row]:
    """*window* without the lines above and below that belong to no row of the table."""
    if len(columns) < 2:
        return []
    cells = [_in_columns(row, columns) for row in window]

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


# Rows and columns


def _rows(lines: Sequence[Line]) -> list[_Row]:
    rows: list[_Row] = []
    for line in sorted(lines, key=lambda one: ((one.top + one.bottom) / 2, one.x0)):
        here = (line.top + line.bottom) / 2
        if not rows or here - (rows[-1].lines[0].top + rows[-1].lines[0].bottom) / 2 > 0.4 * line.size:
            rows.append(_Row([]))
        rows[-1].lines.append(line)
    for row in rows:
        row.words = sorted((word for line in row.lines for word in line.words), key=lambda one: one.x0)
        row.top = min(line.top for line in row.lines)
        row.bottom = max(line.bottom for line in row.lines)
        row.size = median(line.size for line in row.lines)
    return [row for row in rows if row.words and not all(is_page_number(one.text) for one in row.lines)] or []


def _columns(rows: Sequence[_Row]) -> Columns:
    """From where to where words stand in each column; the gaps between are free of words."""
    if not rows:
        return ()
    size = median(row.size for row in rows)
    several = _cores([row for row in rows if len(row.words) >= 2], size)
    # A line of its own that reaches from one column to the next is a heading and parts nothing.
    kept = [row for row in rows if len(row.words) >= 2 or not _reaches_over(row.words[0], several, size)]
    return _with_sparse(kept, _cores(kept, size), _COLUMN_GAP * size)


def _reaches_over(word: Word, columns: Columns, size: float) -> bool:
    touched = [one for one in columns if word.x0 < one[1] and word.x1 > one[0]]
    near = [one for one in columns if word.x0 < one[1] + size and word.x1 > one[0] - size]
    return bool(touched) and len(near) > 1


def _cores(rows: Sequence[_Row], size: float) -> Columns:
    if not rows:
        return ()
    left = min(row.words[0].x0 for row in rows)
    width = int(max(row.words[-1].x1 for row in rows) - left) + 2
    covered = [0] * width
    for row in rows:
        for word in row.words:
            for at in range(int(word.x0 - left), min(int(word.x1 - left) + 1, width)):
                covered[at] += 1
    spanning = int(_SPANNING * len(rows)) if len(rows) >= 10 else int(len(rows) >= 5)
    return _runs([count > spanning for count in covered], left, _COLUMN_GAP * size)


def _runs(covered: Sequence[bool], left: float, gap: float) -> Columns:
    runs: list[tuple[float, float]] = []
    start: int | None = None
    for at, is_covered in enumerate((*covered, False)):
        if is_covered and start is None:
            start = at
        elif not is_covered and start is not None:
            if runs and left + start - runs[-1][1] < gap:
                runs[-1] = (runs[-1][0], left + at)
            else:
                runs.append((left + start, left + at))
            start = None
    return tuple(runs)


def _with_sparse(rows: Sequence[_Row], cores: Columns, gap: float) -> Columns:
    """*cores* with columns that few rows fill: words that stand between or beside all others."""
    alone = [
        (word.x0, word.x1)
        for row in rows
        for word in row.words
        if len(row.words) > 1 and all(word.x1 < start - gap or word.x0 > end + gap for start, end in cores)
    ]
    found: list[tuple[float, float]] = []
    for start, end in sorted(alone):
        if found and start <= found[-1][1] + gap:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    kept = [one for one in found if sum(1 for word in alone if one[0] <= word[0] <= one[1]) >= 2]
    return tuple(sorted((*cores, *kept)))


def _in_columns(row: _Row, columns: Columns) -> _Cells:
    bounds = [(one[1] + two[0]) / 2 for one, two in pairwise(columns)]
    words: dict[int, list[Word]] = {}
    runs_over = is_cut = False
    reached = {at for word in row.words for at in _touched(word, columns, row.size)}
    is_full = len(row.words) > 1 and len(reached) >= max(2, 0.6 * len(columns))
    for word in row.words:
        touched = _touched(word, columns, row.size)
        if len(touched) > 1 and is_full:  # long cells that all but meet
            for at, part in zip(touched, _cut(word, [bounds[at] for at in touched[:-1]]), strict=True):
                words.setdefault(at, []).append(part)
            is_cut = True
            continue
        runs_over |= len(touched) > 1
        middle = (word.x0 + word.x1) / 2
        at = touched[0] if touched else sum(1 for bound in bounds if bound < middle)
        words.setdefault(at, []).append(word)
    return _Cells(row, {at: _text(found) for at, found in words.items()}, runs_over, is_cut)


def _touched(word: Word, columns: Columns, size: float) -> list[int]:
    """The columns in which a good part of *word* stands."""
    return [
        index
        for index, (start, end) in enumerate(columns)
        if min(word.x1, end) - max(word.x0, start) > min(0.8 * size, 0.5 * (end - start))
    ]


def _cut(word: Word, bounds: Sequence[float]) -> Iterator[Word]:
    """The parts of *word* between *bounds*, each from a whole character on."""
    widths = [0.5 if char.isascii() else 1.0 for char in word.text]
    scale = (word.x1 - word.x0) / sum(widths)
    text, start, at = "", word.x0, word.x0
    rest = list(bounds)
    for char, width in zip(word.text, widths, strict=True):
        if rest and text and at + 0.5 * width * scale > rest[0]:
            yield Word(text.strip(), start, at)
            text, start = "", at
            rest.pop(0)
        text += char
        at += width * scale
    yield Word(text.strip(), start, at)
    yield from (Word("", at, at) for _ in rest)


def _text(words: Sequence[Word]) -> str:
    text = words[0].text
    for before, word in pairwise(words):
        is_spread = len(before.text) <= 2 and len(word.text) <= 2 and not (before.text + word.text).isascii()
        text += ("" if is_spread else " ") + word.text
    return text


# Lines to rows of the table


def _grid(rows: list[_Row], columns: Columns, rules: Sequence[Rule]) -> list[list[Slot]]:
    cells = [_in_columns(row, columns) for row in rows]
    left, right = columns[0][0], columns[-1][1]
    heights = sorted(r.y for r in rules if min(r.x1, right) - max(r.x0, left) > 0.6 * (right - left))
    bands: list[list[_Cells]] = []
    for one in cells:
        if not bands or any(bands[-1][-1].row.middle < y < one.row.middle for y in heights):
            bands.append([])
        bands[-1].append(one)
    is_ruled = len(bands) >= 4 and median(map(len, bands)) <= 4
    groups: list[list[_Cells]] = []
    for band in bands:
        anchors = _anchors(band, cells, len(columns))
        if len(anchors) <= 1 or (is_ruled and _figures(band, cells, len(columns)) <= 1):
            groups.append(band)
        else:
            groups += _grouped(band, anchors)
    return [
        [
            Slot(_joined([one.texts[at] for one in group if at in one.texts]), wraps=True)
            for at in range(len(columns))
        ]
        for group in groups
    ]


def _figures(band: list[_Cells], cells: list[_Cells], width: int) -> int:
    """How many list numbers, or figures in one column, stand below each other in *band*."""
    key = _key(cells)
    columns = [column for column in range(width) if column != key and _is_amounts(cells, column)]
    counts = [sum(1 for one in band if _AMOUNT.fullmatch(one.texts.get(column, ""))) for column in columns]
    numbers = 0 if key is None else sum(1 for one in band if _NUMBER.fullmatch(one.texts.get(key, "")))
    return max((*counts, numbers), default=0)


def _key(cells: list[_Cells]) -> int | None:
    """The column of list numbers, among the first two."""
    for column in (0, 1):
        texts = [one.texts[column] for one in cells if column in one.texts]
        numbers = [int(re.sub(r"\D.*", "", text.strip("（("))) for text in texts if _NUMBER.fullmatch(text)]
        rising = sum(1 for one, two in pairwise(numbers) if two == one + 1)
        if len(numbers) >= 2 and 2 * len(numbers) >= len(texts) and 2 * rising >= len(numbers) - 1:
            return column
    return None


def _anchors(band: list[_Cells], cells: list[_Cells], width: int) -> list[int]:
    """Lines of *band* each of which makes a row: numbered, filled for the most part, or run over columns."""
    key = _key(cells)
    if key is None:
        full = max(2, -(-width * 3 // 5))
        return [index for index, one in enumerate(band) if one.runs_over or len(one.texts) >= full]
    keyed = [index for index, one in enumerate(band) if one.runs_over or key in one.texts]
    amounts = [column for column in range(width) if column != key and _is_amounts(cells, column)]
    for index, one in enumerate(band):  # a sum has no number
        if index in keyed or not any(column in one.texts for column in amounts):
            continue
        if all(abs(one.row.middle - band[at].row.middle) > 0.9 * one.row.size for at in keyed):
            keyed.append(index)
    return sorted(keyed)


def _is_amounts(cells: list[_Cells], column: int) -> bool:
    texts = [one.texts[column] for one in cells if column in one.texts]
    return len(texts) >= 3 and sum(1 for text in texts if _AMOUNT.fullmatch(text)) >= 0.7 * len(texts)


def _grouped(band: list[_Cells], anchors: list[int]) -> list[list[_Cells]]:
    """*band* parted into rows of the table, each around one of *anchors*."""
    size = median(one.row.size for one in band)
    choices: list[tuple[int, int, int, bool]] = []  # anchors before and behind, where to part, whether surely
    for before, behind in pairwise(anchors):
        gaps = [band[i].row.top - band[i - 1].row.bottom for i in range(before + 1, behind + 1)]
        widest = max(gaps)
        at = before + 1 + gaps.index(widest)
        others = sorted(gaps)[:-1]
        is_sure = not others or widest - others[-1] > 0.12 * size
        choices.append((before, behind, at, is_sure))
    above = anchors[0] + sum(behind - at for _, behind, at, is_sure in choices if is_sure)
    below = sum(at - before - 1 for before, _, at, is_sure in choices if is_sure)
    groups: list[list[_Cells]] = []
    start = 0
    for before, behind, found, is_sure in choices:
        at = found
        if not is_sure:
            if above and below:
                middle, top = band[before].row.middle, band[start].row.top
                at = min(
                    range(before + 1, behind + 1),
                    key=lambda k: abs(band[k - 1].row.bottom - middle - (middle - top)),
                )
            else:
                at = before + 1 if above else behind
        groups.append(band[start:at])
        start = at
    groups.append(band[start:])
    return groups


def _joined(lines: Sequence[str]) -> str:
    """The lines of a cell as one, with a blank between words in Latin letters, and before list marks."""
    text = lines[0] if lines else ""
    for line in lines[1:]:
        parts = (text[-1:].isascii() and line[:1].isascii()) or _LIST_MARK.match(line)
        text += (" " if parts and not text.endswith(("-", "（", "(")) else "") + line
    return text
