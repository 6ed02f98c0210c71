"""From lines in columns to the rows of a table, where a cell may take several lines.

By rules between them, else around the lines that carry a number or fill most columns. What stands
between two of those belongs to that on its side of the wider gap; where all gaps are alike, as the cells
of this table stand elsewhere (to the top, to the middle, to the bottom of their row).

In: the lines of one table, its columns and the rules of the page. Out: its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from projects.extraction.readers.columns import Cells, Columns, Row, in_columns
from projects.extraction.readers.page_layout import Rule
from projects.extraction.readers.source import Slot

NUMBER = re.compile(r"[（(]?\d{1,4}(?:[-.]\d{1,3})?[)）.、．]?")
AMOUNT = re.compile(r"[-+—－–/％%\d,，.．~～]+")
_LIST_MARK = re.compile(r"[（(]?\d{1,2}[)）.、．](?!\d)|[①-⑳●■◆•·]")


def grid(rows: list[Row], columns: Columns, rules: Sequence[Rule]) -> list[list[Slot]]:
    """The cells of a table, row by row, each with all its lines."""
    cells = [in_columns(row, columns) for row in rows]
    left, right = columns[0][0], columns[-1][1]
    heights = sorted(r.y for r in rules if min(r.x1, right) - max(r.x0, left) > 0.6 * (right - left))
    bands: list[list[Cells]] = []
    for one in cells:
        if not bands or any(bands[-1][-1].row.middle < y < one.row.middle for y in heights):
            bands.append([])
        bands[-1].append(one)
    is_ruled = len(bands) >= 4 and median(map(len, bands)) <= 4
    groups: list[list[Cells]] = []
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


def _figures(band: list[Cells], cells: list[Cells], width: int) -> int:
    """How many list numbers, or figures in one column, stand below each other in *band*."""
    key = key_column(cells)
    columns = [column for column in range(width) if column != key and _is_amounts(cells, column)]
    counts = [sum(1 for one in band if AMOUNT.fullmatch(one.texts.get(column, ""))) for column in columns]
    numbers = 0 if key is None else sum(1 for one in band if NUMBER.fullmatch(one.texts.get(key, "")))
    return max((*counts, numbers), default=0)


def key_column(cells: list[Cells]) -> int | None:
    """The column of list numbers, among the first two."""
    for column in (0, 1):
        texts = [one.texts[column] for one in cells if column in one.texts]
        numbers = [int(re.sub(r"\D.*", "", text.strip("（("))) for text in texts if NUMBER.fullmatch(text)]
        rising = sum(1 for one, two in pairwise(numbers) if two == one + 1)
        if len(numbers) >= 2 and 2 * len(numbers) >= len(texts) and 2 * rising >= len(numbers) - 1:
            return column
    return None


def _anchors(band: list[Cells], cells: list[Cells], width: int) -> list[int]:
    """Lines of *band* each of which makes a row: numbered, filled for the most part, or run over columns."""
    key = key_column(cells)
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


def _is_amounts(cells: list[Cells], column: int) -> bool:
    texts = [one.texts[column] for one in cells if column in one.texts]
    return len(texts) >= 3 and sum(1 for text in texts if AMOUNT.fullmatch(text)) >= 0.7 * len(texts)


def _grouped(band: list[Cells], anchors: list[int]) -> list[list[Cells]]:
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
    groups: list[list[Cells]] = []
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
