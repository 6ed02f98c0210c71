"""Every table in ``data/`` is declared in ``data/datapackage.json`` and is as declared.

The declaration is a Data Package of Table Schemas: columns, types, keys, references, sources, licences,
each said once, readable by other programs; frictionless checks it here, so that the product's own
readers need not.
"""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from frictionless import Package
from frictionless.report import Report

from geo import DATA_DIR, workspace
from geo.ground.tables import COLUMNS as GROUND
from projects.model.records import BY_HAND, COLUMNS, LIST_SEPARATOR, dictionary
from projects.model.registry import COLUMNS as REGISTRY
from projects.model.tables import FACT_COLUMNS, POSITION_COLUMNS, read_table
from tests.imports import product

DECLARED = DATA_DIR / "datapackage.json"
TABLES: dict[str, dict[str, Any]] = {
    one["path"]: one for one in json.loads(DECLARED.read_text(encoding="utf-8"))["resources"]
}
SHIPPED = "workspaces/liaocheng/"
# Of a workspace only the shipped one is the project's; these folders within it are the user's.
OF_THE_USER = {"own", "views", "editions", "documents", "cache"}
TYPES = {
    "text": {"string", "year"},
    "integer": {"integer", "year"},
    "number": {"number"},
    "boolean": {"boolean"},
}


def on_disk() -> set[str]:
    found = (path for path in DATA_DIR.rglob("*") if path.suffix in (".csv", ".parquet"))
    names = {path.relative_to(DATA_DIR).as_posix() for path in found}
    return {
        name
        for name in names
        if not OF_THE_USER & set(name.split("/"))
        and (name.startswith(SHIPPED) or not name.startswith("workspaces/"))
    }


def checked(declared: Path, resources: Iterable[dict[str, Any]]) -> Report:
    """The tables beside *declared* held against *resources*; frictionless reads CSV, pyarrow the rest."""
    text = {"name": "tables", "resources": [one for one in resources if one["format"] == "csv"]}
    return Package.from_descriptor(text, basepath=str(declared.parent)).validate()


@pytest.fixture(scope="module")
def report() -> Report:
    return checked(DECLARED, TABLES.values())


def columns(path: str) -> list[str]:
    return [field["name"] for field in TABLES[path]["schema"]["fields"]]


def test_every_table_is_declared_and_every_declared_table_is_there() -> None:
    assert set(TABLES) == on_disk()


@pytest.mark.parametrize("path", [path for path in TABLES if path.endswith(".csv")])
def test_a_table_is_as_declared(report: Report, path: str) -> None:
    task = next(task for task in report.tasks if task.name == TABLES[path]["name"])
    assert [error.message for error in task.errors] == []


@pytest.mark.parametrize("path", TABLES)
def test_a_table_has_a_key_a_source_and_a_licence(path: str) -> None:
    table = TABLES[path]
    assert all(source["title"] for source in table["sources"])
    assert all(licence["name"] for licence in table["licenses"])
    if path not in ("national/places.parquet", f"{SHIPPED}decisions.csv"):  # towns and villages; a log
        assert set(table["schema"]["primaryKey"]) <= set(columns(path))


@pytest.mark.parametrize("path", [path for path in TABLES if path.endswith(".parquet")])
def test_a_parquet_table_is_as_declared(path: str) -> None:
    table = pq.read_table(DATA_DIR / path)
    assert table.column_names == columns(path)
    for field in TABLES[path]["schema"]["fields"]:
        column = table[field["name"]]
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        assert pa.types.is_integer(kind) == (field["type"] == "integer")
        if field.get("constraints", {}).get("required"):
            assert column.null_count == 0
    if key := TABLES[path]["schema"].get("primaryKey"):
        assert table.group_by(key).aggregate([]).num_rows == table.num_rows


def test_codes_of_the_country_are_unique_and_have_their_parents() -> None:
    places = pq.read_table(DATA_DIR / "national/places.parquet", columns=["code", "parent"]).to_pandas()
    codes = places.loc[places["code"] != "", "code"]
    assert not codes.duplicated().any()
    assert set(places["parent"]) - set(codes) - {""} == set()


def test_what_is_told_of_a_reading_is_told_of_one_that_there_is() -> None:
    """A reading stands in one of two tables: no reference of a Table Schema says so."""
    folder = DATA_DIR / SHIPPED
    known = {
        key for name in ("mentions", "overruled") for key in read_table(folder / f"{name}.csv", ["id"])["id"]
    }
    for name in ("confidences", "considered", "stage_words"):
        assert set(read_table(folder / f"{name}.csv", ["id"])["id"]) <= known, name
    rules = {*read_table(DATA_DIR / "rules/stages.csv", ["id"])["id"], BY_HAND, ""}
    assert set(read_table(folder / "mentions.csv", ["stage_rule"])["stage_rule"]) <= rules


def test_the_records_stand_in_counties_and_towns_that_exist() -> None:
    codes = set(pq.read_table(DATA_DIR / "national/places.parquet", columns=["code"])["code"].to_pylist())
    folder = DATA_DIR / SHIPPED
    own = set(read_table(folder / "gazetteer/places.csv", ["code"])["code"])
    known = (codes | own) - {""}
    mentions = read_table(folder / "mentions.csv", ["county_code"])["county_code"]
    assert set(mentions.str.split(LIST_SEPARATOR).explode()) - known <= {""}
    for name, column in (("members", "town_code"), ("town_sizes", "code"), ("village_points", "town_code")):
        assert set(read_table(folder / f"gazetteer/{name}.csv", [column])[column]) - known == set(), name


def test_lists_of_industries_hold_industries() -> None:
    industries = set(read_table(DATA_DIR / "industries.csv", ["code"])["code"])
    chains = read_table(DATA_DIR / "rules/chains.csv", ["industry"])["industry"]
    styled = read_table(DATA_DIR / "industry_style.csv", ["industry"])["industry"]
    assert set(chains.str.split(LIST_SEPARATOR).explode()) <= industries
    assert set(styled) == industries


def test_what_the_code_calls_the_columns_is_what_is_declared() -> None:
    code = {"mentions": COLUMNS, "documents": REGISTRY, "facts": FACT_COLUMNS, "positions": POSITION_COLUMNS}
    code |= {f"ground/{name}": names for name, names in GROUND.items()}
    code |= {"cities": workspace.TITLE_COLUMNS}
    for name, names in code.items():
        assert columns(f"{SHIPPED}{name}.csv") == list(names), name


def test_the_declared_types_are_those_of_the_dictionary() -> None:
    declared = {
        field["name"]: field["type"] for field in TABLES[f"{SHIPPED}mentions.csv"]["schema"]["fields"]
    }
    for row in dictionary().itertuples():
        assert declared[str(row.name)] in TYPES[str(row.type)], row.name


# What a careless hand does to industry_style.csv, and the kind of error that must ring.
FAULTS: dict[str, Callable[[str], str]] = {
    "primary-key": lambda text: text + text.splitlines()[-1] + "\n",
    "foreign-key": lambda text: text + "no-such-industry,agrifood,无\n",
    "extra-label": lambda text: "\n".join(f"{line},more" for line in text.splitlines()) + "\n",
    "incorrect-label": lambda text: text.replace("glyph", "sign", 1),
    "constraint-error": lambda text: text.replace(text.splitlines()[1], "agri,,农"),
    "extra-cell": lambda text: text.replace(text.splitlines()[1], "agri,agrifood,农,谷"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_found(kind: str, tmp_path: Path) -> None:
    names = ("industries.csv", "industry_families.csv", "industry_style.csv")
    for name in names:
        shutil.copy(DATA_DIR / name, tmp_path)
    resources = [TABLES[name] for name in names]
    assert checked(tmp_path / DECLARED.name, resources).valid
    path = tmp_path / names[-1]
    path.write_text(FAULTS[kind](path.read_text(encoding="utf-8")), encoding="utf-8")
    errors = checked(tmp_path / DECLARED.name, resources).flatten(["type"])
    assert [kind] in errors


# Who reads CSV: the two readers; what users write by hand or in another program, with its own rules; and
# bytes that the desk keeps in its database.
READERS = {
    "geo/tables.py": "the tables of geo",
    "projects/model/tables.py": "the tables of projects",
    "geo/own/files.py": "files of the user, in any encoding",
    "projects/extraction/readers/sheets.py": "plan documents",
    "projects/evaluation/labelled.py": "labels made by hand",
    "projects/desk/editions.py": "bytes of an edition",
    "projects/desk/readings.py": "bytes of a reading",
    "projects/presentation/basemaps.py": "rows that the environment switches on",
}


def test_csv_is_read_in_these_places_only() -> None:
    root = DATA_DIR.parent
    found = set()
    for path in product().values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called in ("csv.reader", "csv.DictReader", "pd.read_csv"):
                found.add(path.relative_to(root).as_posix())
    assert found == set(READERS)
