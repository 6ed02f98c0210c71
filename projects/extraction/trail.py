"""The trail of headings above a unit, and what a heading says of what stands below it.

In: the lines that are headings, in order. Out: the section (第三章第二节, 一（二）) and its title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from projects.extraction.markers import Marker, marker
from projects.extraction.numerals import CHINESE_NUMERAL, arabic
from projects.vocabulary.rules import rules


@dataclass
class Trail:
    """Where a reader stands: the open chapter, section and heading texts."""

    chapter: str = ""
    section: str = ""
    top: str = ""
    second: str = ""
    title: str = ""
    upper: str = ""  # the heading above （一）
    headings: list[tuple[str, str]] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The open chapter and section, else 一 （一）, else the heading's text."""
        return self.chapter + self.section or self.top + self.second or self.title

    def enter(self, line: str) -> None:
        """Go on below the heading *line*."""
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

    def enter_apart(self, line: str) -> None:
        """Go on below a heading that is part of no chapter and of no numbered section: 名词解释."""
        self.chapter = self.section = self.top = self.second = ""
        self.title = self.upper = line.strip(" *")
        self.headings.append((self.label, self.title))

    def goes_on(self, mark: Marker) -> bool:
        """Whether a mark 一、 or （一） counts on from the open heading of its form."""
        numeral = (self.second if mark.id == "second" else self.top).strip("（）")
        before = arabic(numeral) if numeral else 0
        return bool(before) and mark.number == before + 1


def lists_projects(title: str) -> bool:
    """Whether a heading says that a list of projects stands below it (``data/rules/list_titles.csv``)."""
    return any(re.search(row["pattern"], title) for row in rules("list_titles"))
