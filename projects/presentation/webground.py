"""What lies under the records on the map in the browser: the counties around, lines, stations.

In: the areas of the map (:func:`geo.boundaries.load_areas`), a datum for the display. Out: one JSON-ready
dictionary, coordinates in thousandths of a degree where they are outlines and in degrees where they are
lines or points:

* ``around``: counties of other cities near the map, ``{name, city, at: [lon, lat], rings}``, a ring being
  ``[x, y, dx, dy, …]``: its first corner and the steps to the next ones;
* ``cities``: the cities that these belong to, ``{name, at, rings}``;
* ``lines``: roads, railways and waters of the workspace, ``{name, kind, dashed, planned, paths}``;
* ``stations``: ``{name, at}``.

Nothing is made up: a line drawn through the places that it passes is ``dashed``, and one of which no more is
known than that a plan names its ends is ``planned``.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo import districts, workspace
from geo.datum import Datum, convert, convert_geometry
from geo.ground.lines import Line, lines
from geo.ground.stations import stations
from projects.model.registry import REGISTRY
from projects.model.tables import read_table

_AROUND_DEGREES = (1.5, 0.9)  # of longitude and latitude: what a wide screen shows beside the city
_TOLERANCE_DEGREES = 0.008  # in area, see shapely.coverage_simplify: a pixel or two where all is seen
_STEP_DEGREES = 0.001
_DESCRIBED = 4  # places that a plan names along a line: it describes one, and does not only want it
_DECIMALS = 5


def ground(areas: gpd.GeoDataFrame, datum: Datum = Datum.WGS84) -> dict[str, Any]:
    """The ground of the map of *areas* (WGS 84), with its coordinates in *datum*."""
    counties = areas[areas["level"] == "county"]
    if counties.empty:
        return {"around": [], "cities": [], "lines": [], "stations": []}
    near = _near(tuple(float(value) for value in counties.total_bounds), frozenset(counties["code"]))
    shapes = np.asarray(near["geometry"], dtype=object)
    cities = {
        str(code): shapely.coverage_union_all(shapes[np.asarray(rows)])
        for code, rows in near.reset_index(drop=True).groupby("city").indices.items()
    }
    names = districts.units()["name"]
    documents = document_keys()
    return {
        "around": [
            {
                "name": row.name,
                "city": names[row.city],
                "at": _point(row.lon, row.lat, datum),
                "rings": _rings(row.geometry, datum),
            }
            for row in near.itertuples(index=False)
        ],
        "cities": [
            {
                "name": names[code],
                "at": _point(*_middle(code, shape), datum),
                "rings": _rings(shape, datum),
            }
            for code, shape in cities.items()
        ],
        "lines": [_line(line, documents, datum) for line in lines()],
        "stations": [
            {"name": each.name, "at": _point(each.place.lon, each.place.lat, datum)}
            for each in stations()
            if each.place.lon is not None and each.place.lat is not None
        ],
    }


@lru_cache(maxsize=4)
def _near(bounds: tuple[float, ...], own: frozenset[str]) -> pd.DataFrame:
    """Counties around *bounds* that are not the map's own, without detail that nobody sees."""
    west, south, east, north = bounds
    wide, high = _AROUND_DEGREES
    units = districts.units()
    near = units[
        (units["level"] == "county")
        & units["lon"].between(west - wide, east + wide)
        & units["lat"].between(south - high, north + high)
    ]
    shapes = np.array([districts.polygon(code) for code in near["code"]], dtype=object)
    # All at once: neighbours keep their common border, and the map's own its place among them.
    light = shapely.coverage_simplify(shapes, _TOLERANCE_DEGREES) if len(shapes) else shapes
    # A county without a city above it, of a municipality or a province, stands for itself.
    level = units["level"].reindex(near["parent_code"]).to_numpy()
    city = np.where(level == "city", near["parent_code"], near["code"])
    found = near.assign(geometry=light, city=city)
    return found[~found["code"].isin(own)]


def _middle(code: str, shape: shapely.Geometry) -> tuple[float, float]:
    """Where a city is: its seat if that is near the map, else the middle of what is."""
    unit = districts.units().loc[code]
    if shapely.contains_xy(shape, unit["lon"], unit["lat"]):
        return float(unit["lon"]), float(unit["lat"])
    middle = shape.representative_point()
    return float(middle.x), float(middle.y)


def document_keys() -> frozenset[str]:
    """Keys of the documents that the workspace registers, by which the sources of lines cite them."""
    path = workspace.tables() / REGISTRY
    return frozenset(read_table(path, ["document"])["document"]) if path.is_file() else frozenset()


def is_planned(line: Line, documents: Collection[str]) -> bool:
    """Whether no more is known of *line* than that one of the *documents* (keys) names its ends."""
    return line.source.split(" ")[0] in documents and len(line.places) < _DESCRIBED


def _line(line: Line, documents: Collection[str], datum: Datum) -> dict[str, Any]:
    shape = (
        line.geometry
        if datum is Datum.WGS84
        else convert_geometry(line.geometry, source=Datum.WGS84, target=datum)
    )
    return {
        "name": line.name,
        "kind": line.kind,
        "dashed": line.is_approximate,
        "planned": is_planned(line, documents),
        "paths": [
            np.round(shapely.get_coordinates(part), _DECIMALS).tolist() for part in shapely.get_parts(shape)
        ],
    }


def _point(lon: float, lat: float, datum: Datum) -> list[float]:
    if datum is not Datum.WGS84:
        moved = convert(np.array([lon]), np.array([lat]), source=Datum.WGS84, target=datum)
        lon, lat = (float(values[0]) for values in moved)
    return [round(float(lon), _DECIMALS), round(float(lat), _DECIMALS)]


def _rings(shape: shapely.Geometry, datum: Datum) -> list[list[int]]:
    if datum is not Datum.WGS84:
        shape = convert_geometry(shape, source=Datum.WGS84, target=datum)
    rings = shapely.get_rings(shape)
    found = (_steps(shapely.get_coordinates(ring)) for ring in rings)
    return [ring for ring in found if len(ring) > 6]


def _steps(corners: NDArray[np.float64]) -> list[int]:
    whole = np.rint(corners / _STEP_DEGREES).astype(int)
    steps = np.diff(whole, axis=0)
    steps = steps[steps.any(axis=1)]
    return [int(value) for value in np.concatenate([whole[:1], steps]).ravel()]
