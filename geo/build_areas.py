"""Makes the areas of a city from the gazetteer and the county outlines.

=======  ======================================================================
county   outline of the data package (:mod:`geo.districts`)
town     cell of its seat and of villages known to be its own among those of its
         county, drawn towards its size where that is known (:mod:`geo.tessellate`,
         :mod:`geo.town_facts`); a market office and the like: a small circle
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
from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo import districts, workspace
from geo.area_rows import DECIMALS, area_row, circle_row, size_km2
from geo.boundaries import COLUMNS, FILES, TOWN_ERROR
from geo.errors import TableError
from geo.gazetteer import Place, read_members, read_places
from geo.geojson import write_geojson
from geo.tessellate import Tiling, tessellate
from geo.town_facts import known_of, read_town_sizes, read_village_points

_OFFICE_TYPE = "管委会"  # an office with a town code but without a territory of its own
_OFFICE_RADIUS_M = 500.0


def build_areas(city_code: str) -> gpd.GeoDataFrame:
    """Areas of one city, made anew from the gazetteer and the data package.

    Parameters
    ----------
    city_code
        Code of a city (371500), of a municipality (110000) or of a unit without counties.

    Returns
    -------
    GeoDataFrame, WGS 84, counties, zones, towns, parks, each by code, with :data:`geo.boundaries.COLUMNS`:

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
    codes = {city_code, *outlines.index}
    places = places[places["parent"].isin(codes) & places["valid_to"].isna()]
    towns = places[(places["level"] == "town") & (places["type"] != _OFFICE_TYPE)]
    of_county = [towns[towns["parent"] == code] for code in outlines.index]
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
    for group, tiling in zip(of_county, tilings, strict=True):
        rows |= _towns(group, tiling)
    accuracy_m = towns["accuracy_m"].to_dict()
    for place in places[places["type"] == _OFFICE_TYPE].to_dict("records"):
        method = f"circle of {_OFFICE_RADIUS_M:.0f} m around the office, which has no territory of its own"
        rows[place["code"]] = circle_row(place, _OFFICE_RADIUS_M, rows[place["parent"]], method)
    for place in places[places["level"].isin(["zone", "park"])].to_dict("records"):
        now = [code for code in members.get(place["code"], []) if code in accuracy_m]
        rows[place["code"]] = _group(place, rows, now, accuracy_m)
    table = pd.DataFrame(rows.values())
    rank = table["level"].map(list(FILES).index)
    table = table.assign(rank=rank).sort_values(["rank", "code"], ignore_index=True)
    return gpd.GeoDataFrame(table[[*COLUMNS, "geometry"]], geometry="geometry", crs=4326)


def write_areas(city_codes: str | Iterable[str], folder: Path | None = None) -> gpd.GeoDataFrame:
    """Build the areas of one or several cities and write one GeoJSON per level to *folder*.

    The files are replaced, so name all cities at once. Returns what was written.
    """
    folder = folder or workspace.current() / "boundaries"
    codes = [city_codes] if isinstance(city_codes, str) else sorted(set(city_codes))
    areas = pd.concat([build_areas(code) for code in codes], ignore_index=True)
    folder.mkdir(parents=True, exist_ok=True)
    for level, stem in FILES.items():
        part = areas[areas["level"] == level]
        write_geojson(part, folder / f"{stem}.geojson", id_column="code", decimals=DECIMALS)
    return areas


def _county(unit: pd.Series, city_code: str, outline: shapely.Geometry) -> dict[str, Any]:
    return area_row(
        {"code": unit["code"], "name": unit["name"], "level": "county", "parent": city_code},
        outline,
        point=(unit["lon"], unit["lat"]),
        accuracy_m=0,
        method="outline of the county as the data package gives it",
        source=districts.SOURCE,
    )


def _towns(towns: pd.DataFrame, tiling: Tiling) -> dict[str, dict[str, Any]]:
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
        method += f"; approximate: {TOWN_ERROR}"
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
        tiles = shapely.coverage_union_all([rows[code]["geometry"] for code in now])
        is_zone = place["level"] == "zone"
        method = (
            "union of the towns under the zone" if is_zone else "towns named for it, park outline unknown"
        )
        return area_row(
            place,
            shapely.normalize(tiles),
            point=(place["lon"], place["lat"]),
            accuracy_m=max(accuracy_m[code] for code in now),
            method=f"{method}; towns are approximate: {TOWN_ERROR}",
            source=f"towns: {', '.join(now)}; county: {districts.SOURCE}",
        )
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
    """Rows of :func:`geo.gazetteer.read_places`, index ``code``, None as NaN."""
    columns = {
        field.name: [getattr(place, field.name) for place in read_places().values()]
        for field in fields(Place)
    }
    numbers = dict.fromkeys(("valid_from", "valid_to", "lon", "lat", "accuracy_m"), float)
    return pd.DataFrame(columns).astype(numbers).set_index("code", drop=False)
