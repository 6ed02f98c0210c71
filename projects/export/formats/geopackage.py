"""GeoPackage: projects, records, towns, parks, counties, with styles and all that must be said of them.

Layers hold one type of geometry each (records and projects as multipoints), because QGIS asks
which type to open when there are several. Records on lines are in ``lines`` once more, with their
courses. What has no point is in them without a geometry: a row
of the table, counted on the layer of counties. Besides:

``layer_styles``      a QGIS style per layer, the default of its layer
``gpkg_metadata``     the data package descriptor and ISO 19115 for the whole file, QGIS's for each layer
``gpkg_data_columns`` Chinese title and English description of each column of each layer
``about``             counts, filter, edition, date, notes
``code_…``            what the codes mean (:mod:`projects.export.formats.codes`)
``data_dictionary``, ``documents``, ``precision``  the same to read as tables
``history``           a row per project and plan that names it (:mod:`projects.store.history`)

The content and the day decide the bytes: times are those of the day of the export.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import shapely

from projects.export import qgis
from projects.export.formats import codes, metadata
from projects.export.formats.content import Content
from projects.export.formats.iso19115 import ISO_URI, QGIS_URI, iso19115, qgis_document
from projects.export.formats.layers import (
    AREA_LEVELS,
    LINES,
    MENTIONS,
    PROJECTS,
    area_layer,
    lines_layer,
    multipoint_table,
    projects_layer,
)
from projects.export.formats.sld import sld

_GEOMETRY = "geom"
_LINES = (1, 5)  # shapely's type ids
_TABLES = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT,
  row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL,
  value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
_REGISTER = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)"
_EXTENSIONS = (
    ("gpkg_metadata", "gpkg_metadata", "http://www.geopackage.org/spec121/#extension_metadata"),
    ("gpkg_metadata_reference", "gpkg_metadata", "http://www.geopackage.org/spec121/#extension_metadata"),
    ("gpkg_data_columns", "gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema"),
    ("gpkg_data_column_constraints", "gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema"),
)


def write_geopackage(content: Content, path: Path) -> list[str]:
    """Write the whole file; *path* must not exist."""
    with _unsafe_but_fast():
        pyogrio.write_arrow(
            multipoint_table(content, _GEOMETRY),
            path,
            geometry_name=_GEOMETRY,
            geometry_type="MultiPoint",
            crs=content.crs,
            **_options(MENTIONS),
        )
        _write_projects(content, path)
        _write_lines(content, path)
        for name in AREA_LEVELS:
            areas = area_layer(content, name)
            pyogrio.write_dataframe(
                areas, path, geometry_type="MultiPolygon", use_arrow=True, **_options(name)
            )
    now = f"{content.made.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_TABLES)
        _add_styles(connection, now, content)
        _add_descriptions(connection, content, now)
        for name, rows in (
            ("about", codes.as_rows(metadata.about(content))),
            *codes.code_tables(content).items(),
            ("data_dictionary", codes.all_columns(content.layers)),
            ("documents", metadata.documents(content)),
            ("precision", metadata.precision()),
            ("history", content.history.astype("string").fillna("").to_dict("records")),
        ):
            _add_table(connection, name, rows)
        connection.execute("UPDATE gpkg_contents SET last_change = ?", (now,))
    _settle(path)
    return []


def _write_projects(content: Content, path: Path) -> None:
    layer = projects_layer(content)
    shapes = layer.geometry.to_numpy()
    single = np.flatnonzero(shapely.get_type_id(shapes) == 0)
    several = shapes.copy()
    several[np.isin(shapely.get_type_id(shapes), _LINES)] = None  # they are in the layer of lines
    if len(single):
        several[single] = shapely.multipoints(shapes[single], indices=np.arange(len(single)))
    pyogrio.write_dataframe(
        layer.set_geometry(gpd.GeoSeries(several, index=layer.index, crs=layer.crs)),
        path,
        geometry_type="MultiPoint",
        use_arrow=True,
        **_options(PROJECTS),
    )


def _write_lines(content: Content, path: Path) -> None:
    """The records on roads, railways and rivers once more, with their courses: a layer of its own."""
    if LINES in content.layers:
        pyogrio.write_dataframe(
            lines_layer(content), path, geometry_type="MultiLineString", use_arrow=True, **_options(LINES)
        )


def _settle(path: Path) -> None:
    """Set the two counters of transactions in the file's header: GDAL does not always need as many.

    Offsets 24 (file change counter) and 92 (version-valid-for, which must say the same), big-endian:
    https://www.sqlite.org/fileformat2.html, 1.3.
    """
    with path.open("r+b") as file:
        for offset in (24, 92):
            file.seek(offset)
            file.write((1).to_bytes(4, "big"))


@contextmanager
def _unsafe_but_fast() -> Iterator[None]:
    """No waiting for the disk after each layer: a file that is not whole is thrown away anyway."""
    option = "OGR_SQLITE_SYNCHRONOUS"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: "OFF"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _options(layer: str) -> dict[str, Any]:
    return {
        "driver": "GPKG",
        "layer": layer,
        "layer_options": {"IDENTIFIER": qgis.TITLES[layer], "GEOMETRY_NAME": _GEOMETRY},
        "dataset_options": {"VERSION": "1.2"},  # opens in older programs without a warning
    }


def _add_styles(connection: sqlite3.Connection, now: str, content: Content) -> None:
    official = qgis.official_layers(content.areas)
    connection.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
        " styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)"
        " VALUES ('', '', ?, ?, ?, ?, ?, 1, '', '', NULL, ?)",
        [
            (
                *(name, _GEOMETRY, name),
                qgis.style(name, is_official=name in official, lists=codes.value_lists(content, name)),
                *(sld(name, name in official), now),
            )
            for name in content.layers
        ],
    )
    connection.execute(_REGISTER, ("layer_styles", "layer_styles"))


def _add_descriptions(connection: sqlite3.Connection, content: Content, now: str) -> None:
    """Metadata of the whole file and of each layer, and what each column is called."""
    descriptor = metadata.as_json(metadata.data_package(content))
    whole = (
        ("https://datapackage.org/", "application/json", descriptor),
        (ISO_URI, "text/xml", iso19115(content)),
    )
    layers = [
        (QGIS_URI, "text/xml", qgis_document(content, name, qgis.TITLES[name])) for name in content.layers
    ]
    for number, (uri, kind, text) in enumerate([*whole, *layers], 1):
        connection.execute(
            "INSERT INTO gpkg_metadata VALUES (?, 'dataset', ?, ?, ?)", (number, uri, kind, text)
        )
        name = None if number <= len(whole) else content.layers[number - 1 - len(whole)]
        connection.execute(
            "INSERT INTO gpkg_metadata_reference VALUES (?, ?, NULL, NULL, ?, ?, NULL)",
            ("table" if name else "geopackage", name, now, number),
        )
    _add_columns(connection, content)
    connection.executemany("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')", _EXTENSIONS)


def _add_columns(connection: sqlite3.Connection, content: Content) -> None:
    """Titles of the columns of each layer, and what their codes mean: GDAL and QGIS name them so."""
    told: dict[str, dict[str, str]] = {}
    for layer in content.layers:
        lists = codes.value_lists(content, layer)
        names = {name: f"area_{name}" if layer in AREA_LEVELS else name for name in lists}
        told |= {names[name]: lists[name] for name in lists}
        connection.executemany(
            "INSERT INTO gpkg_data_columns VALUES (?, ?, NULL, ?, ?, NULL, ?)",
            [
                (
                    *(layer, row["name"], row["label_zh"]),
                    " ".join(filter(None, (row["label_en"], row["unit"]))),
                    names.get(row["name"]),
                )
                for row in codes.columns_of(layer)
            ],
        )
    connection.executemany(
        "INSERT INTO gpkg_data_column_constraints VALUES (?, 'enum', ?, NULL, NULL, NULL, NULL, ?)",
        [(name, code, label) for name, labels in told.items() for code, label in labels.items()],
    )


def _add_table(connection: sqlite3.Connection, name: str, rows: list[dict[str, str]]) -> None:
    """A table of texts, registered so that GIS programs list it."""
    columns = list(rows[0]) if rows else ["name"]
    names = ", ".join(f'"{column}"' for column in columns)
    texts = ", ".join(f'"{column}" TEXT' for column in columns)
    connection.execute(f"CREATE TABLE {name} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {texts})")
    connection.executemany(
        f"INSERT INTO {name} ({names}) VALUES ({', '.join('?' * len(columns))})",
        [tuple(row.values()) for row in rows],
    )
    connection.execute(_REGISTER, (name, name))
