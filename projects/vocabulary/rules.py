"""Rules are rows: the CSV tables in ``data/rules``, read once, with their columns checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from geo import DATA_DIR
from geo.errors import TableError
from geo.tables import records
from projects.errors import InputError, MissingError

RULES_DIR = DATA_DIR / "rules"
LIST_SEPARATOR = "|"  # between the values of one cell, in every table


@cache
def rules(name: str, folder: Path = RULES_DIR) -> tuple[dict[str, str], ...]:
    """Rows of ``data/rules/<name>.csv``, read once.

    Parameters
    ----------
    name
        Stem of the table's file (``industry_rules``).
    folder
        Where it lies, when elsewhere.

    Returns
    -------
    tuple[dict[str, str], ...]
        In file order, every value a text.

    Raises
    ------
    MissingError
        There is no such table.
    InputError
        It is no CSV in UTF-8, or a row, named by its line, has more or fewer cells than the header.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise MissingError(f"{path}: no such table of rules")
    try:
        return tuple(records(path))
    except TableError as error:
        raise InputError(str(error)) from error
