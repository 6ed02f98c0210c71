"""Amounts and years in the cells of project lists."""

from __future__ import annotations

import re

from projects.reading.values import money_wan_yuan, years

_AMOUNT = re.compile(r"[约近]?\s*(-?[\d,，]+(?:\.\d+)?)\s*((?:亿|万)?(?:美|欧|日|港)?元?)")
_WAN = {"亿元": 10000.0, "亿": 10000.0, "万元": 1.0, "万": 1.0, "元": 0.0001}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\D|$|(?:0[1-9]|1[0-2])(?!\d))")
_SHORT_RANGE = re.compile(r"((?:19|20)(\d\d))\s*[-—－–~～至]+\s*(\d\d)(?!\d)\s*年?")


def amount_wan_yuan(text: str, unit: str) -> float | None:
    """The amount in a cell, in 万元.

    Parameters
    ----------
    unit
        That of the column or table (亿元, 万元, 元); one printed in the cell itself goes before it.

    Returns
    -------
    None when the cell holds no single amount, when no unit is known, or in another currency.
    """
    found = _AMOUNT.fullmatch(re.sub(r"\s", "", text))
    if not found:
        return money_wan_yuan("总投资" + text)
    factor = _WAN.get(found.group(2) or unit)
    number = re.sub(r"[,，]", "", found.group(1))
    return None if factor is None or number in ("", "-") else round(float(number) * factor, 4)


def years_of(text: str) -> tuple[int | None, int | None]:
    """First and last year in a cell: 2023-2025, 2023.3—2025.12, 202303-202512, 2023-25年, 2024年底前."""
    bare = re.sub(r"\s", "", text)
    if short := _SHORT_RANGE.fullmatch(bare):
        return int(short.group(1)), int(short.group(1)[:2] + short.group(3))
    found = [int(year) for year in _YEAR.findall(bare)]
    if not found:
        return years(bare)
    if len(found) == 1 and re.search(r"^[至到]|前|截止", bare):
        return None, found[0]
    return min(found), max(found)
