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
from pathlib import Path

import numpy as np
import pandas as pd

from geo import workspace
from geo.errors import TableError
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
        The table or a column is missing, a coordinate is no number, or a village stands twice.
    """
    path = path or workspace.current() / VILLAGE_POINTS
    table = _table(path, ["town_code", "name", "source"], ["lon", "lat"])
    _once(table, ["town_code", "name"], path)
    return table.sort_values(["town_code", "name"], ignore_index=True)


def read_town_sizes(path: Path | None = None) -> pd.DataFrame:
    """Sizes by code, in order of code: columns villages, area_km2 (NaN where not stated), source.

    Raises
    ------
    TableError
        The table or a column is missing, a size is no number or below 0, or a code stands twice.
    """
    path = path or workspace.current() / TOWN_SIZES
    table = _table(path, ["code", "source"], ["villages", "area_km2"])
    _once(table, ["code"], path)
    if (table[["villages", "area_km2"]] <= 0).any(axis=None):
        raise TableError(f"{path}: a size is not above 0")
    return table.set_index("code").sort_index()


def _table(path: Path, texts: list[str], numbers: list[str]) -> pd.DataFrame:
    if not path.is_file():
        raise TableError(f"{path}: no such table")
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{path}: byte {error.start} is not UTF-8; save it as CSV UTF-8") from error
    absent = [column for column in [*texts, *numbers] if column not in table]
    if absent:
        raise TableError(f"{path}: no column {', '.join(absent)}")
    try:
        read = {column: table[column].replace("", "nan").astype(float) for column in numbers}
    except ValueError as error:
        raise TableError(f"{path}: {error}") from error
    return table.assign(**read)[[*texts, *numbers]]


def _once(table: pd.DataFrame, key: list[str], path: Path) -> None:
    twice = table[table.duplicated(key)]
    if len(twice):
        raise TableError(f"{path}: {' '.join(twice.iloc[0][key])} stands twice")
