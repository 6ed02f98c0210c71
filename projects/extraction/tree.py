"""The tree of a document: headings, boxes and lists with their entries, tasks, passages.

Input: the mended paragraphs of a document (``projects.extraction.parse``). Output: a :class:`Tree`, its
units in reading order, each of one of three sorts:

* :class:`Passage` – running text below its heading (篇 章 节, 一、 （一）, or a plain title);
* :class:`Box` – a 专栏, or a list below a heading that says it is one, with its paragraphs; its entries
  are nested by their marks (:func:`projects.extraction.entries.entries`);
* :class:`projects.extraction.tasks.Task` – a numbered item of a task list, or a row of a responsibility
  table, with the units that lead and take part.

One pass with one table of marks (``projects.extraction.markers``); what a name looks like is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from projects.extraction.markers import ARABIC, BULLET, SECOND, Marker, field_of, marker
from projects.extraction.numerals import CHINESE_NUMERAL, arabic
from projects.extraction.parse import Paragraph
from projects.extraction.parse import paragraphs as mended
from projects.extraction.tasks import Task, TaskTable, read_table, responsibilities_at, with_units
from projects.extraction.tasks import task as read_task
from projects.vocabulary.rules import rules

_BOX = re.compile(
    rf"(?:专\s*栏|重点工程(?=[{CHINESE_NUMERAL}]\s))\s*(\d+(?:\s*[-－—–.]\s*\d+)?|[{CHINESE_NUMERAL}]+)?\s*[-—:：、.．]*\s*(.*)",
    re.DOTALL,
)
_TITLED = re.compile(
    rf"专\s*栏\s*(\d+(?:\s*[-－—–.]\s*\d+)?|[{CHINESE_NUMERAL}]+)\s*[-—:：、.．]*\s*([^，。；：:（(]{{4,40}}?)(?:[。：:](?=.{{12}})|(?=[（(][一1][）)]))"
)
_CONTENTS_LINE = re.compile(
    r"(\.{3,}|…{2,}|·{3,}|\t)\s*\d+\s*$"
    rf"|^(?:第[{CHINESE_NUMERAL}\d]+[篇章节]|专\s*栏|[{CHINESE_NUMERAL}]+、|[（(][{CHINESE_NUMERAL}]+[）)])"
    r"[^，。；：]*[\u4e00-\u9fff”]\s*\d{1,3}$"
)
_HEADED = re.compile(
    rf"((?:[（(][{CHINESE_NUMERAL}]+[）)]|[{CHINESE_NUMERAL}]+、)[^。；：:]{{2,40}})[。：:](?=.)"
)
_INTRO = re.compile(
    r"^[^，。；]{0,20}(?:项目|工程)(?:包括|主要有|有|清单|名单|如下)?[：:]$"
    r"|(?:^|[，。；])[^，。；：:]{0,12}(?:重点|主要|着力|加快)(?:推进|建设|实施|抓好|推动|谋划)[^，。；：:]{0,12}[：:]$"
)
_LISTING = re.compile(r"((?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])?[^，。；：:]{2,24})[：:](?=.)")
_FIGURE = re.compile(r"[图表]\s*\d")
_NOTE = re.compile(r"[（(]?(?:备?注|说明)\s*\d?[：:]|其中|(?:小计|合计|总计)[：:\d]")
_LABEL = re.compile(r"[^，。；：:]{2,24}[：:]|【[^】]{2,16}】")
_HEAD = re.compile(rf"{_LABEL.pattern}|[^，。；：:]{{2,14}}。.")
_TITLE_GOES_ON = re.compile(r"及|和|与|、|暨")
_SHORT, _LINE = 30, 60
_SENTENCES_OF_ENTRY = 2
_AHEAD = 5  # paragraphs looked at behind one to see whether the numbers of a box go on


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of running text and where it stands; ``title`` is the text of the nearest heading."""

    section: str
    title: str
    paragraph: Paragraph
    numbered: bool = False  # the text stood behind a list number
    row: bool = False  # a row of a table that is no list, its cells run together


@dataclass(frozen=True, slots=True)
class Box:
    """A 专栏 or a list: its label (专栏3), title and content. ``chapter`` is the section it stands in."""

    label: str
    title: str
    chapter: str
    paragraphs: tuple[Paragraph, ...]
    is_list: bool = False  # a list below a heading, no 专栏


@dataclass(frozen=True, slots=True)
class Tree:
    """All units of a document in reading order, its headings as (section, title), and what holds no text."""

    units: tuple[Passage | Box | Task, ...]
    headings: tuple[tuple[str, str], ...]
    titles: tuple[Paragraph, ...] = ()  # paragraphs that are headings
    furniture: tuple[Paragraph, ...] = ()  # lines of a table of contents, responsibilities behind a task
    cells: tuple[tuple[int, int], ...] = ()  # spans of flattened tables

    def boxes(self) -> list[Box]:
        """The boxes, in order."""
        return [unit for unit in self.units if isinstance(unit, Box)]

    def tasks(self) -> list[Task]:
        """The tasks, in order."""
        return [unit for unit in self.units if isinstance(unit, Task)]


def read_tree(text: str, paragraphs: list[Paragraph]) -> Tree:
    """Units of a document.

    Parameters
    ----------
    text
        The decoded document; a responsibility table that was flattened to one cell a line is read
        from it, since cells must not be mended into paragraphs.
    paragraphs
        The mended paragraphs of the same text.
    """
    if table := read_table(text):
        rest = text[: table.start] + " " * (table.end - table.start) + text[table.end :]
        return _with_table(read_tree(rest, mended(rest)), table)
    reader = _Reader(text, paragraphs)
    for at, paragraph in enumerate(paragraphs):
        if _CONTENTS_LINE.search(paragraph.text):
            reader.furniture.append(paragraph)
        else:
            reader.read(paragraph, paragraphs[at + 1 : at + 1 + _AHEAD])
    return reader.tree()


def box_label(numeral: str) -> str:
    """专栏 with its number as printed: 专栏3, 专栏4-1."""
    if found := re.fullmatch(r"(\d+)\s*[-－—–.]\s*(\d+)", numeral):
        return f"专栏{found.group(1)}-{found.group(2)}"
    return f"专栏{arabic(numeral)}" if numeral else "专栏"


def lists_projects(title: str) -> bool:
    """Whether a heading says that a list of projects stands below it (``data/rules/list_titles.csv``)."""
    return any(re.search(row["pattern"], title) for row in rules("list_titles"))


_LONGEST_BOX = 3000
_GAP = re.compile(r"\n(?:[ \t\u3000]*+\n){6}")


@dataclass
class _Place:
    """Where the reader stands: the open chapter, section and heading texts."""

    chapter: str = ""
    section: str = ""
    top: str = ""
    second: str = ""
    title: str = ""
    upper: str = ""  # the heading above （一）
    headings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        return self.chapter + self.section or self.top + self.second or self.title

    def enter(self, line: str) -> None:
        mark = marker(line)
        title = line[mark.end :] if mark else line
        numeral = re.search(rf"[{CHINESE_NUMERAL}\d]+", line[: mark.end]) if mark else None
        printed = numeral.group() if numeral else ""
        kind = mark.id if mark else ""
        if kind in ("part", "chapter"):
            self.chapter, self.section = (f"第{printed}章", "") if kind == "chapter" else ("", "")
            self.top = self.second = ""
        elif kind == "section":
            self.section, self.top, self.second = f"第{printed}节", "", ""
        elif kind == "top":
            self.top, self.second = (printed, "") if not self.chapter else (self.top, self.second)
        elif kind == "second":
            self.second = f"（{printed}）" if not self.chapter else self.second
        elif not self.chapter:
            self.top = self.second = ""
        self.title = title.strip(" *")
        if kind != "second":
            self.upper = self.title
        self.headings.append((self.label, self.title))


@dataclass
class _Open:
    """A box being read: which marks it holds, and the last number of each."""

    label: str
    title: str
    is_list: bool
    indent: int | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    ever: dict[str, int] = field(default_factory=dict)  # numbers that may go on over groups
    fields: bool = False  # each entry is a sheet of fields (责任单位：…)
    tells: bool = False  # lines without a mark tell of its entries
    until: int = 0  # where in the text many empty lines close it, 0 without them

    def add(self, paragraph: Paragraph, indent: int) -> None:
        if not self.paragraphs:
            self.indent = indent
        self.paragraphs.append(paragraph)
        field = field_of(paragraph.text)
        self.fields = self.fields or bool(field)
        mark = None if field else marker(paragraph.text)
        self.tells = self.tells or (mark is None and bool(self.last))
        if mark:
            for name in [one for one in self.last if _ranks()[one] > mark.rank]:
                del self.last[name]
            self.last[mark.id] = self.ever[mark.id] = mark.number


class _Reader:
    """Reads paragraph by paragraph; at most one box is open."""

    def __init__(self, text: str, paragraphs: list[Paragraph]) -> None:
        self.text = text
        self.has_tasks = any(responsibilities_at(paragraph.text) >= 0 for paragraph in paragraphs)
        self.restarts = _begins_again(paragraphs)
        head = [paragraph.text for paragraph in paragraphs[:4] if len(paragraph.text) <= 80]
        self.is_list = any(
            "。" not in line and lists_projects(line) and marker(line) is None for line in head
        )
        self.numbers: set[str] = set()
        self.place = _Place()
        self.units: list[Passage | Box | Task] = []
        self.titles: list[Paragraph] = []
        self.furniture: list[Paragraph] = []
        self.box: _Open | None = None
        self.under_list = False

    def read(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> None:
        line = paragraph.text
        behind = ahead[0] if ahead else None
        titled = _TITLED.match(line)
        started = _BOX.match(line) if paragraph.is_heading and line.startswith(("专", "重点工程")) else None
        mark = marker(line)
        if titled and len(line) > titled.end() + 8:
            self._start(box_label(titled.group(1)), titled.group(2).strip(), paragraph.part(0, titled.end()))
            self._take(paragraph.part(titled.end(), len(line)))
        elif started:
            self._start(box_label(started.group(1) or ""), started.group(2).strip(), paragraph)
        elif mark and mark.rank <= 3 and paragraph.is_heading:
            self._heading(paragraph, behind)
        elif self.box is not None and self.has_tasks and responsibilities_at(line) == 0:
            self._close()
            self._outside(paragraph, mark, behind)
        elif self.box is not None and self._belongs(paragraph, mark, ahead):
            self._take(paragraph)
        else:
            self._close()
            self._outside(paragraph, mark, behind)

    def tree(self) -> Tree:
        self._close()
        filled = {unit.label for unit in self.units if isinstance(unit, Box) and unit.paragraphs}
        units = (  # a box without content that comes again with it stood in a table of contents
            unit
            for unit in self.units
            if not (isinstance(unit, Box) and not unit.paragraphs and unit.label in filled)
        )
        return Tree(tuple(units), tuple(self.place.headings), tuple(self.titles), tuple(self.furniture))

    def _start(self, label: str, title: str, head: Paragraph, *, is_list: bool = False) -> None:
        self._close()
        self.box = _Open(label, title, is_list)
        if not is_list and head.offsets:
            begin = head.offsets[-1]
            gap = _GAP.search(self.text, begin, begin + _LONGEST_BOX)
            self.box.until = gap.start() if gap else 0
        self.titles.append(head)

    def _take(self, paragraph: Paragraph) -> None:
        assert self.box is not None
        line = paragraph.text
        if not self.box.paragraphs and not self.box.is_list and self._goes_on_title(line):
            self.box.title += line
            self.titles.append(paragraph)
        elif (
            not self.box.paragraphs
            and self.box.is_list
            and marker(line) is None
            and len(line) <= _SHORT
            and lists_projects(line)
        ):
            self.box.title = line
            self.titles.append(paragraph)
        else:
            self.box.add(paragraph, self._indent(paragraph))

    def _goes_on_title(self, line: str) -> bool:
        assert self.box is not None
        if len(line) > _SHORT or re.search("[，。；：:]", line) or marker(line):
            return False
        return not self.box.title or bool(_TITLE_GOES_ON.match(line))

    def _belongs(self, paragraph: Paragraph, mark: Marker | None, ahead: Sequence[Paragraph]) -> bool:
        """Whether a paragraph is part of the open box: by its mark, its number, its indent and its length."""
        box = self.box
        assert box is not None
        line = paragraph.text
        if _FIGURE.match(line) or (box.is_list and self._is_row(paragraph)):
            return False
        if not box.paragraphs:
            return not (mark and mark.role == "heading")
        if box.is_list and field_of(line):
            return True
        if box.until and not box.last and paragraph.offsets[0] > box.until:
            return False
        if mark is not None:
            return self._numbered_on(mark, line)
        if box.until and not box.last and mark is None:
            return not paragraph.is_heading
        if _NOTE.match(line):
            return True
        before = box.paragraphs[-1].text
        above = marker(before)
        bare = before[above.end if above else 0 :]
        told = box.tells or (above is not None and above.id == "bare") or self._counts_on(ahead)
        if told and len(bare) <= 20 and not re.search("[，。；]", bare):
            return True  # what tells of 01 汽车
        if box.indent is not None and self._indent(paragraph) >= 2 > box.indent and "。" in line:
            return False
        return self._plain_on(line, ahead)

    def _numbered_on(self, mark: Marker, line: str) -> bool:
        box = self.box
        assert box is not None
        if mark.role == "heading":
            return False
        seen = box.last.get(mark.id)
        if seen is not None:
            return mark.number in (seen + 1, 1) or mark.rank == BULLET or (box.fields and mark.number > seen)
        if responsibilities_at(line) >= 0 and mark.rank == ARABIC:
            return False
        if mark.number > 1 and mark.number == box.ever.get(mark.id, -1) + 1:
            return True
        highest = min((_ranks()[name] for name in box.last), default=99)
        if mark.rank <= SECOND:
            opens = mark.number == 1 and (highest > mark.rank)
            return opens and self._outer(mark) != 0
        return mark.number in (0, 1) or (mark.rank > highest and mark.number <= 1) or not box.last

    def _outer(self, mark: Marker) -> int:
        """What a heading mark would be outside: 0 when it goes on with the numbers of the text."""
        open_number = self.place.second if mark.id == "second" else self.place.top
        numeral = open_number.strip("（）")
        before = arabic(numeral) if numeral else 0
        return 0 if before and mark.number == before + 1 else 1

    def _plain_on(self, line: str, ahead: Sequence[Paragraph]) -> bool:
        box = self.box
        assert box is not None
        before = box.paragraphs[-1].text
        marked = bool(box.last)
        if self._counts_on(ahead):
            return True
        first = marker(ahead[0].text) if ahead else None
        if first is not None and first.id in box.last and first.number == 1:
            return len(line) <= 20 and not re.search("[，。；]", line)  # 卫生类 above 1.
        if marked and not box.is_list and _HEAD.match(line) and "、" in line:
            return True
        if marked:
            return bool(len(line) <= _LINE and box.last.keys() == {"bullet"} and "。" not in line[:-1])
        same = bool(_LABEL.match(line)) == bool(_LABEL.match(before))
        if _HEAD.match(line) and _HEAD.match(before) and (same or line.count("。") <= _SENTENCES_OF_ENTRY):
            return True
        if len(line) <= _LINE and "。" not in line[:-1] and not (len(before) > _LINE or "。" in before[:-1]):
            return True
        told = "、" in line and bool(_LABEL.match(line))
        return told or (box.is_list and "。" not in line[:-1] and len(line) <= _LINE)

    def _counts_on(self, ahead: Sequence[Paragraph]) -> bool:
        """Whether the next number behind goes on with those of the box."""
        assert self.box is not None
        mark = next((found for one in ahead if (found := marker(one.text))), None)
        if mark is None or mark.rank >= BULLET or mark.number < 2:
            return False
        return mark.number == self.box.last.get(mark.id, -1) + 1

    def _outside(self, paragraph: Paragraph, mark: Marker | None, behind: Paragraph | None) -> None:
        line = paragraph.text
        field = field_of(line)
        below = field_of(behind.text) if behind is not None else ""
        sheet = field == "name" or (not field and below not in ("", "name"))
        if sheet and len(line) <= _LINE and not self.has_tasks:
            self.box = _Open(self.place.label, self.place.title, is_list=True)
            self.box.add(paragraph, self._indent(paragraph))
            return
        numbered = mark is not None and mark.rank <= SECOND
        if paragraph.is_heading or (numbered and len(line) <= 40 and line[-1] not in "。；，：:"):
            self._heading(paragraph, behind)
        elif self.has_tasks and (task := read_task(paragraph, self.place.title)):
            task = self._numbered(task)
            self.units.append(task)
            entry = marker(behind.text) if behind is not None else None
            if line[-1:] in "：:" and entry is not None and entry.rank > ARABIC and entry.number == 1:
                self.box = _Open(task.section, task.body.text.rstrip("：:"), is_list=True)
        elif responsibilities_at(line) == 0 and self._complete_task(line):
            self.furniture.append(paragraph)
        elif self._opens_list(line, mark, behind):
            self._start(self.place.label, line.rstrip("：:"), paragraph, is_list=True)
        else:
            self._passage(paragraph, mark, behind)

    def _passage(self, paragraph: Paragraph, mark: Marker | None, behind: Paragraph | None) -> None:
        line = paragraph.text
        numbered = False
        headed = _HEADED.match(line)
        listing = headed or _LISTING.match(line)
        if (
            listing
            and lists_projects(marker_free(listing.group(1)))
            and "。" not in line[listing.end() :][:-1]
        ):
            headed = listing
            if headed.re is _HEADED:
                self.place.enter(headed.group(1))
            part = paragraph.part(headed.end(), len(line))
            self.titles.append(paragraph.part(0, headed.end()))
            title = marker_free(headed.group(1))
            self.units.append(Box(self.place.label, title, self.place.label, (part,), is_list=True))
            return
        if headed:
            self.place.enter(headed.group(1))
            if self.under_list and behind is not None:
                self.box = _Open(self.place.label, self.place.upper, is_list=True)
                self.box.add(paragraph, self._indent(paragraph))
                return
            mark = marker(line)
            paragraph, numbered = paragraph.part(mark.end if mark else 0, len(line)), True
        elif mark and mark.role == "item" and mark.end < len(line) and mark.rank < BULLET:
            paragraph = paragraph.part(mark.end, len(line))
            numbered = True
        row = self._is_row(paragraph)
        self.units.append(Passage(self.place.label, self.place.title, paragraph, numbered, row))

    def _opens_list(self, line: str, mark: Marker | None, behind: Paragraph | None) -> bool:
        """五大项目：, 重点项目： and a title of a list, when an entry follows."""
        if behind is None or len(line) > 60 or line[-1:] in "。；，":
            return False
        bare = marker_free(line)
        entry = marker(behind.text)
        follows = entry is not None and entry.rank >= ARABIC and entry.number <= 1
        plain = entry is None and len(behind.text) <= _LINE and "。" not in behind.text[:-1]
        says = lists_projects(bare.rstrip("：:")) or (line[-1] in "：:" and _INTRO.search(bare))
        return bool(says) and (follows or plain) and not self._is_row(behind)

    def _numbered(self, task: Task) -> Task:
        """*task* with a number of its own: that of its section before it where 1. comes again in each."""
        is_taken = self.restarts or task.number in self.numbers
        number = f"{self.place.label}{task.number}" if is_taken else task.number
        again = 1
        while number in self.numbers:
            again += 1
            number = f"{number.partition('#')[0]}#{again}"
        self.numbers.add(number)
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

    def _heading(self, paragraph: Paragraph, behind: Paragraph | None) -> None:
        self._close()
        line = paragraph.text
        self.place.enter(line)
        self.titles.append(paragraph)
        mark = marker(line)
        is_second = mark is not None and mark.id == "second"
        says = lists_projects(self.place.title)
        self.under_list = says or (self.under_list and is_second)
        entry = marker(behind.text) if behind is not None else None
        opens = entry is None or entry.rank >= ARABIC
        opens = opens and not (behind is not None and self._is_row(behind))
        prose = behind is not None and entry is None and "。" in behind.text and len(behind.text) > _SHORT
        if (self.under_list or self.is_list) and opens and not prose and not self.has_tasks:
            self.box = _Open(self.place.label, self.place.title, is_list=True)
        elif self.under_list and is_second and not says and mark is not None and self._is_alone(mark, behind):
            self.titles.pop()  # （一）某园 ⏎ （二）某桥 below a heading that says it is a list
            self.box = _Open(self.place.label, self.place.upper, is_list=True)
            self.box.add(paragraph, self._indent(paragraph))

    @staticmethod
    def _is_alone(mark: Marker, behind: Paragraph | None) -> bool:
        """Whether nothing stands below a heading: the next one, or a higher one, follows at once."""
        if behind is None:
            return True
        entry = marker(behind.text)
        if entry is None:
            return False
        return entry.rank < mark.rank or (entry.id == mark.id and entry.number == mark.number + 1)

    def _is_row(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is a row of a table that no reader of tables knew: cells with tabs between."""
        return bool(paragraph.text) and "\t" in self.text[paragraph.offsets[0] : paragraph.offsets[-1]]

    def _indent(self, paragraph: Paragraph) -> int:
        start = paragraph.offsets[0]
        line = self.text.rfind("\n", 0, start) + 1
        return start - line if not self.text[line:start].strip() else 0

    def _close(self) -> None:
        if self.box is not None:
            box = self.box
            if box.paragraphs or not box.is_list:
                self.units.append(
                    Box(box.label, box.title, self.place.label, tuple(box.paragraphs), is_list=box.is_list)
                )
            self.box = None


def marker_free(line: str) -> str:
    """*line* without the mark it begins with."""
    mark = marker(line)
    return line[mark.end :] if mark else line


def _ranks() -> dict[str, int]:
    return {row["id"]: int(row["rank"]) for row in rules("markers")}


def _begins_again(paragraphs: list[Paragraph]) -> bool:
    """Whether the numbers of tasks begin again below most headings; else they run on over them."""
    last, crossed, balance = 0, False, 0
    for paragraph in paragraphs:
        mark = marker(paragraph.text)
        if mark and mark.rank <= 3:
            last = 0  # of another part the numbers begin again anyhow
        elif mark and mark.rank <= SECOND and len(paragraph.text) <= 40:
            crossed = True
        elif found := read_task(paragraph, ""):
            number = int(found.number)
            if crossed and last:
                balance += (number == 1) - (number == last + 1)
            last, crossed = number, False
    return balance > 0


def _with_table(tree: Tree, table: TaskTable) -> Tree:
    """*tree* with the rows of a flattened table where the table stands."""
    place = _Place()
    tasks: list[Task] = []
    titles: list[Paragraph] = []
    for row in table.rows:
        if isinstance(row, Task):
            tasks.append(replace(row, category=place.title))
        else:
            place.enter(row.text)
            titles.append(row)
    before = [unit for unit in tree.units if _first(unit) < table.start]
    behind = [unit for unit in tree.units if _first(unit) >= table.start]
    return replace(
        tree,
        units=(*before, *tasks, *behind),
        headings=(*tree.headings, *place.headings),
        titles=(*tree.titles, *titles),
        cells=((table.start, table.end), *tree.cells),
    )


def _first(unit: Passage | Box | Task) -> int:
    """Where the text of a unit begins."""
    if isinstance(unit, Box):
        return unit.paragraphs[0].offsets[0] if unit.paragraphs else 0
    paragraph = unit.body if isinstance(unit, Task) else unit.paragraph
    return paragraph.offsets[0] if paragraph.offsets else 0
