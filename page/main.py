"""The page whole: filters on the left, the map in the middle, what is shown on the right.

Its parts are drawn in the other modules; what they show is worked out in the packages before it. Filters
live in the URL, so that a link reproduces the view.
"""

from __future__ import annotations

import streamlit as st

from geo import workspace
from geo.assets import missing_assets
from page import access, session
from page.cities import draw_new_workspace, draw_workspaces
from page.facets import draw_counts
from page.filtering import follow_area, put_in_url, read_filters, start_from_url
from page.frame import draw_foot, draw_notices, draw_title, draw_tools
from page.layers import shown_layers
from page.mapview import draw_map
from page.side import draw_side
from page.sidebar import draw_filters, draw_text
from page.wording import draw_wording
from projects.presentation import webfiles
from projects.presentation.pagedata import PageData
from projects.store.country import is_country
from projects.store.query import met, passed
from projects.vocabulary import labels


def main() -> None:
    """Draw the page once; Streamlit calls this anew after each change."""
    lang = "en" if st.query_params.get("lang") == "en" else "zh"
    words = labels.texts(lang)
    st.set_page_config(page_title=words["app.title_plain"], layout="wide", initial_sidebar_state="auto")
    st.html(webfiles.WEB_DIR / "page.css")
    draw_wording(lang)
    session.follow_sessions()
    session.choose_workspace()
    if st.query_params.get("view") == "log":
        access.draw_log(lang)
        return
    if not access.may_read():
        access.draw_closed(lang)
        return
    if st.query_params.get("view") == "desk":
        # The desk's database and all readers of documents: the map need not wait for them.
        from page.desk import draw_desk

        draw_desk(lang)
        return
    if missing_assets():
        st.error(words["app.assets_missing"])
        st.stop()
    if is_country(workspace.current()):
        # A country's numbers need none of what the page of a city is made of.
        from page.country import draw_country

        draw_country(lang)
        return
    session.choose_edition(lang)
    draw_page(session.read_data(lang), lang)


def draw_page(data: PageData, lang: str) -> None:
    """The map and what keeps its place first, then what is told about it."""
    start_from_url(data)
    filters = read_filters(data)
    follow_area(filters, data)
    put_in_url(filters, lang)
    single = passed(data.index, filters)
    keep = met(data.index, single)
    layers = shown_layers(filters)

    head = st.container(key="head", horizontal=True, vertical_alignment="center")
    middle, right = st.columns([8, 5], gap="small")
    with head:
        draw_title(data, lang)
    with st.sidebar:
        draw_workspaces(lang)
        draw_text(lang)
    with middle:
        draw_map(data, filters, single, keep, layers, lang)
    with head:
        draw_tools(data, filters, keep, layers, lang)
    with st.sidebar:
        draw_filters(data, lang)
        draw_counts(data, single, lang)
        draw_new_workspace(lang)
    with right.container(key="side", height="stretch", gap="small"):
        draw_side(data, filters, keep, layers, lang)
    draw_foot(data, filters, lang)
    draw_notices(lang)
