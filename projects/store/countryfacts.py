"""What the records of a country say, as arrays: which of them a filter keeps, and how many where.

A page over hundreds of thousands of records is made of counts: by area, by industry, by year. They come
from one small number per record and condition (some twelve bytes a record), so a filter costs milliseconds;
rows are fetched from the store a page at a time.

In: :class:`projects.store.country.CountryStore`. Out: masks over its records and counts of them.
``county`` of a filter takes the code of a province, a city or a county: all that lies in it. No document
says where a country's parks lie, so ``park`` finds none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo import districts
from geo.national import table
from projects.model.records import LIST_SEPARATOR
from projects.store.chains import chain, chain_records
from projects.store.counting import PROJECT_KIND, Counts
from projects.store.country import FACT_COLUMNS, CountryStore
from projects.store.filters import Filters
from projects.store.geometry import Points
from projects.store.shapes import around, inside
from projects.store.vocabulary import Label, Place, Vocabulary, vocabulary_with
from projects.vocabulary import style

Mask = NDArray[np.bool_]
LEVELS = ("province", "city", "county")
_CODED = ("industry", "kind", "stage", "level")
_NOWHERE = -1
_KEPT = 64


class Units:
    """Provinces, cities and counties in order of code, and those above each."""

    def __init__(self) -> None:
        table = districts.units()
        self.codes = [str(code) for code in table["code"]]
        self.names = [str(name) for name in table["name"]]
        self.levels = [str(level) for level in table["level"]]
        self.at = {code: at for at, code in enumerate(self.codes)}
        self.parents = np.array([self.at.get(str(code), _NOWHERE) for code in table["parent_code"]])
        self.numbers = np.array([int(code) for code in self.codes])
        self.above = {
            level: np.array([self._at_level(at, level) for at in range(len(self.codes))]) for level in LEVELS
        }

    def path(self, code: str) -> list[str]:
        """Codes from the province down to this unit; empty for none."""
        found: list[str] = []
        at = self.at.get(code, _NOWHERE)
        while at != _NOWHERE:
            found.insert(0, self.codes[at])
            at = int(self.parents[at])
        return found

    def name(self, code: str) -> str:
        """The name of a unit, the code itself where it is none."""
        return self.names[self.at[code]] if code in self.at else code

    def inside(self, code: str) -> Mask:
        """Which units lie in this one, itself among them."""
        at = self.at.get(code, _NOWHERE)
        held = np.arange(len(self.codes)) == at
        for above in self.above.values():
            held |= above == at
        return held if at != _NOWHERE else np.zeros(len(self.codes), bool)

    def _at_level(self, at: int, level: str) -> int:
        """The unit of this level that holds a unit, or is it; a municipality is its own city."""
        chain = [at]
        while self.parents[chain[-1]] != _NOWHERE:
            chain.append(int(self.parents[chain[-1]]))
        for one in chain:
            if self.levels[one] == level:
                return one
        if level == "city" and len(chain) > 1 and self.levels[at] == "county":
            # 北京市 is drawn whole among cities, 济源市 is governed by its province as a city is.
            return chain[-1] if self._is_municipality(chain[-1]) else at
        if level == "city" and self._is_municipality(at):
            return at
        return _NOWHERE

    def _is_municipality(self, at: int) -> bool:
        return self.levels[at] == "province" and at not in self._with_cities

    @cached_property
    def _with_cities(self) -> frozenset[int]:
        return frozenset(
            int(parent) for parent, level in zip(self.parents, self.levels, strict=True) if level == "city"
        )


class Facts:
    """All records of a store as arrays, in order of their numbers. Shared by all sessions."""

    def __init__(self, store: CountryStore) -> None:
        self.store = store
        self.stamp = store.stamp()
        self.units = Units()
        self.documents = store.documents()
        columns = dict(zip(FACT_COLUMNS, _columns(store.facts(), len(FACT_COLUMNS)), strict=True))
        self.number = np.array(columns["number"], dtype=np.int64)
        self.of = np.array(columns["of"], dtype=np.int32)
        areas = np.array(columns["area"], dtype=np.int64)
        at = np.searchsorted(self.units.numbers, areas).clip(0, len(self.units.numbers) - 1)
        self.unit = np.where(self.units.numbers[at] == areas, at, _NOWHERE).astype(np.int32)
        self.first = np.array([year or 0 for year in columns["first"]], dtype=np.int16)
        self.last = np.array([year or 0 for year in columns["last"]], dtype=np.int16)
        self.is_drawn = np.array(columns["drawn"], dtype=bool)
        self.values: dict[str, list[str]] = {}
        self.coded: dict[str, NDArray[np.int16]] = {}
        for key in _CODED:
            codes, values = pd.factorize(np.array(columns[key], dtype=object), sort=True)
            self.values[key], self.coded[key] = list(values), codes.astype(np.int16)
        self.project = self._projects()
        self.known = self._vocabulary()
        self._chains: dict[str, Mask] = {}
        self._passed = lru_cache(maxsize=_KEPT)(self._mask)

    def __len__(self) -> int:
        return len(self.number)

    @property
    def years(self) -> tuple[int, int]:
        """First and last year that any record or report is of."""
        known = self.documents["year"].dropna()
        return (int(known.min()), int(known.max())) if len(known) else (2001, 2026)

    def mask(self, filters: Filters) -> Mask:
        """Which records a filter keeps. Shared: copy before changing."""
        return self._passed(filters)

    def counts(self, keep: Mask) -> Counts:
        """The five figures; projects are matched inside a document, not across documents."""
        level = self.coded["level"][keep]
        project = self.project[keep]
        projects = int(np.count_nonzero(np.bincount(project[project >= 0])))
        drawn = int(self.is_drawn[keep].sum())
        code = self.values["level"].index("county") if "county" in self.values["level"] else -1
        county = int((level == code).sum())
        total = int(keep.sum())
        return Counts(projects, total, drawn, county, total - drawn - county)

    def by_unit(self, keep: Mask, level: str) -> dict[str, int]:
        """How many records lie in each unit of a level; units without any are left out."""
        at = self.units.above[level][self.unit[keep]]
        sizes = np.bincount(at[at >= 0], minlength=len(self.units.codes))
        return {self.units.codes[one]: int(sizes[one]) for one in np.flatnonzero(sizes)}

    def above(self, keep: Mask, level: str) -> int:
        """How many records are known no closer than to a unit that holds several of this level."""
        return int((self.units.above[level][self.unit[keep]] < 0).sum())

    def by_year(self, keep: Mask, level: str) -> dict[str, list[int]]:
        """Records of each unit of a level in each year of :attr:`years`, for the playback."""
        start, end = self.years
        at, first, last = self.units.above[level][self.unit], self.first, self.last
        width = end - start + 1
        table = np.zeros(len(self.units.codes) * width, dtype=np.int64)
        rows = keep & (at >= 0) & (last >= start) & (first <= end)
        at, first, last = at[rows], first[rows].clip(start, end), last[rows].clip(start, end)
        for step in range(int((last - first).max()) + 1 if len(at) else 0):
            within = first + step <= last
            cells = at[within].astype(np.int64) * width + (first[within] + step - start)
            table += np.bincount(cells, minlength=len(table))
        rows_of = table.reshape(-1, width)
        return {self.units.codes[one]: rows_of[one].tolist() for one in np.flatnonzero(rows_of.sum(axis=1))}

    def towns(self, keep: Mask, code: str) -> dict[str, int]:
        """Records of the towns in a unit, by the towns' codes, the most first."""
        held = self.units.inside(code)
        inside = {one for one, is_held in zip(self.units.codes, held, strict=True) if is_held}
        counts = {
            town: int(keep[rows].sum())
            for town, rows in self._rows_of_towns.items()
            if town[:6] in inside and self.known.knows("town", town)
        }
        return {town: counts[town] for town in sorted(counts, key=lambda town: -counts[town]) if counts[town]}

    def by_value(self, keep: Mask, key: str) -> dict[str, int]:
        """Records of each value of industry, kind, stage or level, the most frequent first."""
        sizes = np.bincount(self.coded[key][keep], minlength=len(self.values[key]))
        order = np.argsort(-sizes, kind="stable")
        return {self.values[key][one]: int(sizes[one]) for one in order if sizes[one]}

    def without(self, filters: Filters, key: str) -> Mask:
        """What the filter keeps when one condition is lifted: the numbers beside its choices."""
        return self.mask(
            filters.without(key) if key != "years" else replace(filters, year_from=None, year_to=None)
        )

    def _vocabulary(self) -> Vocabulary:
        """What filters may say; any unit counts as a county there."""
        units = self.units
        rows = zip(units.codes, units.names, units.parents, strict=True)
        areas = tuple(
            Place(code, name, "county", units.codes[parent] if parent != _NOWHERE else "")
            for code, name, parent in rows
        )
        towns = table.read("town")
        areas += tuple(
            Place(code, name, "town", unit)
            for code, name, unit in zip(towns["code"], towns["name"], towns["unit"], strict=True)
        )
        read = self.documents.loc[self.documents["reason"] == "", "document"]
        return vocabulary_with({key: Label(key, key) for key in read}, areas=areas)

    def _projects(self) -> NDArray[np.int32]:
        """The project of each record as a number; -1 for towns, parks and bases."""
        found = np.arange(len(self), dtype=np.int32)
        shared = self.store.projects()
        if shared:
            numbers, names = zip(*shared, strict=True)
            at = np.searchsorted(self.number, np.array(numbers))
            known = at < len(self)
            at, codes = at[known], pd.factorize(np.array(names, dtype=object)[known])[0]
            found[at] = len(self) + codes
        kinds = self.values["kind"]
        is_project = self.coded["kind"] == (kinds.index(PROJECT_KIND) if PROJECT_KIND in kinds else -1)
        return np.where(is_project, found, _NOWHERE).astype(np.int32)

    def _mask(self, filters: Filters) -> Mask:
        keep = np.ones(len(self), dtype=bool)
        for key in _CODED:
            if wanted := getattr(filters, key):
                keep &= self._has_value(key, wanted)
        if filters.county:
            inside = np.zeros(len(self.units.codes) + 1, dtype=bool)
            for code in filters.county:
                inside[:-1] |= self.units.inside(code)
            keep &= inside[self.unit]
        if filters.document:
            wanted_documents = self.documents.loc[self.documents["document"].isin(filters.document), "number"]
            keep &= np.isin(self.of, wanted_documents.to_numpy())
        if filters.year_from is not None:
            keep &= self.last >= filters.year_from
        if filters.year_to is not None:
            keep &= (self.first <= filters.year_to) & (self.first > 0)
        for word in filters.text.split():
            keep &= self._has_word(word)
        if filters.chain:
            keep &= np.logical_or.reduce([self._in_chain(code) for code in filters.chain])
        keep &= self._in_places(filters)
        return keep

    def _in_places(self, filters: Filters) -> Mask:
        """Those in one of the towns, in the outline and around the point, as far as these are asked for."""
        keep = np.ones(len(self), dtype=bool)
        rows, lon, lat = self._points
        if filters.park:
            keep[:] = False
        if filters.town:
            codes = {place.code for value in filters.town for place in self.known.places("town", value)}
            keep &= self._of([row for code in codes for row in self._rows_of_towns.get(code, ())])
        if filters.within:
            keep &= self._of(rows[inside(filters.within, lon, lat)])
        if filters.near:
            centre = filters.near
            keep &= self._of(rows[around((centre.lon, centre.lat), centre.km, lon, lat)])
        return keep

    def _of(self, rows: Sequence[int] | NDArray[np.int64]) -> Mask:
        found = np.zeros(len(self), dtype=bool)
        found[np.asarray(rows, dtype=np.int64)] = True
        return found

    @cached_property
    def _placed(self) -> list[tuple[int, str, float | None, float | None]]:
        """Row, codes of places, lon and lat; what came after these arrays were read is left out."""
        found = self.store.placed()
        at = np.searchsorted(self.number, [one[0] for one in found])
        return [(int(row), *one[1:]) for row, one in zip(at, found, strict=True) if row < len(self)]

    @cached_property
    def _rows_of_towns(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for row, codes, _, _ in self._placed:
            for code in filter(None, codes.split(LIST_SEPARATOR)):
                rows.setdefault(code, []).append(row)
        return rows

    @cached_property
    def _points(self) -> Points:
        known = [(row, lon, lat) for row, _, lon, lat in self._placed if lon is not None and lat is not None]
        row, lon, lat = np.array(known, dtype=float).reshape(-1, 3).T
        return Points(row.astype(np.int64), lon, lat)

    def _in_chain(self, code: str) -> Mask:
        if code not in self._chains:
            members = chain_records(chain(code), self.store.printed().head(len(self))).index
            self._chains[code] = self._of(members.to_numpy())
        return self._chains[code]

    def _has_value(self, key: str, wanted: Sequence[str]) -> Mask:
        families = _families() if key == "industry" else {}
        values = {one for value in wanted for one in families.get(value, (value,))}
        chosen = np.array([value in values for value in self.values[key]], dtype=bool)
        found: Mask = chosen[self.coded[key]]
        return found

    def _has_word(self, word: str) -> Mask:
        found = np.zeros(len(self), dtype=bool)
        numbers = np.array(self.store.search(word), dtype=np.int64)
        at = np.searchsorted(self.number, numbers)
        at = at[at < len(self)]  # what came after these arrays were read
        found[at] = True
        return found


def _families() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in style.industries():
        found[one.family] = (*found.get(one.family, ()), one.code)
    return found


def _columns(rows: list[tuple[Any, ...]], width: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [()] * width
