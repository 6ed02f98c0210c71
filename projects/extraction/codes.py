"""Codes of investment projects: GB/T 40058-2021, its check digit, and the form used before.

A code has 24 digits, printed as ``2512-420984-04-01-395957``: year and month (YYMM), region
(GB/T 2260), department, type of project, five random digits and a check digit. The check
digit is that of ISO/IEC 7064 (GB/T 17710) MOD 11,10 over all digits; the standard's own
words on it were not at hand, the rule was found to hold for all seven codes of the new form
in public notices that were looked at (they are in the tests). Codes given out before
November 2020 begin with the year (2015 to 2020) and have no check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"(\d{4})[-—－]?(\d{6})[-—－]?(\d{2})[-—－]?(\d{2})[-—－]?(\d{5,6})")
_FIRST_MONTH = 2011  # YYMM of November 2020, when the new form began


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A code in its printed form. ``fault`` says what is wrong with it, empty when nothing is."""

    text: str
    fault: str = ""


def project_code(text: str) -> ProjectCode | None:
    """The code in a cell, checked; None when the cell is empty or holds a dash."""
    bare = re.sub(r"[\s\u200b]", "", text)
    if not bare.strip("-—－/无"):
        return None
    found = _FORM.fullmatch(bare)
    if not found:
        return ProjectCode(bare, "not of the form YYMM-RRRRRR-DD-TT-NNNNNC of GB/T 40058")
    head, region, *_, last = found.groups()
    printed = "-".join(found.groups())
    if not 11 <= int(region[:2]) <= 82 and region[:2] != "00":
        return ProjectCode(printed, f"no province has the code {region[:2]}")
    if _is_new_form(head):
        if len(last) != 6:
            return ProjectCode(printed, "a digit is missing at the end")
        digits = "".join(found.groups())
        expected = check_digit(digits[:-1])
        if digits[-1] != expected:
            return ProjectCode(printed, f"its check digit is {digits[-1]}; expected {expected}")
    elif not 2015 <= int(head) <= 2020:
        return ProjectCode(printed, f"{head} is neither a month (YYMM) nor a year from 2015 to 2020")
    return ProjectCode(printed)


def check_digit(digits: str) -> str:
    """ISO/IEC 7064 MOD 11,10 of decimal *digits*."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def _is_new_form(head: str) -> bool:
    return 1 <= int(head[2:]) <= 12 and int(head) >= _FIRST_MONTH
