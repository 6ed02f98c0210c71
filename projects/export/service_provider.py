"""What pygeoapi asks for the collections: records and areas, straight from the store.

pygeoapi does the protocol (OGC API – Features: links, paging, negotiation, systems); a
provider gives it features. Records are selected by :class:`~projects.store.filters.Filters`, so that
a property filter means the same as on the page: ``county=`` takes names and codes and
also finds records of several counties, ``industry=`` takes families. All other columns are
compared as they stand. The names of the page that are no columns (``from`` ``to`` ``text``
``within`` ``near``) work as well. Several values of one condition are alternatives: the parameter
is repeated, or for the conditions of the page its values are joined with ``|``.

``bbox`` follows the standard: a record is selected when one of its points, or a part of its line, lies in
the box, what has no point there in none. ``datetime`` selects the periods that overlap it,
by years.

Pages for people go through pygeoapi and :meth:`query`; everything else through
:mod:`projects.export.service_items`, which asks :meth:`chosen`. Only the service needs this module;
it imports pygeoapi, which is installed apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pygeoapi.provider.base import (
    BaseProvider,
    ProviderInvalidQueryError,
    ProviderItemNotFoundError,
)
from pygeoapi.util import crs_transform

from geo import boundaries, own_dir, workspace
from geo.geojson import feature_collection
from projects.export.formats.codes import columns_of
from projects.export.formats.content import PROJECTS, Content
from projects.export.formats.layers import area_layer
from projects.export.service_items import Ask, BadRequestError, truth
from projects.model.records import COLUMNS, LIST_SEPARATOR, dictionary
from projects.store.conditions import LISTS
from projects.store.counting import real_keys
from projects.store.database import STORE, Store, open_store
from projects.store.filters import Filters
from projects.store.geometry import geometries, reach
from projects.store.project_table import real_projects
from projects.store.query import Index, mask
from projects.store.visibility import without_false_points

PAGE_NAMES = (*LISTS, "from", "to", "text", "within", "near")
_TYPES = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_YEAR = re.compile(r"(\d{4})(-|$)")


class _Loaded(NamedTuple):
    rows: gpd.GeoDataFrame
    search: Index


class _Provider(BaseProvider):  # type: ignore[misc]  # pygeoapi has no types
    """Paging, sorting and the form of answers; a subclass holds the rows and selects them."""

    def _rows(self) -> gpd.GeoDataFrame:
        """All rows with their geometry, WGS 84; records without a location have none."""
        raise NotImplementedError

    def _selected(
        self, bbox: Sequence[float], datetime: str | None, properties: list[tuple[str, str]], text: str
    ) -> NDArray[np.bool_]:
        raise NotImplementedError

    def state(self) -> object:
        """Differs when the rows do."""
        raise NotImplementedError

    def rows(self) -> gpd.GeoDataFrame:
        """All rows, WGS 84."""
        return self._rows()

    def chosen(self, ask: Ask) -> NDArray[np.bool_]:
        """The rows that meet all of *ask* but its filter text. BadRequestError tells what is wrong."""
        try:
            return self._selected(ask.bbox, ask.datetime or None, list(ask.properties), ask.text)
        except ProviderInvalidQueryError as error:
            raise BadRequestError(error.user_msg or str(error)) from error

    @crs_transform  # type: ignore[untyped-decorator]
    def query(
        self,
        offset: int = 0,
        limit: int = 10,
        resulttype: str = "results",
        bbox: Sequence[float] = (),
        datetime_: str | None = None,
        properties: Sequence[tuple[str, str]] = (),
        sortby: Sequence[dict[str, str]] = (),
        select_properties: Sequence[str] = (),
        skip_geometry: bool = False,
        q: str | None = None,
        filterq: Any = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """The features of one page, and how many there are in all."""
        if filterq is not None:
            raise ProviderInvalidQueryError(user_msg="filter: not on pages for people; ask with f=json")
        rows = self._rows()
        rows = rows[self._selected(bbox, datetime_, list(properties), q or "")]
        matched = len(rows)
        for key in reversed(list(sortby)):
            rows = rows.sort_values(key["property"], ascending=key["order"] == "+", kind="stable")
        page = rows.iloc[0:0] if resulttype == "hits" else rows.iloc[offset : offset + limit]
        features = self._features(page, select_properties, skip_geometry)
        return {
            "type": "FeatureCollection",
            "features": features,
            "numberMatched": matched,
            "numberReturned": len(features),
        }

    @crs_transform  # type: ignore[untyped-decorator]
    def get(self, identifier: str, **kwargs: Any) -> dict[str, Any]:
        """One feature; ``ProviderItemNotFoundError`` (404) when there is none."""
        rows = self._rows()
        one = rows[rows[self.id_field] == identifier]
        if one.empty:
            raise ProviderItemNotFoundError(user_msg=f"no feature {identifier!r}")
        return self._features(one, (), False)[0]

    def _features(self, rows: gpd.GeoDataFrame, names: Sequence[str], bare: bool) -> list[dict[str, Any]]:
        wanted = [name for name in self.fields if name in names] if names else list(self.fields)
        features: list[dict[str, Any]] = feature_collection(rows, id_column=self.id_field, properties=wanted)[
            "features"
        ]
        return [feature | {"geometry": None} for feature in features] if bare else features


class RecordsProvider(_Provider):
    """The records of the store in the folder ``data``; a changed store is read anew."""

    def get_fields(self) -> dict[str, dict[str, str]]:
        """Column → JSON type and Chinese label."""
        self._fields = {
            row["name"]: {"type": _TYPES[row["type"]], "title": row["label_zh"]}
            for row in dictionary().to_dict("records")
        }
        return self._fields

    def __init__(self, definition: dict[str, Any]) -> None:
        super().__init__(definition)
        self.get_fields()

    def _rows(self) -> gpd.GeoDataFrame:
        return self._loaded().rows

    def _selected(
        self, bbox: Sequence[float], datetime: str | None, properties: list[tuple[str, str]], text: str
    ) -> NDArray[np.bool_]:
        records, index = self._loaded()
        query: dict[str, list[str]] = {}
        for name, value in properties:
            if name in PAGE_NAMES:
                query.setdefault(name, []).extend(value.split(LIST_SEPARATOR) if name in LISTS else [value])
        if datetime:
            query |= _years(datetime)
        if text:
            query["text"] = [" ".join([*query.get("text", []), text])]
        filters, notices = Filters.from_query(query)
        if notices:
            raise ProviderInvalidQueryError(user_msg=str(notices[0]))
        keep = mask(index, filters)
        keep &= _all_equal(records, [(name, value) for name, value in properties if name not in PAGE_NAMES])
        if bbox:
            west, south, east, north = _box(bbox)
            row, lon, lat = reach(records)
            inside = np.zeros(len(records), bool)
            inside[row[(lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)]] = True
            keep &= inside
        return keep

    def state(self) -> object:
        """The times of the tables that the store is made of."""
        return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(Path(self.data).glob("*.csv")))

    def _loaded(self) -> _Loaded:
        store = self._store()
        return _load(store.path, store.digest)

    def _store(self) -> Store:
        return _open(Path(self.data), (self.state(), boundaries.stamp(), _facilities()))


class ProjectsProvider(RecordsProvider):
    """The real projects: those that the records selected by the same conditions name."""

    def get_fields(self) -> dict[str, dict[str, str]]:
        """Column → JSON type and Chinese label."""
        self._fields = {
            row["name"]: {"type": _TYPES[row["type"]], "title": row["label_zh"]}
            for row in columns_of(PROJECTS)
        }
        return self._fields

    def _rows(self) -> gpd.GeoDataFrame:
        return self._projects().rows

    def _selected(
        self, bbox: Sequence[float], datetime: str | None, properties: list[tuple[str, str]], text: str
    ) -> NDArray[np.bool_]:
        rows = self._rows()
        own = [(name, value) for name, value in properties if name not in (*PAGE_NAMES, *COLUMNS)]
        theirs = [(name, value) for name, value in properties if name in (*PAGE_NAMES, *COLUMNS)]
        ids = [(name, value) for name, value in theirs if name == "id"]
        theirs = [(name, value) for name, value in theirs if name != "id"]
        kept = super()._selected(bbox, datetime, theirs, text)
        keys = set(real_keys(self._loaded().rows[kept]))
        keep: NDArray[np.bool_] = rows["id"].isin(keys).to_numpy(bool)
        return keep & _all_equal(rows, [*own, *ids])

    def _projects(self) -> _Loaded:
        store = self._store()
        return _load_projects(store.path, store.digest)


class AreasProvider(_Provider):
    """Towns, parks or counties (the layer that ``data`` names), as every export gives them."""

    def __init__(self, definition: dict[str, Any]) -> None:
        super().__init__(definition)
        self.get_fields()

    def get_fields(self) -> dict[str, dict[str, str]]:
        """Column → JSON type."""
        kinds = {"f": "number", "i": "number", "b": "boolean"}
        table = self._rows().drop(columns="geometry")
        self._fields = {name: {"type": kinds.get(table[name].dtype.kind, "string")} for name in table}
        return self._fields

    def state(self) -> object:
        """The state of the records, which are counted on the areas."""
        tables = workspace.current()
        return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(tables.glob("*.csv")))

    def _rows(self) -> gpd.GeoDataFrame:
        return _areas(self.data, (self.state(), boundaries.stamp(), _facilities()))

    def _selected(
        self, bbox: Sequence[float], datetime: str | None, properties: list[tuple[str, str]], text: str
    ) -> NDArray[np.bool_]:
        rows = self._rows()
        keep = _all_equal(rows, properties)
        if text:
            keep &= rows["name"].str.contains(text, regex=False).to_numpy(bool)
        if bbox:
            keep &= shapely.intersects(rows.geometry.to_numpy(), shapely.box(*_box(bbox)))
        return keep


@lru_cache(maxsize=2)
def _open(folder: Path, state: object) -> Store:
    """The store of a folder while its files, of which *state* tells, stay as they are."""
    del state
    return open_store(folder / STORE, tables=folder)


def _facilities() -> tuple[int, ...]:
    """The times of the user's own tables: facilities move records."""
    return tuple(path.stat().st_mtime_ns for path in sorted(own_dir().glob("*.csv")))


@lru_cache(maxsize=2)
def _load(path: Path, digest: str) -> _Loaded:
    """Records and index of one state of the store: *digest* tells states apart."""
    store = open_store(path, tables=path.parent)
    records = without_false_points(store.records())
    rows = gpd.GeoDataFrame(records[list(COLUMNS)], geometry=geometries(records), crs=4326)
    return _Loaded(rows, Index(records, pinyin=store.pinyin()))


@workspace.per_workspace
def _load_projects(path: Path, digest: str) -> _Loaded:
    records = _load(path, digest)
    table = real_projects(pd.DataFrame(records.rows.drop(columns="geometry")))
    return _Loaded(gpd.GeoDataFrame(table, geometry=geometries(table), crs=4326), records.search)


@workspace.per_workspace
def _areas(layer: str, state: object) -> gpd.GeoDataFrame:
    """A layer while areas and records, of which *state* tells, stay as they are."""
    del state
    # Counts are those of all records.
    return area_layer(Content(without_false_points(open_store().records())), layer)


def provider_of(definition: dict[str, Any]) -> _Provider:
    """The provider that a definition of pygeoapi's configuration names."""
    kinds = {each.__name__: each for each in (RecordsProvider, ProjectsProvider, AreasProvider)}
    return kinds[str(definition["name"]).rpartition(".")[2]](definition)


def _all_equal(rows: pd.DataFrame, properties: Sequence[tuple[str, str]]) -> NDArray[np.bool_]:
    """The rows that have, for each property that is named, one of the values given for it."""
    keep = np.ones(len(rows), bool)
    for name in dict.fromkeys(name for name, _ in properties):
        values = [value for other, value in properties if other == name]
        keep &= np.logical_or.reduce([_equal(rows, name, value) for value in values])
    return keep


def _equal(rows: pd.DataFrame, name: str, value: str) -> NDArray[np.bool_]:
    if name not in rows.columns:
        raise ProviderInvalidQueryError(user_msg=f"no property {name!r}; there are {', '.join(rows.columns)}")
    column = rows[name]
    wanted: str | float | bool = value
    if column.dtype.kind in "iuf":
        try:
            wanted = float(value)
        except ValueError as error:
            raise ProviderInvalidQueryError(user_msg=f"{name}: expected a number: {value!r}") from error
    elif column.dtype.kind == "b":
        try:
            wanted = truth(name, value)
        except BadRequestError as error:
            raise ProviderInvalidQueryError(user_msg=str(error)) from error
    return np.asarray((column == wanted).fillna(False), dtype=bool)


def _years(datetime: str) -> dict[str, list[str]]:
    """The years of an instant or interval of RFC 3339, ``..`` for an open end."""
    start, _, end = datetime.partition("/")
    ends = {"from": start, "to": end if "/" in datetime else start}
    query = {}
    for name, text in ends.items():
        if text in ("", ".."):
            continue
        found = _YEAR.match(text)
        if found is None:
            raise ProviderInvalidQueryError(user_msg=f"datetime: expected a date, it is {text!r}")
        query[name] = [found.group(1)]
    return query


def _box(bbox: Sequence[float]) -> tuple[float, float, float, float]:
    """West, south, east, north, heights left out."""
    half = len(bbox) // 2
    west, south, east, north = bbox[0], bbox[1], bbox[half], bbox[half + 1]
    if west > east or south > north:
        raise ProviderInvalidQueryError(user_msg=f"bbox: west > east or south > north: {list(bbox)}")
    return west, south, east, north
