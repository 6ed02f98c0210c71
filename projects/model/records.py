"""One record: its columns, their types, and the table on disk.

The columns and their order are those of ``data/dictionary.csv``, which also gives
the Chinese label, unit and allowed values of each. A record is a :class:`Record`
in the pipeline and a row of a pandas DataFrame in the store, the page and exports.

The years of a record are those that its item prints; where it prints none, those that its
document is made for. :func:`years_of` says so for one record and :func:`years` for a table:
filters, lists, playback, prints, profiles and exports all ask these two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from geo import DATA_DIR, workspace
from geo.files import write_whole
from projects.model.tables import read_own
from projects.vocabulary.rules import LIST_SEPARATOR as LIST_SEPARATOR

DICTIONARY = DATA_DIR / "dictionary.csv"
RECORDS = "mentions.csv"  # in the workspace
BY_HAND = "person"  # the rule or method of what a person added or set


@dataclass(frozen=True, slots=True)
class Record:
    """One project, base, park or town as one document names it.

    Texts are empty, numbers ``None`` where the document says nothing. ``lon`` and
    ``lat`` are WGS 84 degrees, ``None`` when ``level`` is city or none; for ``multi``
    they are the middle of its places, whose points the geometry lists. ``period_start``
    and ``period_end`` are years that the item prints, ``plan_start`` and ``plan_end`` those
    that its document is made for; ``target_wan_yuan`` is an output or sales figure, never
    an investment. ``edition`` is empty until a person has published the record.
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
    stage: str
    stage_rule: str
    target_wan_yuan: float | None
    plan_start: int | None
    plan_end: int | None
    reading_rule: str
    edition: str


COLUMNS = tuple(field.name for field in fields(Record))
YEAR_COLUMNS = ("period_start", "period_end", "plan_start", "plan_end")

_DTYPES = {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def dictionary() -> pd.DataFrame:
    """The data dictionary: one row per column of records.

    Returns
    -------
    pd.DataFrame
        Columns name, label_zh, label_en, type, unit, values: all texts, empty where not given.
    """
    return read_own(DICTIONARY)


def frame(records: list[Record]) -> pd.DataFrame:
    """Typed DataFrame of records.

    Parameters
    ----------
    records
        In any order; none gives a table without rows.

    Returns
    -------
    pd.DataFrame
        One row each, columns in the fixed order.
    """
    rows = [[getattr(record, column) for column in COLUMNS] for record in records]
    return typed(pd.DataFrame(rows, columns=list(COLUMNS), dtype=object))


def from_frame(table: pd.DataFrame) -> list[Record]:
    """Records of a typed DataFrame.

    Parameters
    ----------
    table
        All of :data:`COLUMNS`; further columns are left out.

    Returns
    -------
    list[Record]
        In the order of the rows, missing numbers as None.
    """
    rows = table[list(COLUMNS)].astype(object).where(table[list(COLUMNS)].notna(), None)
    return [Record(*row) for row in rows.itertuples(index=False, name=None)]


def project_keys(records: pd.DataFrame) -> pd.Series[str]:
    """The project of each record.

    Parameters
    ----------
    records
        Columns ``project`` and ``id``.

    Returns
    -------
    pd.Series[str]
        With the index of *records*; a record's own id where nothing else names the project.
    """
    return records["project"].where(records["project"] != "", records["id"])


class HasYears(Protocol):
    """A record, or a row of a table of records."""

    @property
    def period_start(self) -> Any: ...  # noqa: D102
    @property
    def period_end(self) -> Any: ...  # noqa: D102
    @property
    def plan_start(self) -> Any: ...  # noqa: D102
    @property
    def plan_end(self) -> Any: ...  # noqa: D102


def has_period(record: HasYears) -> bool:
    """Whether the item itself prints a year, so that its years are not only those of its plan.

    Parameters
    ----------
    record
        A record or a row of a table; missing years are None or NA.

    Returns
    -------
    bool
        True as well where it prints only one of first and last.
    """
    return not (pd.isna(record.period_start) and pd.isna(record.period_end))


def years_of(record: HasYears) -> tuple[int | None, int | None]:
    """First and last year of a record: its item's, else its plan's.

    Parameters
    ----------
    record
        A record or a row of a table; missing years are None or NA.

    Returns
    -------
    tuple[int | None, int | None]
        Of a period of which one end is unknown the other end is both; both None when neither is known.
    """
    own = has_period(record)
    start, end = (record.period_start, record.period_end) if own else (record.plan_start, record.plan_end)
    first, last = (None if pd.isna(year) else int(year) for year in (start, end))
    return (last if first is None else first), (first if last is None else last)


def years(records: pd.DataFrame) -> pd.DataFrame:
    """:func:`years_of` of each row.

    Parameters
    ----------
    records
        :data:`YEAR_COLUMNS`, further columns or not.

    Returns
    -------
    pd.DataFrame
        Columns ``first`` and ``last`` (Int64), with the index of *records*.
    """
    combinations = records[list(YEAR_COLUMNS)].drop_duplicates()
    found = {tuple(row): years_of(row) for row in _plain_rows(combinations)}
    pairs = [found[tuple(row)] for row in _plain_rows(records[list(YEAR_COLUMNS)])]
    return pd.DataFrame(pairs, columns=["first", "last"], index=records.index, dtype="Int64")


def first_named_first(records: pd.DataFrame) -> pd.DataFrame:
    """*records* by their first year, of one year the listed ones first.

    The first of a project's records is then the one that gives the project its name: a list
    prints names whole, a sentence shortens them.

    Parameters
    ----------
    records
        :data:`YEAR_COLUMNS` and ``listed``, further columns or not.

    Returns
    -------
    pd.DataFrame
        With a further column ``first_year``; those without a year come last.
    """
    ordered = records.assign(first_year=years(records)["first"], running=~records["listed"])
    return ordered.sort_values(["first_year", "running"], kind="stable").drop(columns="running")


def typed(table: pd.DataFrame) -> pd.DataFrame:
    """Give each column its pandas type; texts are never null, numbers may be.

    Parameters
    ----------
    table
        All of :data:`COLUMNS` as texts or values, empty texts or None for what is missing.

    Returns
    -------
    pd.DataFrame
        A new table of these columns in the fixed order; others are left out.

    Raises
    ------
    KeyError
        A column is missing.
    ValueError, TypeError
        A number cannot be read, or one that must be whole is not.
    """
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


def read_records(path: Path | None = None) -> pd.DataFrame:
    """The table of records, typed.

    Parameters
    ----------
    path
        A CSV in UTF-8 that this program wrote; that of the workspace when None.

    Returns
    -------
    pd.DataFrame
        Columns :data:`COLUMNS`, in file order.

    Raises
    ------
    FileNotFoundError
        There is no such file.
    """
    return typed(read_own(path or workspace.current() / RECORDS))


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write *table* as CSV (:func:`table_bytes`), whole or not at all.

    Parameters
    ----------
    table
        Any table; its index is not written.
    path
        The file; one that is there is replaced.

    Raises
    ------
    WriteError
        It cannot be written; the file that was there stays.
    """
    write_whole(path, table_bytes(table))


def table_bytes(table: pd.DataFrame) -> bytes:
    """*table* as CSV.

    Parameters
    ----------
    table
        Any table; its index is left out.

    Returns
    -------
    bytes
        UTF-8, LF, truth values as true and false, empty cells for what is missing.
    """
    truth = {True: "true", False: "false"}
    is_boolean = [column for column in table if table[column].dtype in ("bool", "boolean")]
    table = table.assign(**{column: table[column].map(truth) for column in is_boolean})
    return bytes(table.to_csv(index=False, lineterminator="\n").encode())


def _plain_rows(table: pd.DataFrame) -> Iterator[Any]:
    """Rows as named tuples, what is missing as None."""
    yield from table.astype(object).where(table.notna(), None).itertuples(index=False, name="Years")


def _as_bool(value: object) -> bool | None:
    if value is None or value is pd.NA or value == "":
        return None
    return value is True or str(value).lower() == "true"
