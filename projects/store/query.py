"""Which records a ``Filters`` selects, fast enough for every click.

An :class:`Index` is built once from a table of records: codes for columns of few values, numbers for the
periods, one searchable text per record, the points. A filter is then a few operations on arrays.

Places: the representative point of an area decides for park and town; any point of several
for multi; what has no point (:mod:`projects.store.visibility`) never matches an area filter.
Distances are geodesics on the WGS 84 ellipsoid (pyproj, Karney's algorithm).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.model.records import LIST_SEPARATOR, years
from projects.store.chains import chain, chain_records
from projects.store.conditions import LISTS
from projects.store.filters import Filters
from projects.store.geometry import Points, reach
from projects.store.shapes import around, inside
from projects.store.vocabulary import Vocabulary, vocabulary
from projects.vocabulary.pinyin import PINYIN_COLUMNS, PinyinIndex

Mask = NDArray[np.bool_]

TEXT_COLUMNS = ("name", "entity", "category", "place", "town", "county")
PLACE_COLUMNS = ("county", "county_code", "town", "park", "place_code")

_LATIN = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")


class Lift(NamedTuple):
    """The condition *key* whose lifting would leave *shown* records."""

    key: str
    shown: int


class Index:
    """Arrays over a table of typed records that make filters fast.

    Parameters
    ----------
    records
        Typed table; the index refers to its rows by number and holds no copy of it.
    known
        The values that filters may take, by default those of the shipped tables.
    pinyin
        Text → syllables (``Store.pinyin()``); what it lacks is worked out when it is needed.
    """

    def __init__(
        self,
        records: pd.DataFrame,
        *,
        known: Vocabulary | None = None,
        pinyin: Mapping[str, str] | None = None,
    ) -> None:
        """Keep the arguments; arrays are made when first needed, or by :meth:`warm`."""
        self._records = records
        self._known = known or vocabulary()
        self._pinyin = pinyin or {}

    def __len__(self) -> int:
        """Number of records."""
        return len(self._records)

    def warm(self) -> Index:
        """Work everything out now, so that the first search is as fast as the next."""
        _ = self._texts, self._latin, self._points, self._places, self._periods
        for column in ("industry", "kind", "stage", "document", "level"):
            self._codes(column)
        return self

    def matches(self, key: str, filters: Filters) -> Mask:
        """The rows that meet the one condition *key* of *filters*, which must be set."""
        if key in PLACE_COLUMNS:
            return self._in_places(key, getattr(filters, key))
        if key == "chain":
            found: Mask = np.logical_or.reduce([self._in_chain(code) for code in filters.chain])
            return found
        if key in LISTS:
            values = getattr(filters, key)
            return self._in_values(key, self._known.industries(values) if key == "industry" else values)
        by_key: dict[str, Callable[[Filters], Mask]] = {
            "years": self._in_years,
            "text": self._has_words,
            "within": self._is_within,
            "near": self._is_near,
        }
        return by_key[key](filters)

    def choices(self, key: str, values: Sequence[str]) -> list[NDArray[np.int64]]:
        """For each of the *values* of the list *key*, the rows that meet it alone."""
        if key in PLACE_COLUMNS:
            return self._place_choices(key, values)
        asked: list[dict[str, Any]] = [{key: (value,)} for value in values]
        return [np.flatnonzero(self.matches(key, Filters(**one))) for one in asked]

    def _place_choices(self, key: str, values: Sequence[str]) -> list[NDArray[np.int64]]:
        """Each combination of places is taken apart once, however many values there are."""
        codes, uniques = self._places
        by_part: dict[tuple[str, ...], list[int]] = {}
        for number, value in enumerate(values):
            for part in _WantedPlaces(key, [value], self._known).parts():
                by_part.setdefault(part, []).append(number)
        found = np.zeros((len(values), len(uniques)), bool)
        for at, combination in enumerate(uniques):
            for part in _parts(key, combination):
                found[by_part.get(part, []), at] = True
        return [np.flatnonzero(wanted[codes]) for wanted in found]

    def _in_values(self, column: str, values: Sequence[str] | set[str]) -> Mask:
        codes, uniques = self._codes(column)
        return np.isin(uniques, list(values))[codes]

    def _in_chain(self, code: str) -> Mask:
        if code not in self._chain_cache:
            found = np.zeros(len(self), bool)
            members = chain_records(chain(code), self._records.reset_index(drop=True)).index
            found[members] = True
            self._chain_cache[code] = found
        return self._chain_cache[code]

    def _in_places(self, key: str, values: Sequence[str]) -> Mask:
        codes, uniques = self._places
        wanted = _WantedPlaces(key, values, self._known)
        return np.fromiter(map(wanted.matches, uniques), bool, len(uniques))[codes]

    def _in_years(self, filters: Filters) -> Mask:
        start, end = self._periods  # NaN, no period, compares as False
        first = -np.inf if filters.year_from is None else filters.year_from
        last = np.inf if filters.year_to is None else filters.year_to
        return (end >= first) & (start <= last)

    def _has_words(self, filters: Filters) -> Mask:
        keep = np.ones(len(self), bool)
        for word in _plain(filters.text).split():
            found = np.fromiter((word in text for text in self._texts), bool, len(self))
            if _LATIN.fullmatch(word):
                for codes, names in self._latin:
                    found |= names.find(word)[codes]
            keep &= found
        return keep

    def _is_within(self, filters: Filters) -> Mask:
        row, lon, lat = self._points
        return self._of_rows(row[inside(filters.within, lon, lat)])

    def _is_near(self, filters: Filters) -> Mask:
        centre = filters.near
        assert centre is not None, "asked for only when set"
        row, lon, lat = self._points
        return self._of_rows(row[around((centre.lon, centre.lat), centre.km, lon, lat)])

    def _of_rows(self, rows: NDArray[np.int64]) -> Mask:
        found = np.zeros(len(self), bool)
        found[rows] = True
        return found

    def _codes(self, column: str) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        if column not in self._code_cache:
            self._code_cache[column] = _factorize(self._texts_of(column))
        return self._code_cache[column]

    @cached_property
    def _code_cache(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.object_]]]:
        return {}

    @cached_property
    def _chain_cache(self) -> dict[str, Mask]:
        return {}

    @cached_property
    def _places(self) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
        """Number of the combination of places of each row, and the combinations."""
        rows = zip(*(self._texts_of(column) for column in PLACE_COLUMNS), strict=True)
        return _factorize(["\t".join(row) for row in rows])

    @cached_property
    def _periods(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        found = years(self._records)
        start, end = (found[column].to_numpy(dtype=float, na_value=np.nan) for column in found)
        return start, end

    @cached_property
    def _texts(self) -> list[str]:
        rows = zip(*(self._texts_of(column) for column in TEXT_COLUMNS), strict=True)
        return [_plain("\n".join(row)) for row in rows]

    @cached_property
    def _latin(self) -> list[tuple[NDArray[np.int64], PinyinIndex]]:
        found = [_factorize(self._texts_of(column)) for column in PINYIN_COLUMNS]
        return [(codes, PinyinIndex(uniques.tolist(), self._pinyin)) for codes, uniques in found]

    @cached_property
    def _points(self) -> Points:
        """Points that an area may select: those of symbols and along lines, none of a county."""
        return reach(self._records)

    def _texts_of(self, column: str) -> list[str]:
        texts: list[str] = self._records[column].tolist()
        return texts


def mask(records: pd.DataFrame | Index, filters: Filters) -> Mask:
    """Which rows *filters* selects.

    Parameters
    ----------
    records, filters
        Typed records, or an :class:`Index` over them to ask more than once, and the conditions.

    Returns
    -------
    Mask
        True for the rows that meet all conditions: all rows where none is set.
    """
    index = records if isinstance(records, Index) else Index(records)
    return met(index, passed(index, filters))


def passed(index: Index, filters: Filters) -> dict[str, Mask]:
    """The rows that meet each condition by itself.

    Parameters
    ----------
    index, filters
        The index over the records, and the conditions.

    Returns
    -------
    dict[str, Mask]
        Key of each condition that is set, in the order of ``KEYS`` → True for the rows that meet it.
    """
    return {key: index.matches(key, filters) for key in filters.active()}


def met(index: Index, single: Mapping[str, Mask]) -> Mask:
    """The rows that meet all conditions.

    Parameters
    ----------
    index, single
        The index over the records, and the rows that meet each condition (:func:`passed`).

    Returns
    -------
    Mask
        True for these rows: all rows where *single* is empty.
    """
    keep = np.ones(len(index), bool)
    for one in single.values():
        keep &= one
    return keep


def excluded_most(records: pd.DataFrame | Index, filters: Filters) -> Lift | None:
    """The one condition whose lifting brings back most records.

    Parameters
    ----------
    records, filters
        As for :func:`mask`.

    Returns
    -------
    Lift | None
        Of equals the first of ``KEYS``; None when lifting no single one brings any back.
    """
    index = records if isinstance(records, Index) else Index(records)
    single = {key: index.matches(key, filters) for key in filters.active()}
    # A row comes back with the lifting of a condition if it fails that one and no other.
    failed = len(single) - np.sum(list(single.values()), axis=0, dtype=int) if single else np.zeros(0)
    back = {key: int(np.sum(~passed & (failed == 1))) for key, passed in single.items()}
    best = max(back, key=lambda key: back[key], default=None)
    if best is None or back[best] == 0:
        return None
    return Lift(best, back[best] + int(np.sum(failed == 0)))


class _WantedPlaces:
    """Decides for one combination of place columns whether one of the values is among them.

    A value that names one place matches by name or code. A code whose name several
    places share needs that name and its own county.
    """

    def __init__(self, key: str, values: Sequence[str], known: Vocabulary) -> None:
        self.key = key
        self.names: set[str] = set()
        self.codes: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        for value in values:
            places = known.places(key, value)
            self.codes.update(place.code for place in places)
            if not places or places[0].code != value:
                self.names.add(value)
            elif len(known.places(key, places[0].name)) == 1:
                self.names.add(places[0].name)
            else:
                self.pairs.add((places[0].name, places[0].parent_code))

    def matches(self, combination: str) -> bool:
        parts = (set(text.split(LIST_SEPARATOR)) for text in combination.split("\t"))
        columns = dict(zip(PLACE_COLUMNS, parts, strict=True))
        codes = columns["county_code" if self.key == "county" else "place_code"]
        names = columns[self.key]
        return (
            not self.codes.isdisjoint(codes)
            or not self.names.isdisjoint(names)
            or any(name in names and parent in columns["county_code"] for name, parent in self.pairs)
        )

    def parts(self) -> set[tuple[str, ...]]:
        """What :meth:`matches` looks for, as parts of combinations (:func:`_parts`)."""
        return {
            *(("code", code) for code in self.codes),
            *(("name", name) for name in self.names),
            *(("pair", *pair) for pair in self.pairs),
        }


def _parts(key: str, combination: str) -> set[tuple[str, ...]]:
    """All that the filter *key* may find in a combination of place columns."""
    columns = dict(zip(PLACE_COLUMNS, combination.split("\t"), strict=True))
    split = {column: text.split(LIST_SEPARATOR) for column, text in columns.items()}
    codes = split["county_code" if key == "county" else "place_code"]
    return {
        *(("code", code) for code in codes),
        *(("name", name) for name in split[key]),
        *(("pair", name, parent) for name in split[key] for parent in split["county_code"]),
    }


def _factorize(values: list[str]) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    codes, uniques = pd.factorize(np.array(values, dtype=object))
    return codes, uniques


def _plain(text: str) -> str:
    """One form for what looks or reads the same: width, compatibility forms, case."""
    return unicodedata.normalize("NFKC", text).casefold()
