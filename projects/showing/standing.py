"""How the map and the prints show each record: where it stands, or why nowhere.

One rule for all of them, so that page and print count the same:

=========  ==============================================================================
site       a point of its own
area       the point of a park or town
several    at each of several parks or towns
county     counted on a county or zone: known to it only, or in a park without a known place
off        not on the map: about the whole city, or not located
=========  ==============================================================================

In: typed records and areas by code (:func:`geo.boundaries.load_areas`). Out: one word a record.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.records import LIST_SEPARATOR
from projects.showing.webareas import COUNTY_LEVELS

MARKS = ("site", "area", "several", "county", "off")
OFF_MAP = ("city", "none")


def standing(records: pd.DataFrame, areas: gpd.GeoDataFrame) -> NDArray[np.object_]:
    """One of :data:`MARKS` for each of *records*, in their order."""
    level = records["level"].to_numpy(dtype=object)
    has_point = (records["lon"].notna() & records["lat"].notna()).to_numpy(dtype=bool)
    codes = records["place_code"].reset_index(drop=True).str.split(LIST_SEPARATOR, regex=False).explode()
    codes = codes[codes.isin(areas.index) & ~np.isin(level, ["site", *OFF_MAP])[codes.index]]
    is_county = areas["level"].isin(COUNTY_LEVELS) | areas["geometry"].isna()
    on_county = is_county.reindex(codes).to_numpy(dtype=bool)
    at_point = np.zeros(len(records), bool)
    at_point[codes.index[~on_county]] = True
    at_county = np.zeros(len(records), bool)
    at_county[codes.index[on_county]] = True
    marks = np.full(len(records), "off", dtype=object)
    marks[at_county] = "county"
    marks[at_point] = np.where(level[at_point] == "multi", "several", "area")
    marks[(level == "site") & has_point] = "site"
    return marks
