"""Tables of facilities: name and point → places of level ``site``.

A facility (车站, 水厂, 医院…) of which the user knows the point places its projects exactly. Stored
they are rows of ``facilities.csv`` in the folder of own boundaries, with the columns of the
gazetteer's ``places.csv``, and the gazetteer reads them like those.

In: a table with name, longitude, latitude (or X and Y of a projection) and, if it differs by
row, the datum; or points of a vector file. Out: places whose code is that of the county, ``S`` and
a hash of the name. In which order and projection the numbers stand is known by the map
(:mod:`geo.own.axes`) and told in a note.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj.exceptions import CRSError

from geo import own_dir
from geo.area_index import AreaIndex
from geo.boundaries import load_areas
from geo.datum import Datum, convert
from geo.errors import DatumError, UserFileError
from geo.files import make_folder, write_whole
from geo.gazetteer import Place
from geo.gazetteer_tables import load_gazetteer, read_places
from geo.locks import writing_own
from geo.own.axes import Extent, Reading, is_degrees, readings
from geo.own.columns import find_columns
from geo.own.files import UserFile, read_user_file
from geo.own.importer import map_extent
from geo.own.match import DOUBTFUL, MATCHED, UNMATCHED, Matching, Row
from geo.own.report import Options, Report
from geo.own.review import write_review

FACILITIES = "facilities.csv"  # in the folder of own boundaries
ACCURACY_M = 100.0  # of a point whose table does not say

_SHORTEST = 3  # characters: 医院 alone is no name of one facility
_SAME_M = 200.0
_METRES = 111_000.0


def import_facilities(
    path: Path,
    options: Options,
    *,
    folder: Path | None = None,
    before_writing: Callable[[Report], None] | None = None,
) -> Report:
    """Read, check and store the facilities of a table.

    Parameters
    ----------
    path
        A table or a vector file of points (:mod:`geo.own.files`).
    options
        How to read and use it. ``datum`` may be None where each row names its own.
    folder
        Where own boundaries are kept, by default :func:`geo.own_dir`.
    before_writing
        Is shown the report before anything takes effect, and may raise to stop it. Not called in a trial.

    Returns
    -------
    Report
        Of level site; its matchings have one row each.

    Raises
    ------
    UserFileError
        The file cannot be read, lacks a column, or none of its rows is usable.
    BusyError, WriteError
        Another process writes to the folder, or the facilities or the review list cannot be written.
    """
    folder = folder or own_dir()
    areas = load_areas()
    extent = map_extent(areas)
    file = read_user_file(path, layer=options.layer, crs=options.crs, extent=extent)
    chosen = {"name": options.name_column, "lon": options.x_column, "lat": options.y_column}
    columns = find_columns(file.rows, chosen)
    if "geometry" not in file.rows:
        if not {"lon", "lat"} <= set(columns) and {"x", "y"} <= set(columns):
            columns |= {"lon": columns["x"], "lat": columns["y"]}
        file, columns = _in_degrees(path, file, columns, options.crs, extent)
    elif "name" not in columns:
        raise UserFileError(_without(path, ["name"], file.rows))
    index = AreaIndex(areas[areas["level"].isin(["county", "town"])])
    source = options.source or path.name
    matchings = [
        _one(number, row, columns, options.datum, areas, index, source)
        for number, row in enumerate(file.rows.to_dict("records"), 1)
    ]
    matchings = _one_each(matchings)
    places = {one.place.code: one.place for one in matchings if one.status == MATCHED and one.place}
    if not places and file.rows.empty:
        raise UserFileError(f"{path}: no facility can be used: it has no rows")
    if not places:
        first = f"; row 1: {matchings[0].reason}" if matchings else ": it has no rows"
        raise UserFileError(f"{path}: no facility can be used{first}")
    review = options.review or path.with_name(f"{path.stem}.review.csv")
    report = Report(file, "site", None, tuple(matchings), (), (), {}, {}, tuple(places), review)
    if not options.is_trial:
        if before_writing is not None:
            before_writing(report)
        write_review(review, matchings, {})
        with writing_own(folder):
            stored = read_places(folder / FACILITIES) if (folder / FACILITIES).is_file() else {}
            _store(stored | places, folder)
        load_gazetteer.cache_clear()
    return report


def _in_degrees(
    path: Path, file: UserFile, columns: dict[str, str], crs: str | None, extent: Extent
) -> tuple[UserFile, dict[str, str]]:
    """A table with its numbers as degrees, longitude first, where the map tells how they are meant."""
    absent = [role for role in ("name", "lon", "lat") if role not in columns]
    if absent:
        raise UserFileError(_without(path, absent, file.rows))
    x, y = (pd.to_numeric(file.rows[columns[role]], "coerce").to_numpy(float) for role in ("lon", "lat"))
    if not (np.isfinite(x) & np.isfinite(y)).any():
        return file, columns
    try:
        fitting = readings(x, y, extent, crs=crs or "")
    except CRSError as error:
        raise UserFileError(f"{path}: unknown CRS {crs!r}; expected a form like EPSG:4548") from error
    if is_degrees(x, y) and (not fitting or fitting[0] == Reading("", False)):
        return file, columns
    if not fitting:
        raise UserFileError(
            f"{path}: 坐标按任何常用投影都不在本图范围内；请核对，或用 --crs 注明投影（如 EPSG:4548）"
            " / in no usual projection do the numbers lie on the map: check them, or give --crs"
        )
    way = fitting[0]
    lon, lat = way.degrees(x, y)
    known = np.isfinite(lon) & np.isfinite(lat)
    rows = file.rows.copy()
    for role, values in (("lon", lon), ("lat", lat)):
        texts = rows[columns[role]].to_numpy(dtype=object)
        texts[known] = [repr(float(value)) for value in values[known]]
        rows[columns[role]] = texts
    return replace(file, rows=rows, notes=(*file.notes, f"坐标按「{way.said}」读取，请核对")), columns


def _without(path: Path, roles: Sequence[str], rows: pd.DataFrame) -> str:
    names = ", ".join(str(name) for name in rows.columns if name != "geometry")
    return (
        f"{path}: no column for {', '.join(roles)} among {names}: 请把列名改为 名称、经度、纬度（或 X、Y），"
        "或用 --name-column、--x-column、--y-column 指明 / rename the columns or name them"
    )


def _one(
    number: int,
    row: Mapping[str, Any],
    columns: Mapping[str, str],
    datum: Datum | None,
    areas: gpd.GeoDataFrame,
    index: AreaIndex,
    source: str,
) -> Matching:
    name = str(row[columns["name"]])
    blank = Row(number, "", name, None)
    try:
        lon, lat, accuracy_m = _point(row, columns, datum)
    except (UserFileError, DatumError) as error:
        return Matching(blank, UNMATCHED, None, "", str(error))
    if len(name) < _SHORTEST:
        return Matching(
            blank, UNMATCHED, None, "", f"a name of fewer than {_SHORTEST} characters means no one facility"
        )
    namesakes = [match.place for match in load_gazetteer().lookup(name, any_scope=True)]
    if other := next((place for place in namesakes if place.level != "site"), None):
        return Matching(blank, UNMATCHED, None, "", f"is the name of {other.name} {other.code}")
    held = index.areas_at(lon, lat).iloc[0]
    if not held["county"]:
        swapped = index.areas_at(lat, lon).iloc[0]["county"]
        reason = "longitude and latitude are exchanged" if swapped else "lies outside the cities of this map"
        return Matching(blank, UNMATCHED, None, "", reason)
    # An approximate town is no parent: it is wrong for one point in four.
    is_known_town = bool(held["town"]) and str(areas.loc[held["town"], "method"]).startswith(
        "outline imported"
    )
    code = f"{held['county']}S{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    parent = held["town"] if is_known_town else held["county"]
    place = Place(code, name, "", "site", "设施", parent, None, None, lon, lat, accuracy_m, source)
    shape = shapely.Point(lon, lat)
    return Matching(Row(number, "", name, shape), MATCHED, place, "point", "")


def _point(
    row: Mapping[str, Any], columns: Mapping[str, str], datum: Datum | None
) -> tuple[float, float, float]:
    """WGS 84 lon, lat and the accuracy in metres."""
    printed = str(row[columns["datum"]]) if columns.get("datum") else ""
    try:
        stated = Datum(printed) if printed else datum
    except ValueError as error:
        raise UserFileError(f"unknown datum {printed!r}; expected one of {', '.join(Datum)}") from error
    if stated is None:
        raise UserFileError(f"no datum: a column for it, or --datum with one of {', '.join(Datum)}")
    if "geometry" in row:
        shape = row["geometry"]
        if shape is None or shape.geom_type != "Point" or shape.is_empty:
            raise UserFileError(f"{'nothing' if shape is None else shape.geom_type}, not a point")
        x, y = shape.x, shape.y
    else:
        x, y = (_number(row, columns, role) for role in ("lon", "lat"))
    lon, lat = convert(x, y, source=stated, target=Datum.WGS84)
    accuracy_m = _number(row, columns, "accuracy_m") if row.get(columns.get("accuracy_m", "")) else ACCURACY_M
    return round(float(lon), 6), round(float(lat), 6), accuracy_m


def _number(row: Mapping[str, Any], columns: Mapping[str, str], role: str) -> float:
    text = str(row.get(columns.get(role, ""), ""))
    try:
        value = float(text)
    except ValueError as error:
        raise UserFileError(f"{role} {text!r} is no number") from error
    if not math.isfinite(value):
        raise UserFileError(f"{role} {text!r} is no number")
    return value


def _one_each(matchings: list[Matching]) -> list[Matching]:
    """Doubtful where one name stands for points of one county that lie apart."""
    by_code: dict[str, list[Matching]] = {}
    for one in matchings:
        if one.place:
            by_code.setdefault(one.place.code, []).append(one)
    apart = {
        code
        for code, group in by_code.items()
        if any(shapely.distance(group[0].row.shape, one.row.shape) * _METRES > _SAME_M for one in group)
    }
    reason = "the name stands for several points of the county"
    return [
        Matching(one.row, DOUBTFUL, one.place, one.how, reason)
        if one.place and one.place.code in apart
        else one
        for one in matchings
    ]


def _store(places: Mapping[str, Place], folder: Path) -> None:
    rows = [["" if value is None else value for value in astuple(places[code])] for code in sorted(places)]
    table = pd.DataFrame(rows, columns=list(Place.__slots__))
    make_folder(folder)
    write_whole(folder / FACILITIES, table.to_csv(index=False, lineterminator="\n"))
