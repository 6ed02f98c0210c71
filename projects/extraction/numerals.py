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


_DIGITS = {digit: at for at, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
_DIGIT = "[一二两三四五六七八九]"
_WHOLE = re.compile(rf"(?:({_DIGIT}{{1,2}})百)?([零〇])?(?:({_DIGIT}{{0,2}})(十))?({_DIGIT}{{0,2}})")


def arabic(numeral: str) -> int:
    """The value of a number: in Arabic figures, in a circle (①) or, below 1000, in Chinese (二百五 → 250).

    Parameters
    ----------
    numeral
        As printed, without anything around it.

    Returns
    -------
    int
        Of 两三 and 二三十, which are about so many, the greater. 0 for 零, 〇 and what is no number.
    """
    if numeral.isdecimal():
        return int(numeral)
    if len(numeral) == 1 and "①" <= numeral <= "⑳":
        return ord(numeral) - ord("①") + 1
    if numeral == "百":
        return 100
    found = _WHOLE.fullmatch(numeral)
    hundreds, zero, tens, ten, ones = found.groups(default="") if found else ("",) * 5
    if not all(map(_rise, (hundreds, tens, ones))):
        return 0
    last = [_DIGITS.get(digits[-1:], 0) for digits in (hundreds, tens or (ten and "一"), ones)]
    units = (100, 10, 10 if hundreds and not (zero or ten) else 1)  # 二百五 is 250
    return sum(digit * unit for digit, unit in zip(last, units, strict=True))


def _rise(digits: str) -> bool:
    return len(digits) < 2 or _DIGITS[digits[0]] < _DIGITS[digits[1]]


def list_number(line: str) -> int | None:
    """The list number that *line* begins with (1. （1） ① 一、 （一） 01); None when it begins with none."""
    line = line.lstrip()
    if line and "①" <= line[0] <= "⑳":
        return arabic(line[0])
    found = _LIST_NUMBER.match(line)
    return arabic(next(filter(None, found.groups()))) if found else None
