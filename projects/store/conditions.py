"""The conditions of a filter: rows of ``data/filters.csv``, which Python and the map's scripts both go by.

Out: each condition with its key in a link, what kind it is (``list``: values of the vocabulary; ``place``:
areas of its levels; the others once each) and what it is called. The stand-alone file carries the same rows
(:mod:`projects.presentation.standalone`), so that it filters by all that the page filters by.
"""

from __future__ import annotations

from typing import NamedTuple

from geo import DATA_DIR
from geo.tables import records
from projects.vocabulary.rules import LIST_SEPARATOR

TABLE = DATA_DIR / "filters.csv"


class Condition(NamedTuple):
    """One condition; a column of records has no label of its own here but that of the data dictionary."""

    key: str
    kind: str
    levels: tuple[str, ...]
    label_zh: str
    label_en: str


def _read() -> tuple[Condition, ...]:
    return tuple(
        Condition(
            row["key"],
            row["kind"],
            tuple(filter(None, row["levels"].split(LIST_SEPARATOR))),
            row["label_zh"],
            row["label_en"],
        )
        for row in records(TABLE)
    )


CONDITIONS = _read()
# Those with any number of values, and all, which can be lifted one by one; in the order of queries and chips.
LISTS = tuple(one.key for one in CONDITIONS if one.kind in ("list", "place"))
KEYS = tuple(one.key for one in CONDITIONS)
# The levels of areas that the filters of the same name accept; a zone is a group of
# towns that acts as a county-level unit and is called a park as often.
PLACE_LEVELS = {one.key: one.levels for one in CONDITIONS if one.kind == "place"}
