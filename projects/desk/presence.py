"""Whether a workspace has a desk, told without opening a database: the map need not wait for that."""

from __future__ import annotations

from pathlib import Path

from geo import workspace
from projects.store.address import named

FILE = "desk.sqlite"  # in the workspace


def is_there(folder: Path | None = None) -> bool:
    """Whether a workspace has a database of its own or a named one.

    Parameters
    ----------
    folder
        The workspace; None for the current one.

    Returns
    -------
    bool
        True also when the environment names a database that does not exist yet.
    """
    return bool(named()) or ((folder or workspace.current()) / FILE).is_file()
