"""Output and sales figures that an item aims at: never an investment.

Input: the item's text. Output: 万元. What is meant by output: 产值, 销售收入, 营业收入, 主营业务收入,
销售额, 税收, 利税, 利润, 交易额, 增加值 and the like, the noun before or behind the amount.
"""

from __future__ import annotations

import re

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_AMOUNT = rf"(?P<number>{_NUMBER})\s*(?P<unit>万亿|千亿|百亿|亿|万)?(?P<foreign>美|欧|日)?元"
_NOUN = (
    r"(?:总?产值|产出|(?:主营业务|营业|销售|经营|旅游|综合|年|总)+收入|营收|销售(?:总?额)|交易(?:总?额)|成交额|贸易额|进出口额"
    r"|出口额|税收|利税|利润|税金|纳税额?|创税|创汇|增加值|产业规模|经济效益|年收益)"
)
# What may stand between noun and amount: 年产值可达20亿元, 产值（预计）突破100亿元, 产值约5亿元.
_BETWEEN = (
    r"(?:（[^）]{0,6}）|预计|力争|有望|可|将|达|到|突破|超过|实现|完成|新增|增加|年均|总|约|近"
    r"|不低于|不少于|各|为|至|的|[\s:：])*"
)
_BEFORE = re.compile(rf"{_NOUN}{_BETWEEN}{_AMOUNT}")
# 500亿元产值的产业园; not the 5 of 投资5亿元、产值20亿元, nor of 投资5亿元产值20亿元.
_BEHIND = re.compile(rf"(?<![\d.,]){_AMOUNT}(?:级|以上|左右)?(?:的)?(?:年|工业|农业)?{_NOUN}(?!{_BETWEEN}\d)")
_INVESTED = re.compile(r"(?:投资|总造价|概算)[^，。；、]{0,6}$")
_TIMES = {"": 0.0001, "万": 1.0, "亿": 1e4, "百亿": 1e6, "千亿": 1e7, "万亿": 1e8}


def target_wan_yuan(text: str) -> float | None:
    """The first output or sales figure in 万元; None when there is none, or in another currency."""
    for found in _figures(text):
        if not found["foreign"]:
            return round(float(found["number"].replace(",", "")) * _TIMES[found["unit"] or ""], 4)
    return None


def without_targets(text: str) -> str:
    """*text*, as long as before, with blanks where such figures stand: what is left may be an investment."""
    for found in _figures(text):
        start, end = found.span()
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _figures(text: str) -> list[re.Match[str]]:
    found = list(_BEFORE.finditer(text))
    taken = [match.span() for match in found]
    for match in _BEHIND.finditer(text):
        is_free = all(match.end() <= start or end <= match.start() for start, end in taken)
        if is_free and not _INVESTED.search(text[: match.start()]):
            found.append(match)
    return sorted(found, key=lambda match: match.start())
