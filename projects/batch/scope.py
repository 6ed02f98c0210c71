"""The province, city or county that a document is of.

In: the path of a document, and the beginning of its text. Out: a :class:`geo.national.city.Unit`.
The path is asked first, from the file's name up (兰州市/2018.md), then the head of the text
(:mod:`projects.extraction.unregistered`).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath

from geo import districts
from geo.errors import PlaceError
from geo.gazetteer_tables import load_gazetteer
from geo.national.city import Unit, find_unit
from projects.extraction.unregistered import described
from projects.model.registry import Document

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@cache
def unit_named(text: str) -> Unit | None:
    """The unit of this whole name or code, with or without its rank; None when none or several have it."""
    units = districts.units()
    provinces = units[units["level"] == "province"]
    named = provinces[(provinces["name"] == text) | (provinces["short_name"] == text)]
    if len(named):
        return unit_of(str(named["code"].iloc[0]))
    try:
        return find_unit(text)
    except PlaceError:
        return None


def unit_of(code: str) -> Unit:
    """The unit with a code of the boundary package; a province is no workspace and yet a scope."""
    row = districts.units().loc[code]
    if row["level"] == "province":
        counties = tuple(str(one) for one in districts.counties(code).index)
        return Unit(code, str(row["name"]), "province", "", counties)
    return find_unit(code)


def is_wide(unit: Unit) -> bool:
    """Whether it holds cities: names of towns repeat inside it."""
    units = districts.units()
    return bool(((units["parent_code"] == unit.code) & (units["level"] == "city")).any()) or not unit.counties


def unit_of_path(path: str) -> Unit | None:
    """The unit that a part of the path names, the file's own name first; None when none does."""
    parts = PurePosixPath(path).with_suffix("").parts
    for part in reversed(parts):
        bare = _YEAR.sub("", part).strip(" _-年（）()")
        if bare and (unit := unit_named(bare)):
            return unit
    return None


def unit_of_head(path: str, text: str) -> Unit | None:
    """The unit that the head of the text names, by the names of all units of the country."""
    document, _ = described(Document(key=path, file=path), text, load_gazetteer())
    return unit_named(document.scope) if document.scope else None


def year_of_path(path: str) -> int | None:
    """The last year that the path prints, None when it prints none."""
    years = _YEAR.findall(path)
    return int(years[-1]) if years else None
