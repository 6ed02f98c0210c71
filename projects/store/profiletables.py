"""The areas that profiles are of, and the tables that they are made of.

Input: the shipped tables and the store. Output: :class:`Area`, found by code or name, and
:class:`Tables`, read once for any number of profiles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo import workspace
from geo.boundaries import load_areas
from geo.gazetteer import Gazetteer, Place
from geo.gazetteer_tables import load_gazetteer
from projects.errors import InputError
from projects.extraction.words import name_end
from projects.model.records import LIST_SEPARATOR, first_named_first
from projects.model.registry import Document, read_registry
from projects.model.tables import FACT_COLUMNS, POSITION_COLUMNS, read_table
from projects.store.database import Store, open_store
from projects.store.filters import Filters
from projects.store.followup import lives, promises, read_said
from projects.store.query import Index

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
    """The tables that profiles are made of, read once; a table that is not there is empty."""

    def __init__(
        self,
        store: Store | None = None,
        *,
        folder: Path | None = None,
        records: pd.DataFrame | None = None,
        index: Index | None = None,
    ) -> None:
        """Tables of *folder*, by default the workspace; records and tasks from *store*, by default its own.

        *records* and the *index* over them are given where they have been read already.
        """
        folder = folder or workspace.tables()
        store = store or open_store()
        self.records = store.records() if records is None else records
        self.index = index or Index(self.records, pinyin=store.pinyin())
        self.tasks = store.tasks()
        self.levels = store.levels()
        self.documents: dict[str, Document] = read_registry(folder / "documents.csv")
        self.facts = _table(folder / "facts.csv", FACT_COLUMNS)
        self.positions = _table(folder / "positions.csv", POSITION_COLUMNS)
        self.said = read_said(folder)

    @cached_property
    def areas(self) -> gpd.GeoDataFrame:
        """Areas by code (``geo.boundaries.load_areas``)."""
        return load_areas()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer."""
        return load_gazetteer()

    @cached_property
    def promises(self) -> pd.DataFrame:
        """What the plans promise and what later documents report (:mod:`projects.store.followup`)."""
        told = lives(self.records, self.documents, self.said)
        return promises(told, self.documents, gazetteer=self.gazetteer)

    def companies_in(self, place: Place) -> pd.DataFrame:
        """Facts about companies in a place or in what it holds, strongest first.

        A name that only stands behind that of a county (strength 3) may be any word; it counts
        where a record bears it as its company. 福禄小镇, a brand that stands for its town, is no firm.
        """
        facts = self.facts[self.facts["is_company"] == "true"]
        inside = {
            code
            for code in facts["place_code"].unique()
            if self.gazetteer.contains(place, self.gazetteer.places[code])
        }
        firm = (facts["strength"] != "3") | facts["entity"].map(self._is_company).astype(bool)
        firm &= ~facts["entity"].map(name_end).astype(bool)
        return facts[facts["place_code"].isin(inside) & firm].sort_values("strength", kind="stable")

    def _is_company(self, name: str) -> bool:
        """Whether a record bears *name* as its company, its county before it or not."""
        return any(entity.endswith(name) for entity in self._entities)

    @cached_property
    def _entities(self) -> tuple[str, ...]:
        return tuple(entity for entity in self.records["entity"].unique() if entity)

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
        for row in first_named_first(rows).itertuples():
            code = row.place_code
            if code in self.areas.index and self.areas.loc[code, "level"] in ("town", "park"):
                key = row.project or row.id
                level = str(self.areas.loc[code, "level"])
                found.setdefault(key, Area(code, row.name, level, key, row.industry))
        return tuple(sorted(found.values(), key=lambda area: (area.code, area.name, area.base)))


def _table(path: Path, columns: list[str]) -> pd.DataFrame:
    return read_table(path, columns) if path.is_file() else pd.DataFrame(columns=columns, dtype=object)


def all_areas(tables: Tables) -> list[Area]:
    """Every area that may have a profile.

    Parameters
    ----------
    tables
        Those of the workspace.

    Returns
    -------
    list[Area]
        Counties, zones, towns and parks by level and code, then the bases.
    """
    rows = tables.areas.sort_index()
    found = [
        Area(str(code), str(name), level)
        for level in _LEVELS
        for code, name in rows.loc[rows["level"] == level, "name"].items()
    ]
    return [*found, *tables.bases]


def find_area(text: str, tables: Tables) -> Area:
    """The area that is named.

    Parameters
    ----------
    text
        A code, name or alias; for a base its name, or the id of its project, where it has none of its record.
    tables
        Those of the workspace.

    Returns
    -------
    Area
        The one area of that code, else of exactly that name, else of another name in the gazetteer.

    Raises
    ------
    InputError
        There is none, or several share the name; the message then lists their codes.
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
