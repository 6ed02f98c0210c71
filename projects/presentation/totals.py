"""The table of totals of the page: in words, as text to copy, as a workbook."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from numpy.typing import NDArray

from projects.model.records import LIST_SEPARATOR
from projects.presentation import followupsheets
from projects.presentation.figures import Lead
from projects.presentation.listing import STAGES
from projects.presentation.pagedata import PageData
from projects.store.followup import of_records
from projects.store.query import Mask
from projects.store.totals import ALL, REST, by_column, by_filter, parts, totals
from projects.vocabulary import labels

BY = ("county", "town", "industry", "stage")
# Columns of the shown table, as keys of interface texts; investments are in 10 thousand CNY.
HEADINGS = ("column.projects", "column.records", "totals.drawn", "totals.investment")
SHEET_WIDTHS = (28, 10, 10, 10, 18)


def table(data: PageData, keep: Mask, by: str, lang: str) -> pd.DataFrame:
    """The totals of the records in *keep*, one line for each value of *by*.

    Parameters
    ----------
    data
        What the page has read.
    keep
        For each row of ``data.records`` whether it counts.
    by
        One of :data:`BY`.
    lang
        Language of headings and values, ``zh`` or ``en``.

    Returns
    -------
    pd.DataFrame
        Value, projects, records, those drawn, investment (10 thousand CNY, missing where none is named).
        Values without a record have no line; below them the rest, if there is one, and all.
    """
    words = labels.texts(lang)
    projects = data.views[lang].projects
    found = totals(data.records, keep, _groups(data, by), projects=projects, marks=data.marks)

    def told(value: str) -> str:
        if value in (REST, ALL):
            return words["totals.all" if value == ALL else "totals.rest"]
        return labels.stage(value, lang) if by == "stage" else data.known.label(by, value, lang)

    found["value"] = found["value"].map(told)
    found.columns = pd.Index(
        [words[f"column.{by}" if by != "town" else "totals.town"], *(words[one] for one in HEADINGS)]
    )
    return found


def lead(data: PageData, keep: Mask, by: str, line: int) -> Lead:
    """The records that a line of :func:`table` counts.

    Parameters
    ----------
    data, keep, by
        As for :func:`table`.
    line
        Number of the line, the first is 0.

    Returns
    -------
    Lead
        With the ``ids`` of the records.
    """
    rows = list(parts(keep, _groups(data, by)).values())[line]
    return Lead(ids=LIST_SEPARATOR.join(data.records["id"].iloc[rows]))


def _groups(data: PageData, by: str) -> dict[str, NDArray[np.int64]]:
    if by == "stage":
        return by_column(data.records, "stage", STAGES)
    values = [value for value in data.choices.offered()[by] if value not in data.known.families]
    return by_filter(data.index, by, values)


def as_text(shown: pd.DataFrame) -> str:
    """The table as a spreadsheet takes it from the clipboard.

    Parameters
    ----------
    shown
        As :func:`table` gives it.

    Returns
    -------
    str
        Lines of cells parted by tabs, the headings first.
    """
    copied: str = shown.to_csv(sep="\t", index=False)
    return copied


def as_workbook(data: PageData, keep: Mask, lang: str, conditions: list[str]) -> bytes:
    """A sheet for each way of counting, above each table what was filtered by; and what was promised.

    Parameters
    ----------
    data
        What the page has read.
    keep
        For each row of ``data.records`` whether it counts.
    lang
        ``zh`` or ``en``.
    conditions
        Labels of the filters that chose the records; empty for none.

    Returns
    -------
    bytes
        The workbook (xlsx): a sheet for each of :data:`BY`, then two of promises.
    """
    words = labels.texts(lang)
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        for by in BY:
            shown = table(data, keep, by, lang)
            sheet = book.add_worksheet(words[f"totals.by.{by}"])
            sheet.write_string(0, 0, "；".join(conditions) or words["totals.unfiltered"])
            sheet.write_string(1, 0, words["totals.note"])
            sheet.write_row(3, 0, list(shown.columns), bold)
            for at, width in enumerate(SHEET_WIDTHS):
                sheet.set_column(at, at, width)
            for at, line in enumerate(shown.itertuples(index=False, name=None), start=4):
                _write_line(sheet, at, line, number)
            sheet.freeze_panes(4, 1)
        made = of_records(data.tables.promises, data.records["id"][keep])
        followupsheets.write(book, made, data.known, lang)
    return out.getvalue()


def _write_line(sheet: Any, at: int, line: tuple[Any, ...], number: Any) -> None:
    sheet.write_string(at, 0, line[0])
    for column, value in enumerate(line[1:], start=1):
        if not pd.isna(value):
            sheet.write_number(at, column, float(np.round(value, 2)), number)
