"""The store: the shipped tables in one SQLite file, typed and indexed.

The store is derived. What people edit and version are the CSV tables; the store holds
the same rows with types, a primary key and indexes, so that the page and the command
line need not parse texts. It records the hash of the tables it was made from and is
made anew when they differ, beside the old one, which it then replaces in one step:
several processes may do so at once and a reader sees the old or the new, never a part.

Where the user has imported areas or facilities (``geo.own``), the records in the store stand at
the places that those give (``projects.georeferencing.refresh``); the tables stay as they are.

Input: ``mentions.csv`` ``documents.csv`` ``industries.csv`` ``precision.csv`` and, when
they are there, ``tasks.csv`` and ``rejects.csv``, of a workspace. Output: pandas DataFrames and Records.
"""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from geo import own_dir, workspace
from geo.errors import GeoError
from geo.files import make_folder, whole
from geo.gazetteer_tables import load_gazetteer
from geo.ground.tables import digest as ground_digest
from geo.ground.tables import is_placed
from geo.own.areas import digest as own_digest
from projects.errors import InputError, ProjectsError
from projects.model.manifest import is_settled, mixed, settle
from projects.model.records import Record
from projects.model.tables import parse_table, read_bytes
from projects.store import address
from projects.store.schema import Table, schema
from projects.vocabulary.pinyin import PINYIN_COLUMNS, syllables

STORE = "store.sqlite"  # in the workspace
# Counts changes of what this module derives from the tables; changes of their columns
# show in the hash by themselves.
SCHEMA_VERSION = 3


_SQL_TYPES = {"text": "TEXT NOT NULL", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_DTYPES = {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


@dataclass(frozen=True, slots=True)
class Store:
    """A store on disk, opened for reading. Each call opens and closes its own connection.

    ``problem`` says why it is an earlier state that is shown; empty when it is that of the tables.
    ``server`` is the address of the server that holds it; empty when it is the file *path*.
    """

    path: Path
    digest: str
    problem: str = ""
    server: str = field(default="", repr=False)  # may hold a password

    def records(self) -> pd.DataFrame:
        """All records, typed as by :func:`projects.model.records.typed`, in the order of the table."""
        return self._frame("records")

    def documents(self) -> pd.DataFrame:
        """The registered documents, one row each."""
        return self._frame("documents")

    def industries(self) -> pd.DataFrame:
        """The industry codes with their labels."""
        return self._frame("industries")

    def levels(self) -> pd.DataFrame:
        """The precision levels with their labels."""
        return self._frame("levels")

    def tasks(self) -> pd.DataFrame:
        """The numbered tasks of the documents; no rows when there is no such table."""
        return self._frame("tasks")

    def rejects(self) -> pd.DataFrame:
        """What each step set aside, with the reason; no rows when there is no such table."""
        return self._frame("rejects")

    def count(self) -> int:
        """How many records there are."""
        if self.server:
            return int(_server().count(self.server))
        with closing(self._connect()) as connection:
            return int(connection.execute("SELECT count(*) FROM records").fetchone()[0])

    def record(self, identifier: str) -> Record | None:
        """The record with this id, ``None`` when there is none."""
        columns = schema()["records"].columns
        rows = self._rows("records", identifier)
        if not rows:
            return None
        values: dict[str, Any] = {
            name: bool(value) if kind == "boolean" and value is not None else value
            for (name, kind), value in zip(columns.items(), rows[0], strict=True)
        }
        return Record(**values)

    def pinyin(self) -> dict[str, str]:
        """Names, companies and places of records, names of the gazetteer → syllables parted by blanks."""
        if self.server:
            return dict(_server().pinyin(self.server))
        with closing(self._connect()) as connection:
            return dict(connection.execute("SELECT text, syllables FROM pinyin"))

    def _frame(self, name: str) -> pd.DataFrame:
        table = schema()[name]
        frame = pd.DataFrame(self._rows(name), columns=list(table.columns), dtype=object)
        for column, kind in table.columns.items():
            # Through Int64, since object columns of 0 and 1 do not convert to boolean.
            values = frame[column].astype("Int64") if kind == "boolean" else frame[column]
            frame[column] = values.astype(_DTYPES[kind])
        return frame

    def _rows(self, name: str, identifier: str | None = None) -> list[tuple[Any, ...]]:
        if self.server:
            return list(_server().rows(self.server, name, identifier))
        only, values = ("", []) if identifier is None else ("WHERE id = ?", [identifier])
        with closing(self._connect()) as connection:
            return connection.execute(f"SELECT * FROM {name} {only} ORDER BY rowid", values).fetchall()

    def _connect(self) -> sqlite3.Connection:
        return _connect_readonly(self.path)


def open_store(path: Path | None = None, *, tables: Path | None = None, is_forgiving: bool = False) -> Store:
    """The store in *path*, made or made anew when the CSV tables in *tables* are others.

    Where a server is named, what it shows by default is held and read there (:mod:`projects.store.server`).

    Parameters
    ----------
    path
        The SQLite file; None means :data:`STORE` in the workspace.
    tables
        The folder of the CSV tables; None means that of the workspace. Tables of codes that it lacks are
        the program's.
    is_forgiving
        Give the store that was there, when it can be read, in the place of an error, with what is wrong as
        its ``problem``.

    Returns
    -------
    Store
        For reading.

    Raises
    ------
    MissingError
        A table that must be there is not.
    InputError
        A table cannot be read, holds a value that does not fit its column or an id
        twice, or *path* cannot be written, or the server cannot be used. The store that was there stays.
    GeoError
        A finished build cannot be put in place: the folder cannot be written, or another process is writing.
    """
    tables = tables or workspace.tables()
    path = path or workspace.tables() / STORE
    try:
        contents = _read_settled(tables)
        digest = _digest(contents)
        url = address.server()
        if url and _server().is_shown(url, tables):
            return _on_server(url, path, tables, contents, digest)
        if _recorded_digest(path) != digest:
            _replace(path, lambda staged: _build(staged, tables, contents, digest), digest)
    except (ProjectsError, GeoError, OSError) as error:
        earlier = _recorded_digest(path) if is_forgiving else None
        if earlier is None:
            raise
        return Store(path, earlier, str(error))
    return Store(path, digest)


def _server() -> ModuleType:
    """What knows the store on a server, which a file need not wait for."""
    from projects.store import server

    return server


def _on_server(url: str, path: Path, tables: Path, contents: dict[str, bytes], digest: str) -> Store:
    """The store on the server, made anew by way of the file *path* when it is of another state."""
    server = _server()
    state = server.state_of(digest)
    if not server.is_at(url, state):
        if _recorded_digest(path) != digest:
            _replace(path, lambda staged: _build(staged, tables, contents, digest), digest)
        local = Store(path, digest)
        with workspace.showing(tables):
            server.put(url, state, {name: local._frame(name) for name in schema()}, local.pinyin())
    return Store(path, digest, server=url)


def _read_settled(tables: Path) -> dict[str, bytes]:
    """The tables of one build, never of two."""
    while True:
        settle(tables)
        contents = _read(tables)
        if not is_settled(tables):  # a build was put in place meanwhile
            continue
        if older := mixed(tables):
            if _read(tables) != contents:
                continue
            raise InputError(
                f"{tables}: 各表不是同一次 build 所写（{older[0]} 是前一次的），请重新 build"
                " / tables of two builds: build again"
            )
        return contents


def _read(tables: Path) -> dict[str, bytes]:
    """File name → bytes of each table; files that may be missing and are, are left out."""
    return {
        table.file: read_bytes(workspace.table(table.file, tables))
        for table in schema().values()
        if table.required or (tables / table.file).exists()
    }


def _digest(contents: dict[str, bytes]) -> str:
    shape = [SCHEMA_VERSION, [[table.file, table.columns, table.indexes] for table in schema().values()]]
    own = own_digest(own_dir()) + ground_digest()
    total = hashlib.sha256(json.dumps(shape).encode() + own.encode())
    for file, data in sorted(contents.items()):
        total.update(f"{file} {hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def _recorded_digest(path: Path) -> str | None:
    """The hash the store in *path* was made from; ``None`` when there is no usable store."""
    if not path.is_file():
        return None
    try:
        with closing(_connect_readonly(path)) as connection:
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return None
            row = connection.execute("SELECT value FROM meta WHERE key = 'tables_sha256'").fetchone()
    except sqlite3.Error:  # not a database, or one of other making: it is derived, so make it anew
        return None
    return str(row[0]) if row else None


def _connect_readonly(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _replace(path: Path, build: Callable[[Path], None], digest: str) -> None:
    """Let *build* make a file beside *path*, then put it in its place in one step."""
    try:
        make_folder(path.parent)
        with whole(path) as staged:
            build(staged)
    except (OSError, sqlite3.OperationalError) as error:
        # On Windows the old file may be open; another process may have put the same store there meanwhile.
        if _recorded_digest(path) != digest:
            said = getattr(error, "strerror", None) or error
            raise InputError(f"{path}: the store cannot be written: {said}") from error


def _build(path: Path, tables: Path, contents: dict[str, bytes], digest: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
        meta = {"schema_version": str(SCHEMA_VERSION), "tables_sha256": digest}
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        for table in schema().values():
            _create(connection, table)
            if table.file in contents:
                _fill(connection, table, contents[table.file], tables / table.file)
        if own_digest(own_dir()) or not is_placed():
            _refresh(connection)
        connection.execute("CREATE TABLE pinyin (text TEXT PRIMARY KEY, syllables TEXT NOT NULL)")
        selects = " UNION ".join(f"SELECT {column} FROM records" for column in PINYIN_COLUMNS)
        texts = {text for (text,) in connection.execute(selects)} | set(load_gazetteer().names)
        connection.executemany("INSERT INTO pinyin VALUES (?, ?)", [(t, syllables(t)) for t in texts])


def _refresh(connection: sqlite3.Connection) -> None:
    """Put the records where own areas, own facilities and new tables of known ground have them."""
    # Reads plans' language and all readers, which a start without own areas need not wait for.
    from projects.georeferencing.refresh import Refresher

    refresher = Refresher()
    columns = list(schema()["records"].columns)
    before = [Record(*row) for row in connection.execute("SELECT * FROM records")]
    changed = [after for record in before if (after := refresher.refresh(record)) != record]
    names = ", ".join(f"{name} = ?" for name in columns)
    rows = [(*(getattr(record, name) for name in columns), record.id) for record in changed]
    connection.executemany(f"UPDATE records SET {names} WHERE id = ?", rows)


def _create(connection: sqlite3.Connection, table: Table) -> None:
    columns = [
        f"{name} {_SQL_TYPES[kind]}{' PRIMARY KEY' if name == table.key else ''}"
        for name, kind in table.columns.items()
    ]
    connection.execute(f"CREATE TABLE {table.name} ({', '.join(columns)})")
    for number, index in enumerate(table.indexes):
        connection.execute(f"CREATE INDEX {table.name}_{number} ON {table.name} ({index})")


def _fill(connection: sqlite3.Connection, table: Table, data: bytes, path: Path) -> None:
    cells = parse_table(data, path, list(table.columns))
    if table.key:
        twice = cells[table.key].duplicated()
        if twice.any():
            row = int(twice.to_numpy().argmax())
            raise InputError(
                f"{path}: row {row + 1}: {table.key} {cells[table.key][row]!r} stands there twice"
            )
    typed = [
        [_value(text, kind, path, row, name) for row, text in enumerate(cells[name], 1)]
        for name, kind in table.columns.items()
    ]
    marks = ", ".join("?" * len(typed))
    connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", zip(*typed, strict=True))


def _value(text: str, kind: str, path: Path, row: int, column: str) -> str | int | float | None:
    """The text of one cell as its type; ``None`` for an empty cell of another type than text."""
    if kind == "text":
        return text
    if text == "":
        return None
    try:
        if kind == "boolean":
            return {"true": 1, "false": 0}[text.lower()]
        number = int(text) if kind == "integer" else float(text)
        if math.isfinite(number):
            return number
    except (KeyError, ValueError):
        pass
    raise InputError(f"{path}: row {row}: {column}: {text!r} is not of type {kind}")
