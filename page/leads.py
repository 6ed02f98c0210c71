"""Charts and tables of figures; what is clicked leads to the records behind it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from page.filtering import set_filters
from page.tables import draw_table
from projects.presentation import pagetexts
from projects.presentation.figures import PICK, Figures, Lead
from projects.presentation.pagedata import PageData
from projects.store.compare import query_filters
from projects.vocabulary import labels


def draw_figures(
    data: PageData,
    figures: Figures,
    key: str,
    lang: str,
    *,
    pane: str = "list",
    is_part: bool = False,
) -> None:
    """A chart and a table; what is clicked leads to the records behind it.

    *is_part*: it stands among other things and is as high as it needs to be.
    """
    if figures.legend:
        st.html(pagetexts.legend_html(figures.legend))
    if figures.chart is not None:
        st.altair_chart(
            figures.chart.properties(description=labels.texts(lang)["app.chart"]),
            key=f"chart_{key}",
            on_select=partial(pick_mark, data, f"chart_{key}"),
            selection_mode=PICK,
        )
    if len(figures.table):
        draw_table(
            figures.table,
            tuple(figures.table.columns),
            lang,
            height="content" if is_part else "stretch",
            key=f"table_{key}",
            on_select=partial(pick_row, data, f"table_{key}", figures, pane),
            selection_mode="single-cell",
        )
    if figures.note:
        st.caption(figures.note)


def pick_row(data: PageData, key: str, figures: Figures, pane: str) -> None:
    """Follow the cell of the table *key* that was clicked."""
    cells = st.session_state[key].selection.cells
    if cells:
        follow(data, figures.lead(*cells[0]), pane)


def pick_mark(data: PageData, key: str) -> None:
    """Follow the mark of the chart *key* that was clicked."""
    for mark in st.session_state[key].selection.get(PICK, []):
        if query := mark.get("query"):
            follow(data, Lead(query=query))


def follow(data: PageData, lead: Lead, pane: str = "list") -> None:
    """Show the records behind a figure: as filters, as a selection, or the area they are about."""
    state = st.session_state
    if lead.query:
        set_filters(query_filters(lead.query, known=data.known), data)
        state.pane, state.focus, state.selected = pane, (), None
    elif lead.ids:
        rows = data.rows_of(lead.ids)
        if pane == "list":
            state.pane, state.focus = pane, rows
        state.selected = rows[0] if len(rows) == 1 or pane != "list" else None
    elif lead.area:
        state.pane, state.area = "profile", lead.area
