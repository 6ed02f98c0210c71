"""What the page's lists hold: records, and what was set aside, as tables of texts.

:class:`View` holds the records ready for display, in the order of the page, so that a
filter only takes rows out of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.model.records import LIST_SEPARATOR, years
from projects.presentation.listing import orders
from projects.store.facets import project_numbers
from projects.store.filters import Filters
from projects.store.visibility import has_symbol
from projects.store.vocabulary import Vocabulary
from projects.vocabulary import labels

# Widths of the lists' columns.
COLUMN_PX = {
    "name": 168,
    "mentions": 44,
    "industry": 88,
    "place": 72,
    "years": 80,
    "stage": 56,
    "level": 72,
    "method": 88,
    "reason": 168,
    "section": 88,
    "item": 56,
    "label": 200,
    "records": 52,
    "projects": 76,
    "investment": 72,
    "diversity": 60,
    "role": 72,
    "source": 168,
}
MOST_PX = 320
_LETTER_PX, _PADDING_PX = {True: 13.5, False: 7.5}, 20  # of a wide letter and of a narrow one
# Before the name of a record that stands under its project.
PART = "└ "


def whole_px(texts: pd.Series) -> int:
    """Width of a table's column that cuts none of its texts.

    Parameters
    ----------
    texts
        The cells of the column.

    Returns
    -------
    int
        In px, up to :data:`MOST_PX`.
    """
    lengths = (sum(_LETTER_PX[east_asian_width(each) in "WF"] for each in text) for text in texts.unique())
    return min(MOST_PX, round(max(lengths, default=0)) + _PADDING_PX)


@dataclass(frozen=True)
class View:
    """Records as the page lists them.

    ``table`` has one row per record of the store, in the store's order: name, industry,
    place, years, stage, level, method, evidence, document, section, item, all texts in one
    language. ``order`` gives the rows as listed: projects before areas, by industry, then place,
    then name, the records of one project beside each other. ``projects`` numbers the real project
    of each row, -1 for towns, parks and bases; ``orders`` the other orders by their names.
    """

    table: pd.DataFrame
    order: NDArray[np.int64]
    projects: NDArray[np.int64]
    orders: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    def listed(self, keep: NDArray[np.bool_], *, most: int | None = None, by: str = "") -> NDArray[np.int64]:
        """Rows of ``table`` where *keep* is true, in the order *by*, the first *most* of them."""
        order = self.orders.get(by, self.order)
        rows: NDArray[np.int64] = order[keep[order]][:most]
        return rows

    def grouped(
        self, keep: NDArray[np.bool_], *, most: int | None = None, by: str = ""
    ) -> tuple[pd.DataFrame, NDArray[np.int64]]:
        """The list of projects with their records inside, and the row of the record of each line.

        A project that several of the first *most* rows in *keep* name has a line of its own with their
        number in ``mentions``; the records follow, marked :data:`PART`. The line leads to the first of them.
        """
        rows = self.listed(keep, most=most, by=by)
        numbers = self.projects[rows]
        sizes = pd.Series(numbers).map(pd.Series(numbers).value_counts()).to_numpy(dtype=np.int64)
        is_part = (numbers >= 0) & (sizes > 1)
        is_first = is_part & np.concatenate([[True], numbers[1:] != numbers[:-1]])[: len(rows)]
        lines = np.repeat(np.arange(len(rows)), 1 + is_first)
        is_head = np.zeros(len(lines), bool)
        is_head[np.flatnonzero(is_first) + np.arange(int(is_first.sum()))] = True
        table = self.table.iloc[rows[lines]].reset_index(drop=True)
        inner = is_part[lines] & ~is_head
        table["name"] = table["name"].where(~inner, PART + table["name"])
        counted = pd.Series(np.where(is_head, sizes[lines], 1), dtype="Int64")
        table["mentions"] = counted.mask(inner)
        return table, rows[lines]


def view(
    records: pd.DataFrame, known: Vocabulary, lang: str, *, marks: NDArray[np.object_] | None = None
) -> View:
    """The display of records.

    Parameters
    ----------
    records
        Typed, in the store's order.
    known
        The labels of values.
    lang
        ``zh`` or ``en``.
    marks
        How the map shows each (:func:`projects.store.visibility.standing`); None leaves out all orders but
        that by industry.

    Returns
    -------
    View
        A row for each record, in the same order.
    """
    plain = records.astype(object).where(records.notna(), None)
    documents = document_labels(known, lang)
    found = years(records).astype(object)
    found = found.where(found.notna(), None)
    places = plain["place"].str.replace(LIST_SEPARATOR, "、", regex=False)
    table = pd.DataFrame(
        {
            "name": plain["name"],
            "industry": _labelled(plain["industry"], "industry", known, lang),
            "place": places.where(places != "", "—"),
            "years": [labels.years(*pair) for pair in found.itertuples(index=False, name=None)],
            "stage": plain["stage"].map({code: labels.stage(code, lang) for code in plain["stage"].unique()}),
            "level": _labelled(plain["level"], "level", known, lang),
            "method": plain["method"].map(
                {code: labels.method(code, lang) for code in plain["method"].unique()}
            ),
            "evidence": ["; ".join(labels.evidence(text, documents, lang)) for text in plain["evidence"]],
            "document": _labelled(plain["document"], "document", known, lang),
            "section": plain["section"],
            "item": plain["item"],
        },
        index=range(len(plain)),
        dtype=object,
    )
    numbers = project_numbers(records)
    found = orders(records, numbers, marks)
    return View(table, found["industry"], numbers, found)


def set_aside(rejects: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """What was set aside, of the documents that filters ask for.

    Parameters
    ----------
    rejects
        The store's table of them.
    filters
        Only their documents count.

    Returns
    -------
    pd.DataFrame
        Rows of *rejects*; all of them where no document is asked for.
    """
    return rejects[rejects["document"].isin(filters.document)] if filters.document else rejects


def rejects_table(chosen: pd.DataFrame, known: Vocabulary, lang: str) -> pd.DataFrame:
    """What was set aside as the page lists it.

    Parameters
    ----------
    chosen
        Rows of the store's table of rejects.
    known
        The labels of documents.
    lang
        ``zh`` or ``en``.

    Returns
    -------
    pd.DataFrame
        Texts: reason, text, section, item, document, with the index of *chosen*.
    """
    words = {reason: labels.reason(reason, lang) for reason in chosen["reason"].unique()}
    return pd.DataFrame(
        {
            "reason": chosen["reason"].map(words),
            "text": chosen["text"],
            "section": chosen["section"],
            "item": chosen["item"],
            "document": _labelled(chosen["document"], "document", known, lang),
        }
    )


def document_labels(known: Vocabulary, lang: str) -> dict[str, str]:
    """Key of each document to its short label."""
    return {key: known.label("document", key, lang) for key in known.labels["document"]}


def list_most(total: int) -> int:
    """How many rows a list shows: few enough to send at each click.

    Parameters
    ----------
    total
        Number of records of the data set.

    Returns
    -------
    int
        The fewer, the more records there are.
    """
    return 2000 if total <= 2000 else 400 if total <= 5000 else 150


def only(rows: Iterable[int], count: int) -> NDArray[np.bool_]:
    """A mask of some records.

    Parameters
    ----------
    rows
        Their numbers, from 0 on.
    count
        Number of all records.

    Returns
    -------
    NDArray[np.bool_]
        One for each record, True at *rows*.
    """
    keep = np.zeros(count, bool)
    keep[list(rows)] = True
    return keep


def has_no_symbol(marks: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Which records have no symbol of their own on the map.

    Parameters
    ----------
    marks
        How it shows each (:func:`projects.store.visibility.standing`).

    Returns
    -------
    NDArray[np.bool_]
        True for those without.
    """
    return ~has_symbol(marks)


def _labelled(codes: pd.Series, key: str, known: Vocabulary, lang: str) -> pd.Series:
    return codes.map({code: known.label(key, code, lang) for code in codes.unique()})
