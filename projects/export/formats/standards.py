"""OC4IDS (JSON) and IATI location fields (CSV): records in the terms of two public standards.

OC4IDS 0.9 (Open Contracting for Infrastructure Data Standard, Apache 2.0): one project a real
project; towns, parks and bases that are only places of development are none. Ids have a prefix
in the form of registered ones; this one is not registered, a publisher sets its own in
``PROJECT_MAP_OC4IDS_PREFIX``. The period is that which items print for the work, never that of
the plan. Positions are longitude, latitude as in GeoJSON. The standard has no place for
precision and evidence: every record stands whole under ``projectMap``. Its package
schema wants at least one project; for no records the list is empty all the same, since
a file must say "none" too.

IATI 2.03 ``location``: one row a record and place, a record of several places has
several rows, one without a place a row without place. ``pos`` is latitude, longitude
with a blank between, as the standard has it.

Input: ``data/export/oc4ids_sectors.csv`` and ``iati_levels.csv`` (codes of the two
standards), the areas, the registered documents.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from geo import DATA_DIR
from projects.errors import InputError
from projects.export.formats import metadata
from projects.export.formats.content import Content
from projects.export.formats.text import harmless, values
from projects.model.records import COLUMNS, LIST_SEPARATOR
from projects.model.tables import read_table
from projects.store.geometry import geometries
from projects.store.visibility import known_ground

SECTORS = DATA_DIR / "export" / "oc4ids_sectors.csv"
LEVELS = DATA_DIR / "export" / "iati_levels.csv"

OC4IDS_VERSION = "0.9"
_YUAN_PER_WAN = 10_000
_COUNTRY = {"name": "中国", "code": "CN"}  # the gazetteer is that of China
_DECIMALS = 7
_LINES = ("LineString", "MultiLineString")
_WGS84_URI = "http://www.opengis.net/def/crs/EPSG/0/4326"
# Codes of IATI: ISO 3166-1 as the vocabulary of countries; the activity itself, not its
# beneficiaries, is located.
_COUNTRY_VOCABULARY, _REACH_ACTIVITY = "A4", "1"
_IATI_COLUMNS = (
    "activity_id",
    "activity_title",
    "location_ref",
    "location_reach",
    "location_name",
    "activity_description",
    "administrative_vocabulary",
    "administrative_level",
    "administrative_code",
    "point_srs_name",
    "point_pos",
    "exactness",
    "location_class",
    "feature_designation",
)
_PREFIX = re.compile(r"oc4ids-[a-z0-9]{6}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OFFICIAL_CODE = re.compile(r"\d{6}(\d{3})?")


def write_oc4ids(content: Content, path: Path) -> list[str]:
    """An OC4IDS project package."""
    projects = _projects(content)
    identity = "\n".join(project["id"] for project in projects)
    package = {
        "uri": uuid.uuid5(uuid.NAMESPACE_OID, identity).urn,
        "publishedDate": f"{content.made.isoformat()}T00:00:00Z",
        "version": OC4IDS_VERSION,
        "publisher": {"name": "project-map"},
        "projects": projects,
    }
    path.write_text(
        json.dumps(package, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )
    return []


def write_iati(content: Content, path: Path) -> list[str]:
    """A table of IATI locations, UTF-8 with byte order mark."""
    rows = [row for record, shape in _records(content) for row in _locations(record, shape)]
    table = pd.DataFrame(rows, columns=list(_IATI_COLUMNS), dtype="string").fillna("")
    table = table.apply(harmless) if len(table) else table
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\r\n")
    return []


def _records(content: Content) -> Iterator[tuple[dict[str, Any], shapely.Geometry | None]]:
    columns = [values(content.records[name]) for name in COLUMNS]
    for *row, shape in zip(*columns, geometries(content.records), strict=True):
        yield dict(zip(COLUMNS, row, strict=True)), shape


def _projects(content: Content) -> list[dict[str, Any]]:
    """One project for each real one, from the records of it that were chosen."""
    by_id = {record["id"]: (record, shape) for record, shape in _records(content)}
    table = content.projects
    shapes = geometries(table)
    columns = [values(table[name]) for name in table]
    found = []
    for *row, shape in zip(*columns, shapes, strict=True):
        told = dict(zip(table, row, strict=True))
        records = [by_id[each][0] for each in told["mention_ids"].split(LIST_SEPARATOR) if each in by_id]
        found.append(_project(told, records, shape, content))
    return found


def _project(
    told: dict[str, Any], records: list[dict[str, Any]], shape: shapely.Geometry | None, content: Content
) -> dict[str, Any]:
    """One project: *told* is its row of the table, *records* what names it."""
    last = records[-1]
    record = {**last, **{key: told[key] for key in last if key in told}}
    known = {row["code"]: row for row in metadata.industries()}
    industry = known.get(record["industry"])
    sector = _sectors().get(record["industry"])
    project: dict[str, Any] = {"id": f"{prefix()}-{told['id']}", "title": told["name"]}
    if scales := list(dict.fromkeys(each["scale"] for each in records if each["scale"])):
        project["description"] = "; ".join(scales)
    starts = [each["period_start"] for each in records if each["period_start"]]
    ends = [each["period_end"] for each in records if each["period_end"]]
    period = {
        "startDate": f"{min(starts)}-01-01T00:00:00Z" if starts else None,
        "endDate": f"{max(ends)}-12-31T00:00:00Z" if ends else None,
    }
    project["period"] = {key: value for key, value in period.items() if value}
    project["sector"] = [sector] if sector else []
    if industry is not None and industry["gbt4754"]:
        project["additionalClassifications"] = [
            {"scheme": "GB/T 4754-2017", "id": industry["gbt4754"], "description": industry["label_zh"]}
        ]
    project["locations"] = [_location(record, shape)] if record["place"] or shape is not None else []
    if record["investment_wan_yuan"] is not None:
        amount = round(record["investment_wan_yuan"] * _YUAN_PER_WAN, 2)
        project["budget"] = {"amount": {"amount": amount, "currency": "CNY"}}
    project["parties"] = _parties(records)
    project["documents"] = _documents(records, content)
    empty = [key for key, value in project.items() if value in ({}, [])]
    for key in empty:
        del project[key]
    return project | {"projectMap": {**told, "records": records}}


def prefix() -> str:
    """The prefix of project ids; ``oc4ids-`` and six letters or digits, as registered ones are."""
    text = os.environ.get("PROJECT_MAP_OC4IDS_PREFIX", "") or "oc4ids-pmap00"
    if not _PREFIX.fullmatch(text):
        raise InputError(f"PROJECT_MAP_OC4IDS_PREFIX: {text!r}; expected oc4ids- and six letters or digits")
    return text


def _location(record: dict[str, Any], shape: shapely.Geometry | None) -> dict[str, Any]:
    location: dict[str, Any] = {"id": "1", "description": record["place"]}
    if shape is not None:
        parts = [
            [[round(value, _DECIMALS) for value in pair] for pair in shapely.get_coordinates(part).tolist()]
            for part in (shapely.get_parts(shape) if shape.geom_type == "MultiLineString" else [shape])
        ]
        nested = {"Point": parts[0][0], "MultiLineString": parts}
        location["geometry"] = {
            "type": shape.geom_type,
            "coordinates": nested.get(shape.geom_type, parts[0]),
        }
    codes = [code for code in record["place_code"].split(LIST_SEPARATOR) if _OFFICIAL_CODE.fullmatch(code)]
    if codes:
        location["gazetteer"] = {"scheme": "NBS", "identifiers": codes}
    address = {"region": record["county"], "locality": record["town"], "countryName": _COUNTRY["name"]}
    location["address"] = {key: value for key, value in address.items() if value}
    return location


def _parties(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = [unit for record in records for unit in record["responsible"].split(LIST_SEPARATOR)]
    units = [unit for unit in dict.fromkeys(named) if unit]
    parties: list[dict[str, Any]] = [
        {"id": f"responsible-{number}", "name": unit, "roles": ["publicAuthority"]}
        for number, unit in enumerate(units, 1)
    ]
    firms = [firm for firm in dict.fromkeys(record["entity"] for record in records) if firm]
    return parties + [{"id": f"entity-{number}", "name": firm} for number, firm in enumerate(firms, 1)]


def _documents(records: list[dict[str, Any]], content: Content) -> list[dict[str, Any]]:
    registered = _registered(content)
    return [_document(number, record, registered) for number, record in enumerate(records, 1)]


def _document(number: int, record: dict[str, Any], registered: dict[str, dict[str, str]]) -> dict[str, Any]:
    row = registered.get(record["document"], {})
    key = record["document"] if number == 1 else f"{record['document']}-{number}"
    document = {"id": key, "title": row.get("title", record["document"]), "language": "zh"}
    place = " ".join(filter(None, (record["section"], record["item"])))
    if place:
        document["description"] = place
    if row.get("issuer"):
        document["author"] = row["issuer"]
    if _DATE.fullmatch(row.get("issued", "")):
        document["datePublished"] = f"{row['issued']}T00:00:00Z"
    return document


def _registered(content: Content) -> dict[str, dict[str, str]]:
    return {row["document"]: row for row in metadata.documents(content)}


def _locations(record: dict[str, Any], shape: shapely.Geometry | None) -> Iterator[dict[str, str]]:
    level = _levels()[record["level"]]
    codes = record["place_code"].split(LIST_SEPARATOR)
    names = record["place"].split(LIST_SEPARATOR)
    for number, name in enumerate(names):
        code = codes[number] if len(codes) == len(names) else ""
        position = _position(record, shape, code)
        yield {
            "activity_id": record["id"],
            "activity_title": record["name"],
            "location_ref": code,
            "location_reach": _REACH_ACTIVITY if name else "",
            "location_name": name,
            "activity_description": record["scale"],
            "administrative_vocabulary": _COUNTRY_VOCABULARY if name else "",
            "administrative_level": "",
            "administrative_code": _COUNTRY["code"] if name else "",
            "point_srs_name": _WGS84_URI if position else "",
            "point_pos": position,
            "exactness": str(_exactness()[record["level"]]) if name else "",
            "location_class": level["location_class"] if name else "",
            "feature_designation": level["feature_designation"] if name else "",
        }


def _position(record: dict[str, Any], shape: shapely.Geometry | None, code: str) -> str:
    """Latitude and longitude of one place, empty when none is known."""
    if shape is not None and shape.geom_type in _LINES:
        return ""  # a line is at no one point
    if record["level"] == "multi":
        ground = known_ground().get(code)
        pair = None if ground is None or ground.county else (ground.lon, ground.lat)
    else:
        pair = None if shape is None else (shape.x, shape.y)
    return "" if pair is None else f"{pair[1]:.{_DECIMALS}f} {pair[0]:.{_DECIMALS}f}"


@cache
def _sectors() -> dict[str, str]:
    table = read_table(SECTORS, ("industry", "sector"))
    return dict(zip(table["industry"], table["sector"], strict=True))


@cache
def _levels() -> dict[str, dict[str, str]]:
    table = read_table(LEVELS, ("level", "location_class", "feature_designation"))
    return {row["level"]: row for row in table.to_dict("records")}


@cache
def _exactness() -> dict[str, str]:
    return {row["code"]: row["iati_exactness"] for row in metadata.precision()}
