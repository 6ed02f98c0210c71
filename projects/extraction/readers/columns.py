"""Rows and columns of words on a page of a PDF.

A row is what stands at one height. Columns are parted where no word stands, whatever the rows; words
that run over several columns (a heading within the table) do not count.

In: lines of a page. Out: :class:`Row`, the columns of several of them, and :class:`Cells` of each.
Lengths are points from the left and top of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from projects.extraction.readers.page_layout import Line, Word, is_page_number

_COLUMN_GAP = 0.5  # characters between columns at least
_SPANNING = 0.1  # share of rows that may run over a gap between columns

Columns = tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Row:
    """What stands at one height."""

    lines: list[Line]
    words: list[Word] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0

    @property
    def middle(self) -> float:
        """Halfway down."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Cells:
    """A row put into columns: column → text.

    When it *runs_over*, a word stands in several of them; when it *is_cut*, long cells all but meet
    and were parted where the others are.
    """

    row: Row
    texts: dict[int, str]
    runs_over: bool
    is_cut: bool


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Lines of a page put together by their height, page numbers left out."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda one: ((one.top + one.bottom) / 2, one.x0)):
        here = (line.top + line.bottom) / 2
        if not rows or here - (rows[-1].lines[0].top + rows[-1].lines[0].bottom) / 2 > 0.4 * line.size:
            rows.append(Row([]))
        rows[-1].lines.append(line)
    for row in rows:
        row.words = sorted((word for line in row.lines for word in line.words), key=lambda one: one.x0)
        row.top = min(line.top for line in row.lines)
        row.bottom = max(line.bottom for line in row.lines)
        row.size = median(line.size for line in row.lines)
    return [row for row in rows if row.words and not all(is_page_number(one.text) for one in row.lines)] or []


def columns_of(rows: Sequence[Row]) -> Columns:
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


def _cores(rows: Sequence[Row], size: float) -> Columns:
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


def _with_sparse(rows: Sequence[Row], cores: Columns, gap: float) -> Columns:
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


def in_columns(row: Row, columns: Columns) -> Cells:
    """The words of a row, each in the column in which it stands."""
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
    return Cells(row, {at: _text(found) for at, found in words.items()}, runs_over, is_cut)


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
