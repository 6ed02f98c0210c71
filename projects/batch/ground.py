"""A small workspace of one unit, to read its documents in; made once per process and unit.

It holds what reading asks for and nothing else: the towns and zones of the unit with their weak names,
the outlines of its counties, and each town as the point of its seat. Cells of towns, which take seconds
per city, are left out: a town's ``radius_m`` is what nine of ten towns of a county of that size stay
within. A province has no towns: names of towns repeat inside it.

In: a unit. Out: the folder, and its :class:`~projects.georeferencing.areas.Areas`.
"""

from __future__ import annotations

import math
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo import districts, workspace
from geo.area_rows import COLUMNS, FILES, size_km2
from geo.files import make_folder
from geo.gazetteer import Place
from geo.geojson import write_geojson
from geo.national.city import Unit, places_of
from projects.batch.scope import is_wide, unit_of
from projects.city import english_name, write_gazetteer, write_title
from projects.georeferencing.areas import Areas

NATION = "100000"  # of no unit: the names of all provinces, cities and counties
# Of the towns whose cells are known nine of ten reach no farther than this many radii of
# the circle that has their share of the county.
REACH = 2.9
_KEPT = 16
_METHOD = "seat; reach from the county's size and its number of towns"


@lru_cache(maxsize=_KEPT)
def ground(code: str) -> tuple[Path, Areas]:
    """The workspace of the unit with this code, and its areas, which all its documents share."""
    folder = Path(_scratch().name) / code
    unit = Unit(NATION, "中国", "county", "", ()) if code == NATION else unit_of(code)
    places = [] if is_wide(unit) else places_of(unit)
    write_gazetteer(without_members(unit) if is_wide(unit) else unit, folder / "gazetteer")
    write_title(folder, unit.code, unit.name, english_name(unit.name))
    write_area_rows([*_counties(unit), *_towns(places)], folder)
    with workspace.using(folder):
        areas = Areas()
        if unit.counties:
            _ = areas.table
    return folder, areas


def without_members(unit: Unit) -> Unit:
    """The unit told as one without counties: it has no towns and no zones."""
    return replace(unit, level="county", counties=())


def write_area_rows(rows: list[dict[str, Any]], folder: Path) -> None:
    """Write the areas of a workspace from rows with :data:`geo.area_rows.COLUMNS` and geometry."""
    make_folder(folder / "boundaries")
    for level, stem in FILES.items():
        part = [row for row in rows if row["level"] == level]
        table = gpd.GeoDataFrame(
            pd.DataFrame(part, columns=[*COLUMNS, "geometry"]), geometry="geometry", crs=4326
        )
        write_geojson(table, folder / "boundaries" / f"{stem}.geojson", id_column="code")


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    """A folder of this process, taken away when it ends."""
    return tempfile.TemporaryDirectory(prefix="project-map-batch-")


def _counties(unit: Unit) -> list[dict[str, Any]]:
    outlines = districts.counties(unit.code) if unit.counties else districts.units().iloc[:0]
    return [
        area_of(
            (code, name, "county", parent),
            districts.polygon(code),
            point=(lon, lat),
            method="outline",
            source=districts.SOURCE,
        )
        for code, name, parent, lon, lat in outlines[
            ["code", "name", "parent_code", "lon", "lat"]
        ].itertuples(index=False)
    ]


def _towns(places: Iterable[Place]) -> list[dict[str, Any]]:
    towns = [place for place in places if place.level == "town"]
    of_county = Counter(place.parent for place in towns)
    rows = []
    for place in towns:
        is_seated = place.lon is not None and place.lat is not None
        row = area_of(
            (place.code, place.name, "town", place.parent),
            shapely.Point(place.lon, place.lat) if is_seated else None,
            point=(place.lon, place.lat),
            method=_METHOD if is_seated else "seat not known",
            source=place.source,
        )
        share_km2 = _size_km2(place.parent) / of_county[place.parent] if is_seated else math.nan
        row["radius_m"] = math.ceil(REACH * math.sqrt(share_km2 / math.pi) * 10) * 100 if is_seated else None
        rows.append(row)
    return rows


def area_of(
    named: tuple[str, str, str, str],
    geometry: shapely.Geometry | None,
    *,
    point: tuple[float | None, float | None],
    method: str,
    source: str,
) -> dict[str, Any]:
    """One row of the table of areas; *named* are code, name, level and code of the parent."""
    row = dict.fromkeys(COLUMNS) | dict(zip(("code", "name", "level", "parent_code"), named, strict=True))
    lon, lat = point
    is_outline = geometry is not None and named[2] == "county"
    size = round(_size_km2(named[0]), 2) if is_outline else 0.0
    told = {"lon": lon, "lat": lat, "area_km2": size, "method": method, "source": source}
    return row | told | {"is_official": False, "geometry": geometry}


@cache
def _size_km2(code: str) -> float:
    return size_km2(districts.polygon(code))
