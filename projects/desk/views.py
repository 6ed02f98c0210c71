"""Saved views and tours: files in the workspace, or rows of the database where a server is named.

Both are shown as a folder, so that who reads and writes them need not know where they lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from geo.files import make_folder, remove, write_whole
from projects.store import address

if TYPE_CHECKING:  # what opens databases is not loaded for files: the map need not wait for it
    import sqlalchemy as sa


@contextmanager
def shown(folder: Path) -> Iterator[Path]:
    """A folder with the views to read.

    Parameters
    ----------
    folder
        Where they lie without a database server.

    Yields
    ------
    Path
        *folder*, or for the while one with those of the database.

    Raises
    ------
    InputError
        The database cannot be used.
    """
    if not address.server():
        yield folder
        return
    from projects.desk.book import open_book
    from projects.store.engines import reading

    with reading(open_book().engine) as connection:
        views = rows(connection)
    with TemporaryDirectory() as scratch:
        put(Path(scratch), views, is_durable=False)
        yield Path(scratch)


@contextmanager
def changing(folder: Path) -> Iterator[Path]:
    """A folder to change views in; nobody else changes those of the database meanwhile.

    Parameters
    ----------
    folder
        Where they lie without a database server.

    Yields
    ------
    Path
        *folder*, or one with those of the database: what was changed is stored at the end, whole or not.

    Raises
    ------
    InputError
        The database cannot be used.
    """
    if not address.server():
        yield folder
        return
    from projects.desk.book import open_book
    from projects.store.engines import writing

    with writing(open_book(writing=True).engine) as connection, TemporaryDirectory() as scratch:
        put(Path(scratch), rows(connection), is_durable=False)
        yield Path(scratch)
        put_rows(connection, read(Path(scratch)))


def read(folder: Path) -> dict[str, str]:
    """The files of a folder of views: path in it → text."""
    files = [*folder.glob("*.json"), *folder.glob("tours/*.json")]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def put(folder: Path, views: Mapping[str, str], *, is_durable: bool = True) -> None:
    """Let a folder hold these views and no others."""
    for path, text in views.items():
        make_folder((folder / path).parent)
        write_whole(folder / path, text, is_durable=is_durable)
    for path in read(folder).keys() - views.keys():
        remove(folder / path)


def rows(connection: sa.Connection) -> dict[str, str]:
    """The views of a database."""
    import sqlalchemy as sa

    from projects.desk import schema

    found = connection.execute(sa.select(schema.views.c.path, schema.views.c.content))
    return {str(path): str(content) for path, content in found}


def put_rows(connection: sa.Connection, views: Mapping[str, str]) -> None:
    """Let a database hold these views and no others."""
    import sqlalchemy as sa

    from projects.desk import schema

    connection.execute(sa.delete(schema.views))
    if views:
        each = [{"path": path, "content": text} for path, text in sorted(views.items())]
        connection.execute(sa.insert(schema.views), each)
