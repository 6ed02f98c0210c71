"""Comparisons as the page shows them: a chart, a table, and what each row leads to.

Input: what the page has read (:class:`projects.presentation.pagedata.PageData`) and its Filters. Output:
one :class:`projects.presentation.figures.Figures` for each of :data:`TOPICS`. The figures are those of
:mod:`projects.store.compare`; nothing is counted here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.presentation import comparecharts
from projects.presentation.figures import Figures, Lead
from projects.presentation.followupview import TOPICS as FOLLOW_UP
from projects.presentation.pagedata import PageData
from projects.store.chains import chain, chain_list, chains
from projects.store.compare import (
    Comparison,
    compare,
    concentrations,
    cross,
    unplaced,
    without_projects,
)
from projects.store.counting import count_projects
from projects.store.filters import Filters
from projects.store.query import mask
from projects.vocabulary import labels

MOST_BARS = 20


def figures(topic: str, data: PageData, filters: Filters, lang: str) -> Figures:
    """The figures of one of :data:`TOPICS`.

    Parameters
    ----------
    topic
        One of the keys of :data:`TOPICS`, such as ``plans`` or ``towns``.
    data
        What the page has read.
    filters
        The conditions on the records that are counted.
    lang
        ``zh`` or ``en``, of all texts in the figures.

    Returns
    -------
    Figures
        One row for each thing compared; ``chart`` is None and ``legend`` empty for topics without.

    Raises
    ------
    KeyError
        There is no such topic.
    """
    return TOPICS[topic](data, filters, lang)


def chain_figures(code: str, data: PageData, keep: NDArray[np.bool_], lang: str) -> Figures:
    """Bases, parks, platforms, companies and projects of a chain.

    Parameters
    ----------
    code
        The chain's code, as in ``data/rules/chains.csv``.
    data
        What the page has read.
    keep
        Which rows of ``data.records`` are looked at, one value for each.
    lang
        ``zh`` or ``en``, of roles and documents.

    Returns
    -------
    Figures
        Columns role, name, place, years (the first one) and source. A row leads to its records,
        that of a company known by facts only to its place.

    Raises
    ------
    InputError
        There is no chain with this code.
    """
    found = chain_list(chain(code), data.records[keep], data.tables.facts, lang=lang)
    documents = {key: data.known.label("document", key, lang) for key in data.known.labels["document"]}
    table = pd.DataFrame(
        {
            "role": found["role_label"],
            "name": found["name"],
            "place": found["place"].str.replace("|", "、").replace("", "—"),
            "years": found["first_year"].astype("string").fillna("—"),
            "source": [_with_label(text, documents) for text in found["source"]],
        }
    )
    leads = (
        Lead(ids=row.ids) if row.ids else Lead(area=row.place_code) for row in found.itertuples(index=False)
    )
    return Figures(table, tuple(leads))


def chain_counts(data: PageData, filters: Filters, lang: str) -> Figures:
    """All chains with what they hold.

    Parameters
    ----------
    data
        What the page has read.
    filters
        The conditions on the records that are counted; their chain does not matter.
    lang
        ``zh`` or ``en``, of the chains' names.

    Returns
    -------
    Figures
        Columns chain, projects and records; a row leads to the chain under the same conditions.
    """
    rows, leads = [], []
    for one in chains():
        narrowed = replace(filters, chain=(one.code,))
        here = data.records[mask(data.index, narrowed)]
        rows.append((one.label(lang), count_projects(here), len(here)))
        leads.append(Lead(query=narrowed.link()))
    table = pd.DataFrame(rows, columns=["chain", "projects", "records"])
    return Figures(table, tuple(leads))


def _with_label(source: str, documents: dict[str, str]) -> str:
    """``key section(item)`` with what the document is called."""
    key, _, rest = source.partition(" ")
    return f"{documents.get(key, key)} {rest}"


def _plans(data: PageData, filters: Filters, lang: str) -> Figures:
    return _by_family("document", data, filters, lang)


def _counties(data: PageData, filters: Filters, lang: str) -> Figures:
    return _by_family("county", data, filters, lang)


def _by_family(by: str, data: PageData, filters: Filters, lang: str) -> Figures:
    cells = cross(data.records, data.index, filters, rows=by, columns="family", lang=lang, known=data.known)
    chart = comparecharts.stacked(cells) if len(cells) else None
    found = _compared(_comparison(by, data, filters, lang), chart, lang)
    note = found.note + (labels.texts(lang)["compare.zones"] if by == "county" else "")
    return replace(found, legend=comparecharts.legend(cells), note=note)


def _industries(data: PageData, filters: Filters, lang: str) -> Figures:
    found = _comparison("industry", data, filters, lang)
    title = labels.texts(lang)["column.records"]
    chart = comparecharts.bars(found.table, title=title, colour="industry") if len(found.table) else None
    return _compared(found, chart, lang)


def _towns(data: PageData, filters: Filters, lang: str) -> Figures:
    found = _comparison("town", data, filters, lang)
    title = labels.texts(lang)["column.records"]
    top = found.table.nlargest(MOST_BARS, "records", keep="first")
    return _compared(found, comparecharts.bars(top, title=title) if len(top) else None, lang)


def _grid(data: PageData, filters: Filters, lang: str) -> Figures:
    cells = cross(
        data.records, data.index, filters, rows="industry", columns="county", lang=lang, known=data.known
    )
    chart = comparecharts.heat(cells) if len(cells) else None
    table = pd.DataFrame(
        {"industry": cells["row_label"], "county": cells["column_label"], "records": cells["records"]}
    )
    return Figures(table, tuple(map(Lead, cells["query"])), chart)


def _empty(data: PageData, filters: Filters, lang: str) -> Figures:
    found = compare(data.records, data.index, filters, by="town", lang=lang, empty=True, known=data.known)
    rows = without_projects(data.areas, found)
    rows["county"] = rows["parent_code"].map(data.names).fillna("—")
    rows = rows.sort_values(["parent_code", "code"])
    note = labels.texts(lang)["compare.empty_note"].format(count=len(rows), total=len(found.table))
    leads = tuple(Lead(area=code) for code in rows["code"])
    return Figures(rows[["county", "name"]], leads, note=note)


def _concentrated(data: PageData, filters: Filters, lang: str) -> Figures:
    # By town: most plans speak of one county only, which says nothing of concentration.
    rows = concentrations(data.records, data.index, filters, by="town", lang=lang, known=data.known)
    table = pd.DataFrame(
        {
            "industry": rows["label"],
            "place": rows["place_label"],
            "records": rows["records"],
            "located": rows["located"],
            "share": [f"{share:.0%}" for share in rows["share"]],
        }
    )
    return Figures(
        table, tuple(map(Lead, rows["query"])), note=labels.texts(lang)["compare.concentrated_note"]
    )


def _unplaced(data: PageData, filters: Filters, lang: str) -> Figures:
    rows = unplaced(data.records, data.index, filters)
    rows = rows.sort_values(["document", "records"], ascending=[True, False], kind="stable")
    table = pd.DataFrame(
        {
            "document": [data.known.label("document", key, lang) for key in rows["document"]],
            "section": rows["section"],
            "level": [data.known.label("level", key, lang) for key in rows["level"]],
            "records": rows["records"],
        }
    )
    note = labels.texts(lang)["compare.unplaced_note"].format(count=f"{int(rows['records'].sum()):,}")
    return Figures(table, tuple(Lead(ids=ids) for ids in rows["ids"]), note=note)


# In the order of the page; ``compare.<topic>`` is the text of each.
TOPICS: dict[str, Callable[[PageData, Filters, str], Figures]] = {
    "plans": _plans,
    "counties": _counties,
    "industries": _industries,
    "grid": _grid,
    "towns": _towns,
    "empty": _empty,
    "concentrated": _concentrated,
    "unplaced": _unplaced,
    **FOLLOW_UP,
}


def _comparison(by: str, data: PageData, filters: Filters, lang: str) -> Comparison:
    return compare(data.records, data.index, filters, by=by, lang=lang, known=data.known)


def _compared(found: Comparison, chart: alt.Chart | None, lang: str) -> Figures:
    """A comparison's table with its money in words, most records first, and how it adds up."""
    rows = found.table.sort_values("records", ascending=False, kind="stable")
    money = [
        labels.investment(None if pd.isna(value) else value, lang) for value in rows["investment_wan_yuan"]
    ]
    table = pd.DataFrame(
        {
            "label": rows["label"],
            "projects": rows["projects"],
            "records": rows["records"],
            "investment": [text or "—" for text in money],
            "diversity": rows["diversity"].round(1),
        }
    )
    words = labels.texts(lang)
    told = labels.figures(found.counts.as_dict(), lang)
    note = words["compare.sums"].format(figures=told, total=f"{found.total:,}")
    if found.unassigned or found.repeated:
        note = words["compare.sums_apart"].format(
            figures=told, unassigned=f"{found.unassigned:,}", repeated=f"{found.repeated:,}"
        )
    return Figures(table, tuple(map(Lead, rows["query"])), chart, note)
