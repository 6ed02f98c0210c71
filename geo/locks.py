"""One writer at a time in a folder: imports, builds and publications wait for one another.

The lock is the system's on the file ``.lock`` in the folder (the library ``filelock``), so it ends with the
process that holds it, however that ends. Who waits longer than ``PROJECT_MAP_WAIT`` seconds (default 120)
gets one line, and nothing is changed. A block inside a block on the same folder goes on at once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from filelock import FileLock, Timeout

from geo import own_dir, workspace
from geo.errors import BusyError, WriteError
from geo.files import make_folder, sweep

FILE = ".lock"
VARIABLE = "PROJECT_MAP_WAIT"
WAIT_S = 120.0
# Folders of a workspace that are written to, beside itself: what a killed process left there is swept.
_PARTS = ("gazetteer", "boundaries", "ground", "views", "views/tours", "editions", "layers")

_held: ContextVar[frozenset[Path]] = ContextVar("locks", default=frozenset())


@contextmanager
def writing(folder: Path, *, wait_s: float | None = None) -> Iterator[None]:
    """Be the only one who writes to a folder while the block runs.

    Parameters
    ----------
    folder
        Made when it is missing. A block inside a block on the same folder waits for nothing.
    wait_s
        Seconds to wait for another process; None for :func:`patience`.

    Yields
    ------
    None
        As soon as nobody else writes.

    Raises
    ------
    BusyError
        Another process wrote all the time that one may wait.
    WriteError
        The folder may not be written.
    """
    place = folder.resolve()
    if place in _held.get():
        yield
        return
    wait_s = patience() if wait_s is None else wait_s
    make_folder(place)
    lock = FileLock(place / FILE, timeout=wait_s)
    try:
        lock.acquire()
    except Timeout as error:
        raise BusyError(folder, wait_s) from error
    except OSError as error:
        raise WriteError(error, place / FILE) from error
    token = _held.set(_held.get() | {place})
    try:
        yield
    finally:
        _held.reset(token)
        lock.release()


@contextmanager
def writing_workspace(folder: Path | None = None) -> Iterator[None]:
    """Be the only one who writes to a workspace, swept of what killed processes left in it.

    Parameters
    ----------
    folder
        Folder of the workspace, None for the current one.

    Yields
    ------
    None
        As soon as nobody else writes.

    Raises
    ------
    BusyError, WriteError
        As in :func:`writing`.
    """
    folder = folder or workspace.current()
    with writing(folder):
        for part in ("", *_PARTS):
            sweep(folder / part)
        yield


@contextmanager
def writing_own(folder: Path | None = None) -> Iterator[None]:
    """Be the only one who writes to own boundaries: in the workspace, or where the environment has them."""
    place = (folder or own_dir()).resolve()
    within = workspace.current().resolve()
    if within in place.parents:
        with writing_workspace(within):
            sweep(place)
            yield
        return
    with writing(place):
        sweep(place)
        yield


def patience() -> float:
    """How many seconds a writer waits for another."""
    try:
        return max(0.0, float(os.environ.get(VARIABLE) or WAIT_S))
    except ValueError:
        return WAIT_S
