"""The orders in which the page can list records.

In every order real projects stand before towns, parks and bases, and the records of one project
beside each other, where the first of them would stand alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.store.visibility import has_symbol
from projects.vocabulary import style

# The page starts with the first.
ORDERS = ("placed", "town", "industry", "stage")
# What a person has looked at and let stand.
CONFIRMED = ("confirmed", "edited")
# From the first word about a project to its end; what tells no stage stands last.
STAGES = ("前期", "签约", "开工", "在建", "建成")


def orders(
    records: pd.DataFrame, projects: NDArray[np.int64], marks: NDArray[np.object_] | None
) -> Mapping[str, NDArray[np.int64]]:
    """By the name of each order, the rows of *records* as it lists them.

    *projects* numbers the project of each row (-1 for none), *marks* say how the map shows it
    (:mod:`projects.store.visibility`); without them only the order by industry is worked out.
    """
    keys = _keys(records)
    usual = ["industry", "county", "name", "id"]
    found = {"industry": _ordered(keys, usual, projects)}
    if marks is None:
        return found
    keys["unconfirmed"] = ~records["status"].isin(CONFIRMED).to_numpy(bool)
    keys["unplaced"] = ~has_symbol(marks)
    found["placed"] = _ordered(keys, ["unplaced", "unconfirmed", *usual], projects)
    found["town"] = _ordered(keys, ["no_town", "county", "town", "industry", "name", "id"], projects)
    found["stage"] = _ordered(keys, ["stage", *usual], projects)
    return found


def _keys(records: pd.DataFrame) -> pd.DataFrame:
    rank = {industry.code: at for at, industry in enumerate(style.industries())}
    stages = {stage: at for at, stage in enumerate(STAGES)}
    town = records["town"].fillna("").to_numpy(object)
    return pd.DataFrame(
        {
            "industry": records["industry"].map(rank).fillna(len(rank)).to_numpy(),
            "county": records["county_code"].to_numpy(object),
            "name": records["name"].to_numpy(object),
            "id": records["id"].to_numpy(object),
            "no_town": town == "",
            "town": town,
            "stage": records["stage"].map(stages).fillna(len(stages)).to_numpy(),
        }
    )


def _ordered(keys: pd.DataFrame, columns: list[str], projects: NDArray[np.int64]) -> NDArray[np.int64]:
    at = np.empty(len(keys), np.int64)
    at[keys.sort_values(columns).index.to_numpy()] = np.arange(len(keys))
    first = pd.Series(at).groupby(projects).transform("min").to_numpy()
    first = np.where(projects < 0, at, first)
    return np.lexsort([at, first, projects < 0])
