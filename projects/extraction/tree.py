"""The tree of a document: headings, boxes and lists with their entries, tasks, passages.

Input: the mended paragraphs of a document (``projects.extraction.parse``). Output: a :class:`Tree`, its
units (:mod:`projects.extraction.units`) in reading order.

One pass with one table of marks (``projects.extraction.markers``); what a name looks like is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from projects.extraction.markers import ARABIC, BULLET, SECOND, Marker, field_of, marker, marker_free
from projects.extraction.numerals import CHINESE_NUMERAL, arabic
from projects.extraction.open_box import LINE, SHORT, OpenBox, is_row
from projects.extraction.parse import Paragraph
from projects.extraction.parse import paragraphs as mended
from projects.extraction.tasks import Task, TaskTable, read_table, responsibilities_at, with_units
from projects.extraction.tasks import task as read_task
from projects.extraction.trail import Trail, lists_projects
from projects.extraction.units import Box, Passage, Tree
from projects.extraction.words import explains_words

_BOX = re.compile(
    rf"(?:专\s*栏|重点工程(?=[{CHINESE_NUMERAL}]\s))\s*(\d+(?:\s*[-－—–.]\s*\d+)?|[{CHINESE_NUMERAL}]+)?\s*[-—:：、.．]*\s*(.*)",
    re.DOTALL,
)
_TITLED = re.compile(
    rf"专\s*栏\s*(\d+(?:\s*[-－—–.]\s*\d+)?|[{CHINESE_NUMERAL}]+)\s*[-—:：、.．]*\s*([^，。；：:（(]{{4,40}}?)(?:[。：:](?=.{{12}})|(?=[（(][一1][）)]))"
)
_WITHIN = re.compile(  # 。专栏9　山水林田湖生态工程（一）…: a box that follows another in one paragraph
    rf"(?<=[。；])专\s*栏\s*(?:\d+|[{CHINESE_NUMERAL}]+)(?=[^，。；：:（(]{{4,40}}[（(][一1][）)])"
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
_EXPLAINED = re.compile(r"\W*\d*\W*[^，。；：:]{2,40}(?:[：:]|——|是?指)")
_AHEAD = 5  # paragraphs looked at behind one to see whether the numbers of a box go on


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
    paragraphs = [piece for one in paragraphs for piece in _apart(one)]
    reader = _Reader(text, paragraphs)
    for at, paragraph in enumerate(paragraphs):
        if _CONTENTS_LINE.search(paragraph.text):
            reader.furniture.append(paragraph)
        else:
            reader.read(paragraph, paragraphs[at + 1 : at + 1 + _AHEAD])
    return reader.tree()


def _apart(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph cut before each box that begins inside it, behind the end of a sentence."""
    cuts = [0, *(found.start() for found in _WITHIN.finditer(paragraph.text))]
    if len(cuts) == 1:
        return [paragraph]
    ends = [*cuts[1:], len(paragraph.text)]
    return [paragraph.part(start, end) for start, end in zip(cuts, ends, strict=True)]


def box_label(numeral: str) -> str:
    """专栏 with its number as printed: 专栏3, 专栏4-1."""
    if found := re.fullmatch(r"(\d+)\s*[-－—–.]\s*(\d+)", numeral):
        return f"专栏{found.group(1)}-{found.group(2)}"
    return f"专栏{arabic(numeral)}" if numeral else "专栏"


_LONGEST_BOX = 3000
_GAP = re.compile(r"\n(?:[ \t\u3000]*+\n){6}")


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
        self.trail = Trail()
        self.units: list[Passage | Box | Task] = []
        self.titles: list[Paragraph] = []
        self.furniture: list[Paragraph] = []
        self.box: OpenBox | None = None
        self.under_list = False
        self.explains = False  # below 名词解释, where numbers and headings are the words explained

    def read(self, paragraph: Paragraph, ahead: Sequence[Paragraph]) -> None:
        line = paragraph.text
        behind = ahead[0] if ahead else None
        titled = _TITLED.match(line)
        started = _BOX.match(line) if paragraph.is_heading and line.startswith(("专", "重点工程")) else None
        mark = marker(line)
        if self.explains and not (started or paragraph.is_heading or lists_projects(marker_free(line))):
            self.units.append(Passage(self.trail.label, self.trail.title, paragraph))
            return
        self.explains = explains_words(line) and sum(bool(_EXPLAINED.match(one.text)) for one in ahead) > 1
        if self.explains:
            self._close()
            self.trail.enter_apart(line)
            self.titles.append(paragraph)
        elif titled and len(line) > titled.end() + 8:
            self._start(box_label(titled.group(1)), titled.group(2).strip(), paragraph.part(0, titled.end()))
            self._take(paragraph.part(titled.end(), len(line)))
        elif started:
            self._start(box_label(started.group(1) or ""), started.group(2).strip(), paragraph)
        elif mark and mark.rank <= 3 and paragraph.is_heading:
            self._heading(paragraph, behind)
        elif self.box is not None and self.has_tasks and responsibilities_at(line) == 0:
            self._close()
            self._outside(paragraph, mark, behind)
        elif self.box is not None and self.box.holds(paragraph, mark, ahead, self.trail):
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
        return Tree(tuple(units), tuple(self.trail.headings), tuple(self.titles), tuple(self.furniture))

    def _start(self, label: str, title: str, head: Paragraph, *, is_list: bool = False) -> None:
        self._close()
        self.box = OpenBox(label, title, is_list, self.text)
        if not is_list and head.offsets:
            begin = head.offsets[-1]
            gap = _GAP.search(self.text, begin, begin + _LONGEST_BOX)
            self.box.until = gap.start() if gap else 0
        self.titles.append(head)

    def _open_list(self, label: str, title: str, first: Paragraph | None = None) -> None:
        self.box = OpenBox(label, title, True, self.text)
        if first is not None:
            self.box.add(first)

    def _take(self, paragraph: Paragraph) -> None:
        assert self.box is not None
        if self.box.take(paragraph):
            self.titles.append(paragraph)

    def _outside(self, paragraph: Paragraph, mark: Marker | None, behind: Paragraph | None) -> None:
        line = paragraph.text
        field = field_of(line)
        below = field_of(behind.text) if behind is not None else ""
        sheet = field == "name" or (not field and below not in ("", "name"))
        if sheet and len(line) <= LINE and not self.has_tasks:
            self._open_list(self.trail.label, self.trail.title, paragraph)
            return
        numbered = mark is not None and mark.rank <= SECOND
        if paragraph.is_heading or (numbered and len(line) <= 40 and line[-1] not in "。；，：:"):
            self._heading(paragraph, behind)
        elif self.has_tasks and (task := read_task(paragraph, self.trail.title)):
            task = self._numbered(task)
            self.units.append(task)
            entry = marker(behind.text) if behind is not None else None
            if line[-1:] in "：:" and entry is not None and entry.rank > ARABIC and entry.number == 1:
                self._open_list(task.section, task.body.text.rstrip("：:"))
        elif responsibilities_at(line) == 0 and self._complete_task(line):
            self.furniture.append(paragraph)
        elif self._opens_list(line, mark, behind):
            self._start(self.trail.label, line.rstrip("：:"), paragraph, is_list=True)
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
                self.trail.enter(headed.group(1))
            part = paragraph.part(headed.end(), len(line))
            self.titles.append(paragraph.part(0, headed.end()))
            title = marker_free(headed.group(1))
            self.units.append(Box(self.trail.label, title, self.trail.label, (part,), is_list=True))
            return
        if headed:
            self.trail.enter(headed.group(1))
            if self.under_list and behind is not None:
                self._open_list(self.trail.label, self.trail.upper, paragraph)
                return
            mark = marker(line)
            paragraph, numbered = paragraph.part(mark.end if mark else 0, len(line)), True
        elif mark and mark.role == "item" and mark.end < len(line) and mark.rank < BULLET:
            paragraph = paragraph.part(mark.end, len(line))
            numbered = True
        row = is_row(self.text, paragraph)
        self.units.append(Passage(self.trail.label, self.trail.title, paragraph, numbered, row))

    def _opens_list(self, line: str, mark: Marker | None, behind: Paragraph | None) -> bool:
        """五大项目：, 重点项目： and a title of a list, when an entry follows."""
        if behind is None or len(line) > 60 or line[-1:] in "。；，":
            return False
        bare = marker_free(line)
        entry = marker(behind.text)
        follows = entry is not None and entry.rank >= ARABIC and entry.number <= 1
        plain = entry is None and len(behind.text) <= LINE and "。" not in behind.text[:-1]
        says = lists_projects(bare.rstrip("：:")) or (line[-1] in "：:" and _INTRO.search(bare))
        return bool(says) and (follows or plain) and not is_row(self.text, behind)

    def _numbered(self, task: Task) -> Task:
        """*task* with a number of its own: that of its section before it where 1. comes again in each."""
        is_taken = self.restarts or task.number in self.numbers
        number = f"{self.trail.label}{task.number}" if is_taken else task.number
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
        self.trail.enter(line)
        self.titles.append(paragraph)
        mark = marker(line)
        is_second = mark is not None and mark.id == "second"
        says = lists_projects(self.trail.title)
        self.under_list = says or (self.under_list and is_second)
        entry = marker(behind.text) if behind is not None else None
        opens = entry is None or entry.rank >= ARABIC
        opens = opens and not (behind is not None and is_row(self.text, behind))
        prose = behind is not None and entry is None and "。" in behind.text and len(behind.text) > SHORT
        if (self.under_list or self.is_list) and opens and not prose and not self.has_tasks:
            self._open_list(self.trail.label, self.trail.title)
        elif self.under_list and is_second and not says and mark is not None and self._is_alone(mark, behind):
            self.titles.pop()  # （一）某园 ⏎ （二）某桥 below a heading that says it is a list
            self._open_list(self.trail.label, self.trail.upper, paragraph)

    @staticmethod
    def _is_alone(mark: Marker, behind: Paragraph | None) -> bool:
        """Whether nothing stands below a heading: the next one, or a higher one, follows at once."""
        if behind is None:
            return True
        entry = marker(behind.text)
        if entry is None:
            return False
        return entry.rank < mark.rank or (entry.id == mark.id and entry.number == mark.number + 1)

    def _close(self) -> None:
        if self.box is not None:
            box = self.box
            if box.paragraphs or not box.is_list:
                self.units.append(
                    Box(box.label, box.title, self.trail.label, tuple(box.paragraphs), is_list=box.is_list)
                )
            self.box = None


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
    trail = Trail()
    tasks: list[Task] = []
    titles: list[Paragraph] = []
    for row in table.rows:
        if isinstance(row, Task):
            tasks.append(replace(row, category=trail.title))
        else:
            trail.enter(row.text)
            titles.append(row)
    before = [unit for unit in tree.units if _first(unit) < table.start]
    behind = [unit for unit in tree.units if _first(unit) >= table.start]
    return replace(
        tree,
        units=(*before, *tasks, *behind),
        headings=(*tree.headings, *trail.headings),
        titles=(*tree.titles, *titles),
        cells=((table.start, table.end), *tree.cells),
    )


def _first(unit: Passage | Box | Task) -> int:
    """Where the text of a unit begins."""
    if isinstance(unit, Box):
        return unit.paragraphs[0].offsets[0] if unit.paragraphs else 0
    paragraph = unit.body if isinstance(unit, Task) else unit.paragraph
    return paragraph.offsets[0] if paragraph.offsets else 0
