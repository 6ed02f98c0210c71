"""Connections to a database by its address: SQLite in a file, or PostgreSQL with PostGIS.

What is committed is on the disk before a call returns. Who writes is alone until the transaction ends, so
that what is stored later also sorts later; readers go on meanwhile. Faults become one line without the
password.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from projects.errors import InputError
from projects.store.address import shown

_BUSY_SECONDS = 30
_CONNECT_SECONDS = 10
# One writer of the desk in a database, and one of the store: any numbers that other programs do not take.
_LOCKS = {"desk": 0x706D6170, "store": 0x706D6171}
_made: list[sa.Engine] = []


@cache
def engine(url: str) -> sa.Engine:
    """One engine for each database and process.

    Parameters
    ----------
    url
        ``sqlite:///FILE`` or ``postgresql://USER@HOST/DATABASE``.

    Returns
    -------
    sa.Engine
        The same one for the same address, until :func:`close_all`; nothing is connected yet.

    Raises
    ------
    InputError
        The address is none, or that of another kind of database, or a driver is missing.
    """
    expected = "expected sqlite:///FILE or postgresql://USER@HOST/DATABASE"
    try:
        parsed = sa.make_url(url)
        if parsed.get_backend_name() == "sqlite":
            # A connection for each call: SQLite's own cost nothing, and none is left open on Windows.
            made = sa.create_engine(parsed, poolclass=NullPool, connect_args={"timeout": _BUSY_SECONDS})
            sa.event.listen(made, "connect", _durable_file)
            _made.append(made)
            return made
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        waits = {"connect_timeout": _CONNECT_SECONDS} if parsed.drivername.endswith("psycopg") else {}
        # Asked before use whether it still stands: a server that was started again is used again.
        made = sa.create_engine(parsed, pool_pre_ping=True, connect_args=waits, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ValueError):
        # Not from the error: what it says may hold the password.
        raise InputError(f"{shown(url)}: no address of a database; {expected}") from None
    except ModuleNotFoundError as error:
        raise InputError(f"{shown(url)}: the driver {error.name} is missing; {expected}") from None
    if made.dialect.name != "postgresql":
        raise InputError(f"{shown(url)}: {made.dialect.name} is not one of the databases; {expected}")
    sa.event.listen(made, "connect", _durable_server)
    _made.append(made)
    return made


def place(url: str) -> str:
    """How messages name a database.

    Parameters
    ----------
    url
        As for :func:`engine`.

    Returns
    -------
    str
        Its address without password and options.

    Raises
    ------
    InputError
        As of :func:`engine`.
    """
    return engine(url).url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection to read with.

    Parameters
    ----------
    engine
        As :func:`engine` gives it.

    Yields
    ------
    sa.Connection
        Closed at the end of the block; what was written with it is not kept.

    Raises
    ------
    InputError
        The database cannot be reached or used, also within the block.
    """
    with _told(engine), engine.connect() as connection:
        yield connection


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction, all of it or nothing.

    Parameters
    ----------
    engine
        As :func:`engine` gives it.

    Yields
    ------
    sa.Connection
        Committed at the end of the block, rolled back on any error in it.

    Raises
    ------
    InputError
        The database cannot be reached or used, also within the block.
    """
    with _told(engine), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction of the only writer of the desk (:func:`hold`).

    Parameters
    ----------
    engine
        As :func:`engine` gives it.

    Yields
    ------
    sa.Connection
        As of :func:`transaction`.

    Raises
    ------
    InputError
        As of :func:`transaction`, also when another writer does not end in time.
    """
    with transaction(engine) as connection:
        hold(connection)
        yield connection


def hold(connection: sa.Connection, *, of: str = "desk") -> None:
    """Be the only writer until the transaction ends.

    Parameters
    ----------
    connection
        In a transaction; on SQLite one that has not written yet.
    of
        On a server ``desk`` or ``store``, each with a writer of its own; a file has one in all.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCKS[of]})
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def check_server(connection: sa.Connection) -> None:
    """That a PostgreSQL database holds UTF-8 and PostGIS, which is put in where it may be.

    Parameters
    ----------
    connection
        In a transaction; that of a SQLite file is not looked at.

    Raises
    ------
    InputError
        The database does not; the message says what to do.
    """
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.execute(sa.text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise InputError(f"the database holds {encoding}; expected one made with ENCODING 'UTF8'")
    has_postgis = sa.text("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'")
    if connection.execute(has_postgis).scalar():
        return
    try:
        with connection.begin_nested():
            connection.execute(sa.text("CREATE EXTENSION postgis"))
    except DBAPIError as error:
        raise InputError(
            f"no PostGIS in the database ({_first_line(error)}); let its administrator run"
            " CREATE EXTENSION postgis"
        ) from error


def close_all() -> None:
    """Close the connections that are kept open, and forget the engines."""
    while _made:
        _made.pop().dispose()
    engine.cache_clear()


@contextmanager
def _told(engine: sa.Engine) -> Iterator[None]:
    where = engine.url.set(query={}).render_as_string(hide_password=True)
    try:
        yield
    except SQLAlchemyError as error:
        raise InputError(f"{where}: the database cannot be used: {_first_line(error)}") from error


def _first_line(error: SQLAlchemyError) -> str:
    """What the database said, without the name of its driver's class."""
    said = str(getattr(error, "orig", None) or (error.args[0] if error.args else error)).strip()
    return re.sub(r"\s+", " ", said.split("\n\t")[0]).strip()


def _durable_file(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA synchronous = FULL")


def _durable_server(connection: Any, _: Any) -> None:
    connection.execute("SET synchronous_commit = on")
    connection.execute(f"SET lock_timeout = '{_BUSY_SECONDS}s'")
    connection.commit()
