"""The names in a list of deeds for the people (民生实事): ``3.新建A、B，新增床位600张。``

Such a list mixes projects with services and with counts of unnamed things (``为…免费筛查2万人``,
``改造老旧小区28个``). An item names projects when it opens with a whole name that its
description follows, or when one of its clauses names what is built; else it names none.

Input: one item as printed. Output: its names in order, each with its offsets.
Source: the layout of the yearly reports of county and city governments.
"""

from __future__ import annotations

import re

from projects.reading.packed import clause_names, pieces, trim
from projects.reading.parse import Paragraph
from projects.reading.words import MAX_NAME, has_own_letters, is_complete_name, trigger

_STATED = re.compile(r"(?:项目|工程)(?:[（(][^（()）]*[）)])?$")
_SERVICE = re.compile(
    r"^[为对给让]|服务|补贴|救助|培训|筛查|就业|帮扶|活动|保险|体检|关爱|免费|标准$|水平$|能力$"
)
_COUNTED = re.compile(r"\d+(?:\.\d+)?\s*(?:个|条|座|处|家|所|项|户|人|名|万|公里|平方米)|一批|若干")


def deed_names(item: Paragraph) -> list[Paragraph]:
    """Names of the projects in one item of the list; empty for a service or a count."""
    clauses = pieces(item, "。：:；;，,")
    if not clauses:
        return []
    first = clauses[0]
    verb, start = trigger(first.text)
    if not verb and is_complete_name(first.text) and _is_own(first.text):
        return [first]
    names = [name for clause in clauses for name in clause_names(clause) if not _COUNTED.search(name.text)]
    if not names and verb:
        stated = trim(first.part(start, len(first.text)))
        if _STATED.search(stated.text) and "、" not in stated.text and not _COUNTED.search(stated.text):
            return [stated]
    return names


def is_deed(heading: str, name: str) -> bool:
    """Whether *name*, a whole sentence of an item below *heading*, is a work of a list of deeds."""
    in_list = re.search(r"(?:民生|利民|惠民|为民|[件大项])实事", heading)
    return bool(in_list) and len(name) >= 4 and not _SERVICE.search(name) and not _COUNTED.search(name)


def _is_own(name: str) -> bool:
    return len(name) <= MAX_NAME and has_own_letters(name) and not _COUNTED.search(name)
