"""Which rows of own layers the filters of the page select: those of the same area, industry and words.

A row is put into the columns of a record and asked by the same code
(:class:`projects.store.query.Index`), so that an area or an industry means the same for it as for a
project. What only plans tell (kind, stage, document, precision, years) is no condition on it. A row
without an industry matches only when none is asked for.
"""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache

import numpy as np
import pandas as pd

from projects.layers.keeping import Layer
from projects.model.records import COLUMNS, Record, typed
from projects.store.filters import Filters
from projects.store.query import Index, Mask

APPLIED = ("industry", "chain", "county", "town", "park", "text", "within", "near")
_SAME = ("name", "industry", "county", "county_code", "town", "park", "place", "place_code", "lon", "lat")


def matching(layers: tuple[Layer, ...], filters: Filters) -> tuple[Mask, ...]:
    """Which rows of layers the filters select.

    Parameters
    ----------
    layers
        In any number.
    filters
        Of which only the conditions in :data:`APPLIED` count.

    Returns
    -------
    tuple[Mask, ...]
        For each layer, a value for each of its features in their order.
    """
    index = _index(layers)
    keep = np.ones(len(index), bool)
    for key in filters.active():
        if key in APPLIED:
            keep &= index.matches(key, filters)
    ends = np.cumsum([len(layer.features) for layer in layers])
    return tuple(np.split(keep, ends)[:-1])  # nothing is behind the last end


@lru_cache(maxsize=8)
def _index(layers: tuple[Layer, ...]) -> Index:
    blank = {field.name: None if "None" in str(field.type) else "" for field in fields(Record)}
    rows = []
    for layer in layers:
        for feature in layer.features:
            told = feature["properties"]
            row = blank | {name: told[name] for name in _SAME}
            # A row drawn at an area's point has its own; what is drawn is selected by where it is drawn.
            row |= {"listed": True, "level": "none" if told["lon"] is None else "site"}
            row["category"] = "\n".join([told["place_text"], told["industry_text"], *told["more"].values()])
            rows.append([row[column] for column in COLUMNS])
    table = typed(pd.DataFrame(rows, columns=list(COLUMNS), dtype=object))
    return Index(table)
