"""What a session remembers: the filters in the widgets, the pane, the selection; and its link."""

from __future__ import annotations

import streamlit as st

from projects.asking.compare import query_filters
from projects.asking.filters import LISTS, Filters
from projects.asking.geometry import place_points
from projects.asking.query import Chip
from projects.showing import mapactions, pageview
from projects.showing.figures import Lead
from projects.showing.pagedata import PageData

WIDGETS = (*LISTS, "years", "text")
# What stands beside the map.
PANES = ("list", "profile", "compare", "chain")


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
        st.session_state.near_place = ""
    for key, value in pageview.widget_values(filters, data.known).items():
        st.session_state[f"f_{key}"] = value


def read_filters(data: PageData) -> Filters:
    """The filters as the widgets stand; a town or park outside the chosen counties is dropped."""
    state = st.session_state
    for key in ("town", "park"):
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
    if query != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(query)


def chips(data: PageData, filters: Filters, lang: str) -> list[Chip]:
    """The conditions with their labels."""
    return mapactions.chips(filters, lang, known=data.known, places=place_points(), names=data.names)


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
