"""Stations of the national gazetteer in a workspace, as facilities of level site.

Source: OpenStreetMap (ODbL 1.0), see ``data/national/sources.csv``. A railway station is known by its name
with 站; its bare name (聊城) is the city's. What lies outside every county of the workspace is left out.

The stops of a metro stand there beside the railway's station, and one stop of two lines stands twice: points
of one name that lie together are one station, at the railway's point. Those that lie apart may each be meant.
"""

from __future__ import annotations

import pandas as pd

from geo import workspace
from geo.area_index import AreaIndex
from geo.boundaries import load_areas
from geo.gazetteer_tables import load_gazetteer
from geo.ground.tables import Facility, site
from geo.national import table

SOURCE = "OpenStreetMap stations, ODbL 1.0"
ACCURACY_M = 300.0
TAIL = "站"
RAILWAY = "train"  # the other type is subway
TOGETHER_DEGREES = 0.01  # about 1 km: the stops of a large station lie within


@workspace.per_workspace
def stations() -> tuple[Facility, ...]:
    """Stations that lie in a county of the workspace; of namesakes that lie apart none.

    Returns
    -------
    tuple[Facility, ...]
        Each a place of level site in its county, by name; empty while the workspace has no counties.
    """
    areas = load_areas()
    counties = areas[areas["level"] == "county"]
    if counties.empty:
        return ()
    west, south, east, north = (float(value) for value in counties.total_bounds)
    near = table.stations((west, south, east, north))
    held = AreaIndex(counties).areas_at(near["lon"].to_numpy(), near["lat"].to_numpy())
    near = near.assign(county=held["county"].to_numpy())
    gazetteer = load_gazetteer()
    found = []
    for row in _one_each(near[near["county"] != ""]).itertuples():
        county = gazetteer.place(str(row.county))
        if county is None:
            continue
        point = site(str(row.called), county, float(row.lon), float(row.lat), ACCURACY_M, SOURCE)
        found.append(Facility(str(row.called), (), "station", point, None, SOURCE))
    return tuple(found)


def _one_each(near: pd.DataFrame) -> pd.DataFrame:
    """A row for each name, as ``called``; of namesakes that lie apart none."""
    bare = near["name"].str.removesuffix(TAIL)
    near = near.assign(called=bare + TAIL, is_stop=near["type"] != RAILWAY)
    points = near.groupby("called")[["lon", "lat"]]
    is_apart = ((points.max() - points.min()) > TOGETHER_DEGREES).any(axis=1)
    best = near.sort_values("is_stop", kind="stable").drop_duplicates("called").sort_index()
    return best[~best["called"].map(is_apart).astype(bool)]
