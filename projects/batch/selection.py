"""A selection of a country's records as a workspace of its own, and the files that are made from that.

Exports ask the current workspace for documents, places and areas. So the records that a filter keeps are
put into a small workspace with what they name, and handed to :mod:`projects.export`.

In: facts of a country and which records are kept. Out: a folder, or the bytes of a file.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo import districts, workspace
from geo.gazetteer import Place
from geo.national import table
from geo.national.city import Unit
from geo.national.outlines import outlines
from projects.batch.ground import NATION, area_of, without_members, write_area_rows
from projects.build import write_tables
from projects.city import write_gazetteer, write_title
from projects.export.formats.content import Format
from projects.export.writing import FORMATS, to_bytes
from projects.model.records import LIST_SEPARATOR, RECORDS, write_table
from projects.model.registry import COLUMNS, REGISTRY
from projects.pipeline import run
from projects.store.countryfacts import Facts, Mask
from projects.store.filters import Filters

MOST = 50_000  # records in one file
FORMS: dict[str, Format] = {
    suffix: form
    for suffix, form in FORMATS.items()
    if suffix in (".csv", ".xlsx", ".geojson", ".gpkg", ".jsonl", ".kml", ".parquet")
}
_SEAT_DEG = 0.01
_METHOD = "a kilometre around the seat; the outline is not known"
_SOURCE = "NBS code book 2023; Vonng/adcode (CC BY 4.0)"


def selection_bytes(facts: Facts, keep: Mask, suffix: str, *, filters: Filters) -> bytes:
    """The content of a file with the records that are kept, at most :data:`MOST`.

    Parameters
    ----------
    facts
        Of a country's store.
    keep
        Which of its records are taken, one value for each.
    suffix
        One of :data:`FORMS`, such as ``.csv``.
    filters
        By which they were chosen: the file says so.

    Returns
    -------
    bytes
        As an export of that suffix is written, in WGS 84.

    Raises
    ------
    InputError
        There is no export of this suffix, or it cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="project-map-selection-") as scratch:
        folder = Path(scratch) / "selection"
        records = write_selection(facts, keep, folder)
        with workspace.using(folder):
            return to_bytes(records, suffix, filters=filters, keep=np.ones(len(records), dtype=bool))


def write_selection(facts: Facts, keep: Mask, folder: Path) -> pd.DataFrame:
    """Make the workspace of the records that are kept in the new *folder*; the records."""
    records = facts.store.records(facts.number[keep][:MOST].tolist())
    places = _places(records)
    nation = Unit(NATION, "中国", "province", "", ())
    write_gazetteer(without_members(nation), folder / "gazetteer", list(places.values()))
    write_title(folder, NATION, "中国", "China")
    write_area_rows([*_counties(records), *_towns(places)], folder)
    documents = facts.documents[facts.documents["document"].isin(set(records["document"]))]
    with workspace.using(folder):
        write_tables(run([]))
        write_table(_registry(documents), folder / REGISTRY)
        write_table(records, folder / RECORDS)
    return records


def _codes(records: pd.DataFrame, column: str) -> set[str]:
    return {code for codes in records[column].unique() for code in str(codes).split(LIST_SEPARATOR) if code}


def _places(records: pd.DataFrame) -> dict[str, Place]:
    """Towns and zones that the records stand in, by code."""
    known = districts.units().index
    codes = _codes(records, "place_code")
    towns = table.read("town")
    found = {}
    for row in towns[towns["code"].isin(codes)].itertuples(index=False):
        parent = str(row.unit or row.parent)
        point = (float(row.lon), float(row.lat)) if row.lon == row.lon else (None, None)
        if parent in known:
            found[str(row.code)] = _place(str(row.code), str(row.name), "town", parent, point)
    counties = table.read("county")
    for row in counties[counties["code"].isin(codes | _codes(records, "county_code"))].itertuples(
        index=False
    ):
        city = f"{row.code[:4]}00"
        if row.code not in known and city in known:
            found[str(row.code)] = _place(str(row.code), str(row.name), "zone", city, (None, None))
    return found


def _place(code: str, name: str, level: str, parent: str, point: tuple[Any, Any]) -> Place:
    return Place(code, name, "", level, "", parent, None, None, *point, None, _SOURCE)


def _counties(records: pd.DataFrame) -> list[dict[str, Any]]:
    units, drawn = districts.units(), outlines("county")
    rows = []
    for code in sorted(_codes(records, "county_code") & set(drawn.index)):
        row = units.loc[code]
        named = (code, str(row["name"]), "county", str(row["parent_code"]))
        point = (float(row["lon"]), float(row["lat"]))
        rows.append(
            area_of(named, drawn[code], point=point, method="simplified outline", source=districts.SOURCE)
        )
    return rows


def _towns(places: dict[str, Place]) -> list[dict[str, Any]]:
    rows = []
    for place in places.values():
        named = (place.code, place.name, place.level, place.parent)
        point = (place.lon, place.lat)
        shape = None if place.lon is None else shapely.Point(place.lon, place.lat).buffer(_SEAT_DEG)
        rows.append(area_of(named, shape, point=point, method=_METHOD, source=place.source))
    return rows


def _registry(documents: pd.DataFrame) -> pd.DataFrame:
    rows = pd.DataFrame("", index=range(len(documents)), columns=list(COLUMNS), dtype=object)
    for column, of in (
        ("document", "document"),
        ("file", "file"),
        ("title", "title"),
        ("scope", "scope_name"),
    ):
        rows[column] = documents[of].to_numpy()
    years = documents["year"].astype("Int64").astype(str).replace("<NA>", "").to_numpy()
    return rows.assign(period_start=years, period_end=years)
