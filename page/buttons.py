"""Buttons that several parts of the page share."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from projects.presentation import webfiles
from projects.vocabulary import labels

COPY = st.components.v2.component(
    "project_map_copy",
    html='<button type="button"></button>',
    css=(webfiles.WEB_DIR / "copy.css").read_text(encoding="utf-8"),
    js=(webfiles.WEB_DIR / "copy.js").read_text(encoding="utf-8"),
)


def download(label: str, make: Callable[[], bytes], name: str, media_type: str) -> None:
    """A button that makes a file when it is pressed."""
    st.download_button(label, make, file_name=name, mime=media_type, on_click="ignore", key=f"get_{name}")


def copy_button(text: str, lang: str) -> None:
    """A button that puts *text* on the clipboard."""
    words = {name: labels.texts(lang)[f"copy.{name}"] for name in ("label", "done", "failed")}
    COPY(key="copy", data={"text": text, **words})
