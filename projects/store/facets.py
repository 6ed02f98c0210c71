"""How much each choice of a filter would give while the other filters stand.

In: an :class:`~projects.store.query.Index`, the rows that meet each condition that is set, and
those that meet each choice. Out: real projects by key and choice, each once as in
:mod:`projects.store.counting`.
What plans only name as places (towns, parks, bases) is no project: for the filter of kinds, where
such a choice would always give none, their records are counted.

What can be known beforehand is worked out once: each pair of a choice and a project has a
number, so that a filter marks the pairs that are left and counts them by choice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.store.counting import real_keys
from projects.store.query import Index, Mask, met

# The filter whose choices are no projects but for one.
OF_RECORDS = "kind"
# The filter whose choices are found by words: of more records that takes seconds, and is left out.
BY_WORDS = "chain"
MOST_BY_WORDS = 20_000


@dataclass(frozen=True)
class _Facet:
    """The choices of one key: ``pairs`` numbers the pair of choice and project of each of ``rows``."""

    values: tuple[str, ...]
    rows: NDArray[np.int64]
    pairs: NDArray[np.int64]
    choice_of_pair: NDArray[np.int64]

    def count(self, keep: Mask) -> dict[str, int]:
        seen = np.zeros(len(self.choice_of_pair), bool)
        seen[self.pairs[keep[self.rows]]] = True
        found = np.bincount(self.choice_of_pair[seen], minlength=len(self.values))
        return dict(zip(self.values, found.tolist(), strict=True))


def choice_rows(
    index: Index, offered: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, NDArray[np.int64]]]:
    """The rows that meet each choice of a filter alone.

    Parameters
    ----------
    index
        Over all records.
    offered
        Key of a list in ``Filters`` → the values that may be chosen.

    Returns
    -------
    dict[str, dict[str, NDArray[np.int64]]]
        Key → value → numbers of rows of *index*, ascending. Without :data:`BY_WORDS` where there are more
        than :data:`MOST_BY_WORDS` records.
    """
    return {
        key: dict(zip(values, index.choices(key, values), strict=True))
        for key, values in offered.items()
        if key != BY_WORDS or len(index) <= MOST_BY_WORDS
    }


class Facets:
    """Counts for the *chosen* choices (:func:`choice_rows`) over the records of an *index*.

    *projects* numbers the project of each record (:func:`project_numbers`).
    """

    def __init__(
        self,
        index: Index,
        projects: NDArray[np.int64],
        chosen: Mapping[str, Mapping[str, NDArray[np.int64]]],
    ) -> None:
        """Pair all choices with the projects behind them."""
        self._index = index
        things = np.where(projects < 0, projects.max(initial=-1) + 1 + np.arange(len(index)), projects)
        self._facets = {
            key: _facet(rows, things if key == OF_RECORDS else projects) for key, rows in chosen.items()
        }

    def count(self, single: Mapping[str, Mask]) -> dict[str, dict[str, int]]:
        """By key and choice; *single* as :func:`projects.store.query.passed` gives it."""
        keep = met(self._index, single)
        found = {}
        for key, facet in self._facets.items():
            others = {name: one for name, one in single.items() if name != key}
            found[key] = facet.count(met(self._index, others) if key in single else keep)
        return found


def project_numbers(records: pd.DataFrame) -> NDArray[np.int64]:
    """Number of the real project that each row of *records* names.

    Parameters
    ----------
    records
        With the columns kind, project and id.

    Returns
    -------
    NDArray[np.int64]
        From 0, in the order in which the projects first stand there; -1 for towns, parks and bases.
    """
    keys = real_keys(records.reset_index(drop=True))
    found = np.full(len(records), -1, np.int64)
    found[keys.index.to_numpy()] = pd.factorize(keys.astype(object))[0]
    return found


def _facet(choices: Mapping[str, NDArray[np.int64]], projects: NDArray[np.int64]) -> _Facet:
    chosen = [rows[projects[rows] >= 0] for rows in choices.values()]
    rows = np.concatenate([np.zeros(0, np.int64), *chosen])
    choice = np.repeat(np.arange(len(choices)), [len(one) for one in chosen])
    most = projects.max(initial=0) + 1
    pairs, unique = pd.factorize(choice * most + projects[rows])
    return _Facet(tuple(choices), rows, pairs, np.asarray(unique) // most)
