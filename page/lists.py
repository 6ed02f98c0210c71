"""The pane of lists: records, those without a point, what was set aside."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from page.buttons import download
from page.filtering import counted, set_filters
from page.layers import Shown, draw_layers_list
from page.rows import draw_rows
from page.session import open_desk_page
from page.totals import draw_totals
from projects.presentation import filterpanel, listtables, rowlist
from projects.presentation.listing import ORDERS
from projects.presentation.ownlayers import as_csv
from projects.presentation.pagedata import PageData
from projects.store.filters import Filters
from projects.store.query import excluded_most
from projects.vocabulary import labels


def draw_records(data: PageData, filters: Filters, keep: Any, layers: Shown, lang: str) -> None:
    """The list, what has no point, what was set aside."""
    words, state = labels.texts(lang), st.session_state
    off = keep & listtables.has_no_symbol(data.marks)
    rejects = listtables.set_aside(data.rejects, filters)
    told = counted(data, keep).as_dict()
    names: tuple[str, ...] = (
        words["app.list"],
        labels.figures({name: told[name] for name in ("county", "unplaced")}, lang),
        f"{words['app.rejects']} {len(rejects):,}",
    )
    if layers[0]:
        names = (*names, words["layers.tab"].format(count=f"{sum(int(each.sum()) for each in layers[1]):,}"))
    # The labels hold numbers that change: the open tab is remembered by its place.
    if state.get("tab") not in names:
        state.tab = names[min(state.get("tab_at", 0), len(names) - 1)]
    tabs = st.tabs(names, height="stretch", key="tab", on_change="rerun")
    state.tab_at = names.index(state.tab)
    draws = (
        partial(draw_list if keep.any() else draw_empty_list, data, filters, keep, lang),
        partial(draw_unplaced, data, off, lang),
        partial(draw_rejects, data, rejects, lang),
        partial(draw_layers_list, layers, lang),
    )
    with tabs[state.tab_at]:  # the other tables are sent when their tab is opened
        draws[state.tab_at]()


def draw_unplaced(data: PageData, off: Any, lang: str) -> None:
    """The records that have no symbol of their own, with the reason of each."""
    st.caption(labels.texts(lang)["app.unplaced_note"])
    rows = data.views[lang].listed(off, most=listtables.list_most(len(off)))
    industries = data.records["industry"].to_numpy(object)[rows]
    facts = ("level", "method", "evidence")
    table = data.views[lang].table.iloc[rows]
    shown = rowlist.rows(table, facts, lang, records=rows, industries=industries)
    draw_rows(
        shown,
        "off",
        selected=st.session_state.get("selected"),
        pick=partial(select, st.session_state.get("focus")),
    )


def draw_rejects(data: PageData, rejects: pd.DataFrame, lang: str) -> None:
    """What the reading set aside, with the reason."""
    words = labels.texts(lang)
    st.caption(words["app.rejects_note"] if len(rejects) else words["app.rejects_none"])
    # The texts of the plans are not shipped; a store made from the plans has them.
    has_text = (rejects["text"] != "").any()
    facts = (*(["text"] if has_text else []), "section", "item", "document")
    table = listtables.rejects_table(rejects[: listtables.list_most(len(rejects))], data.known, lang)
    draw_rows(rowlist.rows(table, facts, lang, title="reason"), "rejects")


def draw_empty(data: PageData, filters: Filters, lang: str) -> None:
    """Say which condition leaves out most, with one click to lift it."""
    words = labels.texts(lang)
    if not len(data.records):
        st.write(words["app.none"])
        st.button(words["desk.open_it"], key="to_desk", on_click=open_desk_page, args=(True,))
        return
    lift = excluded_most(data.index, filters)
    st.write(words["app.empty"])
    if lift is None:
        st.write(words["app.empty_all"])
        st.button(words["app.clear"], key="clear_all", on_click=set_filters, args=(Filters(), data))
        return
    name = filterpanel.condition(lift.key, lang)
    st.write(words["app.empty_most"].format(filter=name, count=f"{lift.shown:,}"))
    st.button(
        words["app.lift"].format(filter=name), on_click=set_filters, args=(filters.without(lift.key), data)
    )


def draw_empty_list(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """No record, beside own layers of which there is something."""
    del keep
    draw_empty(data, filters, lang)


def draw_tools(data: PageData, filters: Filters, keep: Any, lang: str) -> tuple[str, tuple[str, ...]]:
    """What works on the list: its order and what it tells, which are given back, totals, and a file."""
    words, state, view = labels.texts(lang), st.session_state, data.views[lang]
    with st.container(key="list_tools", horizontal=True, vertical_alignment="center", gap="small"):
        state.order = st.selectbox(
            words["list.order"],
            ORDERS,
            index=ORDERS.index(state.get("order", ORDERS[0])),
            key="list_order",
            format_func=lambda one: words[f"list.order.{one}"],
            label_visibility="collapsed",
            width=132,
        )
        facts = draw_facts(lang)
        menu = st.popover(
            words["totals.title"], icon=":material/table_chart:", key="menu_totals", on_change="rerun"
        )
        if menu.open:
            with menu:
                draw_totals(data, filters, keep, lang)
        rows = view.listed(keep, by=state.order)
        table = view.table[["name", *rowlist.FACTS]]
        download("CSV", lambda: as_csv(table.iloc[rows], lang), "list.csv", "text/csv")
    return str(state.order), facts


def draw_facts(lang: str) -> tuple[str, ...]:
    """What the second line of each row tells."""
    words, state = labels.texts(lang), st.session_state
    with st.popover(words["list.facts"], icon=":material/view_column:", key="menu_facts"):
        chosen = st.pills(
            words["list.facts_note"],
            rowlist.FACTS,
            selection_mode="multi",
            default=state.get("facts", rowlist.USUAL),
            key="list_facts",
            format_func=lambda one: words[f"column.{one}"],
        )
    facts = state.facts = tuple(one for one in rowlist.FACTS if one in chosen)
    return facts


def draw_list(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """The records shown, or those of them selected on the map; a row's record opens there."""
    words, state, view = labels.texts(lang), st.session_state, data.views[lang]
    order, facts = draw_tools(data, filters, keep, lang)
    if state.get("focus"):
        keep = listtables.only(state.focus, len(keep))
        with st.container(key="focus", horizontal=True, vertical_alignment="center"):
            st.button(f"‹ {words['app.focus_all']}", type="tertiary", on_click=unfocus)
            st.caption(words["app.focus"].format(count=f"{len(state.focus):,}"))
    most = listtables.list_most(len(keep))
    table, rows = view.grouped(keep, most=most, by=order)
    industries = data.records["industry"].to_numpy(object)[rows]
    shown = rowlist.rows(table, facts, lang, records=rows, industries=industries)
    draw_rows(shown, "list", selected=state.get("selected"), pick=partial(select, state.get("focus")))
    if most < int(keep.sum()):
        st.caption(words["app.list_most"].format(count=f"{most:,}"))


def select(focus: Any, record: int) -> None:
    """Remember the *record* that was pressed in the list of those in *focus*."""
    if st.session_state.get("focus") == focus:  # what was done on the map meanwhile counts
        st.session_state.selected = record


def unfocus() -> None:
    """List all records again, not only those selected on the map."""
    st.session_state.focus, st.session_state.selected = (), None
