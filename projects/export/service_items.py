"""The items of a collection: a query of OGC API – Features → an answer, as fast as a page needs it.

pygeoapi does the rest of the protocol (landing page, collections, queryables, OpenAPI, pages
for people); items are answered here, because its way asks for one value of a parameter only, knows
another filter language, refuses times outside the extent, and makes each feature anew for every
request. Here each feature is written once in each system and its text is kept.

In: the pairs of a query string, a provider (:mod:`projects.export.service_provider`). Out:
:class:`Answer`. Several values of one property are alternatives, as on the page.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from geo.geojson import feature_collection
from geo.tables import RISKY
from projects.errors import InputError
from projects.export.cql2 import select

GEOJSON = "application/geo+json"
CSV = "text/csv; charset=utf-8"
JSON = "application/json"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
DEFAULT_ITEMS, MAX_ITEMS = 100, 10_000
# Parameters that are no properties; each may stand once.
ONCE = (
    *("bbox", "bbox-crs", "crs", "f", "lang", "limit", "offset", "resulttype", "datetime", "sortby"),
    *("properties", "skipGeometry", "q", "filter", "filter-lang", "filter-crs"),
)
FORMS = {"json": GEOJSON, "geojson": GEOJSON, "csv": CSV}

_BLOCK = 500  # features that are written at a time
_KEPT = 64  # answers to queries whose rows are kept, for their other pages
_DECIMALS = {True: 7, False: 3}  # of degrees, of metres
_TITLES = {"json": "This document as GeoJSON", "csv": "This document as CSV", "html": "This document as HTML"}
_TYPES = {"json": GEOJSON, "csv": "text/csv", "html": "text/html"}


class BadRequestError(Exception):
    """A parameter that cannot be answered; the message names it. ``status`` is that of HTTP."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int
    media_type: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ask:
    """One query, checked. ``pairs`` are the parameters as they came, for links."""

    pairs: tuple[tuple[str, str], ...]
    form: str
    limit: int
    offset: int
    is_hits: bool
    crs: str
    bbox: tuple[float, ...]
    datetime: str
    text: str
    cql: str
    sortby: tuple[tuple[str, bool], ...]
    names: tuple[str, ...]
    is_bare: bool
    properties: tuple[tuple[str, str], ...]

    @property
    def selection(self) -> tuple[object, ...]:
        """What decides which rows are selected and in which order."""
        return (self.bbox, self.datetime, self.text, self.cql, self.sortby, self.properties)


Select = Callable[[Ask], NDArray[np.bool_]]


class Layer:
    """One state of a collection: its rows, and the text of each feature once it was asked for."""

    def __init__(self, rows: gpd.GeoDataFrame, key: str) -> None:
        """Take the rows, WGS 84, and the column of their ids."""
        self.rows = rows.reset_index(drop=True)
        self.key = key
        self.fields = [str(name) for name in rows.columns if name != "geometry"]
        self.numbers = {str(one): number for number, one in enumerate(rows[key])}
        self._texts: dict[tuple[str, int], list[bytes]] = {}
        self._cells: dict[str, list[object]] = {}
        self._orders: dict[tuple[object, ...], NDArray[np.int64]] = {}
        self._lock = threading.Lock()

    def order(self, ask: Ask, chosen: Select) -> NDArray[np.int64]:
        """Numbers of the rows that *ask* selects, in its order."""
        key = ask.selection
        found = self._orders.get(key)
        if found is None:
            keep = chosen(ask)
            if ask.cql:
                try:
                    keep = keep & select(ask.cql, self.rows)
                except InputError as error:
                    raise BadRequestError(str(error)) from error
            found = np.flatnonzero(keep)
            for name, ascending in reversed(ask.sortby):
                column = self.rows[name].iloc[found]
                found = (
                    found[np.asarray(column.argsort(kind="stable"))]
                    if ascending
                    else _descending(found, column)
                )
            with self._lock:
                if len(self._orders) >= _KEPT:
                    self._orders.pop(next(iter(self._orders)))
                self._orders[key] = found
        return found

    def texts(self, numbers: Sequence[int], crs: str) -> list[bytes]:
        """The features of these rows as JSON, in the system *crs*."""
        return [self._block(crs, number // _BLOCK)[number % _BLOCK] for number in numbers]

    def cells(self, name: str) -> list[object]:
        """A column as a spreadsheet takes it."""
        if name not in self._cells:
            column = self.rows[name]
            plain = column.astype(object).where(column.notna(), None).tolist()
            self._cells[name] = [_cell(value) for value in plain]
        return self._cells[name]

    def _block(self, crs: str, number: int) -> list[bytes]:
        found = self._texts.get((crs, number))
        if found is None:
            part = self.rows.iloc[number * _BLOCK : (number + 1) * _BLOCK]
            features = feature_collection(part, id_column=self.key, properties=self.fields)["features"]
            if crs != CRS84:
                for feature, shape in zip(features, in_system(part.geometry.to_numpy(), crs), strict=True):
                    feature.pop("bbox", None)  # of degrees
                    feature["geometry"] = None if shape is None else json.loads(shapely.to_geojson(shape))
            found = [dumped(feature) for feature in features]
            self._texts[crs, number] = found
        return found


def _descending(found: NDArray[np.int64], column: pd.Series) -> NDArray[np.int64]:
    ranks = column.rank(method="dense", ascending=False, na_option="bottom").to_numpy()
    return found[np.argsort(ranks, kind="stable")]


def read_ask(pairs: Sequence[tuple[str, str]], fields: Sequence[str], systems: Sequence[str]) -> Ask:
    """Check the pairs of a query string.

    Parameters
    ----------
    fields
        Properties that can be sorted by and chosen.
    systems
        Addresses of the systems that ``crs`` may name, CRS84 among them.

    Raises
    ------
    BadRequestError
        A parameter stands twice, or its value is not one of those expected.
    """
    once: dict[str, str] = {}
    for name, value in pairs:
        if name in ONCE:
            if name in once and once[name] != value:
                raise BadRequestError(f"{name}: given twice")
            once[name] = value
    form = once.get("f") or "json"
    if form not in FORMS:
        raise BadRequestError(f"f: expected one of {', '.join(FORMS)}, html: {form!r}")
    if (language := once.get("filter-lang", "cql2-text")) != "cql2-text":
        raise BadRequestError(f"filter-lang: expected cql2-text: {language!r}")
    if once.get("filter-crs", CRS84) != CRS84:
        raise BadRequestError(f"filter-crs: expected {CRS84}")
    names = tuple(name for name in once.get("properties", "").split(",") if name)
    sortby = tuple(
        (one.lstrip("+-"), not one.startswith("-")) for one in once.get("sortby", "").split(",") if one
    )
    for name in (*names, *(name for name, _ in sortby)):
        if name not in fields:
            raise BadRequestError(f"no property {name!r}; there are {', '.join(fields)}")
    crs = _system("crs", once.get("crs", CRS84), systems)
    return Ask(
        pairs=tuple(pairs),
        form=form,
        limit=min(_whole("limit", once.get("limit", str(DEFAULT_ITEMS)), 1), MAX_ITEMS),
        offset=_whole("offset", once.get("offset", "0"), 0),
        is_hits=_one_of("resulttype", once.get("resulttype", "results"), ("results", "hits")) == "hits",
        crs=crs,
        bbox=_bbox(once.get("bbox", ""), _system("bbox-crs", once.get("bbox-crs", CRS84), systems)),
        datetime=once.get("datetime", ""),
        text=once.get("q", ""),
        cql=once.get("filter", ""),
        sortby=sortby,
        names=names,
        is_bare=truth("skipGeometry", once.get("skipGeometry", "false")),
        properties=tuple((name, value) for name, value in pairs if name not in ONCE),
    )


def truth(name: str, text: str) -> bool:
    """A boolean parameter: true, false, 1, 0, 是, 否. BadRequestError for another."""
    known = {"true": True, "1": True, "yes": True, "是": True}
    known |= {"false": False, "0": False, "no": False, "否": False}
    if text.strip().lower() not in known:
        raise BadRequestError(f"{name}: expected true or false: {text!r}")
    return known[text.strip().lower()]


def items(ask: Ask, layer: Layer, chosen: Select, *, address: str, title: str) -> Answer:
    """One page of the features that *ask* selects.

    *address* is that of the collection, as clients see it; *chosen* gives the rows that meet
    everything but the filter text.
    """
    order = layer.order(ask, chosen)
    page = [] if ask.is_hits else [int(number) for number in order[ask.offset : ask.offset + ask.limit]]
    if ask.form == "csv":
        name = address.rpartition("/")[2]
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Answer(200, CSV, _table(ask, layer, page), headers)
    texts = layer.texts(page, ask.crs)
    if ask.names or ask.is_bare:
        texts = [_part(json.loads(text), ask) for text in texts]
    told = {
        "numberMatched": len(order),
        "numberReturned": len(page),
        "links": _links(ask, address, title, len(order)),
        "timeStamp": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    # A JSON object's own text without its first brace: the features are texts already.
    body = b'{"type":"FeatureCollection","features":[' + b",".join(texts) + b"]," + dumped(told)[1:]
    return Answer(200, GEOJSON, body, {"Content-Crs": f"<{ask.crs}>"})


def item(identifier: str, ask: Ask, layer: Layer, *, address: str) -> Answer:
    """One feature. BadRequestError with status 404 when there is none."""
    number = layer.numbers.get(identifier)
    if number is None:
        raise BadRequestError(f"no feature {identifier!r}", 404)
    if ask.form == "csv":
        return Answer(200, CSV, _table(ask, layer, [number]))
    feature = json.loads(layer.texts([number], ask.crs)[0])
    feature["links"] = [
        {"rel": "self", "type": GEOJSON, "href": f"{address}/items/{identifier}?f=json"},
        {"rel": "collection", "type": JSON, "href": address},
    ]
    return Answer(200, GEOJSON, dumped(feature), {"Content-Crs": f"<{ask.crs}>"})


def refusal(error: BadRequestError) -> Answer:
    """The answer to what cannot be answered, with the reason."""
    code = "NotFound" if error.status == 404 else "InvalidParameterValue"
    body = dumped({"code": code, "type": code, "description": str(error)})
    return Answer(error.status, JSON, body)


def dumped(value: Any) -> bytes:
    """JSON in UTF-8, as short as possible."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def in_system(shapes: NDArray[np.object_], crs: str) -> NDArray[np.object_]:
    """Shapes of WGS 84 lon, lat in another system, with the order of axes that the system has."""
    decimals = _DECIMALS[_crs(crs).is_geographic]

    def moved(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        first, second = _transformer(CRS84, crs).transform(corners[:, 0], corners[:, 1])
        return np.round(np.column_stack([first, second]), decimals)

    result: NDArray[np.object_] = shapely.transform(shapes, moved)
    return result


@lru_cache(maxsize=64)
def _crs(address: str) -> CRS:
    return CRS.from_user_input("OGC:CRS84" if address == CRS84 else f"EPSG:{address.rpartition('/')[2]}")


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(_crs(source), _crs(target))


def _part(feature: dict[str, Any], ask: Ask) -> bytes:
    if ask.names:
        feature["properties"] = {name: feature["properties"][name] for name in ask.names}
    if ask.is_bare:
        feature["geometry"] = None
        feature.pop("bbox", None)
    return dumped(feature)


def _table(ask: Ask, layer: Layer, page: Sequence[int]) -> bytes:
    """CSV for spreadsheets: the properties, and the geometry as WKT, empty where there is none."""
    names = list(ask.names) or layer.fields
    rows = layer.rows.iloc[list(page)]
    shapes = rows.geometry.to_numpy()
    shapes = shapes if ask.crs == CRS84 else in_system(shapes, ask.crs)
    wkt = [None] * len(rows) if ask.is_bare else list(shapely.to_wkt(shapes, rounding_precision=7, trim=True))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*names, "wkt"])
    columns = [layer.cells(name) for name in names]
    for number, shape in zip(page, wkt, strict=True):
        writer.writerow([*(column[number] for column in columns), shape])
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(RISKY):
        return f"'{value}"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value


def _links(ask: Ask, address: str, title: str, matched: int) -> list[dict[str, str]]:
    kept = [(name, value) for name, value in ask.pairs if name not in ("f", "offset")]

    def href(form: str, offset: int) -> str:
        more = [("offset", str(offset))] if offset else []
        return f"{address}/items?{urlencode([('f', form), *kept, *more])}"

    own = "csv" if ask.form == "csv" else "json"
    links = [
        {
            "rel": "self" if form == own else "alternate",
            "type": _TYPES[form],
            "title": _TITLES[form],
            "href": href(form, ask.offset),
        }
        for form in _TITLES
    ]
    around = {"next": ask.offset + ask.limit, "prev": max(0, ask.offset - ask.limit)}
    for rel, offset in around.items():
        if (rel == "next" and offset < matched) or (rel == "prev" and ask.offset > 0):
            links.append({"rel": rel, "type": GEOJSON, "title": rel, "href": href("json", offset)})
    return [*links, {"rel": "collection", "type": JSON, "title": title, "href": address}]


def _whole(name: str, text: str, least: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) >= least):
        raise BadRequestError(f"{name}: expected a whole number from {least}: {text!r}")
    return int(text)


def _one_of(name: str, text: str, known: Sequence[str]) -> str:
    if text not in known:
        raise BadRequestError(f"{name}: expected one of {', '.join(known)}: {text!r}")
    return text


def _system(name: str, address: str, systems: Sequence[str]) -> str:
    if address not in systems:
        raise BadRequestError(f"{name}: {address!r} is not one of {', '.join(systems)}")
    return address


def _bbox(text: str, crs: str) -> tuple[float, ...]:
    """West, south, east, north in degrees; empty for an empty text."""
    if not text:
        return ()
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise BadRequestError(f"bbox: expected 4 or 6 numbers: {text!r}") from error
    if len(numbers) not in (4, 6) or not np.isfinite(numbers).all():
        raise BadRequestError(f"bbox: expected 4 or 6 numbers: {text!r}")
    half = len(numbers) // 2
    low, high = numbers[:2], numbers[half : half + 2]
    if low[0] > high[0] or low[1] > high[1]:
        raise BadRequestError(f"bbox: the first corner must be the lower one: {text!r}")
    if crs == CRS84:
        return (*low, *high)
    return tuple(_transformer(crs, CRS84).transform_bounds(low[0], low[1], high[0], high[1]))
