"""Which tables the store holds, with the file, columns, types and key of each.

Types are those of the data dictionary (``data/dictionary.csv``), which also names the
columns of the table of records: text, integer, number, boolean.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from projects.model.records import dictionary


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its CSV file and the type of each column it takes from there."""

    name: str
    file: str
    columns: dict[str, str]
    key: str = ""
    indexes: tuple[str, ...] = ()
    required: bool = True


@cache
def schema() -> dict[str, Table]:
    """The tables of the store.

    Returns
    -------
    dict[str, Table]
        By name: records, documents, industries, levels, tasks and rejects.
    """
    return {table.name: table for table in (_records(), *_OTHERS)}


def _records() -> Table:
    columns = dictionary()
    return Table(
        "records",
        "mentions.csv",
        dict(zip(columns["name"], columns["type"], strict=True)),
        key="id",
        indexes=(
            "industry",
            "kind",
            "document",
            "county_code",
            "town",
            "park",
            "level",
            "period_start, period_end",
            "plan_start, plan_end",
            "stage",
            "project",
        ),
    )


def _columns(text: str) -> dict[str, str]:
    """``"name number:integer"`` → column name → type, text where none is given."""
    pairs = (column.partition(":") for column in text.split())
    return {name: kind or "text" for name, _, kind in pairs}


_OTHERS = (
    Table(
        "documents",
        "documents.csv",
        _columns(
            "document file title issuer number issued period_start:integer period_end:integer"
            " scope scope_level kind"
        ),
        key="document",
    ),
    Table(
        "industries",
        "industries.csv",
        _columns("code label_zh label_en sector_zh gbt4754 keywords_hint"),
        key="code",
    ),
    Table(
        "levels",
        "precision.csv",
        _columns("code label_zh label_en meaning aiddata_precision:integer iati_exactness:integer"),
        key="code",
    ),
    Table(
        "tasks",
        "tasks.csv",
        _columns(
            "document number section span_start:integer span_end:integer"
            " lead_units participating_units leaders deadline"
        ),
        indexes=("document",),
        required=False,
    ),
    Table(
        "rejects",
        "rejects.csv",
        _columns("step document section item text reason span_start:integer span_end:integer"),
        indexes=("document",),
        required=False,
    ),
)
