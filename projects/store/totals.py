"""Totals of what a filter shows, by place, industry or stage.

In: an :class:`~projects.store.query.Index`, the rows that are shown, and the values of one filter,
so that each line counts what the filter by its value would give. Out: a table with
:data:`COLUMNS`. A record in two towns counts in both, and a project that two towns share as well:
the last line says what there is in all, and is no sum of those above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.store.counting import named_investment
from projects.store.query import Index, Mask
from projects.store.visibility import has_symbol

COLUMNS = ("value", "projects", "records", "drawn", "investment_wan_yuan")
# The lines that are no value: what has none, and all together.
REST, ALL = "", "*"


def totals(
    records: pd.DataFrame,
    keep: Mask,
    groups: Mapping[str, NDArray[np.int64]],
    *,
    projects: NDArray[np.int64],
    marks: NDArray[np.object_],
) -> pd.DataFrame:
    """One line for each of the *groups* with a row in *keep*, one for the rest, one for all.

    Parameters
    ----------
    records
        Typed records, to which the rows below refer by number from 0.
    keep
        The rows that are shown.
    groups
        Value → the rows of each (:func:`by_filter`, :func:`by_column`).
    projects
        Number of the project of each record (:func:`projects.store.facets.project_numbers`).
    marks
        Where each record stands (:func:`projects.store.visibility.standing`).

    Returns
    -------
    pd.DataFrame
        With :data:`COLUMNS`, in the order of *groups*; last those whose ``value`` is :data:`REST`, if there
        is a rest, and :data:`ALL`. Investments (万元) are missing where none is named.
    """
    drawn = has_symbol(marks)
    lines = [
        (
            value,
            len(np.unique(projects[rows][projects[rows] >= 0])),
            len(rows),
            int(drawn[rows].sum()),
            named_investment(records.iloc[rows]),
        )
        for value, rows in parts(keep, groups).items()
    ]
    return pd.DataFrame(lines, columns=list(COLUMNS)).astype({"investment_wan_yuan": "Float64"})


def parts(keep: Mask, groups: Mapping[str, NDArray[np.int64]]) -> dict[str, NDArray[np.int64]]:
    """The rows that each line of :func:`totals` counts, in its order.

    Parameters
    ----------
    keep, groups
        As for :func:`totals`.

    Returns
    -------
    dict[str, NDArray[np.int64]]
        Value → rows in *keep*. Lines without rows are left out but for :data:`ALL`.
    """
    rest = keep.copy()
    found: dict[str, NDArray[np.int64]] = {}
    for value, rows in groups.items():
        found[value] = rows[keep[rows]]
        rest[rows] = False
    found[REST] = np.flatnonzero(rest)
    return {value: rows for value, rows in found.items() if len(rows)} | {ALL: np.flatnonzero(keep)}


def by_filter(index: Index, key: str, values: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """The rows that a filter gives for each of its *values*.

    Parameters
    ----------
    index
        Over all records.
    key
        One of ``LISTS``, such as ``town``.
    values
        Each asked for alone.

    Returns
    -------
    dict[str, NDArray[np.int64]]
        Value → numbers of rows, ascending; a row in several where several of its places are asked for.
    """
    return dict(zip(values, index.choices(key, values), strict=True))


def by_column(records: pd.DataFrame, column: str, values: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    """The rows of each of the *values* of a column.

    Parameters
    ----------
    records
        A table of records.
    column
        One of texts, such as ``stage``.
    values
        Compared with the whole text.

    Returns
    -------
    dict[str, NDArray[np.int64]]
        Value → numbers of rows from 0, ascending.
    """
    texts = records[column].to_numpy(object)
    return {value: np.flatnonzero(texts == value) for value in values}
