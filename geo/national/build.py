"""Makes the national gazetteer from the reference tables.

In: a folder with ``towns.csv``, ``counties.csv``, ``villages.csv`` and ``stations.csv`` (coordinates of
towns and villages GCJ-02, of stations WGS 84, as their columns say) and the boundary package. Out:
``places.parquet`` and ``unmatched.csv`` in ``data/national``. The same input gives the same bytes.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from geo import districts
from geo.datum import Datum, convert
from geo.errors import TableError
from geo.files import make_folder, write_whole
from geo.national.match import FAR_M, match_counties, match_towns, metres_outside, units_at
from geo.national.table import COLUMNS, KINDS, PLACES, UNMATCHED, write
from geo.ranks import stem
from geo.tables import records

UNMATCHED_COLUMNS = ("kind", "code", "name", "parent", "reason")
_DECIMALS = 5
_VILLAGE = r"(?:村民委员会|居民委员会|村委会|居委会|社区|村)+$"
_STATION = r"(?:地铁站|火车站|站)$"
_FILES = {
    "towns.csv": ("code", "name", "county_code", "lon_gcj02", "lat_gcj02"),
    "counties.csv": ("code", "name", "city_code", "city", "province"),
    "villages.csv": ("village", "town_code", "lon_gcj02", "lat_gcj02"),
    "stations.csv": ("name", "type", "lon_wgs84", "lat_wgs84"),
}


def build(source: Path, *, places: Path = PLACES, unmatched: Path = UNMATCHED) -> dict[str, int]:
    """Build both files from the tables in *source*; the number of rows of each kind, and of unmatched.

    Raises
    ------
    TableError
        A table or a column is missing, a code stands twice, or a coordinate is no number.
    """
    raw = {name: _read(source / name, columns) for name, columns in _FILES.items()}
    table, left = assemble(raw)
    make_folder(places.parent)
    write(table, places)
    write_whole(unmatched, left.to_csv(index=False, lineterminator="\n"))
    counts = table["kind"].value_counts()
    return {kind: int(counts.get(kind, 0)) for kind in KINDS} | {"unmatched": len(left)}


def assemble(raw: dict[str, pd.DataFrame]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All places as rows of :data:`geo.national.table.COLUMNS`, and what could not be matched."""
    counties = raw["counties.csv"].rename(columns={"city_code": "parent"})
    towns = raw["towns.csv"].rename(columns={"county_code": "parent"})
    towns = _wgs84(towns)
    counties = match_counties(counties, towns)
    towns = match_towns(towns, counties)
    villages = _wgs84(raw["villages.csv"].rename(columns={"village": "name", "town_code": "parent"}))
    villages = villages.drop_duplicates(["parent", "name"]).drop_duplicates(["parent", "lon", "lat"])
    villages = villages[villages["parent"].isin(towns["code"])]
    towns, wrong_seats = _seats(towns)
    villages, wrong_villages = _in_county(villages, towns)
    towns = _from_villages(towns, villages)
    stations = raw["stations.csv"].rename(columns={"lon_wgs84": "lon", "lat_wgs84": "lat"})
    stations = stations.assign(lon=_degrees(stations["lon"]), lat=_degrees(stations["lat"]))
    stations = stations.drop_duplicates(["name", "type", "lon", "lat"])
    towns = _from_namesakes(towns, villages, stations)
    parts = {
        **_above(counties),
        "county": counties,
        "town": towns,
        "village": villages,
        "station": stations,
    }
    rows = []
    for kind in KINDS:
        part = parts[kind].assign(kind=kind)
        part = part.reindex(columns=list(COLUMNS)).sort_values(["code", "parent", "name", "lon"])
        rows.append(part)
    table = pd.concat(rows, ignore_index=True)
    texts = [name for name in COLUMNS if name not in ("lon", "lat")]
    table[texts] = table[texts].fillna("")
    left = [
        _left("county", counties[counties["unit"] == ""], "no outline in the boundary package, no seat"),
        _left("county", counties[counties["how"] == "point"], _zone_reasons(counties)),
        _left("town", towns[towns["unit"] == ""], "its county has no outline in the boundary package"),
        wrong_seats,
        wrong_villages,
    ]
    return table, pd.concat(left, ignore_index=True)


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    table = pd.DataFrame(records(path, columns), columns=list(columns), dtype="str")
    if "code" in table and table["code"].duplicated().any():
        raise TableError(f"{path}: code {table.loc[table['code'].duplicated(), 'code'].iloc[0]} stands twice")
    return table[list(columns)]


def _degrees(texts: pd.Series) -> pd.Series:
    try:
        return texts.replace("", "nan").astype(float).round(_DECIMALS)
    except ValueError as error:
        raise TableError(f"{texts.name}: {error}") from error


def _wgs84(table: pd.DataFrame) -> pd.DataFrame:
    lon, lat = convert(
        _degrees(table["lon_gcj02"]), _degrees(table["lat_gcj02"]), source=Datum.GCJ02, target=Datum.WGS84
    )
    return table.assign(lon=lon.round(_DECIMALS), lat=lat.round(_DECIMALS))


def _above(counties: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Provinces and cities of the counties."""
    cities = counties.drop_duplicates("parent").assign(code=lambda rows: rows["parent"])
    provinces = cities.assign(code=cities["code"].str[:2], name=cities["province"], parent="")
    cities = cities.assign(name=cities["city"], parent=cities["code"].str[:2])
    no_unit = {"unit": "", "how": ""}
    return {"province": provinces.drop_duplicates("code").assign(**no_unit), "city": cities.assign(**no_unit)}


def _seats(towns: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Towns with ``seat``; a point that cannot be the seat is dropped and listed."""
    lon, lat, unit = (towns[name].to_numpy() for name in ("lon", "lat", "unit"))
    far = metres_outside(lon, lat, unit.astype(str)) > FAR_M
    columns = ["unit", "lon", "lat"]
    shared = towns[columns].duplicated(keep=False) & towns["lon"].notna()
    # Of a town and a sub-district that have one point it is the town's: the sub-district was made of it.
    # A zone's town of a name that a county's has too got that one's point by its name.
    rural = towns["name"].str.endswith(("镇", "乡", "苏木")) & (towns["parent"] == towns["unit"])
    twice = towns[shared & rural].duplicated(columns, keep=False)
    keeps = shared & rural & ~twice.reindex(towns.index, fill_value=False)
    shared &= ~keeps
    seat = np.select([towns["lon"].isna(), far, shared], ["none", "far", "shared"], "known")
    bad = far | shared.to_numpy()
    reasons = np.where(far, f"the source's point lies over {FAR_M / 1000:.0f} km outside its county", "")
    reasons = np.where(shared, "the source gives two towns one point", reasons)
    listed = _left("town", towns[bad], pd.Series(reasons, index=towns.index)[bad])
    return towns.assign(seat=seat, lon=np.where(bad, np.nan, lon), lat=np.where(bad, np.nan, lat)), listed


def _in_county(villages: pd.DataFrame, towns: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Villages that lie in the county of their town, and those that do not."""
    unit = villages["parent"].map(towns.set_index("code")["unit"]).fillna("")
    away = metres_outside(villages["lon"].to_numpy(), villages["lat"].to_numpy(), unit.to_numpy().astype(str))
    wrong = np.nan_to_num(away) > FAR_M
    listed = _left(
        "village", villages[wrong].assign(code=""), "its point lies outside the county of its town"
    )
    return villages[~wrong], listed


def _from_villages(towns: pd.DataFrame, villages: pd.DataFrame) -> pd.DataFrame:
    """A town without a seat of its own stands at the village that is nearest to all its villages."""
    without = towns[towns["lon"].isna() & towns["code"].isin(villages["parent"])]
    own = villages[villages["parent"].isin(without["code"])]
    middles = {code: _middle(group) for code, group in own.groupby("parent")}
    lon, lat, seat = towns["lon"].copy(), towns["lat"].copy(), towns["seat"].copy()
    for row, code in without["code"].items():
        lon[row], lat[row] = middles[code]
        seat[row] = "villages"
    return towns.assign(lon=lon, lat=lat, seat=seat)


def _from_namesakes(towns: pd.DataFrame, villages: pd.DataFrame, stations: pd.DataFrame) -> pd.DataFrame:
    """A town without any point stands at the one village, else station, of its county that has its name.

    Of towns with a seat such a village lies 0.5 km from it in the middle, such a station 1.5 km. A station
    that is named for its county may lie far from any town of that name.
    """
    unit_of = towns.set_index("code")["unit"]
    at = units_at(stations["lon"].to_numpy(), stations["lat"].to_numpy())
    near = {
        "village": villages.assign(unit=villages["parent"].map(unit_of), ending=_VILLAGE),
        "station": stations.assign(unit=at, ending=_STATION),
    }
    counties = {code: stem(str(name)) for code, name in districts.units()["name"].items()}
    wanted = towns[(towns["seat"] == "none") & (towns["unit"] != "")]
    wanted = wanted.assign(bare=wanted["name"].map(stem), row=wanted.index)
    wanted = wanted[(wanted["bare"].str.len() > 1) & (wanted["bare"] != wanted["unit"].map(counties))]
    wanted = wanted.drop_duplicates(["unit", "bare"], keep=False)
    lon, lat, seat = towns["lon"].copy(), towns["lat"].copy(), towns["seat"].copy()
    for kind, points in near.items():
        bare = [re.sub(end, "", name) for name, end in zip(points["name"], points["ending"], strict=True)]
        known = points[points["unit"].fillna("") != ""].assign(bare=pd.Series(bare, index=points.index))
        known = known.drop_duplicates(["unit", "bare"], keep=False)
        found = wanted[["unit", "bare", "row"]].merge(known, on=["unit", "bare"]).set_index("row")
        found = found[seat.reindex(found.index) == "none"]
        taken = set(zip(lon, lat, strict=True))  # two towns have no one seat
        free = [point not in taken for point in zip(found["lon"], found["lat"], strict=True)]
        found = found[np.array(free, bool)]
        lon.loc[found.index], lat.loc[found.index], seat.loc[found.index] = found["lon"], found["lat"], kind
    return towns.assign(lon=lon, lat=lat, seat=seat)


def _middle(villages: pd.DataFrame) -> tuple[float, float]:
    points = villages[["lon", "lat"]].to_numpy()
    flat = points * [np.cos(np.radians(points[:, 1].mean())), 1.0]
    distances = np.sqrt(((flat[:, None] - flat[None]) ** 2).sum(axis=2)).sum(axis=1)
    lon, lat = points[distances.argmin()]
    return float(lon), float(lat)


def _zone_reasons(counties: pd.DataFrame) -> pd.Series:
    zones = counties[counties["how"] == "point"]
    return "no outline in the boundary package; most of its seats lie in " + zones["unit"]


def _left(kind: str, rows: pd.DataFrame, reason: str | pd.Series) -> pd.DataFrame:
    listed = rows.assign(kind=kind, reason=reason)[list(UNMATCHED_COLUMNS)]
    return listed.sort_values(["code", "parent", "name"], ignore_index=True)
