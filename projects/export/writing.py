"""Records written to a file, by suffix: the entrance to ``projects.export.formats``.

``FORMATS`` has one row per format; ``data/export/formats.csv`` says what each is called and
for what it is chosen, ``data/export/systems.csv`` the same of the coordinate systems.
CGCS2000 (EPSG:4490) differs from WGS 84 by centimetres and is treated as equal.
GCJ-02 is written only where names of columns say so, and only into files whose names do.
"""

from __future__ import annotations

import datetime
import re
import sqlite3
import tempfile
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
from numpy.typing import NDArray

from geo.boundaries import load_areas
from geo.files import whole, write_whole
from projects.errors import InputError
from projects.export.formats import (
    bundle,
    geopackage,
    kml,
    metadata,
    shapefile,
    standards,
    text,
    vector,
    workbook,
)
from projects.export.formats.content import LAYERS, MENTIONS, Content, Format
from projects.export.formats.systems import ALL, GCJ02, LONLAT, offered, short_name, system, uses
from projects.export.readback import check_whole
from projects.store.conditions import LISTS
from projects.store.counting import Counts
from projects.store.filters import Filters
from projects.store.query import mask
from projects.store.visibility import without_false_points
from projects.store.vocabulary import vocabulary

__all__ = [
    "FORMATS",
    "SIDECAR",
    "Report",
    "export",
    "file_name",
    "format_of",
    "formats_for_page",
    "to_bytes",
]

# The metadata beside a file that cannot hold them.
SIDECAR = ".datapackage.json"
_UNSAFE = re.compile(r"[^\w.-]+")
_PART_LENGTH, _MOST_PARTS = 20, 6


@dataclass(frozen=True, slots=True)
class Report:
    """What was written: number of records, and how many of them have a point, points or a line.

    ``counts`` are the five figures (:mod:`projects.store.counting`). ``notes`` are lines
    for the user on what the format could not hold as it was.
    """

    path: Path
    records: int
    with_geometry: int
    without_geometry: int
    notes: tuple[str, ...] = ()
    counts: Counts = field(default_factory=lambda: Counts(0, 0, 0, 0, 0))


_SINGLE = (
    Format(".gpkg", geopackage.write_geopackage, has_metadata=True),
    Format(".geojson", vector.write_geojson_file, LONLAT, is_one_layer=True),
    Format(".geojsonl", vector.write_geojson_lines, LONLAT, is_one_layer=True),
    Format(".shp.zip", shapefile.write_shapefile, has_metadata=True),
    Format(".kml", kml.write_kml, LONLAT),
    Format(".kmz", kml.write_kmz, LONLAT, has_metadata=True),
    Format(".fgb", vector.write_flatgeobuf, is_one_layer=True),
    Format(".parquet", vector.write_geoparquet, is_one_layer=True),
    Format(".xlsx", workbook.write_xlsx, LONLAT, has_metadata=True),
    Format(".csv", text.write_csv, ALL, is_one_layer=True),
    Format(".jsonl", text.write_jsonl, ALL, is_one_layer=True),
    Format(".oc4ids.json", standards.write_oc4ids, LONLAT),
    Format(".iati.csv", standards.write_iati, LONLAT),
)
_PACKAGES = (
    Format(".qgis.zip", partial(bundle.write_package, formats=_SINGLE[:1]), has_metadata=True),
    Format(".zip", partial(bundle.write_package, formats=_SINGLE), has_metadata=True),
)
FORMATS = {form.suffix: form for form in (*_SINGLE, *_PACKAGES)}


def export(
    records: pd.DataFrame,
    path: Path,
    *,
    crs: str = "EPSG:4326",
    filters: Filters | None = None,
    keep: NDArray[np.bool_] | None = None,
    layer: str = MENTIONS,
    with_metadata: bool = False,
) -> Report:
    """Write *records*, or those that *filters* select, to *path*; whole or not at all.

    Parameters
    ----------
    records
        All records, typed, so that the file says what it was chosen by and projects are told whole.
    path
        The file; its suffix, one of :data:`FORMATS`, chooses the format.
    crs
        System of the coordinates to write, in any spelling that ``systems.system`` knows.
    filters
        What to choose, told in the metadata; None for all.
    keep
        One truth value a record: which ones *filters* selects, where that is known already.
    layer
        One of ``layers.LAYERS``, for formats that hold one only.
    with_metadata
        Also write ``<path>.datapackage.json`` for formats that do not hold their metadata themselves.

    Returns
    -------
    Report
        What was written.

    Raises
    ------
    InputError
        The suffix or the system is not supported, the name must say gcj02 and does not,
        or the file cannot be written. The message is one line; an existing file stays.
    """
    form, content = _checked(path, Content(records, crs, filters or Filters(), layer=layer), keep)
    try:
        with whole(path) as staged:
            notes = form.write(content, staged)
            # FlatGeobuf leaves out what has no location.
            is_whole_layer = form.suffix != ".fgb" and content.layer == MENTIONS
            check_whole(staged, len(content.records) if is_whole_layer else -1)
            if with_metadata and not form.has_metadata:
                told = metadata.as_json(metadata.data_package(content, [staged]))
                write_whole(path.with_name(f"{path.name}{SIDECAR}"), told)
    except (
        *(OSError, sqlite3.OperationalError),
        *(pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError),
    ) as error:
        said = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        raise InputError(f"{path}: cannot be written: {said}") from error
    count = len(content.records)
    with_geometry = content.counts.drawn
    return Report(path, count, with_geometry, count - with_geometry, tuple(notes), content.counts)


def to_bytes(
    records: pd.DataFrame,
    suffix: str,
    *,
    crs: str = "EPSG:4326",
    filters: Filters | None = None,
    keep: NDArray[np.bool_] | None = None,
    layer: str = MENTIONS,
) -> bytes:
    """The content of a file of that *suffix*, as :func:`export` would write it.

    Parameters
    ----------
    records
        All records, typed.
    suffix
        One of :data:`FORMATS`, with its dot (``.csv``).
    crs
        System of the coordinates. With GCJ-02 the caller's name for the file must say gcj02, as
        :func:`file_name` does.
    filters, keep
        What to choose, and which records that is where it is known already (one truth value each).
    layer
        One of ``layers.LAYERS``, for formats that hold one only.

    Returns
    -------
    bytes
        The whole file, without metadata beside it.

    Raises
    ------
    InputError
        The suffix or the system is not supported, or it cannot be written.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name("records", suffix, crs=crs)
        export(records, path, crs=crs, filters=filters, keep=keep, layer=layer)
        return path.read_bytes()


def file_name(
    stem: str,
    suffix: str,
    *,
    crs: str = "EPSG:4326",
    filters: Filters | None = None,
    made: datetime.date | None = None,
    edition: str = "",
) -> str:
    """A file name for an export: ``projects-郑家镇-bearings-2026-11-21.gpkg``.

    Parameters
    ----------
    stem
        What the name begins with (``projects``).
    suffix
        What it ends with, dot included.
    crs
        System of the coordinates, named unless it is in degrees.
    filters
        Named by their values, places by name, all else by code; six at most, the rest counted.
    made
        The day of the export, named when given.
    edition
        The published edition, named unless empty: its first 20 characters that a file name may have.

    Returns
    -------
    str
        The parts joined with ``-``, without a folder.

    Raises
    ------
    InputError
        There is no such system.
    """
    day = made.isoformat() if made else ""
    plain = _UNSAFE.sub("", edition)[:_PART_LENGTH]
    parts = [stem, *_chosen(filters or Filters()), plain, day, short_name(system(crs))]
    return "-".join(part for part in parts if part) + suffix


def _chosen(filters: Filters) -> list[str]:
    """The conditions of *filters* as parts of a file name, places first; long ones are shortened."""
    known = vocabulary()
    parts = []
    for key in ("park", "town", "county"):
        names = {place.name for value in getattr(filters, key) for place in known.places(key, value)[:1]}
        parts += sorted(names)
    parts += [
        value for key in LISTS if key not in ("park", "town", "county") for value in getattr(filters, key)
    ]
    if filters.year_from or filters.year_to:
        parts.append(f"{filters.year_from or ''}至{filters.year_to or ''}")
    parts += [filters.text, "范围内" if filters.within else "", "周边" if filters.near else ""]
    plain = [_UNSAFE.sub("", part)[:_PART_LENGTH] for part in parts]
    plain = [part for part in plain if part]
    more = len(plain) - _MOST_PARTS
    return [*plain[:_MOST_PARTS], *([f"等{more}项"] if more > 0 else [])]


def format_of(path: Path) -> Format:
    """The format with the longest suffix that the name ends with: ``.oc4ids.json`` before ``.json``.

    Parameters
    ----------
    path
        A file, which need not be there; capitals in its name make no difference.

    Returns
    -------
    Format
        One of :data:`FORMATS`.

    Raises
    ------
    InputError
        There is none, or the name is nothing but a suffix.
    """
    name = path.name.lower()
    known = [suffix for suffix in FORMATS if name.endswith(suffix) and name != suffix]
    if not known:
        raise InputError(f"{path}: no format for the suffix {path.suffix!r}; there are {' '.join(FORMATS)}")
    return FORMATS[max(known, key=len)]


def formats_for_page(lang: str = "zh") -> list[dict[str, object]]:
    """What a page needs to offer the formats, in their order.

    Parameters
    ----------
    lang
        ``en`` for English, else Chinese.

    Returns
    -------
    list[dict[str, object]]
        Each has ``suffix``, ``label``, ``use`` (one line: for what it is chosen), ``media_type``,
        ``systems`` (code, label and use of each that the format can carry and the workspace lies in) and
        ``layers`` (those to choose from; empty where the format holds all).
    """
    tongue = "en" if lang == "en" else "zh"
    west, _, east, _ = load_areas().total_bounds
    chosen = offered(float(west), float(east))
    systems = {
        row["code"]: {"code": row["code"], "label": row[f"label_{tongue}"], "use": row[f"use_{tongue}"]}
        for row in uses()
    }
    return [
        {
            "suffix": form.suffix,
            "label": getattr(form.label, f"label_{tongue}"),
            "use": getattr(form.label, f"use_{tongue}"),
            "media_type": form.media_type,
            "systems": [systems[code] for code in chosen if code in form.crs],
            "layers": [*reversed(LAYERS)] if form.is_one_layer else [],
        }
        for form in FORMATS.values()
    ]


def _checked(path: Path, content: Content, keep: NDArray[np.bool_] | None) -> tuple[Format, Content]:
    """The format of *path*, and the content in its system with the filters applied."""
    form = format_of(path)
    crs = system(content.crs)
    if crs not in form.crs:
        others = " ".join(suffix for suffix, other in FORMATS.items() if crs in other.crs)
        raise InputError(
            f"{path}: {form.label_en} is written in {' or '.join(form.crs)}, not {crs};"
            f" formats for {crs}: {others}"
        )
    if crs == GCJ02 and "gcj02" not in path.name.lower().replace("-", "").replace("_", ""):
        raise InputError(f"{path}: a file with GCJ-02 coordinates must have gcj02 in its name")
    whole = without_false_points(content.records)
    if keep is None and content.filters.active():
        keep = mask(whole, content.filters)
    chosen = whole if keep is None else whole[keep]
    return form, replace(content, crs=crs, records=chosen, whole=whole)
