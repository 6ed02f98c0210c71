"""A place that a person gives a record: a name of the gazetteer, or a point.

Out: the fields of :class:`projects.model.records.Record` that say where a record is, all of them, so that
nothing of the place before remains.
"""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from geo.boundaries import load_areas
from geo.datum import Datum, convert
from geo.errors import GeoError
from geo.gazetteer import Place
from geo.gazetteer_tables import load_gazetteer
from geo.geocode import GazetteerGeocoder
from projects.errors import InputError
from projects.georeferencing.ground import grounded
from projects.model.records import BY_HAND, LIST_SEPARATOR

# How far a click or a coordinate from a map may be off.
POINT_RADIUS_M = 100.0
# Set by a person who looked: as sure as anything here is, and not measured.
CONFIDENCE = 0.99
# The fields of a record that has no place.
NOWHERE: dict[str, Any] = {
    **dict.fromkeys(
        ("place", "place_code", "county", "county_code", "town", "park", "method", "evidence"), ""
    ),
    **dict.fromkeys(("radius_m", "confidence", "lon", "lat")),
    "level": "none",
}
_LEVELS = {"zone": "county", "facility": "site"}


def in_place(name: str) -> dict[str, Any]:
    """The fields for a place that is named.

    Parameters
    ----------
    name
        Name or code of a place from the city down; ``A|B`` for both, as of a road.

    Returns
    -------
    dict[str, Any]
        Column of a record → value; ``lon`` and ``lat`` (WGS 84) are None where no ground is known,
        of several places the middle.

    Raises
    ------
    InputError
        There is none in the workspace, or several bear the name.
    """
    parts = [part for part in map(str.strip, name.split(LIST_SEPARATOR)) if part]
    if len(parts) > 1:
        return _together([in_place(part) for part in dict.fromkeys(parts)])
    geocoder = GazetteerGeocoder()
    try:
        place = geocoder.scope(name.strip())
    except GeoError as error:
        raise InputError(f"--in {name!r}: {error}") from error
    level = _LEVELS.get(place.level, place.level)
    if level == "province":
        raise InputError(f"--in {name!r}: expected a place from the city down")
    areas = load_areas()
    county = load_gazetteer().county_of(place)
    if county is not None and county.code not in areas.index:
        raise InputError(f"--in {name!r}: {place.name} ({place.code}) lies outside of this map")
    lon, lat, radius_m = place.lon, place.lat, place.accuracy_m
    if place.code in areas.index:
        row = areas.loc[place.code]
        lon, lat, radius_m = (
            None if pd.isna(row[key]) else float(row[key]) for key in ("lon", "lat", "radius_m")
        )
    is_drawn = level == "site" or place.code in grounded(areas)
    if level == "city":
        radius_m = None
    return _fields(place, level, lon if is_drawn else None, lat if is_drawn else None, radius_m, place.name)


def _together(spots: list[dict[str, Any]]) -> dict[str, Any]:
    """Several places as one: their names and codes joined, the middle of the points that there are."""
    joined = {
        key: LIST_SEPARATOR.join(dict.fromkeys(one[key] for one in spots if one[key]))
        for key in ("place", "place_code", "county", "county_code", "town", "park")
    }
    points = [(one["lon"], one["lat"]) for one in spots if one["lon"] is not None]
    middle = [round(sum(axis) / len(points), 6) for axis in zip(*points, strict=True)] or [None, None]
    return {
        **spots[0],
        **joined,
        "level": "multi",
        "radius_m": max((one["radius_m"] for one in spots if one["radius_m"] is not None), default=None),
        "evidence": f"{BY_HAND}: {joined['place']}",
        "lon": middle[0],
        "lat": middle[1],
    }


def at_point(lon: float, lat: float, datum: Datum | str = Datum.WGS84) -> dict[str, Any]:
    """The fields for a point; the town, park and county are those that hold it.

    Parameters
    ----------
    lon, lat
        In degrees of *datum*.
    datum
        A :class:`Datum` or its value, such as ``gcj02``.

    Returns
    -------
    dict[str, Any]
        Column of a record → value; ``lon`` and ``lat`` in WGS 84, six decimals.

    Raises
    ------
    InputError
        The datum is none, the degrees are out of range, or it lies in no county of the workspace.
    """
    try:
        datum = Datum(datum)
    except ValueError as error:
        raise InputError(f"--datum {datum!r}: expected {', '.join(one.value for one in Datum)}") from error
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(f"--at {lon},{lat}: expected longitude,latitude in degrees")
    lon, lat = (round(float(value), 6) for value in convert(lon, lat, source=datum, target=Datum.WGS84))
    found = GazetteerGeocoder().reverse((lat, lon))
    areas = load_areas()
    held: dict[str, str] = {} if found is None else found.raw  # type: ignore[union-attr]
    codes = [
        code for key in ("park_code", "town_code", "zone_code", "county_code") if (code := held.get(key))
    ]
    known = [code for code in codes if code in areas.index]
    if not known:
        raise InputError(f"--at {lon},{lat}: lies outside of this map; is the order longitude,latitude?")
    place = load_gazetteer().places[held.get("town_code") or known[0]]
    made = _fields(place, "site", lon, lat, POINT_RADIUS_M, f"{lon},{lat}")
    park = load_gazetteer().places.get(held.get("park_code") or "")
    return made | {"park": park.name if park else ""}


def read_point(text: str) -> tuple[float, float]:
    """``115.97,36.45`` as longitude and latitude.

    Parameters
    ----------
    text
        Two numbers with a comma between, also the Chinese one.

    Returns
    -------
    tuple[float, float]
        lon, lat as they stand; whether they are degrees is not checked.

    Raises
    ------
    InputError
        It is no such text.
    """
    try:
        lon, lat = (float(part) for part in text.replace("，", ",").split(","))
    except ValueError as error:
        raise InputError(f"--at {text!r}: expected LON,LAT such as 115.97,36.45") from error
    return lon, lat


def _fields(
    place: Place, level: str, lon: float | None, lat: float | None, radius_m: float | None, told: str
) -> dict[str, Any]:
    gazetteer = load_gazetteer()
    county = gazetteer.county_of(place)
    town = gazetteer.town_of(place)
    return {
        "place": place.name,
        "place_code": place.code,
        "level": level,
        "county": "" if county is None else county.short_name if county.level == "zone" else county.name,
        "county_code": county.code if county else "",
        "town": town.name if town is not None else "",
        "park": place.name if place.level == "park" else "",
        "radius_m": None if radius_m is None else float(radius_m),
        "confidence": CONFIDENCE,
        "method": BY_HAND,
        "evidence": f"{BY_HAND}: {told}",
        "lon": None if lon is None else float(lon),
        "lat": None if lat is None else float(lat),
    }
