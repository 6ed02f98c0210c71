"""The stored areas of the user, and how they replace the approximate ones.

Stored are one GeoJSON per level with the columns of :mod:`geo.area_rows`, written by
:mod:`geo.own.importer`. They take effect when areas are loaded, so the approximate files
stay as they are and removing the stored ones undoes everything:

* an own area stands in the place of the approximate one;
* the other towns of its county keep what is left of it: they lose what the own areas cover
  and gain what then nobody holds, along the longest common edge;
* zones, and parks that are unions of towns, are put together anew.

In: approximate areas, a folder. Out: the areas that hold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.area_rows import COLUMNS, FILES, representative_point
from geo.errors import TableError
from geo.gazetteer_tables import read_members
from geo.own.topology import area_km2, gaps

OFFICE_CIRCLE = re.compile(r"^circle of .* around the office")
_UNION = re.compile(r"^(union of the towns under the zone|towns named for it)")


def read_own(folder: Path) -> gpd.GeoDataFrame | None:
    """The stored areas, index ``code``; None when there are none.

    Raises
    ------
    TableError
        A stored file lacks a column or cannot be read.
    """
    parts = []
    for stem in FILES.values():
        path = folder / f"{stem}.geojson"
        if not path.is_file():
            continue
        try:
            part = pyogrio.read_dataframe(path, use_arrow=True)
        except pyogrio.errors.DataSourceError as error:
            raise TableError(f"{path} cannot be read: {error}") from error
        absent = set(COLUMNS) - set(part.columns)
        if absent:
            raise TableError(f"{path} has no {', '.join(sorted(absent))}")
        parts.append(part[[*COLUMNS, "geometry"]])
    if not parts:
        return None
    areas = pd.concat(parts, ignore_index=True)
    areas["date"] = areas["date"].astype(object).where(areas["date"].notna(), None)
    return areas.set_index("code", drop=False)


def digest(folder: Path) -> str:
    """Changes whenever anything imported changes.

    Parameters
    ----------
    folder
        Folder of own boundaries.

    Returns
    -------
    str
        SHA-256 in hexadecimal of its GeoJSON and CSV files; empty when there is none.
    """
    files = sorted(path for path in folder.glob("*") if path.suffix in (".geojson", ".csv"))
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest() if files else ""


def with_own(areas: gpd.GeoDataFrame, own: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The approximate *areas* with the *own* ones in their place, columns and index the same.

    Own areas of units that *areas* does not hold are left out: another city's.
    """
    rows: dict[str, dict[str, Any]] = {str(row["code"]): row for row in areas.to_dict("records")}
    mine = {str(row["code"]): row for row in own.to_dict("records") if row["code"] in rows}
    # The unit's parent is a fact of the gazetteer, the area is the user's.
    rows |= {code: row | {"parent_code": rows[code]["parent_code"]} for code, row in mine.items()}
    touched = {
        row["code"] if row["level"] == "county" else rows[code]["parent_code"] for code, row in mine.items()
    }
    changed = set(mine)
    for county in sorted(touched & set(rows)):
        if any(
            row["level"] in ("town", "county")
            for code, row in mine.items()
            if county in (code, rows[code]["parent_code"])
        ):
            changed |= _fill(county, rows, set(mine))
    for code, members in read_members().items():
        row = rows.get(code)
        if row and code not in mine and _UNION.match(str(row["method"])) and changed & set(members):
            rows[code] = _union(row, [rows[town] for town in members if town in rows])
    table = gpd.GeoDataFrame(list(rows.values()), geometry="geometry", crs=4326)
    table["date"] = table["date"].astype(object).where(table["date"].notna(), None)
    types = {name: areas[name].dtype for name in COLUMNS if name != "date"}
    return table[[*COLUMNS, "geometry"]].astype(types).set_index("code", drop=False)


def county_gaps(
    merged: gpd.GeoDataFrame, areas: gpd.GeoDataFrame, written: set[str]
) -> tuple[dict[str, list[float]], dict[str, list[str]]]:
    """For each county with a town just written: km² of the gaps if all its towns are own, else the others."""
    towns = areas[(areas["level"] == "town") & ~areas["method"].str.match(OFFICE_CIRCLE)]
    open_km2, missing = {}, {}
    for county, group in towns[
        towns["parent_code"].isin(set(towns[towns.index.isin(written)]["parent_code"]))
    ].groupby("parent_code"):
        name = str(areas.loc[county, "name"])
        absent = [str(row["name"]) for code, row in group.iterrows() if code not in merged.index]
        if absent:
            missing[name] = absent
        else:
            shapes = list(merged.loc[list(group.index), "geometry"])
            open_km2[name] = gaps(shapes, areas.loc[county, "geometry"])
    return open_km2, missing


def _fill(county: str, rows: dict[str, dict[str, Any]], mine: set[str]) -> set[str]:
    """Fit the approximate towns of a county into what the own ones leave; codes of the changed."""
    towns = [code for code, row in rows.items() if row["level"] == "town" and row["parent_code"] == county]
    towns = [code for code in towns if rows[code]["geometry"] is not None]
    others = [
        code for code in towns if code not in mine and not OFFICE_CIRCLE.match(str(rows[code]["method"]))
    ]
    if not others:
        return set()
    taken = shapely.union_all([rows[code]["geometry"] for code in towns if code in mine])
    rest = shapely.difference(rows[county]["geometry"], taken)
    before = np.array([rows[code]["geometry"] for code in others], dtype=object)
    parts = [[shape] for shape in shapely.intersection(before, rest)]
    lost = shapely.difference(rest, shapely.union_all(before))
    for piece in shapely.get_parts(lost):
        common = shapely.length(shapely.intersection(before, shapely.boundary(piece)))
        near = int(common.argmax()) if common.max() > 0 else int(shapely.distance(before, piece).argmin())
        parts[near].append(piece)
    changed = set()
    for code, old, pieces in zip(others, before, parts, strict=True):
        new = _areal(shapely.union_all(pieces))
        if new is None:
            note = "no area: the imported areas around it leave none"
            rows[code] = rows[code] | {"geometry": None, "area_km2": None, "method": note}
        elif not new.equals(old):
            rows[code] = _reshaped(rows[code], new, old) | {
                "method": f"{rows[code]['method']}; cut to what imported areas leave"
            }
        else:
            continue
        changed.add(code)
    return changed


def _union(row: Mapping[str, Any], towns: list[dict[str, Any]]) -> dict[str, Any]:
    """A zone or park put together from its towns."""
    towns = [town for town in towns if town["geometry"] is not None]
    if not towns:
        return dict(row)
    shape = _areal(shapely.union_all([town["geometry"] for town in towns]))
    is_official = all(bool(town["is_official"]) for town in towns)
    dates = sorted(str(town["date"]) for town in towns if town["date"])
    base = _reshaped(row, shape, row["geometry"])
    if is_official:
        base["method"] = str(row["method"]).split(";")[0]
        base["radius_m"] = representative_point(shape, (base["lon"], base["lat"]))[2]
    sources = list(dict.fromkeys(str(town["source"]) for town in towns))
    return base | {
        "source": f"towns: {', '.join(town['code'] for town in towns)}; {'; '.join(sources)}",
        "date": dates[-1] if is_official and dates else row["date"],
        "is_official": is_official,
    }


def _reshaped(row: Mapping[str, Any], new: shapely.Geometry, old: shapely.Geometry) -> dict[str, Any]:
    """The row with another geometry; what its radius held beyond the old shape stays in it."""
    point = (float(row["lon"]), float(row["lat"]))
    beyond = max(0.0, float(row["radius_m"]) - representative_point(old, point)[2])
    lon, lat, radius_m = representative_point(new, point, accuracy_m=beyond)
    shape = {"geometry": new, "area_km2": round(area_km2(new), 2)}
    return dict(row) | shape | {"lon": lon, "lat": lat, "radius_m": radius_m}


def _areal(geometry: shapely.Geometry) -> shapely.Geometry | None:
    """The polygons of a geometry, without lines, points and slivers under 1 m²; None without any."""
    parts = [
        part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 1e-10
    ]
    if not parts:
        return None
    return shapely.normalize(parts[0] if len(parts) == 1 else shapely.multipolygons(parts))
