"""A box or a list while it is read, and which paragraphs are part of it.

By the mark of a paragraph, its number, its indent and its length, and by whether the numbers of the box
go on behind it; what a name looks like is never asked.

In: paragraphs in order, each with those ahead of it. Out: the content of one box, and where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from projects.extraction.markers import ARABIC, BULLET, SECOND, Marker, field_of, marker, rank_of
from projects.extraction.parse import Paragraph
from projects.extraction.tasks import responsibilities_at
from projects.extraction.trail import Trail, lists_projects

_FIGURE = re.compile(r"[图表]\s*\d")
_NOTE = re.compile(r"[（(]?(?:备?注|说明)\s*\d?[：:]|其中|(?:小计|合计|总计)[：:\d]")
_LABEL = re.compile(r"[^，。；：:]{2,24}[：:]|【[^】]{2,16}】")
_HEAD = re.compile(rf"{_LABEL.pattern}|[^，。；：:]{{2,14}}。.")
_TITLE_GOES_ON = re.compile(r"及|和|与|、|暨")
_SENTENCES_OF_ENTRY = 2
SHORT, LINE = 30, 60  # characters of a title, and of an entry on one line


@dataclass
class OpenBox:
    """A box being read: which marks it holds, and the last number of each. *text* is the document's."""

    label: str
    title: str
    is_list: bool
    text: str
    indent: int | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    ever: dict[str, int] = field(default_factory=dict)  # numbers that may go on over groups
    fields: bool = False  # each entry is a sheet of fields (责任单位：…)
    tells: bool = False  # lines without a mark tell of its entries
    until: int = 0  # where in the text many empty lines close it, 0 without them

    def take(self, paragraph: Paragraph) -> bool:
        """Take one in; whether it is the rest of the title, or a list's own."""
        line = paragraph.text
        if not self.paragraphs and not self.is_list and self._goes_on_title(line):
            self.title += line
            return True
        is_short = not self.paragraphs and self.is_list and marker(line) is None and len(line) <= SHORT
        if is_short and lists_projects(line):
            self.title = line
            return True
        self.add(paragraph)
        return False

    def add(self, paragraph: Paragraph) -> None:
        """Take in one that is part of the content."""
        if not self.paragraphs:
            self.indent = self._indent(paragraph)
        self.paragraphs.append(paragraph)
        field = field_of(paragraph.text)
        self.fields = self.fields or bool(field)
        mark = None if field else marker(paragraph.text)
        self.tells = self.tells or (mark is None and bool(self.last))
        if mark:
            for name in [one for one in self.last if rank_of(one) > mark.rank]:
                del self.last[name]
            self.last[mark.id] = self.ever[mark.id] = mark.number

    def _goes_on_title(self, line: str) -> bool:
        if len(line) > SHORT or re.search("[，。；：:]", line) or marker(line):
            return False
        return not self.title or bool(_TITLE_GOES_ON.match(line))

    def holds(
        self, paragraph: Paragraph, mark: Marker | None, ahead: Sequence[Paragraph], trail: Trail
    ) -> bool:
        """Whether a paragraph is part of the box: by its mark, its number, its indent and its length."""
        line = paragraph.text
        if _FIGURE.match(line) or (self.is_list and is_row(self.text, paragraph)):
            return False
        if not self.paragraphs:
            return not (mark and mark.role == "heading")
        if self.is_list and field_of(line):
            return True
        if self.until and not self.last and paragraph.offsets[0] > self.until:
            return False
        if mark is not None:
            return self._numbered_on(mark, line, trail)
        if self.until and not self.last and mark is None:
            return not paragraph.is_heading
        if _NOTE.match(line):
            return True
        before = self.paragraphs[-1].text
        above = marker(before)
        bare = before[above.end if above else 0 :]
        told = self.tells or (above is not None and above.id == "bare") or self._counts_on(ahead)
        if told and len(bare) <= 20 and not re.search("[，。；]", bare):
            return True  # what tells of 01 汽车
        if self.indent is not None and self._indent(paragraph) >= 2 > self.indent and "。" in line:
            return False
        return self._plain_on(line, ahead)

    def _numbered_on(self, mark: Marker, line: str, trail: Trail) -> bool:
        if mark.role == "heading":
            return False
        seen = self.last.get(mark.id)
        if seen is not None:
            return mark.number in (seen + 1, 1) or mark.rank == BULLET or (self.fields and mark.number > seen)
        if responsibilities_at(line) >= 0 and mark.rank == ARABIC:
            return False
        if mark.number > 1 and mark.number == self.ever.get(mark.id, -1) + 1:
            return True
        highest = min((rank_of(name) for name in self.last), default=99)
        if mark.rank <= SECOND:
            opens = mark.number == 1 and (highest > mark.rank)
            return opens and not trail.goes_on(mark)
        return mark.number in (0, 1) or (mark.rank > highest and mark.number <= 1) or not self.last

    def _plain_on(self, line: str, ahead: Sequence[Paragraph]) -> bool:
        before = self.paragraphs[-1].text
        marked = bool(self.last)
        if self._counts_on(ahead):
            return True
        first = marker(ahead[0].text) if ahead else None
        if first is not None and first.id in self.last and first.number == 1:
            return len(line) <= 20 and not re.search("[，。；]", line)  # 卫生类 above 1.
        if marked and not self.is_list and _HEAD.match(line) and "、" in line:
            return True
        if marked:
            return bool(len(line) <= LINE and self.last.keys() == {"bullet"} and "。" not in line[:-1])
        same = bool(_LABEL.match(line)) == bool(_LABEL.match(before))
        if _HEAD.match(line) and _HEAD.match(before) and (same or line.count("。") <= _SENTENCES_OF_ENTRY):
            return True
        if len(line) <= LINE and "。" not in line[:-1] and not (len(before) > LINE or "。" in before[:-1]):
            return True
        told = "、" in line and bool(_LABEL.match(line))
        return told or (self.is_list and "。" not in line[:-1] and len(line) <= LINE)

    def _counts_on(self, ahead: Sequence[Paragraph]) -> bool:
        """Whether the next number behind goes on with those of the box."""
        mark = next((found for one in ahead if (found := marker(one.text))), None)
        if mark is None or mark.rank >= BULLET or mark.number < 2:
            return False
        return mark.number == self.last.get(mark.id, -1) + 1

    def _indent(self, paragraph: Paragraph) -> int:
        start = paragraph.offsets[0]
        line = self.text.rfind("\n", 0, start) + 1
        return start - line if not self.text[line:start].strip() else 0


def is_row(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph is a row of a table that no reader of tables knew: cells with tabs between."""
    return bool(paragraph.text) and "\t" in text[paragraph.offsets[0] : paragraph.offsets[-1]]
