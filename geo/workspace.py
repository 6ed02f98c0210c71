"""Workspaces: what belongs to one city lies in a folder of its own.

The program keeps what belongs to all cities (rules, codes, words, the national gazetteer) in ``data``.
A workspace holds what belongs to one:

====================  =========================================================
``cities.csv``        code, name and English name: the title; what makes a folder a workspace
``documents.csv``     the registry of its documents
``gazetteer/``        its towns, parks and zones, their names, the weak ones
``boundaries/``       their areas; ``boundaries/own`` what the user imported
``*.csv``             records and the other tables that ``python -m projects build`` makes
``tours/`` ``views/`` tours that come with it, and what users saved
``store.sqlite``      derived from the tables
``desk.sqlite``       what people decided (``projects.desk``); ``editions/``: what was published
====================  =========================================================

Which one is meant: the one that :func:`using` names, else the one that :data:`resolver` gives (the
page sets it to the choice of the session), else ``PROJECT_MAP_WORKSPACE``, else the shipped one
(``data/workspaces/default.txt``). Whose tables are shown, the workspace's own or those of a published
edition, :func:`tables` says.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache, update_wrapper
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

from geo.errors import TableError, UserFileError
from geo.tables import records

_HERE = Path(__file__).resolve().parent
# Beside the packages in the source folder, inside this one where pip has installed it.
DATA_DIR = _HERE / "_data" if (_HERE / "_data").is_dir() else _HERE.parent / "data"
VARIABLE = "PROJECT_MAP_WORKSPACE"
FOLDER_VARIABLE = "PROJECT_MAP_WORKSPACES"
TITLE = "cities.csv"
TITLE_COLUMNS = ("code", "name", "name_en")
_KEPT = 16  # results of one function for different workspaces and arguments

P = ParamSpec("P")
R = TypeVar("R")
_chosen: ContextVar[Path | None] = ContextVar("workspace", default=None)
resolver: Callable[[], Path | None] = lambda: None  # noqa: E731  # replaced by the page
_shown: ContextVar[tuple[Path, Path] | None] = ContextVar("tables", default=None)
tables_resolver: Callable[[], Path | None] = lambda: None  # noqa: E731  # replaced by the page


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace's folder, and the city or county that it is about; both names may be alike."""

    folder: Path
    code: str
    name: str
    name_en: str


def folder() -> Path:
    """Folder that holds the shipped workspaces and those made on the page.

    Returns
    -------
    Path
        ``PROJECT_MAP_WORKSPACES`` where it is set, else ``workspaces`` among the program's data.
    """
    return Path(os.environ.get(FOLDER_VARIABLE) or DATA_DIR / "workspaces")


@cache
def shipped() -> Path:
    """The workspace that comes with the program."""
    workspaces = DATA_DIR / "workspaces"
    return workspaces / (workspaces / "default.txt").read_text(encoding="utf-8").strip()


def current() -> Path:
    """Folder of the workspace that is meant now.

    Returns
    -------
    Path
        The one of :func:`using`, else of :data:`resolver`, else of :func:`usual`.

    Raises
    ------
    UserFileError
        As in :func:`usual`, when that is asked.
    """
    return _chosen.get() or resolver() or usual()


def usual() -> Path:
    """Folder of the workspace that is meant where nobody has chosen one.

    Returns
    -------
    Path
        ``PROJECT_MAP_WORKSPACE`` where it is set, else the shipped one.

    Raises
    ------
    UserFileError
        The variable names a folder that is no workspace.
    """
    named = os.environ.get(VARIABLE)
    return checked(Path(named)) if named else shipped()


@contextmanager
def using(workspace: Path | None) -> Iterator[Path]:
    """Mean a workspace while the block runs.

    Parameters
    ----------
    workspace
        Its folder; None leaves it as it is.

    Yields
    ------
    Path
        Folder of the workspace that is meant in the block.

    Raises
    ------
    UserFileError
        The folder is no workspace.
    """
    token = _chosen.set(checked(workspace) if workspace else _chosen.get())
    try:
        yield current()
    finally:
        _chosen.reset(token)


def tables() -> Path:
    """Folder of the tables that are shown.

    Returns
    -------
    Path
        Of the edition that is meant now, else the workspace itself.
    """
    here, told = current(), _shown.get()
    if told is not None and told[0] == here:  # what was said of another workspace means nothing here
        return told[1]
    return tables_resolver() or here


@contextmanager
def showing(folder: Path | None) -> Iterator[Path]:
    """Show the tables in a folder while the block runs, for the current workspace only.

    Parameters
    ----------
    folder
        Of an edition, say; None means the workspace itself.

    Yields
    ------
    Path
        The folder whose tables are shown.
    """
    token = _shown.set((current(), folder or current()))
    try:
        yield tables()
    finally:
        _shown.reset(token)


def checked(workspace: Path) -> Path:
    """The folder, when it is a workspace; UserFileError says what is missing."""
    if not workspace.is_dir():
        raise UserFileError(f"{workspace}: no such folder; python -m projects city NAME --out DIR makes one")
    if not (workspace / TITLE).is_file():
        raise UserFileError(f"{workspace}: no workspace, {TITLE} is missing in it")
    return workspace


def described(workspace: Path | None = None) -> Workspace:
    """What a workspace is about: the first row of its ``cities.csv``.

    Parameters
    ----------
    workspace
        Its folder, None for the current one.

    Returns
    -------
    Workspace
        Where the row has no English name, the name stands for it.

    Raises
    ------
    TableError
        The table is not UTF-8, lacks a column or has no row.
    """
    place = workspace or current()
    path = place / TITLE
    rows = records(path)
    if not rows or any(column not in rows[0] for column in TITLE_COLUMNS):
        raise TableError(f"{path}: expected a row with {', '.join(TITLE_COLUMNS)}")
    row = {name: (rows[0][name] or "").strip() for name in TITLE_COLUMNS}
    return Workspace(place, row["code"], row["name"], row["name_en"] or row["name"])


def codes(workspace: Path | None = None) -> list[str]:
    """Codes of the cities or counties of a workspace.

    Parameters
    ----------
    workspace
        Its folder, None for the current one.

    Returns
    -------
    list[str]
        In file order, at least one.

    Raises
    ------
    TableError
        As in :func:`described`.
    """
    described(workspace)
    return [row["code"].strip() for row in records((workspace or current()) / TITLE)]


def known() -> dict[str, Workspace]:
    """Workspaces to choose from.

    A folder that cannot be read is left out: it must not keep the page from opening.

    Returns
    -------
    dict[str, Workspace]
        By the name of their folder: the environment's first, then the shipped, then the others.
    """
    named = os.environ.get(VARIABLE)
    own = [Path(named)] if named else []
    places = sorted(path.parent for path in folder().glob(f"*/{TITLE}"))
    first = shipped()
    places = sorted(places, key=lambda place: place != first)
    found: dict[str, Workspace] = {}
    for place in [*own, *places]:
        try:
            found.setdefault(place.resolve().name, described(place))
        except TableError:
            continue
    return found


def table(name: str, workspace: Path | None = None) -> Path:
    """A table that the workspace may have of its own.

    Parameters
    ----------
    name
        File name, as ``industries.csv``.
    workspace
        Its folder, None for the current one.

    Returns
    -------
    Path
        The workspace's own where it has one, else the program's; missing in the workspace where neither has.
    """
    path = (workspace or current()) / name
    return path if path.exists() or not (DATA_DIR / name).exists() else DATA_DIR / name


class per_workspace(Generic[P, R]):  # noqa: N801  # used as a decorator
    """Cache a function by its arguments, the current workspace and the tables that are shown."""

    def __init__(self, function: Callable[P, R]) -> None:
        """Wrap *function*, whose arguments have to be hashable."""

        @lru_cache(maxsize=_KEPT)
        def cached(workspace: Path, tables: Path, /, *args: Any, **kwargs: Any) -> R:
            del workspace, tables
            return function(*args, **kwargs)

        self._cached = cached
        update_wrapper(self, function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """The function's value for the current workspace."""
        return self._cached(current(), tables(), *args, **kwargs)  # type: ignore[arg-type]

    def cache_clear(self) -> None:
        """Forget all values."""
        self._cached.cache_clear()


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--workspace`` to a parser and to all its sub-commands.

    Parameters
    ----------
    parser
        With its sub-commands. What it parses has ``workspace``, a path, only where the option was given.
    """
    parser.add_argument(
        "--workspace",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=f"工作区文件夹 folder of the city; default ${VARIABLE} or the shipped one",
    )
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in dict.fromkeys(action.choices.values()):
                add_option(one)
