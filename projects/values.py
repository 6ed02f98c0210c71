"""Typed values beside the printed words: money, figures with units, years, companies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from projects.rules import rules

_NUMBER = r"\d+(?:\.\d+)?"
_MONEY = re.compile(
    rf"(?:总投资|计划投资|投资(?!于|者|促进)|投资额|总造价|概算|投资约)\D{{0,4}}({_NUMBER})\s*(亿|万)?(美)?元"
)
_MONEY_AFTER = re.compile(rf"({_NUMBER})\s*(亿|万)?(美)?元(?:的)?(?:总)?投资")
_SCALE = re.compile(
    rf"(?:年产|年处理|年出栏|年屠宰|年加工|日处理|建筑面积|占地(?:面积)?|装机(?:容量)?|全长|总长|新建|改造)?"
    rf"(?:{_NUMBER}\s*[×xX]\s*)?{_NUMBER}\s*"
    r"(?:(?:万|亿|千|百)?(?:套|吨|只|件|台（套）|台|辆|头|株|亩|公顷|平方米|平方公里|公里|千米|米|立方米|户|个|条|座|处|家|间|床|张|"
    r"支|米3|片|粒|对|千瓦|兆瓦|千伏安|千伏|吨/日|斤|项|人次|人)|MWp|MW|kW|KV|kV|GW|千瓦|兆瓦|马力)"
)
_TIMES = {"": 0.0001, "万": 1.0, "亿": 10000.0}
_RANGE = re.compile(r"(20\d\d)\s*年?\s*[—\-－~～至到]+\s*(20\d\d)\s*年?")
_UNTIL = re.compile(r"(?:到|至)?(20\d\d)\s*年(?:年底前?|底前?|末)?")
_FIVE_YEAR = re.compile(r"[“\"]?十([二三四五六])五[”\"]?(?:时期|期间)")
_COMPANY = re.compile(
    r"^(.{2,24}?(?:有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|集团|公司|合作社))"
)


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
    """Investment in 万元 when one is printed, None else, or when it is in another currency."""
    found = _MONEY.search(text) or _MONEY_AFTER.search(text)
    if not found or found.group(3):
        return None
    return round(float(found.group(1)) * _TIMES[found.group(2) or ""], 4)


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
        start = 2001 + 5 * ("二三四五六".index(found.group(1)) + 2)
        return start, start + 4
    if found := _UNTIL.search(text):
        return None, int(found.group(1))
    return None, None


def company(name: str, core: str) -> str:
    """The company in a project's name, empty when none can be told.

    Parameters
    ----------
    core
        The letters of the name's own at its head (``projects.names.head_core``).
    """
    if found := _COMPANY.match(name):
        return found.group(1)
    if len(core) < 2 or core not in name or not re.search(r"项目|年产|基地|产业园|工程$|\d", name):
        return ""
    end = name.index(core) + len(core)
    for word in sorted(_firm_words(), key=len, reverse=True):
        if name.startswith(word, end):
            return name[: end + len(word)]
    return name[:end]


@cache
def _firm_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rules("firm_words"))
