"""The accounts' database: opened once, read and written in transactions.

A transaction that writes begins by taking the right to write (SQLite ``BEGIN IMMEDIATE``), so that what it
read still holds when it stores. Faults of the database are InputError.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from geo.files import make_folder
from projects.accounts import presence
from projects.accounts.migrations import HEAD, current, upgrade
from projects.errors import InputError, MissingError

_BUSY_SECONDS = 30


class Database:
    """One engine for each database and process."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.place = engine.url.render_as_string(hide_password=True)
        self.is_shared = engine.dialect.name != "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that only reads."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise self._unusable(error) from error

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction: all of it is stored when the block ends well, else nothing."""
        try:
            with self._engine.connect().execution_options(is_writing=True) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: SQLAlchemyError) -> InputError:
        first = str(error.args[0] if error.args else error).splitlines()[0]
        return InputError(f"{self.place}: the accounts cannot be used: {first}")


def open_database(*, is_new_allowed: bool = False) -> Database:
    """The database that is named, at its present revision.

    Raises
    ------
    MissingError
        There is none, and *is_new_allowed* is False.
    InputError
        It cannot be used.
    """
    url, file = presence.place(), presence.file()
    if file is not None and not file.is_file():
        if not is_new_allowed:
            raise MissingError(f"{file}: no accounts there; python -m projects accounts add NAME makes them")
        make_folder(file.parent)
        _opened.cache_clear()
    return _opened(url)


@cache
def _opened(url: str) -> Database:
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            # A connection for each call: SQLite's own cost nothing, and none is left open on Windows.
            engine = sa.create_engine(parsed, poolclass=NullPool, connect_args={"timeout": _BUSY_SECONDS})
            sa.event.listen(engine, "connect", _by_hand)
            sa.event.listen(engine, "begin", _begin)
        else:
            if parsed.drivername == "postgresql":
                parsed = parsed.set(drivername="postgresql+psycopg")
            engine = sa.create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise InputError(f"{presence.VARIABLE}: no database; expected a file or postgresql://…") from error
    except ModuleNotFoundError as error:
        raise InputError(f"the driver {error.name} is missing; pip install 'psycopg[binary]'") from error
    database = Database(engine)
    with database.reading() as connection:
        is_present = current(connection) == HEAD
    if not is_present:
        with database.writing() as connection:
            upgrade(connection)
    return database


def _by_hand(connection: Any, _: Any) -> None:
    """Transactions are begun by :func:`_begin`, and what is committed is on the disk."""
    connection.isolation_level = None
    connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: sa.Connection) -> None:
    is_writing = connection.get_execution_options().get("is_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")
