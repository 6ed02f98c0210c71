"""The tables of known ground: their columns, and their rows resolved to places.

==================  ==========================================================
``companies.csv``   name, aliases, county, place, address, since, as_of, source, note
``facilities.csv``  name, aliases, kind, county, place, lon, lat, datum, accuracy_m, since, as_of, source,
                    note
``lines.csv``       name, aliases, kind, passes, geometry, as_of, source, note
==================  ==========================================================

``aliases`` and several places are joined with ``|``. ``county`` is a county or zone of the workspace,
``place`` a town or park in it; empty, the row says no more than the county. A company with several
places has several sites and places nothing. Of an address without a place the town or park that it
names is taken. ``since`` is the first year in which the place holds: a plan made before it may have
meant another site. ``lon``, ``lat`` are degrees in ``datum`` (WGS 84 where it is empty).

In: a folder. Out: rows in file order; TableError names file, line and what was expected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from geo import tables, workspace
from geo.datum import Datum, convert
from geo.errors import TableError
from geo.files import write_whole
from geo.gazetteer import Gazetteer, Place
from geo.gazetteer_tables import load_gazetteer

FOLDER = "ground"
PLACED = "placed.txt"  # digest of the tables by which the records were placed last
SEPARATOR = "|"
_COMMON = ("as_of", "source", "note")
COLUMNS: dict[str, tuple[str, ...]] = {
    "companies": ("name", "aliases", "county", "place", "address", "since", *_COMMON),
    "facilities": (
        *("name", "aliases", "kind", "county", "place", "lon", "lat", "datum", "accuracy_m", "since"),
        *_COMMON,
    ),
    "lines": ("name", "aliases", "kind", "passes", "geometry", *_COMMON),
}
ACCURACY_M = 500.0  # of a facility's point whose row does not say
SHORTEST = 2  # characters of a name or alias

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Company:
    """A firm and where it is known to be: several ``places`` are several sites."""

    name: str
    aliases: tuple[str, ...]
    places: tuple[Place, ...]
    since: int | None
    source: str


@dataclass(frozen=True, slots=True)
class Facility:
    """A school, hospital, station, mall …: ``place`` is its point (level site), or the area that holds it."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    place: Place
    since: int | None
    source: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as its row tells it: the chain of places that it passes, or WKT in WGS 84."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    passes: tuple[str, ...]
    geometry: str
    source: str
    where: str


def folder(of: Path | None = None) -> Path:
    """Folder of the tables in a workspace.

    Parameters
    ----------
    of
        Folder of the workspace, None for the current one.

    Returns
    -------
    Path
        It may be missing.
    """
    return (of or workspace.current()) / FOLDER


def digest(of: Path | None = None) -> str:
    """Changes whenever one of the tables changes.

    Parameters
    ----------
    of
        Folder of the workspace, None for the current one.

    Returns
    -------
    str
        SHA-256 in hexadecimal; empty when there is no table.
    """
    paths = [folder(of) / f"{kind}.csv" for kind in COLUMNS]
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + path.read_bytes() if path.is_file() else b"")
    return total.hexdigest() if any(path.is_file() for path in paths) else ""


def is_placed(of: Path | None = None) -> bool:
    """Whether the records of a workspace were placed by its tables as they are now.

    Parameters
    ----------
    of
        Folder of the workspace, None for the current one.

    Returns
    -------
    bool
        True also where there are no tables and none were used.
    """
    path = folder(of) / PLACED
    return digest(of) == (path.read_text(encoding="utf-8").strip() if path.is_file() else "")


def mark_placed(of: Path | None = None) -> None:
    """Note that the records are placed by the tables as they are now."""
    for name, content in placed_mark(of).items():
        write_whole((of or workspace.current()) / name, content)


def placed_mark(of: Path | None = None) -> dict[str, bytes]:
    """What notes that records are placed by the tables as they are now.

    Parameters
    ----------
    of
        Folder of the workspace, None for the current one.

    Returns
    -------
    dict[str, bytes]
        One file: its path in the workspace → its content. Empty when there is no table.
    """
    found = digest(of)
    return {f"{FOLDER}/{PLACED}": f"{found}\n".encode()} if found else {}


def companies(path: Path | None = None, gazetteer: Gazetteer | None = None) -> list[Company]:
    """Companies of a table.

    Parameters
    ----------
    path
        CSV with the columns of ``companies.csv``; None for the one of the current workspace.
    gazetteer
        Where places are looked up; None for that of the current workspace.

    Returns
    -------
    list[Company]
        In file order; empty while the file is missing.

    Raises
    ------
    TableError
        The table lacks a column, a row has no name or source, a name stands twice, or a county or place
        is not known.
    """
    known = gazetteer or load_gazetteer()

    def one(row: dict[str, str], where: str) -> Company:
        return Company(
            row["name"],
            _parts(row["aliases"]),
            _sites(row, known, where),
            tables.year(row["since"], where),
            _source(row),
        )

    return list(_read("companies", path, one))


def facilities(path: Path | None = None, gazetteer: Gazetteer | None = None) -> list[Facility]:
    """Facilities of a table.

    Parameters
    ----------
    path
        CSV with the columns of ``facilities.csv``; None for the one of the current workspace.
    gazetteer
        Where places are looked up; None for that of the current workspace.

    Returns
    -------
    list[Facility]
        In file order; empty while the file is missing.

    Raises
    ------
    TableError
        As in :func:`companies`, or a row has several places, an unknown datum or a point outside China.
    """
    known = gazetteer or load_gazetteer()

    def one(row: dict[str, str], where: str) -> Facility:
        held = _sites(row, known, where)
        if len(held) != 1:
            raise TableError(f"{where}: a facility is at one place, not at {row['place']!r}")
        place = _point(row, held[0], known, where) or held[0]
        since = tables.year(row["since"], where)
        return Facility(row["name"], _parts(row["aliases"]), row["kind"], place, since, _source(row))

    return list(_read("facilities", path, one))


def line_rows(path: Path | None = None) -> list[LineRow]:
    """Lines of a table.

    Parameters
    ----------
    path
        CSV with the columns of ``lines.csv``; None for the one of the current workspace.

    Returns
    -------
    list[LineRow]
        In file order; empty while the file is missing. Places and geometries are still unchecked texts.

    Raises
    ------
    TableError
        The table lacks a column, a row has no name or source, a name stands twice, or a line has neither
        a geometry nor two places.
    """

    def one(row: dict[str, str], where: str) -> LineRow:
        passes = _parts(row["passes"])
        if len(passes) < 2 and not row["geometry"]:
            raise TableError(f"{where}: a line needs a geometry or two places that it passes")
        return LineRow(
            row["name"], _parts(row["aliases"]), row["kind"], passes, row["geometry"], _source(row), where
        )

    return list(_read("lines", path, one))


def area_named(text: str, gazetteer: Gazetteer, within: Place | None = None) -> Place | None:
    """The town, park, zone or county of a name in the workspace, or in *within*; None when there is none."""
    for holder in (within,) if within else _cities(gazetteer):
        matches = gazetteer.lookup(text, within=holder, any_scope=within is None)
        areas = [match.place for match in matches if match.place.level not in ("site", "city", "province")]
        if areas:
            return areas[0]
    return None


def _read(kind: str, path: Path | None, one: Callable[[dict[str, str], str], T]) -> Iterator[T]:
    path = path or folder() / f"{kind}.csv"
    if not path.is_file():
        return
    seen: dict[str, str] = {}
    for row, where in tables.rows(path, COLUMNS[kind]):
        row = {key: (value or "").strip() for key, value in row.items()}
        if not row["name"] or not row["source"]:
            raise TableError(f"{where}: no {'name' if not row['name'] else 'source'}: every row needs both")
        for name in (row["name"], *_parts(row["aliases"])):
            if len(name) < SHORTEST:
                raise TableError(f"{where}: {name!r} is too short to be a name")
            if name in seen:
                raise TableError(f"{where}: {name!r} stands already in {seen[name]}")
            seen[name] = where
        yield one(row, where)


def _sites(row: dict[str, str], gazetteer: Gazetteer, where: str) -> tuple[Place, ...]:
    """The places of a row: its towns and parks, else what its address names, else its county."""
    county = area_named(row["county"], gazetteer)
    if county is None or county.level not in ("county", "zone"):
        raise TableError(f"{where}: county {row['county']!r} is no county or zone of this workspace")
    found = []
    for name in _parts(row["place"]):
        place = area_named(name, gazetteer, county)
        if place is None or place.level not in ("town", "park"):
            raise TableError(f"{where}: place {name!r} is no town or park in {county.name}")
        found.append(place)
    if found:
        return tuple(dict.fromkeys(found))
    return (_of_address(row.get("address", ""), county, gazetteer) or county,)


def _of_address(address: str, county: Place, gazetteer: Gazetteer) -> Place | None:
    """The one town or park that an address in *county* names by its official name, or None."""
    names = gazetteer.names_within(county)
    places = {
        match.place.code: match.place
        for name, matches in names.items()
        if len(name) > SHORTEST and name in address
        for match in matches
        if match.place.level in ("town", "park") and match.how in ("official", "alias")
    }
    return next(iter(places.values())) if len(places) == 1 else None


def _point(row: dict[str, str], held: Place, gazetteer: Gazetteer, where: str) -> Place | None:
    """A place of level site at the row's point, WGS 84; None where it has none."""
    lon, lat = tables.position(row["lon"], row["lat"], where)
    if lon is None or lat is None:
        return None
    try:
        datum = Datum(row["datum"]) if row["datum"] else Datum.WGS84
    except ValueError as error:
        raise TableError(f"{where}: datum {row['datum']!r}; expected one of {', '.join(Datum)}") from error
    x, y = convert(lon, lat, source=datum, target=Datum.WGS84)
    accuracy_m = tables.number(row["accuracy_m"], where) or ACCURACY_M
    county = gazetteer.county_of(held) or held
    parent = held if held.level in ("town", "county", "zone") else county
    return site(row["name"], parent, round(float(x), 6), round(float(y), 6), accuracy_m, row["source"])


def site(name: str, parent: Place, lon: float, lat: float, accuracy_m: float, source: str) -> Place:
    """A place of level site whose code is made of its parent's and its name: the same row, the same code."""
    code = f"{parent.code}F{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return Place(code, name, "", "site", "设施", parent.code, None, None, lon, lat, accuracy_m, source)


def _cities(gazetteer: Gazetteer) -> list[Place]:
    """What the workspace is about; a county's city too, since a zone may lie beside the county."""
    found = [gazetteer.place(code) for code in workspace.codes()]
    return [place for place in found if place is not None]


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(SEPARATOR) if part.strip())


def _source(row: dict[str, str]) -> str:
    """The first source of a row, how many more it has, and its date."""
    first, *more = row["source"].split("; ")
    told = f"{first} and {len(more)} more" if more else first
    return f"{told}, {row['as_of']}" if row["as_of"] else told
