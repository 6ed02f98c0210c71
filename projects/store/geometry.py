"""Where a record may be drawn: its points, all WGS 84 longitude, latitude in degrees.

====================  ==========================================================
site                  the record's own point
park, town            the representative point of the area, which the record holds
multi                 a point for each of its parks and towns, from the areas of
                      ``geo``; never the middle of them, where nothing is
county, city, none    no point, and none in a park or zone without known ground
on a line             the course of the line, whatever the level; never a point
====================  ==========================================================

The rule is :mod:`projects.store.visibility`'s: a point for each symbol that the map draws, a course for
each record on a line.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from projects.store.visibility import stand

STEP_DEGREES = 0.005  # about 500 m


class Points(NamedTuple):
    """Points of many records: *row* numbers the record (from 0), *lon* and *lat* are its point.

    Three arrays of equal length, ordered by row, then longitude, then latitude. A row
    without a point is not there, one of several places is there several times.
    """

    row: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def points(records: pd.DataFrame) -> Points:
    """The points of records; those on lines have none.

    Parameters
    ----------
    records
        Typed, with the columns level, lon, lat and place_code at least.

    Returns
    -------
    Points
        One for each symbol that the map draws.
    """
    found = stand(records)
    return Points(found.row, found.lon, found.lat)


def reach(records: pd.DataFrame) -> Points:
    """:func:`points`, and for each record on a line points along it.

    For asking whether a record lies in an area or near a point.

    Parameters
    ----------
    records
        As for :func:`points`; without the columns name and method none is on a line.

    Returns
    -------
    Points
        Along a line :data:`STEP_DEGREES` apart at most.
    """
    found = stand(records)
    rows, lons, lats = [found.row], [found.lon], [found.lat]
    for row, course in zip(found.line_row, found.course, strict=True):
        corners = shapely.get_coordinates(shapely.segmentize(course.geometry, STEP_DEGREES))
        rows.append(np.full(len(corners), row, np.int64))
        lons.append(corners[:, 0])
        lats.append(corners[:, 1])
    row, lon, lat = np.concatenate(rows), np.concatenate(lons), np.concatenate(lats)
    order = np.lexsort([lat, lon, row])
    return Points(row[order], lon[order], lat[order])


def geometries(records: pd.DataFrame) -> NDArray[np.object_]:
    """The geometry of each record, WGS 84.

    Parameters
    ----------
    records
        As for :func:`reach`.

    Returns
    -------
    NDArray[np.object_]
        A Point, MultiPoint (level multi), (Multi)LineString or None, in the order of *records*.
    """
    found = stand(records)
    is_multi = records["level"].to_numpy(dtype=object)[found.row] == "multi"
    shapes = np.full(len(records), None, dtype=object)
    shapes[found.row[~is_multi]] = shapely.points(found.lon[~is_multi], found.lat[~is_multi])
    parts = shapely.points(found.lon[is_multi], found.lat[is_multi])
    # multipoints() numbers its results by index and wants them without gaps
    rows, number = np.unique(found.row[is_multi], return_inverse=True)
    shapes[rows] = shapely.multipoints(parts, indices=number) if len(rows) else []
    for on_line, course in zip(found.line_row, found.course, strict=True):
        shapes[on_line] = course.geometry
    return shapes
