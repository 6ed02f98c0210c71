"""The table of totals of what is shown: to look at, to copy, to take along as a workbook."""

from __future__ import annotations

from functools import partial

import streamlit as st

from page.buttons import copy_button, download
from page.filtering import chips
from page.leads import follow
from projects.presentation.pagedata import PageData
from projects.store.filters import Filters
from projects.store.query import Mask
from projects.vocabulary import labels

# Longer tables are scrolled.
MOST_LINES = 14


def pick_total(data: PageData, keep: Mask, by: str) -> None:
    """List the records of the line that was clicked."""
    from projects.presentation import totals

    cells = st.session_state[f"totals_{by}"].selection.cells
    if cells:
        follow(data, totals.lead(data, keep, by, cells[0][0]))
        st.session_state.menu_totals = False  # the list that it leads to lies under the menu


def draw_totals(data: PageData, filters: Filters, keep: Mask, lang: str) -> None:
    """One way of counting at a time; the workbook has them all."""
    # The workbook's writer is loaded when it is first needed.
    from projects.presentation import totals

    words = labels.texts(lang)
    by = st.segmented_control(
        words["totals.by"],
        totals.BY,
        default=totals.BY[0],
        required=True,
        key="totals_by",
        format_func=lambda one: words[f"totals.by.{one}"],
        label_visibility="collapsed",
    )
    shown = totals.table(data, keep, by or totals.BY[0], lang)
    name, *figures = shown.columns
    config = {one: st.column_config.NumberColumn(format="localized") for one in figures}
    st.dataframe(
        shown.dropna(axis="columns", how="all"),
        column_config={name: st.column_config.TextColumn(width=176), **config},
        hide_index=True,
        width=560,
        height="content" if len(shown) <= MOST_LINES else 420,
        key=f"totals_{by}",
        placeholder="—",
        on_select=partial(pick_total, data, keep, by or totals.BY[0]),
        selection_mode="single-cell",
    )
    st.caption(words["totals.note"])
    conditions = [chip.label for chip in chips(data, filters, lang)]
    with st.container(horizontal=True, vertical_alignment="center"):
        copy_button(totals.as_text(shown), lang)
        make = partial(totals.as_workbook, data, keep, lang, conditions)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        download(words["totals.workbook"], make, "totals.xlsx", kind)
