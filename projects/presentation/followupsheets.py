"""What was promised and what was reported of it, as sheets of a workbook.

One sheet has the figures by county, industry and plan; the other one line for each promise with the ids of
its records: what a figure counts is there to be filtered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import xlsxwriter

from projects.model.records import LIST_SEPARATOR
from projects.presentation.followupview import area_of, part_label
from projects.store.followup import OUTCOMES, PARTS, RATES, figures, total
from projects.store.vocabulary import Vocabulary
from projects.vocabulary import labels

_WIDTHS = (34, 40, 14, 18, 10, 24, 8, 16, 26, 10, 24, 30, 30)


def write(book: xlsxwriter.Workbook, table: pd.DataFrame, known: Vocabulary, lang: str) -> None:
    """Add the sheets of the promises in *table* (:func:`projects.store.followup.promises`)."""
    words = labels.texts(lang)
    bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0%"})
    sheet = book.add_worksheet(words["follow.sheet"])
    heads = ["label", "promised", "due", *(each for rate, name in RATES.items() for each in (name, rate))]
    titles = [words[f"column.{name}"] for name in (*heads, *OUTCOMES)]
    sheet.write_row(0, 0, titles, bold)
    sheet.set_column(0, 0, _WIDTHS[0])
    lines: list[tuple[str, Mapping[str, Any]]] = [(words["totals.all"], total(table))]
    for by in PARTS:
        rows = figures(table, by=by).to_dict("records")
        lines += [("", {}), *((part_label(row["value"], by, known, lang), row) for row in rows)]
    for at, (label, row) in enumerate(lines, start=1):
        sheet.write_string(at, 0, label)
        for column, name in enumerate((*heads[1:], *OUTCOMES), start=1):
            if name in row and not pd.isna(row[name]):
                sheet.write_number(at, column, row[name], share if name in RATES else None)
    sheet.freeze_panes(1, 1)
    _write_promises(book.add_worksheet(words["follow.sheet_each"]), table, known, lang, bold)


def _write_promises(sheet: Any, table: pd.DataFrame, known: Vocabulary, lang: str, bold: Any) -> None:
    words = labels.texts(lang)

    def said(text: str) -> str:
        return text.replace(LIST_SEPARATOR, "、")

    heads = ("name", "document", "county", "industry", "stage", "words", "due", "outcome")
    titles = [words[f"column.{name}"] for name in heads]
    titles += [words[f"column.said_{name}"] for name in ("by", "stage", "words")]
    sheet.write_row(0, 0, [*titles, words["column.ids"], words["column.said_ids"]], bold)
    for at, row in enumerate(table.itertuples(index=False), start=1):
        told = (
            row.name,
            part_label(row.document, "plan", known, lang),
            part_label(area_of(row.county_code), "area", known, lang),
            part_label(row.industry, "industry", known, lang),
            labels.stage(row.stage, lang),
            said(row.words),
            words["follow.due" if row.due else "follow.not_due"],
            words[f"column.{row.outcome}"],
            part_label(row.said_by, "plan", known, lang) if row.said_by else "",
            labels.stage(row.said_stage, lang),
            said(row.said_words),
            row.ids,
            row.said_ids,
        )
        for column, text in enumerate(told):
            sheet.write_string(at, column, text)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(table)), len(_WIDTHS) - 1)
