"""What the plans say about one area: a county, zone, town, park or base.

Input: the shipped tables (:class:`Tables`). Output: :class:`Profile`, a bundle of small
DataFrames, each row traceable: facts and positions name document, section and item, records
their id, tasks their number, and ``filters`` is the query whose records the figures count.

The location quotient of an industry is (n_ai / n_a) / (n_ci / n_c): its share among the
area's records with a known industry over its share among the city's; above 1 it is
concentrated here (P. S. Florence 1939; W. Isard, Methods of Regional Analysis, 1960).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import shapely

from geo.gazetteer import Place
from projects.store.counting import Counts, count_projects, counts, named_investment
from projects.store.followup import of_county, of_records
from projects.store.profiletables import Area, Tables, all_areas, find_area
from projects.store.query import mask

__all__ = ["Area", "Profile", "Tables", "all_areas", "find_area", "location_quotients", "profile"]

INDUSTRY_COLUMNS = ["industry", "records", "city_records", "share", "city_share", "location_quotient"]
YEAR_COLUMNS = ["document", "year_from", "year_to", "records", "projects", "holds_area"]
TASK_COLUMNS = ["document", "number", "section", "role", "deadline", "names"]
COMPANY_COLUMNS = ["entity", "document", "section", "item"]
TOUCH_DEGREES = 0.0005  # about 50 m: outlines that were simplified apart still touch


@dataclass(frozen=True)
class Profile:
    """Everything of one page.

    ``records`` are those of ``area.filters``, typed. ``positions`` has the columns of
    ``positions.csv``; the others those of the constants above. ``neighbours`` are areas of the
    same level that touch it, by name. ``levels`` counts records by precision level, ``counts``
    are the five figures, ``radius_m`` is how far the area's own point may be off (None when
    unknown), ``method`` how its outline came about.
    """

    area: Area
    county: str
    records: pd.DataFrame
    positions: pd.DataFrame
    companies: pd.DataFrame
    industries: pd.DataFrame
    plans: pd.DataFrame
    tasks: pd.DataFrame
    shared_tasks: int
    neighbours: tuple[Area, ...]
    levels: dict[str, int]
    investment_wan_yuan: float | None
    radius_m: float | None
    method: str
    is_official: bool
    counts: Counts

    @property
    def is_empty(self) -> bool:
        """Whether no plan says anything about the area."""
        tables = (self.records, self.positions, self.companies, self.tasks)
        return all(len(table) == 0 for table in tables)


def profile(area: Area, tables: Tables) -> Profile:
    """The profile of one area.

    Parameters
    ----------
    area
        As :func:`find_area` or :func:`all_areas` gives it.
    tables
        Those that it was found in.

    Returns
    -------
    Profile
        Empty (``is_empty``) for an area of which nothing is said.
    """
    kept = tables.records[mask(tables.index, area.filters)]
    row = tables.areas.loc[area.code]
    county = tables.gazetteer.places.get(str(row["parent_code"]))
    facts = tables.companies_in(tables.gazetteer.places[area.code])
    positions = tables.positions[tables.positions["place_code"] == area.code]
    if area.base and area.industry:
        positions = positions[positions["industry"].isin([area.industry, ""])]
    tasks, shared = _tasks(area, tables)
    return Profile(
        area=area,
        county=county.name if county is not None and area.level in ("town", "park") else "",
        records=kept,
        positions=positions.reset_index(drop=True),
        companies=facts.drop_duplicates("entity")[COMPANY_COLUMNS].reset_index(drop=True),
        industries=location_quotients(kept, tables.records),
        plans=_plans(kept, tables, tables.gazetteer.places[area.code]),
        tasks=tasks,
        shared_tasks=shared,
        neighbours=_neighbours(area, tables),
        levels={str(level): int(count) for level, count in kept["level"].value_counts().sort_index().items()},
        investment_wan_yuan=named_investment(kept),
        radius_m=None if pd.isna(row["radius_m"]) else float(row["radius_m"]),
        method=str(row["method"]),
        is_official=bool(row["is_official"]),
        counts=counts(kept),
    )


def promises_in(one: Profile, tables: Tables) -> pd.DataFrame:
    """The promises that are made for the area of a profile.

    Of a county or zone what the comparison of counties counts for it: a project whose county only the
    report names is among it, one of several counties is not.

    Parameters
    ----------
    one
        Its ``area`` counts; of a base, town or park also its ``records``.
    tables
        Those that *one* was made of.

    Returns
    -------
    pd.DataFrame
        Rows of ``tables.promises``; none where nothing is promised.
    """
    if one.area.level in ("county", "zone") and not one.area.base:
        return of_county(tables.promises, one.area.code)
    return of_records(tables.promises, one.records["id"])


def location_quotients(records: pd.DataFrame, city: pd.DataFrame) -> pd.DataFrame:
    """One row per industry of *records*, most records first, with :data:`INDUSTRY_COLUMNS`.

    Shares are of the records whose industry is known. ``location_quotient`` is missing where
    the city has none; an industry that the area lacks has no row.
    """
    here = records.loc[records["industry"] != "", "industry"].value_counts()
    there = city.loc[city["industry"] != "", "industry"].value_counts()
    table = pd.DataFrame({"records": here, "city_records": there.reindex(here.index).fillna(0)})
    table = table.astype("int64").rename_axis("industry").reset_index()
    table["share"] = table["records"] / max(int(here.sum()), 1)
    table["city_share"] = table["city_records"] / max(int(there.sum()), 1)
    table["location_quotient"] = (table["share"] / table["city_share"]).where(table["city_share"] > 0)
    return table.sort_values(["records", "industry"], ascending=[False, True], ignore_index=True)[
        INDUSTRY_COLUMNS
    ]


def _plans(records: pd.DataFrame, tables: Tables, place: Place) -> pd.DataFrame:
    """Records and distinct projects by plan, in the order of the plans' years.

    ``holds_area``: whether the plan is for an area that holds the place, so that 0 says something.
    """
    rows = []
    for document in sorted(tables.documents.values(), key=lambda d: (d.period_start or 9999, d.key)):
        here = records["document"] == document.key
        matches = tables.gazetteer.lookup(document.scope) if document.scope else []
        holds = bool(matches) and tables.gazetteer.contains(matches[0].place, place)
        count, projects = int(here.sum()), count_projects(records[here])
        rows.append((document.key, document.period_start, document.period_end, count, projects, holds))
    return pd.DataFrame(rows, columns=YEAR_COLUMNS).astype({"year_from": "Int64", "year_to": "Int64"})


def _tasks(area: Area, tables: Tables) -> tuple[pd.DataFrame, int]:
    """Tasks that name the area's office as responsible, and the number of those for every town."""
    rows: list[tuple[str, ...]] = []
    shared = 0
    for duty in tables.duties if not area.base else ():
        role = "lead" if area.code in duty.lead else "participate" if area.code in duty.participate else ""
        if role:
            rows.append((duty.document, duty.number, duty.section, role, duty.deadline, duty.names))
        elif duty.is_shared and area.level == "town":
            shared += int(tables.gazetteer.contains(duty.scope, tables.gazetteer.places[area.code]))
    return pd.DataFrame(rows, columns=TASK_COLUMNS), shared


def _neighbours(area: Area, tables: Tables) -> tuple[Area, ...]:
    """Areas of the same level that touch the area; around a base or park the towns it touches."""
    own = tables.areas.geometry[area.code]
    if own is None or own.is_empty:
        return ()
    level = area.level if area.level in ("county", "zone", "town") else "town"
    others = tables.areas[(tables.areas["level"] == level) & (tables.areas.index != area.code)]
    near = others[shapely.dwithin(others.geometry.to_numpy(), own, TOUCH_DEGREES)]
    return tuple(Area(str(code), str(name), level) for code, name in near["name"].sort_index().items())
