"""Where each record stands: the one rule of map, list, prints, filters, exports and service.

=========  ==============================================================================
site       a point of its own
area       the point of a park or town
several    at each of several parks or towns
line       on the course of a road, railway or river (:mod:`projects.georeferencing.courses`)
county     counted on a county or zone: known to it only, or in a park without known ground
off        not on the map: about the whole city, or not located
=========  ==============================================================================

A record has a point, in any file and for any filter, exactly when a symbol is drawn for it
(the first three). A record on a line is drawn too, as its course, and never has a point. Zones (groups
of towns such as 经济技术开发区) are counted like counties: they have a name and a count of their own, and
the county around them does not hold their records.

In: typed records and areas by code (:func:`geo.boundaries.load_areas`). Out: :class:`Standing`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import own_dir, workspace
from geo.boundaries import load_areas
from projects.georeferencing import courses
from projects.georeferencing.courses import Course, course_of
from projects.georeferencing.ground import COUNTY_LEVELS, grounded
from projects.model.records import LIST_SEPARATOR

MARKS = ("site", "area", "several", "line", "county", "off")
DRAWN = MARKS[:4]
OFF_MAP = ("city", "none")
__all__ = [
    "COUNTY_LEVELS",
    "DRAWN",
    "MARKS",
    "Standing",
    "has_symbol",
    "stand",
    "standing",
    "without_false_points",
]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Objects = NDArray[np.object_]


class Standing(NamedTuple):
    """Where records stand, row numbers from 0.

    ``marks`` has one of :data:`MARKS` for each record. ``row``, ``code``, ``lon``, ``lat`` are the
    points of all symbols (WGS 84, the code empty for a site), a row once for each of its places.
    ``county_row``, ``county_code`` say on which counties and zones a row marked ``county`` is counted:
    on each that it names; what has a symbol anywhere is counted on none. ``line_row``, ``course`` are
    the rows on lines, each once, with their courses.
    """

    marks: Objects
    row: Ints
    code: Objects
    lon: Floats
    lat: Floats
    county_row: Ints
    county_code: Objects
    line_row: Ints
    course: tuple[Course, ...]


class Ground(NamedTuple):
    """What a code stands for: the county it is counted on, or empty and its own point."""

    county: str
    lon: float
    lat: float


def standing(records: pd.DataFrame, areas: gpd.GeoDataFrame | None = None) -> Objects:
    """Where each of *records* stands, in one word.

    Parameters
    ----------
    records, areas
        As for :func:`stand`.

    Returns
    -------
    Objects
        One of :data:`MARKS` each, in their order.
    """
    return stand(records, areas).marks


def stand(records: pd.DataFrame, areas: gpd.GeoDataFrame | None = None) -> Standing:
    """Where each of the typed *records* stands.

    Parameters
    ----------
    records
        With the columns level, lon, lat and place_code; without name and method none is on a line.
    areas
        Areas by code (:func:`geo.boundaries.load_areas`); None means those that hold now.

    Returns
    -------
    Standing
        Its points by row, then longitude, then latitude.
    """
    grounds = _grounds(areas) if areas is not None else known_ground()
    level = records["level"].to_numpy(dtype=object)
    lon = records["lon"].to_numpy(dtype=float, na_value=np.nan)
    lat = records["lat"].to_numpy(dtype=float, na_value=np.nan)
    line_row, course = _on_lines(records)
    is_free = np.ones(len(records), bool)
    is_free[line_row] = False
    has_point = np.isfinite(lon) & np.isfinite(lat) & is_free
    sites = np.flatnonzero((level == "site") & has_point)
    row, code = _named(records, ~np.isin(level, ["site", *OFF_MAP]) & is_free)
    known = np.array([each in grounds for each in code], bool)
    row, code = row[known], code[known]
    found = [grounds[each] for each in code]
    county = np.array([each.county for each in found], dtype=object)
    is_counted = county.astype(bool)
    at_row, at_code = row[~is_counted], code[~is_counted]
    at_lon = np.array([each.lon for each in found], dtype=float)[~is_counted]
    at_lat = np.array([each.lat for each in found], dtype=float)[~is_counted]
    # A record of one area holds the area's point itself.
    own = (level[at_row] != "multi") & has_point[at_row]
    at_lon[own], at_lat[own] = lon[at_row[own]], lat[at_row[own]]
    marks = np.full(len(records), "off", dtype=object)
    marks[row[is_counted]] = "county"
    marks[at_row] = np.where(level[at_row] == "multi", "several", "area")
    marks[sites] = "site"
    marks[line_row] = "line"
    rows = np.concatenate([sites, at_row])
    codes = np.concatenate([np.full(len(sites), "", dtype=object), at_code])
    lons, lats = np.concatenate([lon[sites], at_lon]), np.concatenate([lat[sites], at_lat])
    order = np.lexsort([lats, lons, rows])
    is_counted[is_counted] = marks[row[is_counted]] == "county"
    county = county[is_counted]
    return Standing(
        marks,
        rows[order],
        codes[order],
        lons[order],
        lats[order],
        row[is_counted],
        county,
        line_row,
        course,
    )


def has_symbol(marks: Objects) -> NDArray[np.bool_]:
    """Which records are drawn: these have a geometry in every file, no others.

    Parameters
    ----------
    marks
        As :func:`standing` gives them.

    Returns
    -------
    NDArray[np.bool_]
        In their order, True for each of :data:`DRAWN`.
    """
    return np.isin(marks, DRAWN)


def without_false_points(records: pd.DataFrame) -> pd.DataFrame:
    """*records* with ``lon`` and ``lat`` of those that have no point emptied.

    Parameters
    ----------
    records
        As for :func:`stand`.

    Returns
    -------
    pd.DataFrame
        A copy; *records* themselves where nothing is to be emptied.
    """
    marks = standing(records)
    wrong = (~has_symbol(marks) | (marks == "line")) & (
        records["lon"].notna() | records["lat"].notna()
    ).to_numpy(bool)
    if not wrong.any():
        return records
    return records.assign(**{name: records[name].mask(wrong) for name in ("lon", "lat")})


def known_ground() -> dict[str, Ground]:
    """What the codes of the areas that hold now stand for; read anew when one of their files changes.

    Returns
    -------
    dict[str, Ground]
        By code. Shared by all callers: not to be changed.
    """
    files = [*sorted((workspace.current() / "boundaries").glob("*.geojson")), *sorted(own_dir().glob("*"))]
    return _known_ground(tuple((path.name, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=2)
def _known_ground(stamps: tuple[tuple[str, int], ...]) -> dict[str, Ground]:
    del stamps
    return _grounds(load_areas())


def _grounds(areas: gpd.GeoDataFrame) -> dict[str, Ground]:
    is_county = areas["level"].isin(COUNTY_LEVELS).to_numpy(bool)
    is_vague = ~areas.index.isin(grounded(areas)) & ~is_county
    index = areas.index.to_numpy(dtype=object)
    county = np.where(is_county, index, np.where(is_vague, areas["parent_code"].to_numpy(dtype=object), ""))
    lon, lat = (areas[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    return {
        str(code): Ground(str(on), float(x), float(y))
        for code, on, x, y in zip(index, county, lon, lat, strict=True)
    }


def _on_lines(records: pd.DataFrame) -> tuple[Ints, tuple[Course, ...]]:
    """Rows of the records that stand on a line, with their courses."""
    if "method" not in records or "name" not in records:
        return np.array([], np.int64), ()
    rows = np.flatnonzero(records["method"].to_numpy(dtype=object) == courses.METHOD)
    names = records["name"].to_numpy(dtype=object)[rows]
    found = [(row, course) for row, name in zip(rows, names, strict=True) if (course := course_of(str(name)))]
    return np.array([row for row, _ in found], np.int64), tuple(course for _, course in found)


def _named(records: pd.DataFrame, chosen: NDArray[np.bool_]) -> tuple[Ints, Objects]:
    """Row and code of every place of the *chosen* records, each place of a record once."""
    rows = np.flatnonzero(chosen)
    codes = records["place_code"].to_numpy(dtype=object)[rows]
    is_several = np.fromiter((LIST_SEPARATOR in each for each in codes), bool, len(codes))
    more = [
        (row, code)
        for row, text in zip(rows[is_several], codes[is_several], strict=True)
        for code in dict.fromkeys(text.split(LIST_SEPARATOR))
    ]
    more_rows = np.array([row for row, _ in more], np.int64)
    more_codes = np.array([code for _, code in more], dtype=object)
    return (
        np.concatenate([rows[~is_several], more_rows]),
        np.concatenate([codes[~is_several], more_codes]),
    )
