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

from projects.export.formats.shapefile import short_names
from projects.model.records import COLUMNS, dictionary

KML = "{http://www.opengis.net/kml/2.2}"
LINE, MULTILINE = 2, 5
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
        tables = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
        has_lines = "lines" in tables
        lines = dict(connection.execute("SELECT id, geom FROM lines").fetchall()) if has_lines else {}
    found = []
    for row in rows:
        record = {name: from_loose(name, value) for name, value in zip(COLUMNS, row[1:], strict=True)}
        assert row[0] is None or record["id"] not in lines, "a record on a line has no point"
        found.append(Row(record, _blob(lines.get(record["id"], row[0]))))
    return found


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
        parts = {end: io.BytesIO(archive.read(f"mentions_line.{end}")) for end in ("shp", "shx", "dbf")}
        with shapefile.Reader(encoding="utf-8", **parts) as reader:
            for shape, record in zip(reader.shapes(), reader.records(), strict=True):
                rows.append(Row(_named(record), shapely.geometry.shape(shape)))
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
        shape = _placed(place)
        record = {name: cells.get(name) or "" for name in COLUMNS}
        assert place.findtext(f"{KML}name") == record["name"]
        record = {
            name: text if TYPES[name] == "text" else from_text(name, text) for name, text in record.items()
        }
        rows.append(Row(record, shape))
    return rows


def _placed(place: ElementTree.Element) -> shapely.Geometry | None:
    """A point, points or a line of one part or more, as the placemark holds it."""
    lines = [line.findtext(f"{KML}coordinates") or "" for line in place.iter(f"{KML}LineString")]
    if lines:
        parts = [[tuple(map(float, pair.split(","))) for pair in text.split()] for text in lines]
        return shapely.LineString(parts[0]) if len(parts) == 1 else shapely.MultiLineString(parts)
    pairs = [tuple(map(float, (text.text or "").split(","))) for text in place.iter(f"{KML}coordinates")]
    is_multi = place.find(f"{KML}MultiGeometry") is not None
    return None if not pairs else shapely.MultiPoint(pairs) if is_multi else shapely.Point(pairs[0])


def _flatgeobuf(path: Path) -> list[Row]:
    table = pyarrow.table(read_flatgeobuf(str(path)))
    shapes = [_from_pairs(cell) for column in table["geometry"].chunks for cell in column]
    if not len(shapes):
        return []
    records = table.select(list(COLUMNS)).to_pylist()
    return [
        Row({name: from_loose(name, value) for name, value in record.items()}, shape)
        for record, shape in zip(records, shapes, strict=True)
    ]


def _from_pairs(value: Any) -> shapely.Geometry | None:
    """A cell of points, or one of several types with the number of its own (GeoArrow: 2 line, 5 lines)."""
    pairs = value.as_py()
    if pairs is None:
        return None
    kind = getattr(value, "type_code", 0)
    if kind == MULTILINE:
        return shapely.MultiLineString([[(pair["x"], pair["y"]) for pair in part] for part in pairs])
    corners = [(pair["x"], pair["y"]) for pair in ([pairs] if isinstance(pairs, dict) else pairs)]
    if kind == LINE:
        return shapely.LineString(corners)
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
