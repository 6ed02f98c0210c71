"""Responsibility tables that kept their cells (docx, pdf, html, sheets): rows become Tasks.

The header's words are those of ``data/rules/task_labels.csv``; it needs a column of tasks and one
of units or deadlines. A row without a task of its own goes on with the one above; a
heading inside the table (also 一 | 工业强市) is the category of the rows below it, and the title of a
list of deeds for the people that of all its rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from projects.extraction.entries import is_list_of_deeds
from projects.extraction.parse import Paragraph, clean
from projects.extraction.readers import Cell, Table
from projects.extraction.tasks import Task, split_units
from projects.vocabulary.rules import rules

_HEADING_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十]+[）)]?[、.．]?")
_COLUMNS = ("lead_units", "participating_units", "leaders", "deadline")


def read_tasks(table: Table) -> list[Task]:
    """Tasks of a responsibility table; empty when the table is none."""
    labels = {row["label"]: row["field"] for row in rules("task_labels")}
    columns: dict[str, int] = {}
    tasks: list[Task] = []
    category = next((line for line in reversed(table.caption) if is_list_of_deeds(line)), "")
    counts: dict[int, int] = {}
    for row in table.rows:
        found = _header(row, labels)
        if found:
            columns = found
            continue
        filled = list({cell.start: cell for cell in row if cell.text}.values())
        if not columns:
            title = clean(filled[0].text) if len(filled) == 1 else ""
            category = title if is_list_of_deeds(title) else category
            continue
        body = row[columns["text"]]
        if len(filled) == 1 or (len(filled) == 2 and _HEADING_NUMBER.fullmatch(filled[0].text)):
            category = clean(filled[-1].text)
            continue
        if not body.text or (tasks and tasks[-1].body.offsets[0] == body.start):
            continue
        number = row[columns["number"]] if "number" in columns else Cell("", body.start)
        counts[number.start] = counts.get(number.start, 0) + 1
        texts = {one: row[columns[one]].text if one in columns else "" for one in _COLUMNS}
        tasks.append(
            Task(
                number.text if counts[number.start] == 1 else f"{number.text}-{counts[number.start]}",
                category,
                paragraph_of(body),
                lead_units=split_units(texts["lead_units"]),
                participating_units=split_units(texts["participating_units"]),
                leaders=split_units(texts["leaders"]),
                deadline=clean(texts["deadline"]),
            )
        )
    return tasks


def paragraph_of(cell: Cell) -> Paragraph:
    """The text of a cell without the white space that means nothing, each character with its offset."""
    text = clean(cell.text)
    offsets: list[int] = []
    position = 0
    for char in text:
        while cell.text[position] != char:
            position += 1
        offsets.append(cell.start + position)
        position += 1
    return Paragraph(text, tuple(offsets))


def _header(row: tuple[Cell, ...], labels: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(row):
        field = labels.get(re.sub(r"\s|[（(].*", "", cell.text), "")
        if field and field not in columns:
            columns[field] = index
    return columns if "text" in columns and len(columns) >= 2 and columns.keys() & set(_COLUMNS) else {}
