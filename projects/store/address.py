"""Which database is meant: the address that ``--store`` or ``PROJECT_MAP_STORE`` gives."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "PROJECT_MAP_STORE"


def named() -> str:
    """The address that the environment names.

    Returns
    -------
    str
        Empty for the workspace's own file.
    """
    return os.environ.get(VARIABLE, "")


def server() -> str:
    """The address when it is that of a PostgreSQL server.

    Returns
    -------
    str
        Empty when the environment names no database, or one of another kind.
    """
    return named() if is_server(named()) else ""


def is_server(url: str) -> bool:
    """Whether *url* names a PostgreSQL server."""
    return url.partition(":")[0].partition("+")[0] == "postgresql"


@contextmanager
def using(url: str | None) -> Iterator[None]:
    """Mean this database while the block runs, in processes started by it too.

    Parameters
    ----------
    url
        The address for the environment; None or empty leaves it as it is.

    Yields
    ------
    None
        While the environment names the database; afterwards it names what it did before.
    """
    before = os.environ.get(VARIABLE)
    if url:
        os.environ[VARIABLE] = url
    try:
        yield
    finally:
        if url and before is None:
            del os.environ[VARIABLE]
        elif url and before is not None:
            os.environ[VARIABLE] = before


def shown(url: str) -> str:
    """An address without its password, also where it is none that can be read.

    Parameters
    ----------
    url
        As it was given, with or without user, password and options.

    Returns
    -------
    str
        ``***`` in the place of user and password; without what stands behind ``?``.
    """
    without = re.sub(r"//.*@", "//***@", url, flags=re.DOTALL)
    return without.partition("?")[0]
