"""What the plans say about one area: a county, zone, town, park or base.

Input: the shipped tables (:class:`Tables`). Output: :class:`Profile`, a bundle of small
DataFrames, each row traceable: facts and positions name document, section and item, records
their id, tasks their number, and ``filters`` is the query whose records the figures count.

The location quotient of an industry is (n_ai / n_a) / (n_ci / n_c): its share among the
area's records with a known industry over its share among the city's; above 1 it is
concentrated here (P. S. Florence 1939; W. Isard, Methods of Regional Analysis, 1960).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo import DATA_DIR
from geo.boundaries import load_areas
from geo.gazetteer import Gazetteer, Place, load_gazetteer
from projects.build import FACT_COLUMNS, POSITION_COLUMNS
from projects.errors import InputError
from projects.filters import Filters
from projects.query import Index, mask
from projects.records import LIST_SEPARATOR
from projects.registry import Document, read_registry
from projects.store import Store, open_store
from projects.tables import read_table

INDUSTRY_COLUMNS = ["industry", "records", "city_records", "share", "city_share", "location_quotient"]
YEAR_COLUMNS = ["document", "year_from", "year_to", "records", "projects", "holds_area"]
TASK_COLUMNS = ["document", "number", "section", "role", "deadline", "names"]
COMPANY_COLUMNS = ["entity", "document", "section", "item"]
MAX_GUESSED = 4
TOUCH_DEGREES = 0.0005  # about 50 m: outlines that were simplified apart still touch

_LEVELS = ("county", "zone", "town", "park")
_OFFICE = re.compile(r"(人民政府|政府|街道办事处|办事处|党工委|管委会)$")
_EVERY_TOWN = re.compile(r"^(各|有关|相关)?.{0,2}(镇|街道).{0,8}$|^各产业园区$|^各街道园区$")


@dataclass(frozen=True)
class Area:
    """What a profile is of.

    ``code`` and ``level`` are those of the place. A base has the id of its project in ``base``
    and its ``industry`` as well; its records are those of that industry at its place.
    """

    code: str
    name: str
    level: str  # county, zone, town or park
    base: str = ""
    industry: str = ""

    @property
    def filters(self) -> Filters:
        """The query for the records of the area."""
        industry = (self.industry,) if self.industry else ()
        if self.level in ("county", "zone"):
            return Filters(county=(self.code,), industry=industry)
        if self.level == "town":
            return Filters(town=(self.code,), industry=industry)
        return Filters(park=(self.code,), industry=industry)

    @property
    def key(self) -> str:
        """What tells it from every other area: the id of a base, else the code."""
        return self.base or self.code


@dataclass(frozen=True)
class Profile:
    """Everything of one page.

    ``records`` are those of ``area.filters``, typed. ``positions`` has the columns of
    ``positions.csv``; the others those of the constants above. ``neighbours`` are areas of the
    same level that touch it, by name. ``levels`` counts records by precision level, ``radius_m``
    is how far the area's own point may be off (None when unknown), ``method`` how its outline came about.
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

    @property
    def is_empty(self) -> bool:
        """Whether no plan says anything about the area."""
        tables = (self.records, self.positions, self.companies, self.tasks)
        return all(len(table) == 0 for table in tables)


@dataclass(frozen=True, slots=True)
class Duty:
    """One task: codes of the places whose offices lead it or take part, and what it names.

    ``is_shared``: it names all towns (各镇政府) instead.
    """

    document: str
    number: str
    section: str
    deadline: str
    names: str
    scope: Place
    lead: frozenset[str]
    participate: frozenset[str]
    is_shared: bool


class Tables:
    """The tables that profiles are made of, read once."""

    def __init__(self, store: Store | None = None, *, folder: Path = DATA_DIR) -> None:
        """Tables of *folder*; records and tasks from *store*, the shipped one by default."""
        store = store or open_store()
        self.records = store.records()
        self.tasks = store.tasks()
        self.levels = store.levels()
        self.documents: dict[str, Document] = read_registry(folder / "documents.csv")
        self.facts = read_table(folder / "facts.csv", FACT_COLUMNS)
        self.positions = read_table(folder / "positions.csv", POSITION_COLUMNS)
        self.index = Index(self.records, pinyin=store.pinyin())

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """Areas by code (``geo.boundaries.load_areas``)."""
        return load_areas()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer."""
        return load_gazetteer()

    def companies_in(self, place: Place) -> pd.DataFrame:
        """Facts about companies in a place or in what it holds, strongest first.

        A name that only stands behind that of a county (strength 3) is cut at a guess where it
        runs into other words, so that long ones are left out.
        """
        facts = self.facts[self.facts["is_company"] == "true"]
        inside = {
            code
            for code in facts["place_code"].unique()
            if self.gazetteer.contains(place, self.gazetteer.places[code])
        }
        firm = (facts["strength"] != "3") | (facts["entity"].str.len() <= MAX_GUESSED)
        return facts[facts["place_code"].isin(inside) & firm].sort_values("strength", kind="stable")

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """The tasks with the places whose offices they name."""
        names = self.records.groupby(["document", "section"])["name"].agg("、".join).to_dict()
        duties = []
        for task in self.tasks.itertuples():
            document = self.documents.get(task.document)
            matches = self.gazetteer.lookup(document.scope) if document and document.scope else []
            if not matches:
                continue
            scope = matches[0].place
            units = [text.split(LIST_SEPARATOR) for text in (task.lead_units, task.participating_units)]
            lead, participate = (
                frozenset(code for unit in side for code in self._offices(unit, scope)) for side in units
            )
            duties.append(
                Duty(
                    task.document,
                    task.number,
                    task.section,
                    task.deadline,
                    names.get((task.document, task.section), ""),
                    scope,
                    lead,
                    participate,
                    any(_EVERY_TOWN.match(unit) for side in units for unit in side),
                )
            )
        return tuple(duties)

    def _offices(self, unit: str, scope: Place) -> set[str]:
        """Codes of the towns, parks or zones whose office a unit is: 新区街道办事处, 侯营镇政府."""
        names = {unit, _OFFICE.sub("", unit), _OFFICE.sub("街道", unit), re.sub(r"等\d+个.*$", "", unit)}
        return {
            match.place.code
            for name in names - {""}
            for match in self.gazetteer.lookup(name, within=scope)
            if match.place.level in ("town", "park", "zone") and match.place.code != scope.code
        }

    @cached_property
    def bases(self) -> tuple[Area, ...]:
        """Bases that the plans place in one town or park: one per project, by code, then name."""
        rows = self.records[
            (self.records["kind"] == "base") & self.records["level"].isin(["town", "park", "site"])
        ]
        found: dict[str, Area] = {}
        for row in rows.sort_values(["period_start", "id"]).itertuples():
            code = row.place_code
            if code in self.areas.index and self.areas.loc[code, "level"] in ("town", "park"):
                key = row.project or row.id
                level = str(self.areas.loc[code, "level"])
                found.setdefault(key, Area(code, row.name, level, key, row.industry))
        return tuple(sorted(found.values(), key=lambda area: (area.code, area.name, area.base)))


def all_areas(tables: Tables) -> list[Area]:
    """Every county, zone, town and park by level and code, then the bases."""
    rows = tables.areas.sort_index()
    found = [
        Area(str(code), str(name), level)
        for level in _LEVELS
        for code, name in rows.loc[rows["level"] == level, "name"].items()
    ]
    return [*found, *tables.bases]


def find_area(text: str, tables: Tables) -> Area:
    """The area with this code, name or alias; a base by its name, project or record id.

    Raises InputError when there is none, or several share the name.
    """
    areas = all_areas(tables)
    exact = [area for area in areas if area.key == text]
    named = exact or [area for area in areas if area.name == text]
    if not named:
        codes = {match.place.code for match in tables.gazetteer.lookup(text, any_scope=True)}
        named = [area for area in areas if area.code in codes and not area.base]
    if not named:
        raise InputError(f"{text!r}: no county, zone, town, park or base has this code or name")
    if len(named) > 1:
        options = ", ".join(f"{area.key} {area.name}" for area in named)
        raise InputError(f"{text!r} means several areas; give a code: {options}")
    return named[0]


def profile(area: Area, tables: Tables) -> Profile:
    """The profile of one area; an area of which nothing is said gets an empty one."""
    kept = tables.records[mask(tables.index, area.filters)]
    row = tables.areas.loc[area.code]
    county = tables.gazetteer.places.get(str(row["parent_code"]))
    facts = tables.companies_in(tables.gazetteer.places[area.code])
    positions = tables.positions[tables.positions["place_code"] == area.code]
    if area.base and area.industry:
        positions = positions[positions["industry"].isin([area.industry, ""])]
    tasks, shared = _tasks(area, tables)
    amounts = kept["investment_wan_yuan"].dropna()
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
        investment_wan_yuan=float(amounts.sum()) if len(amounts) else None,
        radius_m=None if pd.isna(row["radius_m"]) else float(row["radius_m"]),
        method=str(row["method"]),
        is_official=bool(row["is_official"]),
    )


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
    keys = records["project"].where(records["project"] != "", records["id"])
    rows = []
    for document in sorted(tables.documents.values(), key=lambda d: (d.period_start or 9999, d.key)):
        here = records["document"] == document.key
        matches = tables.gazetteer.lookup(document.scope) if document.scope else []
        holds = bool(matches) and tables.gazetteer.contains(matches[0].place, place)
        count, projects = int(here.sum()), keys[here].nunique()
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
