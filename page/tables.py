"""A table of the page."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from projects.presentation import listtables
from projects.vocabulary import labels

# Columns whose words stand in many rows.
REPEATED = (
    *("industry", "place", "years", "stage", "level", "method", "evidence"),
    *("reason", "section", "document"),
)


def draw_table(table: pd.DataFrame, columns: tuple[str, ...], lang: str, **how: Any) -> None:
    """A table with headings in the page's language; the first column, what a row is about, is never cut."""
    words = labels.texts(lang)
    config = {}
    for column in columns:
        heading, width = words[f"column.{column}"], listtables.COLUMN_PX.get(column)
        if pd.api.types.is_float_dtype(table[column]):
            config[column] = st.column_config.NumberColumn(heading, width=width, format="%.1f")
        elif pd.api.types.is_integer_dtype(table[column]):
            config[column] = st.column_config.NumberColumn(heading, width=width)
        else:
            if column == columns[0]:
                width = max(width or 0, listtables.whole_px(table[column]))
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
