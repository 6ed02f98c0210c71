"""One run of the page: what is shared, what is asked for, then every part in its place."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import streamlit as st

from geo import DATA_DIR
from geo.assets import missing_assets
from projects import labels
from projects.asking.filters import Filters
from projects.asking.query import mask
from projects.errors import MissingError
from projects.page.lists import draw_empty, draw_records
from projects.page.menus import draw_handing_over
from projects.page.panes import draw_chain, draw_comparison, draw_profile
from projects.page.sidebar import draw_filters
from projects.page.state import (
    PANES,
    chips,
    follow_area,
    put_in_url,
    read_filters,
    set_filters,
    start_from_url,
)
from projects.page.themap import draw_map
from projects.showing import pageview, webdata
from projects.showing.pagedata import PageData, read_page_data

# Seconds by which the map is ahead of all else: the browser draws what has come together, so
# that a map that comes with the lists waits for them (measured: 110 ms from click to map, then 72).
HEAD_START = 0.03


def main() -> None:
    """Draw the page once; Streamlit calls this anew after each change."""
    lang = "en" if st.query_params.get("lang") == "en" else "zh"
    words = labels.texts(lang)
    st.set_page_config(page_title=words["app.title_plain"], layout="wide", initial_sidebar_state="auto")
    st.html(webdata.WEB_DIR / "page.css")
    if missing_assets():
        st.error(words["app.assets_missing"])
        st.stop()
    # Another folder of tables can be shown instead of the shipped one.
    tables = Path(os.environ.get("PROJECT_MAP_TABLES", DATA_DIR))
    try:
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
        draw_filters(data, lang)
    with right.container(key="side", height="stretch", gap="small"):
        draw_side(data, filters, keep, lang)
    draw_foot(data, filters, lang)
    draw_notices(lang)


@st.cache_resource(show_spinner=False)
def load(tables: Path, stamp: pageview.Stamp) -> PageData:
    """Read the store anew whenever the *stamp* of its tables changes."""
    del stamp
    return read_page_data(tables)


def draw_title(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """Name of the city, what can be handed over, and the switch to the other language."""
    words = labels.texts(lang)
    st.html(
        pageview.title_html(
            pageview.page_title(data.documents, lang), words["app.subtitle"].format(count=len(data.documents))
        )
    )
    draw_handing_over(data, filters, keep, lang)
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


def draw_side(data: PageData, filters: Filters, keep: Any, lang: str) -> None:
    """Number found, and one of the panes."""
    words = labels.texts(lang)
    found = int(keep.sum())
    with st.container(key="found", horizontal=True, vertical_alignment="center"):
        st.html(
            pageview.count_html(words["app.result"], found, words["app.of"].format(total=f"{len(keep):,}"))
        )
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
        draw_profile(data, lang)
    elif not found:
        draw_empty(data, filters, lang)
    elif pane == "compare":
        draw_comparison(data, filters, lang)
    elif pane == "chain":
        draw_chain(data, filters, keep, lang)
    else:
        draw_records(data, filters, keep, lang)


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
