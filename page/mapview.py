"""The map, and what is done on it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from page import access, headstart
from page.filtering import PRINT_MENU, chips, read_filters, set_filters
from page.layers import Shown
from projects.errors import InputError
from projects.presentation import (
    mapactions,
    ownlayers,
    pagetexts,
    scenes,
    webchoices,
    webdata,
    webfiles,
    webmap,
)
from projects.presentation.pagedata import PageData
from projects.presentation.prints.view import read_view
from projects.store.filters import Filters
from projects.store.query import Mask
from projects.vocabulary import labels

# The page's half of a presentation: fills the window with the map, brings keys to it.
STAGE = st.components.v2.component(
    "project_map_stage", js=(webfiles.WEB_DIR / "stage.js").read_text(encoding="utf-8")
)


def draw_map(
    data: PageData, filters: Filters, single: Mapping[str, Mask], keep: Mask, layers: Shown, lang: str
) -> None:
    """The constant map, and the layer that says what of it is shown; *single* as ``passed`` gives it.

    On the first run of a session it is drawn in the browser when this returns.
    """
    state = st.session_state
    selected, focus = state.get("selected"), state.get("focus", ())
    if selected is not None and not keep[selected]:
        selected = state.selected = None
    if not all(keep[row] for row in focus):
        state.focus = ()
    with headstart.given("had_head_start" not in state) as tells:
        shown = webmap.Shown(
            rows=keep,
            lang=lang,
            theme=st.context.theme.type or "light",
            selected=selected,
            has_focus=bool(state.get("focus")),
            chosen=webmap.lit(state.chosen, state.area if state.pane == "profile" else "", data.names),
            outlines=mapactions.outlines(filters),
            query=filters.to_query(),
            title=pagetexts.page_title(lang),
            conditions=[chip.label for chip in chips(data, filters, lang)],
            look=state.look,
            layers=ownlayers.for_map(*layers) if layers[0] else None,
            tells_view=bool(state.get(PRINT_MENU)),
            answers=state.get("answered", ""),
            saved=webdata.publish_saved(scenes.saved(scenes.own_folder())),
            others=webchoices.others(data.index, single),
            tells_drawn=tells,
        )
        st_folium(
            webmap.base_map(data.published),
            key="map",
            height=700,
            use_container_width=True,
            returned_objects=[],
            feature_group_to_add=webmap.shown_group(data.published, shown),
            on_change=partial(act_on_map, data, lang),
        )
    state.had_head_start = True
    STAGE(key="stage")


def act_on_map(data: PageData, lang: str) -> None:
    """Do what was asked for on the map: an area as a filter, or records for the list."""
    state = st.session_state
    action = state["map"] if isinstance(state["map"], Mapping) else {}
    state.answered = str(action.get("number", ""))
    try:
        if action.get("do") == "view":
            state.view = read_view(action.get("view", {}), mapactions.drawn(read_filters(data)))
            return
        if action.get("do") in scenes.STORING:
            no = access.granted("view", f"{action['do']} {_named(action)}", lang)
            if no:
                state.message = no
            else:
                scenes.store(action, scenes.own_folder())
            return
        outcome = mapactions.act(action, read_filters(data), known=data.known, order=data.published.order)
    except InputError as error:
        state.message = labels.texts(lang)["app.bad_action"].format(reason=error)
        return
    set_filters(outcome.filters, data)
    if outcome.sentence is not None:
        state.message = mapactions.not_understood(outcome.sentence, lang)
    if outcome.focus is not None:
        state.focus, state.selected = outcome.focus, outcome.selected


def _named(action: Mapping[str, Any]) -> str:
    """The view or tour that an action means, for the log; it comes from outside."""
    named = action.get("name") or action.get("scene") or action.get("tour")
    title = named.get("title", "") if isinstance(named, Mapping) else named
    return str(title)[:80]
