"""Which town, park, zone and county hold a point: for many points at once.

In: the areas of :func:`geo.boundaries.load_areas`. Out: codes, one row per point.

Areas of a level may overlap: parks lie in parks, a market office is a circle inside
a town. Of several towns the largest counts (the tile, not the office), of several
parks the smallest (the one that says most). A point on a common edge belongs to one
side, always the same.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import ArrayLike

LEVELS = ("county", "zone", "town", "park")


class AreaIndex:
    """Areas made ready for point queries."""

    def __init__(self, areas: gpd.GeoDataFrame) -> None:
        """Take the areas that have a geometry; *areas* has code, level, area_km2 and geometry."""
        table = areas[areas.geometry.notna()].reset_index(drop=True)
        # Later areas overwrite earlier ones: small to large, but for parks large to small.
        size = table["area_km2"].where(table["level"] != "park", -table["area_km2"])
        table = table.assign(size=size).sort_values(["size", "code"])
        self._codes = np.array([*table["code"], ""], dtype=object)
        self._geometries = table.geometry.to_numpy()
        self._is_level = {level: (table["level"] == level).to_numpy() for level in LEVELS}
        shapely.prepare(self._geometries)

    def areas_at(self, lon: ArrayLike, lat: ArrayLike) -> pd.DataFrame:
        """Codes of the areas that hold each point.

        Parameters
        ----------
        lon, lat
            WGS 84 degrees, shape (n,) or scalars. NaN lies nowhere.

        Returns
        -------
        DataFrame of n rows, columns county, zone, town, park: a code, or ``""`` for none.
        """
        x, y = np.broadcast_arrays(np.atleast_1d(np.asarray(lon, float)), np.asarray(lat, float))
        # One pass in order of longitude: each area looks only at the points between its edges.
        order = np.argsort(x, kind="stable")
        xs, ys = x[order], y[order]
        found = {level: np.full(len(x), -1, dtype=np.intp) for level in LEVELS}
        bounds = shapely.bounds(self._geometries).reshape(-1, 4)
        first = np.searchsorted(xs, bounds[:, 0], side="left")
        last = np.searchsorted(xs, bounds[:, 2], side="right")
        for level, target in found.items():
            for area in np.flatnonzero(self._is_level[level]):
                near = slice(first[area], last[area])
                rows = first[area] + np.flatnonzero(
                    (ys[near] >= bounds[area, 1]) & (ys[near] <= bounds[area, 3])
                )
                held = shapely.intersects_xy(self._geometries[area], xs[rows], ys[rows])
                target[order[rows[held]]] = area
        # -1, for nothing, picks the empty text at the end of the codes.
        return pd.DataFrame({level: self._codes[found[level]] for level in LEVELS})
