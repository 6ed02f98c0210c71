"""The store on a PostgreSQL server: what is shown by default, as tables that QGIS and psql open.

In the schema ``map``: the tables of the store (``schema``), with ``records.geom``; ``projects``, one row
for each real project, and ``areas`` as they hold now; geometries are WGS 84 (EPSG:4326). Derived like the
file: made anew in one transaction when the tables of the workspace, its own areas or the last edition are
others; who reads meanwhile sees the old rows. An older edition is read from a file of its own.

The desk's tables lie in the schema that the address gives (``public``): its ``owner`` and ``editions`` say
which workspace and edition the server shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
import sqlalchemy as sa

from geo import workspace
from geo.area_rows import COLUMNS
from geo.boundaries import load_areas
from projects.store.engines import engine, hold, reading, transaction
from projects.store.geometry import geometries
from projects.store.project_table import dictionary as project_columns
from projects.store.project_table import real_projects
from projects.store.schema import schema

EDITIONS = "editions"  # folder of the tables of editions, each named by the first letters of their hash
_VERSION = 1  # counts changes of what this module derives
_SQL_TYPES = {"text": "text", "integer": "bigint", "number": "double precision", "boolean": "boolean"}
_AREA_TYPES = {"lon": "number", "lat": "number", "radius_m": "number", "area_km2": "number"} | {
    "is_official": "boolean"
}
_GEOMETRIES = {"records": "Geometry", "projects": "Point", "areas": "MultiPolygon"}


def is_shown(url: str, tables: Path) -> bool:
    """Whether *tables* are what the server shows: its last edition, or the workspace without any."""
    here = workspace.current().resolve()
    with reading(engine(url)) as connection:
        if connection.execute(sa.text("SELECT to_regclass('owner')")).scalar() is None:
            return False
        if connection.execute(sa.text("SELECT workspace FROM owner")).scalar() != workspace.described().code:
            return False
        last = sa.text("SELECT sha256 FROM editions ORDER BY event_id DESC LIMIT 1")
        edition = connection.execute(last).scalar()
    shown = here / EDITIONS / edition[:16] if edition else here
    return tables.resolve() == shown


def state_of(digest: str) -> str:
    """The hash of what the server's tables are made of: *digest* is that of the store's tables."""
    shape = [_VERSION, [[one.name, one.columns, one.indexes] for one in schema().values()], COLUMNS]
    total = hashlib.sha256(f"{digest} {json.dumps(shape)}".encode())
    for path in sorted((workspace.current() / "boundaries").glob("*.geojson")):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()


def is_at(url: str, state: str) -> bool:
    """Whether the server's tables are made of *state*."""
    with reading(engine(url)) as connection:
        return _recorded(connection) == state


def _recorded(connection: sa.Connection) -> str | None:
    """The state that the tables on the server were made of; None when there are none."""
    if connection.execute(sa.text("SELECT to_regclass('map.meta')")).scalar() is None:
        return None
    row = connection.execute(sa.text("SELECT value FROM map.meta WHERE key = 'state'")).scalar()
    return None if row is None else str(row)


def put(url: str, state: str, frames: Mapping[str, pd.DataFrame], pinyin: Mapping[str, str]) -> None:
    """Let the server hold the tables *frames*, typed as in the store, with what is derived from them."""
    records, areas = frames["records"], load_areas()
    projects = real_projects(records)
    parts: dict[str, tuple[pd.DataFrame, Mapping[str, str]]] = {
        name: (frames[name], table.columns) for name, table in schema().items()
    }
    kinds = project_columns()
    parts["projects"] = (projects, dict(zip(kinds["name"], kinds["type"], strict=True)))
    parts["areas"] = (pd.DataFrame(areas[COLUMNS]), {name: _AREA_TYPES.get(name, "text") for name in COLUMNS})
    parts["pinyin"] = (
        pd.DataFrame(list(pinyin.items()), columns=["text", "syllables"]),
        {"text": "text", "syllables": "text"},
    )
    shapes = {
        "records": geometries(records),
        "projects": _points(projects),
        "areas": [_multi(shape) for shape in areas.geometry],
    }
    with transaction(engine(url)) as connection:
        hold(connection, of="store")
        if _recorded(connection) == state:  # another process was faster
            return
        connection.execute(sa.text("CREATE SCHEMA map_next"))
        for name, (frame, columns) in parts.items():
            _create(connection, name, columns)
            _fill(connection, name, frame, list(columns), shapes.get(name))
        _index(connection)
        connection.execute(sa.text("CREATE TABLE map_next.meta (key text PRIMARY KEY, value text NOT NULL)"))
        connection.execute(sa.text("INSERT INTO map_next.meta VALUES ('state', :state)"), {"state": state})
        # The old tables stand until here, so that who reads waits for no more than this.
        connection.execute(sa.text("DROP SCHEMA IF EXISTS map CASCADE"))
        connection.execute(sa.text("ALTER SCHEMA map_next RENAME TO map"))


def rows(url: str, table: str, identifier: str | None = None) -> list[tuple[Any, ...]]:
    """The rows of a table of the store in their order, or the one with this id."""
    columns = ", ".join(f'"{name}"' for name in schema()[table].columns)
    query = f"SELECT {columns} FROM map.{table}" + (" WHERE id = :id" if identifier is not None else "")
    with reading(engine(url)) as connection:
        found = connection.execute(sa.text(f"{query} ORDER BY fid"), {"id": identifier} if identifier else {})
        return [tuple(row) for row in found]


def count(url: str) -> int:
    """How many records there are."""
    with reading(engine(url)) as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM map.records")).scalar_one())


def pinyin(url: str) -> dict[str, str]:
    """Names → syllables parted by blanks."""
    with reading(engine(url)) as connection:
        found = connection.execute(sa.text("SELECT text, syllables FROM map.pinyin"))
        return {str(text): str(syllables) for text, syllables in found}


def _create(connection: sa.Connection, name: str, columns: Mapping[str, str]) -> None:
    listed = [f'"{column}" {_SQL_TYPES[kind]}' for column, kind in columns.items()]
    if name in _GEOMETRIES:
        listed.append(f"geom geometry({_GEOMETRIES[name]}, 4326)")
    connection.execute(
        sa.text(f"CREATE TABLE map_next.{name} (fid integer PRIMARY KEY, {', '.join(listed)})")
    )


def _fill(connection: sa.Connection, name: str, frame: pd.DataFrame, columns: list[str], shapes: Any) -> None:
    values = frame[columns].astype(object).where(frame[columns].notna(), None).to_numpy().tolist()
    names = ["fid", *columns]
    if shapes is not None:
        names.append("geom")
        given = [
            None if shape is None or shape.is_empty else shapely.set_srid(shape, 4326) for shape in shapes
        ]
        told = shapely.to_wkb(given, hex=True, include_srid=True)
        values = [[*row, shape] for row, shape in zip(values, told, strict=True)]
    listed = ", ".join(f'"{one}"' for one in names)
    cursor: Any = connection.connection.cursor()  # psycopg's own: SQLAlchemy has no COPY
    with cursor, cursor.copy(f"COPY map_next.{name} ({listed}) FROM STDIN") as copy:
        for number, row in enumerate(values, start=1):
            copy.write_row([number, *row])


def _index(connection: sa.Connection) -> None:
    for table in schema().values():
        if table.key:
            connection.execute(sa.text(f'CREATE UNIQUE INDEX ON map_next.{table.name} ("{table.key}")'))
        for columns in table.indexes:
            connection.execute(sa.text(f"CREATE INDEX ON map_next.{table.name} ({columns})"))
    for name in _GEOMETRIES:
        connection.execute(sa.text(f"CREATE INDEX ON map_next.{name} USING gist (geom)"))


def _points(table: pd.DataFrame) -> list[shapely.Point | None]:
    pairs = table[["lon", "lat"]].astype(float).itertuples(index=False)
    return [None if pd.isna(lon) else shapely.Point(lon, lat) for lon, lat in pairs]


def _multi(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """A polygon as one of many: the column holds one kind."""
    return shapely.multipolygons([shape]) if shape is not None and shape.geom_type == "Polygon" else shape
