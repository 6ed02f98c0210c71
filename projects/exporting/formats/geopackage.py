"""GeoPackage: records, towns, parks, counties, with styles and all that must be said of them.

Layers hold one type of geometry each (records as multipoints), because QGIS asks which
type to open when there are several. Besides:

``layer_styles``      a QGIS style per layer, the default of its layer
``gpkg_metadata``     the data package descriptor, for the whole file
``gpkg_data_columns`` Chinese title and English description of each column
``data_dictionary``, ``documents``, ``precision``  the same to read as tables
``history``           a row per project and plan that names it (:mod:`projects.asking.history`)

The content and the day decide the bytes: times are those of the day of the export.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyogrio

from projects.exporting import qgis
from projects.exporting.formats import metadata
from projects.exporting.formats.content import Content
from projects.exporting.formats.layers import AREA_LEVELS, LAYERS, PROJECTS, area_layer, multipoint_table
from projects.records import dictionary

_GEOMETRY = "geom"
_TABLES = """
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, f_table_schema TEXT,
  f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT, update_time DATETIME);
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL,
  md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL,
  mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT,
  row_id_value INTEGER, timestamp DATETIME NOT NULL, md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT,
  description TEXT, mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
"""
_REGISTER = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)"
_EXTENSIONS = (
    ("gpkg_metadata", "gpkg_metadata", "http://www.geopackage.org/spec121/#extension_metadata"),
    ("gpkg_metadata_reference", "gpkg_metadata", "http://www.geopackage.org/spec121/#extension_metadata"),
    ("gpkg_data_columns", "gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema"),
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
            **_options(PROJECTS),
        )
        for name in AREA_LEVELS:
            areas = area_layer(content, name)
            pyogrio.write_dataframe(
                areas, path, geometry_type="MultiPolygon", use_arrow=True, **_options(name)
            )
    now = f"{content.made.isoformat()}T00:00:00.000Z"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(_TABLES)
        _add_styles(connection, now)
        _add_descriptions(connection, metadata.as_json(metadata.data_package(content)), now)
        for name, rows in (
            ("data_dictionary", dictionary().to_dict("records")),
            ("documents", metadata.documents(content)),
            ("precision", metadata.precision()),
            ("history", content.history.astype("string").fillna("").to_dict("records")),
        ):
            _add_table(connection, name, rows)
        connection.execute("UPDATE gpkg_contents SET last_change = ?", (now,))
    _settle(path)
    return []


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


def _add_styles(connection: sqlite3.Connection, now: str) -> None:
    connection.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,"
        " styleName, styleQML, styleSLD, useAsDefault, description, owner, ui, update_time)"
        " VALUES ('', '', ?, ?, ?, ?, '', 1, '', '', NULL, ?)",
        [(name, _GEOMETRY, name, qgis.style(name), now) for name in LAYERS],
    )
    connection.execute(_REGISTER, ("layer_styles", "layer_styles"))


def _add_descriptions(connection: sqlite3.Connection, descriptor: str, now: str) -> None:
    """The descriptor of the whole file, and what each column of the records is called."""
    connection.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'https://datapackage.org/', 'application/json', ?)",
        (descriptor,),
    )
    connection.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)", (now,)
    )
    connection.executemany(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, NULL, ?, ?, NULL, NULL)",
        [
            (PROJECTS, row["name"], row["label_zh"], " ".join(filter(None, (row["label_en"], row["unit"]))))
            for row in dictionary().to_dict("records")
        ],
    )
    connection.executemany("INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')", _EXTENSIONS)


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
