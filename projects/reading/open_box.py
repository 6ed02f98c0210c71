"""A box while it is read: a 专栏, or the list below a heading, and which lines belong to it.

Input: the paragraphs below its title, one by one, each with the one behind it. A box goes on while its
paragraphs look alike (``projects.reading.list_lines``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from projects.reading.entry_parts import heads_told
from projects.reading.list_lines import (
    BULLET,
    HEADING_STYLES,
    NOTE,
    NUMBERED,
    PLAIN_NUMBER,
    has_category,
    heads_list,
    is_list_title,
    is_plain_name,
    is_short_head,
    is_structural,
    kind_of_projects,
    lists_names,
    packs_names,
    packs_projects,
    style,
    told_name,
)
from projects.reading.numerals import arabic, list_number
from projects.reading.parse import Paragraph
from projects.reading.tasks import responsibilities_at
from projects.reading.words import distinctive, has_own_letters, is_complete_name, trigger

_FIGURE = re.compile(r"[图表]\s*\d")
_TITLE_END = re.compile(
    r"(?:项目|工程|平台|园区|基地|小镇|乡镇|布局|格局|行动|计划|政策|措施|举措|任务|指标|清单|名单|定位|目标|结构|网|体系)$"
)
_TITLE_GOES_ON = re.compile(r"及|和|与|、|暨")


@dataclass
class OpenBox:
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
        if told_name(line) and self.paragraphs and told_name(self.paragraphs[0].text):
            return True  # A园。建设… and B工程。建设…, one a paragraph
        if packs_projects(line) and self.paragraphs and packs_projects(self.paragraphs[-1].text):
            return True  # 新材料。建设A、B。 and 新能源。续建C。, one a paragraph
        if line.startswith("其中") and self.paragraphs:
            return True  # parts of the entry above
        if self.paragraphs and not self.is_plain_list and self._goes_on(line, following):
            return True
        if _FIGURE.match(line) or (self.is_plain_list and is_structural(line)):
            return False
        if self.is_plain_list and style(line) not in self.styles and kind_of_projects(line):
            return False  # 2.重点新开工项目： behind the entries （1）, （2） of 1.重点续建项目：
        return not self.paragraphs or self._looks_alike(line, following)

    def add(self, paragraph: Paragraph) -> None:
        """Put a paragraph that :meth:`takes` took into the box or its title."""
        if not self.paragraphs and self.is_plain_list and is_list_title(paragraph.text):
            self.title = paragraph.text
        elif not self.paragraphs and self._is_title(paragraph.text, ""):
            self.title += paragraph.text
        else:
            self.paragraphs.append(paragraph)
            self.styles[style(paragraph.text)] = list_number(paragraph.text)

    def _goes_on(self, line: str, following: str) -> bool:
        """A 专栏 goes on over forms that change: with lists of names, the words above them, and notes."""
        if NOTE.match(line) or lists_names(line) or (has_category(line) and lists_names(following)):
            return True
        if is_short_head(line):
            return style(line) not in HEADING_STYLES and (
                lists_names(following) or packs_names(following) or is_plain_name(following)
            )
        before = self.paragraphs[-1].text
        if packs_names(line) and (is_short_head(before) or packs_names(before)):
            return True
        return is_plain_name(line) and (is_short_head(before) or is_plain_name(before))

    def _looks_alike(self, line: str, following: str) -> bool:
        """A box goes on while its paragraphs look alike: the same numbering, or label and colon."""
        look = style(line)
        if look is None:
            if next(iter(self.styles)) is None:  # the first paragraph has no number either
                return len(line) <= 60 and "。" not in line[:-1]
            if self._is_bare_head() and trigger(line)[0]:
                return True  # 04 公路 ⏎ 实施A、B扩能等工程
            behind = style(following)
            if behind not in self.styles or behind is None:
                return False
            is_told = list_number(following) == (self.styles[behind] or 0) + 1  # about the entry above it
            return is_told or heads_list(line, following)
        if look in HEADING_STYLES:  # it may be a heading of the text behind the box: the number must fit
            return list_number(line) == (self.styles.get(look) or 0) + 1
        if look == 0 and look in self.styles and responsibilities_at(line) >= 0:
            return False  # a task behind the box, with those responsible for it
        if heads_told(self.paragraphs[-1].text, line):
            return True
        return look in self.styles or look < BULLET

    def _is_bare_head(self) -> bool:
        """Whether the paragraph taken last is a number and a word, which something has to tell about."""
        last = self.paragraphs[-1].text
        is_bare = style(last) in (*NUMBERED, PLAIN_NUMBER) and not re.search("[，。；：]", last)
        return is_bare and len(last) <= 12 and not distinctive(last)

    def _is_title(self, line: str, following: str) -> bool:
        if self.is_plain_list or len(line) > 30 or re.search(r"[，。；：]", line):
            return False
        if not self.title:
            return True
        return bool(_TITLE_GOES_ON.match(line)) or (
            style(line) is None
            and not _TITLE_END.search(self.title)
            and len(line) <= 20
            and not (is_complete_name(line) and has_own_letters(line))
        )


def box_label(numeral: str) -> str:
    """专栏 with its number as printed: 专栏3, 专栏4-1."""
    if parts := re.fullmatch(r"(\d+)\s*[-－—–.]\s*(\d+)", numeral):
        return f"专栏{parts.group(1)}-{parts.group(2)}"
    return f"专栏{arabic(numeral)}"
