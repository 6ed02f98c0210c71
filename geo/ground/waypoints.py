"""Where the places are that a line passes: names, stations or points → longitude, latitude.

A waypoint is written in one of these ways:

``阳谷县/张秋镇``   a town or park in a county; a name alone where it means one place only
``张秋镇``
``聊城站``          a station of the national gazetteer
``东阿县``          a county: where its first town is, which is its seat as a rule
``濮阳市/台前县``   a county outside the workspace, with its city where there are several of the name
``115.93 36.45``    longitude and latitude, WGS 84 degrees

In: one waypoint. Out: a :class:`Waypoint`, or None where the name means no place with a known point.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from geo import workspace
from geo.boundaries import load_areas
from geo.gazetteer import Gazetteer, Place
from geo.gazetteer_tables import load_gazetteer
from geo.ground.stations import stations
from geo.ground.tables import area_named
from geo.national import table
from geo.ranks import stem

FARTHEST_KM = 160.0  # of a county outside that a line of the workspace may lead to
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)[ ,]+(-?\d+(?:\.\d+)?)")
_KM_PER_DEGREE = 111.2


class Waypoint(NamedTuple):
    """A point of a line, WGS 84 degrees, and the place that it stands for; None for a bare point."""

    lon: float
    lat: float
    place: Place | None


def waypoint(text: str) -> Waypoint | None:
    """The point that a text means in the current workspace.

    Parameters
    ----------
    text
        Written in one of the ways that :mod:`geo.ground.waypoints` lists.

    Returns
    -------
    Waypoint | None
        None when it means no place, or none with a known point.
    """
    text = text.strip()
    if point := _POINT.fullmatch(text):
        return Waypoint(float(point.group(1)), float(point.group(2)), None)
    gazetteer = load_gazetteer()
    for station in stations():
        if station.name == text and station.place.lon is not None and station.place.lat is not None:
            return Waypoint(station.place.lon, station.place.lat, station.place)
    county, slash, name = text.rpartition("/")
    within = area_named(county, gazetteer) if slash else None
    place = area_named(name, gazetteer, within) if within or not slash else None
    if place is None:
        place = _outside(name, county, gazetteer)
    return _at(place, gazetteer) if place else None


def _at(place: Place, gazetteer: Gazetteer) -> Waypoint | None:
    if place.level in ("county", "city"):
        point = _own_seat(place, gazetteer) or _seat(place)
        return Waypoint(*point, place) if point else None
    if place.lon is not None and place.lat is not None:
        return Waypoint(place.lon, place.lat, place)
    areas = load_areas()
    if place.code in areas.index and not math.isnan(float(areas.loc[place.code, "lon"])):
        return Waypoint(float(areas.loc[place.code, "lon"]), float(areas.loc[place.code, "lat"]), place)
    return None


def _own_seat(place: Place, gazetteer: Gazetteer) -> tuple[float, float] | None:
    """Seat of the first town (by code) of a county in the workspace, which may know more than the country."""
    towns = (one for one in gazetteer.places.values() if one.level == "town" and one.parent == place.code)
    for town in sorted(towns, key=lambda one: one.code):
        if town.lon is not None and town.lat is not None:
            return town.lon, town.lat
    return None


@cache
def _seat(place: Place) -> tuple[float, float] | None:
    """Seat of the first town (by code) of a county, or of a city's first county; its middle where unknown."""
    towns = table.read("town")
    prefix = place.code if place.level == "county" else place.code[:4]
    own = towns[towns["code"].str.startswith(prefix) & towns["lon"].notna()]
    if place.level == "city" and len(own):
        # the district in which the city's own government sits bears its name or the first code
        own = own[own["parent"] == own["parent"].iloc[0]]
    if len(own):
        return float(own["lon"].iloc[0]), float(own["lat"].iloc[0])
    return (place.lon, place.lat) if place.lon is not None and place.lat is not None else None


def _outside(name: str, city: str, gazetteer: Gazetteer) -> Place | None:
    """The county or city near the workspace that a name means; None when there is none or are several."""
    middle = gazetteer.place(workspace.codes()[0])
    if middle is None or middle.lon is None or middle.lat is None or len(name) < 2:
        return None
    found = []
    for match in gazetteer.lookup(name):
        place = match.place
        if place.level not in ("county", "city") or place.lon is None or place.lat is None:
            continue
        above = gazetteer.places.get(place.parent)
        if city and (above is None or city not in (above.name, stem(above.name))):
            continue
        east = (place.lon - middle.lon) * math.cos(math.radians(middle.lat))
        if math.hypot(east, place.lat - middle.lat) * _KM_PER_DEGREE <= FARTHEST_KM:
            found.append(place)
    cities = [place for place in found if place.level == "city"]
    found = cities or found
    return found[0] if len(found) == 1 else None
