"""Stations of the national gazetteer in a workspace, as facilities of level site.

Source: OpenStreetMap (ODbL 1.0), see ``data/national/sources.csv``. A railway station is known by its name
with 站; its bare name (聊城) is the city's. What lies outside every county of the workspace is left out.
"""

from __future__ import annotations

from geo import workspace
from geo.area_index import AreaIndex
from geo.boundaries import load_areas
from geo.gazetteer_tables import load_gazetteer
from geo.ground.tables import Facility, site
from geo.national import table

SOURCE = "OpenStreetMap stations, ODbL 1.0"
ACCURACY_M = 300.0
TAIL = "站"


@workspace.per_workspace
def stations() -> tuple[Facility, ...]:
    """Stations that lie in a county of the workspace; of namesakes none.

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
    near = near[~near["name"].duplicated(keep=False)]
    held = AreaIndex(counties).areas_at(near["lon"].to_numpy(), near["lat"].to_numpy())
    gazetteer = load_gazetteer()
    found = []
    rows = zip(near["name"], near["lon"], near["lat"], held["county"], strict=True)
    for name, lon, lat, code in rows:
        county = gazetteer.place(str(code)) if code else None
        if county is None:
            continue
        called = str(name) if str(name).endswith(TAIL) else f"{name}{TAIL}"
        point = site(called, county, round(float(lon), 6), round(float(lat), 6), ACCURACY_M, SOURCE)
        found.append(Facility(called, (), "station", point, None, SOURCE))
    return tuple(found)
