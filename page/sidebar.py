"""The filters at the left: one widget per condition."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from page.filtering import read_filters, set_filters
from projects.presentation import filterpanel
from projects.presentation.pagedata import PageData
from projects.store.surroundings import UnclearPlace, surroundings
from projects.vocabulary import labels

NEAR_KM = (1, 2, 5, 10, 20, 50)


def draw_filters(data: PageData, lang: str) -> None:
    """One widget per condition."""
    words = labels.texts(lang)
    years = filterpanel.year_range()
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
    for key in ("kind", "stage", "level"):
        label = partial(data.known.label, key, lang=lang)
        options = list(data.known.labels[key])
        name = filterpanel.condition(key, lang)
        st.pills(name, options, selection_mode="multi", key=f"f_{key}", format_func=label)

    with st.container(horizontal=True, gap="small"):
        change: dict[str, Any] = {"on_change": filter_near, "args": (data, lang)}
        st.selectbox(
            words["app.near"],
            data.surrounded,
            index=None,
            key="near_place",
            placeholder=words["app.near_place"],
            accept_new_options=True,  # other spellings and pinyin
            **change,
        )
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
    if not (state.near_place or "").strip():
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
        filterpanel.condition(key, lang),
        options,
        key=f"f_{key}",
        format_func=partial(filterpanel.option_label, data.known, lang, key),
        placeholder=labels.texts(lang)["app.any"],
        select_all=False,
        help=labels.texts(lang)["filter.zones"] if key == "county" else None,
    )
