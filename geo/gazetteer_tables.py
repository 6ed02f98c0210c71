"""The gazetteer's tables, read and checked: towns, parks and zones, further names, members, weak names.

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
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from functools import cache
from pathlib import Path

from geo import own_dir, tables, workspace
from geo.districts import SOURCE, former, units
from geo.errors import TableError
from geo.gazetteer import Gazetteer, Match, Name, Place
from geo.ranks import bare_names, short_banner, short_prefecture, stem

GAZETTEER = workspace.shipped() / "gazetteer"  # that of the shipped workspace
_KINDS = ("alias", "former", "ocr", "former_code", "company")
LEVELS = ("province", "city", "zone", "county", "park", "town", "site")
# When a name that is an everyday word counts (geo.toponyms); rank: never without its rank.
WEAK = ("whole", "head", "city", "behind", "county", "beside", "rank")


@workspace.per_workspace
def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The gazetteer of a folder, joined to China's districts and the facilities that the user has imported.

    Parameters
    ----------
    folder
        With the four tables; None for ``gazetteer`` in the workspace. Another one holds its own facilities.

    Returns
    -------
    Gazetteer
        Kept for the workspace until ``load_gazetteer.cache_clear()``.

    Raises
    ------
    TableError
        A table is missing or a row of it is broken; the message names file and line.
    """
    folder = folder or workspace.current() / "gazetteer"
    places = _districts() | read_places(folder / "places.csv") | _facilities(folder)
    for place in places.values():
        if place.parent and place.parent not in places:
            raise TableError(f"{folder / 'places.csv'}: parent {place.parent!r} of {place.code} is no place")
    listed, former_codes = _read_names(folder / "names.csv", places)
    weak = _read_weak(folder / "weak_names.csv")
    words = {name for name, counts in weak.items() if counts == "rank"}
    plain = {stem(place.name) for place in places.values() if place.name.endswith(("县", "市"))}
    names: dict[str, list[Name]] = defaultdict(list)
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


def _derived_names(place: Place) -> list[Name]:
    """The names that a place has without being listed: official, short, without its rank."""
    found = [Name(Match(place, place.name, "official"), place.valid_from, place.valid_to)]
    if place.short_name and place.short_name != place.name:
        found.append(Name(Match(place, place.short_name, "short")))
    if prefecture := short_prefecture(place.name, place.short_name):
        found.append(Name(Match(place, prefecture, "short")))
    if banner := short_banner(place.name) if place.level == "county" else "":
        found.append(Name(Match(place, banner, "short")))
    if place.level in ("province", "city", "county", "town"):
        # 高铁新区 is a town's name as a whole, 浦东新区 a district's that is called 浦东.
        bare = bare_names(place.name, place.short_name) if place.level == "county" else {stem(place.name)}
        found += [Name(Match(place, name, "stripped")) for name in sorted(bare - {place.name})]
    return found


def _former_counties(places: dict[str, Place]) -> list[Name]:
    """Names of counties that are part of others now."""
    found = []
    for code, name, until, is_bare in former():
        found.append(Name(Match(places[code], name, "former"), None, until))
        if is_bare:
            found.append(Name(Match(places[code], stem(name), "stripped"), None, until))
    return found


def _read_names(path: Path, places: dict[str, Place]) -> tuple[list[Name], dict[str, str]]:
    """The names of the table, and former code → code."""
    names: list[Name] = []
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
            names.append(Name(match, since, until, scope))
            if kind == "former" and stem(name) != name:
                names.append(Name(Match(places[code], stem(name), "stripped")))
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
