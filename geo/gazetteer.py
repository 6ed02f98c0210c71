"""The gazetteer: places, their names with years and scopes of validity, and look-ups.

Tables (``gazetteer`` in the workspace): ``places.csv`` towns, parks and zones with their seats;
``names.csv`` aliases, former names and names that mean a place only within a scope
(开发区 is one place in the city's plans and another in a district's); ``members.csv`` the
towns of zones and parks; ``weak_names.csv`` names that are everyday words, and when they count.
Provinces, cities and counties of all China come from ``geo.districts``.

Names that are not in the tables are derived by rule: the official name without its rank
(沙镇镇 → 沙镇, 茌平区 → 茌平) where two characters or more remain, except where the table of weak
names says that this is no name at all (``rank``: 建设街道 is a place, 建设 is not).

Each table is read here and nowhere else, and every key is checked: codes stand once,
parents, scopes and members exist. The order of the rows means nothing.

Zones group towns and rank with counties; a place "within" another lies in it by parent or
by being a member of it.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from geo import own_dir, tables, workspace
from geo.districts import SOURCE, former, units
from geo.errors import TableError
from geo.ranks import bare_names, short_banner, short_prefecture, stem

GAZETTEER = workspace.shipped() / "gazetteer"  # that of the shipped workspace
_HOW = ("official", "scoped", "alias", "former", "ocr", "short", "stripped")  # best first
_KINDS = ("alias", "former", "ocr", "former_code", "company")
LEVELS = ("province", "city", "zone", "county", "park", "town", "site")
# When a name that is an everyday word counts (geo.toponyms); rank: never without its rank.
WEAK = ("whole", "head", "city", "behind", "county", "beside", "rank")


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
class _Name:
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
    """All places with their names. Build one with :func:`load_gazetteer`, which caches it."""

    def __init__(
        self,
        places: dict[str, Place],
        names: dict[str, list[_Name]],
        *,
        former_codes: dict[str, str],
        members: dict[str, tuple[str, ...]],
        weak: dict[str, str],
    ) -> None:
        """Take tables that :func:`load_gazetteer` has checked; *weak* is name → when it counts."""
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


@workspace.per_workspace
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer of *folder* (the workspace's), joined to China's districts; TableError: a broken row."""
    folder = folder or workspace.current() / "gazetteer"
    places = _districts() | read_places(folder / "places.csv") | _facilities(folder)
    for place in places.values():
        if place.parent and place.parent not in places:
            raise TableError(f"{folder / 'places.csv'}: parent {place.parent!r} of {place.code} is no place")
    listed, former_codes = _read_names(folder / "names.csv", places)
    weak = _read_weak(folder / "weak_names.csv")
    words = {name for name, counts in weak.items() if counts == "rank"}
    plain = {stem(place.name) for place in places.values() if place.name.endswith(("县", "市"))}
    names: dict[str, list[_Name]] = defaultdict(list)
    for name in itertools.chain(*map(_derived_names, places.values()), _former_counties(places), listed):
        is_word = name.match.how == "stripped" and name.match.place.level in ("county", "town")
        is_second = name.match.name in plain and name.match.place.name.endswith("矿区")  # 井陉 is 井陉县
        if not is_second and (not is_word or name.match.name not in words):
            names[name.match.name].append(name)
    members = read_members(folder / "members.csv")
    for code in members.keys() | {town for towns in members.values() for town in towns}:
        if code not in places:
            raise TableError(f"{folder / 'members.csv'}: {code!r} is not in places.csv")
    return Gazetteer(places, dict(names), former_codes=former_codes, members=members, weak=weak)


def _facilities(folder: Path) -> dict[str, Place]:
    """Facilities that the user has imported, by code; those of another gazetteer stand in its folder."""
    is_current = folder == workspace.current() / "gazetteer"
    path = (own_dir() if is_current else folder) / "facilities.csv"
    return read_places(path) if path.is_file() else {}


def read_places(path: Path | None = None) -> dict[str, Place]:
    """Towns, parks and zones by code, in order of code. TableError names a broken row."""
    path = path or workspace.current() / "gazetteer" / "places.csv"
    places: dict[str, Place] = {}
    for row, where in tables.rows(path, Place.__slots__):
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
            tables.year(row["valid_from"], where),
            tables.year(row["valid_to"], where),
            *tables.position(row["lon"], row["lat"], where),
            tables.number(row["accuracy_m"], where),
            row["source"],
        )
    return dict(sorted(places.items()))


def read_members(path: Path | None = None) -> dict[str, tuple[str, ...]]:
    """Codes of the towns that each zone or park holds now, both in order of code."""
    path = path or workspace.current() / "gazetteer" / "members.csv"
    held: dict[str, set[str]] = defaultdict(set)
    for row, where in tables.rows(path, ("code", "town_code", "valid_from", "valid_to")):
        tables.year(row["valid_from"], where)
        if tables.year(row["valid_to"], where) is None:
            held[row["code"]].add(row["town_code"])
    return {code: tuple(sorted(held[code])) for code in sorted(held)}


def _derived_names(place: Place) -> list[_Name]:
    """The names that a place has without being listed: official, short, without its rank."""
    found = [_Name(Match(place, place.name, "official"), place.valid_from, place.valid_to)]
    if place.short_name and place.short_name != place.name:
        found.append(_Name(Match(place, place.short_name, "short")))
    if prefecture := short_prefecture(place.name, place.short_name):
        found.append(_Name(Match(place, prefecture, "short")))
    if banner := short_banner(place.name) if place.level == "county" else "":
        found.append(_Name(Match(place, banner, "short")))
    if place.level in ("province", "city", "county", "town"):
        # 高铁新区 is a town's name as a whole, 浦东新区 a district's that is called 浦东.
        bare = bare_names(place.name, place.short_name) if place.level == "county" else {stem(place.name)}
        found += [_Name(Match(place, name, "stripped")) for name in sorted(bare - {place.name})]
    return found


def _former_counties(places: dict[str, Place]) -> list[_Name]:
    """Names of counties that are part of others now."""
    found = []
    for code, name, until, is_bare in former():
        found.append(_Name(Match(places[code], name, "former"), None, until))
        if is_bare:
            found.append(_Name(Match(places[code], stem(name), "stripped"), None, until))
    return found


def _read_names(path: Path, places: dict[str, Place]) -> tuple[list[_Name], dict[str, str]]:
    """The names of the table, and former code → code."""
    names: list[_Name] = []
    former_codes: dict[str, str] = {}
    for row, where in tables.rows(path, ("code", "name", "kind", "valid_from", "valid_to", "scope")):
        code, name, kind, scope = row["code"], row["name"], row["kind"], row["scope"]
        if code not in places:
            raise TableError(f"{where}: code {code!r} is not in places.csv")
        if scope and scope not in places:
            raise TableError(f"{where}: scope {scope!r} is no place")
        if kind not in _KINDS:
            raise TableError(f"{where}: kind {kind!r}; expected one of {', '.join(_KINDS)}")
        since, until = tables.year(row["valid_from"], where), tables.year(row["valid_to"], where)
        if kind == "former_code":
            if name in places or former_codes.setdefault(name, code) != code:
                raise TableError(f"{where}: former code {name!r} is the code of another place")
        elif kind != "company":
            match = Match(places[code], name, "scoped" if scope else kind)
            names.append(_Name(match, since, until, scope))
            if kind == "former" and stem(name) != name:
                names.append(_Name(Match(places[code], stem(name), "stripped")))
    return names, former_codes


def _read_weak(path: Path) -> dict[str, str]:
    weak: dict[str, str] = {}
    for row, where in tables.rows(path, ("name", "counts", "reason")):
        if row["counts"] not in WEAK:
            raise TableError(f"{where}: counts {row['counts']!r}; expected one of {', '.join(WEAK)}")
        if weak.setdefault(row["name"], row["counts"]) != row["counts"]:
            raise TableError(f"{where}: {row['name']!r} stands twice")
    return weak


@cache
def _districts() -> dict[str, Place]:
    """Units of the country, the same for all workspaces. Shared: copy before changing."""
    columns = ["code", "name", "short_name", "level", "parent_code", "lon", "lat"]
    return {
        code: Place(code, name, short, level, "", parent, None, None, lon, lat, None, SOURCE)
        for code, name, short, level, parent, lon, lat in units()[columns].itertuples(index=False)
    }


def _by_trust(entry: _Name) -> tuple[int, str]:
    return _HOW.index(entry.match.how), entry.match.place.code
