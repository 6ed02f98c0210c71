"""Names of provinces, cities and counties of the whole country, with and without their rank.

Input: the county table of the boundary package (``geo.districts``). Used to tell whether a text begins
with a place, wherever the document comes from; which place it is,
is asked later (``projects.georeferencing``).
"""

from __future__ import annotations

import re
from functools import cache

from geo.districts import units

LONGEST = 6
_RANKS = ("自治县", "自治州", "自治旗", "地区", "新区", "省", "市", "县", "区", "旗", "盟", "州")


def is_place(text: str) -> bool:
    """Whether *text* is a province, city or county: 临清市, 临清, 琅琊."""
    return text in _names()


def place_at(text: str, start: int = 0) -> str:
    """The longest such name that *text* holds at *start*, empty when there is none."""
    for length in range(min(LONGEST, len(text) - start), 1, -1):
        if text[start : start + length] in _names():
            return text[start : start + length]
    return ""


@cache
def names_within(code: str) -> frozenset[str]:
    """Names of the unit with *code* (six figures), of all in it, and of the city and province above it."""
    table = units()
    codes = table["code"].astype(str)
    own = re.sub("(00){1,2}$", "", code)
    above = {code[:length].ljust(6, "0") for length in (2, 4)}
    here = table[codes.str.startswith(own) | codes.isin(above)]
    return frozenset(stem for name in here["name"] for stem in (name, _stem(name)) if len(stem) >= 2)


def _stem(name: str) -> str:
    rank = next((rank for rank in _RANKS if name.endswith(rank)), "")
    return name.removesuffix(rank)


@cache
def _names() -> frozenset[str]:
    table = units()
    names = set(table["name"]) | set(table["short_name"])
    for name in table["name"]:
        names.add(_stem(name))
    return frozenset(name for name in names if len(name) >= 2)
