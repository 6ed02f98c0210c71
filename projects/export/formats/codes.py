"""What codes and columns mean: tables that travel with the data.

``code_tables``  industry, kind, level, stage, county, rule, method: a row for each code
``columns_of``   the dictionary of one layer: name, Chinese and English label, type, unit, values
"""

from __future__ import annotations

from functools import cache
from typing import Any

from geo import DATA_DIR
from projects.export.formats import content as contents
from projects.extraction.stages import STAGES
from projects.model.records import dictionary
from projects.model.tables import read_table
from projects.store.project_table import dictionary as project_dictionary
from projects.store.vocabulary import KINDS
from projects.vocabulary import labels
from projects.vocabulary.rules import rules

AREAS = DATA_DIR / "export" / "areas.csv"
_DICTIONARY = ("name", "label_zh", "label_en", "type", "unit", "values")

Rows = list[dict[str, str]]


def columns_of(layer: str) -> Rows:
    """The columns of a layer of :data:`contents.LAYERS` with what they mean."""
    if layer == contents.MENTIONS:
        found: Rows = dictionary()[list(_DICTIONARY)].to_dict("records")
        return found
    if layer == contents.PROJECTS:
        rows: Rows = project_dictionary().to_dict("records")
        return rows
    return [
        {key: row[key] for key in _DICTIONARY} for row in _area_columns() if layer in row["layers"].split("|")
    ]


def all_columns() -> Rows:
    """The columns of all layers, each with the layer it is of."""
    return [{"layer": name, **row} for name in reversed(contents.LAYERS) for row in columns_of(name)]


def code_tables(content: contents.Content) -> dict[str, Rows]:
    """Name of a table → its rows, each with ``code``, ``label_zh``, ``label_en`` and what else is to say."""
    return {
        "code_industry": _industries(),
        "code_kind": [_row(code, kind.zh, kind.en) for code, kind in KINDS.items()],
        "code_level": _levels(),
        "code_stage": [_row(code, code, labels.stage(code, "en")) for code in STAGES],
        "code_county": _counties(content),
        "code_method": _methods(content),
        "code_rule": _rules(content),
    }


def _row(code: str, zh: str, en: str, **more: str) -> dict[str, str]:
    return {"code": code, "label_zh": zh, "label_en": en, **more}


def _industries() -> Rows:
    rows = read_table(DATA_DIR / "industries.csv", ("code", "label_zh", "label_en", "sector_zh", "gbt4754"))
    found: Rows = rows.to_dict("records")
    return found


def _levels() -> Rows:
    rows = read_table(DATA_DIR / "precision.csv", ("code", "label_zh", "label_en", "meaning"))
    found: Rows = rows.to_dict("records")
    return found


def _counties(content: contents.Content) -> Rows:
    areas = content.areas
    chosen = areas[areas["level"].isin(contents.AREA_LEVELS["counties"])].sort_index()
    return [
        _row(str(code), row["name"], row["name"], level=str(row["level"]))
        for code, row in chosen[["name", "level"]].iterrows()
    ]


def _methods(content: contents.Content) -> Rows:
    used = sorted({method for method in content.records["method"] if method})
    return [_row(code, labels.method(code, "zh"), labels.method(code, "en")) for code in used]


def _rules(content: contents.Content) -> Rows:
    """The rules that the records name, each with the words it looks for and an example."""
    records = content.records
    known = _known_rules()
    rows = []
    for column in ("industry_rule", "stage_rule", "reading_rule"):
        for code in sorted({text for text in records[column] if text}):
            told = known.get(code.partition(":")[0], known.get(code, {}))
            rows.append({"code": code, "column": column, **{key: told.get(key, "") for key in _RULE}})
    return rows or [{"code": "", "column": "", **dict.fromkeys(_RULE, "")}]


_RULE = ("gives", "pattern", "example")


@cache
def _known_rules() -> dict[str, dict[str, str]]:
    found = {
        row["id"]: {"gives": row["industry"], "pattern": row["pattern"], "example": row["example"]}
        for row in rules("industry_rules")
    }
    return found | {
        row["id"]: {"gives": row["stage"], "pattern": row["words"], "example": row["example"]}
        for row in rules("stages")
    }


@cache
def _area_columns() -> tuple[dict[str, str], ...]:
    return tuple(read_table(AREAS, ("layers", *_DICTIONARY)).to_dict("records"))


def as_rows(values: dict[str, Any]) -> Rows:
    """A dictionary as rows of ``item`` and ``value``."""
    return [{"item": key, "value": str(value)} for key, value in values.items()]
