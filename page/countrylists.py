"""What stands beside the map of a country: records a page at a time, areas, topics, documents."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from page.rows import draw_rows
from page.tables import draw_table
from projects.presentation import listtables, rowlist
from projects.store.countryfacts import Facts, Mask
from projects.store.filters import Filters
from projects.vocabulary import labels

PAGE_ROWS = 50
_TABS = ("records", "areas", "topics", "documents")


def draw_lists(facts: Facts, filters: Filters, keep: Mask, level: str, lang: str) -> None:
    """The tab that is open; the others are worked out when they are opened."""
    words, state = labels.texts(lang), st.session_state
    numbers = {"records": int(keep.sum()), "documents": len(np.unique(facts.of[keep]))}
    names = [words[f"country.tab.{tab}"].format(count=f"{numbers.get(tab, 0):,}") for tab in _TABS]
    if state.get("n_tab") not in names:
        state.n_tab = names[state.get("n_tab_at", 0)]
    tabs = st.tabs(names, height="stretch", key="n_tab", on_change="rerun")
    state.n_tab_at = names.index(state.n_tab)
    draws = (
        partial(_draw_records, facts, keep, lang),
        partial(_draw_areas, facts, keep, level, lang),
        partial(_draw_topics, facts, keep, lang),
        partial(_draw_documents, facts, keep, lang),
    )
    with tabs[state.n_tab_at]:
        draws[state.n_tab_at]()


def _draw_records(facts: Facts, keep: Mask, lang: str) -> None:
    words, state = labels.texts(lang), st.session_state
    found = facts.number[keep][::-1]  # what was read last stands first
    if not len(found):
        st.caption(words["country.none"])
        return
    pages = -(-len(found) // PAGE_ROWS)
    state.n_page = min(max(0, state.n_page), pages - 1)
    part = found[state.n_page * PAGE_ROWS : (state.n_page + 1) * PAGE_ROWS]
    with st.container(key="list_tools", horizontal=True, vertical_alignment="center", gap="small"):
        for step, name, off in ((-1, "previous", state.n_page == 0), (1, "next", state.n_page == pages - 1)):
            st.button(words[f"country.{name}"], key=f"n_{name}", disabled=off, on_click=_turn, args=(step,))
        told = {"page": state.n_page + 1, "pages": f"{pages:,}", "count": f"{len(found):,}"}
        st.caption(words["country.page_of"].format(**told))
    records = facts.store.records(part.tolist())
    table = listtables.view(records, facts.known, lang, marks=np.full(len(records), "", dtype=object)).table
    draw_rows(rowlist.rows(table, rowlist.FACTS, lang, industries=records["industry"]), "country")


def _turn(step: int) -> None:
    st.session_state.n_page += step


def _draw_areas(facts: Facts, keep: Mask, level: str, lang: str) -> None:
    """Records by area, the most first."""
    counts = facts.by_unit(keep, level)
    codes = sorted(counts, key=lambda code: (-counts[code], code))
    names = [facts.units.name(code) for code in codes]
    above = [" ".join(map(facts.units.name, facts.units.path(code)[:-1])) for code in codes]
    table = pd.DataFrame({"label": names, "county": above, "records": [counts[code] for code in codes]})
    words = labels.texts(lang)
    st.dataframe(
        table,
        hide_index=True,
        height="stretch",
        row_height=32,
        column_config={
            "label": words["country.area_column"],
            "county": "",
            "records": st.column_config.NumberColumn(words["column.records"], format="localized"),
        },
    )


def _draw_topics(facts: Facts, keep: Mask, lang: str) -> None:
    """Records by industry, stage and year."""
    words = labels.texts(lang)
    total = max(1, int(keep.sum()))
    for key in ("industry", "stage"):
        counts = facts.by_value(keep, key)
        table = pd.DataFrame(
            {
                "label": [facts.known.label(key, value, lang) if value else "—" for value in counts],
                "records": list(counts.values()),
                "share": [count / total for count in counts.values()],
            }
        )
        st.dataframe(
            table,
            hide_index=True,
            row_height=32,
            column_config={
                "label": words[f"column.{key}"],
                "records": st.column_config.NumberColumn(words["column.records"], format="localized"),
                "share": st.column_config.ProgressColumn(
                    words["country.share_column"], format="percent", min_value=0, max_value=1
                ),
            },
        )


def _draw_documents(facts: Facts, keep: Mask, lang: str) -> None:
    """The documents of what is shown with their records, and those that were set aside."""
    words, table = labels.texts(lang), facts.documents
    numbers, counts = np.unique(facts.of[keep], return_counts=True)
    shown = table.set_index("number").loc[numbers]
    shown = shown.assign(records=counts).sort_values(["year", "document"], ascending=[False, True])
    failed = table[table["reason"] != ""]
    st.dataframe(
        shown[["document", "scope_name", "year", "records"]],
        hide_index=True,
        height="stretch",
        row_height=32,
        column_config={
            "document": words["column.document"],
            "scope_name": words["country.area_column"],
            "year": st.column_config.NumberColumn(words["country.year_column"], format="%d"),
            "records": st.column_config.NumberColumn(words["column.records"], format="localized"),
        },
    )
    if len(failed):
        st.caption(words["country.set_aside"].format(count=len(failed)))
        draw_table(
            failed[["document", "reason"]].reset_index(drop=True), ("document", "reason"), lang, height=160
        )
