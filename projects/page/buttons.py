"""Buttons that several parts of the page share."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def download(label: str, make: Callable[[], bytes], name: str, media_type: str) -> None:
    """A button that makes a file when it is pressed."""
    st.download_button(label, make, file_name=name, mime=media_type, on_click="ignore", key=f"get_{name}")
