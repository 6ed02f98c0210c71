"""The header of a project list: which column says what, in which unit.

A header is one or two rows below the title rows. Its cells are matched with the synonyms of
``data/rules/list_columns.csv``, first upper and lower line together (2024年计划 | 投资), then
the lower one alone, then the upper. The unit of money stands in a column's own header
（总投资（亿元））, else it is that of the whole table (单位：万元).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from projects.extraction.readers import Cell
from projects.vocabulary.rules import rules

Row = Sequence[Cell]

MONEY = ("investment", "year_plan", "done")
_UNIT = re.compile(r"(亿|万)?(美|欧|日|港)?元")
_UNIT_ALONE = re.compile(r"[（(]?(?:(?:亿|万)?(?:美|欧|日|港)?元|亩|公顷|平方米|万平方米|年|%|个)[）)]?")
_TABLE_UNIT = re.compile(r"单\s*位\s*[：:]?\s*((?:亿|万)?(?:美|欧|日|港)?元)")
_BRACKET = re.compile(r"[（(\[【]([^（()）\]】]*)[）)\]】]")
# Columns of lists of other things that are called 项目: fees, licences, marks, purchases, crafts.
_OTHER = re.compile(
    "收费|标准|依据|许可|指标|目标值|分值|得分|单价|数量|规格|型号|补贴|奖|保护单位|传承|申报地区|批次"
)
# Fields that tell a list of projects from other tables with a column of names.
_TELLING = {"entity", "place", "nature", "content", "year_content", "period", "code", "start", *MONEY}


@dataclass(frozen=True, slots=True)
class Header:
    """Columns by field, the unit of each column of money, and the rows that the header takes."""

    columns: Mapping[str, int]
    units: Mapping[str, str]  # field → 亿元, 万元 …; a field is missing when no unit is printed
    first: int
    last: int
    texts: tuple[str, ...]

    def cell(self, row: Row, field: str) -> Cell | None:
        """The cell of *field* in *row*; None when the list has no such column."""
        return row[self.columns[field]] if field in self.columns else None

    def text(self, row: Row, field: str) -> str:
        """The text of *field* in *row*, empty when the list has no such column."""
        cell = self.cell(row, field)
        return cell.text if cell else ""


def find_header(rows: Sequence[Row], start: int = 0) -> Header | None:
    """The next header of a project list at or below row *start*; None when there is none."""
    for index in range(start, len(rows)):
        if len({cell.text for cell in rows[index] if cell.text}) < 2:
            continue
        for last in (index + 1, index):
            if last < len(rows) and (last == index or _is_second_line(rows[index], rows[last])):
                header = _header(rows, index, last)
                if header:
                    return header
    return None


def table_unit(texts: Sequence[str]) -> str:
    """The unit that holds for a whole table, from its title rows; empty when none is printed."""
    for text in texts:
        if found := _TABLE_UNIT.search(text):
            return found.group(1)
    return ""


def names_column(text: str) -> bool:
    """Whether *text* is the word over a customary column: 类别, 重点项目."""
    return bool(_field(plain(text)))


def plain(text: str) -> str:
    """A header's words alone: no white space, no bracket with a unit or a remark on it."""
    bare = re.sub(r"\s", "", text)
    return _BRACKET.sub(lambda m: m.group() if _keeps(m.group(1)) else "", bare).strip("：:*＊")


def _keeps(inside: str) -> bool:
    """Brackets in names of columns: 县（市、区）, 乡镇（街道）."""
    return bool(re.fullmatch(r"市、区|县、区|区|市|街道|工程", inside))


def _is_second_line(upper: Row, lower: Row) -> bool:
    """Whether *lower* is the second line of a header: it goes on below cells of the upper one."""
    merged = any(a is b and a.text for a, b in zip(upper, lower, strict=True))
    below = [b.text for a, b in zip(upper, lower, strict=True) if b.text and a is not b]
    if not any(_field(plain(cell.text)) for cell in upper):
        return False  # a row of the list above a header that is printed again
    if below and all(_UNIT_ALONE.fullmatch(text) for text in below):
        return True
    if not below or any(re.search(r"\d{3,}(?![\d年])", text) or len(text) > 16 for text in below):
        return False
    across = any(a is b and a.text for a, b in pairwise(upper))
    gaps = any(not cell.text for cell in upper)
    known = sum(1 for text in below if _field(plain(text)) or _UNIT.search(text))
    return known * 2 >= len(below) and (merged or across or gaps)


def _header(rows: Sequence[Row], first: int, last: int) -> Header | None:
    columns: dict[str, int] = {}
    units: dict[str, str] = {}
    texts = []
    group = ""
    for column, upper in enumerate(rows[first]):
        lower = rows[last][column]
        # Without merged cells the group stands over its first column only: 2024年计划 | (empty)
        group = upper.text or (group if lower.text and last > first else "")
        top, sub = (group, "" if lower is upper else lower.text)
        texts.append(top + sub)
        candidates = [plain(top) + plain(sub), plain(sub), plain(top)] if sub else [plain(top)]
        field = next((found for text in candidates if text and (found := _field(text))), "")
        if field == "plain_name":
            field = "name" if "name" not in columns else ""
        if not field or field in columns:
            continue
        columns[field] = column
        unit = _UNIT.search(sub) or _UNIT.search(top)
        if field in MONEY and unit:
            units[field] = unit.group()
    is_plain = "name" in columns and _field(plain(texts[columns["name"]])) == "plain_name"
    telling = len(_TELLING & set(columns))
    is_numbered = "number" in columns and (len(rows[first]) > 2 or not is_plain)  # 序号 | 工程名称 is enough
    if "name" not in columns or telling < (2 if is_plain else 0 if is_numbered else 1):
        return None
    if not telling and any(_OTHER.search(text) for text in texts):
        return None
    return Header(columns, units, first, last, tuple(texts))


def _field(text: str) -> str:
    return next((field for field, pattern in _patterns() if pattern.fullmatch(text)), "")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["field"], re.compile(row["pattern"])) for row in rules("list_columns"))
