"""The structure of a plan: where headings, boxes, numbered tasks and table rows stand.

Input: the mended paragraphs of a document (``projects.reading.parse``). Output: an
:class:`Outline`, its units in reading order, each of one of three sorts:

* :class:`Passage` – running text below its heading (篇 章 节, 一、 （一）, or a plain title);
* :class:`Box` – a 专栏 with its title and the paragraphs inside it;
* :class:`projects.reading.tasks.Task` – a numbered item of a task list, or a row of a flattened
  responsibility table, with the units that lead and take part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from projects.reading.list_lines import (
    ANNOUNCES,
    CHAPTER,
    DEEDS,
    LIST_INTRO,
    LIST_MARK,
    NUMBERED,
    SECOND,
    TOP,
    is_list_heading,
    is_list_title,
    is_numbered_category,
    is_structural,
    kind_of_projects,
    labelled_list,
    opens_list,
    style,
    tells_of_project,
    titles_list,
)
from projects.reading.numerals import CHINESE_NUMERAL
from projects.reading.open_box import OpenBox, box_label
from projects.reading.parse import Paragraph
from projects.reading.tasks import Task, TaskTable, read_table, responsibilities_at, with_units
from projects.reading.tasks import task as read_task

_BOX = re.compile(
    rf"专\s*栏\s*(\d+(?:\s*[-－—–.]\s*\d+)?|[{CHINESE_NUMERAL}]+)\s*[-—:：、.．]*\s*(.*)", re.DOTALL
)
_TITLED = re.compile(rf"{_BOX.pattern.removesuffix('(.*)')}([^，。；：:]{{4,30}})[。：:](?=.{{12}})")
_CONTENTS_LINE = re.compile(
    r"(\.{3,}|…{2,}|·{3,}|\t)\s*\d+\s*$"
    rf"|^(?:第[{CHINESE_NUMERAL}\d]+[篇章节]|专\s*栏|[{CHINESE_NUMERAL}]+、|[（(][{CHINESE_NUMERAL}]+[）)])"
    r"[^，。；：]*[\u4e00-\u9fff”]\s*\d{1,3}$"
)
_COUNTED = re.compile(r"[（(]共?\s*\d+\s*[个项]\s*[）)]$")
_HEADED = re.compile(rf"((?:[（(][{CHINESE_NUMERAL}]+[）)]|[{CHINESE_NUMERAL}]+、)[^。；]{{4,40}})。(?=.)")


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
    top_title: str = ""  # of the heading above （一）
    headings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.chapter + self.section or self.top + self.second or self.title

    def enter(self, line: str) -> None:
        if found := CHAPTER.match(line):
            number, rank, title = found.groups()
            if rank in "篇编部":
                self.chapter = self.section = ""
            elif rank == "章":
                self.chapter, self.section = f"第{number}章", ""
            else:
                self.section = f"第{number}节"
            self.top = self.second = ""
        elif found := TOP.match(line):
            title = found.group(2)
            if not self.chapter:
                self.top, self.second = found.group(1), ""
        elif found := SECOND.match(line):
            title = found.group(2)
            if not self.chapter:
                self.second = f"（{found.group(1)}）"
        else:
            title = line
            if not self.chapter:
                self.top = self.second = ""
        self.title = title.strip(" *")
        if not SECOND.match(line):
            self.top_title = self.title
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
    if table := read_table(text):
        return _of_table(table)
    head = [paragraph.text for paragraph in paragraphs[:4] if len(paragraph.text) <= 80]
    reader = _Reader(
        has_tasks=any(responsibilities_at(paragraph.text) >= 0 for paragraph in paragraphs),
        restarts=_begins_again(paragraphs),
        is_project_list=any(titles_list(line) for line in head),
    )
    for paragraph, following in zip(paragraphs, [*paragraphs[1:], None], strict=False):
        if not _CONTENTS_LINE.search(paragraph.text):
            reader.read(paragraph, following.text if following else "")
    return reader.outline()


def _begins_again(paragraphs: list[Paragraph]) -> bool:
    """Whether the numbers of tasks begin again below most headings; else they run on over them."""
    last, crossed, balance = 0, False, 0
    for paragraph in paragraphs:
        if CHAPTER.match(paragraph.text):
            last = 0  # of another part the numbers begin again anyhow
        elif is_structural(paragraph.text) and len(paragraph.text) <= 40:
            crossed = True
        elif found := read_task(paragraph, ""):
            number = int(found.number)
            if crossed and last:
                balance += (number == 1) - (number == last + 1)
            last, crossed = number, False
    return balance > 0


def _of_table(table: TaskTable) -> Outline:
    place = _Place()
    units: list[Passage | Box | Task] = [Passage("标题", "", cell) for cell in table.above]
    for row in table.rows:
        if isinstance(row, str):
            place.enter(row)
        else:
            units.append(replace(row, category=place.title))
    return Outline(tuple(units), tuple(place.headings))


class _Reader:
    """Reads paragraph by paragraph; at most one box is open."""

    def __init__(self, *, has_tasks: bool, restarts: bool, is_project_list: bool) -> None:
        self.has_tasks = has_tasks
        self.restarts = restarts
        self.task_numbers: set[str] = set()
        self.is_project_list = is_project_list
        self.place = _Place()
        self.units: list[Passage | Box | Task] = []
        self.box: OpenBox | None = None
        self.under_list = False  # below a heading that names a list of projects
        self.lists_at = ""  # second while headings of that rank, （一）（二）, stand over lists

    def read(self, paragraph: Paragraph, following: str) -> None:
        line = paragraph.text
        started = _BOX.match(line) if paragraph.is_heading else _TITLED.match(line)
        if started:
            self._close()
            self.box = OpenBox(box_label(started.group(1)), started.group(2).strip())
            if not paragraph.is_heading:  # its content stands on the line of its title
                self.box.add(paragraph.part(started.end(), len(line)))
        elif paragraph.is_heading and is_structural(line):
            self._heading(line, following)
        elif self.box is not None and self.box.takes(line, following):
            self.box.add(paragraph)
        else:
            self._close()
            self._outside(paragraph, following)

    def outline(self) -> Outline:
        self._close()
        filled = {unit.label for unit in self.units if isinstance(unit, Box) and unit.paragraphs}
        units = (  # a box without content that comes again with it stood in a table of contents
            unit
            for unit in self.units
            if not (isinstance(unit, Box) and not unit.paragraphs and unit.label in filled)
        )
        return Outline(tuple(units), tuple(self.place.headings))

    def _outside(self, paragraph: Paragraph, following: str) -> None:
        line = paragraph.text
        listing = labelled_list(line)
        if listing and (self.under_list or is_list_heading(listing.group(1))):
            self.place.enter(listing.group(1))
            part = paragraph.part(listing.start(2), len(line))
            self.units.append(Box(self.place.label, self.place.top_title, self.place.label, (part,)))
        elif (kind := kind_of_projects(line)) and "、" in kind.group(2):
            part = paragraph.part(kind.start(2), len(line))
            self.units.append(Box(self.place.label, kind.group(1), self.place.label, (part,)))
        elif paragraph.is_heading or (is_structural(line) and len(line) <= 40 and line[-1] not in "。；，"):
            self._heading(line, following)
        elif self.has_tasks and (task := read_task(paragraph, self.place.title)):
            task = self._numbered(task)
            self.units.append(task)
            if ANNOUNCES.search(line) and opens_list(following):
                self.box = OpenBox(task.section, task.body.text.rstrip("：:"), is_plain_list=True)
        elif responsibilities_at(line) == 0 and self._complete_task(line):
            pass
        elif (tells_of_project(line) and tells_of_project(following)) or (
            is_numbered_category(line) and is_numbered_category(following)
        ):
            self.box = OpenBox(self.place.label, self.place.title, is_plain_list=True)
            self.box.add(paragraph)
        elif is_list_title(line) and opens_list(following):
            self.place.enter(line)
            self.box = OpenBox(self.place.label, line, is_plain_list=True)
        elif (LIST_INTRO.search(line) and opens_list(following)) or (
            DEEDS.search(line.rstrip("：:")) and line[-1] in "：:" and style(following) in NUMBERED
        ):
            self.box = OpenBox(self.place.label, line.rstrip("：:"), is_plain_list=True)
        else:
            if headed := _HEADED.match(line):
                self.place.enter(headed.group(1))
                paragraph = paragraph.part(headed.end(), len(line))
            mark = LIST_MARK.match(paragraph.text)
            if mark and mark.end() < len(paragraph.text):
                paragraph = paragraph.part(mark.end(), len(paragraph.text))
            self.units.append(Passage(self.place.label, self.place.title, paragraph))

    def _numbered(self, task: Task) -> Task:
        """*task* with a number of its own: that of its section before it where 1. comes again in each.

        Of a document in two parts only the second has such numbers.
        """
        is_taken = self.restarts or task.number in self.task_numbers
        number = f"{self.place.label}{task.number}" if is_taken else task.number
        again = 1
        while number in self.task_numbers:
            again += 1
            number = f"{number.partition('#')[0]}#{again}"
        self.task_numbers.add(number)
        return replace(task, number=number)

    def _complete_task(self, line: str) -> bool:
        """Give *line* with responsibilities to the task read last, which may have opened a list."""
        for at in range(len(self.units) - 1, max(-1, len(self.units) - 3), -1):
            unit = self.units[at]
            if isinstance(unit, Task):
                self.units[at] = with_units(unit, line)
                return True
            if not isinstance(unit, Box):
                break
        return False

    def _heading(self, line: str, following: str) -> None:
        self._close()
        self.place.enter(line)
        is_second = bool(SECOND.match(line))
        listing = self.is_project_list or is_list_heading(self.place.title)
        counted = bool(_COUNTED.search(line))
        self.under_list = is_list_heading(self.place.title) or counted or (self.under_list and is_second)
        deeds = DEEDS.search(self.place.title) and style(following) in NUMBERED
        beside = is_second and (self.lists_at == "second" or self.under_list) and opens_list(following)
        if beside or deeds or ((listing or counted) and opens_list(following)):
            self.lists_at = "second" if SECOND.match(line) else ""
            self.box = OpenBox(self.place.label, self.place.title, is_plain_list=True)
        else:
            self.lists_at = ""

    def _close(self) -> None:
        if self.box is not None:
            box = self.box
            self.units.append(Box(box.label, box.title, self.place.label, tuple(box.paragraphs)))
            self.box = None
