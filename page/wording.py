"""Streamlit's own words in the page's language.

Its widgets have words for which it takes no option ("Upload", "Press Enter to apply"). They are rows of the
labels table (``widget.…``): in English exactly as the widgets print them, in Chinese as we say it. The
browser puts one for the other (``wording.js``), by the words alone: what a later version words anew
shows up in English, and in the test of the page's words.
"""

from __future__ import annotations

import streamlit as st

from projects.presentation import webfiles
from projects.vocabulary import labels

WORDING = st.components.v2.component(
    "project_map_wording", js=(webfiles.WEB_DIR / "wording.js").read_text(encoding="utf-8")
)


def draw_wording(lang: str) -> None:
    """Tell the browser what the words of the widgets are in the page's language."""
    WORDING(key="wording", data=labels.from_english("widget.", lang))
