"""Which database is meant: the address that ``--store`` or ``PROJECT_MAP_STORE`` gives."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "PROJECT_MAP_STORE"


def named() -> str:
    """The address that the environment names; empty for the workspace's own file."""
    return os.environ.get(VARIABLE, "")


def server() -> str:
    """The address when it is that of a PostgreSQL server, else empty."""
    return named() if is_server(named()) else ""


def is_server(url: str) -> bool:
    """Whether *url* names a PostgreSQL server."""
    return url.partition(":")[0].partition("+")[0] == "postgresql"


@contextmanager
def using(url: str | None) -> Iterator[None]:
    """Mean this database while the block runs, in processes started by it too; None leaves it as it is."""
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
    """An address without its password, also where it is none that can be read."""
    without = re.sub(r"//.*@", "//***@", url, flags=re.DOTALL)
    return without.partition("?")[0]
