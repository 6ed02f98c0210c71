"""Makes the areas of a city from the gazetteer and the county outlines.

=======  ======================================================================
county   outline of the data package (:mod:`geo.districts`)
town     cell of its seat and of villages known to be its own among those of its
         county, drawn towards its size where that is known (:mod:`geo.tessellate`,
         :mod:`geo.town_facts`); a market office and the like: a small circle
         A town without a known seat has no area; its neighbours do not get its ground:
         the cells of such a county end where their share of it does (:func:`_cut`)
zone     union of the towns that belong to it now
park     circle around its point, as wide as the point is uncertain; without a
         point the union of the towns it belongs to; without those no geometry
=======  ======================================================================

In: the tables of ``gazetteer`` in the workspace, the data package. Out: one GeoJSON per level in
its ``boundaries``; the same input gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import districts, workspace
from geo.area_rows import COLUMNS, DECIMALS, FILES, area_row, circle_row, size_km2
from geo.boundaries import town_error
from geo.errors import TableError
from geo.files import make_folder
from geo.gazetteer import Place
from geo.gazetteer_tables import read_members, read_places
from geo.geojson import write_geojson
from geo.tessellate import GRID_DEG, Tiling, local_metres, spread, tessellate, transform
from geo.town_facts import VILLAGE_POINTS, known_of, read_town_sizes, read_village_points

_OFFICE_TYPE = "管委会"  # an office with a town code but without a territory of its own
_OFFICE_RADIUS_M = 500.0
_FAR_KM = 20.0  # farther outside its county a seat is a mistake
_STREET_SHARE = 0.35  # size of a sub-district against that of a town, where neither is known
_GROUND = 6000
_CORNERS = 16  # of a quarter of the circle at which a cell is cut off


def build_areas(city_code: str) -> gpd.GeoDataFrame:
    """Areas of one city, made anew from the gazetteer and the data package.

    Parameters
    ----------
    city_code
        Code of a city (371500), of a municipality (110000) or of a unit without counties.

    Returns
    -------
    GeoDataFrame, WGS 84, counties, zones, towns, parks, each by code, with :data:`geo.area_rows.COLUMNS`:

    ``level`` county, zone, town or park; ``parent_code`` the county, for a county and for a
    zone the city; ``lon``, ``lat`` a point inside the area, 6 decimals (the seat where there
    is one); ``radius_m`` how far the edge may be from that point: the largest distance to the
    edge, plus the uncertainty of the seats for all but counties, rounded up to 100 m;
    ``area_km2`` on the ellipsoid; ``method`` and ``source`` as texts; ``date`` the year of the
    source, None where it states none; ``is_official`` False. A park of which nothing is known has no
    geometry and no area; its lon, lat and radius_m are those of the county.

    Raises
    ------
    TableError
        The code is unknown, a seat occurs twice, a park lies outside its county, or a zone
        has no towns.
    """
    outlines = districts.counties(city_code)
    places, members = _places(), read_members()
    for code, held in members.items():
        lost = [one for one in (code, *held) if one not in places.index]
        if lost:
            raise TableError(f"members.csv: {lost[0]} is not in places.csv")
    codes = {city_code, *outlines.index}
    zones = set(places.index[(places["level"] == "zone") & (places["parent"] == city_code)])
    places = places[places["parent"].isin(codes | zones) & places["valid_to"].isna()]
    every = places[(places["level"] == "town") & (places["type"] != _OFFICE_TYPE)]
    towns = every[every["lon"].notna() & every["parent"].isin(codes)]
    unseated = every[~every.index.isin(towns.index)]
    of_county = [towns[towns["parent"] == code] for code in outlines.index]
    for code, group in zip(outlines.index, of_county, strict=True):
        _check_seats(group, code)
    tilings = tessellate(
        [districts.polygon(code) for code in outlines.index],
        [group[["lon", "lat"]].to_numpy(float) for group in of_county],
        [
            known_of(group["code"].tolist(), code, size_km2(districts.polygon(code)))
            for code, group in zip(outlines.index, of_county, strict=True)
        ],
    )
    rows = {
        code: _county(outlines.loc[code], city_code, tiling.outline)
        for code, tiling in zip(outlines.index, tilings, strict=True)
    }
    for code, group, tiling in zip(outlines.index, of_county, tilings, strict=True):
        without = unseated[unseated["parent"] == code]
        tiles, note = _cut(group, tiling, without) if len(without) and len(group) else (tiling.tiles, "")
        rows |= _towns(group, replace(tiling, tiles=tiles), note)
    rows |= {
        place["code"]: _blank(place, "no area: its seat is not known")
        for place in unseated.to_dict("records")
    }
    accuracy_m = towns["accuracy_m"].to_dict()
    for place in places[places["type"] == _OFFICE_TYPE].to_dict("records"):
        method = f"circle of {_OFFICE_RADIUS_M:.0f} m around the office, which has no territory of its own"
        rows[place["code"]] = circle_row(place, _OFFICE_RADIUS_M, rows[place["parent"]], method)
    for place in places[places["level"].isin(["zone", "park"])].to_dict("records"):
        now = [code for code in members.get(place["code"], []) if code in accuracy_m]
        now = [code for code in now if rows[code]["geometry"] is not None]
        rows[place["code"]] = _group(place, rows, now, accuracy_m)
    table = pd.DataFrame(rows.values())
    rank = table["level"].map(list(FILES).index)
    table = table.assign(rank=rank).sort_values(["rank", "code"], ignore_index=True)
    return gpd.GeoDataFrame(table[[*COLUMNS, "geometry"]], geometry="geometry", crs=4326)


def write_areas(city_codes: str | Iterable[str], folder: Path | None = None) -> gpd.GeoDataFrame:
    """Build the areas of one or several cities and write one GeoJSON per level.

    The files are replaced, so name all cities at once.

    Parameters
    ----------
    city_codes
        One code or several, of units as in :func:`build_areas`.
    folder
        Where to write, made when missing; None for ``boundaries`` in the current workspace.

    Returns
    -------
    gpd.GeoDataFrame
        What was written: rows as of :func:`build_areas`, city by city in order of code.

    Raises
    ------
    TableError
        As in :func:`build_areas`, or a unit would be written twice.
    WriteError
        A file could not be written whole; the one that was there stays.
    """
    folder = folder or workspace.current() / "boundaries"
    codes = [city_codes] if isinstance(city_codes, str) else sorted(set(city_codes))
    areas = pd.concat([build_areas(code) for code in codes], ignore_index=True)
    make_folder(folder)
    for level, stem in FILES.items():
        part = areas[areas["level"] == level]
        write_geojson(part, folder / f"{stem}.geojson", id_column="code", decimals=DECIMALS)
    return areas


def _county(unit: pd.Series, city_code: str, outline: shapely.Geometry) -> dict[str, Any]:
    parent = city_code if city_code != unit["code"] else unit["parent_code"]
    return area_row(
        {"code": unit["code"], "name": unit["name"], "level": "county", "parent": parent},
        outline,
        point=(unit["lon"], unit["lat"]),
        accuracy_m=0,
        method="outline of the county as the data package gives it",
        source=districts.SOURCE,
    )


def _check_seats(towns: pd.DataFrame, county: str) -> None:
    """TableError names a seat or village far from its county, and two places that have one point."""
    twice = towns[towns.duplicated(["lon", "lat"], keep=False)].reset_index(drop=True)
    if len(twice):
        one, other = twice.sort_values(["lon", "lat", "code"])[["code", "name"]].agg(" ".join, axis=1)[:2]
        raise TableError(f"places.csv: {one} and {other} have the same seat")
    villages = read_village_points()
    own = villages[villages["town_code"].isin(towns["code"])]
    seats = towns.assign(told="places.csv: the seat of " + towns["code"].astype(str) + " " + towns["name"])
    points = own.assign(told=f"{VILLAGE_POINTS.name}: " + own["name"])
    points = pd.concat([seats, points], ignore_index=True)[["told", "lon", "lat"]]
    at_seat = points[points.duplicated(["lon", "lat"], keep=False)].sort_values(["lon", "lat"], kind="stable")
    if len(at_seat):
        seat, village = at_seat["told"].iloc[:2]
        raise TableError(f"{village} lies where {seat.partition(': ')[2]} is")
    away = shapely.distance(districts.polygon(county), shapely.points(points["lon"], points["lat"])) * 111
    for told, lon, lat, away_km in zip(points["told"], points["lon"], points["lat"], away, strict=True):
        if away_km > _FAR_KM:
            raise TableError(
                f"{told} at {lon}, {lat} lies about {away_km:.0f} km outside its county {county}"
            )


def _blank(place: dict[str, Any], method: str) -> dict[str, Any]:
    """A row of a place of which no ground is known: neither area nor point."""
    unknown = dict.fromkeys(("lon", "lat", "radius_m", "area_km2"), math.nan)
    names = {"code": place["code"], "name": place["name"], "level": place["level"]}
    told = {"parent_code": place["parent"], "method": method, "source": place["source"], "date": None}
    return names | told | unknown | {"is_official": False, "geometry": None}


def _cut(towns: pd.DataFrame, tiling: Tiling, unseated: pd.DataFrame) -> tuple[list[shapely.Geometry], str]:
    """Tiles that leave the ground of towns without a seat to the county, and a note on how.

    The towns with a seat get together the part of the county that is theirs by number, a
    sub-district counting :data:`_STREET_SHARE`; nearest to their seats and villages first.
    """
    shares = [float(np.where(rows["type"] == "街道", _STREET_SHARE, 1.0).sum()) for rows in (towns, unseated)]
    metres = local_metres(tiling.outline)
    villages = read_village_points()
    sites = []
    for code, seat in zip(towns["code"], tiling.seats, strict=True):
        own = villages.loc[villages["town_code"] == code, ["lon", "lat"]].to_numpy(float)
        sites.append(transform(shapely.multipoints(np.vstack([seat, own])), metres))
    shape = transform(tiling.outline, metres)
    ground = spread(shape, _GROUND)
    away_m = shapely.distance(shapely.points(ground), shapely.union_all(sites))
    reach_m = float(np.quantile(away_m, shares[0] / sum(shares)))
    tiles = []
    for site, tile in zip(sites, tiling.tiles, strict=True):
        circle = transform(site.buffer(reach_m, quad_segs=_CORNERS), metres, is_inverse=True)
        parts = shapely.get_parts(shapely.intersection(tile, circle, grid_size=GRID_DEG))
        parts = [part for part in parts if part.geom_type == "Polygon"]
        tiles.append(shapely.normalize(shapely.union_all(parts)) if parts else tile)
    note = f"; ends {reach_m / 1000:.1f} km from its known places"
    note += f": {len(unseated)} towns of the county have no known seat"
    return tiles, note


def _towns(towns: pd.DataFrame, tiling: Tiling, note: str = "") -> dict[str, dict[str, Any]]:
    villages, sizes = read_village_points(), read_town_sizes()
    rows = {}
    records = zip(towns.to_dict("records"), tiling.tiles, tiling.seats, tiling.moved_m, strict=True)
    for place, tile, seat, moved_m in records:
        sources = [f"seat: {place['source']}"]
        basis = "the town seat"
        own = villages[villages["town_code"] == place["code"]]
        if len(own):
            basis += f", of {len(own)} known villages of its own"
            sources += [f"villages: {source}" for source in sorted(set(own["source"]))]
        method = f"power cell of {basis}, among those of its county"
        if place["code"] in sizes.index:
            method += ", drawn towards the known size"
            sources.append(f"size: {sizes['source'][place['code']]}")
        method += f"; approximate: {town_error()}{note}"
        if moved_m > 0:
            method += (
                f"; the seat lies outside the outline, moved {moved_m:.0f} m to the nearest place inside"
            )
        rows[place["code"]] = area_row(
            place,
            tile,
            point=tuple(seat),
            accuracy_m=place["accuracy_m"],
            method=method,
            source="; ".join([*sources, f"county: {districts.SOURCE}"]),
        )
    return rows


def _group(
    place: dict[str, Any], rows: dict[str, dict[str, Any]], now: list[str], accuracy_m: dict[str, float]
) -> dict[str, Any]:
    """A zone or a park: from its point, else from the towns it holds, else nothing."""
    county = rows.get(place["parent"])
    if place["level"] == "park" and not math.isnan(place["lon"]) and county is not None:
        radius_m = place["accuracy_m"]
        method = f"circle of {radius_m:.0f} m, the uncertainty of the point; outline of the park unknown"
        return circle_row(place, radius_m, county, method)
    if now:
        # Tiles that were cut share no corners with their neighbours, so that they are no coverage.
        is_cut = any("no known seat" in rows[code]["method"] for code in now)
        union = shapely.union_all if is_cut else shapely.coverage_union_all
        tiles = union([rows[code]["geometry"] for code in now])
        is_zone = place["level"] == "zone"
        method = (
            "union of the towns under the zone" if is_zone else "towns named for it, park outline unknown"
        )
        return area_row(
            place,
            shapely.normalize(tiles),
            point=(place["lon"], place["lat"]),
            accuracy_m=max(accuracy_m[code] for code in now),
            method=f"{method}; towns are approximate: {town_error()}",
            source=f"towns: {', '.join(now)}; county: {districts.SOURCE}",
        )
    if county is None and place["level"] == "zone":
        return _blank(place, "no area: no seat of its towns is known")
    if county is None:
        raise TableError(f"{place['code']}: neither its towns nor its county {place['parent']!r} are known")
    blank = {"geometry": None, "area_km2": None, "method": "no area: neither point nor towns are known"}
    own = {
        "code": place["code"],
        "name": place["name"],
        "level": place["level"],
        "parent_code": place["parent"],
    }
    return county | own | blank | {"source": place["source"], "date": None}


def _places() -> pd.DataFrame:
    """Rows of :func:`geo.gazetteer_tables.read_places`, index ``code``, None as NaN."""
    columns = {
        field.name: [getattr(place, field.name) for place in read_places().values()]
        for field in fields(Place)
    }
    numbers = dict.fromkeys(("valid_from", "valid_to", "lon", "lat", "accuracy_m"), float)
    return pd.DataFrame(columns).astype(numbers).set_index("code", drop=False)
