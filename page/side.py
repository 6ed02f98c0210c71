"""What stands beside the map: the figures of what is found, and one of the panes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from page.filtering import PANES, counted
from page.layers import Shown
from page.lists import draw_empty, draw_records
from page.panes import draw_chain, draw_comparison, draw_profile
from projects.presentation import pagetexts
from projects.presentation.pagedata import PageData
from projects.store.filters import Filters
from projects.vocabulary import labels


def draw_side(data: PageData, filters: Filters, keep: Any, layers: Shown, lang: str) -> None:
    """Number found, and one of the panes."""
    words = labels.texts(lang)
    found = int(keep.sum())
    with st.container(key="found", horizontal=True, vertical_alignment="center"):
        st.html(pagetexts.figures_html(counted(data, keep), len(keep), lang))
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
    elif not found and not any(each.any() for each in layers[1]):
        draw_empty(data, filters, lang)
    elif pane == "compare":
        draw_comparison(data, filters, lang)
    elif pane == "chain":
        draw_chain(data, filters, keep, lang)
    else:
        draw_records(data, filters, keep, layers, lang)
