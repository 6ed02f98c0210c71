"""GeoJSON by RFC 7946: writing it and checking it.

GDAL (through pyogrio) does the writing with its RFC 7946 rules: outer rings
counter-clockwise, holes clockwise, longitude first, no ``crs`` member, at most 7
decimals, a ``bbox`` for the whole and for each feature, null for a missing value
or geometry. This module adds what GDAL leaves to the caller: ids that are present,
unique and texts, no infinite numbers, files that are whole or not there at all.

In: a GeoDataFrame or rows with a geometry. Out: UTF-8 without escapes, LF.
:func:`check` reads any file and does not share code with the writer.
"""

from __future__ import annotations

import errno
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from geo.errors import TableError
from geo.files import whole

MAX_DECIMALS = 7  # about 1 cm

Rows: TypeAlias = gpd.GeoDataFrame | Sequence[Mapping[str, Any]]

_ID_FIELD = "_feature_id"
# Depth of the array of positions of each geometry type.
_DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
_FOREIGN = {
    "FeatureCollection": {"coordinates", "geometries", "geometry", "properties"},
    "Feature": {"coordinates", "geometries", "features"},
    "geometry": {"geometry", "properties", "features"},
}


def feature_collection(
    rows: Rows, *, id_column: str = "id", properties: Sequence[str] | None = None
) -> dict[str, Any]:
    """The FeatureCollection as Python objects: what :func:`write_geojson` would write.

    Parameters
    ----------
    rows, id_column, properties
        As in :func:`write_geojson`.

    Returns
    -------
    dict[str, Any]
        As :mod:`json` reads it, coordinates with 7 decimals at most.

    Raises
    ------
    TableError
        As in :func:`write_geojson`.
    """
    buffer = io.BytesIO()
    _write(_prepared(rows, id_column, properties), buffer, MAX_DECIMALS)
    collection: dict[str, Any] = json.loads(buffer.getvalue())
    return collection


def write_geojson(
    rows: Rows,
    path: Path,
    *,
    id_column: str = "id",
    properties: Sequence[str] | None = None,
    decimals: int = MAX_DECIMALS,
) -> None:
    """Write a FeatureCollection, whole or not at all.

    Parameters
    ----------
    rows
        GeoDataFrame, or mappings that hold a ``geometry``. WGS 84 lon, lat degrees; another
        declared CRS is converted. A missing or empty geometry becomes null.
    path
        File to write; an existing one is replaced when the new one is complete.
    id_column
        Column of the ``id`` members, written as texts. It stays a property too when
        *properties* lists it (or by default).
    properties
        Columns to write, in this order; None for all but the geometry.
    decimals
        Of coordinates, at most 7.

    Raises
    ------
    TableError
        An id is missing or occurs twice, a column is missing, or a coordinate is no degree.
    WriteError
        The file could not be written whole; the one that was there stays.
    """
    table = _prepared(rows, id_column, properties)
    with whole(path) as staged:
        try:
            _write(table, staged, min(decimals, MAX_DECIMALS))
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
            raise OSError(errno.EIO, f"is the disk full? {' '.join(str(error).split())[:160]}") from error
        _check_whole(staged, len(table))


def _check_whole(path: Path, features: int) -> None:
    """Read a file back before it takes its name: GDAL tells nobody when closing it fails (a full disk).

    Raises ``OSError`` when it does not hold all its features.
    """
    found = 0
    try:
        if features:
            found = int(pyogrio.read_info(path, force_feature_count=True)["features"])
        else:
            json.loads(path.read_bytes())
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise OSError(errno.EIO, f"cut off (disk full?): {' '.join(str(error).split())[:160]}") from error
    if found != features:
        raise OSError(errno.EIO, f"cut off (disk full?): {found} of {features} features")


def check(path: Path) -> list[str]:
    """Every breach of RFC 7946 in a file, one line each; an empty list when there is none.

    Also reported, though the RFC only advises against them: more than 7 decimals, a
    feature without an id, a missing ``bbox`` of a collection that has geometries.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        data = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        return [f"not JSON in UTF-8: {error}"]
    return list(_collection_problems(data))


def _prepared(rows: Rows, id_column: str, properties: Sequence[str] | None) -> gpd.GeoDataFrame:
    table = rows if isinstance(rows, gpd.GeoDataFrame) else gpd.GeoDataFrame(list(rows), geometry="geometry")
    names = [name for name in table.columns if name != table.geometry.name]
    names = names if properties is None else list(properties)
    absent = {id_column, *names} - set(table.columns)
    if absent:
        raise TableError(f"no column {', '.join(sorted(map(repr, absent)))}: there are {list(table.columns)}")
    ids = table[id_column].astype("string")
    wrong = ids[ids.isna() | (ids == "") | ids.duplicated()]
    if len(wrong):
        raise TableError(
            f"column {id_column!r} must hold unique ids: {wrong.iloc[0]!r} at row {wrong.index[0]!r}"
        )
    shapes = table.geometry.where(~table.geometry.is_empty, None)
    clean = table[names].assign(**{_ID_FIELD: ids})
    for name in names:
        if clean[name].isna().all():
            clean[name] = clean[name].astype("string")  # an all-null column has no type of its own
        elif clean[name].dtype.kind == "f" and np.isinf(clean[name].to_numpy(float, na_value=np.nan)).any():
            clean[name] = clean[name].replace([np.inf, -np.inf], np.nan)
    result = gpd.GeoDataFrame(clean, geometry=shapes.array, crs=table.crs or 4326)
    if result.crs != 4326:  # to_crs() would copy the whole table
        result = result.to_crs(4326)
    west, south, east, north = result.total_bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise TableError(
            f"coordinates are not longitude and latitude in degrees: {[west, south, east, north]}"
        )
    return result


def _write(table: gpd.GeoDataFrame, target: Path | io.BytesIO, decimals: int) -> None:
    pyogrio.write_dataframe(
        table,
        target,
        driver="GeoJSON",
        layer="features",
        use_arrow=True,
        RFC7946="YES",
        COORDINATE_PRECISION=decimals,
        WRITE_BBOX="YES",
        WRITE_NAME="NO",
        ID_FIELD=_ID_FIELD,
        ID_TYPE="String",
    )


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not allowed in JSON")


def _collection_problems(data: object) -> Iterator[str]:
    if not isinstance(data, dict) or data.get("type") != "FeatureCollection":
        yield "the top level is no FeatureCollection"
        return
    if "crs" in data:
        yield "the crs member was removed from GeoJSON"
    yield from _foreign(data, "FeatureCollection", "the collection")
    features = data.get("features")
    if not isinstance(features, list):
        yield "features is no list"
        return
    has_geometry = any(isinstance(item, dict) and item.get("geometry") for item in features)
    if has_geometry and "bbox" not in data:
        yield "the collection has no bbox"
    yield from _bbox_problems(data, "the collection")
    seen: set[object] = set()
    for number, feature in enumerate(features):
        where = f"feature {number}"
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            yield f"{where} is no Feature"
            continue
        yield from _foreign(feature, "Feature", where)
        yield from _id_problems(feature, where, seen)
        if not isinstance(feature.get("properties", 0), dict | None):
            yield f"{where}: properties must be an object or null"
        if "geometry" not in feature:
            yield f"{where}: the geometry member is missing"
        yield from _bbox_problems(feature, where)
        yield from _geometry_problems(feature.get("geometry"), where)


def _foreign(item: Mapping[str, Any], kind: str, where: str) -> Iterator[str]:
    for name in sorted(_FOREIGN[kind] & item.keys()):
        yield f"{where}: the member {name} does not belong here"


def _id_problems(feature: Mapping[str, Any], where: str, seen: set[object]) -> Iterator[str]:
    key = feature.get("id")
    if isinstance(key, bool) or not isinstance(key, str | int | Decimal):
        yield f"{where}: the id must be a text or a number, it is {key!r}"
    elif key in seen:
        yield f"{where}: the id {key!r} occurs twice"
    else:
        seen.add(key)


def _bbox_problems(item: Mapping[str, Any], where: str) -> Iterator[str]:
    if "bbox" not in item:
        return
    box = item["bbox"]
    if not isinstance(box, list) or len(box) not in (4, 6) or not all(map(_is_number, box)):
        yield f"{where}: the bbox must be 4 or 6 numbers"
        return
    half = len(box) // 2
    if box[1] > box[half + 1]:
        yield f"{where}: the bbox has its south above its north"
    corners = [box[:half], box[half:]]
    yield from (f"{where}: bbox {problem}" for corner in corners for problem in _position_problems(corner))
    points = list(_positions((item.get("geometry") or {}).get("coordinates"))) if "geometry" in item else []
    slack = Decimal("1e-7")
    if box[0] <= box[half] and any(
        not box[axis] - slack <= point[axis] <= box[half + axis] + slack
        for point in points
        for axis in (0, 1)
    ):
        yield f"{where}: the bbox does not hold the geometry"


def _geometry_problems(geometry: object, where: str) -> Iterator[str]:
    if geometry is None:
        return
    if not isinstance(geometry, dict) or geometry.get("type") not in {*_DEPTH, "GeometryCollection"}:
        yield f"{where}: no such geometry: {geometry!r:.60}"
        return
    yield from _foreign(geometry, "geometry", where)
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for part in geometry.get("geometries", []):
            yield from _geometry_problems(part, where)
        return
    coordinates: Any = geometry.get("coordinates")
    if not _has_depth(coordinates, _DEPTH[kind]):
        yield f"{where}: the coordinates do not have the form of a {kind}"
        return
    points = list(_positions(coordinates))
    if not points:
        yield f"{where}: a {kind} without coordinates should be null"
    problems = (problem for point in points for problem in _position_problems(point))
    yield from (f"{where}: {problem}" for problem in dict.fromkeys(problems))
    if kind in ("Polygon", "MultiPolygon"):
        for polygon in [coordinates] if kind == "Polygon" else coordinates:
            yield from _ring_problems(polygon, where)


def _ring_problems(polygon: list[list[list[Any]]], where: str) -> Iterator[str]:
    for number, ring in enumerate(polygon):
        name = "outer ring" if number == 0 else f"hole {number}"
        if len(ring) < 4 or ring[0] != ring[-1]:
            yield f"{where}: the {name} is not closed or has fewer than 4 positions"
            continue
        corners = np.array([point[:2] for point in ring], float)
        is_counter_clockwise = shapely.is_ccw(shapely.LinearRing(corners))
        if is_counter_clockwise != (number == 0):
            yield f"{where}: the {name} turns the wrong way"


def _position_problems(point: list[Any]) -> Iterator[str]:
    if abs(point[0]) > 180 or abs(point[1]) > 90:
        yield f"{float(point[0])}, {float(point[1])} is no longitude, latitude"
    for value in point:
        # int has no exponent; Decimal keeps the decimals as printed
        if isinstance(value, Decimal) and -int(value.as_tuple().exponent) > MAX_DECIMALS:
            yield f"more than {MAX_DECIMALS} decimals: {value}"


def _positions(coordinates: object) -> Iterator[list[Any]]:
    if not isinstance(coordinates, list) or not coordinates:
        return
    if isinstance(coordinates[0], list):
        for part in coordinates:
            yield from _positions(part)
    else:
        yield coordinates


def _has_depth(coordinates: Any, depth: int) -> bool:
    if not isinstance(coordinates, list):
        return False
    if depth:
        return all(_has_depth(part, depth - 1) for part in coordinates)
    return len(coordinates) in (2, 3) and all(map(_is_number, coordinates))


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and math.isfinite(value)
