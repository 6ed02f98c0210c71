"""Areas of counties, zones, towns and parks, each with the method that gave it: where they are kept.

:mod:`geo.build_areas` makes them, :mod:`geo.area_rows` fills their columns. All are
approximate: ``is_official`` is false throughout, because the county set too comes from a
third party. :func:`town_error` says how often a village lies in the cell of its own town;
``boundaries/measured.csv`` says how that was measured.

In: the GeoJSON files of ``boundaries`` in the workspace, one per level, and the user's own areas
(:mod:`geo.own`). Out: one table, WGS 84.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geo import DATA_DIR, own_dir, tables, workspace
from geo.area_rows import COLUMNS, FILES
from geo.errors import TableError
from geo.own.areas import read_own, with_own

Stamp = tuple[tuple[str, int, int], ...]

BOUNDARIES = workspace.shipped() / "boundaries"  # those of the shipped workspace
MEASURED = "measured.csv"
_PUBLISHED = "published expectation"  # the row of the workspace's own measurement


@workspace.per_workspace
def town_share() -> float:
    """Share of villages expected in the cell of their own town.

    Returns
    -------
    float
        From 0 to 1. That of the workspace where it was measured there (``boundaries/measured.csv``), else
        that of all counties that could be measured (``data/national/measured.csv``).

    Raises
    ------
    TableError
        A table of measurements lacks a column or cannot be read.
    """
    path = workspace.current() / "boundaries" / MEASURED
    if path.is_file():
        rows = [row for row in tables.records(path, ("method", "share")) if row["method"] == _PUBLISHED]
        if rows:
            return float(rows[0]["share"])
    national = tables.records(DATA_DIR / "national" / MEASURED, ("type", "right"))
    return next(float(row["right"]) for row in national if row["type"] == "all")


def town_error() -> str:
    """:func:`town_share` in words."""
    return f"expected to be the right town for {town_share():.0%} of villages"


def how_official(areas: pd.DataFrame) -> dict[str, str]:
    """How many areas of each level the user has brought in as official.

    Parameters
    ----------
    areas
        Rows of :func:`load_areas`; ``level`` and ``is_official`` are read.

    Returns
    -------
    dict[str, str]
        Level → ``all``, ``some`` or ``none``. A level without areas is not in it.
    """
    told = {}
    for level, marks in areas["is_official"].astype(bool).groupby(areas["level"]):
        told[str(level)] = "all" if marks.all() else "some" if marks.any() else "none"
    return told


def stamp() -> Stamp:
    """State of the files that areas come from: it differs after every import or removal.

    Returns
    -------
    Stamp
        Path, time of the last change in nanoseconds and size in bytes of each GeoJSON file of the current
        workspace and of the user, in order of path.
    """
    return _stamp(workspace.current() / "boundaries", own_dir())


def _stamp(*folders: Path) -> Stamp:
    files = sorted(path for folder in folders for path in folder.glob("*.geojson"))
    return tuple((str(path), told.st_mtime_ns, told.st_size) for path in files for told in [path.stat()])


def load_areas(folder: Path | None = None) -> gpd.GeoDataFrame:
    """The areas written by :func:`geo.build_areas.write_areas`.

    Areas that the user has imported (:mod:`geo.own`) stand in the place of the approximate ones.

    Parameters
    ----------
    folder
        Folder of the GeoJSON files; None for that of the current workspace, whose imported areas are in
        :func:`geo.own_dir`. Those of any other folder are looked for in its subfolder ``own``.

    Returns
    -------
    gpd.GeoDataFrame
        Index ``code``, columns as in :func:`geo.build_areas.build_areas`. A copy, free to be changed.

    Raises
    ------
    TableError
        A file is missing, is no GeoJSON or lacks a column.
    """
    shown = workspace.current() / "boundaries"
    folder = folder or shown
    own = own_dir() if folder == shown else folder / "own"
    return _read_areas(folder, own, _stamp(folder, own)).copy()


@lru_cache(maxsize=4)
def _read_areas(folder: Path, own_folder: Path, _stamp: Stamp) -> gpd.GeoDataFrame:
    """The areas of *folder* with those of *own_folder* in their places, read once while no file changes."""
    parts = []
    for stem in FILES.values():
        path = folder / f"{stem}.geojson"
        if not path.exists():
            raise TableError(f"{path} is missing: python -m geo boundaries build makes it")
        try:
            part = pyogrio.read_dataframe(path, use_arrow=True)
        except pyogrio.errors.DataSourceError as error:
            raise TableError(f"{path}: no GeoJSON, python -m geo boundaries build makes it anew") from error
        absent = set(COLUMNS) - set(part.columns)
        if len(part) and absent:
            raise TableError(f"{path} has no {', '.join(sorted(absent))}")
        parts.append(part)
    areas = pd.concat([part for part in parts if len(part)], ignore_index=True)
    areas["date"] = areas["date"].astype(object).where(areas["date"].notna(), None)
    areas = areas[[*COLUMNS, "geometry"]].set_index("code", drop=False)
    own = read_own(own_folder)
    return areas if own is None else with_own(areas, own)
