"""What the cells of project lists say: amounts, years, places, units that are responsible."""

from __future__ import annotations

import re

from projects.extraction.list_header import Header, Row
from projects.extraction.mention import Given
from projects.extraction.parse import clean
from projects.extraction.tasks import split_units
from projects.extraction.values import money_wan_yuan, years

_AMOUNT = re.compile(r"[约近]?\s*(-?[\d,，]+(?:\.\d+)?)\s*((?:亿|万)?(?:美|欧|日|港)?元?)")
_WAN = {"亿元": 10000.0, "亿": 10000.0, "万元": 1.0, "万": 1.0, "元": 0.0001}
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\D|$|(?:0[1-9]|1[0-2])(?!\d))")
_SHORT_RANGE = re.compile(r"((?:19|20)(\d\d))\s*[-—－–~～至]+\s*(\d\d)(?!\d)\s*年?")


def given_of(row: Row, header: Header, unit: str, code: str) -> Given:
    """What the columns say of the project of *row*; *unit* is that of the table, *code* one without fault."""
    start, end = years_of(header.text(row, "period"))
    first, last = years_of(header.text(row, "start"))[0], years_of(header.text(row, "end"))[1]
    places = (clean(text) for one in ("county", "place") if (text := header.text(row, one)))
    return Given(
        entity=clean(header.text(row, "entity")),
        investment_wan_yuan=amount_wan_yuan(
            header.text(row, "investment"), header.units.get("investment", unit)
        ),
        period_start=start if start is not None else first,
        period_end=end if end is not None else last,
        place=" ".join(dict.fromkeys(places)),
        industry=clean(header.text(row, "industry")),
        project_code=code,
    )


def units_of(row: Row, header: Header) -> tuple[str, ...]:
    """The units that lead and those that are responsible, each once."""
    units = (unit for one in ("lead", "responsible") for unit in split_units(header.text(row, one)))
    return tuple(dict.fromkeys(units))


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
