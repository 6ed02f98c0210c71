"""Representative points and radii of places, and the columns that say where a record is.

In: places of the gazetteer. Out: WGS 84 longitude, latitude in degrees, metres, and a record put elsewhere.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import geopandas as gpd
import pandas as pd

from geo.boundaries import load_areas
from geo.gazetteer import Gazetteer, Place
from projects.georeferencing.ground import grounded
from projects.model.records import Record

LEVEL_OF = {
    "site": "site",
    "town": "town",
    "park": "park",
    "zone": "county",
    "county": "county",
    "city": "city",
    "province": "none",
}


class Areas:
    """Representative points and radii of places, by code."""

    @cached_property
    def table(self) -> gpd.GeoDataFrame:
        """Areas by code (``geo.boundaries.load_areas``)."""
        return load_areas()

    @cached_property
    def _points(self) -> dict[str, tuple[float, float, float]]:
        columns = (self.table[name].astype(float) for name in ("lon", "lat", "radius_m"))
        return dict(zip(self.table.index, zip(*columns, strict=True), strict=True))

    @cached_property
    def grounded(self) -> frozenset[str]:
        """Codes of the areas whose point a record may take (:mod:`projects.georeferencing.ground`)."""
        return grounded(self.table)

    def point(self, place: Place) -> tuple[float | None, float | None]:
        """WGS 84 lon, lat of the area's representative point, else of the place's own; None when unknown."""
        if place.code in self._points:
            lon, lat, _ = self._points[place.code]
            return (None, None) if pd.isna(lon) else (lon, lat)
        return place.lon, place.lat

    def radius_m(self, place: Place) -> float | None:
        """How far a project of this place may be from its point; None when no area is known."""
        if place.code in self._points:
            _, _, radius_m = self._points[place.code]
            return None if pd.isna(radius_m) else radius_m
        return place.accuracy_m

    def is_drawn(self, place: Place) -> bool:
        """Whether a record of this one place has a point: a county's middle is no place of a project."""
        return self.point(place)[0] is not None and (place.level == "site" or place.code in self.grounded)


def put_at(
    record: Record, place: Place, gazetteer: Gazetteer, areas: Areas, *, method: str, evidence: str
) -> Record:
    """The record at one place, which is more precise than the one it had; its evidence stays behind."""
    county = gazetteer.county_of(place)
    town = gazetteer.town_of(place)
    lon, lat = areas.point(place) if areas.is_drawn(place) else (None, None)
    level = LEVEL_OF[place.level]
    return replace(
        record,
        place=place.name,
        place_code=place.code,
        level=level,
        county=(county.short_name if county.level == "zone" else county.name) if county else "",
        county_code=county.code if county else "",
        town=town.name if town else "",
        park=place.name if place.level == "park" else "",
        radius_m=areas.radius_m(place) if level != "city" else None,
        lon=None if lon is None else round(lon, 6),
        lat=None if lat is None else round(lat, 6),
        method=method,
        evidence="; ".join(filter(None, (evidence, record.evidence))),
    )
