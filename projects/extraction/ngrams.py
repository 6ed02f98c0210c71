"""How common a run of characters is: in the reports of how many areas it stands.

Input: ``data/rules/ngrams.parquet`` (text, areas), runs of two to six Chinese characters counted in
2,407 government work reports of 292 areas, 2001–2026 (provinces and prefectures of mainland China). Runs
that fewer areas print are left out and count as 0. A name is told from a class by letters that few
other places print.
"""

from __future__ import annotations

import math
from functools import cache

import pyarrow.parquet as pq

from projects.vocabulary.rules import RULES_DIR

AREAS = 292
LONGEST = 6
RARE = 3.0  # ln(292 / areas): fewer than 15 areas print it


def areas_of(run: str) -> int:
    """Number of areas whose reports print *run*.

    Parameters
    ----------
    run
        Two to six Chinese characters.

    Returns
    -------
    int
        Of 292; 0 for a rare run, and for one that is shorter or longer.
    """
    return _table().get(run, 0)


def rarity(name: str) -> list[float]:
    """For each pair of neighbouring characters of *name*: ln(292 / areas), 5.7 for one that is rare."""
    table, none = _rarities(), math.log(AREAS)
    return [table.get(name[i : i + 2], none) for i in range(len(name) - 1)]


@cache
def _rarities() -> dict[str, float]:
    return {run: math.log(AREAS / max(areas, 1)) for run, areas in _table().items() if len(run) == 2}


@cache
def _table() -> dict[str, int]:
    table = pq.read_table(RULES_DIR / "ngrams.parquet")
    return dict(zip(table["text"].to_pylist(), table["areas"].to_pylist(), strict=True))
