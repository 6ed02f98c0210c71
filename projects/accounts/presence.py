"""Whether there are accounts, and where, told without opening a database."""

from __future__ import annotations

import os
from pathlib import Path

from geo import DATA_DIR

VARIABLE = "PROJECT_MAP_ACCOUNTS"  # a file, or a database's URL
FILE = DATA_DIR / "accounts.sqlite"


def place() -> str:
    """URL of the accounts' database, whether it is there or not."""
    named = os.environ.get(VARIABLE) or str(FILE)
    return named if "://" in named else f"sqlite:///{Path(named).resolve().as_posix()}"


def file() -> Path | None:
    """The database's file; None when it is on a server."""
    url = place()
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def is_on() -> bool:
    """Whether accounts hold here.

    What is named and is missing holds as well: a disk that was not mounted must not open the door.

    Returns
    -------
    bool
        True when ``PROJECT_MAP_ACCOUNTS`` names accounts, or :data:`FILE` is there.
    """
    return bool(os.environ.get(VARIABLE)) or FILE.is_file()
