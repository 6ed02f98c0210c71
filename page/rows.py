"""A list of two lines a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from projects.presentation import rowlist, webfiles

ROWS = st.components.v2.component(
    "project_map_rows",
    html=(webfiles.WEB_DIR / "rows.html").read_text(encoding="utf-8"),
    css=(webfiles.WEB_DIR / "rows.css").read_text(encoding="utf-8"),
    js=(webfiles.WEB_DIR / "rows.js").read_text(encoding="utf-8"),
)


def draw_rows(
    shown: Mapping[str, Any],
    key: str,
    *,
    selected: int | None = None,
    pick: Callable[[int], None] | None = None,
) -> None:
    """Draw what :func:`rowlist.rows` gives; *pick* gets the record of the row that is pressed."""
    key = f"rows_{key}"

    def picked() -> None:
        record = st.session_state[key].get("picked")
        if pick and record in shown["records"]:  # it comes from outside
            pick(record)

    ROWS(
        key=key,
        data=rowlist.packed(shown, selected),
        on_picked_change=picked,
    )
