"""Rules are rows: the CSV tables in ``data/rules``, read once, with their columns checked."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from geo import DATA_DIR
from projects.errors import InputError, MissingError

RULES_DIR = DATA_DIR / "rules"
LIST_SEPARATOR = "|"  # between the values of one cell, in every table


@cache
def rules(name: str, folder: Path = RULES_DIR) -> tuple[dict[str, str], ...]:
    """Rows of ``data/rules/<name>.csv`` in file order, every value a text.

    Raises MissingError when there is no such table and InputError, with the line, when a
    row has more or fewer cells than the header.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise MissingError(f"{path}: no such table of rules")
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader)
        rows = []
        for line, cells in enumerate(reader, start=2):
            if len(cells) != len(header):
                raise InputError(
                    f"{path}:{line}: {len(cells)} cells; expected {len(header)}: {', '.join(header)}"
                )
            rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)
