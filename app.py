"""The page: filters on the left, the map in the middle, what is shown on the right.

Run with ``streamlit run app.py``. The page draws; what it shows is worked out in
``projects``. Filters live in the URL, so that a link reproduces the view.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st
import streamlit_folium
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo import workspace
from geo.assets import missing_assets
from projects.desk import deciding
from projects.desk.book import StaleError
from projects.desk.desk import Desk, open_desk
from projects.desk.events import Event
from projects.desk.fields import EDITABLE
from projects.desk.presence import is_there
from projects.desk.spots import at_point, in_place
from projects.errors import InputError, MissingError
from projects.export.formats.content import MENTIONS
from projects.export.writing import file_name, formats_for_page, to_bytes
from projects.presentation import downloads, mapactions, pageview, scenes, webdata, webmap
from projects.presentation.figures import PICK, Figures, Lead
from projects.presentation.pagedata import PageData, read_page_data
from projects.store.compare import query_filters
from projects.store.counting import Counts, counts
from projects.store.filters import LISTS, Filters
from projects.store.geometry import place_points
from projects.store.query import Chip, excluded_most, mask
from projects.store.surroundings import UnclearPlace, surroundings
from projects.vocabulary import labels

if TYPE_CHECKING or st.query_params.get("view") == "desk":
    # The desk's database and all readers of documents: the map need not wait for them.
    from projects.desk import adding, deciding, editions
    from projects.desk.book import StaleError
    from projects.desk.desk import Desk, open_desk
    from projects.desk.events import Event
    from projects.desk.fields import EDITABLE
    from projects.desk.spots import at_point, in_place
    from projects.model.records import Record
    from projects.presentation import deskplans, deskview

    # A decision ready to be stored: it takes an action, which takes who decides and what they saw.
    DeskStep = Callable[[Callable[..., list[Event]]], None]

# Columns whose words stand in many rows.
REPEATED = (
    *("industry", "place", "years", "stage", "level", "method", "evidence"),
    *("reason", "section", "document"),
)
NEAR_KM = (1, 2, 5, 10, 20, 50)
# Seconds by which the map is ahead of all else: the browser draws what has come together, so
# that a map that comes with the lists waits for them (measured: 110 ms from click to map, then 72).
HEAD_START = 0.03

streamlit_folium._component_func = webmap.local_links_only(streamlit_folium._component_func)


def session_workspace() -> Path | None:
    """The workspace that this session has chosen; None outside of a session or without a choice."""
    return st.session_state.get("workspace") if get_script_run_ctx() else None


workspace.resolver = session_workspace


def session_tables() -> Path | None:
    """The tables of the edition that this session shows; None for the workspace's own."""
    return st.session_state.get("tables") if get_script_run_ctx() else None


workspace.tables_resolver = session_tables


def tables_folder() -> Path:
    """The tables that are shown: of an edition, of the workspace, or a folder that the environment names."""
    named = os.environ.get("PROJECT_MAP_TABLES")
    return Path(named) if named else workspace.tables()


@st.cache_resource(show_spinner=False)
def load(tables: Path, stamp: pageview.Stamp) -> PageData:
    """Read the store anew whenever the *stamp* of its tables changes."""
    del stamp
    return read_page_data(tables)


def main() -> None:
    """Draw the page once; Streamlit calls this anew after each change."""
    lang = "en" if st.query_params.get("lang") == "en" else "zh"
    words = labels.texts(lang)
    st.set_page_config(page_title=words["app.title_plain"], layout="wide", initial_sidebar_state="auto")
    st.html(webdata.WEB_DIR / "page.css")
    choose_workspace()
    if st.query_params.get("view") == "desk":
        draw_desk(lang)
        return
    if missing_assets():
        st.error(words["app.assets_missing"])
        st.stop()
    choose_edition(lang)
    try:
        tables = tables_folder()
        data = load(tables, pageview.stamp(tables))
        if not webdata.is_in_place(data.published):
            load.clear()
            data = load(tables, pageview.stamp(tables))
    except MissingError:
        st.error(words["app.no_records"])
        st.stop()

    start_from_url(data)
    filters = read_filters(data)
    follow_area(filters, data)
    put_in_url(filters, lang)
    keep = mask(data.index, filters)

    head = st.container(key="head", horizontal=True, vertical_alignment="center")
    middle, right = st.columns([8, 5], gap="small")
    with middle:
        draw_map(data, filters, keep, lang)
        time.sleep(HEAD_START)
    with head:
        draw_title(data, filters, keep, lang)
    with st.sidebar:
        draw_workspaces(lang)
        draw_filters(data, lang)
        draw_new_workspace(lang)
    with right.container(key="side", height="stretch", gap="small"):
        draw_side(data, filters, keep, lang)
    draw_foot(data, filters, lang)
    draw_notices(lang)


WIDGETS = (*LISTS, "years", "text")
# What stands beside the map.
PANES = ("list", "profile", "compare", "chain")


def choose_workspace() -> None:
    """On the first run of a session, take the workspace that the URL names, else the usual one."""
    state = st.session_state
    if "workspace" not in state:
        named = workspace.known().get(st.query_params.get("city", ""))
        state.workspace = named.folder if named else None


def choose_edition(lang: str) -> None:
    """Show the edition that the URL names, else the last one; the workspace's own tables without any."""
    state = st.session_state
    state.tables = None
    if not is_there() or os.environ.get("PROJECT_MAP_TABLES"):
        return
    # Opens the desk's database, which a map without a desk need not wait for.
    from projects.desk import editions

    named = st.query_params.get("edition")
    last = None
    try:
        last = state.tables = editions.shown()
        if named is not None:
            state.tables = editions.shown(named)
    except InputError as error:
        state.message = str(error)
    is_old = state.tables is not None and state.tables != last
    if is_old and state.get("edition") != named:
        state.message = labels.texts(lang)["app.edition_old"].format(name=named)
    state.edition = named if is_old else ""


def change_workspace(name: str) -> None:
    """Show another city: nothing of the view of this one holds there."""
    chosen = workspace.known().get(name)
    lang = st.query_params.get("lang")
    st.session_state.clear()
    st.session_state.workspace = chosen.folder if chosen else None
    st.query_params.from_dict({"city": name} | ({"lang": lang} if lang else {}))


def draw_workspaces(lang: str) -> None:
    """The choice of the city, where there are several."""
    known = workspace.known()
    if len(known) < 2:
        return
    now = workspace.current().resolve().name
    st.selectbox(
        labels.texts(lang)["city.choose"],
        list(known),
        index=list(known).index(now) if now in known else 0,
        key="city",
        format_func=lambda name: known[name].name_en if lang == "en" else known[name].name,
        on_change=lambda: change_workspace(st.session_state.city),
    )


def draw_new_workspace(lang: str) -> None:
    """A form that makes the workspace of any city or county of China."""
    words, state = labels.texts(lang), st.session_state
    with st.expander(words["city.new"]), st.form("new_city", border=False):
        st.caption(words["city.note"])
        name = st.text_input(words["city.name"], key="new_city_name", placeholder=words["city.hint"])
        if not st.form_submit_button(words["city.make"]) or not name.strip():
            return
        # Reads the whole country's gazetteer, which only this form needs.
        from projects.city import make_beside

        try:
            with st.spinner(words["city.busy"]):
                made = make_beside(name)
        except (InputError, MissingError) as error:
            st.error(pageview.literal(str(error)))
            return
    change_workspace(made.folder.name)
    state.message = words["city.made"].format(city=made.name)
    st.rerun()


def start_from_url(data: PageData) -> None:
    """On the first run of a session, set the widgets as the URL says."""
    if "base" in st.session_state:
        return
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    view = query.get("view", [""])[0]
    st.session_state.pane = view if view in PANES else PANES[0]
    st.session_state.area = query.get("area", [""])[0]
    filters, notices = Filters.from_query(query, known=data.known)
    st.session_state.notices = notices
    set_filters(filters, data)


def set_filters(filters: Filters, data: PageData) -> None:
    """Make the widgets say *filters*; called before they are drawn."""
    st.session_state.base = filters
    if filters.near is None:
        st.session_state.near_place, st.session_state.near_meant = "", ()
    for key, value in pageview.widget_values(filters, data.known).items():
        st.session_state[f"f_{key}"] = value


def read_filters(data: PageData) -> Filters:
    """The filters as the widgets stand; a town or park outside counties chosen here is dropped.

    A link that asks for both is taken at its word, as everywhere else: it finds nothing.
    """
    state = st.session_state
    asked = pageview.widget_values(state.base, data.known)["county"]
    for key in ("town", "park") if state.f_county != asked else ():
        offered = data.choices.places_in(key, state.f_county)
        state[f"f_{key}"] = [value for value in state[f"f_{key}"] if value in offered]
    return pageview.filters_of({key: state[f"f_{key}"] for key in WIDGETS}, state.base)


def follow_area(filters: Filters, data: PageData) -> None:
    """The profile follows the one area that the filters name, when that changes."""
    chosen = mapactions.chosen_codes(filters, data.known)
    if len(chosen) == 1 and chosen != st.session_state.get("chosen"):
        st.session_state.area = chosen[0]
    st.session_state.chosen = chosen


def put_in_url(filters: Filters, lang: str) -> None:
    """The link in the address bar reproduces what is shown."""
    state = st.session_state
    query = filters.to_query() | ({"lang": ["en"]} if lang == "en" else {})
    if state.pane != PANES[0]:
        query["view"] = [state.pane]
    if state.pane == "profile" and state.area:
        query["area"] = [state.area]
    if state.get("edition"):
        query["edition"] = [state.edition]
    if state.workspace is not None:
        query["city"] = [state.workspace.resolve().name]
    if query != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(query)


def draw_filters(data: PageData, lang: str) -> None:
    """One widget per condition."""
    words = labels.texts(lang)
    years = pageview.year_range()
    st.text_input(words["app.text"], key="f_text", placeholder=words["app.text_hint"])
    st.slider(words["app.years"], *years, key="f_years")
    counties = st.session_state.f_county
    draw_choice(data, lang, "industry", list(data.choices.industries))
    draw_choice(data, lang, "chain", list(data.known.labels["chain"]))
    draw_choice(data, lang, "document", list(data.documents["document"]))
    for key in ("county", "town", "park"):
        offered = data.choices.places_in(key, counties)
        more = [value for value in st.session_state[f"f_{key}"] if value not in offered]
        draw_choice(data, lang, key, [*offered, *more])
    for key in ("kind", "level"):
        label = partial(data.known.label, key, lang=lang)
        options = list(data.known.labels[key])
        name = pageview.condition(key, lang)
        st.pills(name, options, selection_mode="multi", key=f"f_{key}", format_func=label)

    with st.container(horizontal=True, gap="small"):
        change: dict[str, Any] = {"on_change": filter_near, "args": (data, lang)}
        st.text_input(words["app.near"], key="near_place", placeholder=words["app.near_place"], **change)
        unit = words["unit.km"].format
        st.selectbox(
            words["app.near_km"],
            NEAR_KM,
            index=2,
            key="near_km",
            format_func=lambda km: unit(value=km),
            **change,
        )
    if st.session_state.get("near_meant"):
        again: dict[str, Any] = {"on_change": choose_near, "args": (data, lang)}
        st.pills(words["app.near_choose"], st.session_state.near_meant, key="near_chosen", **again)


def choose_near(data: PageData, lang: str) -> None:
    """Filter by the surroundings of one of the places that may have been meant."""
    state = st.session_state
    if state.near_chosen:
        state.near_place, state.near_chosen = state.near_chosen, None
        filter_near(data, lang)


def filter_near(data: PageData, lang: str) -> None:
    """Filter by the surroundings of the place that was named."""
    state = st.session_state
    state.near_meant = ()
    if not state.near_place.strip():
        return
    try:
        near = surroundings(state.near_place, state.near_km, data.geocoder, lang)
    except UnclearPlace as error:
        state.message, state.near_meant = str(error), error.suggestions
        return
    set_filters(replace(read_filters(data), near=near), data)


def draw_choice(data: PageData, lang: str, key: str, options: list[str]) -> None:
    """A choice of several of the *options* of the condition *key*."""
    st.multiselect(
        pageview.condition(key, lang),
        options,
        key=f"f_{key}",
        format_func=partial(pageview.option_label, data.known, lang, key),
        placeholder=labels.texts(lang)["app.any"],
        select_all=False,
        help=labels.texts(lang)["filter.zones"] if key == "county" else None,
    )


def draw_title(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """Name of the city, what can be handed over, and the switch to the other language."""
    words = labels.texts(lang)
    st.html(
        pageview.title_html(pageview.page_title(lang), pageview.subtitle(data.documents, data.records, lang))
    )
    draw_handing_over(data, filters, keep, lang)
    st.button(words["desk.open_it"], icon=":material/fact_check:", on_click=open_desk_page, args=(True,))
    st.button(words["app.lang"], key="lang", on_click=switch_language, args=(filters, data, lang))


def switch_language(filters: Filters, data: PageData, lang: str) -> None:
    """Show the page in the other language, with the same filters."""
    st.query_params["lang"] = "en" if lang == "zh" else "zh"
    set_filters(filters, data)


def draw_notices(lang: str) -> None:
    """What could not be read in the link or done on the map, once."""
    message = st.session_state.pop("message", "")
    if message:
        st.toast(pageview.literal(message), duration="long")
    notices = st.session_state.pop("notices", [])
    if notices:
        items = "; ".join(pageview.literal(notice.en if lang == "en" else notice.zh) for notice in notices)
        st.toast(labels.texts(lang)["app.bad_url"].format(items=items), duration="long")


def draw_map(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """The constant map, and the layer that says what of it is shown."""
    state = st.session_state
    selected, focus = state.get("selected"), state.get("focus", ())
    if selected is not None and not keep[selected]:
        selected = state.selected = None
    if not all(keep[row] for row in focus):
        state.focus = ()
    shown = webmap.Shown(
        rows=keep,
        lang=lang,
        theme=st.context.theme.type or "light",
        selected=selected,
        has_focus=bool(state.get("focus")),
        chosen=pageview.lit(state.chosen, state.area if state.pane == "profile" else "", data.names),
        outlines=mapactions.outlines(filters),
        query=filters.to_query(),
        title=pageview.page_title(lang),
        conditions=[chip.label for chip in chips(data, filters, lang)],
        saved=webdata.publish_saved(scenes.saved(scenes.own_folder())),
    )
    streamlit_folium.st_folium(
        webmap.base_map(data.published),
        key="map",
        height=700,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=webmap.shown_group(data.published, shown),
        on_change=partial(act_on_map, data, lang),
    )


def act_on_map(data: PageData, lang: str) -> None:
    """Do what was asked for on the map: an area as a filter, or records for the list."""
    state = st.session_state
    action = state["map"]
    try:
        if action.get("do") in scenes.STORING:
            scenes.store(action, scenes.own_folder())
            return
        outcome = mapactions.act(action, read_filters(data), known=data.known, order=data.published.order)
    except InputError as error:
        state.message = labels.texts(lang)["app.bad_action"].format(reason=error)
        return
    set_filters(outcome.filters, data)
    if outcome.focus is not None:
        state.focus, state.selected = outcome.focus, outcome.selected


def select(key: str, rows: Any) -> None:
    """Remember which record the list *key* of *rows* has selected."""
    cells = st.session_state[key].selection.cells
    st.session_state.selected = int(rows[cells[0][0]]) if cells else None


def unfocus() -> None:
    """List all records again, not only those selected on the map."""
    st.session_state.focus, st.session_state.selected = (), None


def draw_side(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """Number found, and one of the panes."""
    words = labels.texts(lang)
    found = int(keep.sum())
    with st.container(key="found", horizontal=True, vertical_alignment="center"):
        st.html(pageview.figures_html(counted(data, keep), len(keep), lang))
        st.segmented_control(
            words["app.panes"],
            PANES,
            key="pane",
            required=True,
            format_func=lambda pane: words[f"app.pane.{pane}"],
            label_visibility="collapsed",
        )
    pane = st.session_state.pane
    if pane == "profile":
        draw_profile(data, filters, lang)
    elif not found:
        draw_empty(data, filters, lang)
    elif pane == "compare":
        draw_comparison(data, filters, lang)
    elif pane == "chain":
        draw_chain(data, filters, keep, lang)
    else:
        draw_records(data, filters, keep, lang)


def counted(data: PageData, keep: Any) -> Counts:
    """The five figures of the records in *keep*."""
    return counts(data.records[keep], marks=data.marks[keep])


def draw_records(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """The list, what has no point, what was set aside."""
    words, state = labels.texts(lang), st.session_state
    off = keep & pageview.has_no_symbol(data.marks)
    rejects = pageview.set_aside(data.rejects, filters)
    told = counted(data, keep).as_dict()
    names = (
        words["app.list"],
        labels.figures({name: told[name] for name in ("county", "unplaced")}, lang),
        f"{words['app.rejects']} {len(rejects):,}",
    )
    # The labels hold numbers that change: the open tab is remembered by its place.
    if state.get("tab") not in names:
        state.tab = names[state.get("tab_at", 0)]
    tabs = st.tabs(names, height="stretch", key="tab", on_change="rerun")
    state.tab_at = names.index(state.tab)
    draws = (
        partial(draw_list, data.views[lang], filters, keep, lang),
        partial(draw_unplaced, data, off, lang),
        partial(draw_rejects, data, rejects, lang),
    )
    with tabs[state.tab_at]:  # the other tables are sent when their tab is opened
        draws[state.tab_at]()


def draw_unplaced(data: PageData, off: Any, lang: str) -> None:
    """The records that have no symbol of their own, with the reason of each."""
    st.caption(labels.texts(lang)["app.unplaced_note"])
    rows = data.views[lang].listed(off, most=pageview.list_most(len(off)))
    draw_table(data.views[lang].table.iloc[rows], ("name", "level", "method", "evidence"), lang)


def draw_rejects(data: PageData, rejects: pd.DataFrame, lang: str) -> None:
    """What the reading set aside, with the reason."""
    words = labels.texts(lang)
    st.caption(words["app.rejects_note"] if len(rejects) else words["app.rejects_none"])
    # The texts of the plans are not shipped; a store made from the plans has them.
    has_text = (rejects["text"] != "").any()
    columns = ("reason", *(["text"] if has_text else []), "section", "item", "document")
    shown = pageview.rejects_table(rejects[: pageview.list_most(len(rejects))], data.known, lang)
    draw_table(shown, columns, lang)


def draw_empty(data: PageData, filters: Filters, lang: str) -> None:
    """Say which condition leaves out most, with one click to lift it."""
    words = labels.texts(lang)
    lift = excluded_most(data.index, filters)
    st.write(words["app.empty"])
    if lift is None:
        st.write(words["app.empty_all"])
        st.button(words["app.clear"], key="clear_all", on_click=set_filters, args=(Filters(), data))
        return
    name = pageview.condition(lift.key, lang)
    st.write(words["app.empty_most"].format(filter=name, count=f"{lift.shown:,}"))
    st.button(
        words["app.lift"].format(filter=name), on_click=set_filters, args=(filters.without(lift.key), data)
    )


def draw_list(view: pageview.View, filters: Filters, keep: Any, lang: str) -> None:
    """The records shown, or those of them selected on the map; a row's record opens there."""
    words, state = labels.texts(lang), st.session_state
    if state.get("focus"):
        keep = pageview.only(state.focus, len(keep))
        with st.container(key="focus", horizontal=True, vertical_alignment="center"):
            # First, since a table's own tools appear above its right end.
            st.button(f"‹ {words['app.focus_all']}", type="tertiary", on_click=unfocus)
            st.caption(words["app.focus"].format(count=f"{len(state.focus):,}"))
    most = pageview.list_most(len(keep))
    table, rows = view.grouped(keep, most=most)
    # A list of other records is another list: a row that was selected there means nothing here.
    key = f"list_{hash((filters, lang, state.get('focus')))}"
    if key not in state and state.get("selected") in rows:
        at = int((rows == state.selected).argmax())
        state[key] = {"selection": {"rows": [], "columns": [], "cells": [[at, "name"]]}}
    draw_table(
        table,
        view.columns(),
        lang,
        key=key,
        on_select=partial(select, key, rows),
        selection_mode="single-cell",
    )
    if most < int(keep.sum()):
        st.caption(words["app.list_most"].format(count=f"{most:,}"))


def draw_comparison(data: PageData, filters: Filters, lang: str) -> None:
    """One topic: chart and table, each figure a way to its records."""
    # Altair is loaded when it is first needed: the map need not wait for it.
    from projects.presentation import comparing

    words = labels.texts(lang)
    topic = st.selectbox(
        words["compare.topic"],
        list(comparing.TOPICS),
        key="topic",
        format_func=lambda one: words[f"compare.{one}"],
        label_visibility="collapsed",
    )
    figures = comparing.figures(topic, data, filters, lang)
    if figures.table.empty and not figures.note:
        st.write(words["compare.none"])
        return
    with st.container(height="stretch", border=False, key="figures"):
        draw_figures(data, figures, f"{topic}_{hash(filters)}", lang, is_part=figures.chart is not None)


def draw_chain(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """The chain that is filtered by, as a list by role; else all chains to choose from."""
    from projects.presentation import comparing

    words = labels.texts(lang)
    if len(filters.chain) != 1:
        st.caption(words["chain.choose"])
        figures = comparing.chain_counts(data, filters, lang)
        st.caption(
            words["chain.filtered"].format(figures=labels.figures(counted(data, keep).as_dict(), lang))
        )
        draw_figures(data, figures, f"chains_{hash(filters)}", lang, pane="chain", is_part=True)
        return
    figures = comparing.chain_figures(filters.chain[0], data, keep, lang)
    label = data.known.label("chain", filters.chain[0], lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        # First, since a table's own tools appear above its right end.
        st.button(
            f"‹ {words['chain.all']}",
            type="tertiary",
            on_click=set_filters,
            args=(filters.without("chain"), data),
        )
        st.caption(words["chain.count"].format(chain=label, count=len(figures.table)))
    draw_figures(data, figures, f"chain_{hash(filters)}", lang, pane="chain")
    st.caption(words["chain.note"])


def draw_profile(data: PageData, filters: Filters, lang: str) -> None:
    """What the plans say about one area: the one that is chosen on the map or here."""
    from projects.presentation import portrait
    from projects.store.profile import find_area, profile

    words, state = labels.texts(lang), st.session_state
    options = portrait.area_labels(data.tables, lang)
    if state.area not in options:
        state.area = next(iter(options))
    state.area_choice = state.area
    with st.container(horizontal=True, vertical_alignment="bottom", key="area_head"):
        st.selectbox(
            words["profile.area"],
            options,
            key="area_choice",
            format_func=options.__getitem__,
            on_change=lambda: state.update(area=state.area_choice),
            label_visibility="collapsed",
        )
        area = find_area(state.area, data.tables)
        download(
            words["profile.pdf"],
            partial(downloads.profile_bytes, area, data.tables, lang),
            f"profile-{area.key}.pdf",
            "application/pdf",
        )
    one = profile(area, data.tables)
    if filters.active():
        st.caption(words["profile.unfiltered"])
    with st.container(height="stretch", border=False, key="portrait"):
        st.html(portrait.html(one, data.tables, lang))
        if len(one.records):
            st.button(
                words["profile.show"].format(count=f"{len(one.records):,}"),
                on_click=follow,
                args=(data, Lead(query=area.filters.link())),
            )
            for part, figures in (
                ("industries", portrait.by_industry(one, lang)),
                ("plans", portrait.by_plan(one, data.tables, lang)),
            ):
                draw_figures(data, figures, f"{part}_{area.key}", lang, is_part=True)


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
        st.html(pageview.legend_html(figures.legend))
    if figures.chart is not None:
        st.altair_chart(
            figures.chart,
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
            on_select=partial(pick_row, data, f"table_{key}", figures.leads, pane),
            selection_mode="single-cell",
        )
    if figures.note:
        st.caption(figures.note)


def pick_row(data: PageData, key: str, leads: tuple[Lead, ...], pane: str) -> None:
    """Follow the row of the table *key* that was clicked."""
    cells = st.session_state[key].selection.cells
    if cells:
        follow(data, leads[cells[0][0]], pane)


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


def draw_table(table: pd.DataFrame, columns: tuple[str, ...], lang: str, **how: Any) -> None:
    """A table with headings in the page's language."""
    words = labels.texts(lang)
    config = {}
    for column in columns:
        heading, width = words[f"column.{column}"], pageview.COLUMN_PX.get(column)
        if pd.api.types.is_float_dtype(table[column]):
            config[column] = st.column_config.NumberColumn(heading, width=width, format="%.1f")
        elif pd.api.types.is_integer_dtype(table[column]):
            config[column] = st.column_config.NumberColumn(heading, width=width)
        else:
            config[column] = st.column_config.TextColumn(heading, width=width)
    # A word that stands in many rows is sent once.
    repeated = {column: "category" for column in REPEATED if column in columns}
    st.dataframe(
        table[list(columns)].astype(repeated),
        column_config=config,
        hide_index=True,
        row_height=32,
        **{"height": "stretch", **how},
    )


def draw_handing_over(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """What is shown, to take along; own boundaries, to bring in. A menu is sent when it is opened."""
    menus = {
        "own": ("upload", partial(draw_own, lang)),
        "export": ("download", partial(draw_export, data, filters, keep, lang)),
        "print": ("print", partial(draw_print, data, filters, keep, lang)),
        "single": ("file_present", partial(draw_single, data, filters, keep, lang)),
    }
    for name, (icon, draw) in menus.items():
        label = labels.texts(lang)[f"app.{name}"]
        menu = st.popover(label, icon=f":material/{icon}:", key=f"menu_{name}", on_change="rerun")
        if menu.open:
            with menu:
                draw()


def draw_export(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """Format, coordinate system, and the file."""
    words = labels.texts(lang)
    forms = {str(form["suffix"]): form for form in formats_for_page(lang)}
    st.caption(words["app.export_note"].format(figures=labels.figures(counted(data, keep).as_dict(), lang)))
    suffix = st.selectbox(
        words["app.format"], forms, format_func=partial(pageview.format_label, forms), key="format"
    )
    layer = MENTIONS
    layers = forms[suffix]["layers"]
    if isinstance(layers, list) and layers:
        names = [str(one) for one in layers]
        layer = st.selectbox(words["app.layer"], names, format_func=lambda one: words[f"app.layer.{one}"])
    systems = pageview.systems(forms[suffix])
    crs = st.selectbox(
        words["app.system"],
        systems,
        format_func=systems.__getitem__,
        disabled=len(systems) < 2,
        key=f"crs_{suffix}",
    )
    download(
        words["app.download"],
        partial(to_bytes, data.records, suffix, crs=crs, filters=filters, keep=keep, layer=layer),
        file_name(
            "projects" if layer == MENTIONS else layer,
            suffix,
            crs=crs,
            filters=filters,
            made=date.today(),
            edition="-".join(sorted({text for text in data.records["edition"][keep] if text})),
        ),
        str(forms[suffix]["media_type"]),
    )


def draw_print(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """Paper, orientation, map approval number, and the file as PDF or PNG."""
    words = labels.texts(lang)
    paper = st.segmented_control(words["app.paper"], downloads.PAPERS, default="A3", key="paper")
    ways = {False: words["app.landscape"], True: words["app.portrait"]}
    way = st.segmented_control(words["app.way"], ways, default=False, format_func=ways.__getitem__, key="way")
    number = st.text_input(words["app.approval"], key="approval", help=words["app.approval_help"])
    choices: dict[str, Any] = {
        "paper": paper or "A3",
        "portrait": bool(way),
        "lang": lang,
        "approval_number": number,
    }
    for suffix, media_type in downloads.PRINT_TYPES.items():
        make = partial(downloads.print_bytes, data, keep, filters, suffix=suffix, **choices)
        download(words[f"app.print{suffix}"], make, f"map-{choices['paper']}{suffix}", media_type)


def draw_single(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """The page of what is shown in one file."""
    words = labels.texts(lang)
    st.caption(words["app.single_note"])
    conditions = [chip.label for chip in chips(data, filters, lang)]
    make = partial(downloads.single_file, data, keep, lang, conditions)
    download(words["app.download"], make, "map.html", "text/html")


def draw_own(lang: str) -> None:
    """Own boundaries or facilities: check a file, use it, or go back to the approximation."""
    from projects.presentation import ownareas

    words = labels.texts(lang)
    st.caption(words["own.note"])
    file = st.file_uploader(
        words["own.file"], type=[suffix[1:] for suffix in ownareas.SUFFIXES], key="own_file"
    )
    datum = st.selectbox(words["own.datum"], ownareas.DATUMS, format_func=lambda one: words[f"own.{one}"])
    level = st.selectbox(words["own.level"], ownareas.LEVELS, format_func=lambda one: words[f"own.{one}"])
    crs = st.selectbox(words["own.crs"], ["", *ownareas.systems()], format_func=lambda one: one or "—")
    is_official = st.checkbox(words["own.official"])
    is_accepted = st.checkbox(words["own.accept"])
    with st.container(horizontal=True):
        check = st.button(words["own.check"], disabled=file is None)
        use = st.button(words["own.use"], disabled=file is None, type="primary")
        undo = st.button(words["own.undo"])
    state = st.session_state
    if undo:
        state.message = ownareas.undo(lang)
        state.pop("own_outcome", None)
        st.rerun()
    if file is not None and (check or use):
        try:
            with st.spinner(words["own.busy"]):
                state.own_outcome = ownareas.bring_in(
                    file.name,
                    file.getvalue(),
                    datum=datum,
                    level=level,
                    is_official=is_official,
                    is_trial=check,
                    is_accepted=is_accepted,
                    crs=crs,
                )
        except InputError as error:
            st.error(pageview.literal(str(error)))
            return
        if use and not state.own_outcome.is_open:
            st.rerun()  # with the areas as they are now
    if outcome := state.get("own_outcome"):
        st.text("\n".join(outcome.lines))
        if outcome.review:
            download(words["own.review"], lambda: outcome.review, "review.csv", "text/csv")


def download(label: str, make: Callable[[], bytes], name: str, media_type: str) -> None:
    """A button that makes a file when it is pressed."""
    st.download_button(label, make, file_name=name, mime=media_type, on_click="ignore", key=f"get_{name}")


def chips(data: PageData, filters: Filters, lang: str) -> list[Chip]:
    """The conditions with their labels."""
    return mapactions.chips(filters, lang, known=data.known, places=place_points(), names=data.names)


def draw_foot(data: PageData, filters: Filters, lang: str) -> None:
    """The conditions as chips, one click removes one; sources and the note on boundaries."""
    words = labels.texts(lang)
    with st.container(key="foot", horizontal=True, vertical_alignment="center"):
        for chip in chips(data, filters, lang):
            st.button(
                f"{pageview.literal(chip.label)} ×",
                key=f"chip_{chip.key}_{chip.value}",
                help=words["app.remove"],
                on_click=set_filters,
                args=(filters.without(chip.key, chip.value), data),
            )
        if filters.active():
            st.button(words["app.clear"], type="tertiary", on_click=set_filters, args=(Filters(), data))
        st.html(
            pageview.note_html(
                words["app.sources"].format(count=len(data.documents)),
                words["app.indicative"],
                words["app.coordinates"],
            )
        )


# The desk: its own page, drawn as one fragment, so that a decision draws nothing else anew.
DESK_ELEMENT = st.components.v2.component(
    "project_map_desk",
    html='<div class="desk"></div><svg class="seed" hidden></svg>',
    css=(webdata.WEB_DIR / "desk-element.css").read_text(encoding="utf-8"),
    js=(webdata.WEB_DIR / "desk.js").read_text(encoding="utf-8"),
)
# What each button does is said by its key on the keyboard; C and R are Streamlit's own.
DESK_KEYS = {
    "accept": "A",
    "reject": "X",
    "edit": "E",
    "place": "L",
    "merge": "M",
    "split": "S",
    "undo": "U",
    "previous": "P",
    "next": "N",
}


@st.cache_resource(show_spinner=False)
def desk_of(folder: Path) -> Desk:
    """The desk of a workspace, which all sessions share."""
    return open_desk(folder, writing=True)


def open_desk_page(is_open: bool) -> None:
    """Go to the desk, or back to the map."""
    kept = {key: st.query_params[key] for key in ("lang", "city") if key in st.query_params}
    st.query_params.from_dict(kept | ({"view": "desk"} if is_open else {}))


def draw_desk(lang: str) -> None:
    """The desk, or why it cannot be opened."""
    st.html(webdata.WEB_DIR / "desk.css")
    st.session_state.tables = None  # what is checked is the workspace's, not an edition's
    try:
        desk = desk_of(workspace.current())
    except InputError as error:
        st.error(pageview.literal(str(error)))
        st.button(labels.texts(lang)["desk.back"], on_click=open_desk_page, args=(False,))
        return
    for key, value in {"desk_id": "", "desk_mode": "", "desk_view": "queue"}.items():
        st.session_state.setdefault(key, value)
    draw_desk_page(desk, lang)


@st.fragment
def draw_desk_page(desk: Desk, lang: str) -> None:
    """Head, queue, source text, record; what others do meanwhile is seen at the next touch."""
    with desk.held():
        draw_desk_parts(desk, lang)


def draw_desk_parts(desk: Desk, lang: str) -> None:
    """All parts of the desk, of one state of its events."""
    words, state = labels.texts(lang), st.session_state
    draw_desk_head(desk, lang)
    if message := state.pop("desk_message", ""):
        st.toast(pageview.literal(message))
    if state.desk_view == "add":
        draw_desk_plans(desk, lang)
        return
    if state.desk_view == "editions":
        draw_desk_editions(desk, lang)
        return
    left, middle, right = st.columns([3, 6, 4], gap="small")
    with left:
        asked = draw_desk_filters(desk, lang)
        found = deskview.rows(desk, asked)
        at, listed = deskview.around(found, state.desk_id)
        draw_desk_queue(found, at, listed, lang)
        if asked.section:
            draw_desk_bulk(desk, found, asked, lang)
    if not found:
        middle.info(words["desk.empty"])
        return
    record, waiting = found[at]
    following = found[at + 1 if at + 1 < len(found) else max(at - 1, 0)][0].id
    step = partial(decide, desk, lang, record, following, desk.head(record.id))
    with middle:
        draw_desk_keys(desk, found, at, step, lang)
        draw_desk_form(desk, record, step, lang)
        draw_desk_text(desk, record, step, lang)
    with right:
        st.html(deskview.fields_html(desk, record, waiting, lang))
        DESK_ELEMENT(
            key="desk_map",
            data=deskview.small_map(record, lang),
            on_spot_change=partial(keep_desk, "spot"),
        )


def draw_desk_head(desk: Desk, lang: str) -> None:
    """Title, progress, who decides, and the ways out."""
    words = labels.texts(lang)
    with st.container(key="desk_head", horizontal=True, vertical_alignment="center"):
        st.html(pageview.title_html(words["desk.title"], workspace.described().name))
        st.html(deskview.progress_html(desk, lang))
        st.text_input(
            words["desk.name"],
            key="desk_by",
            placeholder=words["desk.name"],
            help=words["desk.name_hint"],
            label_visibility="collapsed",
            width=160,
        )
        st.segmented_control(
            words["desk.title"],
            ("queue", "add", "editions"),
            key="desk_view",
            required=True,
            format_func=lambda one: words[f"desk.view.{one}"],
            label_visibility="collapsed",
        )
        menu = st.popover(words["desk.by_document"], key="desk_progress", on_change="rerun")
        if menu.open:
            menu.dataframe(deskview.progress_table(desk, lang), hide_index=True, width=640)
        if st.button(words["desk.back"], icon=":material/map:"):
            open_desk_page(False)
            st.rerun()


def draw_desk_filters(desk: Desk, lang: str) -> deskview.Asked:
    """What the queue shows."""
    words, state = labels.texts(lang), st.session_state
    document = state.get("desk_f_document") or deskview.ALL
    asked = deskview.Asked(document=document)
    offered = deskview.choices(desk, asked)
    with st.container(key="desk_filters", gap="xsmall"):
        below = st.columns(3, gap="xsmall")
        places = {"status": below[0], "rule": below[1], "doubt": below[2]}
        for key, options in offered.items():
            name = f"desk_f_{key}"
            if state.setdefault(name, getattr(asked, key)) not in options:
                state[name] = deskview.ALL
            if len(options) > 1:
                places.get(key, st).selectbox(
                    words[f"desk.{key}"], options, key=name, format_func=partial(desk_label, desk, key, lang)
                )
    return deskview.Asked(**{key: state.get(f"desk_f_{key}", "") for key in deskview.FILTERS})


def desk_label(desk: Desk, key: str, lang: str, value: str) -> str:
    """A value of a filter of the queue in words."""
    return deskview.label(desk, key, value, lang)


def draw_desk_queue(found: list[deskview.Row], at: int, listed: list[Any], lang: str) -> None:
    """The records around the one that is looked at; a click goes there."""
    if found:
        told = labels.texts(lang)["desk.at"].format(at=f"{at + 1:,}", total=f"{len(found):,}")
        st.caption(told)
    with st.container(key="desk_queue"):
        for number, record, waiting in listed:
            st.button(
                pageview.literal(deskview.row_label(record, waiting)),
                key=f"desk_row_{number - listed[0][0]}",
                type="primary" if number == at else "tertiary",
                on_click=go_desk,
                args=(record.id,),
                width="stretch",
            )


def draw_desk_bulk(desk: Desk, found: list[deskview.Row], asked: deskview.Asked, lang: str) -> None:
    """Accept what is left of a section at once, after a second question."""
    ids = [record.id for record, waiting in found if record.status == "candidate" and waiting is None]
    words = labels.texts(lang)
    if not ids:
        return
    with st.popover(words["desk.accept_all"].format(count=len(ids)), key=f"desk_bulk_{hash(asked)}"):
        st.write(words["desk.accept_sure"].format(count=len(ids)))
        st.button(words["desk.accept"], key="desk_bulk_do", on_click=accept_section, args=(desk, ids, lang))


def draw_desk_keys(desk: Desk, found: list[deskview.Row], at: int, step: DeskStep, lang: str) -> None:
    """One button for each action, with its key."""
    words = labels.texts(lang)
    ids = [record.id for record, _ in found]
    actions: dict[str, Callable[[], None]] = {
        "accept": partial(step, partial(deciding.accept, desk, [ids[at]])),
        "undo": partial(undo_desk, desk, ids[at], lang),
        "previous": partial(go_desk, ids[max(at - 1, 0)]),
        "next": partial(go_desk, ids[min(at + 1, len(ids) - 1)]),
    }
    with st.container(key="desk_keys", horizontal=True):
        for name, key in DESK_KEYS.items():
            st.button(
                words[f"desk.{name}"],
                key=f"desk_{name}",
                shortcut=key,
                type="primary" if name == "accept" else "secondary",
                on_click=actions.get(name, partial(set_desk_mode, name)),
            )


def draw_desk_form(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """What the chosen action needs to know; and what another person did meanwhile."""
    words, state = labels.texts(lang), st.session_state
    if stale := state.get("desk_stale"):
        lines, again = stale
        with st.container(border=True):
            st.write(words["desk.stale"])
            st.html(deskview.lines_html(lines))
            with st.container(horizontal=True):
                st.button(words["desk.stale_theirs"], key="desk_theirs", on_click=close_desk_form)
                st.button(words["desk.stale_mine"], key="desk_mine", on_click=again)
    forms = {
        "reject": draw_desk_reject,
        "edit": draw_desk_edit,
        "place": draw_desk_place,
        "merge": draw_desk_merge,
        "split": draw_desk_split,
    }
    if draw := forms.get(state.desk_mode):
        with st.container(border=True, key="desk_form"):
            draw(desk, record, step, lang)
            st.button(words["desk.cancel"], key="desk_cancel", type="tertiary", on_click=close_desk_form)


def draw_desk_reject(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """The reasons, one key each."""
    words = labels.texts(lang)
    with st.container(horizontal=True):
        for number, reason in enumerate(deskview.REASONS, start=1):
            why = words[f"desk.reason.{reason}"]
            action = partial(deciding.reject, desk, [record.id], why=why)
            st.button(why, key=f"desk_reason_{number}", shortcut=str(number), on_click=step, args=(action,))


def draw_desk_edit(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """The fields that a person may set."""
    words = labels.texts(lang)
    keys = {name: f"desk_e_{name}_{record.id}" for name in EDITABLE}
    with st.form("desk_edit", border=False):
        columns = st.columns(3)
        for number, (name, value) in enumerate(deskview.editable(record).items()):
            title, names = words[f"desk.field.{name}"], deskview.option_names(name, lang)
            with columns[number % 3]:
                if names:
                    at = list(names).index(value) if value in names else 0
                    st.selectbox(title, names, index=at, format_func=names.__getitem__, key=keys[name])
                else:
                    st.text_input(title, value="" if value is None else f"{value}", key=keys[name])
        st.text_input(words["desk.why"], key=f"desk_why_{record.id}")
        st.form_submit_button(
            words["desk.save"], type="primary", on_click=save_desk_edit, args=(desk, record, step)
        )


def save_desk_edit(desk: Desk, record: Record, step: DeskStep) -> None:
    """Save the fields as the form says them."""
    state = st.session_state
    values = {name: state[f"desk_e_{name}_{record.id}"] for name in EDITABLE}
    step(partial(deciding.edit, desk, record.id, values, why=state[f"desk_why_{record.id}"]))


def draw_desk_place(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """A place by its name, or the point that was clicked on the small map."""
    words, state = labels.texts(lang), st.session_state
    spot = state.get("desk_spot")
    with st.form("desk_place", border=False):
        st.text_input(words["desk.place_name"], key="desk_place_name", help=words["desk.place_click"])
        st.form_submit_button(
            words["desk.save"], type="primary", on_click=save_desk_place, args=(desk, record, step, None)
        )
    st.caption(words["desk.place_click"])
    if spot and spot["record"] == record.id:
        told = words["desk.place_at"].format(lon=f"{spot['lon']:.5f}", lat=f"{spot['lat']:.5f}")
        st.button(told, key="desk_place_at", on_click=save_desk_place, args=(desk, record, step, spot))


def save_desk_place(desk: Desk, record: Record, step: DeskStep, spot: Any) -> None:
    """Save the place of the form, or the point *spot*."""
    name = st.session_state.get("desk_place_name", "")

    def place(**who: Any) -> list[Event]:
        found = at_point(spot["lon"], spot["lat"]) if spot else in_place(name)
        return deciding.place(desk, record.id, found, **who)

    step(place)


def draw_desk_merge(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """With which record, and in which sense."""
    words = labels.texts(lang)
    others = deskview.beside(desk, record)
    other = st.selectbox(words["desk.merge_with"], others, format_func=others.__getitem__, key="desk_other")
    if other is None:
        return
    pair = [record.id, other]
    ways = {
        "same": partial(deciding.match, desk, pair, deciding.SAME),
        "one": partial(deciding.merge, desk, pair[::-1]),
        "different": partial(deciding.match, desk, pair, deciding.DIFFERENT),
    }
    with st.container(horizontal=True):
        for name, action in ways.items():
            st.button(words[f"desk.merge_{name}"], key=f"desk_merge_{name}", on_click=step, args=(action,))


def draw_desk_split(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """The names of the projects in the record, a line each."""
    words, key = labels.texts(lang), f"desk_split_{record.id}"
    with st.form("desk_split", border=False):
        st.text_area(
            words["desk.split_names"],
            value=deskview.split_names(record, st.session_state.get("desk_marked")),
            key=key,
        )
        st.form_submit_button(
            words["desk.save"], type="primary", on_click=save_desk_split, args=(desk, record, step)
        )


def save_desk_split(desk: Desk, record: Record, step: DeskStep) -> None:
    """Save the lines of the form as records."""
    names = [
        line.strip() for line in st.session_state[f"desk_split_{record.id}"].splitlines() if line.strip()
    ]
    step(partial(deciding.split, desk, record.id, names))


def draw_desk_text(desk: Desk, record: Record, step: DeskStep, lang: str) -> None:
    """The source text with its marks; words that are marked can become a record."""
    words, state = labels.texts(lang), st.session_state
    marked = state.get("desk_marked")
    passage = deskview.passage(desk, record, lang)
    if passage is None:
        st.info(words["desk.no_text" if desk.text(record.document) is None else "desk.no_span"])
        return
    if marked and marked["record"] == record.id:
        name = " ".join(marked["text"].split())
        action = partial(deciding.add, desk, record.document, name, span=(marked["start"], marked["end"]))
        told = words["desk.add_words"].format(words=pageview.literal(name[:40]))
        st.button(told, key="desk_add", icon=":material/add:", on_click=step, args=(action,))
    else:
        st.html(deskview.legend_html(lang))
    DESK_ELEMENT(key="desk_text", data=passage, on_marked_change=partial(keep_desk, "marked"))


def decide(
    desk: Desk, lang: str, record: Record, following: str, head: str, action: Callable[..., list[Event]]
) -> None:
    """Store a decision about *record*, of which *head* is the last event that was seen; go on."""
    state = st.session_state
    by = str(state.get("desk_by") or "")
    if not by.strip():
        state.desk_message = labels.texts(lang)["desk.need_name"]
        return
    try:
        with desk.held():
            action(by=by, expected={record.id: head})
    except StaleError as error:
        again = partial(decide, desk, lang, record, following, desk.head(record.id), action)
        state.desk_stale = (deskview.stale_lines(error, lang), again)
        return
    except InputError as error:
        state.desk_message = str(error)
        return
    go_desk(following)


def undo_desk(desk: Desk, identifier: str, lang: str) -> None:
    """Take back the last decision of this person, else the last one on the record."""
    state, words = st.session_state, labels.texts(lang)
    by = str(state.get("desk_by") or "")
    try:
        event = deciding.undo(desk, deskview.last_of(desk, by) or identifier, by=by)[0]
    except InputError as error:
        state.desk_message = f"{words['desk.none_to_undo']}：{error}"
        return
    state.desk_message = words["desk.undone"].format(action=words[f"desk.{event.before['action']}"])
    go_desk(event.record.split("|")[0])


def accept_section(desk: Desk, ids: list[str], lang: str) -> None:
    """Accept several records in one transaction."""
    state = st.session_state
    try:
        deciding.accept(desk, ids, by=str(state.get("desk_by") or ""))
    except InputError as error:
        state.desk_message = str(error) if state.get("desk_by") else labels.texts(lang)["desk.need_name"]


def go_desk(identifier: str) -> None:
    """Look at another record; nothing of the one before stays open."""
    close_desk_form()
    st.session_state.desk_id = identifier


def set_desk_mode(mode: str) -> None:
    """Open the form of an action, or close it when it is open."""
    state = st.session_state
    state.desk_mode = "" if state.desk_mode == mode else mode


def close_desk_form() -> None:
    """Close the form, and forget what was marked or clicked for it."""
    st.session_state.update(desk_mode="", desk_stale=None, desk_marked=None, desk_spot=None)


def keep_desk(name: str) -> None:
    """Remember what was marked in the text, or where the small map was clicked."""
    element = {"marked": "desk_text", "spot": "desk_map"}[name]
    st.session_state[f"desk_{name}"] = st.session_state[element].get(name)
    if name == "spot":
        st.session_state.desk_mode = "place"


def draw_desk_plans(desk: Desk, lang: str) -> None:
    """Plan files: dropped, their heads read and corrected, read in full, and what was found."""
    words, state = labels.texts(lang), st.session_state
    st.caption(words["desk.add_note"].format(mb=adding.MOST_MB))
    files = st.file_uploader(
        words["desk.add_files"],
        type=[suffix[1:] for suffix in adding.SUFFIXES],
        accept_multiple_files=True,
        max_upload_size=adding.MOST_MB,
        key="desk_files",
    )
    heads = state.setdefault("desk_heads", {})
    for file in files:
        if file.file_id in state.get("desk_read", ()):
            heads[file.file_id] = None  # it is stored: its content is needed no more
            continue
        if file.file_id not in heads:
            try:
                heads[file.file_id] = adding.receive(file.name, file.getvalue(), desk)
            except InputError as error:
                heads[file.file_id] = error
        draw_desk_head_form(desk, file.file_id, heads[file.file_id], lang)
    for done in state.get("desk_added", []):
        draw_desk_added(desk, done, lang)


def draw_desk_head_form(desk: Desk, key: str, incoming: adding.Incoming | InputError, lang: str) -> None:
    """What the file's head says, to be corrected; then the reading."""
    words, state = labels.texts(lang), st.session_state
    if isinstance(incoming, InputError):
        st.error(pageview.literal(str(incoming)))
        return
    if incoming.known:
        title = deskview.label(desk, "document", incoming.known, lang)
        st.info(pageview.literal(words["desk.add_known"].format(title=title)))
        return
    with st.form(f"desk_plan_{key}"):
        st.markdown(f"**{pageview.literal(incoming.name)}**")
        columns = st.columns([4, 3, 2, 2, 2])
        values = {
            name: column.text_input(words[f"desk.add_{name}"], value=value, key=f"desk_{name}_{key}")
            for column, (name, value) in zip(columns, deskplans.head(incoming.document).items(), strict=True)
        }
        if not st.form_submit_button(words["desk.add_read"], type="primary"):
            return
    if not state.get("desk_by"):
        st.warning(words["desk.need_name"])
        return
    bar = st.progress(0.0)
    # A click on it stops the reading at its next step, before anything is stored.
    st.button(words["desk.cancel"], key=f"desk_stop_{key}")

    def tell(part: float, step: str) -> None:
        bar.progress(part, pageview.literal(words[f"desk.add_step.{step}"].format(name=incoming.name)))

    try:
        document = adding.corrected(incoming.document, **values)
        done = adding.add(incoming, desk, by=state.desk_by, document=document, progress=tell)
    except InputError as error:
        st.error(pageview.literal(str(error)))
        return
    state.desk_read = {*state.get("desk_read", ()), key}
    state.desk_added = [*state.get("desk_added", []), done]
    st.rerun(scope="fragment")


def draw_desk_added(desk: Desk, done: adding.Added, lang: str) -> None:
    """What was found in a plan, by section, and the way to its queue."""
    words = labels.texts(lang)
    with st.container(border=True):
        for line in deskplans.summary(desk, done, lang):
            st.write(pageview.literal(line))
        st.dataframe(deskplans.sections_table(done, lang), hide_index=True, height=240)
        st.button(
            words["desk.add_go"],
            key=f"desk_go_{done.document.key}",
            type="primary",
            on_click=show_desk_document,
            args=(done.document.key,),
        )


def show_desk_document(key: str) -> None:
    """The queue of one document."""
    st.session_state.update(desk_view="queue", desk_f_document=key, desk_f_status="candidate", desk_id="")


def draw_desk_editions(desk: Desk, lang: str) -> None:
    """Publish, and look back: any edition on the map, the difference of any two."""
    words, state = labels.texts(lang), st.session_state
    with st.form("desk_publish"):
        st.caption(words["desk.publish_note"])
        name = st.text_input(
            words["desk.publish_name"], key="desk_edition_name", placeholder=words["desk.publish_hint"]
        )
        if st.form_submit_button(words["desk.publish_do"], type="primary"):
            try:
                edition, changes = editions.publish(desk, name, by=state.get("desk_by") or "")
                st.success(pageview.literal(deskplans.published(edition, changes, lang)))
            except InputError as error:
                st.error(pageview.literal(str(error)))
    names = [one.name for one in desk.book.editions()][::-1]
    if not names:
        st.info(words["desk.edition_none"])
        return
    left, right = st.columns(2)
    later = left.selectbox(words["desk.edition"], names, key="desk_later")
    before = ["", *(one for one in names if one != later)]
    earlier = right.selectbox(
        words["desk.edition_compare"],
        before,
        key="desk_earlier",
        format_func=lambda one: one or words["desk.edition_before"],
    )
    if st.button(words["desk.edition_show"], icon=":material/map:"):
        open_desk_page(False)
        st.query_params["edition"] = later
        st.rerun()
    table = deskplans.changes_table(desk, later, earlier, lang)
    if len(table):
        st.dataframe(table, hide_index=True)
    else:
        st.write(words["desk.no_difference"])


main()
