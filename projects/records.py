"""One record: its columns, their types, and the table on disk.

The columns and their order are those of ``data/dictionary.csv``, which also gives
the Chinese label, unit and allowed values of each. A record is a :class:`Record`
in the pipeline and a row of a pandas DataFrame in the store, the page and exports.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import pandas as pd

from geo import DATA_DIR

DICTIONARY = DATA_DIR / "dictionary.csv"
RECORDS = DATA_DIR / "mentions.csv"
LIST_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Record:
    """One project, base, park or town as one document names it.

    Texts are empty, numbers ``None`` where the document says nothing. ``lon`` and
    ``lat`` are WGS 84 degrees, ``None`` when ``level`` is city or none; for ``multi``
    they are the middle of its places, whose points the geometry lists.
    """

    id: str
    name: str
    kind: str
    document: str
    section: str
    item: str
    listed: bool
    category: str
    industry: str
    industry_rule: str
    period_start: int | None
    period_end: int | None
    places_in_text: str
    entity: str
    investment_wan_yuan: float | None
    scale: str
    responsible: str
    place: str
    place_code: str
    level: str
    county: str
    county_code: str
    town: str
    park: str
    radius_m: float | None
    confidence: float | None
    method: str
    evidence: str
    project: str
    status: str
    span_start: int | None
    span_end: int | None
    lon: float | None
    lat: float | None


COLUMNS = tuple(field.name for field in fields(Record))

_DTYPES = {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def dictionary() -> pd.DataFrame:
    """The data dictionary: one row per column, all texts, empty where not given."""
    return pd.read_csv(DICTIONARY, dtype=str, keep_default_na=False)


def frame(records: list[Record]) -> pd.DataFrame:
    """Typed DataFrame of records, one row each, columns in the fixed order."""
    rows = [[getattr(record, column) for column in COLUMNS] for record in records]
    return typed(pd.DataFrame(rows, columns=list(COLUMNS), dtype=object))


def from_frame(table: pd.DataFrame) -> list[Record]:
    """Records of a typed DataFrame, missing numbers as None."""
    rows = table[list(COLUMNS)].astype(object).where(table[list(COLUMNS)].notna(), None)
    return [Record(*row) for row in rows.itertuples(index=False, name=None)]


def project_keys(records: pd.DataFrame) -> pd.Series[str]:
    """The project of each record; its own id where nothing else names the project."""
    return records["project"].where(records["project"] != "", records["id"])


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Give each column its pandas type; texts are never null, numbers may be."""
    types = dict(zip(*[dictionary()[key] for key in ("name", "type")], strict=True))
    table = table[list(COLUMNS)].copy()
    for column in COLUMNS:
        if types[column] == "text":
            table[column] = table[column].fillna("").astype("string")
        elif types[column] == "boolean":
            table[column] = table[column].map(_as_bool).astype("boolean")
        else:
            numbers = pd.to_numeric(table[column].replace("", pd.NA))
            table[column] = numbers.astype(_DTYPES[types[column]])
    return table


def read_records(path: Path = RECORDS) -> pd.DataFrame:
    """The table of records in *path* (CSV, UTF-8), typed."""
    return typed(pd.read_csv(path, dtype=str, keep_default_na=False))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write *table* as CSV (UTF-8, LF), whole or not at all."""
    truth = {True: "true", False: "false"}
    is_boolean = [column for column in table if table[column].dtype in ("bool", "boolean")]
    table = table.assign(**{column: table[column].map(truth) for column in is_boolean})
    staged = path.with_name(path.name + ".part")
    table.to_csv(staged, index=False, lineterminator="\n", encoding="utf-8")
    staged.replace(path)


def _as_bool(value: object) -> bool | None:
    if value is None or value is pd.NA or value == "":
        return None
    return value is True or str(value).lower() == "true"
