"""The number beside each choice of a filter: how much it would give while the other filters stand.

A label of a choice is what the browser and the server call it by, so a label cannot hold a number
that changes. The numbers are set beside the labels in the browser (``facets.js``), which also tells the
map what is chosen before the page has answered.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from projects.presentation import filterpanel, webfiles
from projects.presentation.pagedata import PageData
from projects.store.query import Mask

FACETS = st.components.v2.component(
    "project_map_facets", js=(webfiles.WEB_DIR / "facets.js").read_text(encoding="utf-8")
)


def draw_counts(data: PageData, single: Mapping[str, Mask], lang: str) -> None:
    """Tell the browser all counts; *single* says which records meet each condition."""
    counted = {
        f"f_{key}": {
            filterpanel.option_label(data.known, lang, key, value): f"{count:,}"
            for value, count in found.items()
        }
        for key, found in data.facets.count(single).items()
    }
    FACETS(key="facets", data=counted)
