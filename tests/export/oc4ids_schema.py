"""The part of OC4IDS 0.9 that exports use, as a JSON schema, closed: no other fields pass.

Written for this test after the reference of the Open Contracting for Infrastructure Data
Standard (open-contracting/infrastructure, schema/project-level, Apache License 2.0): names,
types, formats, required members and codes are the standard's, the wording is not.
``projectMap`` is an addition, which the standard permits.
"""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string", "minLength": 1}
TIME = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}
SECTORS = (
    "education",
    "health",
    "energy",
    "communications",
    "waterAndWaste",
    "governance",
    "economy",
    "cultureSportsAndRecreation",
    "transport",
    "socialHousing",
    "naturalResources",
)
LONGITUDE = {"type": "number", "minimum": 73, "maximum": 136}
LATITUDE = {"type": "number", "minimum": 3, "maximum": 54}
POSITION = {"type": "array", "prefixItems": [LONGITUDE, LATITUDE], "minItems": 2, "maxItems": 2}


def _closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items, "uniqueItems": True, "minItems": 1}


LINE = {"type": "array", "items": POSITION, "minItems": 2}
GEOMETRY = {
    "oneOf": [
        _closed({"type": {"const": "Point"}, "coordinates": POSITION}, "type", "coordinates"),
        _closed(
            {"type": {"const": "MultiPoint"}, "coordinates": {"type": "array", "items": POSITION}},
            "type",
            "coordinates",
        ),
        _closed({"type": {"const": "LineString"}, "coordinates": LINE}, "type", "coordinates"),
        _closed(
            {"type": {"const": "MultiLineString"}, "coordinates": {"type": "array", "items": LINE}},
            "type",
            "coordinates",
        ),
    ]
}
LOCATION = _closed(
    {
        "id": TEXT,
        "description": {"type": "string"},
        "geometry": GEOMETRY,
        "gazetteer": _closed({"scheme": TEXT, "identifiers": _list(TEXT)}, "scheme", "identifiers"),
        "address": _closed({"region": TEXT, "locality": TEXT, "countryName": TEXT}),
    },
    "id",
)
PROJECT = _closed(
    {
        "id": TEXT,
        "title": TEXT,
        "description": TEXT,
        "period": _closed({"startDate": TIME, "endDate": TIME}),
        "sector": _list({"enum": list(SECTORS)}),
        "additionalClassifications": _list(_closed({"scheme": TEXT, "id": TEXT, "description": TEXT})),
        "locations": _list(LOCATION),
        "budget": _closed(
            {
                "amount": _closed(
                    {"amount": {"type": "number"}, "currency": {"const": "CNY"}}, "amount", "currency"
                )
            }
        ),
        "parties": _list(
            _closed({"id": TEXT, "name": TEXT, "roles": _list({"const": "publicAuthority"})}, "id")
        ),
        "documents": _list(
            _closed(
                {
                    "id": TEXT,
                    "title": TEXT,
                    "description": TEXT,
                    "language": {"const": "zh"},
                    "author": TEXT,
                    "datePublished": TIME,
                },
                "id",
            )
        ),
        "projectMap": {"type": "object"},
    },
    "id",
)
PACKAGE = _closed(
    {
        "uri": {"type": "string", "pattern": "^urn:uuid:[0-9a-f-]{36}$"},
        "publishedDate": TIME,
        "version": {"type": "string", "pattern": r"^(\d+\.)(\d+)$"},
        "publisher": _closed({"name": TEXT}, "name"),
        # The standard wants at least one; an empty selection gives an empty list.
        "projects": {"type": "array", "items": PROJECT, "uniqueItems": True},
    },
    "uri",
    "publishedDate",
    "version",
    "publisher",
    "projects",
)
