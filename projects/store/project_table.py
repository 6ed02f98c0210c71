"""The table of real projects: one row for each, made of the records that name it.

A record names a place in a document; a project is what several of them may speak of. A group
of records is a project when one of them is of kind project. Towns, parks and bases that are
only named as places of development stay records, counted apart.

In: typed records. Out: a DataFrame with :data:`COLUMNS`; ``data/export/projects.csv`` is its
dictionary. What is told of a project is taken from all its records, whatever the filter: its
life does not change with it. ``selected`` says how many of them the filter left.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from geo import DATA_DIR, workspace
from projects.extraction.stages import STAGES
from projects.linkage.tables import MATCH_COLUMNS
from projects.model.records import LIST_SEPARATOR, project_keys, years
from projects.model.tables import read_table
from projects.store.counting import PROJECT_KIND, real_keys
from projects.store.history import MATCHES
from projects.store.visibility import has_symbol, standing

DICTIONARY = DATA_DIR / "export" / "projects.csv"
_PRECISION = {
    level: at for at, level in enumerate(("site", "park", "town", "multi", "county", "city", "none"))
}
_ONE = "一条记录 one record"
_OF_BEST = (
    *("name", "industry", "place", "place_code", "level", "method"),
    *("county", "county_code", "town", "park"),
)


@cache
def dictionary() -> pd.DataFrame:
    """The columns of the table, as :func:`projects.model.records.dictionary` has those of records.

    Returns
    -------
    pd.DataFrame
        Columns name, label_zh, label_en, type, unit and values, all texts.
    """
    return read_table(DICTIONARY, ("name", "label_zh", "label_en", "type", "unit", "values"))


def columns() -> tuple[str, ...]:
    """Names of the columns.

    Returns
    -------
    tuple[str, ...]
        In the order of the table.
    """
    return tuple(dictionary()["name"])


def real_projects(
    records: pd.DataFrame,
    everything: pd.DataFrame | None = None,
    *,
    reasons: Mapping[frozenset[str], str] | None = None,
) -> pd.DataFrame:
    """One row per real project of *records*, by id.

    Parameters
    ----------
    records
        Typed: those that a filter left.
    everything
        All records, of which *records* are a part; None when they are all.
    reasons
        Pairs of record ids → why they are one project; those of the shipped matching by default.

    Returns
    -------
    pd.DataFrame
        With :func:`columns`, typed as its dictionary says. Name, place and industry are
        those of the record placed most precisely (a line counts as several places), the latest of
        equals; the first plan that names the project is ``first_plan``. ``investment_wan_yuan`` is the
        latest amount printed. ``lon``, ``lat`` are empty where no record of the project has a point.
    """
    whole = records if everything is None else everything
    keys = project_keys(whole)
    wanted = keys.isin(set(real_keys(records)))
    inside = whole[wanted].copy()
    inside["key"] = keys[wanted].astype(object)
    found = years(inside)
    inside["first"], inside["last"] = found["first"], found["last"]
    marks = standing(inside)
    inside["is_drawn"] = has_symbol(marks)
    inside["rank"] = inside["level"].map(_PRECISION).astype(int).mask(marks == "line", _PRECISION["multi"])
    inside["is_project"] = inside["kind"] == PROJECT_KIND
    inside["stage_rank"] = (
        inside["stage"].map({stage: at for at, stage in enumerate(("", *STAGES))}).astype(int)
    )
    inside["is_here"] = inside["id"].isin(set(records["id"]))
    inside = inside.sort_values(["key", "plan_start", "document", "id"], kind="stable").reset_index(drop=True)
    groups = inside.groupby("key", sort=True)
    told = inside.loc[inside["is_project"]].assign(at=lambda rows: -rows.index)
    # Most precise first; of equals the latest plan.
    best = told.sort_values(["key", "rank", "at"]).drop_duplicates("key").set_index("key")
    sizes = groups.size()
    single = inside.loc[inside["key"].map(sizes) == 1].set_index("key")["id"]
    several = inside.loc[inside["key"].map(sizes) > 1].groupby("key")["id"].agg(list)
    ids = pd.concat([single, several.map(LIST_SEPARATOR.join)]).reindex(sizes.index)
    why = _reasons() if reasons is None else reasons
    table = best[list(_OF_BEST)].assign(
        id=best.index,
        kind=PROJECT_KIND,
        stage=groups["stage_rank"].max().map(("", *STAGES).__getitem__),
        first_plan=groups["document"].first(),
        last_plan=groups["document"].last(),
        year_start=groups["first"].min(),
        year_end=groups["last"].max(),
        mentions=sizes,
        mention_ids=ids,
        selected=groups["is_here"].sum(),
        investment_wan_yuan=groups["investment_wan_yuan"].last(),
        why_one=several.map(lambda names: _why(names, why)).reindex(sizes.index).fillna(_ONE),
        lon=best["lon"].where(best["is_drawn"]),
        lat=best["lat"].where(best["is_drawn"]),
    )
    return _typed(table[list(columns())].reset_index(drop=True))


def _why(ids: list[str], why: Mapping[frozenset[str], str]) -> str:
    """Why the records are one: the pairs among them that were found the same, each with its ground."""
    told = [
        f"{a}={b}: {why[frozenset((a, b))]}"
        for at, a in enumerate(ids)
        for b in ids[at + 1 :]
        if frozenset((a, b)) in why
    ]
    return "; ".join(told) or "归并 matched"


def _reasons(path: Path | None = None) -> dict[frozenset[str], str]:
    """Pairs of the shipped matching that are the same, with score and parts, or the person's decision."""
    path = path or workspace.tables() / MATCHES
    if not path.is_file():
        return {}
    rows = read_table(path, MATCH_COLUMNS)
    rows = rows[(rows["verdict"] == "same") | (rows["decided"] != "")]
    return {
        frozenset((row.a, row.b)): row.decided or f"{row.score} ({row.parts})"
        for row in rows.itertuples(index=False)
    }


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    kinds = {"text": "string", "integer": "Int64", "number": "Float64"}
    types = dict(zip(dictionary()["name"], dictionary()["type"], strict=True))
    return table.astype({name: kinds[types[name]] for name in columns()})
