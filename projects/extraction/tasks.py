"""Numbered tasks with their responsibilities: bracketed behind the text, or rows of a table.

Two ways of printing are read:

* ``12.text。〔牵头领导：…；牵头单位：…；责任单位：…〕`` – the bracket may be closed by a wrong
  one, or stand on the next line;
* a table that a conversion flattened to one cell a line: header cells (序号, 重点任务, 责任单位,
  配合单位, 完成时间 …), then rows, some with sub-rows (15-1 … 15-8), with headings between.

The words that label responsibilities and columns are rows of ``data/rules/task_labels.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from projects.extraction.brackets import bracket_depth, outside_brackets
from projects.extraction.parse import Paragraph, clean
from projects.vocabulary.rules import rules

_TASK = re.compile(r"(\d{1,3})\s*[.．、](?!\d(?!\d{3}年))\s*")  # 113.2024年… is a number and a name
_SPACE = re.compile(r"\s")
_ROW_NUMBER = re.compile(r"\d{1,3}(?:[-－—]\d{1,3})?")
_DEADLINE = re.compile(
    r"(持续|长期|常年|全年|每年|按计划|按时|即时|立即|年内)\w{0,4}|\d{4}\s*年.{0,12}|\d{1,2}\s*月.{0,8}|——|-+"
)
_ENDS_TABLE = re.compile(r"专\s*栏\s*\d|第[一二三四五六七八九十百\d]+[篇章节]")
_MOST_HEADINGS = 6  # cells without a number between two rows
_DEADLINE_GOES_ON = re.compile(r"(?:年?底|月底?|\d{1,2}月|\d{1,2}日|年)?(?:前|底|末|以前)|\d{1,2}月底?")


@dataclass(frozen=True, slots=True)
class Task:
    """A numbered task with its responsibilities. ``section`` is 任务 and its number."""

    number: str
    category: str
    body: Paragraph
    lead_units: tuple[str, ...] = ()
    participating_units: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    deadline: str = ""

    @property
    def section(self) -> str:
        """任务 and the number."""
        return f"任务{self.number}"


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A flattened table: its rows and the headings between them, and where it stands in the text."""

    rows: tuple[Task | Paragraph, ...]
    start: int
    end: int


def split_units(text: str) -> tuple[str, ...]:
    """Units of a responsibility cell, split at 、 ， ； outside brackets; empty for ——."""
    cell = clean(text).strip("—-－ ")
    cuts = [-1, *outside_brackets(cell, "、，,；;"), len(cell)]
    parts = (cell[start + 1 : end].strip() for start, end in pairwise(cuts))
    return tuple(part for part in parts if part)


def responsibilities_at(line: str) -> int:
    """Where the responsibilities of a task begin: their bracket, or their label at the head of a line.

    -1 when there are none.
    """
    found = _responsibilities().search(line)
    return found.start() if found else -1


def task(paragraph: Paragraph, category: str) -> Task | None:
    """The task that a paragraph prints, None when it is none."""
    found = _TASK.match(paragraph.text)
    if not found:
        return None
    bracket = responsibilities_at(paragraph.text)
    following_bracket = bracket < 0
    body = paragraph.part(found.end(), len(paragraph.text) if following_bracket else bracket)
    if not body.text:
        return None
    made = Task(found.group(1), category, body)
    return made if following_bracket else with_units(made, paragraph.text[bracket:])


def with_units(task: Task, bracket: str) -> Task:
    """Read 〔牵头领导：…；牵头单位：…；责任单位：…〕, also when it is closed by a wrong bracket."""
    marks = list(_labels().finditer(bracket))
    names = _with_lead([_fields()[mark.group(1)] for mark in marks])
    values: dict[str, str] = {}
    for name, mark, after in zip(names, marks, [*marks[1:], None], strict=True):
        values[name] = _unbracketed(bracket[mark.end() : after.start() if after else len(bracket)])
    return replace(
        task,
        lead_units=split_units(values.get("lead_units", "")),
        participating_units=split_units(values.get("participating_units", "")),
        leaders=split_units(values.get("leaders", "")),
        deadline=values.get("deadline", ""),
    )


def _with_lead(fields: list[str]) -> list[str]:
    """Of 责任单位 and 配合单位, with no 牵头单位 beside them, the first leads."""
    units = [index for index, name in enumerate(fields) if name == "participating_units"]
    if len(units) > 1 and "lead_units" not in fields:
        return ["lead_units" if index == units[0] else name for index, name in enumerate(fields)]
    return fields


def _unbracketed(value: str) -> str:
    value = value.strip("；;，。 ")
    while value and value[-1] in "〕]】）)" and _surplus_closers(value):
        value = value[:-1].strip("；;，。 ")
    return value


def _surplus_closers(value: str) -> bool:
    return sum(value.count(c) for c in "〕]】）)") > sum(value.count(c) for c in "〔[【（(")


def read_table(text: str) -> TaskTable | None:
    """A responsibility table that was flattened to one cell a line; None when *text* holds none."""
    fields = _fields()
    cells = list(_cells(text))
    start = next((i for i, cell in enumerate(cells) if fields.get(cell.text) == "number"), None)
    if start is None:
        return None
    columns: list[str] = []
    for cell in cells[start:]:
        name = fields.get(cell.text)
        if name is None:
            break
        columns.append(name)
    if len(columns) < 3 or columns[:2] != ["number", "text"]:
        return None
    columns = _with_lead(columns)
    below = _joined_cells(cells[start + len(columns) :])
    rows: list[Task | Paragraph] = []
    index = behind = 0
    while index < len(below):
        if not _ROW_NUMBER.fullmatch(below[index].text) or index + 1 == len(below):
            if _ENDS_TABLE.match(below[index].text) or index - behind >= _MOST_HEADINGS:
                break
            if below[index].text not in fields:  # a header printed again on the next page
                rows.append(below[index])
            index += 1
            continue
        row, index = _row(below, index, columns)
        rows.append(row)
        behind = index
    rows = rows[: max((n for n, row in enumerate(rows, 1) if isinstance(row, Task)), default=0)]
    if not rows:
        return None
    return TaskTable(tuple(rows), cells[start].offsets[0], below[behind - 1].offsets[-1] + 1)


def _row(cells: list[Paragraph], index: int, columns: list[str]) -> tuple[Task, int]:
    """One row: its number, its text (of one or more lines), then one cell a column."""
    number = cells[index].text
    rest = len(columns) - 2
    end = index + 2
    while end + rest < len(cells) and not _ends_row(cells, end + rest - 1, columns):
        if _ROW_NUMBER.fullmatch(cells[end + rest].text) or end - index > 8:
            break
        end += 1
    whole = next((n for n in range(index + 1, end) if cells[n].text.endswith("。")), end - 1)
    found = [cell.text for cell in cells[end : end + rest]]
    if found:  # behind the closed sentence stands the beginning of the units, cut by a line break
        found[0] = "".join(cell.text for cell in cells[whole + 1 : end]) + found[0]
    values = dict(zip(columns[2:], found, strict=False))
    body = cells[index + 1]
    for cell in cells[index + 2 : whole + 1]:
        body = Paragraph(body.text + cell.text, body.offsets + cell.offsets)
    deadline = clean(values.get("deadline", ""))
    index = min(end + rest, len(cells))
    if columns[-1] == "deadline" and index < len(cells) and _DEADLINE_GOES_ON.fullmatch(cells[index].text):
        deadline += cells[index].text
        index += 1
    made = Task(
        number,
        "",
        body,
        lead_units=split_units(values.get("lead_units", "")),
        participating_units=split_units(values.get("participating_units", "")),
        leaders=split_units(values.get("leaders", "")),
        deadline=deadline,
    )
    return made, index


def _joined_cells(cells: list[Paragraph]) -> list[Paragraph]:
    """Cells with those put together that a line break cut behind 、 or inside a bracket."""
    joined: list[Paragraph] = []
    for cell in cells:
        last = joined[-1] if joined else None
        cut = last is not None and (last.text.endswith("、") or bracket_depth(last.text))
        if last is not None and cut and not _ROW_NUMBER.fullmatch(cell.text):
            joined[-1] = Paragraph(last.text + cell.text, last.offsets + cell.offsets)
        else:
            joined.append(cell)
    return joined


def _ends_row(cells: list[Paragraph], last: int, columns: list[str]) -> bool:
    if columns[-1] != "deadline":
        return last + 1 >= len(cells) or bool(_ROW_NUMBER.fullmatch(cells[last + 1].text))
    if re.fullmatch(r"[—\-－]+", cells[last].text) and last + 1 < len(cells):
        behind = cells[last + 1].text
        return _ROW_NUMBER.fullmatch(behind) is not None or _DEADLINE.fullmatch(behind) is None
    return bool(_DEADLINE.fullmatch(clean(cells[last].text)))


def _cells(text: str) -> Iterator[Paragraph]:
    """The lines of a flattened table as paragraphs, white space and bookmarks dropped."""
    position = 0
    for line in text.split("\n"):
        mark = re.match(r"\s*(?:\[bookmark:[^\]]*\])?", line)
        start = mark.end() if mark else 0
        kept: Sequence[int] = range(start, len(line))
        if _SPACE.search(line, start):
            kept = [i for i in kept if not line[i].isspace()]
        if kept:
            yield Paragraph("".join([line[i] for i in kept]), tuple([position + i for i in kept]))
        position += len(line) + 1


@cache
def _fields() -> dict[str, str]:
    return {row["label"]: row["field"] for row in rules("task_labels")}


@cache
def _labels() -> re.Pattern[str]:
    return re.compile(rf"({'|'.join(sorted(_fields(), key=len, reverse=True))})\s*[：:]")


@cache
def _responsibilities() -> re.Pattern[str]:
    units = [label for label, name in _fields().items() if name not in ("number", "text")]
    return re.compile(
        rf"(?:[〔\[【（(]|^|(?<=。))\s*(?:{'|'.join(sorted(units, key=len, reverse=True))})\s*[：:]"
    )
