"""Typed values beside the printed words: money, figures with units, years, companies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from projects.extraction.targets import without_targets
from projects.model.records import LIST_SEPARATOR
from projects.vocabulary.rules import rules

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONEY = re.compile(
    rf"(?:总投资|计划投资|(?<!完成)投资(?!于|者|促进)|投资额|总造价|概算|投资约)[^\d，。；]{{0,4}}"
    rf"({_NUMBER})\s*(亿|万)?(美)?元"
)
# 总投资（亿元）：12 – a cell behind its heading
_MONEY_HEADED = re.compile(rf"投资额?[（(](亿|万)元[）)]\s*[：:]?\s*({_NUMBER})(?!\d)")
_MONEY_AFTER = re.compile(rf"({_NUMBER})\s*(亿|万)?(美)?元(?:的)?(?:总)?投资")
_SCALE = re.compile(
    rf"(?:年产|(?:年|日)处理[\u4e00-\u9fff]{{0,6}}|年出栏|年屠宰|年加工|建筑面积|占地(?:面积)?|装机(?:容量)?|全长|总长|新建|改造)?"
    rf"(?:{_NUMBER}\s*[×xX]\s*)?{_NUMBER}\s*"
    r"(?:(?:万|亿|千|百)?(?:m²|㎡|m2|班|套|吨|只|件|台（套）|台|辆|头|株|亩|公顷|平方米|平方公里|公里|千米|米|立方米|户|个|条|座|处|家|间|床|张|"
    r"支|米3|片|粒|对|千瓦|兆瓦|千伏安|千伏|吨/日|斤|项|人次|人)|MWp|MW|kW|KV|kV|GW|千瓦|兆瓦|马力)"
)
_TIMES = {"": 0.0001, "万": 1.0, "亿": 10000.0}
_RANGE = re.compile(r"(20\d\d)\s*年?\s*[—\-－~～至到]+\s*(20\d\d)\s*年?")
_YEAR = re.compile(r"(到|至)?(20\d\d)\s*年")
_OPENS = re.compile(r"[^，。；、]{0,6}?(?:开工|启动|动工|开建|奠基|起)")
_CLOSES = re.compile(
    r"年?底|末|前|\d{1,2}月|[上下]半年|[^，。；、]{0,6}?(?:建成|竣工|完工|投产|投用|通车|达产|完成|前)"
)
_FIVE_YEAR = re.compile(r"[“\"]?十([二三四五六])五[”\"]?(?:时期|期间)")
_COMPANY = re.compile(
    r"^(.{2,24}?(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|集团|公司|合作社))"
)


_NO_NAME = re.compile(r"[“”‘’（(与]|至")


@dataclass(frozen=True, slots=True)
class Values:
    """What the item's text gives; None or empty where it gives nothing."""

    investment_wan_yuan: float | None
    scale: str
    period_start: int | None
    period_end: int | None


def read_values(text: str) -> Values:
    """Money, figures and years printed in an item. Dollars stay out of the yuan column."""
    start, end = years(text)
    return Values(money_wan_yuan(text), scale(text), start, end)


def money_wan_yuan(text: str) -> float | None:
    """Investment in 万元 when one is printed, None else, or when it is in another currency.

    An output or sales figure is none (``projects.extraction.targets``).
    """
    text = without_targets(text)
    if headed := _MONEY_HEADED.search(text):
        return _wan(headed.group(2), headed.group(1))
    found = _MONEY.search(text) or _MONEY_AFTER.search(text)
    if not found or found.group(3):
        return None
    return _wan(found.group(1), found.group(2) or "")


def scale(text: str) -> str:
    """Figures with units as printed, parted by ;, years and money left out."""
    found = [
        m.group().strip()
        for m in _SCALE.finditer(text)
        if not re.match(r"(19|20)\d\d\s*(年|个|条)", m.group())
    ]
    return ";".join(dict.fromkeys(found))


def years(text: str) -> tuple[int | None, int | None]:
    """First and last year that the item itself gives; None for what it leaves open."""
    if found := _RANGE.search(text):
        return int(found.group(1)), int(found.group(2))
    if found := _FIVE_YEAR.search(text):
        first = 2001 + 5 * ("二三四五六".index(found.group(1)) + 2)
        return first, first + 4
    start: int | None = None
    end: int | None = None
    for found in _YEAR.finditer(text):
        year, behind = int(found.group(2)), text[found.end() :]
        if _OPENS.match(behind):
            start = start or year
        elif found.group(1) or _CLOSES.match(behind):
            end = year
        elif start is None and end is None:
            start = end = year  # 2024年老旧小区改造项目
    return start, end if end is None or start is None or end >= start else None


def company(name: str, core: str) -> str:
    """The company in a project's name.

    Parameters
    ----------
    name
        As printed.
    core
        The letters of the name's own at its head (``projects.extraction.names.head_core``).

    Returns
    -------
    str
        The beginning of *name* that is the company; empty when none can be told.
    """
    if found := _COMPANY.match(name):
        return found.group(1)
    if len(core) < 2 or core not in name or not re.search(r"项目|年产|基地|产业园|工程$|\d", name):
        return ""
    end = name.index(core) + len(core)
    for word in sorted(_firm_words(), key=len, reverse=True):
        if name.startswith(word, end):
            return name[: end + len(word)]
    # What stands before the name of a thing is not its owner: 松桂 大街, 位山 灌区, 范恭屯 小学.
    is_thing = name.startswith(_things("behind"), end) or name[:end].endswith(_things("end"))
    return "" if is_thing or _NO_NAME.search(name[:end]) else name[:end]


def has_firm_word(company: str) -> bool:
    """Whether a company says of itself that it is one: 冠洲集团, 信源铝业; not 向阳, 孔繁森.

    Parameters
    ----------
    company
        Its name, or what may be one.

    Returns
    -------
    bool
        True where it begins with a company's full name (…公司) or ends in a row of ``firm_words.csv``.
    """
    return bool(_COMPANY.match(company)) or company.endswith(tuple(_firm_words()))


def _wan(number: str, unit: str) -> float:
    return round(float(number.replace(",", "")) * _TIMES[unit], 4)


@cache
def _things(side: str) -> tuple[str, ...]:
    """Words for things that are named after places: *behind* such a name, or at its *end*."""
    return tuple(row["word"] for row in rules("things") if side in row["side"].split(LIST_SEPARATOR))


@cache
def _firm_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rules("firm_words"))
