"""The page whole: filters on the left, the map in the middle, what is shown on the right.

Its parts are drawn in the other modules; what they show is worked out in the packages before it. Filters
live in the URL, so that a link reproduces the view.
"""

from __future__ import annotations

from collections.abc import Callable

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
from page.sidebar import draw_filters
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
    session.follow_sessions()
    session.choose_workspace()
    draw_other = other_view()
    if draw_other is not None:
        draw_wording(lang)
        draw_other(lang)
        return
    session.choose_edition(lang)
    draw_page(session.read_data(lang), lang)


def other_view() -> Callable[[str], None] | None:
    """What is drawn instead of the map of a city, by the link and by what there is; None for that map.

    Some is imported only here: the desk's database and all readers of documents, which the map need not
    wait for; a country's numbers, which need none of what the page of a city is made of.
    """
    if st.query_params.get("view") == "log":
        return access.draw_log
    if not access.may_read():
        return access.draw_closed
    if st.query_params.get("view") == "desk":
        from page.desk import draw_desk

        return draw_desk
    if missing_assets():
        return _tell_assets_missing
    if is_country(workspace.current()):
        from page.country import draw_country

        return draw_country
    return None


def _tell_assets_missing(lang: str) -> None:
    st.error(labels.texts(lang)["app.assets_missing"])


def draw_page(data: PageData, lang: str) -> None:
    """The map and what keeps its place first: the browser fetches code for each kind of element."""
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
        st.html('<span class="pm-open"></span>')  # it takes its room before there is anything in it
    with middle:
        draw_map(data, filters, single, keep, layers, lang)
    with head:
        draw_tools(data, filters, keep, layers, lang)
    draw_wording(lang)
    with st.sidebar:
        draw_workspaces(lang)
        draw_filters(data, lang)
        draw_counts(data, single, lang)
        draw_new_workspace(lang)
    with right.container(key="side", height="stretch", gap="small"):
        draw_side(data, filters, keep, layers, lang)
    draw_foot(data, filters, lang)
    draw_notices(lang)
