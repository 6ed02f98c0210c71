"""Boxes (专栏) printed as a table 类别 | 重点项目, written as boxes are: 类别：A；B, a row a line.

A row's first cell is the category of what the other one lists. The lines of that cell are entries
where the file itself marks their ends (``Cell.breaks``) and they do not plainly go on; a line below a
name that tells of it stays with it. Input: the text of a document and its tables. Output: text of the
same length, so that every character keeps its offset; tables that are no such boxes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from projects.extraction.brackets import bracket_depth
from projects.extraction.entry_parts import look_like_names
from projects.extraction.list_header import names_column, plain
from projects.extraction.markers import marker
from projects.extraction.readers import Cell, Table
from projects.extraction.task_rows import paragraph_of
from projects.extraction.trail import lists_projects
from projects.extraction.words import distinctive, has_own_letters, is_complete_name

_TITLE = re.compile(r"专\s*栏\s*[\d一二三四五六七八九十]")
_CATEGORY = re.compile(r"(?=.*[\u4e00-\u9fff]{2})[^，。；：:]{2,24}")
_NUMBER = re.compile(r"\d{1,3}|序\s*号|编\s*号")
_COLUMNS = 3  # 领域 | 方向 | 重点项目; a column of numbers beside them
_CLOSED = tuple("，。；：、,;:")
_OPEN_END = re.compile(r"[、，及和与暨—（(-]$")
_REST = re.compile(r"[及和与、，（()）]|等")
_SHORT = 6


def written_as_boxes(text: str, tables: Iterable[Table]) -> str:
    """*text* with those of *tables* that are boxes of categories written line by line.

    Parameters
    ----------
    text
        The text of a document.
    tables
        Tables in it, their cells with offsets in *text*; those that are no such boxes change nothing.

    Returns
    -------
    str
        A text of the same length, in which all else keeps its offset.
    """
    chars = list(text)
    for table in tables:
        if not _is_titled(table):
            continue
        rows = [_filled(row) for row in table.rows]
        if _has_categories(rows):
            _write(table, rows, chars)
    return "".join(chars)


def goes_on(line: str, following: str) -> bool:
    """Whether a line of a cell is not the end of a name: 甲乙污水处理 ⏎ 厂三期, 甲产业园 ⏎ （二期）."""
    if bracket_depth(line) or _OPEN_END.search(line) or _REST.match(following):
        return True
    is_rest = len(following) <= _SHORT and len(distinctive(following)) < 2
    return not is_complete_name(line) and is_rest


def _filled(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row that hold more than a number, a merged one once."""
    return list({cell.start: cell for cell in row if cell.text and not _NUMBER.fullmatch(cell.text)}.values())


def _is_titled(table: Table) -> bool:
    """Whether the table is a 专栏 or a list of projects by the lines above it or its own first row."""
    own = {cell.text for cell in table.rows[0] if cell.text}
    lines = (*table.caption, *own) if len(own) == 1 else table.caption
    return any(
        _TITLE.match(line) or (len(line) <= 30 and marker(line) is None and lists_projects(line))
        for line in lines
    )


def _has_categories(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether each row is a category, or one below another, and what it lists."""
    listing = [row for row in rows if len(row) > 1]
    if not listing or any(len(row) > _COLUMNS for row in rows):
        return False
    if max(map(len, listing)) == _COLUMNS and not _is_header(listing[0]):
        return False
    beside = [all(map(_is_name, row)) for row in listing]
    if 2 * sum(beside) > len(beside):
        return False  # two columns of names
    return all(_CATEGORY.fullmatch(row[-2].text) for row in listing)


def _is_name(cell: Cell) -> bool:
    return is_complete_name(cell.text) and has_own_letters(cell.text)


def _is_header(row: Sequence[Cell]) -> bool:
    """Whether a row only names the columns: 类别 | 重点项目."""
    return names_column(row[-1].text) and all(len(plain(cell.text)) <= _SHORT for cell in row)


def _write(table: Table, rows: Sequence[Sequence[Cell]], chars: list[str]) -> None:
    for at in range(table.start, table.end):
        chars[at] = "\n" if chars[at] == "\n" else " "
    header = next(row for row in rows if len(row) > 1)
    category = last = -1  # where the last category and the last list stand
    for row in rows:
        if row is header and _is_header(row):
            continue
        for cell in row[-2:]:
            chars[cell.start : cell.end] = cell.text
        if len(row) < 2:
            category = -1
            continue
        label, listed = row[-2:]
        ends = {line.text[-1:] for line in label.lines}
        if len(ends) == 1 and all(len(line.text) > 2 for line in label.lines):
            for at in label.breaks:  # 盐都区 ⏎ 亭湖区: a name a line
                chars[label.start + at] = "、"
        if listed.start <= max(last, label.start):
            continue  # merged over rows, it stands beside the first of them
        last = listed.start
        if label.start == category:  # merged: the row goes on with the list of the one above
            _join(chars, listed)
        else:
            chars[label.end] = "："
            category = label.start
        for at, mark in zip(listed.breaks, _marks(listed.lines), strict=True):
            chars[listed.start + at] = mark


def _join(chars: list[str], listed: Cell) -> None:
    """Put the line of *listed* behind the one above it."""
    end = listed.start - 1
    while end and chars[end] == " ":
        end -= 1
    if chars[end] == "\n":
        before = next(char for char in reversed(chars[:end]) if not char.isspace())
        chars[end] = " " if before in _CLOSED else "；"


def _marks(lines: Sequence[Cell]) -> list[str]:
    """What parts each line of a cell from the next one: ；between entries, 。before what tells of one."""
    texts = [cell.text for cell in lines]
    marked = [marker(text) is not None for text in texts]
    parts: list[str] = []
    for number, (line, following) in enumerate(pairwise(texts), 1):
        if line.endswith(_CLOSED) or (not marked[number] and goes_on(line, following)):
            parts.append(" ")
        else:
            parts.append("；" if marked[number] or not any(marked) else "。")
    if any(marked) or "；" not in parts:
        return parts
    entries = [""]
    for text, part in zip(texts, [*parts, " "], strict=True):
        entries[-1] += text
        entries += [""] if part == "；" else []
    if look_like_names([paragraph_of(Cell(entry, 0)) for entry in entries if entry]):
        return parts
    return ["。" if parts[0] == "；" and is_complete_name(texts[0]) else " ", *(" " for _ in parts[1:])]
