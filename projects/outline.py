"""The structure of a plan: where headings, boxes, numbered tasks and table rows stand.

Input: the mended paragraphs of a document (``projects.parse``). Output: an
:class:`Outline`, its units in reading order, each of one of three sorts:

* :class:`Passage` – running text below its heading (篇 章 节, 一、 （一）, or a plain title);
* :class:`Box` – a 专栏 with its title and the paragraphs inside it;
* :class:`projects.tasks.Task` – a numbered item of a task list, or a row of a flattened
  responsibility table, with the units that lead and take part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from projects.numerals import BARE, CHINESE_NUMERAL, arabic, list_number
from projects.parse import Paragraph
from projects.tasks import Task, TaskTable, read_table, responsibilities_at, with_units
from projects.tasks import task as read_task
from projects.words import MAX_NAME, is_complete_name, trigger

_NUMERAL = rf"[{CHINESE_NUMERAL}\d]+"
_CHAPTER = re.compile(rf"第({_NUMERAL})([篇章节编部])\s*(.*)")
_BOX = re.compile(
    rf"专\s*栏\s*(\d+(?:\s*[-－—–.]\s*\d+)?|[{CHINESE_NUMERAL}]+)\s*[-—:：、.．]*\s*(.*)", re.DOTALL
)
_TOP = re.compile(rf"([{CHINESE_NUMERAL}]+)、(.*)")
_SECOND = re.compile(rf"[（(]([{CHINESE_NUMERAL}]+)[）)](.*)")
_CONTENTS_LINE = re.compile(
    r"(\.{3,}|…{2,}|·{3,}|\t)\s*\d+\s*$"
    rf"|^(?:第[{CHINESE_NUMERAL}\d]+[篇章节]|专\s*栏|[{CHINESE_NUMERAL}]+、|[（(][{CHINESE_NUMERAL}]+[）)])"
    r"[^，。；：]*[\u4e00-\u9fff”]\s*\d{1,3}$"
)
_FIGURE = re.compile(r"[图表]\s*\d")
_LIST_HEADING = re.compile(
    r"(?:项目|工程|园区|基地)(?:清单|名单|名录|计划|安排|表|库|汇总表|一览表)?(?:[（(][^（()）]*[）)])?$"
)
_LIST_TITLE = re.compile(
    r"项目(?:投资)?(?:清单|名单|名录|计划表?|安排|一览表|汇总表|表|库)(?!.*(?:规划|报告|方案|意见))"
)
_COUNTED = re.compile(r"[（(]共?\s*\d+\s*[个项]\s*[）)]$")
_LIST_INTRO = re.compile(r"^[^，。；]{0,20}(?:项目|工程)(?:包括|主要有|有|清单|名单|如下)?[：:]$")
_ANNOUNCES = re.compile(  # …。重点建设： and then one entry a line
    r"(?:^|[，。；])[^，。；：:]{0,12}(?:(?:重点|主要|着力|加快)(?:推进|建设|实施|抓好|推动|谋划)?|推进|建设|实施|抓好)"
    r"[^，。；：:]{0,12}[：:]$"
)
_DEEDS = re.compile(r"(?:民生|利民|惠民|为民)实事(?:项目)?(?:清单)?[：:]?$")
_LIST_MARK = re.compile(rf"\d{{1,3}}\s*[.．、](?!\d(?!\d{{3}}年))|[（(]\d+[）)]|[①-⑳]|{BARE}")
_BULLET_MARK = re.compile(r"(?:——|[●■◆★▲□▪•·])\s*")
_BRACKETS = re.compile(r"[（(〔\[][^（()）〔〕]*[）)〕\]]")
_HEADED = re.compile(rf"((?:[（(][{CHINESE_NUMERAL}]+[）)]|[{CHINESE_NUMERAL}]+、)[^。；]{{4,40}})。(?=.)")
_TITLE_END = re.compile(
    r"(?:项目|工程|平台|园区|基地|小镇|乡镇|布局|格局|行动|计划|政策|措施|举措|任务|指标|清单|名单|定位|目标|结构|网|体系)$"
)
_TITLE_GOES_ON = re.compile(r"及|和|与|、|暨")


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
    if table := read_table(text):
        return _of_table(table)
    head = [paragraph.text for paragraph in paragraphs[:4] if len(paragraph.text) <= 80]
    numbers = [found.number for paragraph in paragraphs if (found := read_task(paragraph, ""))]
    reader = _Reader(
        has_tasks=any(responsibilities_at(paragraph.text) >= 0 for paragraph in paragraphs),
        restarts=len(set(numbers)) < len(numbers),
        is_project_list=any(_LIST_TITLE.search(line) and "。" not in line for line in head),
    )
    for paragraph, following in zip(paragraphs, [*paragraphs[1:], None], strict=False):
        if not _CONTENTS_LINE.search(paragraph.text):
            reader.read(paragraph, following.text if following else "")
    return reader.outline()


def heads_list(line: str, following: str) -> bool:
    """Whether *line* is a plain heading of the list that *following* opens with its first number."""
    plain = _style(line) is None and len(line) <= 16 and not re.search(r"[，。；、]", line)
    return plain and list_number(following) == 1


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
        self.box: _OpenBox | None = None
        self.lists_at = ""  # second while headings of that rank, （一）（二）, stand over lists

    def read(self, paragraph: Paragraph, following: str) -> None:
        line = paragraph.text
        started = _BOX.match(line) if paragraph.is_heading else None
        if started:
            self._close()
            self.box = _OpenBox(_box_label(started.group(1)), started.group(2).strip())
        elif paragraph.is_heading and _is_structural(line):
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
        if paragraph.is_heading or (_is_structural(line) and len(line) <= 40 and line[-1] not in "。；，"):
            self._heading(line, following)
        elif self.has_tasks and (task := read_task(paragraph, self.place.title)):
            task = self._numbered(task)
            self.units.append(task)
            if _ANNOUNCES.search(line) and _opens_list(following):
                self.box = _OpenBox(task.section, task.body.text.rstrip("：:"), is_plain_list=True)
        elif responsibilities_at(line) == 0 and self._complete_task(line):
            pass
        elif (_LIST_INTRO.search(line) and _opens_list(following)) or (
            _DEEDS.search(line.rstrip("：:")) and line[-1] in "：:" and _style(following) in _NUMBERED
        ):
            self.box = _OpenBox(self.place.label, line.rstrip("：:"), is_plain_list=True)
        else:
            if headed := _HEADED.match(line):
                self.place.enter(headed.group(1))
                paragraph = paragraph.part(headed.end(), len(line))
            mark = _LIST_MARK.match(paragraph.text)
            if mark and mark.end() < len(paragraph.text):
                paragraph = paragraph.part(mark.end(), len(paragraph.text))
            self.units.append(Passage(self.place.label, self.place.title, paragraph))

    def _numbered(self, task: Task) -> Task:
        """*task* with a number of its own: that of its section before it where 1. comes again in each."""
        number = f"{self.place.label}{task.number}" if self.restarts else task.number
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
        listing = self.is_project_list or _is_list_heading(self.place.title)
        deeds = _DEEDS.search(self.place.title) and _style(following) in _NUMBERED
        beside = _SECOND.match(line) and self.lists_at == "second" and _opens_list(following)
        if beside or deeds or ((listing or _COUNTED.search(line)) and _opens_list(following)):
            self.lists_at = "second" if _SECOND.match(line) else ""
            self.box = _OpenBox(self.place.label, self.place.title, is_plain_list=True)
        else:
            self.lists_at = ""

    def _close(self) -> None:
        if self.box is not None:
            box = self.box
            self.units.append(Box(box.label, box.title, self.place.label, tuple(box.paragraphs)))
            self.box = None


@dataclass
class _OpenBox:
    """A box being read: a 专栏, or the list below a heading such as 新开工项目（4个）."""

    label: str
    title: str
    is_plain_list: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)
    styles: dict[int | None, int | None] = field(default_factory=dict)  # style → its last number

    def takes(self, line: str, following: str) -> bool:
        """Whether *line* belongs to the box: a part of its title, or an entry like those before."""
        if not self.paragraphs and self._is_title(line, following):
            return True
        if _told_name(line) and self.paragraphs and _told_name(self.paragraphs[0].text):
            return True  # A园。建设… and B工程。建设…, one a paragraph
        if _FIGURE.match(line) or (self.is_plain_list and _is_structural(line)):
            return False
        return not self.paragraphs or self._looks_alike(line, following)

    def add(self, paragraph: Paragraph) -> None:
        """Put a paragraph that :meth:`takes` took into the box or its title."""
        if not self.paragraphs and self._is_title(paragraph.text, ""):
            self.title += paragraph.text
        else:
            self.paragraphs.append(paragraph)
            self.styles[_style(paragraph.text)] = list_number(paragraph.text)

    def _looks_alike(self, line: str, following: str) -> bool:
        """A box goes on while its paragraphs look alike: the same numbering, or label and colon."""
        style = _style(line)
        if style is None:
            if next(iter(self.styles)) is None:  # the first paragraph has no number either
                return len(line) <= 60 and "。" not in line[:-1]
            behind = _style(following)
            if behind not in self.styles or behind is None:
                return False
            is_told = list_number(following) == (self.styles[behind] or 0) + 1  # about the entry above it
            return is_told or heads_list(line, following)
        if style in _HEADING_STYLES:  # it may be a heading of the text behind the box: the number must fit
            return list_number(line) == (self.styles.get(style) or 0) + 1
        if style == 0 and style in self.styles and responsibilities_at(line) >= 0:
            return False  # a task behind the box, with those responsible for it
        return style in self.styles or style < _BULLET

    def _is_title(self, line: str, following: str) -> bool:
        if self.is_plain_list or len(line) > 30 or re.search(r"[，。；：]", line):
            return False
        if not self.title:
            return True
        return bool(_TITLE_GOES_ON.match(line)) or (
            _style(line) is None and not _TITLE_END.search(self.title) and len(line) <= 20
        )


def _told_name(line: str) -> bool:
    """Whether a line without a number is a whole name and then tells of it: 甲乙产业园。建设…"""
    name, mark, told = line.partition("。")
    return (
        bool(mark and told) and 4 <= len(name) <= MAX_NAME and is_complete_name(name) and not trigger(name)[0]
    )


def _is_structural(line: str) -> bool:
    return bool(_CHAPTER.match(line) or _TOP.match(line) or _SECOND.match(line))


_STYLES = (
    re.compile(r"\d{1,3}\s*[.．、](?!\d)"),
    re.compile(r"[（(]?\d{1,2}[）)]"),
    re.compile(r"[①-⑳]"),
    re.compile(rf"[{CHINESE_NUMERAL}]+、"),
    re.compile(rf"[（(][{CHINESE_NUMERAL}]+[）)]"),
    re.compile(BARE),
    re.compile(r"[●■◆★▲□▪•·]|——"),
    re.compile(
        r"【[^】]{1,16}】|[^，。；：:]{1,20}[：:]|[^，。；：:]{2,14}(?:工程|行动|计划|领域|方面)。(?=.)"
    ),
)
_NUMBERED = (0, 1, 2)  # 1. （1） ①
_HEADING_STYLES = (3, 4)  # 一、 and （一）
_BULLET = 6


def _style(line: str) -> int | None:
    return next((i for i, style in enumerate(_STYLES) if style.match(line)), None)


def _box_label(numeral: str) -> str:
    if parts := re.fullmatch(r"(\d+)\s*[-－—–.]\s*(\d+)", numeral):
        return f"专栏{parts.group(1)}-{parts.group(2)}"
    return f"专栏{arabic(numeral)}"


def _is_list_heading(title: str) -> bool:
    """Whether a heading names the list below it: 重大产业项目（共8个）, 重点项目清单."""
    verb, start = trigger(title)
    return bool(_LIST_HEADING.search(title)) and (not verb or title.startswith(("项目", "工程"), start))


def _opens_list(line: str) -> bool:
    """Whether *line* may be the first entry of a list of projects."""
    if _style(line) in _HEADING_STYLES:
        return False
    mark = _LIST_MARK.match(line) or _BULLET_MARK.match(line)
    body = _BRACKETS.sub("", line[mark.end() if mark else 0 :])
    name = re.split("[。：；，]", body, maxsplit=1)[0]
    return is_complete_name(name) if mark is None else len(name) <= MAX_NAME and not trigger(name)[0]
