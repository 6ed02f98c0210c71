"""The lines of the map in the browser: courses of roads, railways and rivers with the records on them.

In: where the records stand (:func:`projects.store.visibility.stand`). Out: one dictionary for each course,
in order of name: ``name``, ``dashed`` (approximate), ``paths`` and ``paths_gcj02`` (lists of [lat, lon] in
degrees, five decimals, WGS 84 and GCJ-02), ``list``: the row numbers of its records.
"""

from __future__ import annotations

from typing import Any

import shapely

from geo.datum import Datum, convert_geometry
from projects.store.visibility import Standing

_DECIMALS = 5


def line_items(found: Standing) -> list[dict[str, Any]]:
    """The courses on which records stand; records of one course share it."""
    groups: dict[tuple[str, bytes], dict[str, Any]] = {}
    for row, course in zip(found.line_row, found.course, strict=True):
        key = (course.name, course.geometry.wkb)
        if key not in groups:
            shifted = convert_geometry(course.geometry, source=Datum.WGS84, target=Datum.GCJ02)
            groups[key] = {
                "name": course.name,
                "dashed": course.is_approximate,
                "paths": _paths(course.geometry),
                "paths_gcj02": _paths(shifted),
                "list": [],
            }
        groups[key]["list"].append(int(row))
    return [groups[key] for key in sorted(groups)]


def _paths(shape: shapely.Geometry) -> list[list[list[float]]]:
    return [
        [
            [round(float(lat), _DECIMALS), round(float(lon), _DECIMALS)]
            for lon, lat in shapely.get_coordinates(part)
        ]
        for part in shapely.get_parts(shape)
    ]
