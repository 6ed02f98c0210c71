"""What codes and columns mean: tables that travel with the data.

``code_tables``  industry, kind, level, stage, status, county, rule, method: a row for each code
``value_lists``  column → code → Chinese label, for programs that show labels for codes
``columns_of``   the dictionary of one layer: name, Chinese and English label, type, unit, values
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from geo import DATA_DIR
from geo.gazetteer_tables import load_gazetteer
from projects.export.formats import content as contents
from projects.extraction.stages import STAGES
from projects.model.records import dictionary
from projects.model.tables import read_table
from projects.store.project_table import dictionary as project_dictionary
from projects.store.vocabulary import KINDS
from projects.vocabulary import labels
from projects.vocabulary.pinyin import english
from projects.vocabulary.rules import rules

AREAS = DATA_DIR / "export" / "areas.csv"
CODES = DATA_DIR / "export" / "codes.csv"
# Where a package holds what the dictionary names by the table of the program.
_TABLES = {"industries.csv": "code_industry", "precision.csv": "code_level", "documents.csv": "documents"}
_COLUMNS = {"kind": "code_kind", "stage": "code_stage", "status": "code_status", "method": "code_method"}
_COLUMNS |= dict.fromkeys(("industry_rule", "stage_rule", "reading_rule"), "code_rule")
_COLUMNS |= {"county_code": "code_county"}
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
    own = [
        {key: row[key] for key in _DICTIONARY} for row in _area_columns() if layer in row["layers"].split("|")
    ]
    return [*columns_of(contents.MENTIONS), *own] if layer == contents.LINES else own


def all_columns(layers: Sequence[str] = contents.LAYERS) -> Rows:
    """The columns of *layers*, each with the layer it is of, and the table that tells its codes."""
    return [
        {"layer": name, **row, "codes": _codes_of(name, row)}
        for name in reversed(layers)
        for row in columns_of(name)
    ]


def _codes_of(layer: str, row: dict[str, str]) -> str:
    """Name of the table of codes of a column, empty when it has none."""
    if layer in contents.AREA_LEVELS:
        return "code_county" if row["name"] == "parent_code" else ""
    return _TABLES.get(row["values"]) or _COLUMNS.get(row["name"], "")


def code_tables(content: contents.Content) -> dict[str, Rows]:
    """Name of a table → its rows, each with ``code``, ``label_zh``, ``label_en`` and what else is to say."""
    single = {f"code_{name}": rows for name, rows in _single(content).items()}
    return {**single, "code_county": _counties(content), "code_rule": _rules(content)}


def value_lists(content: contents.Content, layer: str) -> dict[str, dict[str, str]]:
    """Column of *layer* → code → Chinese label, of the columns that hold one code; blank where told so."""
    if layer in contents.AREA_LEVELS:
        return {"level": {row["code"]: row["label_zh"] for row in _own("area_level")}}
    lists = {name: {row["code"]: row["label_zh"] for row in rows} for name, rows in _single(content).items()}
    lists["industry"][""] = "未分类"
    lists["stage"][""] = lists["method"][""] = "未说明"
    return {row["name"]: lists[row["name"]] for row in columns_of(layer) if row["name"] in lists}


def _single(content: contents.Content) -> dict[str, Rows]:
    """Column → its codes, of the columns of records that hold one code each."""
    return {
        "industry": _industries(),
        "kind": [_row(code, kind.zh, kind.en) for code, kind in KINDS.items()],
        "level": _levels(),
        "stage": [_row(code, code, labels.stage(code, "en")) for code in STAGES],
        "status": [_row(row["code"], row["label_zh"], row["label_en"]) for row in _own("status")],
        "method": _methods(content),
    }


def _row(code: str, zh: str, en: str, **more: str) -> dict[str, str]:
    return {"code": code, "label_zh": zh, "label_en": en, **more}


def _industries() -> Rows:
    rows = read_table(DATA_DIR / "industries.csv", ("code", "label_zh", "label_en", "sector_zh", "gbt4754"))
    found: Rows = rows.to_dict("records")
    return found


def _levels() -> Rows:
    rows = read_table(DATA_DIR / "precision.csv", ("code", "label_zh", "label_en", "meaning", "meaning_zh"))
    found: Rows = rows.to_dict("records")
    return found


def _counties(content: contents.Content) -> Rows:
    """Counties, zones and, as they name it as what holds them, their city."""
    areas = content.areas
    chosen = areas[areas["level"].isin(contents.AREA_LEVELS["counties"])].sort_index()
    rows = [(str(code), row["name"], str(row["level"])) for code, row in chosen[["name", "level"]].iterrows()]
    known = load_gazetteer().places
    above = sorted({str(code) for code in chosen["parent_code"]} - {code for code, *_ in rows})
    rows += [(code, known[code].name, known[code].level) for code in above if code in known]
    return [_row(code, name, english(name), level=level) for code, name, level in rows]


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
            meant = _meaning(column, code, bool(told))
            rows.append(
                {"code": code, "column": column, **{key: told.get(key, "") for key in _RULE}, **meant}
            )
    return rows or [{"code": "", "column": "", **dict.fromkeys((*_RULE, *_MEANT), "")}]


def _meaning(column: str, code: str, has_pattern: bool) -> dict[str, str]:
    """What a rule is, Chinese and English: its own words, or those of its kind with the word it rests on."""
    known = {row["code"]: row for row in _own(column)}
    head, _, word = code.partition(":")
    if code.startswith("weighed: "):
        head, word = code.rsplit(":", 1)
    joined = "+" if "+" in code else ""
    row = known.get(code) or known.get(head) or known.get("*" if has_pattern else joined)
    if row is None:
        return dict.fromkeys(_MEANT, "")
    return {f"meaning_{lang}": row[f"label_{lang}"].format(word=word) for lang in ("zh", "en")}


_RULE = ("gives", "pattern", "example")
_MEANT = ("meaning_zh", "meaning_en")


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
def _own_codes() -> tuple[dict[str, str], ...]:
    return tuple(read_table(CODES, ("column", "code", "label_zh", "label_en")).to_dict("records"))


def _own(column: str) -> Rows:
    """Codes of a column that have no table of their own."""
    return [row for row in _own_codes() if row["column"] == column]


@cache
def _area_columns() -> tuple[dict[str, str], ...]:
    return tuple(read_table(AREAS, ("layers", *_DICTIONARY)).to_dict("records"))


def as_rows(values: dict[str, Any]) -> Rows:
    """A dictionary as rows of ``item`` and ``value``."""
    return [{"item": key, "value": str(value)} for key, value in values.items()]
