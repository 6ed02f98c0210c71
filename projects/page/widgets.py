"""Tables and downloads, as every part of the page has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from projects import labels
from projects.showing import pageview

# Columns whose words stand in many rows.
REPEATED = ("industry", "place", "years", "level", "method", "evidence", "reason", "section", "document")


def draw_table(table: pd.DataFrame, columns: tuple[str, ...], lang: str, **how: Any) -> None:
    """A table with headings in the page's language."""
    words = labels.texts(lang)
    config = {}
    for column in columns:
        heading, width = words[f"column.{column}"], pageview.COLUMN_PX.get(column)
        if pd.api.types.is_float_dtype(table[column]):
            config[column] = st.column_config.NumberColumn(heading, width=width, format="%.1f")
        elif pd.api.types.is_integer_dtype(table[column]):
            config[column] = st.column_config.NumberColumn(heading, width=width)
        else:
            config[column] = st.column_config.TextColumn(heading, width=width)
    # A word that stands in many rows is sent once.
    repeated = {column: "category" for column in REPEATED if column in columns}
    st.dataframe(
        table[list(columns)].astype(repeated),
        column_config=config,
        hide_index=True,
        row_height=32,
        **{"height": "stretch", **how},
    )


def download(label: str, make: Callable[[], bytes], name: str, media_type: str) -> None:
    """A button that makes a file when it is pressed."""
    st.download_button(label, make, file_name=name, mime=media_type, on_click="ignore", key=f"get_{name}")
