"""The filters of a session: from the link, in the widgets, back into the link."""

from __future__ import annotations

from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from projects.presentation import filterpanel, mapactions, scenes
from projects.presentation.pagedata import PageData
from projects.store.conditions import LISTS
from projects.store.counting import Counts, counts
from projects.store.filters import Filters
from projects.store.filtertext import Chip

WIDGETS = (*LISTS, "years", "text")
# The menu that is open while one prints: the map tells it what it shows.
PRINT_MENU = "menu_print"
# What stands beside the map.
PANES = ("list", "profile", "compare", "chain")


def start_from_url(data: PageData) -> None:
    """On the first run of a session, and when one goes back or forward, do what the URL says.

    So also when one comes back from the desk, where the filters were not drawn and are forgotten.
    """
    run = get_script_run_ctx()
    is_drawn = "f_county" in st.session_state
    if is_drawn and not (run and run.is_history_navigation):
        return
    if not is_drawn:  # rows of other tables, if the desk has published meanwhile
        st.session_state.focus, st.session_state.selected = (), None
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    view = query.get("view", [""])[0]
    st.session_state.pane = view if view in PANES else PANES[0]
    st.session_state.area = query.get("area", [""])[0]
    st.session_state.look = scenes.look(query)
    if query.get("topic"):
        st.session_state.topic = query["topic"][0]
    filters, notices = Filters.from_query(query, known=data.known)
    st.session_state.notices = notices
    set_filters(filters, data)


def set_filters(filters: Filters, data: PageData) -> None:
    """Make the widgets say *filters*; called before they are drawn."""
    st.session_state.base = filters
    if filters.near is None:
        st.session_state.near_place, st.session_state.near_meant = None, ()
    for key, value in filterpanel.widget_values(filters, data.known).items():
        st.session_state[f"f_{key}"] = value


def read_filters(data: PageData) -> Filters:
    """The filters as the widgets stand; a town or park outside counties chosen here is dropped.

    A link that asks for both is taken at its word, as everywhere else: it finds nothing.
    """
    state = st.session_state
    asked = filterpanel.widget_values(state.base, data.known)["county"]
    for key in ("town", "park") if state.f_county != asked else ():
        offered = data.choices.places_in(key, state.f_county)
        state[f"f_{key}"] = [value for value in state[f"f_{key}"] if value in offered]
    return filterpanel.filters_of({key: state[f"f_{key}"] for key in WIDGETS}, state.base)


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
    if state.pane == "compare" and state.get("topic"):
        # Altair comes with it, which only this pane needs.
        from projects.presentation.comparing import TOPICS

        query |= {"topic": [state.topic]} if state.topic in tuple(TOPICS)[1:] else {}
    if state.get("edition"):
        query["edition"] = [state.edition]
    if state.workspace is not None:
        query["city"] = [state.workspace.resolve().name]
    if query != {key: st.query_params.get_all(key) for key in st.query_params}:
        st.query_params.from_dict(query)


def switch_language(filters: Filters, data: PageData, lang: str) -> None:
    """Show the page in the other language, with the same filters."""
    st.query_params["lang"] = "en" if lang == "zh" else "zh"
    set_filters(filters, data)


def chips(data: PageData, filters: Filters, lang: str) -> list[Chip]:
    """The conditions with their labels."""
    return mapactions.chips(filters, lang, known=data.known)


def counted(data: PageData, keep: Any) -> Counts:
    """The five figures of the records in *keep*."""
    return counts(data.records[keep], marks=data.marks[keep])
