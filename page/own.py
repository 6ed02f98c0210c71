"""Own boundaries and facilities, brought in from the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from page import access
from page.buttons import download
from page.layers import draw_layers_menu
from projects.errors import InputError
from projects.presentation import pagetexts
from projects.vocabulary import labels


def draw_own(lang: str) -> None:
    """Own boundaries and facilities, or own layers."""
    words = labels.texts(lang)
    parts = {"areas": draw_areas, "title": draw_layers_menu}
    part = st.segmented_control(
        words["app.own"],
        parts,
        default="areas",
        required=True,
        format_func=lambda one: words[f"layers.{one}"],
        key="own_part",
        label_visibility="collapsed",
    )
    parts[part](lang)


def draw_areas(lang: str) -> None:
    """Own boundaries or facilities: check a file, use it, or go back to the approximation."""
    from projects.presentation import ownareas

    words = labels.texts(lang)
    st.caption(words["own.note"])
    may = access.may("import")
    if may:
        ownareas.warm()
    else:
        st.warning(access.refusal("import", lang))
    file = st.file_uploader(
        words["own.file"],
        type=[suffix[1:] for suffix in ownareas.SUFFIXES],
        key="own_file",
        disabled=not may,
    )
    options = _options(words)
    with st.container(horizontal=True):
        check = st.button(words["own.check"], key="own_check", disabled=file is None)
        use = st.button(words["own.use"], key="own_use", disabled=file is None, type="primary")
        undo = st.button(words["own.undo"], key="own_undo")
    state = st.session_state
    what = "undo" if undo else f"{'use' if use else 'check'} {options['level']} {file.name if file else ''}"
    if (check or use or undo) and (no := access.granted("import", what, lang)):
        st.error(no)
        return
    if undo:
        state.message = ownareas.undo(lang)
        state.pop("own_outcome", None)
        st.rerun()
    if file is not None and (check or use):
        try:
            with st.spinner(words["own.busy"]):
                state.own_outcome = ownareas.bring_in(file.name, file.getvalue(), is_trial=check, **options)
        except InputError as error:
            st.error(pagetexts.literal(str(error)))
            return
        if use and not state.own_outcome.is_open:
            st.rerun()  # with the areas as they are now
    if outcome := state.get("own_outcome"):
        st.text("\n".join(outcome.lines))
        if outcome.review:
            download(words["own.review"], lambda: outcome.review, "review.csv", "text/csv")


def _options(words: Mapping[str, str]) -> dict[str, Any]:
    """How the file is to be read, as ``ownareas.bring_in`` takes it."""
    from projects.presentation import ownareas

    def said(one: str) -> str:
        return words[f"own.{one}"]

    return {
        "datum": st.selectbox(words["own.datum"], ownareas.DATUMS, format_func=said),
        "level": st.selectbox(words["own.level"], ownareas.LEVELS, format_func=said),
        "crs": st.selectbox(words["own.crs"], ["", *ownareas.systems()], format_func=lambda one: one or "—"),
        "is_official": st.checkbox(words["own.official"]),
        "is_accepted": st.checkbox(words["own.accept"]),
    }
