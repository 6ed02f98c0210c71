"""Exported files as programs other than their writers read them.

Each reader gives the records with the columns of the contract as Python values, and the
geometries in the system of the file. Writers are GDAL (pyogrio), pyarrow, xlsxwriter and the
standard library; readers are SQLite with the blobs taken apart here, pyshp, DuckDB, the Rust
FlatGeobuf reader, openpyxl, an XML parser, JSON and CSV.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import duckdb
import openpyxl
import pyarrow
import shapefile
import shapely
from geoarrow.rust.io import read_flatgeobuf

from projects.exporting.formats.shapefile import short_names
from projects.records import COLUMNS, dictionary

KML = "{http://www.opengis.net/kml/2.2}"
TYPES = dict(zip(*(dictionary()[key] for key in ("name", "type")), strict=True))


class Row(NamedTuple):
    record: dict[str, Any]
    shape: shapely.Geometry | None


def read(path: Path) -> list[Row]:
    """The rows of *path*, in its order."""
    suffix = max((suffix for suffix in READERS if path.name.endswith(suffix)), key=len)
    return READERS[suffix](path)


def from_text(column: str, text: str | None) -> Any:
    """A cell of a text file as the value it stands for."""
    if TYPES[column] == "text":
        return (text or "").removeprefix("'")
    if not text:
        return None
    return {"integer": int, "number": float, "boolean": lambda cell: cell == "true"}[TYPES[column]](text)


def from_loose(column: str, value: Any) -> Any:
    """A value of a format that knows no booleans, no integers or no empty texts."""
    if TYPES[column] == "text":
        return value or ""
    if value is None or value == "":
        return None
    return {"integer": int, "number": float, "boolean": bool}[TYPES[column]](value)


def _geopackage(path: Path) -> list[Row]:
    with closing(sqlite3.connect(path)) as connection:
        names = ", ".join(f'"{name}"' for name in COLUMNS)
        rows = connection.execute(f"SELECT geom, {names} FROM mentions ORDER BY fid").fetchall()
    return [
        Row(
            {name: from_loose(name, value) for name, value in zip(COLUMNS, row[1:], strict=True)},
            _blob(row[0]),
        )
        for row in rows
    ]


def _blob(blob: bytes | None) -> shapely.Geometry | None:
    """GeoPackage binary: magic, version, flags, srs id, envelope, WKB."""
    if blob is None:
        return None
    magic, _, flags, _ = struct.unpack("<2sBBi", blob[:8])
    assert magic == b"GP"
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[flags >> 1 & 7]
    return shapely.from_wkb(blob[8 + envelope :])


def _geojson(path: Path) -> list[Row]:
    return [_feature(feature) for feature in json.loads(path.read_bytes())["features"]]


def _geojson_lines(path: Path) -> list[Row]:
    return [_feature(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _feature(feature: dict[str, Any]) -> Row:
    assert feature["id"] == feature["properties"]["id"]
    geometry = feature["geometry"]
    return Row(feature["properties"], geometry and shapely.from_geojson(json.dumps(geometry)))


def _shapefile(path: Path) -> list[Row]:
    rows = []
    with zipfile.ZipFile(path) as archive:
        for layer in ("mentions_point", "mentions_multipoint"):
            assert archive.read(f"{layer}.cpg") == b"UTF-8"
            parts = {end: io.BytesIO(archive.read(f"{layer}.{end}")) for end in ("shp", "shx", "dbf")}
            with shapefile.Reader(encoding="utf-8", **parts) as reader:
                for shape, record in zip(reader.shapes(), reader.records(), strict=True):
                    points = shapely.MultiPoint(shape.points)
                    rows.append(Row(_named(record), points if "multi" in layer else points.geoms[0]))
        table = io.BytesIO(archive.read("mentions_nolocation.dbf"))
    with shapefile.Reader(dbf=table, encoding="utf-8") as reader:
        rows += [Row(_named(record), None) for record in reader.records()]
    return rows


def _named(record: Any) -> dict[str, Any]:
    names = {short: name for name, short in short_names().items()}
    return {names[key]: from_loose(names[key], value) for key, value in record.as_dict().items()}


def _kml(path: Path) -> list[Row]:
    return _placemarks(path.read_bytes())


def _kmz(path: Path) -> list[Row]:
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist()[0] == "doc.kml"
        return _placemarks(archive.read("doc.kml"))


def _placemarks(data: bytes) -> list[Row]:
    rows = []
    for place in ElementTree.fromstring(data).iter(f"{KML}Placemark"):
        cells = {item.get("name"): item.findtext(f"{KML}value") for item in place.iter(f"{KML}Data")}
        if "id" not in cells:
            continue  # an area
        pairs = [tuple(map(float, (text.text or "").split(","))) for text in place.iter(f"{KML}coordinates")]
        is_multi = place.find(f"{KML}MultiGeometry") is not None
        shape = None if not pairs else shapely.MultiPoint(pairs) if is_multi else shapely.Point(pairs[0])
        record = {name: cells.get(name) or "" for name in COLUMNS}
        assert place.findtext(f"{KML}name") == record["name"]
        record = {
            name: text if TYPES[name] == "text" else from_text(name, text) for name, text in record.items()
        }
        rows.append(Row(record, shape))
    return rows


def _flatgeobuf(path: Path) -> list[Row]:
    table = pyarrow.table(read_flatgeobuf(str(path)))
    shapes = [_from_pairs(pairs) for pairs in table["geometry"].to_pylist()]
    if not len(shapes):
        return []
    records = table.select(list(COLUMNS)).to_pylist()
    return [
        Row({name: from_loose(name, value) for name, value in record.items()}, shape)
        for record, shape in zip(records, shapes, strict=True)
    ]


def _flat(pairs: Any) -> list[dict[str, float]]:
    """The corners of a point, of several, of a line or of several lines."""
    return [pairs] if isinstance(pairs, dict) else [corner for part in pairs for corner in _flat(part)]


def _from_pairs(pairs: list[dict[str, float]] | dict[str, float] | None) -> shapely.Geometry | None:
    if pairs is None:
        return None
    corners = [(pair["x"], pair["y"]) for pair in _flat(pairs)]
    return shapely.Point(corners[0]) if len(corners) == 1 else shapely.MultiPoint(corners)


def _geoparquet(path: Path) -> list[Row]:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    with duckdb.connect() as connection:
        connection.execute("SET enable_geoparquet_conversion = false")
        rows = connection.execute(f"SELECT geometry, {names} FROM read_parquet('{path}')").fetchall()
    return [
        Row(
            dict(zip(COLUMNS, row[1:], strict=True)),
            None if row[0] is None else shapely.from_wkb(bytes(row[0])),
        )
        for row in rows
    ]


def _csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Row(
            {name: from_text(name, row[name]) for name in COLUMNS},
            next((shapely.from_wkt(row[key]) for key in row if key.startswith("wkt") and row[key]), None),
        )
        for row in rows
    ]


def _jsonl(path: Path) -> list[Row]:
    lines = path.read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return [Row({name: record[name] for name in COLUMNS}, None) for record in records]


def _xlsx(path: Path) -> list[Row]:
    book = openpyxl.load_workbook(path)
    header, *rows = book["记录"].iter_rows()
    places = {cell.value: number for number, cell in enumerate(header)}
    assert all(cell.data_type != "f" for row in rows for cell in row), "no cell is a formula"
    return [Row({name: from_loose(name, row[places[name]].value) for name in COLUMNS}, None) for row in rows]


READERS: dict[str, Callable[[Path], list[Row]]] = {
    ".gpkg": _geopackage,
    ".geojson": _geojson,
    ".geojsonl": _geojson_lines,
    ".shp.zip": _shapefile,
    ".kml": _kml,
    ".kmz": _kmz,
    ".fgb": _flatgeobuf,
    ".parquet": _geoparquet,
    ".csv": _csv,
    ".jsonl": _jsonl,
    ".xlsx": _xlsx,
}
