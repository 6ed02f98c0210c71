"""The five figures that every surface shows, counted by one function.

==========  =============================================================================
projects    项目: real projects, each once however many plans and items name it
records     记录: mentions, one for each place in a document
drawn       图上: records that have a symbol on the map (and a point in files)
county      县级: records known to a county or zone only, counted on it
unplaced    未落点: records that are neither
==========  =============================================================================

``drawn + county + unplaced == records``. Towns, parks and bases that plans only name as places of
development are records but no projects.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.model.records import project_keys
from projects.store.visibility import DRAWN, standing

FIGURES = ("projects", "records", "drawn", "county", "unplaced")
PROJECT_KIND = "project"
STAGES = ("前期", "签约", "开工", "在建", "建成")  # in their order


@dataclass(frozen=True, slots=True)
class Counts:
    """The five figures of a set of records."""

    projects: int
    records: int
    drawn: int
    county: int
    unplaced: int

    def as_dict(self) -> dict[str, int]:
        """The figures by name, in the order of :data:`FIGURES`."""
        return asdict(self)


def counts(
    records: pd.DataFrame,
    *,
    marks: NDArray[np.object_] | None = None,
    areas: gpd.GeoDataFrame | None = None,
) -> Counts:
    """The five figures of typed *records*.

    Parameters
    ----------
    records
        With the columns kind, project, id and those that :func:`projects.store.visibility.stand` reads.
    marks
        Where each of them stands (:func:`projects.store.visibility.standing`); None to work it out.
    areas
        The areas to work it out with; None means those that hold now.

    Returns
    -------
    Counts
        ``drawn``, ``county`` and ``unplaced`` add up to ``records``.
    """
    marks = standing(records, areas) if marks is None else marks
    drawn, county = int(np.isin(marks, DRAWN).sum()), int((marks == "county").sum())
    return Counts(count_projects(records), len(records), drawn, county, len(records) - drawn - county)


def count_projects(records: pd.DataFrame) -> int:
    """How many real projects the *records* name.

    Parameters
    ----------
    records
        With the columns kind, project and id.

    Returns
    -------
    int
        Each project once; 0 where all are towns, parks or bases.
    """
    return int(real_keys(records).nunique())


def named_investment(records: pd.DataFrame) -> float | None:
    """The investment that *records* name, 万元: of what is named more than once its largest amount once."""
    named = records["investment_wan_yuan"].groupby(project_keys(records)).max().dropna()
    return float(named.sum()) if len(named) else None


def count_stages(records: pd.DataFrame) -> dict[str, int]:
    """How many real projects each of :data:`STAGES` has: each at the furthest that *records* tell of it.

    Projects of which no stage is told are left out.
    """
    keys = real_keys(records)
    rank = records.loc[keys.index, "stage"].map({stage: at for at, stage in enumerate(STAGES)})
    furthest = rank.dropna().groupby(keys).max().value_counts()
    return {stage: int(furthest.get(at, 0)) for at, stage in enumerate(STAGES)}


def real_keys(records: pd.DataFrame) -> pd.Series[str]:
    """The project of each of the *records* that names a real one.

    Parameters
    ----------
    records
        With the columns kind, project and id.

    Returns
    -------
    pd.Series[str]
        Its key (:func:`projects.model.records.project_keys`), with the index of *records*; the rows of
        other kinds than project are left out.
    """
    return project_keys(records[(records["kind"] == PROJECT_KIND).to_numpy(bool)])
