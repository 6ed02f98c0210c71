"""The undoing of imports: own boundaries and facilities deleted."""

from __future__ import annotations

from pathlib import Path

from geo import own_dir
from geo.area_rows import FILES
from geo.files import remove as remove_file
from geo.gazetteer_tables import load_gazetteer
from geo.locks import writing_own
from geo.own.facilities import FACILITIES


def remove(level: str | None = None, *, folder: Path | None = None) -> list[Path]:
    """Delete what was imported.

    Parameters
    ----------
    level
        ``county``, ``town``, ``park`` (zones go with parks) or ``site``, the facilities; None for all.
    folder
        Where own boundaries are kept, by default :func:`geo.own_dir`.

    Returns
    -------
    list[Path]
        The files deleted; empty when there was nothing.

    Raises
    ------
    BusyError, WriteError
        Another process writes to the folder, or a file cannot be deleted.
    """
    folder = folder or own_dir()
    files = {"county": ["county"], "town": ["town"], "park": ["park", "zone"], "site": [], None: list(FILES)}[
        level
    ]
    names = [f"{FILES[name]}.geojson" for name in files] + ([FACILITIES] if level in (None, "site") else [])
    gone = [folder / name for name in names if (folder / name).is_file()]
    if gone:
        with writing_own(folder):
            for file in gone:
                remove_file(file)
    load_gazetteer.cache_clear()
    return gone
