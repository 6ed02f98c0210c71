"""Numbers as plans print them: Chinese numerals, and the numbers that open entries of lists."""

from __future__ import annotations

import re

CHINESE_NUMERAL = "一二三四五六七八九十百零〇两"
# Behind a figure these words make it an amount or a date, no list number.
UNIT = "[万千亿个条年月日号期座处所亩家项批台套辆吨米元户人次大级层路届]|平方|公[里顷]"
# A number without a mark before an entry; 04 is one before any word.
BARE = rf"(0\d(?=\s\d)|(?:0\d|\d{{1,2}}(?!\s*(?:{UNIT})))(?=\s*[\u4e00-\u9fff“]))\s*"
_LIST_NUMBER = re.compile(
    rf"(\d{{1,3}})\s*[.．、](?!\d)|[（(]?\s*(\d{{1,2}})\s*[）)]|([{CHINESE_NUMERAL}]+)、|[（(]([{CHINESE_NUMERAL}]+)[）)]"
    rf"|{BARE}"
)


def arabic(numeral: str) -> int:
    """The value of a number below 100 in Arabic or Chinese figures: 三 → 3, 十四 → 14.

    Parameters
    ----------
    numeral
        Digits, or characters of 零〇一二两三四五六七八九十.

    Returns
    -------
    int
        0 for 零, 〇 and what holds none of these.
    """
    if numeral.isdigit():
        return int(numeral)
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
    tens, _, ones = numeral.rpartition("十") if "十" in numeral else ("", "", numeral)
    value = digits.get(ones[-1:], 0)
    return value + (10 * digits.get(tens, 1) if "十" in numeral else 0)


def list_number(line: str) -> int | None:
    """The list number that *line* begins with (1. （1） ① 一、 （一） 01); None when it begins with none."""
    line = line.lstrip()
    if line and "①" <= line[0] <= "⑳":
        return ord(line[0]) - ord("①") + 1
    found = _LIST_NUMBER.match(line)
    return arabic(next(filter(None, found.groups()))) if found else None
