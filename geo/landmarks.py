"""Points that people name to say where something is: stations, universities, hospitals, villages.

=========  ==================================================================================
station    of the national gazetteer, in a county of the workspace (OpenStreetMap, ODbL 1.0)
village    ``gazetteer/village_points.csv`` of the workspace and the national gazetteer
any other  ``ground/facilities.csv`` of the workspace and imported facilities; ``kind`` as the row says
=========  ==================================================================================

In: the current workspace. Out: :class:`Landmark`, WGS 84; a facility of which only the town or park is
known stands at the point of that, and its label says so; one known to its county only is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from geo import workspace
from geo.area_index import AreaIndex
from geo.boundaries import Stamp, load_areas, stamp
from geo.datum import Datum, convert
from geo.errors import TableError
from geo.gazetteer import Gazetteer, Place
from geo.gazetteer_tables import load_gazetteer
from geo.national import table
from geo.tables import position, rows
from geo.town_facts import read_village_points

FACILITIES = Path("ground", "facilities.csv")  # in the workspace
_FACILITY_COLUMNS = ("name", "aliases", "kind", "county", "place", "lon", "lat")
_COMMITTEE = re.compile(r"(?:村民委员会|居民委员会|村委会|居委会|社区居委会)$")
_STATION = "站"


@dataclass(frozen=True, slots=True)
class Landmark:
    """A point with a name, other names, a kind, lon and lat (WGS 84 degrees), and the area that holds it.

    ``area`` is the name of its town, else of its county, empty where neither is known.
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    lon: float
    lat: float
    area: str

    @property
    def label(self) -> str:
        """The name with the area, which tells it from others of the name: 张庄村（沙镇镇）."""
        return f"{self.name}（{self.area}）" if self.area else self.name


def landmarks() -> tuple[Landmark, ...]:
    """All landmarks of the workspace.

    Returns
    -------
    tuple[Landmark, ...]
        Those of its table of facilities first, then imported facilities, stations, villages, each kind in
        order of name; facilities of which only the town or park is known before all, in file order.

    Raises
    ------
    TableError
        A row of the facilities cannot be used.
    """
    path = workspace.current() / FACILITIES
    state = path.stat().st_mtime_ns if path.is_file() else 0
    return _all(path, state, load_gazetteer(), stamp())


@lru_cache(maxsize=4)
def _all(facilities: Path, state: int, *_: Gazetteer | Stamp) -> tuple[Landmark, ...]:
    """Made once while the table, the gazetteer (it holds imported facilities) and the areas are the same."""
    found = [*(_facilities(facilities) if state else ()), *_imported(), *_stations(), *_villages()]
    seen: dict[tuple[str, float, float], Landmark] = {}
    for one in found:
        # One thing in two sources: the first, which says more of it.
        seen.setdefault((one.name, round(one.lon, 2), round(one.lat, 2)), one)
    return tuple(seen.values())


def _facilities(path: Path) -> Iterator[Landmark]:
    found = []
    for row, where in rows(path, _FACILITY_COLUMNS):
        others = tuple(filter(None, row["aliases"].split("|")))
        if not row["lon"] and not row["lat"]:
            if place := _town_or_park(row["county"], row["place"]):
                near = (row["name"], others, row["kind"], place.lon or 0.0, place.lat or 0.0)
                yield Landmark(*near, f"约在{place.name}")
            continue
        try:
            datum = Datum(row.get("datum") or Datum.WGS84)
        except ValueError as error:
            raise TableError(f"{where}: datum {row.get('datum')!r} is not known") from error
        lon, lat = position(row["lon"], row["lat"], where)
        assert lon is not None and lat is not None
        x, y = convert(np.array([lon]), np.array([lat]), source=datum, target=Datum.WGS84)
        found.append((row["name"], others, row["kind"], float(x[0]), float(y[0])))
    yield from _held(sorted(found))


def _town_or_park(county: str, name: str) -> Place | None:
    """The one town or park called *name* in *county* that has a point."""
    known = load_gazetteer().places
    found = [
        place
        for place in known.values()
        if place.name == name
        and place.level in ("town", "park")
        and place.lon is not None
        and place.lat is not None
        and place.parent in known
        and known[place.parent].name == county
    ]
    return found[0] if len(found) == 1 else None


def _imported() -> Iterator[Landmark]:
    """Facilities that the user has imported (``geo.own.facilities``)."""
    places = {place.code: place for found in load_gazetteer().facilities.values() for place in found}
    known = sorted(places.values(), key=lambda place: (place.name, place.code))
    yield from _held(
        [
            (one.name, (), one.type, one.lon, one.lat)
            for one in known
            if one.lon is not None and one.lat is not None
        ]
    )


def _stations() -> Iterator[Landmark]:
    areas = load_areas()
    counties = areas[areas["level"] == "county"]
    if counties.empty:
        return
    west, south, east, north = (float(value) for value in counties.total_bounds)
    near = table.stations((west, south, east, north))
    rows_ = zip(near["name"], near["lon"], near["lat"], strict=True)
    named = [(name if name.endswith(_STATION) else f"{name}{_STATION}", lon, lat) for name, lon, lat in rows_]
    for one in _held([(name, (), "station", lon, lat) for name, lon, lat in named]):
        if one.area:
            yield one


def _villages() -> Iterator[Landmark]:
    places = load_gazetteer().places
    own = read_village_points()
    rows_ = list(zip(own["town_code"], own["name"], own["lon"], own["lat"], strict=True))
    areas = load_areas()
    known = table.villages(areas.index[areas["level"] == "town"])
    rows_ += zip(known["parent"], known["name"], known["lon"], known["lat"], strict=True)
    for town, name, lon, lat in sorted(rows_, key=lambda row: (row[1], row[0])):
        bare = _COMMITTEE.sub("", name)
        area = places[town].name if town in places else ""
        yield Landmark(bare or name, (name,) if bare and bare != name else (), "village", lon, lat, area)


def _held(points: list[tuple[str, tuple[str, ...], str, float, float]]) -> Iterator[Landmark]:
    """Landmarks with the town, else the county, that holds each point."""
    if not points:
        return
    areas = load_areas()
    index = AreaIndex(areas[areas["level"].isin(["town", "county"]) & areas.geometry.notna()])
    held = index.areas_at(np.array([one[3] for one in points]), np.array([one[4] for one in points]))
    for one, town, county in zip(points, held["town"], held["county"], strict=True):
        code = town or county
        yield Landmark(*one, str(areas.at[code, "name"]) if code else "")
