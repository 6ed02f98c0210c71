"""The places of one city or county as the national gazetteer knows them.

In: a name or a code. Out: the :class:`Unit` it means, and its towns and zones as rows of
:class:`geo.gazetteer.Place`. A county of the code book that has no outline in the boundary package is
a zone: its towns lie in the counties where their seats are, or, where no seat is known, in the
zone alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from geo import districts
from geo.errors import PlaceError
from geo.gazetteer import Place
from geo.national import table
from geo.ranks import short_prefecture, stem

SEAT_SOURCE = "Vonng/adcode (AMap 2016-2018; CC BY 4.0); GCJ-02 converted"
VILLAGES_SOURCE = f"middle one of its known villages, {SEAT_SOURCE}"
VILLAGE_SOURCE = f"village of its name, {SEAT_SOURCE}"
STATION_SOURCE = "station of its name, OpenStreetMap contributors (ODbL 1.0)"
NAME_SOURCE = "NBS code book 2023; no seat known"
SEAT_ACCURACY_M = 2000.0
VILLAGES_ACCURACY_M = 4000.0
STATION_ACCURACY_M = 5000.0
# Names of what is no town but has a town's code: longest first, the rest is of type 其他.
_TYPES = ("街道办事处", "街道", "民族乡", "民族苏木", "苏木", "地区", "镇", "乡")
_PLAIN_TYPE = {"街道办事处": "街道", "民族苏木": "苏木"}
_SHOWN = 6
_UNTOLD = ("71", "81", "82")  # provinces that the code book does not cover


@dataclass(frozen=True, slots=True)
class Unit:
    """A city, municipality or county: its code and name, the city code above it, its counties."""

    code: str
    name: str
    level: str  # city, county or province (a municipality)
    parent: str
    counties: tuple[str, ...]


def find_unit(text: str) -> Unit:
    """The city or county that a name or a code means.

    Parameters
    ----------
    text
        A name with or without rank (长沙 is the city, 长沙县 the county in it), or a code of 4 or 6 digits.

    Returns
    -------
    Unit
        With the codes of its counties, which for a county is its own.

    Raises
    ------
    PlaceError
        None or several have this name, it is a province, or it has no outline: one line says which.
    """
    text = text.strip()
    units = districts.units()
    if re.fullmatch(r"\d{4}|\d{6}", text):
        code = text.ljust(6, "0")
        if code not in units.index:
            raise PlaceError(_not_outlined(table.read("county").query("code == @code"), text))
        return _unit(code)
    names = zip(units["name"], units["short_name"], strict=True)
    exact = units[[text in (name, short, short_prefecture(name, short)) for name, short in names]]
    found = exact if len(exact) else units[units["name"].map(stem) == text]
    named = found[found["name"] == text]
    found = named if len(named) else found
    cities = found[found["level"] != "county"]
    # 长沙 is the city, 长沙县 the county in it; 吉林 the city, since a province is no workspace.
    found = cities if len(cities) and not len(named) else found
    provinces = found["level"] == "province"
    found = found[~provinces | found["code"].map(_is_municipality).astype(bool)]
    if found.empty and provinces.any():
        _refuse_untold(str(provinces.index[0]))
        raise PlaceError(f"{text!r} is no city or county: choose one of its cities or counties")
    if found.empty:
        counties = table.read("county")
        raise PlaceError(_not_outlined(counties[counties["name"] == text], text))
    if len(found) > 1:
        listed = "、".join(f"{_address(code)} {code}" for code in found["code"][:_SHOWN])
        more = f" … {len(found)}" if len(found) > _SHOWN else ""
        raise PlaceError(f"{text!r}: {len(found)} units bear this name, a code decides: {listed}{more}")
    return _unit(str(found["code"].iloc[0]))


def all_cities() -> list[str]:
    """Codes of all 333 prefectures and of the municipalities, in order of code."""
    units = districts.units()
    cities = units.loc[units["level"] == "city", "code"]
    provinces = units.loc[units["level"] == "province", "code"]
    return sorted([*cities, *filter(_is_municipality, provinces)])


def places_of(unit: Unit) -> list[Place]:
    """Zones and towns of a unit.

    Parameters
    ----------
    unit
        Of :func:`find_unit`.

    Returns
    -------
    list[Place]
        In order of code. Zones have no point, nor have towns without a known seat.
    """
    towns = table.towns(unit.counties)
    zones = _zones(unit)
    if len(zones):
        every = table.read("town")
        lost = every[every["parent"].isin(zones["code"]) & (every["unit"] == "")]
        towns = pd.concat([towns, lost])
    rows = [_zone(row, unit) for row in zones.itertuples()] + [_town(row) for row in towns.itertuples()]
    return sorted(rows, key=lambda place: place.code)


def members_of(unit: Unit) -> dict[str, tuple[str, ...]]:
    """The towns of each zone of a unit.

    Parameters
    ----------
    unit
        Of :func:`find_unit`.

    Returns
    -------
    dict[str, tuple[str, ...]]
        Code of the zone → codes of its towns, both in order; empty for a county.
    """
    towns = table.read("town")
    zones = sorted(_zones(unit)["code"])
    return {code: tuple(sorted(towns.loc[towns["parent"] == code, "code"])) for code in zones}


def villages_of(towns: list[Place]) -> pd.DataFrame:
    """Villages of these towns of which a point is known.

    Parameters
    ----------
    towns
        Places of :func:`places_of`; the codes of others have no villages.

    Returns
    -------
    pd.DataFrame
        Columns parent (code of the town), name, lon, lat (WGS 84 degrees), in order of town and name.
    """
    return table.villages(place.code for place in towns)[["parent", "name", "lon", "lat"]]


def _unit(code: str) -> Unit:
    _refuse_untold(code)
    row = districts.units().loc[code]
    if row["level"] == "province" and not _is_municipality(code):
        raise PlaceError(f"{row['name']} {code} is no city or county: choose one of its cities or counties")
    counties = tuple(str(county) for county in districts.counties(code).index)
    if row["level"] == "county":
        counties = (code,)
    return Unit(code, str(row["name"]), str(row["level"]), str(row["parent_code"]), counties)


def _refuse_untold(code: str) -> None:
    """PlaceError for what the code book of towns does not cover: 香港, 澳门, 台湾."""
    if code[:2] in _UNTOLD:
        raise PlaceError(f"{_address(code)} {code}: the national code book lists no towns there")


def _is_municipality(code: str) -> bool:
    """Whether a province has counties and no cities, and its towns are known (北京, not 香港)."""
    units = districts.units()
    children = units.loc[units["parent_code"] == code, "level"]
    return (
        code.endswith("0000")
        and len(children) > 0
        and bool((children == "county").all())
        and code[:2] not in _UNTOLD
    )


def _zones(unit: Unit) -> pd.DataFrame:
    """Counties of the code book in this city that have no outline of their own."""
    if unit.level == "county":
        return table.read("county").iloc[:0]
    prefix = unit.code[:2] if unit.level == "province" else unit.code[:4]
    counties = table.read("county")
    inside = counties["code"].str.startswith(prefix) & counties["how"].isin(["", "point"])
    return counties[inside & ~counties["code"].isin(districts.units().index)]


def _zone(row: object, unit: Unit) -> Place:
    code, name = str(row.code), str(row.name)  # type: ignore[attr-defined]
    source = "NBS code book 2023; no outline in the boundary package"
    return Place(code, name, "", "zone", "开发区", unit.code, None, None, None, None, None, source)


def _town(row: object) -> Place:
    seat = str(row.seat)  # type: ignore[attr-defined]
    code, name = str(row.code), str(row.name)  # type: ignore[attr-defined]
    parent = str(row.unit or row.parent)  # type: ignore[attr-defined]
    ending = next((kind for kind in _TYPES if name.endswith(kind)), "其他")
    kind = _PLAIN_TYPE.get(ending, ending)
    known = {
        "known": (SEAT_ACCURACY_M, SEAT_SOURCE),
        "villages": (VILLAGES_ACCURACY_M, VILLAGES_SOURCE),
        "village": (SEAT_ACCURACY_M, VILLAGE_SOURCE),
        "station": (STATION_ACCURACY_M, STATION_SOURCE),
    }.get(seat)
    # A point without a county cannot be drawn: the zone of the town has no outline.
    if known is None or not str(row.unit):  # type: ignore[attr-defined]
        return Place(code, name, "", "town", kind, parent, None, None, None, None, None, NAME_SOURCE)
    lon, lat = float(row.lon), float(row.lat)  # type: ignore[attr-defined]
    return Place(code, name, "", "town", kind, parent, None, None, lon, lat, *known)


def _address(code: str) -> str:
    units = districts.units()
    names: list[str] = []
    while code:
        names.insert(0, str(units.loc[code, "name"]))
        code = str(units.loc[code, "parent_code"])
    return "".join(names)


def _not_outlined(counties: pd.DataFrame, text: str) -> str:
    """Why a name or code is no unit: unknown, or known to the code book only."""
    if counties.empty:
        return f"{text!r}: no city or county of China has this name or code"
    row = counties.iloc[0]
    is_inside = row["unit"] in districts.units().index
    inside = f"; it lies in {_address(row['unit'])} {row['unit']}" if is_inside else ""
    return f"{row['name']} {row['code']} has no outline in the boundary package{inside}"
