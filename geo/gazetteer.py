"""The gazetteer: places, their names with years and scopes of validity, and look-ups.

Built from the tables of a workspace (:mod:`geo.gazetteer_tables`). Zones group towns and rank with
counties; a place "within" another lies in it by parent or by being a member of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_HOW = ("official", "scoped", "alias", "former", "ocr", "short", "stripped")  # best first


@dataclass(frozen=True, slots=True)
class Place:
    """One place. ``lon``, ``lat`` are WGS 84 degrees of its seat or point, None when no source has one."""

    code: str
    name: str
    short_name: str
    level: str  # province, city, county, zone, town, park, site
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
class Name:
    """One name of one place: what a look-up returns for it, and the years and scope in which it holds."""

    match: Match
    valid_from: int | None = None
    valid_to: int | None = None
    scope: str = ""  # code of the only place within which the name holds, empty when it holds everywhere

    def is_valid(self, year: int | None) -> bool:
        """Whether the name and its place were valid in *year*, None for today."""
        place = self.match.place
        if year is None:
            return self.valid_to is None and place.valid_to is None
        return (self.valid_from or 0) <= year <= (self.valid_to or 9999) and (
            (place.valid_from or 0) <= year <= (place.valid_to or 9999)
        )


class Gazetteer:
    """All places with their names: see :func:`geo.gazetteer_tables.load_gazetteer`, which caches it."""

    def __init__(
        self,
        places: dict[str, Place],
        names: dict[str, list[Name]],
        *,
        former_codes: dict[str, str],
        members: dict[str, tuple[str, ...]],
        weak: dict[str, str],
    ) -> None:
        """Take tables that were checked; *weak* is name → when it counts."""
        self.places = places
        self.weak = weak
        # Best first, so that a look-up has nothing to sort.
        self._names = {name: sorted(entries, key=_by_trust) for name, entries in names.items()}
        self._former_codes = former_codes
        self._members = members

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name of every place, in order of code points."""
        return tuple(sorted(self._names))

    @cached_property
    def facilities(self) -> dict[str, tuple[Place, ...]]:
        """Places of level site, which the user has imported (``geo.own.facilities``), by name."""
        sites = [place for _, place in sorted(self.places.items()) if place.level == "site"]
        return {
            name: tuple(place for place in sites if place.name == name)
            for name in sorted({place.name for place in sites})
        }

    def place(self, code: str) -> Place | None:
        """The place that has this code or had it once, None when there is none."""
        return self.places.get(self._former_codes.get(code, code))

    def is_name(self, text: str) -> bool:
        """Whether any place bears this name, in whatever year and scope."""
        return text in self._names

    def lookup(
        self, name: str, *, within: Place | None = None, year: int | None = None, any_scope: bool = False
    ) -> list[Match]:
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
        any_scope
            Also what the name means within scopes other than *within*.
        """
        valid: list[Match] = []
        outdated: list[Match] = []
        for entry in self._names.get(name.strip(), ()):
            # A scoped name (开发区) holds when the look-up is for exactly that scope.
            if entry.scope and not any_scope and (within is None or within.code != entry.scope):
                continue
            if within is None or self.contains(within, entry.match.place):
                (valid if entry.is_valid(year) else outdated).append(entry.match)
        found = valid + outdated
        if len(found) < 2:
            return found
        unique: dict[str, Match] = {}
        for match in found:
            unique.setdefault(match.place.code, match)
        return list(unique.values())

    def contains(self, outer: Place, inner: Place) -> bool:
        """Whether *inner* is *outer* or lies in it: by its chain of parents, or as a member town."""
        members = self._members.get(outer.code, ())
        current: Place | None = inner
        while current:
            if current.code == outer.code or current.code in members:
                return True
            current = self.places.get(current.parent)
        return False

    def outermost(self, matches: list[Match]) -> list[Match]:
        """Without units inside another bearer of a bare name: 长沙 is the city, not its 长沙县."""
        if len(matches) < 2:
            return matches
        return [
            match
            for match in matches
            if match.how == "official"
            or not any(other is not match and self.contains(other.place, match.place) for other in matches)
        ]

    def county_of(self, place: Place) -> Place | None:
        """The county (or zone, which ranks with counties) that holds a place; None above counties."""
        if place.level in ("county", "zone"):
            return place
        parent = self.places.get(place.parent)
        if parent is None or place.level not in ("town", "park", "site"):
            return None
        # 东莞市 has no counties: the city itself ranks with them.
        return parent if parent.code in self._without_counties else self.county_of(parent)

    def town_of(self, place: Place) -> Place | None:
        """The town that a place is, or lies in; None for a park of several towns and above towns."""
        if place.level == "town":
            return place
        if place.level == "park":
            members = self.members(place.code)
            return self.places.get(members[0]) if len(members) == 1 else None
        parent = self.places.get(place.parent) if place.level == "site" else None
        return parent if parent is not None and parent.level == "town" else None

    def city_of(self, place: Place) -> Place | None:
        """The city that holds a place; None for a province."""
        current: Place | None = place
        while current and current.level != "city":
            current = self.places.get(current.parent)
        return current

    def is_municipality(self, place: Place) -> bool:
        """Whether a province holds counties and no cities: 重庆市 ranks with cities."""
        return place.level == "province" and place.code in self._municipalities

    def members(self, code: str) -> tuple[str, ...]:
        """Codes of the towns that a zone or park holds now."""
        return self._members.get(code, ())

    def names_within(self, scope: Place) -> dict[str, list[Match]]:
        """Every name that may mean something inside *scope*, for scanning text. Cached by scope."""
        if scope.code not in self._by_scope:
            # A facility's name inside a text is for its reader to weigh: 医院 stands in many names.
            found = {
                name: [match for match in self.lookup(name, within=scope) if match.place.level != "site"]
                for name in self.names
            }
            self._by_scope[scope.code] = {name: matches for name, matches in found.items() if matches}
        return self._by_scope[scope.code]

    @cached_property
    def _municipalities(self) -> frozenset[str]:
        above = {place.parent for place in self.places.values() if place.level == "county"}
        of_cities = {place.parent for place in self.places.values() if place.level == "city"}
        return frozenset(above - of_cities)

    @cached_property
    def _without_counties(self) -> frozenset[str]:
        above = {place.parent for place in self.places.values() if place.level == "county"}
        return frozenset(
            code for code, place in self.places.items() if place.level == "city" and code not in above
        )

    @cached_property
    def _by_scope(self) -> dict[str, dict[str, list[Match]]]:
        return {}


def clearest(matches: Iterable[Match]) -> list[Match]:
    """Drop weaker readings: an official bearer of a name beats others, a province a city, a county a town."""
    matches = list(matches)
    if len(matches) < 2:
        return matches
    official = [match for match in matches if match.how in ("official", "scoped")]
    provinces = [match for match in matches if match.place.level == "province"]
    counties = [match for match in matches if match.place.level in ("county", "city")]
    return official or provinces or counties or matches


def _by_trust(entry: Name) -> tuple[int, str]:
    return _HOW.index(entry.match.how), entry.match.place.code
