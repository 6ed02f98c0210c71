"""Which county of the boundary package a county, a town or a village of the code book lies in.

The code book (2023) and the package differ: renamed and newly made counties, development zones
that the code book lists like counties and that have no outline. A county is matched

1. by its code;
2. by its name inside the same city, with or without rank;
3. by point: the county in which most of its towns' seats lie. Such a county is a zone inside
   others, so each of its towns goes where its own seat lies; a town without a seat then stays
   unmatched unless all seats of the zone lie in one county.

A seat farther than :data:`FAR_M` outside the county that the code says is a mistake of its source.

In: tables with lon, lat WGS 84 degrees. Out: the same with ``unit`` and ``how``.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import Geod

from geo import districts
from geo.ranks import stem

FAR_M = 2000.0
_GEOD = Geod(ellps="WGS84")


@cache
def outlines() -> tuple[shapely.STRtree, NDArray[np.str_]]:
    """Index over the outlines of all counties of the package, and the code of each."""
    codes = _with_outline()
    return shapely.STRtree([districts.polygon(code) for code in codes]), np.array(codes)


def units_at(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.str_]:
    """Code of the county that holds each point, empty where none does."""
    tree, codes = outlines()
    known = np.isfinite(lon) & np.isfinite(lat)
    found = np.full(len(lon), "", dtype=codes.dtype)
    points = shapely.points(np.where(known, lon, 0.0), np.where(known, lat, 0.0))
    rows, hits = tree.query(points, "intersects")
    keep = known[rows]
    # A point on a common edge lies in two counties: the first by code, whatever order the index has.
    order = np.lexsort((codes[hits[keep]], rows[keep]))[::-1]
    found[rows[keep][order]] = codes[hits[keep]][order]
    return found


def metres_outside(
    lon: NDArray[np.float64], lat: NDArray[np.float64], units: NDArray[np.str_]
) -> NDArray[np.float64]:
    """How far each point lies outside its county, 0 inside, NaN without a point or a county."""
    inside = units_at(lon, lat)
    far = np.where(inside == units, 0.0, np.nan)
    for row in np.flatnonzero((inside != units) & np.isfinite(lon) & (units != "")):
        shape = districts.polygon(str(units[row]))
        start, end = shapely.shortest_line(shapely.Point(lon[row], lat[row]), shape).coords
        far[row] = _GEOD.inv(*start, *end)[2]
    return np.where(np.isfinite(lon) & (units != ""), far, np.nan)


def match_counties(counties: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """Counties (code, name, parent) with ``unit`` and ``how``; *towns* have parent, lon, lat."""
    known = set(_with_outline())
    by_name = _names_in_city()
    at = pd.Series(units_at(towns["lon"].to_numpy(), towns["lat"].to_numpy()), index=towns.index)
    seats = at[at != ""].groupby(towns["parent"])
    found = []
    for row in counties.itertuples():
        names = (row.name, stem(row.name))
        unit = next((by_name[row.parent, name] for name in names if (row.parent, name) in by_name), "")
        if row.code in known:
            found.append((row.code, "code"))
        elif unit:
            found.append((unit, "name"))
        elif row.code in seats.groups:
            # By code where two hold as many seats.
            counts = seats.get_group(row.code).value_counts().sort_index()
            found.append((str(counts.idxmax()), "point"))
        else:
            found.append(("", ""))
    return counties.assign(unit=[unit for unit, _ in found], how=[how for _, how in found])


def match_towns(towns: pd.DataFrame, counties: pd.DataFrame) -> pd.DataFrame:
    """Towns with ``unit`` and ``how``, those of their county; of a county without outline by point."""
    county = counties.set_index("code")
    unit, how = towns["parent"].map(county["unit"]), towns["parent"].map(county["how"])
    of_zone = (how == "point").to_numpy()
    at = units_at(towns["lon"].to_numpy(), towns["lat"].to_numpy())
    several = pd.Series(at)[of_zone & (at != "")].groupby(towns["parent"].to_numpy()[of_zone & (at != "")])
    alone = set(several.nunique()[several.nunique() == 1].index)
    by_point = np.where(at != "", at, np.where(towns["parent"].isin(alone), unit, ""))
    unit = pd.Series(np.where(of_zone, by_point, unit), index=towns.index)
    return towns.assign(unit=unit, how=np.where(unit == "", "", how))


def _with_outline() -> list[str]:
    """Codes of all units that have an outline and no counties of their own, in order."""
    return sorted(set(districts.open_layer(districts.folder(), "district").table["district_adcode"]))


def _names_in_city() -> dict[tuple[str, str], str]:
    """Code by city (four digits) and name, with and without rank; names that stand twice are left out."""
    units = districts.units()
    found: dict[tuple[str, str], str] = {}
    twice: set[tuple[str, str]] = set()
    for code in _with_outline():
        for name in {units.loc[code, "name"], stem(units.loc[code, "name"])}:
            key = (code[:4], name)
            twice |= {key} if key in found else set()
            found[key] = code
    return {key: code for key, code in found.items() if key not in twice}
