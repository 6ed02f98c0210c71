"""Each row of a user's file → a unit of the gazetteer, or the reason why not.

In this order:

by hand    the user's decision for the row
code       9 digits of a town, 6 of a county; codes of 12 or 9 digits that end in zeros are
           cut, former codes count, Tianditu's 156 before the code is dropped
name       official name, alias or former name of a unit inside the county whose outline
           holds most of the area

A row is *matched* when nothing speaks against it; *doubtful* when code and name disagree, the area
lies in another county than the unit, several units bear the name, or only a similar name is known; else
*unmatched*. Rows of one unit (exclaves) are joined. Only matched rows are used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.gazetteer import Gazetteer, Place
from geo.name_search import NameSearch
from geo.ranks import stem

LEVELS = ("county", "town", "park")
MATCHED, DOUBTFUL, UNMATCHED = "matched", "doubtful", "unmatched"

_LEVEL_NAMES = {
    "county": "a county",
    "town": "a town",
    "park": "a park",
    "zone": "a zone",
    "site": "a facility",
}
_INSIDE = 0.5  # share of the area that must lie in the unit's county
_LEAST_INSIDE = 0.01  # less is no county at all


@dataclass(frozen=True)
class Row:
    """One area of the file: its number from 1, code and name as printed, polygon in WGS 84 (None: none)."""

    number: int
    code: str
    name: str
    shape: shapely.Geometry | None
    problem: str = ""  # why there is no polygon


@dataclass(frozen=True)
class Matching:
    """What became of a row: *place* is the unit it is, or perhaps is; *how* the step that found it."""

    row: Row
    status: str
    place: Place | None
    how: str
    reason: str


class Matcher:
    """Matches rows against the gazetteer inside some counties."""

    def __init__(self, gazetteer: Gazetteer, outlines: Mapping[str, shapely.Geometry]) -> None:
        """Take the county outlines, WGS 84, by county code."""
        self._gazetteer = gazetteer
        self._search = NameSearch(gazetteer)
        self._codes = list(outlines)
        self._outlines = np.array(list(outlines.values()), dtype=object)
        shapely.prepare(self._outlines)

    def match(
        self, rows: Sequence[Row], *, level: str | None, decisions: Mapping[int, str]
    ) -> tuple[list[Matching], str]:
        """All rows, in order, and the level: the one given, else that of most rows.

        *decisions* are row number → code. The level is town where no row tells.
        """
        first = [self._one(row, level, decisions.get(row.number, "")) for row in rows]
        if level is None:
            seen = [_rank(one.place) for one in first if one.place and one.status == MATCHED]
            level = max(LEVELS, key=lambda name: (seen.count(name), name == "town"))
        checked = [self._of_level(one, level) for one in first]
        return _one_each(checked), level

    def _one(self, row: Row, level: str | None, decision: str) -> Matching:
        if row.shape is None:
            return Matching(row, UNMATCHED, None, "", row.problem)
        if decision:
            place = self._gazetteer.place(decision)
            if place is None:
                return Matching(row, UNMATCHED, None, "by hand", f"no unit has the code {decision!r}")
            return Matching(row, MATCHED, place, "by hand", "")
        shares = self._shares(row.shape)
        if not shares:
            return Matching(row, UNMATCHED, None, "", "lies outside the cities of this map")
        if found := self._by_code(row, shares):
            return found
        return self._by_name(row, level, shares)

    def _shares(self, shape: shapely.Geometry) -> dict[str, float]:
        """Share of the area in each county, the largest first."""
        near = np.flatnonzero(shapely.intersects(self._outlines, shape))
        parts = shapely.area(shapely.intersection(self._outlines[near], shape)) / shape.area
        shares = {self._codes[at]: float(part) for at, part in zip(near, parts, strict=True)}
        return dict(
            sorted(((c, s) for c, s in shares.items() if s >= _LEAST_INSIDE), key=lambda one: -one[1])
        )

    def _by_code(self, row: Row, shares: Mapping[str, float]) -> Matching | None:
        digits = re.sub(r"\D", "", row.code)
        # Units that no statistics office numbers have codes with a letter: the program's own exports.
        for code in [row.code, *_cut(digits)]:
            place = self._gazetteer.place(code)
            if place is None or place.level not in _LEVEL_NAMES:
                continue
            names = {row.name, stem(row.name)}
            meant = {
                match.place.code for name in names for match in self._gazetteer.lookup(name, any_scope=True)
            }
            if row.name and place.code not in meant:
                reason = f"the code {code} is {place.name}, the name says {row.name}"
                return Matching(row, DOUBTFUL, place, "code", reason)
            return self._inside(Matching(row, MATCHED, place, "code", ""), shares)
        if len(digits) == 12 and not digits.endswith("000"):
            place = self._gazetteer.place(digits[:9])
            return Matching(
                row, UNMATCHED, None, "code", f"a village of {place.name if place else digits[:9]}"
            )
        return None

    def _by_name(self, row: Row, level: str | None, shares: Mapping[str, float]) -> Matching:
        if not row.name:
            code = f"the code {row.code!r} is unknown" if row.code else "no code"
            return Matching(row, UNMATCHED, None, "", f"{code} and no name")
        county = self._gazetteer.places[next(iter(shares))]
        found = [match.place for match in self._gazetteer.lookup(row.name, within=county)]
        if not found:
            # Zones lie in several counties and belong to none.
            city = self._gazetteer.city_of(county)
            everywhere = self._gazetteer.lookup(row.name, within=city) if city else []
            found = [match.place for match in everywhere if match.place.level in ("zone", "park")]
        current = [place for place in found if place.valid_to is None]
        fitting = [place for place in current if level is None or _rank(place) == level] or current
        gone = [place for place in found if place.valid_to is not None]
        if gone and not any(_rank(place) == _rank(gone[0]) for place in fitting):
            reason = f"{gone[0].name} ({gone[0].code}) exists no longer, since {gone[0].valid_to}"
            return Matching(row, UNMATCHED, None, "name", reason)
        if len(fitting) == 1:
            return self._inside(Matching(row, MATCHED, fitting[0], "name", ""), shares)
        if fitting:
            several = ", ".join(f"{place.name} {place.code}" for place in fitting)
            return Matching(
                row, DOUBTFUL, None, "name", f"several units of {county.name} bear the name: {several}"
            )
        similar = self._search.find(row.name, within=county)
        if similar and similar[0].method.startswith(("fuzzy", "rank")):
            place = similar[0].place
            return Matching(
                row, DOUBTFUL, place, "name", f"no unit of this name in {county.name}; similar: {place.name}"
            )
        return Matching(row, UNMATCHED, None, "name", f"no unit of {county.name} bears this name")

    def _inside(self, found: Matching, shares: Mapping[str, float]) -> Matching:
        """The same, doubtful where most of the area lies in another county than the unit."""
        assert found.place is not None
        county = self._gazetteer.county_of(found.place)
        if county is None or county.level == "zone" or shares.get(county.code, 0) >= _INSIDE:
            return found
        there = self._gazetteer.places[next(iter(shares))].name
        return replace(
            found, status=DOUBTFUL, reason=f"{found.place.name} is in {county.name}, the area lies in {there}"
        )

    def _of_level(self, found: Matching, level: str) -> Matching:
        if found.place is None or _rank(found.place) == level or found.status == UNMATCHED:
            return found
        reason = f"{found.place.name} is {_LEVEL_NAMES[found.place.level]}, not {_LEVEL_NAMES[level]}"
        return replace(found, status=UNMATCHED, place=None, reason=reason)


def joined(matchings: Sequence[Matching]) -> dict[str, tuple[Place, list[Matching]]]:
    """Matched rows by code of their unit, in order of code; several rows where a unit has exclaves."""
    units: dict[str, tuple[Place, list[Matching]]] = {}
    for one in matchings:
        if one.status == MATCHED and one.place is not None:
            units.setdefault(one.place.code, (one.place, []))[1].append(one)
    return dict(sorted(units.items()))


def _cut(digits: str) -> list[str]:
    """Codes of ours that a printed code may be, the longest first."""
    forms = [digits]
    if digits.startswith("156") and len(digits) in (9, 12, 15):
        forms.append(digits[3:])
    cut = []
    for form in forms:
        cut.append(form)
        while len(form) > 6 and form.endswith("000"):
            form = form[:-3]
            cut.append(form)
    return [code for code in cut if len(code) in (6, 9)]


def _rank(place: Place | None) -> str:
    """The level of an import that a unit belongs to: zones come with parks."""
    if place is None:
        return ""
    return "park" if place.level == "zone" else place.level


def _one_each(matchings: list[Matching]) -> list[Matching]:
    """The same, doubtful where different names or much the same area claim one unit."""
    shapes: dict[str, list[Matching]] = {}
    for one in matchings:
        if one.status == MATCHED and one.place is not None:
            shapes.setdefault(one.place.code, []).append(one)
    result = []
    for one in matchings:
        rivals = shapes.get(one.place.code, []) if one.status == MATCHED and one.place else []
        clash = [other for other in rivals if other.row.number != one.row.number and _is_clash(one, other)]
        if clash:
            numbers = ", ".join(str(other.row.number) for other in clash)
            reason = f"row {numbers} claims {one.place.name if one.place else ''} too"
            one = replace(one, status=DOUBTFUL, reason=reason)
        result.append(one)
    return result


def _is_clash(one: Matching, other: Matching) -> bool:
    if one.row.name != other.row.name:
        return True
    a, b = one.row.shape, other.row.shape
    return (
        a is not None
        and b is not None
        and bool(shapely.area(shapely.intersection(a, b)) > 0.1 * min(a.area, b.area))
    )
