"""One import of the user's areas, from file to store.

``read`` → repair → match → datum guard → report → write. Nothing is written before every
check has passed and what was found has been shown (``before_writing``); then the review list first,
since it stands where the user must be able to write, and each stored file whole. What was stored
before for other units stays. Areas that would have to be repaired, that are of quite another size
than what stands, or that would take the place of official ones, need the user's consent.

In: a file and ``Options`` (:mod:`geo.own.report`). Out: ``Report``, one GeoJSON per level in the folder of
own boundaries, and a review list beside the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo import own_dir
from geo.area_rows import COLUMNS, FILES, representative_point
from geo.boundaries import load_areas
from geo.datum import Datum, convert_geometry
from geo.errors import DatumError, UserFileError
from geo.files import make_folder
from geo.gazetteer_tables import load_gazetteer
from geo.geojson import MAX_DECIMALS, write_geojson
from geo.locks import writing_own
from geo.own.areas import county_gaps, read_own
from geo.own.columns import find_columns
from geo.own.datum_guard import Fit, fit_datum, fit_inside
from geo.own.files import UserFile, read_user_file
from geo.own.match import MATCHED, UNMATCHED, Matcher, Matching, Row, joined
from geo.own.report import Options, Report, consent_needed
from geo.own.review import read_decisions, write_review
from geo.own.topology import area_km2, overlaps, repaired
from geo.town_facts import read_village_points

_KNOWN_BY = {
    "county": ("县区边界", "the county outlines"),
    "edges": ("已知镇街", "the known towns"),
    "middles": ("已知镇街的中心", "the middles of the known towns"),
    "places": ("镇街驻地与村庄", "the seats and villages of the towns"),
}
_NEAR_DEG = 0.05
_SIZES = {"town": (0.2, 5.0), "county": (0.5, 2.0)}  # new area to the one that stands; parks are circles


def import_areas(
    path: Path,
    options: Options,
    *,
    folder: Path | None = None,
    before_writing: Callable[[Report], None] | None = None,
) -> Report:
    """Read, check and store the areas of a file.

    Parameters
    ----------
    path
        A vector file (:mod:`geo.own.files`).
    options
        How to read and use it; ``datum`` is needed.
    folder
        Where own boundaries are kept, by default :func:`geo.own_dir`.
    before_writing
        Is shown the report before anything takes effect, and may raise to stop it. Not called in a trial.

    Returns
    -------
    Report
        With one matching for each row of the file.

    Raises
    ------
    UserFileError
        The file cannot be read, has no areas of known units, or needs the user's consent and has it not.
    DatumError
        Another datum than the declared one fits the county outlines (unless ``is_forced``; of parks
        the report only says so).
    BusyError, WriteError
        Another process writes to the folder, or the areas or the review list cannot be written.
    """
    folder = folder or own_dir()
    datum = options.datum
    if datum is None:
        raise UserFileError(f"{path}: the datum is needed: one of {', '.join(Datum)}")
    areas = load_areas()
    file, columns = _read(path, options, areas)
    rows, repairs = _rows(path, file.rows, columns, datum)
    outlines = dict(areas.loc[areas["level"] == "county", "geometry"])
    fit = _fit(path, rows, outlines, datum)
    decisions = read_decisions(options.decisions)
    found, level = Matcher(load_gazetteer(), outlines).match(rows, level=options.level, decisions=decisions)
    if fit.best is None:
        fit = _fit_inside(found, areas, datum) or fit
    _check_datum(path, fit, datum, is_park=level == "park", is_forced=options.is_forced)
    matchings = [_on_map(one, areas) for one in found]
    units = _known_units(path, matchings, level)
    table = _table(path, units, areas, options)
    merged = _beside_stored(table, folder)
    same = merged[merged["level"].isin(set(table["level"]))]
    report = Report(
        file,
        level,
        fit,
        tuple(matchings),
        tuple(repairs),
        tuple(overlaps(list(same["name"]), list(same.geometry))) if level != "park" else (),
        *county_gaps(merged, areas, set(units)),
        tuple(units),
        options.review or path.with_name(f"{path.stem}.review.csv"),
        tuple(_grave(repairs, table, areas, options)),
    )
    if not options.is_trial:
        if before_writing is not None:
            before_writing(report)
        if report.grave and not options.is_accepted:
            raise UserFileError(consent_needed(path, report))
        write_review(report.review, matchings, decisions)
        # Locked only now, so that a refused file leaves no folder; another import may have come between.
        with writing_own(folder):
            _store(_beside_stored(table, folder), set(table["level"]), folder)
    return report


def _read(path: Path, options: Options, areas: gpd.GeoDataFrame) -> tuple[UserFile, dict[str, str]]:
    """The file and its columns of codes and names by role."""
    file = read_user_file(
        path, layer=options.layer, crs=options.crs, level=options.level, extent=map_extent(areas)
    )
    if "geometry" not in file.rows:
        raise UserFileError(f"{path}: a table without areas; import points with --level site")
    columns = find_columns(file.rows, {"code": options.code_column, "name": options.name_column})
    if not {"code", "name"} & set(columns):
        names = ", ".join(str(name) for name in file.rows.columns if name != "geometry")
        raise UserFileError(
            f"{path}: no column of codes or names among {names}: --code-column, --name-column"
        )
    return file, columns


def _known_units(path: Path, matchings: Sequence[Matching], level: str) -> Mapping[str, Any]:
    units = joined(matchings)
    if not units:
        first = next((f"; row {one.row.number} {one.row.name}: {one.reason}" for one in matchings), "")
        raise UserFileError(f"{path}: no area is a known {level}{first}")
    return units


def _check_datum(path: Path, fit: Fit, datum: Datum, *, is_park: bool, is_forced: bool) -> None:
    # A park may run beside a county line, at any distance; towns and counties run along it.
    if not fit.is_wrong or is_park or is_forced:
        return
    how = f" (to {fit.fit_m:.0f} m)" if fit.fit_m == fit.fit_m else ""
    known_zh, known_en = _KNOWN_BY[fit.by]
    raise DatumError(
        f"{path}: 坐标系按 {datum} 读取时，边界与{known_zh}相差 {fit.shift_m:.0f} 米；按 {fit.best} 则吻合，"
        f"请改选坐标系 {fit.best}"
        f" / declared {datum}, which puts its edges {fit.shift_m:.0f} m off {known_en}; "
        f"as {fit.best} they fit{how}: give --datum {fit.best}, or --force"
    )


def _beside_stored(table: gpd.GeoDataFrame, folder: Path) -> gpd.GeoDataFrame:
    """*table* with the stored areas of other units."""
    stored = read_own(folder)
    kept = stored[~stored.index.isin(table.index)] if stored is not None else table.iloc[:0]
    return gpd.GeoDataFrame(pd.concat([kept, table]) if len(kept) else table, crs=4326)


def map_extent(areas: gpd.GeoDataFrame) -> tuple[float, float, float, float]:
    """Where the map lies.

    Parameters
    ----------
    areas
        Rows of :func:`geo.boundaries.load_areas`.

    Returns
    -------
    tuple[float, float, float, float]
        West, south, east, north of the areas, WGS 84 degrees.
    """
    west, south, east, north = (float(value) for value in areas.total_bounds)
    return west, south, east, north


def _rows(
    path: Path, table: pd.DataFrame, columns: Mapping[str, str], datum: Datum
) -> tuple[list[Row], list[tuple[str, str, float]]]:
    """Rows with valid polygons in WGS 84, and what was repaired."""
    blank = [""] * len(table)
    codes = list(table[columns["code"]]) if "code" in columns else blank
    names = list(table[columns["name"]]) if "name" in columns else blank
    rows, repairs = [], []
    for number, (code, name, shape) in enumerate(zip(codes, names, table["geometry"], strict=True), 1):
        valid, wrong = repaired(shape)
        if valid is None:
            rows.append(Row(number, code, name, None, wrong))
            continue
        converted, _ = repaired(convert_geometry(valid, source=datum, target=Datum.WGS84))
        rows.append(Row(number, code, name, converted))
        if wrong and converted is not None:
            repairs.append((name or code, wrong, round(area_km2(converted), 2)))
    if not any(row.shape is not None for row in rows):
        raise UserFileError(f"{path}: holds no area: {rows[0].problem if rows else 'it has no rows'}")
    return rows, repairs


def _fit(path: Path, rows: Sequence[Row], outlines: Mapping[str, shapely.Geometry], datum: Datum) -> Fit:
    shapes = np.array([row.shape for row in rows if row.shape is not None], dtype=object)
    box = shapely.box(*shapely.total_bounds(shapes)).buffer(_NEAR_DEG)
    near = [shape for shape in outlines.values() if shapely.intersects(shape, box)]
    if not near:
        raise UserFileError(f"{path}: 文件中的区域都不在本图范围内 / no area lies in the cities of this map")
    shapes = shapes[shapely.intersects(shapes, shapely.union_all(near).buffer(_NEAR_DEG))]
    as_read = convert_geometry(shapes, source=Datum.WGS84, target=datum)
    return fit_datum(list(as_read), near, datum)


def _fit_inside(matchings: Sequence[Matching], areas: gpd.GeoDataFrame, datum: Datum) -> Fit | None:
    """How the datums fit what is known inside the counties; None where no matched unit has an area."""
    kept = [
        one
        for one in matchings
        if one.status == MATCHED
        and one.place is not None
        and one.place.code in areas.index
        and areas.loc[one.place.code, "geometry"] is not None
    ]
    if not kept:
        return None
    codes = [one.place.code for one in kept if one.place]
    shapes = np.array([one.row.shape for one in kept], dtype=object)
    as_read = convert_geometry(shapes, source=Datum.WGS84, target=datum)
    villages = read_village_points()
    places = []
    for one in kept:
        assert one.place is not None, "kept only with one"
        points = villages.loc[villages["town_code"] == one.place.code, ["lon", "lat"]].to_numpy(float)
        seat = [(one.place.lon, one.place.lat)] if one.place.lon is not None else []
        places.append(np.vstack([points, np.array(seat, float).reshape(-1, 2)]))
    return fit_inside(list(as_read), list(areas.loc[codes, "geometry"]), places, datum)


def _grave(
    repairs: Sequence[tuple[str, str, float]],
    table: gpd.GeoDataFrame,
    areas: gpd.GeoDataFrame,
    options: Options,
) -> Iterator[str]:
    """What needs the user's consent, a line each: nothing of it may take effect unseen."""
    for name, wrong, size in repairs:
        yield f"{name} 的边界自相交，修复后为 {size} km²（{wrong}）"
    for code, row in table.iterrows():
        least, most = _SIZES.get(str(row["level"]), (0.0, float("inf")))
        before = areas.loc[code, "area_km2"]
        if pd.notna(before) and before > 0 and not least <= row["area_km2"] / before <= most:
            yield f"{row['name']} 的面积 {row['area_km2']} km²，现有 {before} km²，相差悬殊"
    if not options.is_official:
        replaced = [row["name"] for code, row in table.iterrows() if bool(areas.loc[code, "is_official"])]
        if replaced:
            yield f"非官方边界将替换官方边界 {len(replaced)} 个（{replaced[0]} 等）"


def _on_map(one: Matching, areas: gpd.GeoDataFrame) -> Matching:
    """The same, unmatched where the unit has no area on this map: it is gone, or another city's."""
    if one.place is None or one.place.code in areas.index or one.status == UNMATCHED:
        return one
    gone = f", it exists no longer since {one.place.valid_to}" if one.place.valid_to else ""
    return replace(
        one, status=UNMATCHED, reason=f"{one.place.name} {one.place.code} is not on this map{gone}"
    )


def _table(
    path: Path, units: Mapping[str, Any], areas: gpd.GeoDataFrame, options: Options
) -> gpd.GeoDataFrame:
    rows = []
    for code, (place, parts) in units.items():
        shape = shapely.union_all([one.row.shape for one in parts])
        # The grid of the file that is written, so that rounding there breaks nothing.
        shape = shapely.normalize(shapely.set_precision(shape, 10.0**-MAX_DECIMALS))
        seat = (place.lon, place.lat) if place.lon is not None and place.lat is not None else (np.nan, np.nan)
        lon, lat, radius_m = representative_point(shape, seat)
        rows.append(
            {
                "code": code,
                "name": place.name,
                "level": place.level,
                "parent_code": areas.loc[code, "parent_code"],
                "lon": lon,
                "lat": lat,
                "radius_m": radius_m,
                "area_km2": round(area_km2(shape), 2),
                "method": f"outline imported from {path.name}, matched {_how(parts[0].how)}",
                "source": options.source or path.name,
                "date": options.date,
                "is_official": options.is_official,
                "geometry": shape,
            }
        )
    table = gpd.GeoDataFrame(rows, geometry="geometry", crs=4326).set_index("code", drop=False)
    return table[[*COLUMNS, "geometry"]]


def _how(how: str) -> str:
    return how if how.startswith("by ") else f"by {how}"


def _store(merged: gpd.GeoDataFrame, levels: set[str], folder: Path) -> None:
    make_folder(folder)
    for level in sorted(levels):
        part = merged[merged["level"] == level].sort_index()
        write_geojson(part, folder / f"{FILES[level]}.geojson", id_column="code")
