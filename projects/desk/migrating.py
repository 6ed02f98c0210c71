"""A desk's database as a whole into another one: SQLite ⇄ PostgreSQL, with equal content.

All tables of :mod:`projects.desk.schema` go over in one transaction, in which they are read back and
compared. While it runs nobody writes to either. The target is empty or holds the same already. Saved views
and tours lie in the database on a server and in the workspace's folder beside its own file: they go from
where the one has them to where the other does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from geo.files import remove
from projects.desk import schema, views
from projects.desk.migrations import current, upgrade
from projects.desk.presence import FILE
from projects.errors import InputError, MissingError
from projects.store.engines import check_server, engine, place, transaction, writing

VIEWS = "views"  # in the workspace
_ROWS = 200  # at once: rows hold whole documents and tables


def migrate(source: str, target: str, folder: Path) -> dict[str, int]:
    """Copy a desk's database to another one.

    Parameters
    ----------
    source, target
        Addresses, ``sqlite:///FILE`` or ``postgresql://USER@HOST/DATABASE``.
    folder
        The workspace that the databases belong to.

    Returns
    -------
    dict[str, int]
        Table → rows, of those that were copied; empty when *target* holds the same already.

    Raises
    ------
    MissingError
        The file of *source* is not there.
    InputError
        One cannot be used, *source* is no desk, or *target* holds something else. Nothing was changed.
    """
    origin, goal = _file(source), _file(target)
    if origin is not None and not origin.is_file():
        raise MissingError(f"{source}: no such file")
    if place(source) == place(target):
        raise InputError(f"{place(source)}: from and to are the same database")
    is_new_file = goal is not None and not goal.exists()
    own = (folder / FILE).resolve()
    try:
        with transaction(engine(source)) as reading:
            if not current(reading):
                raise InputError(f"{place(source)}: there is no desk in it")
        with writing(engine(source)) as reading, writing(engine(target)) as connection:
            upgrade(reading)
            check_server(connection)
            upgrade(connection)
            found = views.read(folder / VIEWS) if origin == own else views.rows(reading)
            return _copy(reading, connection, found, folder / VIEWS if goal == own else None)
    except BaseException:
        if is_new_file and goal is not None:
            remove(goal)
        raise


def _copy(
    source: sa.Connection, target: sa.Connection, saved: Mapping[str, str], folder: Path | None
) -> dict[str, int]:
    """*saved* are the views; they go to *folder*, when given, instead of their table."""
    tables = [table for table in schema.metadata.sorted_tables if table is not schema.views]
    before = {table.name: _digest(_rows(target, table)) for table in tables}
    wanted = {table.name: _digest(_rows(source, table)) for table in tables}
    there = views.read(folder) if folder is not None else views.rows(target)
    if before == wanted and there == saved:
        return {}
    empty = _digest(iter(()))
    full = [name for name, digest in before.items() if digest not in (empty, wanted[name])]
    if full or there not in ({}, saved):
        where = target.engine.url.set(query={}).render_as_string(hide_password=True)
        raise InputError(
            f"{where}: holds something else already ({(*full, 'views')[0]}); expected an empty database"
        )
    done = {}
    for table in tables:
        if before[table.name] == empty:
            done[table.name] = _insert(target, table, _rows(source, table))
        if _digest(_rows(target, table)) != wanted[table.name]:
            raise InputError(f"{table.name}: reads back otherwise than it was written; nothing was changed")
    done[schema.views.name] = len(saved)
    if folder is None:
        views.put_rows(target, saved)
    else:
        views.put(folder, saved)
    return done


def _rows(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    query = sa.select(table).execution_options(yield_per=_ROWS)
    return (dict(row) for row in connection.execute(query).mappings())


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterator[dict[str, Any]]) -> int:
    count, part = 0, []
    for row in rows:
        part.append(row)
        if len(part) == _ROWS:
            connection.execute(sa.insert(table), part)
            count, part = count + len(part), []
    if part:
        connection.execute(sa.insert(table), part)
    return count + len(part)


def _digest(rows: Iterator[dict[str, Any]]) -> str:
    """The same for the same rows in any order: databases sort texts differently."""
    each = sorted(hashlib.sha256(repr(sorted(row.items())).encode()).digest() for row in rows)
    return hashlib.sha256(b"".join(each)).hexdigest()


def _file(url: str) -> Path | None:
    """The file of an SQLite database; None for a server."""
    parsed = engine(url).url
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database:
        raise InputError(f"{place(url)}: expected a file, as in sqlite:///desk.sqlite")
    return Path(parsed.database).resolve()
