"""The structure of a plan: where headings, boxes, numbered tasks and table rows stand.

Input: the mended paragraphs of a document (``projects.parse``). Output: an
:class:`Outline`, its units in reading order, each of one of three sorts:

* :class:`Passage` – running text below its heading (篇 章 节, 一、 （一）, or a plain title);
* :class:`Box` – a 专栏 with its title and the paragraphs inside it;
* :class:`Task` – a numbered item of a task list, or a row of a flattened responsibility
  table, with the units that lead and take part.

The words that label responsibilities and table columns are rows of
``data/rules/task_labels.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from projects.parse import CHINESE_NUMERAL, Paragraph, bracket_depth, clean
from projects.rules import rules

_NUMERAL = rf"[{CHINESE_NUMERAL}\d]+"
_CHAPTER = re.compile(rf"第({_NUMERAL})([篇章节编部])\s*(.*)")
_BOX = re.compile(rf"专\s*栏\s*(\d+|[{CHINESE_NUMERAL}]+)\s*[-—:：、.．]*\s*(.*)")
_TOP = re.compile(rf"([{CHINESE_NUMERAL}]+)、(.*)")
_SECOND = re.compile(rf"[（(]([{CHINESE_NUMERAL}]+)[）)](.*)")
_TASK = re.compile(r"(\d{1,3})\s*[.．、](?!\d(?!\d{3}年))\s*")  # 113.2024年… is a number and a name
_CONTENTS_LINE = re.compile(r"(\.{3,}|…{2,}|·{3,}|\t)\s*\d+\s*$")
_FIGURE = re.compile(r"[图表]\s*\d")
_ROW_NUMBER = re.compile(r"\d{1,3}(?:[-－—]\d{1,3})?")
_DEADLINE = re.compile(
    r"(持续|长期|常年|全年|每年|按计划|按时|即时|立即|年内)\w{0,4}|\d{4}\s*年.{0,12}|\d{1,2}\s*月.{0,8}|——|-+"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of running text and where it stands."""

    section: str
    title: str  # text of the nearest heading
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Box:
    """A 专栏: its label (专栏3), title and content. ``chapter`` is the section it stands in."""

    label: str
    title: str
    chapter: str
    paragraphs: tuple[Paragraph, ...]


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
class Outline:
    """All units of a document in reading order, and its headings as (section, title)."""

    units: tuple[Passage | Box | Task, ...]
    headings: tuple[tuple[str, str], ...]

    def boxes(self) -> list[Box]:
        """The boxes, in order."""
        return [unit for unit in self.units if isinstance(unit, Box)]

    def tasks(self) -> list[Task]:
        """The tasks, in order."""
        return [unit for unit in self.units if isinstance(unit, Task)]


@dataclass
class _Place:
    """Where the reader stands: the open chapter, section and heading texts."""

    chapter: str = ""
    section: str = ""
    top: str = ""
    second: str = ""
    title: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.chapter + self.section or self.top + self.second or self.title

    def enter(self, line: str) -> None:
        if found := _CHAPTER.match(line):
            number, rank, title = found.groups()
            if rank in "篇编部":
                self.chapter = self.section = ""
            elif rank == "章":
                self.chapter, self.section = f"第{number}章", ""
            else:
                self.section = f"第{number}节"
            self.top = self.second = ""
        elif found := _TOP.match(line):
            title = found.group(2)
            if not self.chapter:
                self.top, self.second = found.group(1), ""
        elif found := _SECOND.match(line):
            title = found.group(2)
            if not self.chapter:
                self.second = f"（{found.group(1)}）"
        else:
            title = line
            if not self.chapter:
                self.top = self.second = ""
        self.title = title.strip(" *")
        self.headings.append((self.label, self.title))


def read_outline(text: str, paragraphs: list[Paragraph]) -> Outline:
    """Units of a document.

    Parameters
    ----------
    text
        The decoded document; a responsibility table that was flattened to one cell a
        line is read from it, since cells must not be mended into paragraphs.
    paragraphs
        The mended paragraphs of the same text.
    """
    if rows := _flattened_table(text):
        return rows
    place = _Place()
    units: list[Passage | Box | Task] = []
    box: list[Paragraph] | None = None
    box_head = ("", "")
    for paragraph in paragraphs:
        line = paragraph.text
        if _CONTENTS_LINE.search(line):
            continue
        started = _BOX.match(line) if paragraph.is_heading else None
        if started or (paragraph.is_heading and _is_structural(line)):
            if box is not None:
                units.append(Box(*box_head, place.label, tuple(box)))
                box = None
            if started:
                box, box_head = [], (f"专栏{arabic(started.group(1))}", started.group(2).strip())
            else:
                place.enter(line)
            continue
        if box is not None:
            if not box and not box_head[1] and len(line) <= 30 and not re.search(r"[，。；：]", line):
                box_head = (box_head[0], line)
                continue
            if not _FIGURE.match(line) and _stays_in_box(box, line):
                box.append(paragraph)
                continue
            units.append(Box(*box_head, place.label, tuple(box)))
            box = None
        if paragraph.is_heading or (_is_structural(line) and len(line) <= 40 and line[-1] not in "。；，"):
            place.enter(line)
        elif task := _task(paragraph, place):
            units.append(task)
        elif units and isinstance(units[-1], Task) and _responsibilities(line) == 0:
            units[-1] = _with_units(units[-1], line)
        else:
            units.append(Passage(place.label, place.title, paragraph))
    if box is not None:
        units.append(Box(*box_head, place.label, tuple(box)))
    return Outline(tuple(units), tuple(place.headings))


def arabic(numeral: str) -> int:
    """The value of a number below 100 in Arabic or Chinese figures: 三 → 3, 十四 → 14."""
    if numeral.isdigit():
        return int(numeral)
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    tens, _, ones = numeral.rpartition("十") if "十" in numeral else ("", "", numeral)
    value = digits.get(ones[-1:], 0)
    return value + (10 * digits.get(tens, 1) if "十" in numeral else 0)


def split_units(text: str) -> tuple[str, ...]:
    """Units of a responsibility cell, split at 、 ， ； outside brackets; empty for ——."""
    parts: list[str] = []
    current = ""
    for char in clean(text).strip("—-－ "):
        if char in "、，,；;" and not bracket_depth(current):
            parts.append(current)
            current = ""
        else:
            current += char
    parts.append(current)
    return tuple(part.strip() for part in parts if part.strip())


def _is_structural(line: str) -> bool:
    return bool(_CHAPTER.match(line) or _TOP.match(line) or _SECOND.match(line))


_STYLES = (
    re.compile(r"\d{1,3}\s*[.．、](?!\d)"),
    re.compile(r"[（(]\d+[）)]"),
    re.compile(r"[①-⑳]"),
    re.compile(rf"[{CHINESE_NUMERAL}]+、"),
    re.compile(rf"[（(][{CHINESE_NUMERAL}]+[）)]"),
    re.compile(r"[●■◆★▲□▪•·]|——"),
    re.compile(r"[^，。；：:]{1,20}[：:]"),
)


def _style(line: str) -> int | None:
    return next((i for i, style in enumerate(_STYLES) if style.match(line)), None)


def _stays_in_box(box: list[Paragraph], line: str) -> bool:
    """A box goes on while its paragraphs look alike: the same numbering, or label and colon."""
    if not box:
        return True
    first, style = _style(box[0].text), _style(line)
    if first is None:
        return len(line) <= 60 and "。" not in line[:-1]
    if style is None:
        return False
    styles = {_style(paragraph.text) for paragraph in box}
    return style in styles or style < 5


def _responsibilities(line: str) -> int:
    """Position of the bracket that opens the responsibilities of a task; -1 when there is none."""
    labels = "|".join(row["label"] for row in rules("task_labels"))
    found = re.search(rf"[〔\[【（(]\s*(?:{labels})\s*[：:]", line)
    return found.start() if found else -1


def _task(paragraph: Paragraph, place: _Place) -> Task | None:
    found = _TASK.match(paragraph.text)
    if not found:
        return None
    bracket = _responsibilities(paragraph.text)
    following_bracket = bracket < 0
    body = paragraph.part(found.end(), len(paragraph.text) if following_bracket else bracket)
    if not body.text:
        return None
    task = Task(found.group(1), place.title, body)
    return task if following_bracket else _with_units(task, paragraph.text[bracket:])


def _with_units(task: Task, bracket: str) -> Task:
    """Read 〔牵头领导：…；牵头单位：…；责任单位：…〕, also when it is closed by a wrong bracket."""
    fields = {row["label"]: row["field"] for row in rules("task_labels")}
    marks = list(re.finditer(rf"({'|'.join(fields)})\s*[：:]", bracket))
    values: dict[str, str] = {}
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        value = bracket[mark.end() : after.start() if after else len(bracket)]
        values[fields[mark.group(1)]] = _unbracketed(value)
    return replace(
        task,
        lead_units=split_units(values.get("lead_units", "")),
        participating_units=split_units(values.get("participating_units", "")),
        leaders=split_units(values.get("leaders", "")),
        deadline=values.get("deadline", ""),
    )


def _unbracketed(value: str) -> str:
    value = value.strip("；;，。 ")
    while value and value[-1] in "〕]】）)" and _surplus_closers(value):
        value = value[:-1].strip("；;，。 ")
    return value


def _surplus_closers(value: str) -> bool:
    return sum(value.count(c) for c in "〕]】）)") > sum(value.count(c) for c in "〔[【（(")


def _flattened_table(text: str) -> Outline | None:
    """A table that a conversion flattened to one cell a line: header cells, then rows."""
    fields = {row["label"]: row["field"] for row in rules("task_labels")}
    cells = list(_cells(text))
    header = [i for i, cell in enumerate(cells) if fields.get(clean(cell.text)) == "number"]
    if not header:
        return None
    start = header[0]
    columns: list[str] = []
    for cell in cells[start:]:
        name = fields.get(clean(cell.text))
        if name is None:
            break
        columns.append(name)
    if len(columns) < 3 or columns[:2] != ["number", "text"]:
        return None
    place = _Place()
    units: list[Passage | Box | Task] = [Passage("标题", "", cell) for cell in cells[:start]]
    index = start + len(columns)
    while index < len(cells):
        if not _ROW_NUMBER.fullmatch(cells[index].text):
            place.enter(cells[index].text)
            index += 1
            continue
        row, index = _row(cells, index, columns)
        units.append(replace(row, category=place.title))
    return Outline(tuple(units), tuple(place.headings))


def _row(cells: list[Paragraph], index: int, columns: list[str]) -> tuple[Task, int]:
    """One row: its number, its text (of one or more lines), then one cell a column."""
    number = cells[index].text
    rest = len(columns) - 2
    end = index + 2
    while end + rest < len(cells) and not _ends_row(cells, end + rest - 1, columns):
        if _ROW_NUMBER.fullmatch(cells[end + rest].text) or end - index > 8:
            break
        end += 1
    values = dict(zip(columns[2:], (cell.text for cell in cells[end : end + rest]), strict=False))
    body = cells[index + 1]
    for cell in cells[index + 2 : end]:
        body = Paragraph(body.text + cell.text, body.offsets + cell.offsets)
    task = Task(
        number,
        "",
        body,
        lead_units=split_units(values.get("lead_units", "")),
        participating_units=split_units(values.get("participating_units", "")),
        leaders=split_units(values.get("leaders", "")),
        deadline=clean(values.get("deadline", "")),
    )
    return task, end + rest


def _ends_row(cells: list[Paragraph], last: int, columns: list[str]) -> bool:
    if columns[-1] != "deadline":
        return last + 1 >= len(cells) or bool(_ROW_NUMBER.fullmatch(cells[last + 1].text))
    return bool(_DEADLINE.fullmatch(clean(cells[last].text)))


def _cells(text: str) -> Iterator[Paragraph]:
    """The lines of a flattened table as paragraphs, white space and bookmarks dropped."""
    position = 0
    for line in text.split("\n"):
        mark = re.match(r"\s*(?:\[bookmark:[^\]]*\])?", line)
        start = mark.end() if mark else 0
        squeezed = [(c, position + start + i) for i, c in enumerate(line[start:]) if not c.isspace()]
        if squeezed:
            yield Paragraph("".join(c for c, _ in squeezed), tuple(o for _, o in squeezed))
        position += len(line) + 1
