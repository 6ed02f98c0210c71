"""The names in a list of deeds for the people (民生实事): ``3.新建A、B，新增床位600张。``

Such a list mixes projects with services and with counts of unnamed things (``为…免费筛查2万人``,
``改造老旧小区28个``). An item names projects when it opens with a whole name that its
description follows, or when one of its clauses names what is built; else it names none.

Input: one item as printed. Output: its names in order, each with its offsets.
Source: the layout of the yearly reports of county and city governments.
"""

from __future__ import annotations

import re

from projects.reading.packed import clause_names
from projects.reading.parse import Paragraph
from projects.reading.pieces import pieces, trim
from projects.reading.words import MAX_NAME, has_own_letters, is_complete_name, trigger

_STATED = re.compile(r"(?:项目|工程)(?:[（(][^（()）]*[）)])?$")
_SERVICE = re.compile(
    r"^[为对给让]|服务|补贴|救助|培训|筛查|就业|帮扶|活动|保险|体检|关爱|免费|标准$|水平$|能力$"
)
_COUNTED = re.compile(r"\d+(?:\.\d+)?\s*(?:个|条|座|处|家|所|项|户|人|名|万|公里|平方米)|一批|若干")
_COUNTED_LIST = re.compile(r"\d+\s*[个条座处家所项]\s*[（(]([^（()）]*、[^（()）]*)[）)]$")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2,5}(?:镇|乡|街道|村|社区)")
_WORKED = re.compile("(?:改造|提升|改建|扩建|迁建|整治|治理|修复|修缮|更新|建设|工程|项目|配套|设施)$")
_REACHED = re.compile(
    r"(?:(?:20\d\d|今|本|当)?年(?:[底内中末]|上半年)?|\d{1,2}月底?)?(?:以?前|内)?(?:实现|完成)?(?:主体)?"
    r"(?:封[闭顶]|完工|竣工|投用|建成|开工|开业|投入使用)(?:[^，。；]{0,4})$"
)


def deed_names(item: Paragraph) -> list[Paragraph]:
    """Names of the projects in one item of the list; empty for a service or a count."""
    clauses = pieces(item, "。：:；;，,")
    if not clauses:
        return []
    first = clauses[0]
    verb, start = trigger(first.text)
    if not verb and (whole := _until_when(first)) and _is_own(whole.text):
        return [whole]
    names = [name for clause in clauses for name in _in_clause(clause)]
    if not names and verb:
        stated = trim(first.part(start, len(first.text)))
        if _STATED.search(stated.text) and "、" not in stated.text and not _is_count(stated.text):
            return [stated]
    return names


def _in_clause(clause: Paragraph) -> list[Paragraph]:
    """The names in one clause of an item.

    A bracket behind a count lists them: 打通断头路2条（甲路北段、乙街东延). 甲镇、乙镇污水处理站 is one name.
    """
    if listed := _COUNTED_LIST.search(clause.text):
        return pieces(clause.part(listed.start(1), listed.end(1)), "、，,")
    names = [name for name in clause_names(clause) if not _is_count(name.text)]
    verb, start = trigger(clause.text)
    if names and not any(_PLACE.fullmatch(name.text) for name in names):
        return [one for name in names for one in (_two_houses(name) if verb else [name])]
    thing = trim(clause.part(start, len(clause.text)))
    if not verb or not is_complete_name(thing.text) or not _is_own(thing.text):
        return []
    beside = pieces(thing, "、")
    each = all(len(one.text) >= 6 and is_complete_name(one.text) for one in beside)
    return beside if each else [thing]


def _two_houses(name: Paragraph) -> list[Paragraph]:
    """Two things to build that 和 joins (公共实训基地和零工市场), not one work on two (甲和乙改造)."""
    joined = re.search("和|以及", name.text)
    parts = [name.part(0, joined.start()), name.part(joined.end(), len(name.text))] if joined else []
    whole = [
        len(one.text) >= 4 and is_complete_name(one.text) and not _WORKED.search(one.text) for one in parts
    ]
    return parts if parts and all(whole) and not re.search("和|以及", parts[1].text) else [name]


def _until_when(clause: Paragraph) -> Paragraph | None:
    """The name that opens a clause, alone or before what is reached and when: 甲工程年底前主体封顶."""
    if is_complete_name(clause.text):
        return clause
    found = _REACHED.search(clause.text)
    name = clause.part(0, found.start()) if found else None
    return name if name and is_complete_name(name.text) else None


def _is_count(name: str) -> bool:
    """Whether *name* counts unnamed things (老旧小区15个), and not places that it names (甲、乙2个镇)."""
    found = _COUNTED.search(name)
    return bool(found) and not re.search(r"、|等", name[: found.start() if found else 0])


def is_list_of_deeds(heading: str) -> bool:
    """Whether *heading* stands above a list of deeds: 办好20件民生实事."""
    return bool(re.search(r"(?:民生|利民|惠民|为民|[为惠便]民办|[件大项])实事", heading))


def is_deed(heading: str, name: str) -> bool:
    """Whether *name*, a whole sentence of an item below *heading*, is a work of a list of deeds."""
    return (
        is_list_of_deeds(heading)
        and len(name) >= 4
        and not _SERVICE.search(name)
        and not _COUNTED.search(name)
    )


def _is_own(name: str) -> bool:
    return len(name) <= MAX_NAME and has_own_letters(name) and not _is_count(name)
