"""What is known of towns besides their seats: villages of their own, and their size.

In (``gazetteer`` in the workspace):

``village_points.csv``  town_code, name, lon, lat (WGS 84), source: villages whose point and
                        town are known. A town without rows has none.
``town_sizes.csv``      code, villages, area_km2, source: the area of a town, or the number of
                        its villages; the code of a county gives the number in the county. In
                        a plain villages are spread evenly enough for their number to tell a size.
                        The few neighbourhoods of a county seat, and those that are former
                        villages, count as villages; the streets of a built-up core do not, and a
                        sub-district of hardly anything else has no row.

Out: :class:`geo.tessellate.Known` of the towns of one county.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from geo import workspace
from geo.errors import TableError
from geo.tables import number, position, rows
from geo.tessellate import Known

VILLAGE_POINTS = Path("gazetteer", "village_points.csv")  # in the workspace
TOWN_SIZES = Path("gazetteer", "town_sizes.csv")


def known_of(towns: Sequence[str], county: str, area_km2: float) -> Known:
    """What the tables say of the towns of one county.

    Parameters
    ----------
    towns
        Codes of the towns, in the order that the numbers of the result refer to.
    county, area_km2
        Code and area of the county.
    """
    villages = read_village_points()
    villages = villages[villages["town_code"].isin(towns)]
    sizes = read_town_sizes()
    known = sizes.reindex(towns)
    each_km2 = area_km2 / sizes["villages"].get(county, np.nan)
    return Known(
        villages[["lon", "lat"]].to_numpy(float),
        pd.Index(towns).get_indexer(villages["town_code"]).astype(np.int64),
        known["area_km2"].fillna(known["villages"] * each_km2).to_numpy(float),
    )


def read_village_points(path: Path | None = None) -> pd.DataFrame:
    """Villages in order of town and name: columns town_code, name, lon, lat (WGS 84 degrees), source.

    Raises
    ------
    TableError
        The table or a column is missing, a coordinate is no number or does not lie in China, or a
        village or a point stands twice.
    """
    path = path or workspace.current() / VILLAGE_POINTS
    return _villages(path, *_state(path)).copy()


def read_town_sizes(path: Path | None = None) -> pd.DataFrame:
    """Sizes by code, in order of code: columns villages, area_km2 (NaN where not stated), source.

    Raises
    ------
    TableError
        The table or a column is missing, a size is no number or below 0, or a code stands twice.
    """
    path = path or workspace.current() / TOWN_SIZES
    found = []
    for row, where in rows(path, ["code", "villages", "area_km2", "source"]):
        sizes = [number(row[column], where) for column in ("villages", "area_km2")]
        if any(size is not None and size <= 0 for size in sizes):
            raise TableError(f"{where}: a size is not above 0")
        found.append((row["code"], row["source"], *sizes))
    table = pd.DataFrame(found, columns=["code", "source", "villages", "area_km2"])
    table = table.astype({"villages": float, "area_km2": float})
    _once(table, ["code"], path)
    return table.set_index("code").sort_index()


@lru_cache(maxsize=4)
def _villages(path: Path, *_: int) -> pd.DataFrame:
    """The villages of a file; read once for each state of it, since every county asks."""
    found = []
    for row, where in rows(path, ["town_code", "name", "lon", "lat", "source"]):
        lon, lat = position(row["lon"], row["lat"], where)
        if lon is None:
            raise TableError(f"{where}: {row['name']} has no point")
        found.append((row["town_code"], row["name"], row["source"], lon, lat))
    table = pd.DataFrame(found, columns=["town_code", "name", "source", "lon", "lat"])
    table = table.astype({"lon": float, "lat": float})
    _once(table, ["town_code", "name"], path)
    same = table[table.duplicated(["lon", "lat"], keep=False)].sort_values(["lon", "lat"])
    if len(same):
        one, other = same["name"].iloc[:2]
        raise TableError(f"{path}: {one} and {other} have the same point")
    return table.sort_values(["town_code", "name"], ignore_index=True)


def _state(path: Path) -> tuple[int, int]:
    """What changes with the content of a file; zeros without one."""
    try:
        known = path.stat()
    except OSError:
        return 0, 0
    return known.st_mtime_ns, known.st_size


def _once(table: pd.DataFrame, key: list[str], path: Path) -> None:
    twice = table[table.duplicated(key)]
    if len(twice):
        raise TableError(f"{path}: {' '.join(twice.iloc[0][key])} stands twice")
